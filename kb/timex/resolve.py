"""From what an expression means to the days it means here: the context rules of the semantics page.

What a meaning lacks comes from the nearest earlier date that has it, else from the publication date on the side
that the tense asks for. Every choice is kept: `Resolved.how` names it and `Resolved.anchor` says what was counted from.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kb.timex.arithmetic import distance, is_recent, move, nth, part, shift, unit_span, window, years_before
from kb.timex.context import Anchor, Memory, TimeContext
from kb.timex.meaning import (
    Absolute,
    Duration,
    Either,
    Field,
    FiscalYear,
    Holding,
    Holiday,
    In,
    Interval,
    Lunar,
    Marked,
    Meaning,
    Nth,
    Offset,
    OnWeekday,
    Origin,
    Part,
    Portion,
    Recurring,
    Shift,
    ToDate,
    Unit,
    Vague,
    Weekday,
    Window,
    YearEarlier,
)
from kb.timex.passage import Passage
from kb.timex.periods import Periods
from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.holidays import holiday_span
from kb.when.lunar import lunar_span
from kb.when.span import DAY, TimeSpan

# Days ahead weigh more than days back where the tense is not told: most of what news dates has happened.
_AHEAD_WEIGHS = 3
# On the side that the tense does not ask for, only a date within a month or so is meant.
_WRONG_SIDE_WEIGHS = {1: 4, 2: 10}
# The next day, six days later: counted from a date no further back than this many characters.
_COUNTED_REACH = 1000


@dataclass(frozen=True, slots=True)
class Resolved:
    """A span, how it was found, and what it was counted from."""

    span: TimeSpan
    how: str = ""
    anchor: str | None = None


@dataclass(slots=True)
class Place:
    """Where the mention that is being resolved stands."""

    start: int
    end: int
    tense: int | None = None


class Resolver:
    """Resolves the mentions of one document in the order of its text."""

    def __init__(self, passage: Passage, context: TimeContext) -> None:
        self.passage = passage
        self.published = context.published
        self.memory = Memory()
        self.periods = Periods(passage, context, self.memory)

    def resolve(self, meaning: Meaning, start: int, end: int) -> Resolved | None:
        """The days that a meaning has at this place; None where nothing settles them."""
        place = Place(start, end)
        try:
            return self._resolve(meaning, place)
        except (ValueError, OverflowError):
            return None

    def tense(self, place: Place) -> int:
        """The tense of the clause around the place, looked up once."""
        if place.tense is None:
            place.tense = self.passage.tense(place.start, place.end)
        return place.tense

    def _resolve(self, meaning: Meaning, place: Place) -> Resolved | None:
        match meaning:
            case Absolute(span):
                return Resolved(span)
            case In(outer, inner):
                return self._within(outer, inner, place)
            case Field():
                return self._field(meaning, place)
            case Shift():
                return self._shift(meaning, place)
            case Weekday():
                return self._weekday(meaning, place)
            case Holiday(key, turn):
                return self._holiday(key, turn, place)
            case Holding(unit, of):
                day = self._resolve(of, place)
                return day and replace(day, span=unit_span(unit, day.span.starts_on))
            case Offset(unit, count, of):
                base = self._resolve(of, place)
                return base and replace(base, span=_offset(base.span, unit, count))
            case OnWeekday(day, of):
                return self._on_weekday(of, day, place)
            case Lunar():
                return self._in_some_year(lambda year: self._lunar_in(year, meaning), place)
            case FiscalYear(number):
                return self._periods_answer(self.periods.year(number, place.start, place.end))
            case Part(of, portion):
                return self._part(of, portion, place)
            case Window():
                return self._window(meaning, place)
            case ToDate(unit):
                return self._to_date(unit)
            case YearEarlier():
                return self._year_earlier(meaning, place)
            case Interval(first, last):
                return self._interval(first, last, place)
            case Either(month_first, day_first):
                return self._either(month_first, day_first, place)
            case Marked(of, approximate, bound):
                return self._marked(of, place, approximate=approximate, bound=bound)
            case Nth() | Duration() | Recurring() | Vague():
                return None

    # What stands in something larger.

    def _within(self, outer: Meaning, inner: Meaning, place: Place) -> Resolved | None:
        if isinstance(inner, Field) and inner.fiscal:
            return self._periods_answer(self.periods.within(outer, inner, place.start, place.end))
        if isinstance(outer, Field) and outer.unit is Unit.MONTH and isinstance(inner, Field):
            return self._month_day(outer.value, inner.value, place)
        container = self._resolve(outer, place)
        if container is None:
            return None
        span = self._inside(container.span, inner, place)
        return None if span is None else replace(container, span=span)

    def _inside(self, span: TimeSpan, inner: Meaning, place: Place) -> TimeSpan | None:
        """The part of a span that a field, a weekday, a holiday or an ordinal names."""
        year = span.starts_on.year
        match inner:
            case Field(Unit.MONTH, value):
                return TimeSpan.month(year, value)
            case Field(Unit.DAY, value):
                return TimeSpan.day(span.starts_on.replace(day=value))
            case Field(Unit.QUARTER, value):
                return TimeSpan.quarter(year, value)
            case Field(Unit.HALF, value):
                return TimeSpan.half(year, value)
            case Field(Unit.SEASON, value):
                return TimeSpan.season(year, value)
            case Field(Unit.DECADE, value):
                return TimeSpan.decade(year // 100 * 100 + value)
            case Field(Unit.WEEK, value):
                return TimeSpan.week(date.fromisocalendar(year, value, 1))
            case Weekday(day):
                return nth(span, 1, None, day)
            case Holiday(key):
                return holiday_span(key, year)
            case Lunar():
                return self._lunar_in(year, inner)
            case Nth(n, unit, weekday, count):
                return nth(span, n, unit, weekday, count)
            case In(outer, deeper):
                middle = self._inside(span, outer, place)
                return middle and self._inside(middle, deeper, place)
            case Part(of, portion):
                middle = self._inside(span, of, place)
                return middle and part(middle, portion)
        return None

    def _on_weekday(self, of: Meaning, weekday: int, place: Place) -> Resolved | None:
        """A day of a month, in the nearest year (or month, where none is named) that begins it on the weekday.

        A day close to the publication date stands as it is: there the weekday is misprinted.
        """
        found = self._resolve(of, place)
        if found is None:
            return None
        unit = Unit.MONTH if isinstance(of, Field) else Unit.YEAR
        if unit is Unit.YEAR and self.published and is_recent(found.span, self.published):
            return found
        days = (move(found.span.starts_on, unit, count) for count in (0, 1, -1, 2, -2))
        fitting = next((day for day in days if day.weekday() == weekday and day.day == found.span.starts_on.day), None)
        return found if fitting is None else replace(found, span=TimeSpan.day(fitting))

    @staticmethod
    def _lunar_in(year: int, lunar: Lunar) -> TimeSpan | None:
        return lunar_span(year, lunar.month, lunar.day, leap=lunar.leap)

    # Fields that lack what is larger.

    def _field(self, field: Field, place: Place) -> Resolved | None:
        match field.unit:
            case Unit.DAY:
                return self._day_of_month(field.value, place)
            case Unit.QUARTER:
                return self._periods_answer(self.periods.quarter(field, place.start, place.end))
            case Unit.HALF if field.fiscal:
                return self._periods_answer(self.periods.quarter(field, place.start, place.end))
            case Unit.DECADE:
                return self._decade(field.value)
        if field.turn is not None and self.published is not None:
            return self._turned(field, place)
        return self._in_some_year(lambda year: self._inside(TimeSpan.year(year), field, place), place)

    def _turned(self, field: Field, place: Place) -> Resolved | None:
        """Last May, next summer: the nearest that lies wholly before or after the publication date."""
        today = self.published
        assert today is not None
        spans = [
            self._inside(TimeSpan.year(today.year + offset), field, place) for offset in (-2, -1, 0, 1, 2)
        ]
        if field.turn == 0:
            chosen = self._inside(TimeSpan.year(today.year), field, place)
        elif field.turn == -1:
            chosen = max((span for span in spans if span and span.ends_on < today), key=_start, default=None)
        else:
            chosen = min(
                (span for span in spans if span and span.starts_on > today), key=_start, default=None
            )
        return None if chosen is None else Resolved(chosen, "published", today.isoformat())

    def _month_day(self, month: int, day: int, place: Place) -> Resolved | None:
        def in_year(year: int) -> TimeSpan | None:
            try:
                return TimeSpan.day(date(year, month, day))
            except ValueError:
                return None

        return self._in_some_year(in_year, place)

    def _in_some_year(self, in_year: Callable[[int], TimeSpan | None], place: Place) -> Resolved | None:
        """The year that the context lends, else the one that lies nearest on the side of the tense."""
        near: TimeSpan | None = None
        if self.published is not None:
            spans = [in_year(self.published.year + offset) for offset in (-1, 0, 1)]
            near = self._nearest([span for span in spans if span is not None], place)
        anchor = self.memory.year
        if anchor is not None and self._lends_year(anchor, near, place):
            span = in_year(anchor.span.starts_on.year)
            if span is not None and self._fits(span, place):
                return Resolved(span, "context", anchor.span.edtf)
        if near is None or self.published is None:
            return None
        return Resolved(near, "published", self.published.isoformat())

    def _fits(self, span: TimeSpan, place: Place) -> bool:
        """Whether a lent year puts no report into the future and no plan into the past."""
        if self.published is None:
            return True
        tense = self.tense(place)
        return not (tense < 0 and span.starts_on > self.published or tense > 0 and span.ends_on < self.published)

    def _lends_year(self, anchor: Anchor, near: TimeSpan | None, place: Place) -> bool:
        """Whether a partial date continues the run that an earlier date opened, at no odds with its tense.

        It does inside a sentence whose date leads a clause, or lists dates (a year inside a clause is an aside),
        and in a chronicle: sentence upon sentence that begins with a date. News dated close to its
        publication never belongs to a run about another year.
        """
        if self.published is None or near is None:
            return True
        if any(is_recent(span, self.published) for span in (near, anchor.span)):
            return False
        if self.passage.same_sentence(anchor.at, place.start):
            return anchor.leads or (
                anchor.span.granularity.rank < Granularity.YEAR.rank
                and self.passage.listed(anchor.at, place.start)
            )
        if not anchor.opens or not self.passage.same_paragraph(anchor.at, place.start):
            return False
        return self.passage.opens(place.start)

    def _nearest(self, spans: list[TimeSpan], place: Place) -> TimeSpan | None:
        """The nearest span, days on the side that the tense does not ask for weighing more."""
        published = self.published
        assert published is not None
        tense = self.tense(place)
        alone = self.passage.alone(place.start, place.end)
        ahead = 1 if alone else _AHEAD_WEIGHS if tense == 0 else _WRONG_SIDE_WEIGHS[-tense] if tense < 0 else 1
        back = _WRONG_SIDE_WEIGHS[tense] if tense > 0 else 1
        return min(spans, key=lambda span: _weight(span, published, ahead=ahead, back=back), default=None)

    def _day_of_month(self, day: int, place: Place) -> Resolved | None:
        anchor = self.memory.month
        if anchor is not None and not self.passage.same_paragraph(anchor.at, place.start):
            anchor = None
        if anchor is not None:
            near = self.published is None or abs((anchor.span.starts_on - self.published).days) > 45
            if near or self.passage.same_sentence(anchor.at, place.start):
                return Resolved(
                    TimeSpan.day(anchor.span.starts_on.replace(day=day)), "context", anchor.span.edtf
                )
        if self.published is None:
            return None
        month = self.published.replace(day=1)
        told = anchor is not None and anchor.span.starts_on.replace(day=1) == month
        if not told and day - self.published.day > 7 >= self.published.day and self.tense(place) <= 0:
            month = move(month, Unit.MONTH, -1)
        while day > monthrange(month.year, month.month)[1]:
            month = move(month, Unit.MONTH, -1)
        return Resolved(TimeSpan.day(month.replace(day=day)), "published", self.published.isoformat())

    def _decade(self, tens: int) -> Resolved | None:
        """The latest decade with these digits that had begun when the text was published."""
        if self.published is None:
            return None
        century = self.published.year // 100 * 100
        year = century + tens if century + tens <= self.published.year else century - 100 + tens
        return Resolved(TimeSpan.decade(year), "published", self.published.isoformat())

    def _weekday(self, weekday: Weekday, place: Place) -> Resolved | None:
        if self.published is None:
            return None
        today = self.published
        ahead = (weekday.day - today.weekday()) % 7
        match weekday.turn:
            case -1:
                day = today + (ahead - 7) * DAY
            case 0:
                day = today + (weekday.day - today.weekday()) * DAY
            case 1:
                day = today + (weekday.day - today.weekday() + 7) * DAY
            case 2:
                day = today + ((ahead - 1) % 7 + 1) * DAY
            case _:
                day = today + self._side(ahead, place) * DAY
        return Resolved(TimeSpan.day(day), "published", today.isoformat())

    def _side(self, ahead: int, place: Place) -> int:
        """Days to a bare weekday: back for what was, on for what will be, else the nearer one."""
        tense = self.tense(place)
        if ahead == 0 or tense > 0:
            return ahead
        return ahead - 7 if tense < 0 or ahead > 3 else ahead

    def _holiday(self, key: str, turn: int | None, place: Place) -> Resolved | None:
        """The feast of the context's year; one that is named with nothing around it is the coming one."""
        if turn is None and self.published is not None and self.passage.alone(place.start, place.end):
            coming = (holiday_span(key, self.published.year + offset) for offset in (0, 1))
            span = next((span for span in coming if span and span.ends_on >= self.published), None)
            return None if span is None else Resolved(span, "published", self.published.isoformat())
        if turn is None or self.published is None:
            return self._in_some_year(lambda year: holiday_span(key, year), place)
        spans = [holiday_span(key, self.published.year + offset) for offset in (-1, 0, 1)]
        known = [span for span in spans if span is not None]
        if turn == 0:
            span = holiday_span(key, self.published.year)
        elif turn < 0:
            span = max((span for span in known if span.ends_on < self.published), key=_start, default=None)
        else:
            span = min((span for span in known if span.starts_on > self.published), key=_start, default=None)
        return None if span is None else Resolved(span, "published", self.published.isoformat())

    # What is counted.

    def _shift(self, meaning: Shift, place: Place) -> Resolved | None:
        if meaning.unit is Unit.QUARTER or meaning.fiscal:
            return self._periods_answer(self.periods.shift(meaning, place.start, place.end))
        if meaning.origin is Origin.TEXT:
            return self._shift_from_text(meaning, place)
        if self.published is None:
            return None
        return Resolved(
            shift(self.published, meaning.unit, meaning.count), "published", self.published.isoformat()
        )

    def _shift_from_text(self, meaning: Shift, place: Place) -> Resolved | None:
        """Count from the nearest earlier date; what lies ahead of a text with none is counted from its publication."""
        anchor = self._text_anchor(meaning)
        if anchor is not None and (meaning.count == 0 or place.start - anchor.at <= _COUNTED_REACH):
            day = anchor.span.ends_on if meaning.count > 0 else anchor.span.starts_on
            if _fine_enough(anchor.span.granularity, meaning.unit):
                return Resolved(shift(day, meaning.unit, meaning.count), "context", anchor.span.edtf)
        if self.published is None:
            return None
        return Resolved(
            shift(self.published, meaning.unit, meaning.count), "published", self.published.isoformat()
        )

    def _text_anchor(self, meaning: Shift) -> Anchor | None:
        """The date to count from: for days the nearest day, for 同年 whatever year was named last."""
        if meaning.unit in (Unit.DAY, Unit.WORKDAY):
            return self.memory.day
        return self.memory.year if meaning.unit is Unit.YEAR and meaning.count == 0 else self.memory.last

    def _window(self, meaning: Window, place: Place) -> Resolved | None:
        if self.published is None:
            return None
        whole = meaning.whole or meaning.unit in (Unit.QUARTER, Unit.WEEKEND)
        return Resolved(
            window(self.published, meaning.unit, meaning.count, whole=whole),
            "published",
            self.published.isoformat(),
        )

    def _to_date(self, unit: Unit) -> Resolved | None:
        if self.published is None:
            return None
        start = unit_span(unit, self.published).starts_on
        span = TimeSpan(start, self.published, Granularity.RANGE)
        return Resolved(span, "published", self.published.isoformat())

    def _year_earlier(self, meaning: YearEarlier, place: Place) -> Resolved | None:
        if meaning.year is not None:
            return self._in_named_year(meaning.year, place)
        if meaning.period is None and not self._compares_years(place):
            found = self.periods.year_earlier(meaning.years, place.start, place.end)
            if found is not None:
                return self._periods_answer(found)
        elif meaning.period is not None:
            period = self._resolve(meaning.period, place)
            if period is not None:
                return replace(period, span=years_before(period.span, meaning.years), how="compared")
        anchor = self.memory.year
        if anchor is not None and self.passage.same_paragraph(anchor.at, place.start):
            year = anchor.span.starts_on.year - meaning.years
            return Resolved(TimeSpan.year(year), "compared", anchor.span.edtf)
        if self.published is None:
            return None
        return Resolved(TimeSpan.year(self.published.year - meaning.years), "published", self.published.isoformat())

    def _compares_years(self, place: Place) -> bool:
        """Whether the nearest date before is a year in the same sentence: 2024年虧損…,上年同期…"""
        last = self.memory.last
        return (
            last is not None
            and last.span.granularity is Granularity.YEAR
            and self.passage.same_sentence(last.at, place.start)
        )

    def _in_named_year(self, year: int, place: Place) -> Resolved:
        """The same period of a named year: the quarter that the passage compares, else the year."""
        for years in range(1, 10):
            answer = self.periods.year_earlier(years, place.start, place.end)
            if answer is not None and year in (answer[0].starts_on.year, answer[0].ends_on.year):
                return Resolved(*answer)
        return Resolved(TimeSpan.year(year))

    # What is made of others.

    def _part(self, of: Meaning, portion: Portion, place: Place) -> Resolved | None:
        if of == Shift(Unit.YEAR, 0, Origin.TEXT) or of == Shift(Unit.MONTH, 0, Origin.TEXT):
            whole = self._current(of, place)
        else:
            whole = self._resolve(of, place)
        return whole and replace(whole, span=part(whole.span, portion))

    def _current(self, of: Shift, place: Place) -> Resolved | None:
        """The year or month of a bare 年底 or 月初: its sentence's, else the publication date's."""
        anchor = self.memory.year if of.unit is Unit.YEAR else self.memory.month
        if anchor is not None and (
            self.published is None or self.passage.same_sentence(anchor.at, place.start)
        ):
            return Resolved(unit_span(of.unit, anchor.span.starts_on), "context", anchor.span.edtf)
        if self.published is None:
            return None
        return Resolved(unit_span(of.unit, self.published), "published", self.published.isoformat())

    def _interval(self, first: Meaning, last: Meaning, place: Place) -> Resolved | None:
        """Either end may lack what the other has: March to June 2024; 2024年11月至次年2月."""
        if not _has_year(first) and (_has_year(last) or _names_month(last)):
            return self._interval_backwards(first, last, place)
        left = self._resolve(first, place)
        if left is None:
            return None
        following = self._first_after(left.span, last, place)
        if following is not None:
            return _joined(left, following)
        saved = self.memory.last, self.memory.year, self.memory.month
        self.memory.remember(left.span, place.start)
        right = self._resolve(last, place)
        self.memory.last, self.memory.year, self.memory.month = saved
        if right is None:
            return None
        if right.span.ends_on < left.span.starts_on and not _has_year(first):
            left = replace(left, span=years_before(left.span, 1))
        return _joined(left, right.span)

    def _first_after(self, left: TimeSpan, last: Meaning, place: Place) -> TimeSpan | None:
        """The first month, day or weekday of the name that follows the left end; None for what is no such name."""
        if isinstance(last, Weekday) and last.turn is None:
            return TimeSpan.day(left.ends_on + ((last.day - left.ends_on.weekday()) % 7) * DAY)
        if not _names_a_month(last):
            return None
        for year in (left.starts_on.year, left.starts_on.year + 1):
            right = self._inside(TimeSpan.year(year), last, place)
            if right is not None and right.ends_on >= left.starts_on:
                return right
        return None

    def _interval_backwards(self, first: Meaning, last: Meaning, place: Place) -> Resolved | None:
        right = self._resolve(last, place)
        if right is None:
            return None
        for year in (right.span.ends_on.year, right.span.ends_on.year - 1):
            left = self._inside(_container(first, year, right.span), first, place)
            if left is not None and left.starts_on <= right.span.ends_on:
                return _joined(replace(right, span=left), right.span)
        return None

    def _either(self, month_first: Meaning, day_first: Meaning, place: Place) -> Resolved | None:
        chosen = self._resolve(month_first, place) or self._resolve(day_first, place)
        return chosen and replace(chosen, span=chosen.span.uncertain(), how="order-open")

    def _marked(
        self, of: Meaning, place: Place, *, approximate: bool, bound: Bound | None
    ) -> Resolved | None:
        found = self._resolve(of, place)
        if found is None:
            return None
        span = found.span.approximate() if approximate else found.span
        return replace(found, span=replace(span, bound=bound or span.bound))

    def _periods_answer(self, answer: tuple[TimeSpan, str, str | None] | None) -> Resolved | None:
        return answer and Resolved(*answer)

    def lend(self, found: Resolved, start: int, end: int) -> None:
        """Let a resolved mention lend context, unless it is a forecast's or a comparison's.

        What took its own year from a run of dates goes on with the run, wherever in its clause it stands.
        """
        span = found.span
        if self.passage.compared(start):
            return
        if span.granularity is Granularity.DAY and self.passage.ends_period(start):
            self.periods.teach(span, start, end)
            self.memory.remember(span, end, ahead=True)
            return
        ahead = self.published is not None and span.starts_on > self.published
        run = self.memory.year
        follows = found.how == "context" and run is not None
        leads = (follows and run is not None and run.leads) or self.passage.leads(start)
        opens = (follows and run is not None and run.opens) or self.passage.opens(start)
        self.memory.remember(span, end, leads=leads, opens=opens, ahead=ahead)


def _offset(span: TimeSpan, unit: Unit, count: int) -> TimeSpan:
    """So many units before or after a span; from a day the result is a day."""
    edge = span.ends_on if count > 0 else span.starts_on
    if span.granularity is Granularity.DAY and unit is not Unit.WEEKEND:
        return TimeSpan.day(move(edge, unit, count))
    return shift(edge, unit, count)


def _start(span: TimeSpan) -> date:
    return span.starts_on


def _fine_enough(granularity: Granularity, unit: Unit) -> bool:
    """Whether a date of this granularity can be counted from in this unit."""
    if unit in (Unit.DAY, Unit.WEEK, Unit.WORKDAY, Unit.FORTNIGHT, Unit.WEEKEND):
        return granularity in (Granularity.DAY, Granularity.WEEKEND, Granularity.WEEK, Granularity.RANGE)
    if unit is Unit.MONTH:
        return granularity.rank <= Granularity.MONTH.rank
    return granularity.rank <= Granularity.YEAR.rank


def _names_a_month(meaning: Meaning) -> bool:
    """Whether it is a month without a year, or a day or part of one."""
    match meaning:
        case Field(Unit.MONTH, _, _, None):
            return True
        case In(outer, _):
            return _names_a_month(outer)
        case Part(of, _):
            return _names_a_month(of)
    return False


def _has_year(meaning: Meaning) -> bool:
    match meaning:
        case In(outer, _):
            return _has_year(outer)
        case Part(of, _) | Marked(of, _, _):
            return _has_year(of)
        case OnWeekday(_, of) | Offset(_, _, of):
            return _has_year(of)
        case Field() | Holiday():
            return False
    return True


def _names_month(meaning: Meaning) -> bool:
    """Whether a partial end can lend the other its year: a month, or a day of one."""
    match meaning:
        case Field(Unit.MONTH):
            return True
        case In(outer, _) | Part(outer, _):
            return _names_month(outer)
    return False


def _weight(span: TimeSpan, day: date, *, ahead: int = 1, back: int = 1) -> int:
    return distance(span, day) * (ahead if span.starts_on > day else back)


def _container(first: Meaning, year: int, right: TimeSpan) -> TimeSpan:
    """What a partial left end stands in: the right end's month for a bare day, else a year."""
    if isinstance(first, Field) and first.unit is Unit.DAY:
        return TimeSpan.month(right.ends_on.year, right.ends_on.month)
    return TimeSpan.year(year)


def _joined(left: Resolved, right: TimeSpan) -> Resolved | None:
    if right.ends_on < left.span.starts_on:
        return None
    finer = min(left.span.granularity, right.granularity, key=lambda granularity: granularity.rank)
    qualifier = left.span.qualifier if left.span.qualifier == right.qualifier else Qualifier.APPROXIMATE
    if qualifier is not Qualifier.EXACT:
        finer = Granularity.RANGE
    return replace(left, span=TimeSpan(left.span.starts_on, right.ends_on, finer, qualifier))
