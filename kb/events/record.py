"""A statement with what of its document matters for telling events apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kb.model import Measure, Statement, Status
from kb.when.span import TimeSpan


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One statement as the resolver sees it.

    `document` is the document's id, `source` its name for a person, `published` the day it was asserted.
    `entities` are all participants, the principal among them. `story` is the document that first told the story
    which this one prints in nearly the same words, or its own: documents of one story are one source.
    """

    id: str
    document: str
    kind: str
    status: Status
    when: TimeSpan
    quote: str
    principal: str | None = None
    entities: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    published: date | None = None
    source: str | None = None
    story: str | None = None

    @classmethod
    def of(
        cls,
        statement: Statement,
        document: str,
        published: date | None = None,
        source: str | None = None,
        story: str | None = None,
    ) -> StatementRecord:
        """The record of a statement of a document."""
        entities = tuple(dict.fromkeys(part.entity for part in statement.participants))
        return cls(
            id=statement.id,
            document=document,
            kind=statement.kind,
            status=statement.status,
            when=statement.when,
            quote=statement.quote,
            principal=entities[0] if entities else None,
            entities=entities,
            measures=statement.measures,
            published=published,
            source=source,
            story=story or document,
        )

    @property
    def others(self) -> frozenset[str]:
        """The participants beside the principal."""
        return frozenset(self.entities) - {self.principal or ""}

    @property
    def age(self) -> tuple[date, str]:
        """Sorts statements from the first asserted, the undated last; settled by id."""
        return self.published or date.max, self.id
