"""Days of the week, weeks by the day they hold, and the n-th day or week of something."""

from __future__ import annotations

import re

from kb.timex.build import month_day, within
from kb.timex.en import words as w
from kb.timex.en.name_guards import weekday_stands, weekday_turn_stands
from kb.timex.meaning import Field, Holding, Holiday, In, Meaning, Nth, Offset, Shift, Unit, Weekday
from kb.timex.rules import Grammar

_TURN = (
    r"(?P<t>this|last|next|past|this past|this coming|the coming|coming|upcoming|previous|the previous"
    r"|the past|the next|the following|following|the preceding)"
)


def add_rules(grammar: Grammar) -> None:
    """Register the rules of weekdays and weeks."""
    _weekdays(grammar)
    _weeks(grammar)
    _nth(grammar)


def _weekdays(grammar: Grammar) -> None:
    @w.register(grammar, "weekday", rf"{_TURN} (?P<d>{w.WEEKDAY})", guard=weekday_turn_stands)
    def _turned(match: re.Match[str]) -> Meaning:
        word, day = " ".join(match["t"].lower().split()), w.weekday(match["d"])
        if word.endswith(("following", "preceding")):
            return Weekday(day, 1 if word.endswith("following") else -1, by_week=False)
        if word.endswith("past"):
            return Weekday(day, -1, by_week=False)
        return Weekday(day, 2 if word.endswith(("coming", "upcoming")) else w.turn(word))

    @w.register(
        grammar,
        "weekday",
        rf"(?P<d>{w.WEEKDAY})(?: of|,)? (?P<t>last|this|next|the following|the previous|that|the same) week",
        rf"(?P<t>last|this|next) week(?:'s)? (?:on )?(?P<d>{w.WEEKDAY})",
    )
    def _in_week(match: re.Match[str]) -> Meaning:
        return In(w.turned(match["t"], Unit.WEEK), Weekday(w.weekday(match["d"])))

    @w.register(grammar, "weekday", rf"(?P<d>{w.WEEKDAY})", guard=weekday_stands, priority=-1)
    def _bare(match: re.Match[str]) -> Meaning:
        return Weekday(w.weekday(match["d"]))

    @w.register(grammar, "weekday", rf"(?P<d>{w.WEEKDAY}) after next")
    def _after_next(match: re.Match[str]) -> Meaning:
        return In(Shift(Unit.WEEK, 2), Weekday(w.weekday(match["d"])))

    @w.register(
        grammar,
        "weekday",
        rf"a week from (?:this |next )?(?P<d>{w.FULL_WEEKDAY})",
        rf"(?P<d>{w.FULL_WEEKDAY}) week(?! \w)",
    )
    def _week_from(match: re.Match[str]) -> Meaning:
        return Offset(Unit.WEEK, 1, Weekday(w.weekday(match["d"]), turn=2))


def _weeks(grammar: Grammar) -> None:
    of = r"(?:the )?(?:week|w/c)(?: (?:of|beginning|starting|commencing|ended|ending)(?: on)?)? (?:the )?"
    day = (
        rf"(?:{w.FULL_WEEKDAY},? )?(?:(?P<m>{w.MONTH}) (?P<d>{w.DAY})|(?P<d2>{w.DAY})(?: of)? "
        rf"(?P<m2>{w.MONTH}))"
    )

    @w.register(grammar, "week-of", rf"{of}{day}(?:{w.OF_YEAR})?")
    def _week_of(match: re.Match[str]) -> Meaning:
        month = w.month_field(match["m"] or match["m2"])
        feast = within(w.year_meaning(match), month_day(month, w.day_field(match["d"] or match["d2"])))
        return Holding(Unit.WEEK, feast)

    @w.register(grammar, "week-of", rf"(?:the )?week of the (?P<d>{w.RANKED_DAY})")
    def _week_of_day(match: re.Match[str]) -> Meaning:
        return Holding(Unit.WEEK, w.day_field(match["d"]))

    @w.register(grammar, "week-of", rf"(?:the )?week of (?P<f>{w.HOLIDAY})")
    @w.register(grammar, "week-of", r"(?P<f>thanksgiving|christmas|easter) week(?! \w+ly)")
    def _week_of_holiday(match: re.Match[str]) -> Meaning:
        return Holding(Unit.WEEK, Holiday(w.holiday(match["f"])))

    @w.register(
        grammar,
        "iso-week",
        rf"(?:the )?(?:calendar )?week (?P<k>\d{{1,2}})(?:,? (?:of |in )?(?P<y>{w.YEAR}))?(?! \w*[-/:])",
        r"(?P<y>20\d\d)-?W(?P<k>\d\d)",
    )
    def _iso_week(match: re.Match[str]) -> Meaning | None:
        week = Field(Unit.WEEK, int(match["k"]))
        if not 1 <= week.value <= 53:
            return None
        return In(w.year_span(match["y"]) if match["y"] else Shift(Unit.YEAR, 0), week)


def _nth(grammar: Grammar) -> None:
    which = (
        rf"(?:the )?(?:very )?(?P<o>{w.ORDINAL}|last|final|opening|closing)"
        r"(?P<back>[- ](?:to[- ])?last|[- ]from[- ]last)?"
    )
    year = rf"(?:{w.OF_YEAR})?"
    turn = (
        r"(?P<t>this|last|next|the|the current|the previous|the following|that|each|every) (?P<u2>week|month"
        r"|year|quarter|decade|century)"
    )
    outer = (
        rf"(?:(?:of|in|,) )?(?:the month of )?(?:(?P<m>{w.MONTH}){year}|(?P<y2>{w.YEAR})|{turn}|"
        rf"(?P<yw2>{w.YEAR_WORDS}))"
    )
    of = r"(?:of|in) "

    @w.register(
        grammar,
        "nth",
        (
            rf"{which} (?P<u>{w.FULL_WEEKDAY}|days?|weeks?|weekend|month|business day|trading day"
            rf"|year) {of}{outer}"
        ),
        (
            rf"{which} (?P<u>week|weekend|month),? (?P<m>)(?P<y>)(?P<yy>)(?P<yw>)(?P<ry>)(?P<y2>)(?P<yw2>)"
            rf"(?P<t>this|last|next) (?P<u2>year|month)"
        ),
        (
            rf"{which} (?P<c>{w.NUMBER_WORD}|\d{{1,2}}|few) (?P<u>days|weeks|months|quarters|years"
            rf"|weekends) {of}{outer}"
        ),
        priority=1,
    )
    def _in(match: re.Match[str]) -> Meaning | None:
        rank = {"opening": 1, "closing": -1}.get(match["o"].lower()) or w.ordinal(match["o"])
        if match["back"]:
            rank = -rank
        span, unit = _outer(match), match["u"].lower()
        if span is None:
            return None
        if unit in w.WORDS["weekdays"]:
            return In(span, Nth(rank, weekday=w.weekday(unit)))
        few = match.groupdict().get("c")
        if few is not None and few.lower() == "few":
            return None
        return In(span, Nth(rank, w.unit(unit), count=w.number(few) if few else 1))


def _outer(match: re.Match[str]) -> Meaning | None:
    if match["m"]:
        return within(w.year_meaning(match), w.month_field(match["m"]))
    if match["y2"]:
        return w.year_span(match["y2"])
    if match["yw2"]:
        from kb.timex.meaning import Absolute
        from kb.when.span import TimeSpan

        return Absolute(TimeSpan.year(w.number(match["yw2"])))
    if match["t"].lower() in ("each", "every"):
        return None
    if match["t"].lower() == "the":
        return w.turned("that", w.unit(match["u2"]))
    return w.turned(match["t"], w.unit(match["u2"]))
