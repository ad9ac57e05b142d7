"""The English grammar of time expressions."""

from __future__ import annotations

from functools import cache

from kb.timex.rules import Grammar
from kb.timex.shapes import english_shape


@cache
def grammar() -> Grammar:
    """The grammar, built once: its rooms are not even read for a text that has no English date."""
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
    from kb.timex.en.runs import run_finder

    built = Grammar(run_finder(), join=join, by_word=True, shape=english_shape)
    for rules in (fiscal, quarters, days, numeric, years, named, weeks, turns, counted, compared, lengths):
        rules.add_rules(built)
    return built
