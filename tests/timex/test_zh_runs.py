"""The sets of first characters that spare the run pattern most places hold every character that may come first."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found,import-untyped,unused-ignore]
from typing import Any

import pytest

from kb.timex.zh import runs

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


@pytest.mark.parametrize(("starts", "token"), runs._TOKENS)
def test_a_token_begins_with_its_characters(starts: str, token: str):
    assert first_characters(token) <= first_characters(f"[{starts}]")


def test_tails_and_glue_begin_with_their_characters():
    assert first_characters(runs._TAIL) <= first_characters(f"[{runs._TAIL_STARTS}]")
    assert first_characters(runs._GLUE) <= first_characters(f"[{runs._GLUE_STARTS}]")


def test_a_token_of_digits_alone_is_tried_where_a_digit_stands():
    assert re.match(runs.run_text(), "11/20")
    assert re.match(runs.run_text(), "3月5日")
