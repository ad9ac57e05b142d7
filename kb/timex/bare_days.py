"""Bare days: a number of the month or a day of the week, whose month or week the context tells."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from kb.timex.arithmetic import distance, move
from kb.timex.context import Anchor
from kb.timex.meaning import Unit, Weekday
from kb.timex.partial import Partial
from kb.timex.resolved import Place, Resolved
from kb.when.granularity import Granularity
from kb.when.span import DAY, TimeSpan

# A month so many days back may be told of beside the publication's; a bare day of late is so many days back.
_RECENT_MONTH, _OF_LATE = 45, 7


class BareDays:
    """Fills in the month or week that a bare day of one document lacks."""

    def __init__(self, partial: Partial) -> None:
        self.partial = partial
        self.passage = partial.passage
        self.memory = partial.memory
        self.published = partial.published

    def day_beside(self, day: int) -> Resolved | None:
        """今（31）日, 週三（20日）: the day of that number nearest to the publication."""
        today = self.published
        if today is None:
            return None
        months = (move(today.replace(day=1), Unit.MONTH, count) for count in (-1, 0, 1))
        spans = [
            TimeSpan.day(month.replace(day=day))
            for month in months
            if day <= monthrange(month.year, month.month)[1]
        ]
        nearest = min(spans, key=lambda span: distance(span, today))
        return Resolved(nearest, "published", today.isoformat())

    def day_of_month(self, day: int, place: Place) -> Resolved | None:
        """A bare 29日: of the month that was told just before, else of the publication date's."""
        frame = self.partial.chronicle.frame(place.start)
        if frame is not None and frame.granularity in (Granularity.DAY, Granularity.MONTH):
            try:
                return Resolved(TimeSpan.day(frame.starts_on.replace(day=day)), "chronicle", frame.edtf)
            except ValueError:
                return None
        anchor = self._month_told(place)
        if anchor is not None and self._lends_month(anchor, day, place):
            return Resolved(TimeSpan.day(anchor.span.starts_on.replace(day=day)), "context", anchor.span.edtf)
        if self.published is None:
            return None
        month = self.published.replace(day=1)
        told = anchor is not None and anchor.span.starts_on.replace(day=1) == month
        if not told and day - self.published.day > 7 >= self.published.day and self.partial.tense(place) <= 0:
            month = move(month, Unit.MONTH, -1)
        while day > monthrange(month.year, month.month)[1]:
            month = move(month, Unit.MONTH, -1)
        return Resolved(TimeSpan.day(month.replace(day=day)), "published", self.published.isoformat())

    def _month_told(self, place: Place) -> Anchor | None:
        """The last month that the paragraph told of; a plan tells only its own sentence."""
        last = self.memory.month
        if last is None or not self.passage.same_paragraph(last.at, place.start):
            return None
        if self.published is None or self.passage.tense(last.start, last.at) <= 1:
            return last
        told = (anchor for anchor in reversed(self.memory.trail) if anchor.span.days <= 31)
        return next((anchor for anchor in told if self._tells(anchor, place)), None)

    def _tells(self, anchor: Anchor, place: Place) -> bool:
        """Whether an anchor of the paragraph is no plan, or the sentence's own."""
        if not self.passage.same_paragraph(anchor.at, place.start):
            return False
        return (
            self.passage.same_sentence(anchor.at, place.start)
            or self.passage.tense(anchor.start, anchor.at) <= 1
        )

    def _lends_month(self, anchor: Anchor, day: int, place: Place) -> bool:
        """Whether a bare day is of the month that was told last, not of the publication's."""
        published = self.published
        if published is None or self.passage.same_sentence(anchor.at, place.start):
            return True
        begun = anchor.span.starts_on
        goes_on = anchor.span.granularity is Granularity.DAY and day >= begun.day
        if abs((begun - published).days) > _RECENT_MONTH:
            return goes_on or not 0 <= published.day - day <= _OF_LATE
        following = self.partial.story.next_date(place.start) if goes_on else None
        if following is None or (begun.year, begun.month) == (published.year, published.month):
            return False
        return begun.replace(day=day) <= following.starts_on < published.replace(day=1)

    def weekday(self, weekday: Weekday, place: Place) -> Resolved | None:
        """A day of the week, counted from the publication date."""
        if self.published is None:
            return None
        today = self.published
        ahead = (weekday.day - today.weekday()) % 7
        match weekday.turn:
            case -1:
                # Last Monday is never of this week: that one is Monday alone.
                day = (
                    today
                    + (ahead - 7 - (7 if weekday.by_week and weekday.day < today.weekday() else 0)) * DAY
                )
            case 0:
                day = today + (weekday.day - today.weekday()) * DAY
            case 1:
                day = today + (weekday.day - today.weekday() + 7) * DAY
            case 2:
                day = today + ((ahead - 1) % 7 + 1) * DAY
            case _:
                day = self._after_a_coming_day(weekday.day, place) or today + self._side(ahead, place) * DAY
        return Resolved(TimeSpan.day(day), "published", today.isoformat())

    def _after_a_coming_day(self, weekday: int, place: Place) -> date | None:
        """週四休市,以及週五公布的數據: the weekday behind one of the coming days that the sentence told of."""
        anchor = self.memory.month
        if anchor is None or self.published is None or anchor.span.granularity is not Granularity.DAY:
            return None
        told = anchor.span.ends_on
        if not 0 < (told - self.published).days < 7 or not self.passage.same_sentence(anchor.at, place.start):
            return None
        days = (weekday - told.weekday()) % 7
        return (
            told + days * DAY
            if 0 < days < 4
            and (self.passage.in_chinese(place.start, place.end) or self.partial.tense(place) >= 0)
            else None
        )

    def _side(self, ahead: int, place: Place) -> int:
        """Days to a bare weekday: back for what was, on for what will be, else the nearer one."""
        tense = self.partial.tense(place)
        if not tense and self.passage.compared(place.start):
            tense = -1
        if ahead == 0 or tense > 0:
            return ahead
        return ahead - 7 if tense < 0 or ahead > 3 else ahead
