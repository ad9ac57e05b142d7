"""Entities and their names as rows, both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from kb.model import Entity, EntityType
from kb.store.listed import rows_in
from kb.store.statement_rows import chunks
from kb.store.tables import entity, entity_name
from kb.store.terms import fold_name

_HELD = tuple(column.name for column in entity.columns)
_NAMES = (
    "SELECT entity_pk, language, name FROM entity_name WHERE entity_pk IN {values} "
    "ORDER BY entity_pk, language, position"
)
_KNOWN = (
    "SELECT e.pk, k.pk, k.id FROM entity AS e JOIN entity AS k ON k.pk = e.same_as_pk WHERE e.pk IN {values}"
)
# The language tag under which tickers stand among the names.
TICKER = "ticker"


def entity_keys(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of the entities that the base holds."""
    return dict(rows_in(connection, "SELECT id, pk FROM entity WHERE id IN {values}", sorted(set(ids))))


def put_entities(connection: Connection, ids: Iterable[str], known: Mapping[str, Entity]) -> dict[str, int]:
    """Hold these entities, and those they belong to, as `known` describes them; their numbers.

    An entity that `known` lacks is kept as it is held, or becomes provisional, with its id for a name; so is
    one that a person has named, until a gazetteer describes it.
    """
    wanted = _with_owners(ids, known)
    held = _held(connection, wanted)
    confirmed = {name for name, row in held.items() if not row["provisional"]}
    known = {
        name: each
        for name in wanted
        if (each := known.get(name)) and not (each.provisional and name in confirmed)
    }
    keys = {name: row["pk"] for name, row in held.items()}
    _insert(connection, [known.get(name) or _provisional(name) for name in wanted if name not in held], keys)
    for name, row in held.items():
        if name in known and _columns(known[name], keys) != _told(row):
            _replace(connection, known[name], keys)
    _put_names(connection, {name: known[name] for name in wanted if name in known}, keys)
    return keys


def known_keys(connection: Connection, keys: Iterable[int]) -> dict[int | None, int]:
    """The numbers of the entities that persons said these are, by the numbers of those they said it of."""
    found: dict[int | None, int] = {}
    merged = entity.c.same_as_pk.is_not(None)
    for chunk in chunks(sorted(set(keys))):
        rows = connection.execute(
            select(entity.c.pk, entity.c.same_as_pk).where(entity.c.pk.in_(chunk), merged)
        )
        found.update((row.pk, row.same_as_pk) for row in rows)
    return found


def known_entities(connection: Connection, keys: Iterable[int]) -> dict[int, tuple[int, str]]:
    """As `known_keys`, with the ids of the entities that these are."""
    rows = rows_in(connection, _KNOWN, sorted(set(keys)))
    return {own: (known, name) for own, known, name in rows}


def read_entities(connection: Connection, ids: Iterable[str] | None = None) -> dict[str, Entity]:
    """The entities of the base, or those with these ids, by id."""
    owner = entity.alias("owner")
    query = select(entity, owner.c.id.label("of")).outerjoin(owner, owner.c.pk == entity.c.of_pk)
    if ids is not None:
        query = query.where(entity.c.id.in_(list(ids)))
    rows = connection.execute(query.order_by(entity.c.id)).mappings().all()
    names = _names(connection, [row["pk"] for row in rows])
    return {row["id"]: _read(row, names[row["pk"]]) for row in rows}


def _with_owners(ids: Iterable[str], known: Mapping[str, Entity]) -> list[str]:
    """The ids, each after the organization that it belongs to."""
    ordered: dict[str, None] = {}

    def add(name: str, below: frozenset[str]) -> None:
        described = known.get(name)
        if described and described.of and described.of not in below:
            add(described.of, below | {name})
        ordered.setdefault(name)

    for name in sorted(set(ids)):
        add(name, frozenset({name}))
    return list(ordered)


def _held(connection: Connection, ids: list[str]) -> dict[str, dict[str, Any]]:
    """The rows of the entities that the base holds, as the driver gives them."""
    rows = rows_in(connection, f"SELECT {', '.join(_HELD)} FROM entity WHERE id IN {{values}}", ids)
    return {row["id"]: row for row in (dict(zip(_HELD, each, strict=True)) for each in rows)}


def _insert(connection: Connection, described: Sequence[Entity], keys: dict[str, int]) -> None:
    """Hold new entities, owners before what they own; their numbers come into `keys`."""
    waiting = list(described)
    while waiting:
        names = {each.id for each in waiting}
        ready = [each for each in waiting if each.of not in names - {each.id}] or waiting
        connection.execute(insert(entity), [_columns(each, keys) for each in ready])
        keys.update(entity_keys(connection, [each.id for each in ready]))
        waiting = [each for each in waiting if each.id not in keys]


def _replace(connection: Connection, described: Entity, keys: Mapping[str, int]) -> None:
    connection.execute(
        update(entity).where(entity.c.pk == keys[described.id]).values(_columns(described, keys))
    )


def _columns(described: Entity, keys: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": described.id,
        "type": described.type.value,
        "of_pk": keys.get(described.of) if described.of else None,
        "wikidata": described.wikidata,
        "industry": described.industry,
        "country": described.country,
        "source": described.source,
        "provisional": described.provisional,
    }


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in row.items() if column not in ("pk", "same_as_pk")}


def _provisional(name: str) -> Entity:
    return Entity(id=name, type=EntityType.ORGANIZATION, names={}, provisional=True)


def _put_names(connection: Connection, described: Mapping[str, Entity], keys: Mapping[str, int]) -> None:
    wanted = {keys[name]: _all_names(each) for name, each in described.items()}
    held = _names(connection, list(wanted))
    changed = {key: names for key, names in wanted.items() if names != held[key]}
    for chunk in chunks(key for key in changed if held[key]):
        connection.execute(delete(entity_name).where(entity_name.c.entity_pk.in_(chunk)))
    rows = [
        {"entity_pk": key, "language": tag, "position": at, "name": name, "folded": fold_name(name)}
        for key, names in changed.items()
        for tag, spellings in names.items()
        for at, name in enumerate(spellings)
    ]
    if rows:
        connection.execute(insert(entity_name), rows)


def _all_names(described: Entity) -> dict[str, tuple[str, ...]]:
    names = {tag: tuple(dict.fromkeys(spellings)) for tag, spellings in described.names.items() if spellings}
    return {**names, TICKER: tuple(described.tickers)} if described.tickers else names


def _names(connection: Connection, keys: list[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for key, tag, name in rows_in(connection, _NAMES, keys):
        found[key][tag] = (*found[key].get(tag, ()), name)
    return found


def _read(row: RowMapping, names: dict[str, tuple[str, ...]]) -> Entity:
    return Entity(
        id=row["id"],
        type=EntityType(row["type"]),
        names={tag: spellings for tag, spellings in names.items() if tag != TICKER},
        tickers=names.get(TICKER, ()),
        wikidata=row["wikidata"],
        of=row["of"],
        industry=row["industry"],
        country=row["country"],
        source=row["source"],
        provisional=row["provisional"],
    )
