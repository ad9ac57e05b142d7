"""A person's word on events and entities: the part of the Python interface that keeps judgements."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kb.config import Settings
from kb.curated.given import When, author, check_verdict, one_line, span
from kb.errors import DataError, UnknownName, UsageError

if TYPE_CHECKING:
    from kb.pipeline import Knowledge
    from kb.store.database import Database
    from kb.store.names import Unconfirmed
    from kb.store.records import Verdict


class Review:
    """Judgements on a base: each has an author and a time, holds when texts are read again, and can be undone."""

    _database: Database
    _settings: Settings

    @cached_property
    def knowledge(self) -> Knowledge:
        """The entities and fiscal calendars that texts are read with."""
        from kb.reading import load_knowledge

        return load_knowledge(self._settings)

    def judge(self, verdict: str, left: str, right: str | None = None, *, by: str) -> Verdict:
        """A person's word on events or statements, by id: `same` or `different` on two, `wrong` on one.

        It holds when the texts are read again. Raises `UnknownName` for an unknown id or verdict.
        """
        from kb.store.judge import judge

        check_verdict(verdict, right)
        return judge(self._database, verdict, left, right, by=author(by))

    def amend(
        self,
        event: str,
        *,
        by: str,
        when: When | None = None,
        kind: str | None = None,
        status: str | None = None,
        title: str | None = None,
    ) -> Verdict:
        """A person's word on what an event should be shown as. Its statements stay as they were read.

        Raises `DateError` for a date without a reading, `UnknownName` for an unknown event, kind or status.
        """
        from kb.curated.names import read_kind, read_status
        from kb.store.judge import judge

        fields = {
            "when": str(span(when, self.knowledge)) if when is not None else None,
            "kind": read_kind(kind) if kind is not None else None,
            "status": read_status(status).value if status is not None else None,
            "title": one_line(title) if title is not None else None,
        }
        given = {name: value for name, value in fields.items() if value is not None}
        if not given:
            raise UsageError("nothing to amend; give when, kind, status or title")
        return judge(self._database, "amend", event, by=author(by), amend=given)

    def judgements(self) -> list[Verdict]:
        """What persons said of events, taken back or not, in the order of their saying it."""
        from kb.store.judge import verdicts

        return verdicts(self._database)

    def undo(self, number: int) -> Verdict:
        """Take a judgement back. Raises `DataError` where there is none of that number."""
        from kb.store.judge import undo

        return undo(self._database, number)

    def new_entities(self) -> list[Unconfirmed]:
        """The entities that texts name and nobody confirmed, with where they were seen, most seen first."""
        from kb.store.names import unconfirmed

        return unconfirmed(self._database)

    def merge_entity(self, new: str, known: str, *, by: str) -> Verdict:
        """A person's word that one entity is another, both known by id, name or ticker, once and for all.

        `known` takes its place in every event, now and when texts are read again. Raises `UnknownName`.
        """
        from kb.store.names import merge
        from kb.store.query import find_entity

        found = find_entity(self._database, new).id
        described = self.knowledge.gazetteer.entities
        return merge(self._database, found, self._entity(known), described, by=author(by))

    def rename_entity(self, new: str, name: str, *, by: str) -> Verdict:
        """A person's word on what an entity of the base is called, once and for all.

        The name gives its id too. Raises `UnknownName` for an unknown entity, `DataError` for a name that is
        another's.
        """
        from kb.store.names import rename
        from kb.store.query import find_entity

        found, line = find_entity(self._database, new).id, one_line(name, "an entity needs a name")
        known = self.knowledge.gazetteer.find_by_name(line)
        if known is not None and known.id != found:
            raise DataError(f"{line} is known as {known.id}; merge {found} with it")
        return rename(self._database, found, line, by=author(by))

    def _entity(self, name: str) -> str:
        """The id of an entity of the base, else of the gazetteer, whose names are the better suggestions."""
        from kb.store.pages import find_entity_id

        try:
            return find_entity_id(self._database, name)
        except UnknownName:
            return self.knowledge.gazetteer.get(name).id

    def _named(self, name: str) -> str:
        """The id of an entity that is to take part in an event: the gazetteer's, else the base's."""
        gazetteer = self.knowledge.gazetteer
        known = gazetteer.entities.get(name) or gazetteer.find_by_name(name)
        return known.id if known else self._entity(name)
