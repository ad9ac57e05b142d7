"""English expressions counted from somewhere, lengths of time, recurrences, and vague ones."""

from __future__ import annotations

import re

from kb.timex.build import within
from kb.timex.en import words as w
from kb.timex.meaning import (
    Duration,
    Field,
    In,
    Marked,
    Meaning,
    Origin,
    Part,
    Recurring,
    Shift,
    ToDate,
    Unit,
    Vague,
    Weekday,
    Window,
    YearEarlier,
)
from kb.timex.rules import Grammar

_UNIT = r"(?P<u>(?:business|trading|working)\s[Dd]ays?|[Dd]ays?|[Ww]eekends?|[Ww]eeks?|[Ff]ortnights?|[Mm]onths?|[Qq]uarters?|[Yy]ears?|[Dd]ecades?|[Cc]entur(?:y|ies)|[Hh]ours?|[Mm]inutes?)"
_COUNT = rf"(?P<k>{w.COUNT}|[Aa]\scouple(?:\sof)?|[Hh]alf\sa|[Aa]\shalf|[Aa]nother|\d{{1,3}}\.\d|[Aa]\sdozen|(?:[Oo]ne|\d{{1,2}}|[Tt]wo|[Tt]hree|[Aa])\sand\sa\shalf)"
_AMOUNT = rf"(?P<more>[Mm]ore\sthan\s|[Oo]ver\s|[Aa]t\sleast\s|[Nn]early\s|[Aa]lmost\s|[Aa]bout\s|[Ss]ome\s|[Aa]round\s|[Rr]oughly\s|[Aa]pproximately\s|[Ll]ess\sthan\s)?{_COUNT}[-\s]{_UNIT}(?P<half>\sand\sa\shalf)?"
_ISO = {
    Unit.YEAR: "P{}Y", Unit.MONTH: "P{}M", Unit.WEEK: "P{}W", Unit.DAY: "P{}D", Unit.WORKDAY: "P{}D", Unit.QUARTER: "P{}Q",
    Unit.CENTURY: "P{}C", Unit.DECADE: "P{}DE", Unit.WEEKEND: "P{}WE", Unit.FORTNIGHT: "P{}W", Unit.HOUR: "PT{}H",
    Unit.MINUTE: "PT{}M", Unit.SECOND: "PT{}S", Unit.HALF: "P{}H",
}  # fmt: skip
_MONTHS_IN = {Unit.YEAR: 12, Unit.QUARTER: 3, Unit.MONTH: 1}
_CLOCK_UNITS = (Unit.HOUR, Unit.MINUTE, Unit.SECOND)


def add_rules(grammar: Grammar) -> None:
    """Register the relative rules."""
    _named_days(grammar)
    _weekdays(grammar)
    _turns(grammar)
    _counted(grammar)
    _windows(grammar)
    _same_period(grammar)
    _lengths(grammar)
    _vague(grammar)


def turned(word: str, unit: Unit) -> Shift:
    """Last, this or next unit: of the publication date, or of the text (the following, the same)."""
    low = " ".join(word.lower().split())
    if low in w.WORDS["turns_of_text"]:
        return Shift(unit, w.WORDS["turns_of_text"][low], Origin.TEXT)
    return Shift(unit, w.WORDS["turns"].get(low.removeprefix("the ").split()[-1], 0))


def _named_days(grammar: Grammar) -> None:
    days = w.cased([*w.WORDS["days"]])

    @grammar.rule(
        "day-word", rf"(?:(?:[Ee]arlier|[Ll]ater)\s)?(?P<w>{days})(?!-\w|\sShow)", guard=_word_stands
    )
    def _day(match: re.Match[str]) -> Meaning:
        return Shift(Unit.DAY, w.WORDS["days"][" ".join(match["w"].lower().split())])

    @grammar.rule(
        "day-of-text",
        r"(?P<t>[Tt]he\s(?:very\s)?(?:next|following|previous|preceding|same)|[Tt]hat(?:\ssame)?)\s(?P<u>day|week|month|year|weekend|evening|morning|night)(?!s)",
    )
    def _of_text(match: re.Match[str]) -> Meaning:
        unit = Unit.DAY if match["u"] in ("evening", "morning", "night") else w.unit(match["u"])
        return turned(match["t"].replace("very ", ""), unit)

    @grammar.rule(
        "day-of-text",
        r"(?:[Tt]he\s)?[Dd]ay\s(?P<w>before|after|earlier)(?!\s(?:yesterday|tomorrow))",
        guard=_ends_phrase,
    )
    def _beside(match: re.Match[str]) -> Meaning:
        return Shift(Unit.DAY, 1 if match["w"] == "after" else -1, Origin.TEXT)


def _weekdays(grammar: Grammar) -> None:
    part = r"(?:(?:[Ee]arly|[Ll]ate|[Ll]ater|[Ee]arlier)\s(?:on\s)?)?"

    @grammar.rule(
        "weekday",
        rf"(?P<x>(?P<t>[Tt]his|[Ll]ast|[Nn]ext|[Pp]ast|[Tt]his\s(?:past|coming)|[Cc]oming|[Uu]pcoming|[Pp]revious)\s(?P<d>{w.WEEKDAY}))(?:'s)?",
        guard=_word_stands,
    )
    def _turned(match: re.Match[str]) -> Meaning:
        turn = w.WORDS["turns"][match["t"].lower().split()[-1]]
        day = w.weekday(match["d"])
        if match["t"].lower() in ("this coming", "coming", "upcoming"):
            return Weekday(day, turn=2)
        return Weekday(day, turn)

    @grammar.rule("weekday", rf"(?P<d>{w.WEEKDAY})\s(?P<t>last|this|next)\s[Ww]eek")
    @grammar.rule("weekday", rf"(?P<d>{w.WEEKDAY})\sof\s(?P<t>last|this|next)\s[Ww]eek")
    @grammar.rule(
        "weekday", rf"(?P<t>[Ll]ast|[Tt]his|[Nn]ext)\s[Ww]eek(?:'s)?\s(?:on\s)?(?P<d>{w.FULL_WEEKDAY})"
    )
    def _in_week(match: re.Match[str]) -> Meaning:
        return In(turned(match["t"], Unit.WEEK), Weekday(w.weekday(match["d"])))

    @grammar.rule(
        "weekday",
        rf"{part}(?P<x>(?P<d>{w.WEEKDAY}))(?!-\w|\s(?:Times|Night\sLive|Mirror|Telegraph|Independent|Express|Post|Mail|Magazine|Mass|School))",
        guard=_weekday_stands,
    )
    def _bare(match: re.Match[str]) -> Meaning:
        return Weekday(w.weekday(match["d"]))

    @grammar.rule("weekday", rf"(?:a\s)?[Ww]eek\s(?P<w>from|after|ago)\s(?:on\s)?(?P<d>{w.FULL_WEEKDAY})")
    def _week_from(match: re.Match[str]) -> Meaning:
        return In(Shift(Unit.WEEK, 1), Weekday(w.weekday(match["d"])))


def _turns(grammar: Grammar) -> None:
    turn = r"(?P<t>[Tt]his|[Ll]ast|[Nn]ext|[Pp]ast|[Tt]he\s(?:past|coming|next|previous|prior|current|following|same|upcoming|last)|[Cc]urrent|[Pp]revious|[Pp]rior|[Cc]oming|[Uu]pcoming|[Ff]ollowing)"
    part = r"(?:(?P<p>[Ee]arly|[Ee]arlier|[Mm]id|[Ll]ate|[Ll]ater|(?:[Tt]he\s)?(?:[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd)(?:\sof)?)(?:[-\s](?:in\s)?))"

    @grammar.rule(
        "turn",
        rf"{part}?{turn}\s(?P<u>week|weekend|month|year|decade|century|fortnight|half)(?!s|-|\sand\sa\shalf|'s\s(?:Day|Eve))",
        guard=_turn_stands,
    )
    def _turn(match: re.Match[str]) -> Meaning:
        unit = w.unit(match["u"])
        meaning: Meaning = turned(match["t"], unit)
        word = match["p"]
        if word is None or word.lower() in ("later", "earlier"):
            return meaning
        key = word.lower().removeprefix("the ").removesuffix(" of")
        return Part(meaning, w.portion(key))

    @grammar.rule(
        "year-end",
        r"(?:[Tt]he\s)?(?:[Yy]ear[-\s]?[Ee]nd|[Ee]nd\sof\s(?:the\s)?[Yy]ear|EOY)(?!\s(?:bonus|party|list))",
        guard=_word_stands,
    )
    def _year_end(match: re.Match[str]) -> Meaning:
        return Part(Shift(Unit.YEAR, 0, Origin.TEXT), w.portion("end"))

    @grammar.rule(
        "year-part",
        r"(?:[Tt]he\s)?(?P<p>[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd)\sof\s(?:the\s)?(?P<u>year|month|week)",
    )
    @grammar.rule(
        "year-part",
        r"(?P<p>[Ee]arly|[Ll]ater?|[Ee]arlier|[Mm]id-?)\s?(?:in\s)?the\s(?P<u>year|month|week)(?!s)",
    )
    def _of_year(match: re.Match[str]) -> Meaning:
        return Part(Shift(w.unit(match["u"]), 0, Origin.TEXT), w.portion(match["p"]))


def _counted(grammar: Grammar) -> None:
    @grammar.rule(
        "ago",
        rf"{_AMOUNT}\s(?P<w>ago|earlier|before|previously|prior)(?!\s(?:than|the|it|they|he|she|we|being|it)\b)",
    )
    def _ago(match: re.Match[str]) -> Meaning | None:
        return _shifted(match, -1, Origin.NOW if match["w"] == "ago" else Origin.TEXT)

    @grammar.rule("later", rf"{_AMOUNT}\s(?P<w>later|hence|afterwards?|from\snow|from\stoday|after\sthat)")
    def _later(match: re.Match[str]) -> Meaning | None:
        return _shifted(
            match, 1, Origin.NOW if match["w"] in ("hence", "from now", "from today") else Origin.TEXT
        )

    @grammar.rule("from-day", rf"{_AMOUNT}\s(?P<w>from|after|before)\s(?P<d>today|tomorrow|yesterday|now)")
    def _from_day(match: re.Match[str]) -> Meaning | None:
        shift = _shifted(match, -1 if match["w"] == "before" else 1, Origin.NOW)
        extra = w.WORDS["days"].get(match["d"], 0)
        if isinstance(shift, Shift) and extra and shift.unit is Unit.DAY:
            return Shift(Unit.DAY, shift.count + extra)
        return shift

    @grammar.rule("in", rf"(?<=[Ii]n\s)(?P<x>{_AMOUNT})(?:'s?\stime|\stime)?", guard=_in_stands, priority=1)
    def _in(match: re.Match[str]) -> Meaning | None:
        return _shifted(match, 1, Origin.NOW)


def _windows(grammar: Grammar) -> None:
    lead = r"(?:[Tt]he\s|[Tt]hese\s|[Tt]hose\s)?"

    @grammar.rule(
        "past-window",
        rf"{lead}(?P<t>[Pp]ast|[Ll]ast|[Pp]revious|[Pp]rior|[Pp]receding|[Nn]ext|[Cc]oming|[Ff]ollowing|[Uu]pcoming)\s(?P<k>{w.NUMBER_WORD}|\d{{1,3}}|couple\sof|dozen|half)[-\s]{_UNIT}(?P<more>)(?P<half>)",
    )
    def _many(match: re.Match[str]) -> Meaning | None:
        return _window(match, 1 if match["t"].lower() in ("next", "coming", "following", "upcoming") else -1)

    @grammar.rule(
        "past-window",
        r"[Tt]he\s(?P<t>past|last|next|coming)\s(?P<u>day|week|month|quarter|year|decade|century|half-century|quarter-century)(?!'|s|-)",
        guard=_over,
        priority=1,
    )
    def _one(match: re.Match[str]) -> Meaning | None:
        unit, count = {"half-century": (Unit.YEAR, 50), "quarter-century": (Unit.YEAR, 25)}.get(
            match["u"]
        ) or (w.unit(match["u"]), 1)
        return Window(unit, count if match["t"] in ("next", "coming") else -count)

    @grammar.rule(
        "vague",
        rf"{lead}(?P<t>[Pp]ast|[Ll]ast|[Rr]ecent|[Nn]ext|[Cc]oming|[Pp]revious|[Ff]ollowing)\s(?:several|few|many)?\s?(?P<u>days|weeks|months|quarters|years|decades)(?!')",
    )
    def _some(match: re.Match[str]) -> Meaning:
        return Vague("FUTURE_REF" if match["t"].lower() in ("next", "coming", "following") else "PAST_REF")

    @grammar.rule(
        "to-date",
        r"(?:(?:[Ss]o\sfar\s|[Tt]hus\sfar\s)(?:in\s)?(?:this|the)\s(?P<u>year|month|quarter|week)|(?P<v>[Yy]ear|[Mm]onth|[Qq]uarter)[-\s]to[-\s]date|YTD)",
    )
    @grammar.rule(
        "to-date", r"(?:[Tt]his\s)(?P<u>year|month|quarter|week)\s(?:so\sfar|to\sdate|thus\sfar)(?P<v>)"
    )
    def _to_date(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        return ToDate(w.unit(groups["u"] or groups["v"] or "year"))


def _same_period(grammar: Grammar) -> None:
    period = r"(?P<u>period|time|quarter|month|week|day|half|date|point)"

    @grammar.rule(
        "year-earlier",
        rf"[Tt]he\s(?:same|corresponding|comparable|equivalent|similar)\s{period}(?:,)?\s(?:of\s|in\s)?(?:(?P<k>a|one|two|three)\syears?\s(?:ago|earlier|before)|(?:the\s)?(?P<t>last|previous|prior|preceding)\syear)",
    )
    @grammar.rule(
        "year-earlier",
        r"(?:[Tt]he\s)?(?P<t>)[Yy]ear[-\s](?:ago|earlier|before)[-\s](?P<u>period|quarter|month|week|half)",
    )
    @grammar.rule(
        "year-earlier",
        r"(?:[Tt]he\s)?(?P<u>quarter|period|month)\s(?P<k>a|one|two)\syears?\s(?:ago|earlier|before)(?P<t>)",
    )
    @grammar.rule(
        "year-earlier",
        r"(?P<u>)(?P<t>)(?P<k>[Aa]|[Oo]ne)\syear\s(?:earlier|before)(?!\s(?:the|it))",
        priority=2,
    )
    @grammar.rule(
        "year-earlier", r"(?P<u>)(?P<t>)(?P<k>[Aa]|[Oo]ne)\syear\sago", guard=_is_compared, priority=2
    )
    @grammar.rule("year-earlier", r"(?P<u>)(?P<t>)[Tt]he\s(?:year[-\s]ago|year[-\s]earlier)(?!-)", priority=1)
    def _earlier(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        years = w.number(groups["k"]) if groups.get("k") else 1
        unit = {"month": Unit.MONTH, "week": Unit.WEEK, "quarter": Unit.QUARTER}.get(groups["u"] or "")
        return YearEarlier(
            years, Shift(unit, 0, Origin.TEXT) if unit is not None and unit is not Unit.QUARTER else None
        )


def _lengths(grammar: Grammar) -> None:
    @grammar.rule("duration", rf"{_AMOUNT}(?:-(?:long|old))?(?<!-old)", priority=-1, guard=_length_stands)
    def _duration(match: re.Match[str]) -> Meaning | None:
        amount = _amount(match)
        if amount is None:
            return None
        return Duration(_iso(*amount))

    @grammar.rule(
        "duration",
        r"(?P<k>[Aa]\sfew|[Ss]everal|[Mm]any|[Ss]ome|[Dd]ozens\sof|[Hh]undreds\sof)\s(?P<u>days|weeks|months|quarters|years|decades|centuries|hours|minutes)(?P<w>\sago|\slater|\searlier)?",
    )
    def _several(match: re.Match[str]) -> Meaning:
        if match["w"]:
            return Vague("FUTURE_REF" if match["w"].strip() == "later" else "PAST_REF")
        return Duration(_ISO[w.unit(match["u"])].format("X"))

    @grammar.rule(
        "duration", r"(?:[Dd]ecades|[Yy]ears|[Mm]onths|[Ww]eeks|[Cc]enturies)(?P<w>\sago|\slater|\searlier)"
    )
    def _ages(match: re.Match[str]) -> Meaning:
        return Vague("FUTURE_REF" if match["w"].strip() == "later" else "PAST_REF")

    @grammar.rule(
        "set",
        rf"(?P<x>(?:[Ee]very|[Ee]ach)\s(?:(?P<k>other|{w.NUMBER_WORD}|\d{{1,3}})\s)?(?P<u>day|week|month|quarter|year|decade|weekday|weekend|{w.FULL_WEEKDAY}|spring|summer|fall|autumn|winter|{w.PROPER_MONTH})s?)\b",
    )
    def _every(match: re.Match[str]) -> Meaning:
        low = match["u"].lower()
        unit = (
            w.unit(low) if low in w.WORDS["units"] else Unit.WEEK if low in w.WORDS["weekdays"] else Unit.YEAR
        )
        count = 2 if match["k"] == "other" else w.number(match["k"]) if match["k"] else 1
        return Recurring(_ISO[unit].format(count))

    @grammar.rule(
        "set", r"(?P<w>[Aa]nnually|[Yy]early|[Mm]onthly|[Ww]eekly|[Dd]aily|[Qq]uarterly|[Aa]nnual)(?!\w|-)"
    )
    def _adverb(match: re.Match[str]) -> Meaning:
        word = match["w"].lower()
        return Recurring({"a": "P1Y", "y": "P1Y", "m": "P1M", "w": "P1W", "d": "P1D", "q": "P1Q"}[word[0]])


def _vague(grammar: Grammar) -> None:
    @grammar.rule("vague", w.cased([*w.WORDS["vague"]]) + r"(?!\w)", priority=-1, guard=_vague_stands)
    def _word(match: re.Match[str]) -> Meaning:
        return Vague(w.WORDS["vague"][" ".join(match.group().lower().split())])


def _amount(match: re.Match[str]) -> tuple[float, Unit] | None:
    word = " ".join(match["k"].lower().split())
    unit = w.unit(match["u"])
    half = 0.5 if match["half"] else 0.0
    if word.endswith("and a half"):
        word, half = word.removesuffix(" and a half"), 0.5
    special = {
        "a couple of": 2,
        "a couple": 2,
        "couple of": 2,
        "half a": 0.5,
        "a half": 0.5,
        "half": 0.5,
        "another": 1,
        "a dozen": 12,
        "dozen": 12,
    }
    if word in special:
        return special[word] + half, unit
    value = float(word) if re.fullmatch(r"\d+\.\d", word) else w.number(word)
    if unit is Unit.FORTNIGHT:
        return value * 2, Unit.WEEK
    return value + half, unit


def _iso(count: float, unit: Unit) -> str:
    if count == int(count):
        return _ISO[unit].format(int(count))
    if unit in _MONTHS_IN and unit is not Unit.MONTH:
        return f"P{int(count * _MONTHS_IN[unit])}M"
    return _ISO[unit].format(count)


def _shifted(match: re.Match[str], sign: int, origin: Origin) -> Meaning | None:
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    if unit in _CLOCK_UNITS:
        return Duration(_iso(count, unit))
    about = bool(match["more"]) and not match["more"].lower().startswith(("more", "over", "at", "less"))
    if count != int(count):
        if unit not in _MONTHS_IN and unit is not Unit.DECADE:
            return None
        months = int(count * (120 if unit is Unit.DECADE else _MONTHS_IN[unit]))
        return Marked(Shift(Unit.MONTH, sign * months, origin), approximate=True)
    shift: Meaning = Shift(unit, sign * int(count), origin)
    if unit is Unit.DECADE:
        shift = Shift(Unit.YEAR, sign * int(count) * 10, origin)
    return Marked(shift, approximate=True) if about else shift


def _window(match: re.Match[str], sign: int) -> Meaning | None:
    amount = _amount(match)
    if amount is None:
        return None
    count, unit = amount
    if unit in _CLOCK_UNITS:
        return Duration(_iso(count, unit))
    if count != int(count):
        return None
    return Window(unit, sign * int(count), whole=unit is Unit.QUARTER)


# Guards.


def _word_stands(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return not (before.isalnum() or before in ("-", "_", "@", "#", "/")) and not (
        after[:1].isalnum() or after[:1] in ("_",) or after[:1] == "-" and after[1:].isalpha()
    )


def _ends_phrase(text: str, start: int, end: int) -> bool:
    return re.match(r"[.,;:!?)\n]|$|\s(?:and|as|when|but|at|in|on)\b", text[end : end + 6]) is not None


def _weekday_stands(text: str, start: int, end: int) -> bool:
    """Short forms (Sun, Sat, Wed) stand only beside a date; full names are days unless they are names."""
    if not _word_stands(text, start, end):
        return False
    word = text[start:end].rstrip(".")
    if not word.lower().endswith("day"):
        return (
            word[0].isupper()
            and text[end - 1] == "."
            and len(word) <= 4
            and word.lower() not in ("sun", "sat", "wed", "mon")
            or word.lower() in ("tues", "thurs")
        )
    return word[0].isupper() or text.lower() == text or text[max(0, start - 3) : start] in ("on ", "by ")


def _turn_stands(text: str, start: int, end: int) -> bool:
    if not _word_stands(text, start, end):
        return False
    low = text[start:end].lower()
    if low.startswith(("current", "previous", "prior", "coming", "upcoming", "following", "past")):
        return False
    return text[end : end + 4] != " old"


def _in_stands(text: str, start: int, end: int) -> bool:
    """In two years: what is to come, unless the clause counts how long something took, or compares (in years)."""
    lead = text[max(0, start - 40) : start].lower()
    after = text[end : end + 14].lower()
    if re.match(r"\s(?:or|to)\s", after):
        return False
    if re.search(
        r"\b(?:first|time|best|worst|biggest|largest|highest|lowest|most|low|high|drop|rise|gain|record|once|twice|times)\b[\w\s]*\bin\s$",
        lead,
    ):
        return False
    return (
        re.search(
            r"\b(?:will|would|to|expected|due|plans?|could|should|may|again|back|open|start|begin|launch\w*|expir\w+|ready|available|arriv\w+|retire\w*|complete\w*)\b[^.]*\bin\s$",
            lead,
        )
        is not None
    )


def _over(text: str, start: int, end: int) -> bool:
    """Over the past year is a stretch; the last year of something is not."""
    before = text[max(0, start - 8) : start].lower()
    return re.search(r"\b(?:in|over|for|during|within|of)\s$", before) is not None or text[
        start:end
    ].lower().startswith("the past")


def _is_compared(text: str, start: int, end: int) -> bool:
    return (
        re.search(
            r"\b(?i:from|than|versus|vs\.?|compared\s(?:with|to)|against|over)\s$",
            text[max(0, start - 16) : start],
        )
        is not None
    )


def _length_stands(text: str, start: int, end: int) -> bool:
    return _word_stands(text, start, end) and text[max(0, start - 1) : start] not in (
        "$",
        "€",
        "£",
        ".",
        ",",
        ":",
    )


def _vague_stands(text: str, start: int, end: int) -> bool:
    if not _word_stands(text, start, end):
        return False
    return (
        not (
            text[start:end].lower() == "now"
            and text[max(0, start - 5) : start].lower().endswith(("from ", "by ", "know "))
        )
        or text[start:end].lower() != "now"
    )
