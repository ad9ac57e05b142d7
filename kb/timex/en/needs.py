"""What a run must hold for a rule to be tried on it: most rules are spared most runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kb.lang.load import load_words, one_of

_WORDS = load_words("en", "time")
_MONTH = one_of(name[:3] for name in _WORDS["months"])
_WEEKDAY = one_of(name[:3] for name in _WORDS["weekdays"])
_SEASON = one_of(_WORDS["seasons"])
# Names may be spelt without an apostrophe, and with any white space or hyphen between their words.
_HOLIDAY = "|".join(
    sorted({re.sub("[ -]", r"[-\\s]{1,3}", word[:8]).replace("'", "'?") for word in _WORDS["holidays"]})
)
_UNIT = "day|week|fortnight|month|quarter|qtr|year|yr|decade|centur|hour|minute"
_QUARTER = r"quarter|qtr|q\d|\dq"
_TEEN = "[a-z]+(?:teen|ty|one|two|ten|eleven|twelve)"
_RANKED = rf"\d(?:st|nd|rd|th)|the\s+(?:\d|{_TEEN})|first|second|third|th\b|[a-z]th\W"
_NUMERIC = r"\d\s?[-/.]\s?\d"
_FISCAL = "fiscal|financial|fy"

_NEEDS: Mapping[str, str] = {
    "day": _MONTH,
    "day-of-attacks": "sep",
    "day-short-year": _MONTH,
    "days": f"{_MONTH}|month",
    "day-of-month": _RANKED,
    "weekday-number": _WEEKDAY,
    "number-of-day": r"on\s\d",
    "day-of-turn": "month",
    "slash": _NUMERIC,
    "iso": _NUMERIC,
    "iso-month": _NUMERIC,
    "month": _MONTH,
    "month-year": _MONTH,
    "month-short-year": _MONTH,
    "month-part": _MONTH,
    "month-turn": _MONTH,
    "month-quarter": _MONTH,
    "year": r"\d\d\d\d|cy|calendar",
    "year-words": "nineteen|eighteen|twenty|thousand",
    "year-part": r"\d\d\d\d|year",
    "year-end": r"end|eo|bo",
    "years": r"\d\d\d\d",
    "decade": r"0\s?'?s|ies",
    "century": "century",
    "name": "century",
    "season": _SEASON,
    "holiday": _HOLIDAY,
    "holiday-weekend": "weekend",
    "weekday": _WEEKDAY,
    "week-of": r"week|w/c",
    "iso-week": r"week|w\d",
    "nth": f"{_UNIT}|{_WEEKDAY}",
    "quarter": f"{_QUARTER}|first|second|third|fourth",
    "quarter-code": r"q\d|\dq",
    "quarter-codes": r"q\d",
    "quarter-turn": _QUARTER,
    "quarter-end": "quarter",
    "first-months": "months|quarters",
    "half": "half",
    "half-code": r"h\d|\dh",
    "fiscal-year": _FISCAL,
    "fiscal-year-part": _FISCAL,
    "fiscal-quarter": _FISCAL,
    "fiscal-half": _FISCAL,
    "day-word": one_of(_WORDS["days"]) + "|morning|afternoon|evening|night",
    "day-of-text": f"{_UNIT}|morning|afternoon|evening|night",
    "to-today": "day|date",
    "turn": _UNIT,
    "past-window": _UNIT,
    "unit-after-next": "next",
    "unit-before-last": "last",
    "of-the-unit": "year|month|week|decade|century",
    "ago": "ago|earlier|before|previously|prior|back|later|from|hence",
    "ago-from": "ago",
    "later": "later|hence|after|from|out|on",
    "beside": "before|after|from|following|prior|ahead",
    "stretch-from": "starting|beginning|from",
    "in": "in",
    "within": "within",
    "window": _UNIT,
    "to-date": r"so\s|far|date|ytd|since",
    "year-earlier": "year|same|comparable|corresponding|equivalent|similar|like",
    "duration": _UNIT,
    "set": f"{_UNIT}|ly|annual|ennial|every|each|{_WEEKDAY}",
    "vague": one_of(word.split()[0] for word in _WORDS["vague"]) + f"|{_UNIT}",
}


@cache
def need(rule: str) -> re.Pattern[str]:
    """What a run, in lower case, must hold for the rule of this name."""
    return re.compile(_NEEDS[rule])
