"""Grouping the statements of one kind and principal into events.

1. Statements with one span: numbers that agree bring them together, numbers that one document tells apart
   keep them apart, and two documents that differ about one day tell one event, with a conflict.
2. Moves of a price told a day apart with one number are one move: New York's Tuesday is Beijing's Wednesday.
3. A coarse statement joins the one finer group that gives its number, or that is the same happening of a kind
   that comes once.

Where two groups would do, a statement joins neither: a split event is told twice, a wrong merger hides one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from math import log
from operator import attrgetter

from kb.events.agreement import agree, clash, opposed, slipped
from kb.events.record import StatementRecord
from kb.lang.fold import fold
from kb.model import Measure, Status
from kb.when.granularity import Granularity, Qualifier
from kb.when.span import TimeSpan

Apart = Mapping[str, frozenset[str]]

# Kinds of which a period has one for its principal: all its figures belong together.
_ONE_A_PERIOD = frozenset({"earnings", "guidance"})
# Kinds whose other participants are bystanders (超過蘋果) and tell no two events apart.
ABOUT_PRINCIPAL = _ONE_A_PERIOD | {"share_price", "market_cap", "market_share", "founding"}
# Happenings that come once between the same participants.
ONCE = frozenset({"founding", "acquisition", "launch"})
# One-day moves, which time zones date a day apart.
_MOVES = frozenset({"share_price", "market_cap"})
# Statements of no kind have nothing in common but their date, so only the same words are the same.
_UNLIKE = frozenset({"other"})
# Kinds that are announcements of a date: sources call the same one planned or actual.
_ANNOUNCED = frozenset({"delay", "guidance"})

_DAY = timedelta(days=1)
# A span of so many days is a moment, in which two sources that differ speak of one thing.
_MOMENT = 7
_YEAR = 366
# Values within 5 % fall into neighbouring buckets.
_BUCKETS = 1 / log(1.05)


class _Group:
    """Statements that tell one event so far."""

    def __init__(self, record: StatementRecord) -> None:
        self.kind = record.kind
        self.stage = _stage(record)
        self.when = record.when
        self.members = [record]
        self.others = set(record.others)
        self.claims: dict[Measure, set[str]] = defaultdict(set)
        self.words = {fold(record.quote)} if record.kind in _UNLIKE else set()
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

    def absorb(self, group: _Group) -> None:
        """Take another group in; the finer span stays."""
        for record in group.members:
            self.add(record)

    def is_apart(self, records: Iterable[StatementRecord], apart: Apart) -> bool:
        """Whether a person keeps one of the records apart from one of its own."""
        if not apart:
            return False
        own = {record.id for record in self.members}
        return any(apart.get(record.id, frozenset()) & own for record in records)

    def _claim(self, record: StatementRecord) -> None:
        for measure in record.measures:
            self.claims[measure].add(record.document)


def group_block(records: Iterable[StatementRecord], apart: Apart) -> list[list[StatementRecord]]:
    """The groups of statements of one kind and principal that tell one event each.

    `apart` gives for a statement those that a person said tell another event. Statements without a principal
    stay alone. The order of the records changes nothing.
    """
    ordered = sorted(records, key=attrgetter("id"))
    alone = [[record] for record in ordered if record.principal is None]
    cells: dict[tuple[object, ...], list[StatementRecord]] = defaultdict(list)
    for record in ordered:
        if record.principal is not None:
            cells[_stage(record), record.when.starts_on, record.when.ends_on].append(record)
    groups = [group for cell in cells.values() for group in _group_cell(cell, apart)]
    groups = _join_finer(_join_next_day(groups, apart), apart)
    return alone + [group.members for group in groups]


def _stage(record: StatementRecord) -> str:
    """What a source says of a milestone: that it came, is to come, or is off."""
    if record.status in (Status.CANCELLED, Status.DENIED):
        return "off"
    if record.kind in _ANNOUNCED or record.status is Status.ACTUAL:
        return "came"
    past = record.published is not None and record.when.ends_on <= record.published
    return "came" if record.status is Status.RUMORED and past else "to come"


def _group_cell(records: list[StatementRecord], apart: Apart) -> list[_Group]:
    """The groups of statements with one span; those that say most come first and open the groups."""
    groups: list[_Group] = []
    for record in sorted(records, key=lambda each: (-len(each.measures), -len(each.others), each.id)):
        group = _best(record, groups, apart)
        if group is None:
            groups.append(_Group(record))
        else:
            group.add(record)
    return groups


def _best(record: StatementRecord, groups: Iterable[_Group], apart: Apart) -> _Group | None:
    """The group with the strongest bond; none where several have the same and nothing speaks for one."""
    bonds = [(_bond(record, group), group) for group in groups if not group.is_apart([record], apart)]
    strongest = max((bond for bond, _ in bonds), default=0)
    if not strongest:
        return None
    candidates = [group for bond, group in bonds if bond == strongest]
    return candidates[0] if len(candidates) == 1 or strongest > _UNSAID + _UNSAID else None


# How strongly numbers and participants bind: they differ across documents, say nothing, agree.
_NO, _DIFFERENT, _UNSAID, _AGREED = 0, 1, 2, 4


def _bond(record: StatementRecord, group: _Group) -> int:
    """How much speaks for the statement telling the group's event; 0 where something speaks against it."""
    if record.kind in _UNLIKE:
        return _AGREED + _AGREED if fold(record.quote) in group.words else _NO
    if record.kind in _ONE_A_PERIOD:
        return _AGREED + _AGREED
    numbers = _number_bond(record, group)
    others = _participant_bond(record, group, numbers)
    return numbers + others if numbers and others else _NO


def _number_bond(record: StatementRecord, group: _Group) -> int:
    pairs = [(measure, claim) for measure in record.measures for claim in group.claims]
    if any(agree(*pair) for pair in pairs):
        return _AGREED
    if any(opposed(*pair) for pair in pairs):
        return _NO
    clashes = [pair for pair in pairs if clash(*pair)]
    brief = group.when.days <= _MOMENT or record.kind in ONCE
    if not clashes:
        return _UNSAID if brief or not pairs else _NO
    if any(record.document in group.claims[claim] for _, claim in clashes):
        return _NO
    return _DIFFERENT if brief or all(slipped(*pair) for pair in clashes) else _NO


def _participant_bond(record: StatementRecord, group: _Group, numbers: int) -> int:
    others = record.others
    if record.kind in ABOUT_PRINCIPAL or others == group.others:
        return _UNSAID
    if others & group.others:
        return _AGREED
    if others and group.others:
        return _NO
    return _UNSAID if group.when.days <= _MOMENT or numbers == _AGREED else _NO


def _join_next_day(groups: list[_Group], apart: Apart) -> list[_Group]:
    """One-day moves that different documents date a day apart, joined; no chain of days becomes one move."""
    by_day: dict[object, list[_Group]] = defaultdict(list)
    for group in groups:
        if group.kind in _MOVES and group.when.days == 1:
            by_day[group.when.starts_on].append(group)
    gone: set[int] = set()
    for group in sorted(groups, key=_place):
        if group.when.days > 1 or id(group) in gone:
            continue
        for later in by_day.get(_next(group.when), ()):
            if (
                id(later) not in gone
                and _is_one_move(group, later)
                and not group.is_apart(later.members, apart)
            ):
                group.absorb(later)
                gone.add(id(later))
                break
    return [group for group in groups if id(group) not in gone]


def _next(when: TimeSpan) -> object:
    return when.starts_on + _DAY if when.starts_on < when.starts_on.max else None


def _is_one_move(left: _Group, right: _Group) -> bool:
    return left.stage == right.stage and not left.documents & right.documents and _share_number(left, right)


def _share_number(left: _Group, right: _Group) -> bool:
    return any(agree(one, other) for one in left.claims for other in right.claims)


def _join_finer(groups: list[_Group], apart: Apart) -> list[_Group]:
    """Coarse groups joined into the one finer group that they can mean, from the finest to the coarsest."""
    kept: list[_Group] = []
    index = _Index()
    for _, alike in groupby(sorted(groups, key=_place), key=lambda group: group.when.days):
        apart_so_far = len(kept)
        for group in alike:
            finer = _only_finer(group, index, apart)
            if finer is None:
                kept.append(group)
            else:
                keys = list(_keys(group))
                finer.absorb(group)
                index.add(finer, keys)
        # None of these is finer than another.
        for group in kept[apart_so_far:]:
            index.add(group, _keys(group))
    return kept


def _only_finer(group: _Group, index: _Index, apart: Apart) -> _Group | None:
    """The one finer group that a coarse one can mean; None where there is none, or another as well."""
    if not _names_days(group.when):
        return None
    found: _Group | None = None
    for each in index.within(group):
        if each is found or not _tells(group, each) or each.is_apart(group.members, apart):
            continue
        if found is not None:
            return None
        found = each
    return found


class _Index:
    """Groups by what a coarser one finds them by, and by the month and the year in which they begin."""

    def __init__(self) -> None:
        self._groups: dict[object, dict[int, _Group]] = defaultdict(dict)

    def add(self, group: _Group, keys: Iterable[object]) -> None:
        """Let a group be found by these keys."""
        first = group.when.starts_on
        for key in keys:
            self._groups[first.year, key][id(group)] = group
            self._groups[first.year, first.month, key][id(group)] = group

    def within(self, group: _Group) -> Iterator[_Group]:
        """The groups that begin in the months, or years, of a coarse one; one may come more than once."""
        periods = list(_periods(group.when))
        for key in _lookups(group):
            for period in periods:
                yield from self._groups.get((*period, key), {}).values()


def _periods(when: TimeSpan) -> Iterator[tuple[int, ...]]:
    """The months in which what lies in a span can begin; the years, where there are many."""
    first, last = when.starts_on, when.ends_on
    if when.days > _YEAR:
        return ((year,) for year in range(first.year, last.year + 1))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return ((month // 12, month % 12 + 1) for month in months)


def _place(group: _Group) -> tuple[object, ...]:
    return group.when.days, group.when.starts_on, min(record.id for record in group.members)


def _keys(group: _Group) -> Iterator[object]:
    """What a coarser group finds it by, beside its year: its participants, its numbers."""
    if group.kind in ONCE:
        yield from group.others if group.kind not in ABOUT_PRINCIPAL and group.others else [None]
    else:
        yield from ((measure.metric, _bucket(measure)) for measure in group.claims)


def _lookups(group: _Group) -> Iterator[object]:
    """The keys of the finer groups that it can mean."""
    if group.kind in ONCE:
        yield from _keys(group)
        return
    near = {
        (measure.metric, _bucket(measure) + step): None for measure in group.claims for step in (-1, 0, 1)
    }
    yield from near


def _bucket(measure: Measure) -> int:
    return round(log(abs(measure.value)) * _BUCKETS) if measure.value else 0


def _tells(coarse: _Group, fine: _Group) -> bool:
    """Whether the coarse group can be about the fine one's event."""
    if coarse.stage != fine.stage or not _is_coarser(coarse.when, fine.when):
        return False
    if coarse.kind not in ONCE:
        return any(agree(one, other) for one in coarse.claims if _is_level(one) for other in fine.claims)
    shared = coarse.others & fine.others or coarse.others == fine.others
    return bool(shared or coarse.kind in ABOUT_PRINCIPAL) and not _told_apart(coarse, fine)


def _told_apart(left: _Group, right: _Group) -> bool:
    """Whether one document gives the two different numbers."""
    return any(
        left.claims[one] & right.claims[other] and clash(one, other)
        for one in left.claims
        for other in right.claims
    )


def _is_coarser(coarse: TimeSpan, fine: TimeSpan) -> bool:
    """A day in its month."""
    return _names_days(coarse) and coarse.days > fine.days and coarse.contains(fine)


def _names_days(when: TimeSpan) -> bool:
    """Whether it can mean a day in it: a stretch up to the day of writing (今年以來) does not."""
    unnamed = when.granularity in (Granularity.DAY, Granularity.RANGE)
    return not (unnamed and when.qualifier is Qualifier.EXACT)


def _is_level(measure: Measure) -> bool:
    """Whether the number does not depend on the length of its period, as a change in per cent does."""
    return not (measure.metric.endswith("_change") and measure.unit in ("%", "pp", "bp"))
