"""The corpus of English time expressions: every spelling has the one reading that it is listed under."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.model import TimeMention
from kb.timex import TimeContext, read, read_times
from kb.timex.en import grammar

CORPUS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "corpus" / "timex" / "en.toml").read_text("utf-8")
)
CONTEXT = TimeContext(CORPUS["reference"])
LENGTHS = ("duration", "set", "vague")


def spellings(*tables: str) -> list[tuple[str, str]]:
    """Value and spelling of every expression of the tables."""
    return [(entry["value"], text) for table in tables for entry in CORPUS[table] for text in entry["texts"]]


def all_texts() -> Iterator[str]:
    yield from (text for _, text in spellings("date", *LENGTHS))
    yield from (entry["text"] for entry in CORPUS["context"])
    yield from CORPUS["negative"]["texts"]


def value_of(mention: TimeMention) -> str | None:
    return mention.when.edtf if mention.when else mention.value


def reading(text: str, published: date | None = CORPUS["reference"]) -> list[tuple[str, str | None]]:
    return [(mention.text, value_of(mention)) for mention in read_times(text, TimeContext(published))]


@pytest.mark.parametrize(("value", "text"), spellings("date"))
def test_a_spelling_has_one_reading(value: str, text: str):
    assert reading(text) == [(text, value)]


@pytest.mark.parametrize(("value", "text"), spellings(*LENGTHS))
def test_lengths_sets_and_vague_times_have_no_days(value: str, text: str):
    mentions = read_times(text, CONTEXT)
    assert [(m.text, m.value, m.when) for m in mentions] == [(text, value, None)]


@pytest.mark.parametrize("entry", CORPUS["context"], ids=lambda entry: entry["text"])
def test_what_stands_around_a_mention_decides(entry: dict[str, Any]):
    found = [
        (m.text, value_of(m), m.when.bound if m.when else None, m.clock)
        for m in read_times(entry["text"], CONTEXT)
    ]
    assert found == [(m["text"], m["value"], m.get("bound"), m.get("clock")) for m in entry["mentions"]]


@pytest.mark.parametrize("text", CORPUS["negative"]["texts"])
def test_a_false_date_is_worse_than_a_missed_one(text: str):
    assert reading(text) == []


def test_the_corpus_is_large_enough():
    texts = [text for _, text in spellings("date", *LENGTHS)]
    assert len(texts) == len(set(texts)) >= 1000
    assert len(set(CORPUS["negative"]["texts"])) >= 200


def test_every_rule_is_hit():
    built = grammar()
    built._parses.clear()
    hit = set()
    for text in all_texts():
        for mention in read_times(text, CONTEXT):
            hit.update(mention.rule.partition("+")[0].split("–"))
    assert {rule.name for rule in built.rules} - {"name"} - hit == set()


def test_names_that_look_like_dates_are_taken_and_left():
    patterns = [rule.pattern for rule in grammar().rules if rule.name == "name"]
    assert any(pattern.match("20th Century Fox") for pattern in patterns)


@pytest.mark.parametrize(
    "text",
    ["February 30, 2024", "Feb. 29, 2023", "2024-13-01", "April 31, 2024", "31 June 2024", "13/13/2024"],
)
def test_an_impossible_date_is_an_issue(text: str):
    found = read(f"They met on {text}.", CONTEXT)
    assert found.mentions == []
    assert [(issue.code, issue.end - issue.start) for issue in found.issues] == [
        ("impossible-date", len(text))
    ]


@pytest.mark.parametrize(
    "text",
    ["yesterday", "March", "last Friday", "three days ago", "the third quarter", "Christmas", "year-end"],
)
def test_without_a_publication_date_a_relative_date_stays_unresolved(text: str):
    (mention,) = read_times(text, TimeContext(None))
    assert mention.text == text
    assert mention.when is None


@pytest.mark.parametrize(
    ("text", "published", "values"),
    [
        ("Sales hit a record in December.", date(2025, 1, 10), ["2024-12"]),
        ("The plant will open in March.", date(2024, 11, 25), ["2025-03"]),
        ("The talks were held in March.", date(2024, 11, 25), ["2024-03"]),
        ("He said on Thursday that he was hopeful.", date(2024, 11, 25), ["2024-11-21"]),
        ("Results are due on Thursday.", date(2024, 11, 25), ["2024-11-28"]),
        ("On Dec. 30 the deal was signed.", date(2025, 1, 3), ["2024-12-30"]),
        ("The Fed will meet on Jan. 28-29.", date(2024, 12, 18), ["2025-01-28/2025-01-29"]),
        ("Shares fell on Friday.", date(2024, 11, 29), ["2024-11-29"]),
        ("It was lost last Monday.", date(2024, 11, 27), ["2024-11-18"]),
        ("Fund managers met last Friday.", date(2024, 11, 25), ["2024-11-22"]),
        ("The vote, scheduled for Tuesday, was put off.", date(2024, 11, 25), ["2024-11-26"]),
        ("Spain sought aid over the weekend.", date(2024, 11, 25), ["2024-11-23/2024-11-24"]),
    ],
)
def test_the_tense_chooses_the_side(text: str, published: date, values: list[str]):
    assert [value for _, value in reading(text, published)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Friday, July 18", "2025-07-18"),  # a Friday in 2025 alone
        ("Tuesday, July 18", "2023-07-18"),
        ("Thursday, July 18", "2024-07-18"),
    ],
)
def test_the_weekday_decides_the_year(text: str, value: str):
    assert reading(text) == [(text, value)]
