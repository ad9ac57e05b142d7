"""What the store hands in and out beside the dataclasses of `kb.model`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from kb.model import Event, Judgement, Statement


@dataclass(frozen=True, slots=True)
class Run:
    """Who writes: when it started (with a time zone), what was called, and which kb's rules read the
    texts."""

    at: datetime
    version: str
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What writing one document changed: numbers of statements."""

    document: str
    added: int = 0
    changed: int = 0
    removed: int = 0

    @property
    def unchanged(self) -> bool:
        """Whether the base already held exactly this."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with the sentence and the document that it stands in.

    `sentence_text` is the sentence's characters; `asserted_on` is the publication date, else the day it was
    recorded.
    """

    statement: Statement
    sentence_text: str
    document: str
    asserted_on: date
    recorded_at: datetime
    source: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published_on: date | None = None
    version: str | None = None
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One act of a person's judging, which may concern several statements. `number` names it in the base."""

    number: int
    verdict: str
    left: tuple[str, ...]
    right: str | None
    amend: dict[str, str]
    by: str
    at: datetime
    retracted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventDetail:
    """Everything about one event."""

    event: Event
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...] = field(default=())
