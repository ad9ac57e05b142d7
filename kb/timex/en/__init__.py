"""The English grammar of time expressions."""

from __future__ import annotations

from functools import cache

from kb.timex.en import (
    compared,
    counted,
    days,
    fiscal,
    lengths,
    named,
    numeric,
    quarters,
    turns,
    weeks,
    years,
)
from kb.timex.en.ranges import join
from kb.timex.en.runs import run_pattern
from kb.timex.rules import Grammar

_RULES = (fiscal, quarters, days, numeric, years, named, weeks, turns, counted, compared, lengths)


@cache
def grammar() -> Grammar:
    """The grammar, built once."""
    built = Grammar(run_pattern(), join=join, by_word=True)
    for rules in _RULES:
        rules.add_rules(built)
    return built
