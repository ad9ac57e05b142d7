"""Which names are dates: months, weekdays, seasons and holidays share theirs with verbs and people."""

from __future__ import annotations

import re

from kb.timex.en.around import NEAR, RIGHT_EDGE, SURNAME, behind, whole, word_stands, words_of
from kb.timex.en.number_guards import VERB_BEHIND

_MONTH_LEADS = re.compile(rf"(?:\b(?i:{words_of('month_leads')})[\s-](?:the\s)?|[-–(,/:;]\s?|^|\n)$")
_PERSON_VERBS = re.compile(rf"\s(?:{words_of('person_verbs')})\b")
_PERSONAL = frozenset({"may", "march", "mar", "sep", "dec", "jan", "jun", "august", "april", "june"})
_ALWAYS_LED = frozenset({"may", "march", "mar", "dec", "sep", "jan", "jun"})
_LOWER_MONTH_LEADS = behind(
    "in|since|by|until|of|last|next|this|early|late|mid|to|from|during|for|after|before"
)
_PAPERS = re.compile(rf"\s(?:{words_of('papers')})\b")
_WEEKDAY_LEADS = behind("on|by|until|since|from|till|or|and|for|to|next week|last week")
_SAYS = re.compile(
    r"(?i)\b(?:sa(?:id|y|ys|ying)|report(?:ed|s)?|announced?|expect(?:ed|s)?|estimate[ds]?|believe[ds]?|show(?:ed|s)?"
    r"|note[ds]?|add(?:ed|s)?|confirm(?:ed|s)?|fear(?:ed|s)?|warn(?:ed|s)?|indicate[ds]?|told|means?|so|than|know)\s$"
)
# Black Monday, Super Tuesday, Bloody Sunday: days of history by name.
_NAMED_WEEKDAYS = ("Black ", "Bloody ", "Super ", "Fat ", "Holy ", "Freaky ", "Casual ", "Good ")
_NO_FEAST = re.compile(r"\s(?:[Aa]greement|[Aa]ccords?|Island|[Ee]ggs?|[Bb]unny|[Cc]ards?|Massacre|Rising)\b")
_A_PAPER = re.compile(
    r"\s(?:news)?(?:paper|tabloid|supplement|roast|brunch|lunch|school|service|driver|opening)s?\b"
)
_SEASON_LEADS = behind("in|during|by|until|since|this|last|next|from|through|for|of")


def month_stands(text: str, start: int, end: int) -> bool:
    """A month alone: May and March only after a preposition, names of people never."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if not _apart(before, after):
        return False
    quote = text[start:end]
    if any(char.isdigit() for char in quote):
        return True
    first, _, last = quote.rpartition(" ")
    name = last.rstrip(".").lower()
    if last.islower() and name in (*_ALWAYS_LED, "august"):
        return bool(_LOWER_MONTH_LEADS.search(before)) and VERB_BEHIND.match(after) is None
    if first:
        return True
    if name not in _PERSONAL:
        return quote[0].isupper() or _MONTH_LEADS.search(before) is not None or text.islower()
    if not before.strip() and _PERSON_VERBS.match(after):
        return False
    led = _MONTH_LEADS.search(before) is not None
    surname = SURNAME.match(after) is not None
    if name in _ALWAYS_LED:
        return led and not surname and not (name == "may" and VERB_BEHIND.match(after))
    return (
        (led and not surname)
        or _LOWER_MONTH_LEADS.search(before) is not None
        or not (surname or re.search(r"[A-Z][a-z]+\s$", before))
    )


def that_month_stands(text: str, start: int, end: int) -> bool:
    """That September, of the year told of; not what somebody says that September brought."""
    return (
        _SAYS.search(text[max(0, start - 14) : start]) is None
        and re.match(r"[.,;)]|\s(?:for|when|after|to|in|the|with|at|and|by|on)\b", text[end : end + 7])
        is not None
    )


def _apart(before: str, after: str) -> bool:
    if before[-1:].isalnum() or before[-1:] in ("$", "@", "#", "_", "'", "&", "/", "."):
        return before[-1:] == "." and before[-2:-1] == "."
    if after[:1].isalnum() or (after[:1] == "'" and after[1:2] != "s"):
        return False
    return not (after[:1] in ("-", "/", "&") and after[1:2].isalnum())


def weekday_turn_stands(text: str, start: int, end: int) -> bool:
    """Last Friday; not the last Sun Microsystems server, not next Sat-nav."""
    if not word_stands(text, start, end):
        return False
    last = text[start:end].split()[-1].rstrip(".").lower()
    return last.endswith("day") or SURNAME.match(text[end : end + NEAR]) is None


def weekday_stands(text: str, start: int, end: int) -> bool:
    """Short forms (Sun, Sat, Wed) stand only with a dot or alone; full names are days but in titles."""
    if not word_stands(text, start, end) or _PAPERS.match(text, end):
        return False
    word = text[start:end].rstrip(".")
    if _A_PAPER.match(text, end) and text[max(0, start - 3) : start].lower().lstrip() == "a ":
        return False
    if text[max(0, start - 7) : start].endswith(_NAMED_WEEKDAYS):
        return False
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
                and RIGHT_EDGE.match(text[end : end + 12]) is not None
                and word.lower() not in ("sun", "sat")
            )
        )
    if word[0].isupper():
        return True
    return _WEEKDAY_LEADS.search(text[max(0, start - 8) : start]) is not None or text.islower()


def weekend_stands(text: str, start: int, end: int) -> bool:
    """The weekend; not a weekend, not weekend trips."""
    if not word_stands(text, start, end) or re.match(r"\s(?:of|box|trip|edition|break)", text[end : end + 9]):
        return False
    low = text[start:end].lower()
    if low != "weekend":
        return True
    return whole(text, start, end) or re.search(r"(?i)\bon\s$", text[max(0, start - 4) : start]) is not None


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


def proper(text: str, start: int, end: int) -> bool:
    """A holiday's name: capitalised or long enough, and not the first name of somebody."""
    if not word_stands(text, start, end):
        return False
    quote = text[start:end]
    if _NO_FEAST.match(text, end):
        return False
    if quote.lower() == "lent" and not quote[0].isupper():
        return False
    if quote.lower() in ("holi", "easter", "lent") and re.match(r"\s[A-Z]", text[end : end + 2]):
        return False
    capital = quote[0].isupper() or quote[0].isdigit() or any(char.isupper() for char in quote)
    return capital or end - start > 3
