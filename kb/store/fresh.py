"""New statements as the resolver sees them, before the base holds them: what is written need not be read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from kb.events.groups import ONCE
from kb.events.record import StatementRecord
from kb.model import Statement
from kb.rows.statements import participants_of
from kb.store.ties import MANY as SEARCHED
from kb.store.ties import Block, Change, dense_among
from kb.store.told import Teller, Told
from kb.store.touching import Tie, ties_in

# Statements that come at once and are many.
MANY = 200
# Statements of a kind and principal from which on they are searched even among many: those around all places that
# changed are asked for in few commands, which is quicker than a search for each until an entity's days are crowded.
_CROWDED = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """The entities of statements: their numbers by id, and number and id of those that persons said they are."""

    keys: Mapping[str, int]
    known: Mapping[int, tuple[int, str]]

    def number(self, name: str) -> int:
        """The number of what the entity is known to be."""
        key = self.keys[name]
        return self.known[key][0] if key in self.known else key

    def id(self, name: str) -> str:
        """The id of what the entity is known to be."""
        key = self.keys[name]
        return self.known[key][1] if key in self.known else name


@dataclass(frozen=True, slots=True)
class Coming:
    """A statement with the row that it will have, its number and that of its document included."""

    said: Statement
    row: dict[str, Any]

    @property
    def block(self) -> Block:
        """Its kind and principal: only statements of one block can tell one event."""
        return self.said.kind, self.row["principal_pk"]

    def change(self, named: Named | None = None) -> Change:
        """The change that it makes; with the entities `named`, where the base does not hold it yet."""
        when, (kind, principal) = self.said.when, self.block
        ties = _ties(self.said, principal, named) if named is not None else ()
        return Change(kind, principal, when.starts_on, when.ends_on, ties, coming=named is not None)

    def told(self, teller: Teller, named: Named) -> Told:
        """The statement as it would be read from the base (`kb.store.told`)."""
        said = self.said
        entities = tuple(dict.fromkeys([named.id(part.entity) for part in participants_of(said)]))
        record = StatementRecord(
            said.id,
            teller.id,
            said.kind,
            said.status,
            said.when,
            said.quote,
            entities[0] if entities else None,
            entities,
            said.measures,
            teller.published_on,
            teller.source,
            teller.story,
        )
        return Told(self.row["pk"], None, teller.asserted_on, record)


def parted(
    connection: Connection, coming: Sequence[Coming], changes: Iterable[Change]
) -> tuple[list[Coming], list[Coming]]:
    """Those that the base must hold before events are brought up to date, and those that it need not.

    It is quicker to know them than to look for them, but not where an entity has so many statements of a kind that
    those which matter must be searched for.
    """
    crowded = _CROWDED if len(coming) >= MANY else SEARCHED
    blocks: dict[Block, list[Change]] = defaultdict(list)
    for change in (*changes, *(each.change() for each in coming)):
        blocks[change.kind, change.principal_pk].append(change)
    dense = dense_among(connection, blocks, crowded)
    return [each for each in coming if each.block in dense], [
        each for each in coming if each.block not in dense
    ]


def _ties(said: Statement, principal: int | None, named: Named) -> tuple[Tie, ...]:
    """What ties a statement to others, which the base does not know yet."""
    rows: Sequence[Sequence[Any]]
    if said.kind in ONCE:
        rows = [(named.number(part.entity),) for part in said.participants]
    else:
        rows = [(each.metric, each.value, each.tolerance) for each in said.measures]
    return tuple(ties_in(said.kind, principal, rows))
