"""Which coarse units join no finer one, whatever else is so: two days in them, apart, tell what they could mean.

A day's statements are joined by none but those of the next day, so two days that are not neighbours tell two
events. A month that could mean either means neither (`kb.events.finer`), and a change to a third day leaves it so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from kb.events.groups import ABOUT_PRINCIPAL, ONCE, is_level
from kb.store.listed import rows_in
from kb.store.tellers import tied
from kb.store.touching import Place
from kb.store.units import Teller, Ties, Unit, Window

# Days further apart are not told as one move of a price.
_APART = timedelta(days=2)
# Statements of days that are looked at for one unit: those that would do are many, or it is not crowded.
_MOST = 64


@dataclass
class Crowds:
    """Tells crowded units of one kind and principal; days that `changed` prove nothing."""

    connection: Connection
    changed: Collection[Place]
    _seen: dict[object, bool] = field(default_factory=dict)

    def among(self, units: Iterable[Unit], whole: Mapping[object, Collection[Teller]]) -> list[Unit]:
        """Those of the units that are crowded; `whole` are all statements of their events."""
        able = [each for each in units if each.days > 1 and _is_root(each, whole.get(each.label, ()))]
        shared = self._shared(each for each in able if each.place.kind in ONCE and each.measures)
        return [each for each in able if self._is_crowded(each, shared)]

    def _is_crowded(self, unit: Unit, shared: Collection[int]) -> bool:
        if not any(each.names_days for each in unit.tellers):
            return True
        if any(each.document_pk in shared for each in unit.tellers):
            return False
        stages = unit.stages
        measures = tuple(filter(is_level, unit.measures)) if unit.place.kind not in ONCE else ()
        key = unit.place, stages, measures, unit.others
        if key not in self._seen:
            self._seen[key] = len(stages) == 1 and self._has_two(
                unit, Ties(measures, unit.others, not unit.others)
            )
        return self._seen[key]

    def _has_two(self, unit: Unit, ties: Ties) -> bool:
        """Whether two days tell what the unit could mean."""
        stage = unit.tellers[0].stage
        found = tied(self.connection, unit.place, ties, Window.inside(unit.place), _MOST)
        able = [each for each in found if each.stage == stage and self._proves(each, ties)]
        if ties.nobody and unit.place.kind in ONCE - ABOUT_PRINCIPAL:
            alone = self._without_others(able)
            able = [each for each in able if each.event_pk in alone]
        days = sorted({each.place.starts_on for each in able})
        return bool(days) and days[-1] - days[0] >= _APART

    def _proves(self, each: Teller, ties: Ties) -> bool:
        """Whether a day's statement was there before, and surely is what the ties look for."""
        if each.event_pk is None or each.place in self.changed:
            return False
        return each.place.kind in ONCE or ties.agree(each)

    def _without_others(self, able: Iterable[Teller]) -> set[int]:
        """The events of these in which nobody takes part but the principal."""
        events = {each.event_pk for each in able if each.event_pk is not None}
        return events - {row[0] for row in rows_in(self.connection, _ACCOMPANIED, events)}

    def _shared(self, units: Iterable[Unit]) -> set[int]:
        """The documents of units that tell more of their kind: numbers in one may tell two happenings apart."""
        told = [each for unit in units for each in unit.tellers]
        if not told:
            return set()
        names = {each.document_pk for each in told}
        place = told[0].place
        rows = rows_in(self.connection, _BY_DOCUMENT, names)
        own = [row[0] for row in rows if (row[1], row[2]) == (place.principal, place.kind)]
        return {name for name in names if own.count(name) > 1}


def _is_root(unit: Unit, whole: Collection[Teller]) -> bool:
    """Whether none of its event is told by shorter spans: it joined nothing so far."""
    return all(
        each.place == unit.place or (each.place.ends_on - each.place.starts_on).days + 1 >= unit.days
        for each in whole
    )


_ACCOMPANIED = "SELECT event_pk FROM event_entity WHERE event_pk IN {values} AND position > 0"
_BY_DOCUMENT = """
    SELECT document_pk, principal_pk, kind FROM statement
    WHERE document_pk IN {values} AND retired_at IS NULL
"""
