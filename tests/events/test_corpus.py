"""The corpus is the specification: what each text says, kind by kind, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kb.knowledge.kinds import load_kinds
from kb.model import Document, Measure, Publication, PublishedHow, Statement
from kb.pipeline import extract
from kb.when.edtf import parse_edtf

CORPUS = Path(__file__).parent.parent / "corpus" / "events"
LANGUAGES = ("zh", "en")


def cases() -> Iterator[Any]:
    for language in LANGUAGES:
        table = tomllib.loads((CORPUS / f"{language}.toml").read_text(encoding="utf-8"))
        for section, entries in table.items():
            for number, entry in enumerate(entries):
                yield pytest.param(entry, id=f"{language}-{section}-{number}")


@pytest.mark.parametrize("entry", list(cases()))
def test_says(entry: dict[str, Any]) -> None:
    found = [line(statement) for statement in statements(entry)]
    assert found == [normal(said) for said in entry["says"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_lines(language: str) -> None:
    table = tomllib.loads((CORPUS / f"{language}.toml").read_text(encoding="utf-8"))
    assert set(load_kinds()) <= {
        said.split()[0] for entries in table.values() for one in entries for said in one["says"]
    }


@pytest.mark.parametrize(
    ("kind", "text"), [(kind.name, text) for kind in load_kinds().values() for text in kind.examples]
)
def test_examples_are_of_their_kind(kind: str, text: str) -> None:
    assert kind in {statement.kind for statement in statements({"text": text, "published": "2025-12-31"})}


def statements(entry: dict[str, Any]) -> tuple[Statement, ...]:
    published = Publication(date.fromisoformat(entry["published"]), PublishedHow.GIVEN)
    return extract(Document("test", entry["text"], published=published)).statements


def line(statement: Statement) -> str:
    principal = [participant.entity for participant in statement.participants[:1]]
    head = " ".join([statement.kind, statement.when.edtf, statement.status.value, *principal])
    return f"{head} | {'; '.join(map(measure, statement.measures))}" if statement.measures else head


def measure(one: Measure) -> str:
    return " ".join(filter(None, (one.metric, f"{one.value.normalize():f}", one.unit, one.basis)))


def normal(said: str) -> str:
    """The line with its date and values in their one spelling."""
    head, _, measures = said.partition(" | ")
    kind, when, *rest = head.split()
    head = " ".join([kind, parse_edtf(when).edtf, *rest])
    spelled = [_normal_measure(each) for each in measures.split("; ") if each]
    return f"{head} | {'; '.join(spelled)}" if spelled else head


def _normal_measure(text: str) -> str:
    metric, value, *rest = text.split()
    return " ".join([metric, f"{Decimal(value).normalize():f}", *rest])
