"""Which one finer group a coarse one can mean: a day's in its month's, where only one will do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from math import log

from kb.events.agreement import agree, clash
from kb.events.groups import ABOUT_PRINCIPAL, ONCE, Apart, Group, is_level, names_days, place_of
from kb.model import Measure
from kb.when.span import TimeSpan

_YEAR = 366
# Values within 5 % fall into neighbouring buckets.
_BUCKETS = 1 / log(1.05)


def join_finer(groups: list[Group], apart: Apart, alone: frozenset[str]) -> list[Group]:
    """Coarse groups joined into the one finer group that they can mean, from the finest to the coarsest.

    A group with a statement of `alone` is known to join none.
    """
    kept: list[Group] = []
    index = _Index()
    for _, alike in groupby(sorted(groups, key=place_of), key=lambda group: group.when.days):
        apart_so_far = len(kept)
        for group in alike:
            finer = None if group.holds(alone) else _only_finer(group, index, apart)
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


def _only_finer(group: Group, index: _Index, apart: Apart) -> Group | None:
    """The one finer group that a coarse one can mean; None where there is none, or another as well."""
    if not _names_days(group.when):
        return None
    found: Group | None = None
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
        self._groups: dict[object, dict[int, Group]] = defaultdict(dict)

    def add(self, group: Group, keys: Iterable[object]) -> None:
        """Let a group be found by these keys."""
        first = group.when.starts_on
        for key in keys:
            self._groups[first.year, key][id(group)] = group
            self._groups[first.year, first.month, key][id(group)] = group

    def within(self, group: Group) -> Iterator[Group]:
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


def _keys(group: Group) -> Iterator[object]:
    """What a coarser group finds it by, beside its year: its participants, its numbers."""
    if group.kind in ONCE:
        yield from group.others if group.kind not in ABOUT_PRINCIPAL and group.others else [None]
    else:
        yield from ((measure.metric, _bucket(measure)) for measure in group.claims)


def _lookups(group: Group) -> Iterator[object]:
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


def _tells(coarse: Group, fine: Group) -> bool:
    """Whether the coarse group can be about the fine one's event."""
    if coarse.stage != fine.stage or not _is_coarser(coarse.when, fine.when):
        return False
    if coarse.kind not in ONCE:
        return any(agree(one, other) for one in coarse.claims if is_level(one) for other in fine.claims)
    shared = coarse.others & fine.others or coarse.others == fine.others
    return bool(shared or coarse.kind in ABOUT_PRINCIPAL) and not _told_apart(coarse, fine)


def _told_apart(left: Group, right: Group) -> bool:
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
    return names_days(when.granularity, when.qualifier)
