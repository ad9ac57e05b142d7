"""Grouping the statements of one kind and principal into events.

1. Statements with one span: numbers that agree bring them together, numbers that one document tells apart
   keep them apart, and two documents that differ about one day tell one event, with a conflict.
2. Moves of a price told a day apart with one number are one move: New York's Tuesday is Beijing's Wednesday.
3. A coarse statement joins the one finer group that gives its number, or that is the same happening of a kind
   that comes once (`kb.events.finer`).

Where two groups would do, a statement joins neither: a split event is told twice, a wrong merger hides one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from operator import attrgetter

from kb.events.agreement import agree, clash, opposed, slipped
from kb.events.finer import join_finer
from kb.events.groups import (
    ABOUT_PRINCIPAL,
    MOVES,
    ONCE,
    ONE_A_PERIOD,
    UNLIKE,
    Apart,
    Group,
    place_of,
    stage_of,
)
from kb.events.record import StatementRecord
from kb.lang.fold import fold
from kb.when.span import TimeSpan

_DAY = timedelta(days=1)
# A span of so many days is a moment, in which two sources that differ speak of one thing.
_MOMENT = 7


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of some statements that are grouped without all others of their kind and principal.

    `parts` names for a statement the group of those with its span; `alone` are those that join no finer group.
    """

    parts: Mapping[str, object] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()


UNSETTLED = Settled()


def group_block(
    records: Iterable[StatementRecord], apart: Apart, settled: Settled = UNSETTLED
) -> list[list[StatementRecord]]:
    """The groups of statements of one kind and principal that tell one event each.

    `apart` gives for a statement those that a person said tell another event. Statements without a principal
    stay alone. The order of the records changes nothing.
    """
    ordered = sorted(records, key=attrgetter("id"))
    alone = [[record] for record in ordered if record.principal is None]
    cells: dict[tuple[object, ...], list[StatementRecord]] = defaultdict(list)
    for record in ordered:
        if record.principal is not None:
            part = settled.parts.get(record.id)
            cells[stage_of(record), record.when.starts_on, record.when.ends_on, part].append(record)
    groups = [group for cell in cells.values() for group in _group_cell(cell, apart)]
    groups = join_finer(_join_next_day(groups, apart), apart, settled.alone)
    return alone + [group.members for group in groups]


def _group_cell(records: list[StatementRecord], apart: Apart) -> list[Group]:
    """The groups of statements with one span; those that say most come first and open the groups."""
    groups: list[Group] = []
    for record in sorted(records, key=lambda each: (-len(each.measures), -len(each.others), each.id)):
        group = _best(record, groups, apart)
        if group is None:
            groups.append(Group(record))
        else:
            group.add(record)
    return groups


def _best(record: StatementRecord, groups: Iterable[Group], apart: Apart) -> Group | None:
    """The group with the strongest bond; none where several have the same and nothing speaks for one."""
    bonds = [(_bond(record, group), group) for group in groups if not group.is_apart([record], apart)]
    strongest = max((bond for bond, _ in bonds), default=0)
    if not strongest:
        return None
    candidates = [group for bond, group in bonds if bond == strongest]
    return candidates[0] if len(candidates) == 1 or strongest > _UNSAID + _UNSAID else None


# How strongly numbers and participants bind: they differ across documents, say nothing, agree.
_NO, _DIFFERENT, _UNSAID, _AGREED = 0, 1, 2, 4


def _bond(record: StatementRecord, group: Group) -> int:
    """How much speaks for the statement telling the group's event; 0 where something speaks against it."""
    if record.kind in UNLIKE:
        return _AGREED + _AGREED if fold(record.quote) in group.words else _NO
    if record.kind in ONE_A_PERIOD:
        return _AGREED + _AGREED
    numbers = _number_bond(record, group)
    others = _participant_bond(record, group, numbers)
    return numbers + others if numbers and others else _NO


def _number_bond(record: StatementRecord, group: Group) -> int:
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


def _participant_bond(record: StatementRecord, group: Group, numbers: int) -> int:
    others = record.others
    if record.kind in ABOUT_PRINCIPAL or others == group.others:
        return _UNSAID
    if others & group.others:
        return _AGREED
    if others and group.others:
        return _NO
    return _UNSAID if group.when.days <= _MOMENT or numbers == _AGREED else _NO


def _join_next_day(groups: list[Group], apart: Apart) -> list[Group]:
    """One-day moves that different documents date a day apart, joined; no chain of days becomes one move."""
    by_day: dict[object, list[Group]] = defaultdict(list)
    for group in groups:
        if group.kind in MOVES and group.when.days == 1:
            by_day[group.when.starts_on].append(group)
    gone: set[int] = set()
    for group in sorted(groups, key=place_of):
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


def _is_one_move(left: Group, right: Group) -> bool:
    return left.stage == right.stage and not left.documents & right.documents and _share_number(left, right)


def _share_number(left: Group, right: Group) -> bool:
    return any(agree(one, other) for one in left.claims for other in right.claims)
