"""What is remembered by the shape of a run, and what spares a text a grammar, changes no reading."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kb.lang.fold import fold
from kb.timex.en import grammar as english
from kb.timex.en.hints import may_hold_date
from kb.timex.rules import Grammar
from kb.timex.shapes import chinese_shape, english_shape
from kb.timex.zh import grammar as chinese

_CORPUS = Path(__file__).parents[1] / "corpus" / "timex"
_MONTHS = ("January", "March", "April", "July", "October", "December")


def texts(language: str) -> Iterator[str]:
    """Every text of a corpus, and once more with other numbers and months."""
    chance = Random(language)
    for text in _strings(tomllib.loads((_CORPUS / f"{language}.toml").read_text("utf-8"))):
        yield text
        yield re.sub(
            r"\d+|\b(?:January|October|November)\b", lambda match: _other(match.group(), chance), text
        )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _other(word: str, chance: Random) -> str:
    if not word.isdigit():
        return chance.choice(_MONTHS)
    if len(word) == 4:
        return str(chance.randint(1990, 2030))
    return "".join(chance.choice("0123456789") for _ in word)


@pytest.mark.parametrize(("language", "grammar"), [("zh", chinese()), ("en", english())])
def test_runs_of_a_shape_are_read_as_if_each_were_tried_on_every_rule(language: str, grammar: Grammar):
    each = replace(grammar, shape=str, _parses={}, _inner={}, _fits={})
    for text in map(fold, texts(language)):
        assert grammar.find(text) == each.find(text), text


@pytest.mark.parametrize(
    ("run", "other"), [("9月3日", "8月4日"), ("2024年11月24日", "2017年10月12日"), ("3月05日", "4月09日")]
)
def test_dates_of_one_form_have_one_shape(run: str, other: str):
    assert chinese_shape(run) == chinese_shape(other)


@pytest.mark.parametrize(
    ("run", "other"),
    [("9月3日", "9月30日"), ("9月3日", "9月31日"), ("2020年代", "2021年代"), ("3月", "12月")],
)
def test_what_patterns_tell_apart_differs_in_shape(run: str, other: str):
    assert chinese_shape(run) != chinese_shape(other)


def test_english_months_of_one_length_have_one_shape():
    assert english_shape("on November 24") == english_shape("on December 12")
    assert english_shape("on September 11") != english_shape("on December 11")


def test_a_stretch_that_holds_an_english_date_is_looked_at():
    for text in map(fold, texts("en")):
        if english().find(text) and not re.search(r"\d\s?年", text):
            assert may_hold_date(f"{text}。") or may_hold_date(text), text
