"""What stands around a run decides whether a bare word or number in it is a date."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.en import words as w

_GUARDS = w.WORDS["guards"]
_NEAR = 24


def _before(words: str) -> re.Pattern[str]:
    """A pattern for words that stand right before a mention."""
    return re.compile(rf"(?:^|[\s(\"'])(?:{words})\s$", re.IGNORECASE)


def _one_of(table: str) -> str:
    return one_of(_GUARDS[table])


_PREPOSITION = _before(_one_of("prepositions"))
_OLD_YEAR_LEADS = re.compile(rf"(?:\b(?i:{_one_of('year_leads')})[\s-]|\()$")
_STREET = re.compile(rf"(?:\s[A-Z]\w+){{1,2}}\s(?:{_one_of('streets')})\b")
_COUNTED = re.compile(
    rf"\s?(?:%|(?:[a-z]+\s)?(?:{_one_of('counted')})\b|[a-z]*(?:MHz|GHz|mAh|nm)\b|x\d)", re.IGNORECASE
)
_PRODUCTS = re.compile(rf"\b(?:{_one_of('products')})\s$")
_MONTH_LEADS = re.compile(rf"(?:\b(?i:{_one_of('month_leads')})[\s-](?:the\s)?|[-–(,/:;]\s?|^|\n)$")
_SURNAME = re.compile(rf"\s(?!{w.phrase(w.FULL_WEEKDAY)[4:]}|I\b|[A-Z]\w+\s(?:said|will|sales))[A-Z][a-z]+")
_PERSON_VERBS = re.compile(rf"\s(?:{_one_of('person_verbs')})\b")
_VERB_BEHIND = re.compile(rf"\s(?:{_one_of('verbs_behind')})\b", re.IGNORECASE)
_HIS = _before(rf"(?:{_one_of('possessives')})(?:\sthe)?(?:\s(?:early|mid|late))?")
_THE = re.compile(r"(?:\b(?:the|early|late|mid)[-\s]|\d0s\s(?:and|or|to)\s|\d0s-)$", re.IGNORECASE)
_RIGHT_EDGE = re.compile(rf"[.,;:!?)\n]|$|\s(?:{_one_of('after_day')})\b")
_MONEY = frozenset("$€£¥#@&_+=<>./\\*~^")
_PERSONAL = frozenset({"may", "march", "mar", "sep", "dec", "jan", "jun", "august", "april", "june"})
_ALWAYS_LED = frozenset({"may", "march", "mar", "dec", "sep", "jan", "jun"})


def whole(text: str, start: int, end: int) -> bool:
    """Whether the text holds nothing but the mention."""
    return end - start + 4 >= len(text) and text.strip(" .!?\n") == text[start:end].rstrip(".")


def word_stands(text: str, start: int, end: int) -> bool:
    """No letter, digit or hyphen runs into the words."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return not (before.isalnum() or before in ("-", "_", "@", "#", "/", ".")) and not (
        after[:1].isalnum() or after[:1] == "_" or (after[:1] == "-" and after[1:].isalpha())
    )


stands_apart = word_stands


# Numbers.


def not_in_number(text: str, start: int, end: int) -> bool:
    """The digits are no part of a longer number, code or address."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if before == "-" and not text[max(start - 2, 0) : start - 1].isdigit() and "-" in text[start:end]:
        before = ""
    return not (before and (before.isalnum() or before in ".-/$€£#:+")) and not (
        after and ((after.isalnum() and after != "T") or after in "%_")
    )


def slash_stands(text: str, start: int, end: int) -> bool:
    """11/20 is a day only after a weekday, a preposition or in brackets; 9/11 is a name."""
    quote = text[start:end]
    if not not_in_number(text, start, end) or quote in ("9/11", "24/7", "50/50", "7/11"):
        return False
    if text[start].isalpha() or whole(text, start, end):
        return True
    before = text[max(0, start - 14) : start].rstrip(" ")
    if before.endswith("(") and text[end : end + 1] == ")":
        return True
    return _DAY_LEADS.search(before + " ") is not None


_DAY_LEADS = re.compile(
    rf"(?:\b(?i:{_one_of('day_leads')})\s|\b{w.phrase(w.WEEKDAY)[4:]},?\s\(?)$".replace("(?i:", "(?i:"),
    re.IGNORECASE,
)


def dashed_stands(text: str, start: int, end: int) -> bool:
    """10-31-74 is a day only where nothing else can be meant: a score, a record, a code."""
    if not not_in_number(text, start, end):
        return False
    quote = text[start:end]
    if text[start].isalpha():
        return True
    if whole(text, start, end):
        return quote.count("-") == 2 or int(quote.partition("-")[2]) > 12
    if text[end : end + 1] not in ("", ".", ",", ";", ")"):
        return False
    return _DAY_LEADS.search(text[max(0, start - 14) : start]) is not None


def short_year_stands(text: str, start: int, end: int) -> bool:
    """Two digits behind a day are its year only where they count nothing."""
    after = text[end : end + 12]
    return month_day_stands(text, start, end) and re.match(r"\s?(?:%|\d|[a-z]|[A-Z]+\b)", after) is None


def month_day_stands(text: str, start: int, end: int) -> bool:
    """A day in full; may and march in lower case are verbs where no preposition stands before them."""
    if not word_stands(text, start, end):
        return text[start - 1 : start] == "/" and text[end : end + 1] == "/"
    quote = text[start:end]
    if quote.startswith(("may ", "march ", "mar ")) and text[start - 1 : start] == " ":
        return _DAY_LEADS.search(text[max(0, start - 14) : start]) is not None or quote[-4:].isdigit()
    if quote.endswith((" may", " march")):
        return " of " in quote or _VERB_BEHIND.match(text, end) is None
    last = quote[-3:].strip()
    return not (last.isdigit() and len(last) < 3 and _COUNTED.match(text, end))


def day_stands(text: str, start: int, end: int) -> bool:
    """The 29th stands alone only after a preposition, and where nothing follows that it could count."""
    if not word_stands(text, start, end):
        return False
    quote, after = text[start:end], text[end : end + 14]
    if whole(text, start, end):
        return True
    led = _DAY_LEADS.search(text[max(0, start - 12) : start])
    if led is None or _RIGHT_EDGE.match(after) is None:
        return False
    return quote[0].isdigit() or any(char.isdigit() for char in quote) or _DAY_SAID.search(led[0]) is not None


_DAY_SAID = re.compile(r"\b(?:on|by|until|since|till)\s$", re.IGNORECASE)


# Years, decades.


def year_stands(text: str, start: int, end: int) -> bool:
    """A bare number is a year unless it counts something, names a product, or belongs to a longer number."""
    before = text[max(0, start - _NEAR) : start]
    if before and not _clear_before(before):
        return False
    after = text[end : end + _NEAR]
    if after[:1] in tuple("$%_@") or (after[:1] == "-" and after[1:2].isalpha()) or after[:1].isalnum():
        return False
    if text[start].isalpha():
        return True
    if _COUNTED.match(after) or _PRODUCTS.search(before):
        return False
    if _STREET.match(after):
        return False
    return 1900 <= int(text[start : start + 4]) <= 2050 or _OLD_YEAR_LEADS.search(before) is not None


def _clear_before(before: str) -> bool:
    last = before[-1]
    if last.isalnum() or last in _MONEY:
        return False
    if last not in "-–":
        return True
    if before.lower().endswith(("mid-", "pre-", "post-", "early-", "late-")):
        return True
    return not before[-2:-1].isalnum()


def year_words_stand(text: str, start: int, end: int) -> bool:
    """Twenty twenty is a year only after a word that asks for one."""
    return _YEAR_WORD_LEADS.search(text[max(0, start - 12) : start]) is not None or text[
        start:end
    ].lower().startswith("the year")


_YEAR_WORD_LEADS = _before("in|since|by|until|year|of|from|during|to|and|early|late|before|after")


_AGES = re.compile(r"(?i)\b(?:early|mid|late)[-\s][1-4]0s")


def decade_stands(text: str, start: int, end: int) -> bool:
    """The '90s, the seventies; not a count (in his forties), not a model's name (the 30s of a series)."""
    quote, before = text[start:end], text[max(0, start - 20) : start]
    if _HIS.search(before) or not word_stands(text, start, end):
        return False
    if _AGES.search(quote):
        return False
    if "'" in quote or _THE.search(before) is not None or whole(text, start, end):
        return True
    return quote[:3].lower() == "the" and text[end : end + 1] != "-"


# Months.


def month_stands(text: str, start: int, end: int) -> bool:
    """A month alone: May and March only after a preposition, names of people never."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if not _apart(before, after):
        return False
    quote = text[start:end]
    if any(char.isdigit() for char in quote):
        return True
    first, _, last = quote.rpartition(" ")
    name = last.rstrip(".").lower()
    if last.islower() and name in (*_ALWAYS_LED, "august"):
        return bool(_LOWER_MONTH_LEADS.search(before)) and _VERB_BEHIND.match(after) is None
    if first:
        return True
    if name not in _PERSONAL:
        return quote[0].isupper() or _MONTH_LEADS.search(before) is not None or text.islower()
    if not before.strip() and _PERSON_VERBS.match(after):
        return False
    led = _MONTH_LEADS.search(before) is not None
    surname = _SURNAME.match(after) is not None
    if name in _ALWAYS_LED:
        return led and not surname and not (name == "may" and _VERB_BEHIND.match(after))
    return (
        (led and not surname)
        or _LOWER_MONTH_LEADS.search(before) is not None
        or not (surname or re.search(r"[A-Z][a-z]+\s$", before))
    )


_LOWER_MONTH_LEADS = _before(
    "in|since|by|until|of|last|next|this|early|late|mid|to|from|during|for|after|before"
)


def _apart(before: str, after: str) -> bool:
    if before[-1:].isalnum() or before[-1:] in ("$", "@", "#", "_", "'", "&", "/", "."):
        return before[-1:] == "." and before[-2:-1] == "."
    if after[:1].isalnum() or (after[:1] == "'" and after[1:2] != "s"):
        return False
    return not (after[:1] in ("-", "/", "&") and after[1:2].isalnum())


# Quarters.


def code_stands(text: str, start: int, end: int) -> bool:
    """Q3 is a quarter where no name runs into it: not Audi Q5, not XQ3."""
    before = text[max(0, start - 10) : start]
    if before[-1:].isalnum() or (before[-1:] in ("-", "/", ".", "$", "#", "_") and before[-2:-1].isalnum()):
        return False
    return not before.endswith(("Audi ", "Infiniti ", "Model ", "Moto ", "three-"))


def bare_half_stands(text: str, start: int, end: int) -> bool:
    """H2 is hydrogen, H1 a visa, unless a preposition says that it is a time."""
    return _HALF_LEADS.search(text[max(0, start - 8) : start]) is not None and word_stands(text, start, end)


_HALF_LEADS = _before("in|the|by|during|for|of|from|since|through")


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


_HALF_TIMES = _before("by|since|until")
_SPORT = re.compile(rf"\b(?:{_one_of('sport')})\b", re.IGNORECASE)


def quarter_stands(text: str, start: int, end: int) -> bool:
    """The quarter, spoken of as a time: in, for, during the quarter."""
    before, after = text[max(0, start - 12) : start], text[end : end + 12]
    return _QUARTER_LEADS.search(before) is not None and not after.startswith(
        (" of ", " million", "-", " mile")
    )


_QUARTER_LEADS = _before("in|for|during|of|throughout|over")


def ranked_quarter_stands(text: str, start: int, end: int) -> bool:
    """The fourth, after the third quarter has been named and where nothing follows that it could rank."""
    if re.match(r"[.,;:)\n]|$", text[end : end + 1]) is None:
        return False
    before = text[max(0, start - 90) : start]
    return (
        re.search(r"(?i)\bquarter\b(?:[^.]|\.\d)*\b(?:in|from|of|than|for|and)\s$", before) is not None
        and re.search(r"(?i)\b(?:place|rank|race|day|time|phase)\b", before) is None
    )


# Turns.


def turn_stands(text: str, start: int, end: int) -> bool:
    """Last year, the current month; without a determiner (previous week) only where the phrase stands alone."""
    if not word_stands(text, start, end):
        return False
    low = text[start:end].lower()
    if low.startswith("last") and _TO_LAST.search(text[max(0, start - 8) : start]):
        return False
    if low.startswith(_BARE_TURNS):
        return (
            whole(text, start, end) or _BARE_TURN_LEADS.search(text[max(0, start - 10) : start]) is not None
        )
    if low.startswith("that"):
        return (
            re.search(r"(?i)\b(?:said|so|says|is|was|believe|think)\s$", text[max(0, start - 9) : start])
            is None
        )
    return text[end : end + 4] != " old"


_TO_LAST = _before("to|will|would|could|can|may|might|should|must|not")
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
_BARE_TURN_LEADS = _before("in|on|of|for|during|by|from|since")


def weekday_turn_stands(text: str, start: int, end: int) -> bool:
    """Last Friday; not the last Sun Microsystems server, not next Sat-nav."""
    if not word_stands(text, start, end):
        return False
    last = text[start:end].split()[-1].rstrip(".").lower()
    return last.endswith("day") or _SURNAME.match(text[end : end + _NEAR]) is None


def weekday_stands(text: str, start: int, end: int) -> bool:
    """Short forms (Sun, Sat, Wed) stand only with a dot or alone; full names are days unless they are names."""
    if not word_stands(text, start, end) or _PAPERS.match(text, end):
        return False
    word = text[start:end].rstrip(".")
    if whole(text, start, end):
        return True
    if not word.lower().endswith("day"):
        dotted = text[start:end].endswith(".") and word.lower() not in ("sun", "sat", "wed", "mon")
        alone = _WEEKDAY_LEADS.search(text[max(0, start - 8) : start]) is not None
        return word[0].isupper() and (
            dotted
            or word.lower() in ("tues", "thurs")
            or (
                alone
                and _RIGHT_EDGE.match(text[end : end + 12]) is not None
                and word.lower() not in ("sun", "sat")
            )
        )
    if word[0].isupper():
        return True
    return _WEEKDAY_LEADS.search(text[max(0, start - 8) : start]) is not None or text.islower()


_PAPERS = re.compile(rf"\s(?:{_one_of('papers')})\b")
_WEEKDAY_LEADS = _before("on|by|until|since|from|till|or|and|for|to|next week|last week")


def weekend_stands(text: str, start: int, end: int) -> bool:
    """The weekend; not a weekend, not weekend trips."""
    if not word_stands(text, start, end) or re.match(r"\s(?:of|box|trip|edition|break)", text[end : end + 9]):
        return False
    low = text[start:end].lower()
    if low != "weekend":
        return True
    return whole(text, start, end) or re.search(r"(?i)\bon\s$", text[max(0, start - 4) : start]) is not None


def spoken_of(text: str, start: int, end: int) -> bool:
    """The year, the month: a time where a preposition stands before it and nothing tells which one follows."""
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
    return not whole(text, start, end) and (
        _SPAN_LEADS.search(text[max(0, start - 12) : start]) is not None
        and re.match(
            r"\s(?:of|that|when|after|ago|before|to|round|in which|since|ended|ending|earlier|he|she|it|they|we|I)\b",
            after,
        )
        is None
    )


_SPAN_LEADS = _before("for|in|during|throughout|over")


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
            r"[.,;:!?)\n\"]|$|\s(?:to|and|as|but|at|in|on|for|with|amid|if|or|from|than|that|which|is|was|the|when|it|they|he|she|of|after|compared|by|thanks|due|because|according|20\d\d)\b",
            text[end : end + 12],
        )
        is not None
    )


# Counts.


def ahead(text: str, start: int, end: int) -> bool:
    """In two years: what is to come, unless the clause counts how long something took, or compares (in years)."""
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


_SUPERLATIVE = re.compile(
    r"\b(?:first|time|best|worst|biggest|largest|highest|lowest|most|low|high|drop|rise|gain|record|once|twice|times|"
    r"fastest|slowest|strongest|weakest|only|steepest|sharpest|longest|has|have|had|was|were|decline|fall|loss)\b[\w\s'-]*\bin\s$"
)
_AHEAD = re.compile(
    r"\b(?:will|'ll|would|to|expected|due|plans?|could|should|may|might|again|back|open|opens|start|starts|begin|begins|"
    r"launch\w*|expir\w+|ready|available|arriv\w+|retire\w*|complete\w*|leave|meeting|ends?|or|and|possible|schedule\w*)\b[^.]*\bin\s$"
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
    return _COMPARED.search(text[max(0, start - 18) : start]) is not None


_COMPARED = re.compile(
    r"\b(?:from|than|versus|vs\.?|compared\s(?:with|to)|against|over|on|(?:from|with|to|of|in)\s(?:[a-z]+\s)?(?:profit|loss|level|figure))\s$",
    re.IGNORECASE,
)


def length_stands(text: str, start: int, end: int) -> bool:
    """An amount of time, no part of a number or a price; a quarter of something is a share of it."""
    if text[end : end + 4] == " of " and text[start:end].lower().endswith(("quarter", "quarters")):
        return False
    return word_stands(text, start, end) and text[max(0, start - 1) : start] not in tuple("$€£.,:")


def vague_stands(text: str, start: int, end: int) -> bool:
    """Now, recently; not until now known as, not NOW the company."""
    if not word_stands(text, start, end):
        return False
    quote = text[start:end]
    return not (
        quote.lower() == "now"
        and (quote == "NOW" or re.search(r"(?i)\bknow\s$", text[max(0, start - 5) : start]))
    )


# Seasons, holidays.


def season_stands(text: str, start: int, end: int) -> bool:
    """In the fall, this summer; not the fall of a price, not spring a leak."""
    if not word_stands(text, start, end):
        return False
    quote, before = text[start:end].lower(), text[max(0, start - 10) : start]
    if re.match(
        r"\s(?:of|in|from|back|short|line|collection|flat|apart|Hill|Street|Valley)\b|\sto\s(?:its|a|the|\d)",
        text[end : end + 12],
    ):
        return False
    if quote.startswith(("early", "late", "mid")):
        return True
    if whole(text, start, end):
        return True
    if _SEASON_LEADS.search(before) is None:
        return False
    return (
        "fall" not in quote
        or text[end : end + 1] in (".", ",", ";", ")", "\n", "", "'")
        or re.match(r"\s(?:and|or|when|as|to|after|with|at|on|season|semester)\b", text[end : end + 9])
        is not None
    )


_SEASON_LEADS = _before("in|during|by|until|since|this|last|next|from|through|for|of")


def proper(text: str, start: int, end: int) -> bool:
    """A holiday's name is capitalised, or the text does not use capitals at all; not a person's, not a street's."""
    if not word_stands(text, start, end):
        return False
    quote = text[start:end]
    if quote.lower() in ("holi", "easter", "lent") and re.match(r"\s[A-Z]", text[end : end + 2]):
        return False
    capital = quote[0].isupper() or quote[0].isdigit() or any(char.isupper() for char in quote)
    return capital or end - start > 3


def window_stands(text: str, start: int, end: int) -> bool:
    """The last six weeks; not what is expected to last six weeks."""
    if not word_stands(text, start, end):
        return False
    return (
        text[start : start + 4].lower() != "last" or _TO_LAST.search(text[max(0, start - 8) : start]) is None
    )
