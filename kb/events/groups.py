"""Statements that tell one event so far, and what kinds of events have in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from kb.events.record import StatementRecord
from kb.lang.fold import fold
from kb.model import Measure, Status
from kb.when.granularity import Granularity, Qualifier

Apart = Mapping[str, frozenset[str]]

# Kinds of which a period has one for its principal: all its figures belong together.
ONE_A_PERIOD = frozenset({"earnings", "guidance"})
# Kinds whose other participants are bystanders (超過蘋果) and tell no two events apart.
ABOUT_PRINCIPAL = ONE_A_PERIOD | {"share_price", "market_cap", "market_share", "founding"}
# Happenings that come once between the same participants.
ONCE = frozenset({"founding", "acquisition", "launch"})
# One-day moves, which time zones date a day apart.
MOVES = frozenset({"share_price", "market_cap"})
# Statements of no kind have nothing in common but their date, so only the same words are the same.
UNLIKE = frozenset({"other"})
# Kinds that are announcements of a date: sources call the same one planned or actual.
_ANNOUNCED = frozenset({"delay", "guidance"})


class Group:
    """Statements that tell one event so far."""

    def __init__(self, record: StatementRecord) -> None:
        self.kind = record.kind
        self.stage = stage_of(record)
        self.when = record.when
        self.members = [record]
        self.others = set(record.others)
        self.claims: dict[Measure, set[str]] = defaultdict(set)
        self.words = {fold(record.quote)} if record.kind in UNLIKE else set()
        self._claim(record)

    @property
    def documents(self) -> set[str]:
        """Which documents tell it."""
        return {record.document for record in self.members}

    def add(self, record: StatementRecord) -> None:
        """Take a statement in."""
        self.members.append(record)
        self.others |= record.others
        if self.words:
            self.words.add(fold(record.quote))
        self._claim(record)

    def absorb(self, group: Group) -> None:
        """Take another group in; the finer span stays."""
        for record in group.members:
            self.add(record)

    def holds(self, names: frozenset[str]) -> bool:
        """Whether one of its statements is among these."""
        return bool(names) and any(record.id in names for record in self.members)

    def is_apart(self, records: Iterable[StatementRecord], apart: Apart) -> bool:
        """Whether a person keeps one of the records apart from one of its own."""
        if not apart:
            return False
        own = {record.id for record in self.members}
        return any(apart.get(record.id, frozenset()) & own for record in records)

    def _claim(self, record: StatementRecord) -> None:
        for measure in record.measures:
            self.claims[measure].add(record.document)


def stage_of(record: StatementRecord) -> str:
    """What a source says of a milestone: that it came, is to come, or is off."""
    return stage(record.kind, record.status, record.when.ends_on, record.published)


def stage(kind: str, status: Status, ends_on: date, published: date | None) -> str:
    """As `stage_of`, of a statement's kind, status, last day and day of publication."""
    if status in (Status.CANCELLED, Status.DENIED):
        return "off"
    if kind in _ANNOUNCED or status is Status.ACTUAL:
        return "came"
    past = published is not None and ends_on <= published
    return "came" if status is Status.RUMORED and past else "to come"


def place_of(group: Group) -> tuple[object, ...]:
    """Sorts groups from the finest to the coarsest; settled by day and id."""
    return group.when.days, group.when.starts_on, min(record.id for record in group.members)


def names_days(granularity: Granularity, qualifier: Qualifier) -> bool:
    """Whether a span can mean a day in it: a stretch up to the day of writing (今年以來) does not."""
    return not (granularity in (Granularity.DAY, Granularity.RANGE) and qualifier is Qualifier.EXACT)


def is_level(measure: Measure) -> bool:
    """Whether the number does not depend on the length of its period, as a change in per cent does."""
    return not (measure.metric.endswith("_change") and measure.unit in ("%", "pp", "bp"))
