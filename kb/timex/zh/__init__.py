"""The Chinese grammar of time expressions, both scripts (it reads folded text)."""

from __future__ import annotations

import re
from functools import cache

from kb.timex.join import joiner
from kb.timex.rules import Grammar
from kb.timex.shapes import chinese_shape
from kb.timex.zh import counted, digits, holidays, months, quarters, vague, weeks, words, years
from kb.timex.zh.finder import RunFinder
from kb.timex.zh.needs import needed

_CONNECTOR = re.compile(words.TO)


@cache
def grammar() -> Grammar:
    """The grammar, built once."""
    built = Grammar(
        RunFinder().search,
        join=joiner(_CONNECTOR),
        watched=words.watched(),
        watched_behind=words.watched_behind(),
        needs=needed,
        shape=chinese_shape,
    )
    for rules in (years, months, quarters, weeks, digits, holidays, counted, vague):
        rules.add_rules(built)
    return built
