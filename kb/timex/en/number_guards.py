"""Which numbers are dates: what stands around digits, days, years and decades decides."""

from __future__ import annotations

import re

from kb.timex.en import words as w
from kb.timex.en.around import NEAR, RIGHT_EDGE, behind, whole, word_stands, words_of

_OLD_YEAR_LEADS = re.compile(rf"(?:\b(?i:{words_of('year_leads')})[\s-]|\()$")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bCopyright)\s?$", re.IGNORECASE)
_STREET = re.compile(rf"(?:\s[A-Z]\w+){{1,2}}\s(?:{words_of('streets')})\b")
_COUNTED = re.compile(
    rf"\s?(?:%|(?:(?!and|or|to|in|by|for|with|when|as|but|on|at|of|after|from)[a-z]+\s)?(?:{words_of('counted')})\b|[a-z]*(?:MHz|GHz|mAh|nm)\b|x\d)",
    re.IGNORECASE,
)
_PRODUCTS = re.compile(rf"\b(?:{words_of('products')})\s$")
VERB_BEHIND = re.compile(rf"\s(?:{words_of('verbs_behind')})\b", re.IGNORECASE)
_HIS = behind(rf"(?:{words_of('possessives')})(?:\sthe)?(?:\s(?:early|mid|late))?")
_THE = re.compile(r"(?:\b(?:the|early|late|mid)[-\s]|\d0s\s(?:and|or|to)\s|\d0s-)$", re.IGNORECASE)
_MONEY = frozenset("$€£¥#@&_+=<>./\\*~^")
_DAY_LEADS = re.compile(
    rf"(?:\b(?i:{words_of('day_leads')})\s|\b{w.phrase(w.WEEKDAY)[4:]},?\s\(?)$".replace("(?i:", "(?i:"),
    re.IGNORECASE,
)
_SLASH_LEADS = re.compile(
    rf"(?:\b(?:on|by|since|until|till|from|dated|before|after|starting|due|through|effective|around|for|back)\s"
    rf"|\b{w.phrase(w.WEEKDAY)[4:]},?\s\(?)$",
    re.IGNORECASE,
)
_ATTACKS = re.compile(r"\s(?:terror\w*|attacks?|hijack\w*|[Cc]ommission|suicide|victims|families)\b")
_DAY_SAID = re.compile(r"\b(?:on|by|until|since|till)\s$", re.IGNORECASE)
_YEAR_WORD_LEADS = behind("in|since|by|until|year|of|from|during|to|and|early|late|before|after")
# 32 - 2015 is no year, though 2012 - 2015 is two.
_SUM = re.compile(r"(?<![\d/])\d{1,3}\s?[-–]\s?$")
_AGES = re.compile(r"(?i)\b(?:early|mid|late)[-\s][1-4]0s")


def not_in_number(text: str, start: int, end: int) -> bool:
    """The digits are no part of a longer number, code or address."""
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    if before == "-" and not text[max(start - 2, 0) : start - 1].isdigit() and "-" in text[start:end]:
        before = ""
    return not (before and (before.isalnum() or before in ".-/$€£#:+")) and not (
        after and ((after.isalnum() and after != "T") or after in "%_")
    )


def iso_month_stands(text: str, start: int, end: int) -> bool:
    """2010-09 is a month; 2010-11 in running text is a season, two years."""
    if not not_in_number(text, start, end):
        return False
    year, dash, month = text[start:end].replace(" ", "").partition("-")
    return not dash or whole(text, start, end) or (int(year[-2:]) + 1) % 100 != int(month[-2:])


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
    leads = _DAY_LEADS if quote.count("/") > 1 else _SLASH_LEADS
    return leads.search(before + " ") is not None


def of_the_attacks(text: str, start: int, end: int) -> bool:
    """The Sept. 11 attacks, whose year nobody says."""
    return _ATTACKS.match(text, end) is not None


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
        return " of " in quote or VERB_BEHIND.match(text, end) is None
    last = quote[-3:].strip()
    return not (last.isdigit() and len(last) < 3 and _COUNTED.match(text, end))


# What a sentence goes on with behind "on the 27th": its subject, or anything that no rank could count.
_GOES_ON = re.compile(
    r" (?:(?:it|he|she|they|we|that|the|a|an|its|his|her|their|with|after|in|at|to|and|as|for|but|when|while)\b"
    r"|(?!(?:Street|St|Avenue|Ave|Floor|Amendment|Congress|Century|Arrondissement|District|Circuit|Division"
    r"|Infantry|Airborne|Regiment|Battalion|Brigade|Army|Fleet|Hole|Annual|Edition|Party|National|Ward"
    r"|Precinct|Anniversary|Symphony|Dynasty|Parallel|Meridian)\b)[A-Z])"
)


def _is_ranked(quote: str) -> bool:
    return quote[0] == "t" and quote[-3:-2].isdigit()


def day_stands(text: str, start: int, end: int) -> bool:
    """The 29th stands alone only after a preposition, and where nothing follows that it could count."""
    if not word_stands(text, start, end):
        return False
    quote, after = text[start:end], text[end : end + 14]
    if whole(text, start, end):
        return True
    led = _DAY_LEADS.search(text[max(0, start - 12) : start])
    if led is None:
        return False
    if RIGHT_EDGE.match(after) is None:
        return _is_ranked(quote) and led[0].strip().lower() == "on" and _GOES_ON.match(text, end) is not None
    return quote[0].isdigit() or any(char.isdigit() for char in quote) or _DAY_SAID.search(led[0]) is not None


def weekday_of_month_stands(text: str, start: int, end: int) -> bool:
    """Friday the 13th; not Tuesday, the first step."""
    if not word_stands(text, start, end):
        return False
    return any(map(str.isdigit, text[start:end])) or RIGHT_EDGE.match(text[end : end + 14]) is not None


def ends_clause(text: str, start: int, end: int) -> bool:
    """Monday 21 is a day where its clause ends: no score, no count of anything."""
    return word_stands(text, start, end) and text[end : end + 1] in ("", "!", "?", ";", ")", "\n")


def ends_text(text: str, start: int, end: int) -> bool:
    """I'll go back on 15: the last word."""
    return not text[end:].strip(" .!?")


def year_stands(text: str, start: int, end: int) -> bool:
    """A bare number is a year unless it counts something, names a product, or belongs to a longer number."""
    before = text[max(0, start - NEAR) : start]
    if before and (not _clear_before(before) or _SUM.search(before)):
        return False
    after = text[end : end + NEAR]
    if after[:1] in tuple("$%_@") or (after[:1] == "-" and after[1:2].isalpha()) or after[:1].isalnum():
        return False
    if text[start].isalpha():
        return True
    if _COUNTED.match(after) or _PRODUCTS.search(before) or _COPYRIGHT.search(before):
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
