"""Which phrases are times: quarters, halves, turns, counts and lengths, by what stands around them."""

from __future__ import annotations

import re

from kb.timex.en.around import behind, whole, word_stands, words_of

_HALF_LEADS = behind("in|the|by|during|for|of|from|since|through")
_HALF_TIMES = behind("by|since|until")
_SPORT = re.compile(rf"\b(?:{words_of('sport')})\b", re.IGNORECASE)
_QUARTER_LEADS = behind("in|for|during|of|throughout|over")
_TO_LAST = behind("to|will|would|could|can|may|might|should|must|not")
_BARE_TURNS = (
    "current",
    "previous",
    "prior",
    "coming",
    "upcoming",
    "following",
    "past",
    "present",
    "preceding",
)
_BARE_TURN_LEADS = behind("in|on|of|for|during|by|from|since|at|at the|by the")
_SPAN_LEADS = behind("for|in|during|throughout|over")
_SUPERLATIVE = re.compile(
    r"\b(?:first|time|best|worst|biggest|largest|highest|lowest|most|low|high|drop|rise|gain|record|once"
    r"|twice|times|"
    r"fastest|slowest|strongest|weakest|only|steepest|sharpest|longest|has|have|had|was|were|decline"
    r"|fall|loss)\b[\w\s'-]*\bin\s$"
)
_COUNTED_FROM = re.compile(
    r"\s(?:than|to|the|it|they|he|she|we|being|that|this|an?|his|her|its|their|our|any|[a-z]+ing|[A-Z][a-z]+)\b"
)
_THAN = re.compile(r"\s(?:\w+\s)?than\b")
_TIME_BEHIND = re.compile(r"'?s?\stime\b")
_AHEAD = re.compile(
    r"\b(?:will|'ll|would|to|expected|due|plans?|could|should|may|might|again|back|open|opens|start"
    r"|starts|begin|begins|"
    r"launch\w*|expir\w+|ready|available|arriv\w+|retire\w*|complete\w*|leave|meeting|effect|effective|set|goes|ends?|or|and"
    r"|possible|schedule\w*)\b[^.]*\bin\s$"
)
_COMPARED = re.compile(
    (
        r"\b(?:from|than|versus|vs\.?|compared\s(?:with|to)|against|over|on|(?:from|with|to|of|in)\s"
        r"(?:[a-z]+\s)?(?:profit|loss|level|figure)"
        r"|(?:from|than|versus|vs\.?|compared\s(?:with|to)|against|from\sa\s(?:\w+\s)?(?:profit|loss)\sof)\s"
        r"[$€£¥]?\d[\d.,]*%?(?:\s(?:million|billion|trillion|percent|cents|euros|yen|yuan|pounds|dollars))*"
        r"(?:\s(?:a|per)\sshare)?)\s$"
    ),
    re.IGNORECASE,
)


def code_stands(text: str, start: int, end: int) -> bool:
    """Q3 is a quarter where no name runs into it: not Audi Q5, not XQ3."""
    before = text[max(0, start - 10) : start]
    if before[-1:].isalnum() or (before[-1:] in ("-", "/", ".", "$", "#", "_") and before[-2:-1].isalnum()):
        return False
    return not before.endswith(("Audi ", "Infiniti ", "Model ", "Moto ", "three-"))


def fiscal_year_stands(text: str, start: int, end: int) -> bool:
    """The fiscal year; not the fiscal year that ends on a day which is named right behind it."""
    return re.match(r"\s(?:that\s)?(?:ended|ending|ends|to)\b", text[end : end + 14]) is None


def bare_half_stands(text: str, start: int, end: int) -> bool:
    """H2 is hydrogen, H1 a visa, unless a preposition says that it is a time."""
    return _HALF_LEADS.search(text[max(0, start - 8) : start]) is not None and word_stands(text, start, end)


def half_stands(text: str, start: int, end: int) -> bool:
    """The first half of the year, not of a match, a sentence or a book."""
    quote = text[start:end]
    if any(char.isdigit() for char in quote[3:]) or "year" in quote:
        return True
    after = text[end : end + 12]
    return not after.startswith((" of ", " hour", " dozen", "-", " century", " time")) and (
        _HALF_TIMES.search(text[max(0, start - 8) : start]) is not None
        or not _SPORT.search(text[max(0, start - 60) : end + 60])
    )


def quarter_stands(text: str, start: int, end: int) -> bool:
    """The quarter, spoken of as a time: in, for, during the quarter."""
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    return _QUARTER_LEADS.search(before) is not None and not after.startswith(
        (" of ", " million", "-", " mile", " ended ", " ending ", " to the end", " to end")
    )


def ranked_quarter_stands(text: str, start: int, end: int) -> bool:
    """The fourth, after the third quarter has been named and where nothing follows that it could rank."""
    if re.match(r"[.,;:)\n]|$", text[end : end + 1]) is None:
        return False
    before = text[max(0, start - 90) : start]
    return (
        re.search(r"(?i)\bquarter\b(?:[^.]|\.\d)*\b(?:in|from|of|than|for|and)\s$", before) is not None
        and re.search(r"(?i)\b(?:place|rank|race|day|time|phase)\b", before) is None
    )


def no_comparison(text: str, start: int, end: int) -> bool:
    """Three days later; not three days later than planned."""
    return _THAN.match(text, end) is None


def ends_counting(text: str, start: int, end: int) -> bool:
    """Two days before, told of a date before; two days before the vote is a length beside something undated."""
    if not text.endswith(("before", "earlier", "prior"), start, end):
        return True
    if text.endswith("earlier", start, end):
        return _THAN.match(text, end) is None
    return _COUNTED_FROM.match(text, end) is None


def turn_stands(text: str, start: int, end: int) -> bool:
    """Last year, the current month; without a determiner (previous week) only behind a preposition."""
    if not word_stands(text, start, end):
        return False
    low = text[start:end].lower()
    if low.startswith("last") and _TO_LAST.search(text[max(0, start - 8) : start]):
        return False
    if low.startswith(_BARE_TURNS):
        return (
            start == 0
            or whole(text, start, end)
            or _BARE_TURN_LEADS.search(text[max(0, start - 10) : start]) is not None
        )
    if low.startswith("that"):
        return (
            re.search(r"(?i)\b(?:said|so|says|is|was|believe|think)\s$", text[max(0, start - 9) : start])
            is None
        )
    return text[end : end + 4] != " old"


def spoken_of(text: str, start: int, end: int) -> bool:
    """The year, the month: a time behind a preposition, where nothing tells which one follows."""
    quote, after = text[start:end].lower(), text[end : end + 10]
    if not word_stands(text, start, end):
        return False
    if quote.startswith(
        (
            "rest",
            "the rest",
            "remainder",
            "the remainder",
            "balance",
            "remaining",
            "the full",
            "the entire",
            "the whole",
            "all ",
            "the balance",
            "the remaining",
        )
    ):
        return True
    return len(text) > end - start + 5 and (
        _SPAN_LEADS.search(text[max(0, start - 12) : start]) is not None
        and re.match(
            (
                r"\s(?:of|that|when|after|ago|before|to|round|in which|since|ended|ending|earlier|he|she|it"
                r"|they|we|I)\b"
            ),
            after,
        )
        is None
    )


def over(text: str, start: int, end: int) -> bool:
    """Over the past year is a stretch; the last year of something is not."""
    return (
        re.search(r"(?i)\b(?:in|over|for|during|within|of)\s$", text[max(0, start - 8) : start]) is not None
        or text[start : start + 8].lower() == "the past"
    )


def ends_phrase(text: str, start: int, end: int) -> bool:
    """Nothing follows that the words could belong to: the day before the vote."""
    return (
        re.match(r"[.,;:!?)\n]|$|\s(?:and|as|when|but|at|in|on|to|by|with|amid|due)\b", text[end : end + 6])
        is not None
    )


def year_end_stands(text: str, start: int, end: int) -> bool:
    """Year-end as a time, not as an adjective: by year-end, year-end holiday party."""
    if not word_stands(text, start, end):
        return False
    if text[end - 1] in "YM":
        return whole(text, start, end) or _BARE_TURN_LEADS.search(text[max(0, start - 8) : start]) is not None
    return (
        re.match(
            (
                r"[.,;:!?)\n\"]|$|\s(?:to|and|as|but|at|in|on|for|with|amid|if|or|from|than|that|which|is"
                r"|was|the|when|it|they|he|she|of|after|compared|by|thanks|due|because|according|20\d\d)\b"
            ),
            text[end : end + 12],
        )
        is not None
    )


def ahead(text: str, start: int, end: int) -> bool:
    """In two years: what is to come, unless the clause tells how long something took, or compares."""
    if _TIME_BEHIND.match(text, end):
        return True
    lead = text[max(0, start - 60) : start].lower()
    clause = re.split(r"[.;:!?]\s", lead)[-1]
    if re.match(r"\s(?:or|to|of)\s", text[end : end + 5]) or _SUPERLATIVE.search(clause):
        return False
    if _AHEAD.search(clause) is not None:
        return True
    return (
        clause.strip() in ("in", "")
        and re.match(r",|\s(?:will|you|we|the|it|they)\b|$", text[end : end + 6]) is not None
        and start <= 3
    )


def bounded_ahead(text: str, start: int, end: int) -> bool:
    """Within three years of what is to come; not within two years of its founding."""
    if re.match(r"\s(?:of|after)\b", text[end : end + 7]):
        return False
    lead = text[max(0, start - 60) : start].lower()
    return (
        re.search(
            r"\b(?:will|'ll|would|to|expected|due|plans?|could|should|may|might|can|must)\b[^.]*$", lead
        )
        is not None
        or start <= 9
    )


def is_compared(text: str, start: int, end: int) -> bool:
    """From a year ago: what something is compared with."""
    return _COMPARED.search(text[max(0, start - 48) : start]) is not None


def length_stands(text: str, start: int, end: int) -> bool:
    """An amount of time, no part of a number or a price; a quarter of something is a share of it."""
    if text[end : end + 4] == " of " and text[start:end].lower().endswith(("quarter", "quarters")):
        return False
    return word_stands(text, start, end) and text[max(0, start - 1) : start] not in tuple("$€£.,:")


def some_stand(text: str, start: int, end: int) -> bool:
    """Many months, years ago; not in as many months, nor two million years ago."""
    return not text[max(0, start - 9) : start].endswith(("as ", "llion ", "thousand ", "hundred "))


def vague_stands(text: str, start: int, end: int) -> bool:
    """Now, recently; not until now known as, not NOW the company."""
    if not word_stands(text, start, end):
        return False
    quote = text[start:end]
    if quote in ("recently", "soon") and text[max(0, start - 5) : start].endswith(("as ", "most ")):
        return False
    return not (
        quote.lower() == "now"
        and (quote == "NOW" or re.search(r"(?i)\bknow\s$", text[max(0, start - 5) : start]))
    )


def window_stands(text: str, start: int, end: int) -> bool:
    """The last six weeks; not what is expected to last six weeks."""
    if not word_stands(text, start, end):
        return False
    return (
        text[start : start + 4].lower() != "last" or _TO_LAST.search(text[max(0, start - 8) : start]) is None
    )
