"""The English grammar of time expressions."""

from __future__ import annotations

import re
from functools import cache

from kb.timex.rules import Grammar


@cache
def grammar() -> Grammar:
    """The grammar, built once."""
    return Grammar(re.compile(r"(?!)"))
