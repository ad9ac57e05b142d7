"""What the store hands in and out beside the dataclasses of `kb.model`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kb.model import Entity, Judgement
from kb.model import EventDetail as EventDetail
from kb.model import Evidence as Evidence


@dataclass(frozen=True, slots=True)
class Run:
    """Who writes: when it started (with a time zone), what was called, and which kb's rules read the
    texts; `rules` is a hash of these and of the user's own knowledge."""

    at: datetime
    version: str
    command: str | None = None
    rules: str | None = None


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
class Told:
    """All that tells one event, as another base exported it, with the entities that it describes."""

    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...] = ()
    described: Mapping[str, Entity] = field(default_factory=dict)


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
