"""From what an expression means to the days it means here: the context rules of the semantics page.

What a meaning lacks comes from the nearest earlier date that has it, else from the publication date on the
side that the tense asks for. Every choice is kept: `Resolved.how` names it, `Resolved.anchor` says from what.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.timex.arithmetic import first_since, is_recent, move, part, unit_span, years_before
from kb.timex.bare_days import BareDays
from kb.timex.context import Memory, TimeContext
from kb.timex.counting import Counting
from kb.timex.earlier import Earlier
from kb.timex.inside import (
    container,
    has_year,
    inside,
    joined,
    lunar_in,
    names_a_month,
    names_month,
    offset,
)
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
    Silent,
    ToDate,
    Unit,
    Vague,
    Weekday,
    Window,
    YearEarlier,
)
from kb.timex.partial import Partial
from kb.timex.passage import Passage
from kb.timex.periods import Periods
from kb.timex.resolved import Place, Resolved
from kb.timex.rules import Parse
from kb.when.granularity import Bound, Granularity
from kb.when.span import DAY, TimeSpan

# What began longer ago than so many days is history where something is the first since then.
_HISTORY = 400


class Resolver:
    """Resolves the mentions of one document in the order of its text."""

    def __init__(self, passage: Passage, context: TimeContext, parses: Sequence[Parse] = ()) -> None:
        self.passage = passage
        self.published = context.published
        self.memory = Memory()
        self.periods = Periods(passage, context, self.memory)
        self.partial = Partial(passage, self.memory, self.published, parses)
        self.days = BareDays(self.partial)
        self.counting = Counting(self.memory, self.published)
        self.earlier = Earlier(passage, self.memory, self.periods, self.published)

    def resolve(self, meaning: Meaning, start: int, end: int) -> Resolved | None:
        """The days that a meaning has at this place; None where nothing settles them."""
        if isinstance(meaning, Absolute):
            return Resolved(meaning.span)
        try:
            return self._resolve(meaning, Place(start, end))
        except (ValueError, OverflowError):
            return None

    def _resolve(self, meaning: Meaning, place: Place) -> Resolved | None:
        match meaning:
            case Absolute(span):
                return Resolved(span)
            case In(outer, inner):
                return self._within(outer, inner, place)
            case Field():
                return self._field(meaning, place)
            case Shift() if meaning.unit is Unit.QUARTER or meaning.fiscal:
                return self._periods_answer(self.periods.shift(meaning, place.start, place.end))
            case Shift():
                return self.counting.shift(meaning, place)
            case Weekday():
                return self.days.weekday(meaning, place)
            case Holiday(key, turn):
                return self.partial.holiday(key, turn, place)
            case Holding(unit, of):
                day = self._resolve(of, place)
                return day and day.over(unit_span(unit, day.span.starts_on))
            case Offset(unit, count, of):
                base = self._resolve(of, self._beside(place) if unit is Unit.YEAR else place)
                return base and base.over(offset(base.span, unit, count))
            case OnWeekday(day, of):
                return self._on_weekday(of, day, place)
            case Lunar():
                return self.partial.in_some_year(lambda year: lunar_in(year, meaning), place)
            case FiscalYear(number):
                return self._periods_answer(self.periods.year(number, place.start, place.end))
            case Part(of, portion):
                return self._part(of, portion, place)
            case Window():
                return self.counting.window(meaning, place)
            case ToDate(unit):
                return self.counting.to_date(unit)
            case YearEarlier():
                return self.earlier.resolve(meaning, place, self._resolve)
            case Interval(first, last):
                return self._interval(first, last, place)
            case Either(month_first, day_first):
                return self._either(month_first, day_first, place)
            case Marked(of, approximate, bound):
                return self._marked(of, place, approximate=approximate, bound=bound)
            case Silent(of):
                return self._resolve(of, place)
            case Nth() | Duration() | Recurring() | Vague():
                return None

    def _beside(self, place: Place) -> Place:
        """The place of something counted from: a year from Christmas is counted from the nearest one."""
        return Place(place.start, place.start, self.partial.tense(place))

    # What stands in something larger.

    def _within(self, outer: Meaning, inner: Meaning, place: Place) -> Resolved | None:
        if isinstance(inner, Field) and inner.fiscal:
            return self._periods_answer(self.periods.within(outer, inner, place.start, place.end))
        if isinstance(outer, Field) and outer.unit is Unit.MONTH and isinstance(inner, Field):
            return self.partial.month_day(outer.value, inner.value, place)
        container = self._resolve(outer, place)
        if container is None:
            return None
        span = inside(container.span, inner)
        return None if span is None else container.over(span)

    def _on_weekday(self, of: Meaning, weekday: int, place: Place) -> Resolved | None:
        """A day of a month, in the nearest year (or month, where none is named) that has it on the weekday.

        A day close to the publication date stands as it is: there the weekday is misprinted.
        """
        found = self._resolve(of, place)
        if found is None:
            return None
        unit = Unit.MONTH if isinstance(of, Field) else Unit.YEAR
        if unit is Unit.YEAR and self.published and is_recent(found.span, self.published):
            return found
        days = (move(found.span.starts_on, unit, count) for count in (0, 1, -1, 2, -2))
        fitting = next(
            (day for day in days if day.weekday() == weekday and day.day == found.span.starts_on.day), None
        )
        return found if fitting is None else found.over(TimeSpan.day(fitting))

    def _field(self, field: Field, place: Place) -> Resolved | None:
        match field.unit:
            case Unit.DAY:
                beside = self.days.day_beside(field.value) if field.turn == 0 else None
                return beside or self.days.day_of_month(field.value, place)
            case Unit.QUARTER:
                return self._periods_answer(self.periods.quarter(field, place.start, place.end))
            case Unit.HALF if field.fiscal:
                return self._periods_answer(self.periods.quarter(field, place.start, place.end))
            case Unit.DECADE:
                return self.partial.decade(field.value)
        if field.turn is not None and self.published is not None:
            return self.partial.turned(field, place)
        if field.unit is Unit.MONTH:
            return self.partial.in_some_year(lambda year: TimeSpan.month(year, field.value), place)
        return self.partial.in_some_year(lambda year: inside(TimeSpan.year(year), field), place)

    # What is made of others.

    def _part(self, of: Meaning, portion: Portion, place: Place) -> Resolved | None:
        if of == Shift(Unit.YEAR, 0, Origin.TEXT) or of == Shift(Unit.MONTH, 0, Origin.TEXT):
            whole = self._current(of, place)
        else:
            whole = self._resolve(of, place)
        return whole and whole.over(part(whole.span, portion))

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
        if not has_year(first) and (has_year(last) or (names_month(last) and not isinstance(first, In))):
            return self._interval_backwards(first, last, place)
        left = self._resolve(first, place)
        if left is None:
            return None
        following = self._first_after(left.span, last, place)
        if following is not None:
            return joined(left, following)
        saved = self.memory.last, self.memory.year, self.memory.month
        self.memory.remember(left.span, place.start)
        right = self._resolve(last, place)
        self.memory.last, self.memory.year, self.memory.month = saved
        if right is None:
            return None
        if right.span.ends_on < left.span.starts_on and not has_year(first):
            left = left.over(years_before(left.span, 1))
        return joined(left, right.span)

    def _first_after(self, left: TimeSpan, last: Meaning, place: Place) -> TimeSpan | None:
        """The first month, day or weekday of that name behind the left end; None for what is no such name."""
        if isinstance(last, Weekday) and last.turn is None:
            return TimeSpan.day(left.ends_on + ((last.day - left.ends_on.weekday()) % 7) * DAY)
        if not names_a_month(last):
            return None
        return first_since(lambda year: inside(TimeSpan.year(year), last), left.starts_on)

    def _interval_backwards(self, first: Meaning, last: Meaning, place: Place) -> Resolved | None:
        right = self._resolve(last, place)
        if right is None:
            return None
        for year in (right.span.ends_on.year, right.span.ends_on.year - 1):
            left = inside(container(first, year, right.span), first)
            if left is not None and left.starts_on <= right.span.ends_on:
                return joined(right.over(left), right.span)
        return None

    def _either(self, month_first: Meaning, day_first: Meaning, place: Place) -> Resolved | None:
        chosen = self._resolve(month_first, place) or self._resolve(day_first, place)
        return chosen and Resolved(chosen.span.uncertain(), "order-open", chosen.anchor)

    def _marked(
        self, of: Meaning, place: Place, *, approximate: bool, bound: Bound | None
    ) -> Resolved | None:
        found = self._resolve(of, place)
        if found is None:
            return None
        span = found.span.approximate() if approximate else found.span
        return found.over(span.bounded(bound or span.bound))

    def _periods_answer(self, answer: tuple[TimeSpan, str, str | None] | None) -> Resolved | None:
        return answer and Resolved(*answer)

    def hear(self, meaning: Meaning, start: int, end: int) -> None:
        """Let a time lend context that is no mention."""
        found = self.resolve(meaning, start, end)
        if found is not None:
            self.lend(found, start, end)

    def _recalls(self, span: TimeSpan, start: int) -> bool:
        """Whether a time is looked back to, as history: the worst since 1937."""
        if self.published is None:
            return False
        return (self.published - span.ends_on).days > _HISTORY or self.passage.outdone_since(start)

    def lend(self, found: Resolved, start: int, end: int) -> None:
        """Let a resolved mention lend context, unless it is a forecast's or a comparison's.

        What took its own year from a run of dates goes on with the run, wherever in its clause it stands.
        """
        span = found.span
        introduced = self.passage.introduced(start)
        if found.how == "compared" or (introduced and self.passage.compared(start)):
            return
        if span.bound is Bound.SINCE and self._recalls(span, start):
            return
        if introduced and span.granularity is Granularity.DAY and self.passage.ends_period(start):
            self.periods.companies.teach(span, start, end)
            self.periods.end(span, start, end)
            self.memory.remember(span, end, ahead=True)
            return
        self.partial.chronicle.note(span, start, end)
        ahead = self.published is not None and span.starts_on > self.published
        run = self.memory.year
        head = run.head if found.how == "context" and run is not None else start
        self.memory.remember(span, end, head, start, ahead=ahead)
