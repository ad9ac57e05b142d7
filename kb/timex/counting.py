"""What is counted from the publication date or from a date of the text: shifts, windows, year to date."""

from __future__ import annotations

from datetime import date

from kb.timex.arithmetic import shift, unit_span, window
from kb.timex.context import Anchor, Memory
from kb.timex.meaning import Origin, Shift, Unit, Window
from kb.timex.resolved import Place, Resolved
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

# The next day, six days later: counted from a date no further back than this many characters.
_COUNTED_REACH = 1000
# That year is one that was told no further back than this many characters.
_SPOKEN_OF = 300


class Counting:
    """Counts for one document."""

    def __init__(self, memory: Memory, published: date | None) -> None:
        self.memory = memory
        self.published = published

    def shift(self, meaning: Shift, place: Place) -> Resolved | None:
        """The unit so many units from the publication date, or from the date before."""
        if meaning.origin is Origin.TEXT:
            return self.shift_from_text(meaning, place)
        if self.published is None:
            return None
        return Resolved(
            shift(self.published, meaning.unit, meaning.count), "published", self.published.isoformat()
        )

    def shift_from_text(self, meaning: Shift, place: Place) -> Resolved | None:
        """Count from the nearest earlier date, in a text with none from its publication."""
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
        if meaning.unit is not Unit.YEAR:
            return self.memory.last
        return self._other_year() if meaning.count == 0 else self.memory.last

    def _other_year(self) -> Anchor | None:
        """The year told last: that year is not this one, if the text told of another."""
        if self.published is None:
            return self.memory.year
        this = self.published.year
        others = (
            anchor
            for anchor in reversed(self.memory.trail)
            if anchor.span.starts_on.year < this
            or (anchor.span.starts_on.year > this and anchor.span.granularity is Granularity.YEAR)
        )
        last, other = self.memory.year, next(others, None)
        if last is None or other is None or last.at - other.at > _SPOKEN_OF:
            return last
        return other if last.span.starts_on.year == self.published.year else last

    def window(self, meaning: Window, place: Place) -> Resolved | None:
        """The stretch that ends or begins at the publication date."""
        if self.published is None:
            return None
        whole = meaning.whole or meaning.unit in (Unit.QUARTER, Unit.WEEKEND)
        return Resolved(
            window(self.published, meaning.unit, meaning.count, whole=whole),
            "published",
            self.published.isoformat(),
        )

    def to_date(self, unit: Unit) -> Resolved | None:
        """From the start of the unit to the publication date."""
        if self.published is None:
            return None
        start = unit_span(unit, self.published).starts_on
        span = TimeSpan(start, self.published, Granularity.RANGE)
        return Resolved(span, "published", self.published.isoformat())


def _fine_enough(granularity: Granularity, unit: Unit) -> bool:
    """Whether a date of this granularity can be counted from in this unit."""
    if unit in (Unit.DAY, Unit.WEEK, Unit.WORKDAY, Unit.FORTNIGHT, Unit.WEEKEND):
        return granularity in (Granularity.DAY, Granularity.WEEKEND, Granularity.WEEK, Granularity.RANGE)
    if unit is Unit.MONTH:
        return granularity.rank <= Granularity.MONTH.rank
    return granularity.rank <= Granularity.YEAR.rank
