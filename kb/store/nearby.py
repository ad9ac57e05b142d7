"""What a change concerns where an entity has many events of a kind: as little of them as gives the same answer.

The statements of a changed span are grouped anew. From a group that is not what it was, the search goes to the
units that its numbers or participants tie to it (`kb.store.units`), and on from each of those: but not to one
that joins nothing before the change and after it (`kb.store.crowded`). What is not reached stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from kb.events.grouping import Settled, group_block
from kb.store.crowded import Crowds
from kb.store.tellers import tellers_at, tellers_of, tied
from kb.store.told import told_by
from kb.store.touching import Place
from kb.store.units import Teller, Ties, Unit, Window, units_of


@dataclass
class Concerned:
    """The numbers of the statements to be resolved again, and what is known of them without all others."""

    pks: set[int] = field(default_factory=set)
    parts: dict[int, object] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)

    def settled(self, names: Mapping[int, str]) -> Settled:
        """The same of statements by their ids."""
        parts = {names[pk]: part for pk, part in self.parts.items() if pk in names}
        return Settled(parts, frozenset(names[pk] for pk in self.alone if pk in names))


class Search:
    """Finds what changes of one kind and principal concern, into `found`.

    `changed` are their places, each with the ties of statements that are no longer there; `former` numbers the
    events that lost a statement, or on whose statements something else is known now.
    """

    def __init__(
        self,
        connection: Connection,
        changed: Mapping[Place, Sequence[Ties]],
        former: Collection[int],
        found: Concerned,
    ) -> None:
        self._connection = connection
        self._changed = changed
        self._block = next(iter(changed))
        self._former = set(former)
        self._found = found
        self._crowds = Crowds(connection, changed.keys())
        self._events: dict[object, list[Teller]] = {}
        self._taken: set[int] = set()
        self._seen: set[tuple[object, Place]] = set()

    def run(self) -> None:
        """Follow the ties of what changed to their ends."""
        waiting: list[Unit] = []
        for place in self._changed:
            waiting += self._grouped_anew(place)
        events = {each.event_pk for unit in waiting for each in unit.tellers if each.event_pk is not None}
        waiting += self._take(events | self._former)
        for place, gone in self._changed.items():
            for ties in gone:
                waiting += self._take(self._reached(Unit(None, place, ()), ties, is_alone=False))
        while waiting:
            unit = waiting.pop()
            alone = bool(self._crowds.among([unit], self._events))
            if alone:
                self._found.alone |= unit.pks
            waiting += self._take(self._reached(unit, unit.ties, alone))

    def _grouped_anew(self, place: Place) -> Iterator[Unit]:
        """The groups of a changed place that are not what they were."""
        tellers = {each.pk: each for each in tellers_at(self._connection, place)}
        former = {unit.pks for unit in units_of(tellers.values()) if unit.label not in self._former}
        for number, pks in enumerate(self._groups(tellers)):
            if pks not in former:
                unit = Unit((place, number), place, tuple(tellers[pk] for pk in sorted(pks)))
                self._seen |= {(each.event_pk, place) for each in unit.tellers}
                self._put(unit)
                yield unit

    def _groups(self, pks: Iterable[int]) -> list[frozenset[int]]:
        """The groups of all statements of a span."""
        told = {each.record.id: each for each in told_by(self._connection, "pk", sorted(pks))}
        groups = group_block([each.record for each in told.values()], {})
        return [frozenset(told[each.id].pk for each in group) for group in groups]

    def _take(self, events: Iterable[object]) -> Iterator[Unit]:
        """The units of events that are resolved again, too."""
        new = {each for each in events if isinstance(each, int)} - self._taken
        self._taken |= new
        self._load(new)
        for event in sorted(new):
            for unit in units_of(self._events[event]):
                if (unit.label, unit.place) not in self._seen:
                    self._seen.add((unit.label, unit.place))
                    yield from self._parts(unit)

    def _parts(self, unit: Unit) -> Iterator[Unit]:
        """A unit; several that joined the same finer group are told apart as all of their span are."""
        whole = self._events[unit.label]
        if len(unit.tellers) == 1 or all(each.place == unit.place for each in whole):
            self._put(unit)
            yield unit
            return
        all_there = (each.pk for each in tellers_at(self._connection, unit.place))
        for number, pks in enumerate(self._groups(all_there)):
            part = Unit(unit.label, unit.place, tuple(each for each in unit.tellers if each.pk in pks))
            if part.tellers:
                self._put(part, (unit.label, number))
                yield part

    def _put(self, unit: Unit, part: object = None) -> None:
        self._found.pks |= unit.pks
        self._found.parts.update(dict.fromkeys(unit.pks, part or unit.label))

    def _load(self, events: Collection[int]) -> None:
        """Read all statements of these events."""
        missing = set(events) - self._events.keys()
        told: dict[int, list[Teller]] = defaultdict(list)
        for each in tellers_of(self._connection, self._block, missing):
            if each.event_pk is not None:
                told[each.event_pk].append(each)
        self._events.update((event, told[event]) for event in missing)

    def _is_former(self, unit: Unit) -> bool:
        """Whether its statements may have said something else of a milestone before."""
        return not unit.tellers or any(each.event_pk in self._former for each in unit.tellers)

    def _reached(self, unit: Unit, ties: Ties, is_alone: bool) -> set[object]:
        """The events that a unit can have to do with: those it could join, and those that could join it or the
        event that it joins, but for crowded ones."""
        window = (Window.over if is_alone and unit.days > 1 else Window.around)(unit.place)
        near = tied(self._connection, unit.place, ties, window)
        if not self._is_former(unit):
            near = [each for each in near if each.stage in unit.stages]
        there = {(each.event_pk, each.place) for each in near} - self._seen
        self._load({event for event, _ in there if event is not None})
        units = [
            each
            for event in {event for event, _ in there if event is not None}
            for each in units_of(self._events[event])
            if (event, each.place) in there
        ]
        if is_alone or unit.days == 1:
            units = [each for each in units if each.place != unit.place]
        outside = [each for each in units if not unit.contains(each)]
        passed = {each.pks for each in self._crowds.among(outside, self._events)}
        return {each.label for each in units if each.pks not in passed}
