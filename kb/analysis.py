"""What a base adds up: neighbours in time, intervals, counts and series, as part of the Python interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Unpack

from kb.asking import Asking, Wish
from kb.curated.given import When, first_day, last_day, several, span
from kb.errors import DateError, UnknownName, UsageError
from kb.model import Event
from kb.timeline import Timeline
from kb.when.span import TimeSpan

if TYPE_CHECKING:
    from kb.store.pages import Page
    from kb.store.series import Point

# Windows that reach beyond what a date can be end there.
_FIRST, _LAST = date.min, date.max
# How many are near, where nothing is said.
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The events before and after, the nearest first."""

    before: Timeline
    after: Timeline

    @property
    def sql(self) -> str:
        """The SQL of both."""
        return f"{self.before.sql};\n\n{self.after.sql}"


@dataclass(frozen=True, slots=True)
class Interval:
    """How long it was from the milestone before to this one, in days; None for the first.

    `days` counts from first day to first day. Where a date is no single day it may be `least` to `most`.
    """

    milestone: str
    event: Event | None
    when: TimeSpan
    days: int | None = None
    least: int | None = None
    most: int | None = None


class Intervals(list[Interval]):
    """The intervals in the order of the milestones, with the SQL that found them."""

    def __init__(self, found: Sequence[Interval], sql: str) -> None:
        super().__init__(found)
        self.sql = sql


class Analysis(Asking):
    """Neighbours, intervals, counts and series."""

    def nearest(self, to: When | Event, **wish: Unpack[Wish]) -> Neighbours:
        """The events that begin before and after a date, or an event (itself or its id), the nearest first.

        Takes what `timeline` takes besides a window; `limit` is 5 on either side, where nothing is said. Those
        that begin on the very day count as after. Stands
        for two timelines, `starts_on < :day ORDER BY pk DESC LIMIT …` and `starts_on >= :day ORDER BY pk LIMIT
        …`. Raises `DateError` where it is neither date nor event.
        """
        from kb.store.counts import nearest

        when, event = self._place(to)
        limit = wish.get("limit") or _NEAREST
        extra = limit + 1 if event else limit
        pages = nearest(self._database, when.starts_on, self._filter(**_without_window(wish)), extra)
        before, after = (_without(page, event, limit) for page in pages)
        return Neighbours(self._told(before), self._told(after))

    def around(self, to: When | Event, days: int = 7, **wish: Unpack[Wish]) -> Timeline:
        """What else happened within so many days of a date, or of an event (itself or its id).

        Takes what `timeline` takes besides a window. Stands for `SELECT * FROM timeline WHERE starts_on <= :last +
        days AND ends_on >= :first - days AND id <> :event`.
        """
        from kb.store.pages import timeline

        if days < 0:
            raise UsageError(f"{days} days are no distance")
        when, event = self._place(to)
        window: Wish = {"start": _moved(when.starts_on, -days), "end": _moved(when.ends_on, days)}
        chosen = self._filter(**(_without_window(wish) | window))
        limit = wish.get("limit")
        page = timeline(
            self._database,
            chosen,
            order="newest" if wish.get("newest") else "oldest",
            limit=limit + 1 if limit and event else limit,
        )
        return self._told(_without(page, event, limit), chosen.as_of)

    def intervals(self, *milestones: When | Event, **wish: Unpack[Wish]) -> Intervals:
        """How long it was from each milestone to the next.

        A milestone is a date, an event (itself or its id), or a test of a measure: the first event that passes
        it among those that `wish` picks, as in `base.intervals("market_cap >= 1e12 USD", "market_cap >= 2e12
        USD", entity="nvidia")`. Stands for a timeline with `LIMIT 1` for each test. Raises `UnknownName` where no
        event passes.
        """
        found: list[Interval] = []
        queries: list[str] = []
        for milestone in milestones:
            event, when, sql = self._milestone(milestone, wish)
            queries += [sql] if sql else []
            found.append(_interval(_name(milestone), event, when, found[-1].when if found else None))
        return Intervals(found, ";\n\n".join(queries))

    def counts(
        self,
        by: str = "month",
        *,
        entity: str | None = None,
        kind: str | Sequence[str] = (),
        start: When | None = None,
        end: When | None = None,
        limit: int = 20,
    ) -> Page[tuple[TimeSpan, int]] | Page[tuple[str, int]]:
        """How many events begin in each period, in order, or are of each kind or entity, most first.

        `by` is day, week, month, quarter, half, year, decade, `fiscal quarter` or `fiscal year` (of the
        `entity`, or of a company: `fiscal quarter of apple`), kind, or entity (`limit` of them). Stands for sums
        over the rollups `kind_day` and `entity_day`; `.sql` has it whole. Raises `UnknownName`.
        """
        from kb.curated.names import read_kind
        from kb.store import counts

        known = self._entity(entity) if entity else None
        kinds = tuple(read_kind(name) for name in several(kind))
        window = {"kinds": kinds, "start": first_day(start), "end": last_day(end)}
        name = " ".join(by.lower().replace("-", " ").replace("_", " ").split())
        if name == "kind":
            return counts.counts_by_kind(self._database, entity_id=known, **window)  # type: ignore[arg-type]
        if name == "entity":
            if known:
                raise UsageError("entities that occur with one are told by `together`")
            return counts.counts_by_entity(self._database, limit=limit, **window)  # type: ignore[arg-type]
        period = counts.PERIODS.get(name) or self._fiscal(by, name, known)
        return counts.counts(self._database, period, entity_id=known, **window)  # type: ignore[arg-type]

    def together(self, entity: str, limit: int = 20) -> Page[tuple[str, int]]:
        """The entities that share most events with one, with how many, most first.

        Stands for `SELECT other, events FROM entity_pair WHERE entity = :entity ORDER BY events DESC`. Raises
        `UnknownName`.
        """
        from kb.store.counts import together

        return together(self._database, self._entity(entity), limit)

    def series(
        self,
        metric: str,
        entity: str | None = None,
        *,
        unit: str | None = None,
        basis: str | None = None,
        start: When | None = None,
        end: When | None = None,
        as_of: When | None = None,
    ) -> Page[Point]:
        """The numbers of a metric in the order of their days: each with its span, status and source.

        Stands for `SELECT * FROM measure_series WHERE metric = :metric AND entity = :entity …`. Raises
        `UnknownName`.
        """
        from kb.store.series import series

        return series(
            self._database,
            metric,
            self._entity(entity) if entity else None,
            unit=unit,
            basis=basis,
            start=first_day(start),
            end=last_day(end),
            as_of=last_day(as_of),
        )

    def _place(self, given: When | Event) -> tuple[TimeSpan, Event | None]:
        """Where in time a date or an event is; a word is a date before it is the id of an event."""
        if isinstance(given, Event):
            return given.when, given
        try:
            return span(given, self.knowledge), None
        except DateError as no_date:
            try:
                event = self.event(str(given)).event
            except UnknownName:
                raise DateError(f"{given!r} is neither a date nor the id of an event") from no_date
            return event.when, event

    def _milestone(self, given: When | Event, wish: Wish) -> tuple[Event | None, TimeSpan, str]:
        if not isinstance(given, str) or not set(given) & set("<>="):
            when, event = self._place(given)
            return event, when, ""
        tests = [*several(wish.get("measure", ())), given]
        first: Wish = {"measure": tests, "limit": 1}
        found = self.timeline(**(wish | first))
        if not found:
            raise UnknownName("milestone", given, ())
        return found[0], found[0].when, found.sql

    def _fiscal(self, by: str, name: str, entity: str | None) -> Callable[[date], TimeSpan]:
        """The fiscal period of a company that a day lies in."""
        what, _, owner = name.partition(" of ")
        if what not in ("fiscal quarter", "fiscal year"):
            from kb.store.counts import PERIODS

            raise UnknownName("period", by, [*PERIODS, "fiscal quarter", "fiscal year", "kind", "entity"])
        company = self._named(owner) if owner else entity
        calendar = self.knowledge.calendars.get(company) if company else None
        if calendar is None:
            raise UsageError(
                f"kb knows no fiscal calendar of {company}"
                if company
                else f"whose? write '{what} of' a company, or name the entity"
            )
        known = calendar

        def period(day: date) -> TimeSpan:
            year, quarter = known.locate(day)
            return known.quarter(year, quarter) if what == "fiscal quarter" else known.year(year)

        return period


def _without_window(wish: Wish) -> Wish:
    if "start" in wish or "end" in wish:
        raise UsageError("the window is where this looks itself; leave out start and end")
    overlaps: Wish = {"relation": "overlaps"}
    return wish | overlaps


def _without(page: Page[Event], event: Event | None, limit: int | None) -> Page[Event]:
    """The page, at most so long, without the event that it is about."""
    if event is not None:
        page[:] = [each for each in page if each.id != event.id][:limit]
    return page


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return _FIRST if days < 0 else _LAST


def _name(milestone: When | Event) -> str:
    return milestone.title if isinstance(milestone, Event) else str(milestone)


def _interval(name: str, event: Event | None, when: TimeSpan, before: TimeSpan | None) -> Interval:
    if before is None:
        return Interval(name, event, when)
    return Interval(
        name,
        event,
        when,
        (when.starts_on - before.starts_on).days,
        (when.starts_on - before.ends_on).days,
        (when.ends_on - before.starts_on).days,
    )
