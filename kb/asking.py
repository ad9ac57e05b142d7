"""What a base is asked: the part of the Python interface that shows events and counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from kb.curated.given import Moment, When, first_day, last_day, moment, several
from kb.errors import UsageError
from kb.model import Entity, EventDetail
from kb.review import Review
from kb.timeline import Details, Revisions, Timeline

if TYPE_CHECKING:
    from kb.model import Event
    from kb.store.filters import Filter, Match
    from kb.store.pages import Page
    from kb.store.plans import Disagreement, Revision
    from kb.store.sql import Rows
    from kb.store.timeline import Order


class Wish(TypedDict, total=False):
    """What a timeline may be asked for; see `Base.timeline`."""

    entity: str | Sequence[str]
    start: When | None
    end: When | None
    kind: str | Sequence[str]
    status: str | Sequence[str]
    text: str | None
    match: Match
    relation: str
    granularity: str | None
    source: str | None
    language: str | None
    measure: str | Sequence[str]
    as_of: When | None
    recorded_by: Moment | None
    newest: bool
    limit: int | None


class Asking(Review):
    """Questions to a base, each of which tells the SQL that it stands for."""

    def timeline(
        self,
        entity: str | Sequence[str] = (),
        *,
        start: When | None = None,
        end: When | None = None,
        kind: str | Sequence[str] = (),
        status: str | Sequence[str] = (),
        text: str | None = None,
        match: Match = "any",
        relation: str = "overlaps",
        granularity: str | None = None,
        source: str | None = None,
        language: str | None = None,
        measure: str | Sequence[str] = (),
        as_of: When | None = None,
        recorded_by: Moment | None = None,
        newest: bool = False,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Timeline:
        """The events that concern the entities, in a span, of the kinds and statuses, with the words.

        Entities go by id, name in any language or ticker; an event concerns `any` of them, or by `match` `all`.
        By `relation` an event `overlaps` the span from `start` to `end`, lies `within` it, `starts` in it, or
        stands to it as Allen says (`kb.store.relations.RELATIONS`). `granularity` is the coarsest that is
        shown; `source` a document's source, publisher or address; `language` BCP 47 (zh finds zh-Hant);
        `measure` a test such as `revenue > 30e9 USD`, or several. `as_of` shows what had been asserted by a
        day, `recorded_by` what the base held at a moment (a day means its end, in UTC). `cursor` is that of
        the page before. Stands for `SELECT * FROM timeline WHERE …`; `.sql` has it whole. Raises `DateError`,
        `UnknownName`, and `UsageError` where the span is reversed.
        """
        from kb.store.pages import timeline

        wish = self._filter(
            entity=entity, start=start, end=end, kind=kind, status=status, text=text, match=match,
            relation=relation, granularity=granularity, source=source, language=language, measure=measure,
            as_of=as_of,
        )  # fmt: skip
        if recorded_by is not None:
            return self._timeline_then(wish, moment(recorded_by), newest, limit, cursor)
        order: Order = "newest" if newest else "oldest"
        page = timeline(self._database, wish, order=order, limit=limit, cursor=cursor)
        return self._told(page, wish.as_of)

    def export(
        self,
        path: str | Path,
        format: str | None = None,  # noqa: A002
        *,
        title: str | None = None,
        **wish: Unpack[Wish],
    ) -> list[str]:
        """As `timeline(…).export(path)`, in flat memory however many events there are.

        Takes what `timeline` takes but a cursor, and raises what it does.
        """
        from kb.export.export import export
        from kb.export.job import TITLE, Job

        job = Job(title or TITLE, self._revisions(wish.get("as_of"), wish.get("recorded_by")))
        return list(export(self._details(wish), path, format, job).notes())

    def event(
        self, name: str, *, as_of: When | None = None, recorded_by: Moment | None = None
    ) -> EventDetail:
        """An event by its id, or the beginning of it, with every statement that tells it and its source.

        `as_of` and `recorded_by` as in `timeline`. Raises `UnknownName` where no event, or more than one, has
        that id.
        """
        if as_of is not None or recorded_by is not None:
            from kb.store.past import event_then

            return event_then(self._database, name, as_of=last_day(as_of), recorded_by=moment(recorded_by))
        from kb.store.query import event_detail

        return event_detail(self._database, name)

    def schedule(
        self, entity: str, *, as_of: When | None = None, recorded_by: Moment | None = None
    ) -> Page[Revision]:
        """What became of the plans for an entity, known by id, name or ticker: each milestone's history.

        A revision is a date that was given for the first time, with the slip in days against the one before;
        the last of a milestone that came has the status `actual`. `as_of` and `recorded_by` as in `timeline`.
        Raises `UnknownName`.
        """
        from kb.store.plans import schedule

        return schedule(
            self._database,
            self._entity(entity),
            as_of=last_day(as_of),
            recorded_by=moment(recorded_by),
        )

    def conflicts(self) -> Page[Disagreement]:
        """Pairs of statements of one event that cannot both be right, with both quotes and sources."""
        from kb.store.plans import conflicts

        return conflicts(self._database)

    def gaps(self, as_of: When | None = None) -> Timeline:
        """What was to happen before a day and was never reported to have come, been put off or called off.

        Without `as_of` the day is the newest publication date of the base, never today's clock.
        """
        from kb.store.plans import gaps

        return self._told(gaps(self._database, last_day(as_of) or self.newest_day() or date.min))

    def newest_day(self) -> date | None:
        """The newest publication date of the base's documents; None where none is known."""
        from kb.store.plans import newest_day

        return newest_day(self._database)

    def entities(self) -> Page[tuple[Entity, int]]:
        """The entities that events of the base concern, with the number of events, most first."""
        from kb.store.query import entities

        found = entities(self._database)
        found[:] = [(entity, count) for entity, count in found if count]
        return found

    def sql(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
        """The columns and rows of an SQL query, on a connection that can only read.

        Raises `DatabaseError` where the query is wrong or would write.
        """
        from kb.store.sql import run_sql

        return run_sql(self._database, query, parameters)

    def _timeline_then(
        self, wish: Filter, then: datetime | None, newest: bool, limit: int | None, cursor: str | None
    ) -> Timeline:
        from kb.store.pages import Page
        from kb.store.past import details_then, held_sql

        if cursor is not None:
            raise UsageError("what the base held has no pages; leave out cursor")
        found = details_then(self._database, wish, recorded_by=then, newest=newest, limit=limit)
        events = [detail.event for detail in found]
        page = Page(events, lambda: held_sql(self._database, wish, then))
        return Timeline(page, lambda _: found, self._revisions(wish.as_of, then))

    def _told(self, page: Page[Event], as_of: date | None = None) -> Timeline:
        """A page of events as they are told now."""

        def details(_: bool) -> Iterable[EventDetail]:
            from kb.store.details import evidence_of

            return evidence_of(self._database, page)

        return Timeline(page, details, self._revisions(as_of))

    def _revisions(self, as_of: When | None = None, recorded_by: Moment | None = None) -> Revisions:
        """Gives what became of all plans."""
        day, then = last_day(as_of), moment(recorded_by)

        def revisions() -> Iterable[Revision]:
            from kb.store.plans import schedules

            return schedules(self._database, as_of=day, recorded_by=then)

        return revisions

    def _details(self, wish: Wish) -> Details:
        """Gives the events of a wish one by one, with their evidence where that is asked for."""
        from kb.store.details import event_details
        from kb.store.past import details_then

        order: Order = "newest" if wish.get("newest") else "oldest"
        then, limit = moment(wish.get("recorded_by")), wish.get("limit")
        chosen = self._filter(**wish)
        if then is None:
            return lambda evidence: event_details(
                self._database, chosen, order=order, limit=limit, evidence=evidence
            )
        return lambda _: details_then(
            self._database, chosen, recorded_by=then, newest=order == "newest", limit=limit
        )

    def _filter(self, **wish: Unpack[Wish]) -> Filter:
        from kb.curated.names import read_granularity, read_kind, read_status
        from kb.store.filters import Filter, read_measure_test
        from kb.store.relations import read_relation

        granularity = wish.get("granularity")
        return Filter(
            entities=tuple(self._entity(name) for name in several(wish.get("entity", ()))),
            match=wish.get("match", "any"),
            start=first_day(wish.get("start")),
            end=last_day(wish.get("end")),
            relation=read_relation(wish.get("relation", "overlaps")),
            kinds=tuple(read_kind(name) for name in several(wish.get("kind", ()))),
            statuses=tuple(read_status(name) for name in several(wish.get("status", ()))),
            text=wish.get("text"),
            granularity=read_granularity(granularity) if granularity else None,
            source=wish.get("source"),
            language=wish.get("language"),
            measures=tuple(read_measure_test(test) for test in several(wish.get("measure", ()))),
            as_of=last_day(wish.get("as_of")),
        )
