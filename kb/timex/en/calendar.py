"""English dates that name calendar fields: days, months, years, decades, seasons, holidays."""

from __future__ import annotations

import re

from kb.timex.build import absolute_day, month_day, within
from kb.timex.en import words as w
from kb.timex.meaning import (
    Absolute,
    Either,
    Field,
    Holiday,
    In,
    Interval,
    Meaning,
    Nth,
    Part,
    Portion,
    Shift,
    Unit,
    Weekday,
)
from kb.timex.rules import Grammar, ImpossibleDate
from kb.when.span import TimeSpan

_WEEKDAY = rf"(?:(?:{w.WEEKDAY}),?\s(?:the\s)?)?"
_AFTER_WEEKDAY = rf"(?:\s?\(?{w.FULL_WEEKDAY}\)?)?"
_YEAR = rf"(?:,?\s(?:of\s)?(?P<y>{w.YEAR})|,?\s(?P<yy>'\d\d)(?!\d))"
# Early, mid- or late before a month, year or season; the determiner belongs to the mention.
_PORTION = r"(?:(?:the\s)?(?P<p>[Ee]arly|[Mm]id|[Ll]ate|[Mm]iddle|[Bb]eginning|[Ss]tart|[Ee]nd)(?:[-\s](?:in\s)?(?:of\s)?(?:the\s)?))"
_RELATIVE_YEAR = (
    r"(?P<ry>[Tt]his|[Ll]ast|[Nn]ext|[Pp]revious|[Tt]he\ssame|[Tt]he\sfollowing|[Tt]he\sprevious)\s[Yy]ear"
)


def add_rules(grammar: Grammar) -> None:
    """Register the calendar rules."""
    _days(grammar)
    _day_ranges(grammar)
    _months(grammar)
    _years(grammar)
    _numeric(grammar)
    _named(grammar)
    _ordinals(grammar)


def year_meaning(match: re.Match[str]) -> Meaning | None:
    """The year of a match, from its groups `y`, `yy` or `ry`; None where it has none."""
    groups = match.groupdict()
    digits = groups.get("y") or groups.get("yy")
    if digits:
        return w.year_span(digits)
    if groups.get("ry"):
        return relative_year(groups["ry"])
    return None


def relative_year(word: str) -> Meaning:
    """This, last, next year; the same, the following year of the text."""
    from kb.timex.en.relative import turned

    return turned(word.lower(), Unit.YEAR)


def portioned(meaning: Meaning, word: str | None) -> Meaning:
    """The part of a span that early, mid or late names."""
    return meaning if word is None else Part(meaning, w.portion(word))


def _days(grammar: Grammar) -> None:
    @grammar.rule(
        "day", rf"{_WEEKDAY}(?P<m>{w.MONTH})\s?(?:the\s)?(?P<d>{w.DAY})(?![\d%:]|[.,]\d|-?\w)(?:{_YEAR})?"
    )
    @grammar.rule(
        "day",
        rf"{_WEEKDAY}(?:the\s|The\s)?(?P<d>{w.DAY})(?:\s?|-)(?:of\s)?(?P<m>{w.MONTH})(?:(?:,?\s|-)(?:of\s)?(?P<y>{w.YEAR})|,?\s(?P<yy>'?\d\d)(?![\d%:]|[.,]\d|\s(?:[a-z]|[Pp]ercent)))?(?!\w)",
    )
    @grammar.rule("day", rf"(?P<m>{w.MONTH})\s(?P<d>3[01]|[12]\d|0?[1-9])\s(?P<yy>[4-9]\d)(?![\d%:]|[.,]\d)")
    def _day(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), month_day(w.month_field(match["m"]), w.day_field(match["d"])))

    @grammar.rule("day-weekday", rf"(?P<m>{w.MONTH})\s(?P<d>{w.DAY}),?\s\(?{w.FULL_WEEKDAY}\)?")
    def _day_then_weekday(match: re.Match[str]) -> Meaning:
        return month_day(w.month_field(match["m"]), w.day_field(match["d"]))

    @grammar.rule(
        "day-of-month",
        rf"(?:{w.FULL_WEEKDAY},?\s)?[Tt]he\s(?P<d>\d{{1,2}}(?:st|nd|rd|th))",
        guard=_day_stands,
    )
    @grammar.rule("day-of-month", rf"{w.FULL_WEEKDAY},?\s(?:the\s)?(?P<d>\d{{1,2}}(?:st|nd|rd|th))")
    def _day_of_month(match: re.Match[str]) -> Meaning:
        return w.day_field(match["d"])


def _day_ranges(grammar: Grammar) -> None:
    dash = r"\s?(?:-|–|—|to|through|until|till|and)\s?(?:the\s)?"

    @grammar.rule(
        "days",
        rf"{_WEEKDAY}(?P<m>{w.MONTH})\s(?:the\s)?(?P<d>{w.DAY}){dash}(?P<e>{w.DAY})(?![\d%:]|[.,]\d|\w)(?:{_YEAR})?(?!\s{w.MONTH})",
    )
    @grammar.rule(
        "days", rf"(?:the\s)?(?P<d>{w.DAY}){dash}(?P<e>{w.DAY})\s(?:of\s)?(?P<m>{w.MONTH})(?:{_YEAR})?"
    )
    def _range(match: re.Match[str]) -> Meaning | None:
        first, last = w.day_field(match["d"]), w.day_field(match["e"])
        if first.value >= last.value:
            return None
        year, month = year_meaning(match), w.month_field(match["m"])
        return Interval(within(year, month_day(month, first)), within(year, month_day(month, last)))


def _months(grammar: Grammar) -> None:
    @grammar.rule("month-year", rf"{_PORTION}?(?P<m>{w.MONTH}),?(?:\s(?:of\s)?|-)(?P<y>{w.YEAR})")
    @grammar.rule("month-year", rf"{_PORTION}?(?P<m>{w.MONTH})\s(?P<yy>'\d\d)(?!\d)")
    @grammar.rule("month-year", rf"{_PORTION}?(?P<m>{w.PROPER_MONTH})\s(?:of\s)?{_RELATIVE_YEAR}")
    def _month_year(match: re.Match[str]) -> Meaning:
        return portioned(within(year_meaning(match), w.month_field(match["m"])), match["p"])

    @grammar.rule("month", rf"(?P<m>{w.PROPER_MONTH})(?!\s\d)", guard=_month_stands)
    def _month(match: re.Match[str]) -> Meaning:
        return w.month_field(match["m"])

    @grammar.rule("month-part", rf"{_PORTION}(?P<m>{w.PROPER_MONTH})")
    def _month_part(match: re.Match[str]) -> Meaning:
        return portioned(w.month_field(match["m"]), match["p"])

    @grammar.rule(
        "month-turn",
        rf"(?P<t>[Tt]his|[Ll]ast|[Nn]ext|[Pp]ast|[Tt]his\s(?:past|coming)|[Cc]oming)\s(?P<m>{w.PROPER_MONTH})(?!\s\d)",
    )
    def _month_turn(match: re.Match[str]) -> Meaning:
        return (
            In(Shift(Unit.YEAR, 0), w.month_field(match["m"]))
            if match["t"].lower() == "this"
            else MonthTurn(w.month_field(match["m"]), w.WORDS["turns"].get(match["t"].split()[-1].lower(), 0))
        )


def MonthTurn(month: Field, turn: int) -> Meaning:  # noqa: N802 — reads as the meaning it makes
    """The month's last or next occurrence."""
    return Field(month.unit, month.value, turn=turn)


def _years(grammar: Grammar) -> None:
    @grammar.rule(
        "year", rf"(?P<y>{w.YEAR})(?:\s?(?:AD|CE|A\.D\.))?(?!-\d|s\b|'s\s[a-z]+\smodel)", guard=_year_stands
    )
    @grammar.rule("year", rf"(?:the\s|The\s)?[Yy]ear\s(?P<y>{w.YEAR})")
    @grammar.rule("year", r"(?:[Cc]alendar\s(?:[Yy]ear\s)?|CY\s?)(?P<y>20\d\d|'?\d\d)(?!\d)")
    def _year(match: re.Match[str]) -> Meaning | None:
        return year_meaning(match)

    @grammar.rule(
        "year-words",
        r"(?P<w>(?:[Nn]ineteen|[Tt]wenty)[-\s](?:hundred|oh[-\s]\w+|\w+ty(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?|\w+teen|ten|eleven|twelve))(?!\w)",
        guard=_year_words_stand,
    )
    @grammar.rule(
        "year-words",
        r"(?P<w>[Tt]wo\sthousand(?:\s(?:and\s)?(?:\w+ty(?:[-\s]\w+)?|\w+teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)))(?!\w)",
        guard=_year_words_stand,
    )
    def _year_words(match: re.Match[str]) -> Meaning | None:
        year = w.number(match["w"].replace("-", " "))
        return Absolute(TimeSpan.year(year)) if 1500 <= year <= 2099 else None

    @grammar.rule("year-part", rf"{_PORTION}(?:of\s)?(?P<y>{w.YEAR})")
    @grammar.rule("year-part", rf"{_PORTION}{_RELATIVE_YEAR}")
    def _year_part(match: re.Match[str]) -> Meaning | None:
        year = year_meaning(match)
        return year and portioned(year, match["p"])

    @grammar.rule(
        "years", rf"(?P<y>{w.YEAR})\s?[-–/]\s?(?P<e>20\d\d|19\d\d|\d\d)(?![\d%-])", guard=_year_stands
    )
    def _years_range(match: re.Match[str]) -> Meaning | None:
        first = int(match["y"])
        last = int(match["e"]) if len(match["e"]) == 4 else first // 100 * 100 + int(match["e"])
        if not first < last <= first + 60:
            return None
        return Interval(Absolute(TimeSpan.year(first)), Absolute(TimeSpan.year(last)))

    @grammar.rule("decade", rf"(?:the\s|The\s)?{_PORTION}?(?P<y>(?:1[5-9]|20)\d0)'?s(?!\w)")
    @grammar.rule("decade", rf"(?:the\s|The\s)?{_PORTION}?'?(?P<yy>[1-9]0)'?s(?!\w)", guard=_decade_stands)
    @grammar.rule(
        "decade",
        rf"(?:the\s|The\s)?{_PORTION}?(?P<w>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)",
        guard=_decade_stands,
    )
    def _decade(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        if groups.get("y"):
            return portioned(Absolute(TimeSpan.decade(int(groups["y"]))), match["p"])
        tens = int(groups["yy"]) if groups.get("yy") else _TENS[groups["w"]]
        return portioned(Field(Unit.DECADE, tens), match["p"])

    @grammar.rule("century", rf"(?:the\s|The\s)?{_PORTION}?(?P<o>{w.ORDINAL})[-\s][Cc]entury")
    def _century(match: re.Match[str]) -> Meaning | None:
        rank = w.ordinal(match["o"])
        return (
            portioned(Absolute(TimeSpan.century((rank - 1) * 100)), match["p"]) if 2 <= rank <= 30 else None
        )


_TENS = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "seventies": 70,
    "eighties": 80,
    "nineties": 90,
}


def _numeric(grammar: Grammar) -> None:
    edge = r"(?![\d%]|[-/.]\d)"

    @grammar.rule(
        "iso",
        rf"(?P<y>(?:1[5-9]|20)\d\d)(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?!\d)",
        guard=_not_in_number,
    )
    def _iso(match: re.Match[str]) -> Meaning:
        return absolute_day(int(match["y"]), int(match["m"]), int(match["d"]))

    @grammar.rule("iso-month", r"(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?![\d-])", guard=_not_in_number)
    def _iso_month(match: re.Match[str]) -> Meaning:
        return Absolute(TimeSpan.month(int(match["y"]), int(match["m"])))

    @grammar.rule(
        "slash",
        rf"(?P<a>\d\d?)(?P<s>[-/.])(?P<b>\d\d?)(?P=s)(?P<y>(?:19|20)\d\d|\d\d){edge}",
        guard=_not_in_number,
    )
    def _slash(match: re.Match[str]) -> Meaning | None:
        if match["s"] != "/" and len(match["y"]) == 2:
            return None
        return _either(int(match["a"]), int(match["b"]), w.year_of(match["y"]))

    @grammar.rule(
        "slash",
        rf"(?P<a>1[0-2]|0?[1-9])/(?P<b>3[01]|[12]\d|0?[1-9]){edge}(?!\s(?:of|cup|inch|mile))",
        guard=_slash_stands,
    )
    def _month_slash_day(match: re.Match[str]) -> Meaning:
        return month_day(Field(Unit.MONTH, int(match["a"])), Field(Unit.DAY, int(match["b"])))


def _either(first: int, second: int, year: int) -> Meaning:
    if first > 12 or second > 12:
        month, day = (second, first) if first > 12 else (first, second)
        return absolute_day(year, month, day)
    month_first = absolute_day(year, first, second)
    return month_first if first == second else Either(month_first, absolute_day(year, second, first))


def _named(grammar: Grammar) -> None:
    seasons = w.cased([*w.WORDS["seasons"]])

    @grammar.rule("season", rf"(?:[Tt]he\s)?{_PORTION}?(?P<s>{seasons})(?:\s(?:of\s)?|,\s)(?P<y>{w.YEAR})")
    @grammar.rule("season", rf"(?:[Tt]he\s)?{_PORTION}?(?P<s>{seasons})\s(?:of\s)?{_RELATIVE_YEAR}")
    def _season(match: re.Match[str]) -> Meaning:
        field = Field(Unit.SEASON, w.WORDS["seasons"][match["s"].lower()])
        return portioned(within(year_meaning(match), field), match["p"])

    @grammar.rule(
        "season", rf"(?P<t>[Tt]his|[Ll]ast|[Nn]ext|[Tt]his\scoming|[Tt]his\spast)\s(?P<s>{seasons})"
    )
    def _season_turn(match: re.Match[str]) -> Meaning:
        turn = w.WORDS["turns"].get(match["t"].split()[-1].lower(), 0)
        return Field(Unit.SEASON, w.WORDS["seasons"][match["s"].lower()], turn=turn)

    @grammar.rule(
        "season",
        rf"(?:(?<=[Ii]n\s)|[Tt]he\s)(?P<s>{seasons})(?!\s(?:of|in|from|line|collection))",
        guard=_season_stands,
    )
    def _bare_season(match: re.Match[str]) -> Meaning:
        return Field(Unit.SEASON, w.WORDS["seasons"][match["s"].lower()])

    holidays = w.cased([*w.WORDS["holidays"]])

    @grammar.rule("holiday", rf"(?P<f>{holidays})(?:,?\s(?:of\s|in\s)?(?P<y>{w.YEAR}))?", guard=_proper)
    @grammar.rule("holiday", rf"(?P<f>{holidays})\s(?:of\s)?{_RELATIVE_YEAR}", guard=_proper)
    @grammar.rule("holiday", rf"(?P<y>{w.YEAR})\s(?P<f>{holidays})")
    def _holiday(match: re.Match[str]) -> Meaning:
        return within(year_meaning(match), Holiday(w.WORDS["holidays"][_plain(match["f"])]))

    @grammar.rule("holiday", rf"(?P<t>[Tt]his|[Ll]ast|[Nn]ext)\s(?:year's\s)?(?P<f>{holidays})")
    def _holiday_turn(match: re.Match[str]) -> Meaning:
        key = w.WORDS["holidays"][_plain(match["f"])]
        return Holiday(key, w.WORDS["turns"][match["t"].lower()])


def _plain(name: str) -> str:
    """The holiday's name as the table spells it, whatever the case, spaces and hyphens of the text."""
    return _SPELLINGS[" ".join(name.lower().replace("-", " ").split())]


_SPELLINGS = {name.replace("-", " "): name for name in w.WORDS["holidays"]}


def _ordinals(grammar: Grammar) -> None:
    which = rf"(?:[Tt]he\s)?(?P<o>{w.ORDINAL}|[Ll]ast|[Ff]inal)"
    month = rf"(?:(?P<m>{w.PROPER_MONTH})(?:,?\s(?:of\s)?(?P<y>{w.YEAR}|(?P<ry>[Tt]his|[Ll]ast|[Nn]ext)\s[Yy]ear))?|(?P<y2>{w.YEAR})|(?P<rw>[Tt]his|[Ll]ast|[Nn]ext|[Tt]he)\s(?P<u2>month|year|quarter))"

    @grammar.rule(
        "nth", rf"{which}\s(?P<u>{w.FULL_WEEKDAY}|days?|weeks?|weekend|months?)\s(?:of|in)\s{month}"
    )
    @grammar.rule(
        "nth", rf"{which}\s(?P<c>{w.NUMBER_WORD}|\d{{1,2}})\s(?P<u>days|weeks|months)\s(?:of|in)\s{month}"
    )
    def _nth(match: re.Match[str]) -> Meaning | None:
        outer = _outer(match)
        rank = w.ordinal(match["o"])
        unit = match["u"].lower()
        if unit in w.WORDS["weekdays"]:
            return In(outer, Nth(rank, weekday=w.weekday(unit)))
        count = w.number(match["c"]) if match.groupdict().get("c") else 1
        return In(outer, Nth(rank, w.unit(unit), count=count))

    @grammar.rule(
        "week-of",
        rf"(?:[Tt]he\s)?[Ww]eek\s(?:of|beginning|starting|commencing)\s(?:the\s)?(?:{w.FULL_WEEKDAY},?\s)?(?:(?P<m>{w.PROPER_MONTH})\s(?P<d>{w.DAY})|(?P<d2>{w.DAY})\s(?P<m2>{w.PROPER_MONTH}))(?:,?\s(?P<y>{w.YEAR}))?",
    )
    def _week_of(match: re.Match[str]) -> Meaning:
        month = w.month_field(match["m"] or match["m2"])
        day = within(year_meaning(match), month_day(month, w.day_field(match["d"] or match["d2"])))
        return Around(day)

    @grammar.rule(
        "iso-week",
        rf"(?:[Tt]he\s)?(?:[Ww]eek\s(?P<k>\d{{1,2}})\s(?:of\s)?(?P<y>{w.YEAR})|(?P<z>20\d\d)-?W(?P<l>\d\d))",
    )
    def _iso_week(match: re.Match[str]) -> Meaning:
        year = w.year_span(match["y"] or match["z"])
        return In(year, Field(Unit.WEEK, int(match["k"] or match["l"])))


def Around(day: Meaning) -> Meaning:  # noqa: N802 — reads as the meaning it makes
    """The week that holds a day."""
    from kb.timex.meaning import Holding

    return Holding(Unit.WEEK, day)


def _outer(match: re.Match[str]) -> Meaning:
    if match["m"]:
        year: Meaning | None = None
        if match["ry"]:
            year = Shift(Unit.YEAR, w.WORDS["turns"][match["ry"].lower()])
        elif match["y"]:
            year = w.year_span(match["y"])
        return within(year, w.month_field(match["m"]))
    if match["y2"]:
        return w.year_span(match["y2"])
    return Shift(w.unit(match["u2"]), w.WORDS["turns"].get(match["rw"].lower(), 0))


# Guards: what stands around a run decides whether a bare word or number in it is a date.

_LEADS = re.compile(
    r"(?:\b(?i:in|since|by|until|till|of|from|to|through|during|before|after|between|and|or|late|early|mid|for|around|about|"
    r"circa|year|back|as|than|on|this|last|next|every|each|with|through|starting|beginning|ending|ended|the|a|for|was|is|and|until)[\s-]|[-–(,/;]\s?|[\"']|\bvs\.?\s)$"
)
_COUNTED = re.compile(
    r"\s?(?:%|percent|people|employees|workers|jobs|units|cars|vehicles|aircraft|planes|jets|miles|km|kg|nm|mm|MHz|GHz|GB|TB|MB|"
    r"mAh|watts|points|dollars|yuan|shares|stores|customers|users|patients|students|members|men|women|copies|tons|tonnes|"
    r"barrels|feet|meters|metres|yards|hours|words|pages|RPM|x\d|\w*\s?(?:employees|workers|people))\b"
)
_PRODUCTS = re.compile(
    r"\b(?:Windows|Office|Server|Xbox|Route|Model|Boeing|Airbus|Formula|SQL|Visual Studio|Highway|Room|Suite|Flight|No\.|Section|Page|page|Chapter|RTX|GTX|RX|Ryzen|Xeon|Core|Nokia|Galaxy|iPhone|Pixel|Tensor|Snapdragon|Dimensity|Exynos|S&P|Russell|Nikkei|Fortune|Agenda|Vision|Category)\s$"
)


def _year_stands(text: str, start: int, end: int) -> bool:
    """A bare number is a year unless it counts something, names a product, or belongs to a longer number."""
    before = text[max(0, start - 24) : start]
    last = before[-1:]
    if last and (
        last.isalnum()
        or last in "$€£¥#@&_+=<>./\\*~^"
        or (
            last in "-–"
            and before[-2:-1].isalnum()
            and not before[-2:-1].isdigit()
            and not before.lower().endswith(("mid-", "pre-", "post-", "early-", "late-"))
        )
    ):
        return False
    after = text[end : end + 24]
    if after[:1] in tuple("$%_@") or (after[:1] == "-" and after[1:2].isalpha()) or after[:1].isalnum():
        return False
    if _COUNTED.match(after) or _PRODUCTS.search(before):
        return False
    number = int(text[start : start + 4])
    return 1900 <= number <= 2050 or _LEADS.search(before) is not None


def _year_words_stand(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 12) : start].lower()
    return re.search(r"\b(?:in|since|by|until|year|of|from|during|to|and)\s$", before) is not None


def _decade_stands(text: str, start: int, end: int) -> bool:
    """The '90s, the seventies; not a count (in his forties), not a model's name (the 30s of a series)."""
    quote, before = text[start:end], text[max(0, start - 12) : start].lower()
    if re.search(
        r"\b(?:his|her|their|my|your|its|temperatures?|high|low|mid|upper|lower)\s(?:early\s|mid-?\s?|late\s)?$",
        before,
    ):
        return False
    return (
        "'" in quote
        or "the" in quote.lower()
        or re.search(r"\b(?:the|early|late|mid)[-\s]$", before) is not None
    )


def _month_stands(text: str, start: int, end: int) -> bool:
    """A month alone: May and March only after a preposition, names of people never."""
    name = text[start:end].rstrip(".")
    before, after = text[max(0, start - 20) : start], text[end : end + 20]
    if (
        before[-1:].isalnum()
        or before[-1:] in ("$", "@", "#", "_", "'", "&")
        or after[:1].isalnum()
        or after[:1] in ("'",)
        and after[1:2] != "s"
    ):
        return False
    if after[:1] in ("-", "–") and after[1:2].isupper() and name not in w.WORDS["months"]:
        return False
    lead = _MONTH_LEADS.search(before) is not None
    if name.lower() in ("may", "march", "mar", "sep", "dec", "jan", "jun", "august", "april", "june"):
        strict = name.lower() in ("may", "march", "mar", "dec", "sep", "jan", "jun")
        surname = re.match(r"\s[A-Z][a-z]+", after) is not None and not re.match(
            rf"\s{w.FULL_WEEKDAY}", after
        )
        if strict:
            return lead and not surname
        return lead or not surname and not re.search(r"[A-Z][a-z]+\s$", before)
    return True


_MONTH_LEADS = re.compile(
    r"(?:\b(?i:in|since|by|until|till|of|from|to|through|during|before|after|between|and|or|late|early|mid|for|last|next|this|through|end|than|around|on|ended|ending|starting|beginning|every|each|its|to|-)[\s-](?:the\s)?|[-–(,/]\s?|^|\n)$"
)


def _day_stands(text: str, start: int, end: int) -> bool:
    """The 29th stands alone only where nothing follows that it could count."""
    after = text[end : end + 12]
    return (
        re.match(r"[.,;:!?)\n]|$|\s(?:and|to|of|at|the|in|for|when|but)\b", after) is not None
        and re.search(
            r"\b(?i:on|by|until|since|from|for|before|after|to|through|till)\s$",
            text[max(0, start - 10) : start],
        )
        is not None
    )


def _season_stands(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 8) : start].lower()
    return before.endswith(("in ", "during ", "by ", "until ", "since ", "this ", "last "))


def _proper(text: str, start: int, end: int) -> bool:
    """A holiday's name is capitalised, or the text does not use capitals at all."""
    return (
        text[start].isupper() or text[start].isdigit() or text[start:end].lower() == text and end - start > 3
    )


def _not_in_number(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (before and (before.isalnum() or before in ".-/$€£#_:")) and not (
        after and (after.isalnum() and after != "T" or after in "%_")
    )


def _slash_stands(text: str, start: int, end: int) -> bool:
    """11/20 is a day only after a weekday, a preposition or in brackets; 9/11 is a name."""
    if not _not_in_number(text, start, end) or text[start:end] in ("9/11", "24/7", "50/50"):
        return False
    before = text[max(0, start - 14) : start]
    if before.endswith("(") and text[end : end + 1] == ")":
        return True
    return (
        re.search(
            rf"(?:\b(?i:on|by|since|until|from|dated|before|after|starting|due)\s|{w.WEEKDAY},?\s\(?)$",
            before,
        )
        is not None
    )
