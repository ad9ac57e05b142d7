"""Every other language: one grammar, made from dateparser's locale data.

Spans are found strictly (a month's name beside a number, a date in digits, a relative expression that the locale
lists), and each whole span means what dateparser's data says that it means. What lacks a year is then resolved by
the same context rules as Chinese and English.
"""

from __future__ import annotations

import re
from functools import cache

from kb.timex.other.locale import Locale, load_locale
from kb.timex.other.rules import add_rules, run_pattern
from kb.timex.rules import Grammar, matches


@cache
def grammar(language: str) -> Grammar | None:
    """The grammar of a language by its two-letter code, or None where dateparser has no data for it."""
    locale = load_locale(language)
    if locale is None:
        return None
    built = Grammar(matches(re.compile(run_pattern(locale), re.IGNORECASE)))
    add_rules(built, locale)
    return built


__all__ = ["Locale", "grammar"]
