"""Which statements a change can concern: those of its span, and those that a number or participant ties to them.

Statements of one kind and principal with one span are grouped together. With those of other spans that touch
theirs they can have to do only by a number that is near, or, where such a thing happens once, by who else
takes part (`kb.events.grouping`). So a change is followed along these ties and no further: among statements
of a span, to the spans tied to any of them, and so on. The answer is the one that resolving everything gives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import Connection

from kb.store.nearby import Concerned, Search
from kb.store.tellers import crowded, is_judged
from kb.store.touching import Number, Place, Tie, touching
from kb.store.touching import ties_of as ties_of
from kb.store.units import Ties

# Statements of a kind and principal up to which all that are tied are resolved again: finding fewer takes longer.
MANY = 48
# Changes that are followed one by one.
_FEW = 64

# A kind, and the number of a principal.
Block = tuple[str, int | None]


class _Ties:
    """What statements of one span can be tied by to those of others."""

    def __init__(self, *ties: Iterable[Tie]) -> None:
        self._numbers: dict[str, list[Number]] = defaultdict(list)
        self._others: set[Tie] = set()
        for tie in chain.from_iterable(ties):
            if isinstance(tie, Number):
                self._numbers[tie.metric].append(tie)
            else:
                self._others.add(tie)

    def hold(self, ties: Iterable[Tie]) -> bool:
        """Whether a statement with these is tied to any."""
        return any(map(self._holds, ties))

    def _holds(self, tie: Tie) -> bool:
        if isinstance(tie, Number):
            return any(tie.is_near(each) for each in self._numbers.get(tie.metric, ()))
        return tie in self._others


@dataclass(frozen=True, slots=True)
class Change:
    """A statement that came, went or was judged: where in time, of which kind and principal.

    `ties` are those of a statement that is no longer there; None where they are not known any more. Or they are
    those of one that is `coming`: the base does not hold it yet.
    """

    kind: str
    principal_pk: int | None
    starts_on: date
    ends_on: date
    ties: tuple[Tie, ...] | None = ()
    coming: bool = False


def affected(connection: Connection, changes: Iterable[Change], former: Collection[int]) -> Concerned:
    """What the changes can concern; `former` numbers the events that lost a statement, or on whose statements
    something else is known now."""
    blocks: dict[Block, list[Change]] = defaultdict(list)
    for change in changes:
        blocks[change.kind, change.principal_pk].append(change)
    found, others = Concerned(), list[Change]()
    dense = dense_among(connection, blocks)
    for block, changed in blocks.items():
        if block in dense:
            Search(connection, _places(changed), former, found).run()
        else:
            others += changed
    found.pks |= concerned(connection, others)
    return found


def dense_among(
    connection: Connection, blocks: Mapping[Block, Sequence[Change]], many: int = MANY
) -> set[Block]:
    """The kinds and principals with `many` statements and few changes, all of what the base holds or held. What
    persons said of statements ties them in other ways."""
    likely = [block for block, changes in blocks.items() if block[1] is not None and _is_searched(changes)]
    return {
        (kind, principal)
        for kind, principal in crowded(connection, likely, many)
        if principal is not None and not is_judged(connection, kind, principal)
    }


def _is_searched(changes: Sequence[Change]) -> bool:
    return len(changes) <= _FEW and not any(each.ties is None or each.coming for each in changes)


def _places(changes: Iterable[Change]) -> dict[Place, list[Ties]]:
    """The places that changed, each with the ties of statements that are gone."""
    places: dict[Place, list[Ties]] = defaultdict(list)
    for change in changes:
        gone = places[Place(change.kind, change.principal_pk, change.starts_on, change.ends_on)]
        if change.ties:
            gone.append(Ties.of(change.ties))
    return places


def concerned(connection: Connection, changes: Iterable[Change]) -> set[int]:
    """The numbers of the current statements that the changes can concern."""
    gone: dict[Place, list[Tie]] = defaultdict(list)
    # Ties that nobody knows any more could be to all.
    is_open: set[Block] = set()
    for change in changes:
        gone[Place(change.kind, change.principal_pk, change.starts_on, change.ends_on)] += change.ties or ()
        if change.ties is None:
            is_open.add((change.kind, change.principal_pk))
    found: set[int] = set()
    waiting, seen = list(gone), set(gone)
    while waiting:
        tied: set[Place] = set()
        for place, around in touching(connection, waiting, seen).items():
            found.update(around.own)
            ties = _Ties(around.ties, gone.get(place, ()))
            all_are = (place.kind, place.principal) in is_open
            tied |= {there for there, theirs in around.others if all_are or ties.hold(theirs)}
        waiting = list(tied - seen)
        seen |= tied
    return found
