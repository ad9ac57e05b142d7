"""What spares the Chinese patterns most of their work never spares them a date.

The sets of first characters hold every character that may come first; what a rule needs stands in all it matches.
"""

from __future__ import annotations

import re._parser as parser  # type: ignore[import-not-found,import-untyped,unused-ignore]
from typing import Any

import pytest

from kb.lang.fold import fold
from kb.timex.rules import Rule
from kb.timex.zh import grammar, runs
from kb.timex.zh.finder import RunFinder
from kb.timex.zh.needs import needed

_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


def first_characters(pattern: str) -> set[str]:
    return _firsts(parser.parse(pattern))[0]


def _firsts(items: Any) -> tuple[set[str], bool]:
    """What a sequence can begin with, and whether it can be empty."""
    found: set[str] = set()
    for operation, argument in items:
        name = str(operation)
        if name in ("ASSERT", "ASSERT_NOT", "AT"):
            continue
        characters, empty = _first_of(name, argument)
        found |= characters
        if not empty:
            return found, False
    return found, True


def _first_of(name: str, argument: Any) -> tuple[set[str], bool]:
    if name == "LITERAL":
        return {chr(argument)}, False
    if name == "IN":
        return set().union(*(_of_set(str(kind), value) for kind, value in argument)), False
    if name == "BRANCH":
        branches = [_firsts(branch) for branch in argument[1]]
        return set().union(*(found for found, _ in branches)), any(empty for _, empty in branches)
    if name in _REPEATS:
        found, empty = _firsts(argument[2])
        return found, empty or argument[0] == 0
    assert name == "SUBPATTERN", name
    return _firsts(argument[3])


def _of_set(kind: str, value: Any) -> set[str]:
    if kind == "LITERAL":
        return {chr(value)}
    if kind == "RANGE":
        return {chr(code) for code in range(value[0], value[1] + 1)}
    return {"0"} if "DIGIT" in str(value) else {" "}


@pytest.mark.parametrize(("starts", "seconds", "token"), runs.TOKENS)
def test_a_token_begins_with_its_characters(starts: str, seconds: str, token: str):
    assert first_characters(token) - set("0123456789") <= set(starts)


def test_tails_begin_with_their_characters():
    assert first_characters(runs.TAIL) <= first_characters(f"[{runs.TAIL_STARTS}]")


@pytest.mark.parametrize(
    "text",
    [
        "2024年", "24Q3", "2024 3Q", "2024年Q1", "2025財年", "2024-09-04", "2024.9.4", "113.9.4", "20240904",
        "2022 11 23", "11/20", "3、4月", "3至5月", "2.5年", "9月3日", "'98年", "2023-24賽季", "2024, 2025年",
        "2024 上半年", "2024  Q3",
    ],
)  # fmt: skip
def test_a_number_that_goes_on_as_a_date_is_looked_at(text: str):
    assert RunFinder().search(fold(text), 0, len(text)) is not None


@pytest.mark.parametrize("text", ["3.5%", "1,500人", "300億元", "24GB", "13.5億", "5家", "100萬", "2.0T"])
def test_a_number_that_does_not_is_left(text: str):
    assert RunFinder().search(fold(text), 0, len(text)) is None


@pytest.mark.parametrize("rule", grammar().rules, ids=lambda rule: rule.name)
def test_what_a_rule_needs_stands_in_all_that_it_matches(rule: Rule):
    for group in needed(rule.name):
        if isinstance(group, str):
            assert _must_hold(parser.parse(rule.source), set(group)), group


def _must_hold(items: Any, group: set[str]) -> bool:
    """Whether a sequence matches no text without one of the characters."""
    return any(_item_must_hold(str(operation), argument, group) for operation, argument in items)


def _item_must_hold(name: str, argument: Any, group: set[str]) -> bool:
    if name in ("LITERAL", "IN"):
        return _first_of(name, argument)[0] <= group
    if name == "BRANCH":
        return all(_must_hold(branch, group) for branch in argument[1])
    if name in _REPEATS:
        return argument[0] > 0 and _must_hold(argument[2], group)
    if name == "ASSERT":
        return argument[0] == 1 and _must_hold(argument[1], group)
    return name == "SUBPATTERN" and _must_hold(argument[3], group)
