"""What persons say of entities that were found in texts: which known one it is, or what it is called.

Statements keep the entity that was read in them. A judgement gives it another that takes its place in every
event, now and when texts are read again, and can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Select, select, update

from kb.errors import DataError, UnknownName
from kb.knowledge.gazetteer import entity_id
from kb.lang.fold import fold
from kb.model import Entity
from kb.store.database import Database
from kb.store.entity_rows import entity_keys, put_entities, read_entities
from kb.store.judgements import read_judgement
from kb.store.records import Verdict
from kb.store.resolve import Change, resolve_changes
from kb.store.statement_rows import chunks, insert_row
from kb.store.tables import document, entity, judgement, statement, statement_entity

MERGE, RENAME = "merge", "rename"


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An entity that nobody confirmed: the number of its statements, where they stand, and the first of them."""

    entity: Entity
    statements: int
    sources: tuple[str, ...]
    quote: str


def unconfirmed(database: Database) -> list[Unconfirmed]:
    """The provisional entities of the base, those with most statements first.

    Stands for `SELECT entity.id, quote, source FROM entity JOIN statement_entity … WHERE provisional`.
    """
    query = (
        select(entity.c.id, statement.c.quote, document.c.source)
        .join(statement_entity, statement_entity.c.entity_pk == entity.c.pk)
        .join(statement, statement.c.pk == statement_entity.c.statement_pk)
        .join(document, document.c.pk == statement.c.document_pk)
        .where(entity.c.provisional, entity.c.same_as_pk.is_(None), statement.c.retired_at.is_(None))
        .order_by(document.c.asserted_on, document.c.pk, statement.c.start_char)
    )
    seen: dict[str, list[tuple[str, str]]] = {}
    with database.read() as connection:
        for name, quote, source in connection.execute(query):
            seen.setdefault(name, []).append((quote, source or ""))
        known = read_entities(connection, seen)
    found = [_unconfirmed(known[name], places) for name, places in seen.items()]
    return sorted(found, key=lambda each: (-each.statements, each.entity.id))


def merge(database: Database, new: str, known: str, entities: Mapping[str, Entity], *, by: str) -> Verdict:
    """Hold that the entity `new` of the base is `known` (both ids); `entities` describes the known ones.

    Raises `UnknownName` where the base has no `new`, `DataError` where they are one already.
    """
    at = datetime.now(UTC)
    with database.write() as connection:
        _require(connection, new)
        put_entities(connection, [known], entities)
        links = _links(connection)
        if links.get(new, new) == links.get(known, known):
            raise DataError(f"{new} and {known} are one already")
        return _hold(connection, MERGE, new, known, {}, by, at)


def rename(database: Database, new: str, name: str, *, by: str) -> Verdict:
    """Hold that the entity `new` (an id) of the base is called `name`, which also gives its id.

    Raises `UnknownName` where the base has no `new`, `DataError` where the name has no letter or digit or is
    another's.
    """
    at = datetime.now(UTC)
    with database.write() as connection:
        found = _require(connection, new)
        ident = entity_id(name)
        if not ident:
            raise DataError(f"{name!r} has no letter or digit to make a name of")
        if ident != new and entity_keys(connection, [ident]):
            raise DataError(f"{name} is known as {ident}; merge {new} with it")
        called = replace(found, id=ident, names=_names(name, found), provisional=False)
        put_entities(connection, [ident], {ident: called})
        return _hold(connection, RENAME, new, ident, {"name": name}, by, at)


def relink(connection: Connection, at: datetime) -> None:
    """Make the entities and events what the standing judgements say."""
    links = _links(connection)
    keys = entity_keys(connection, {*links, *links.values()})
    wanted = {keys[name]: keys[known] for name, known in links.items() if name != known}
    held = {
        row.pk: row.same_as_pk
        for row in connection.execute(
            select(entity.c.pk, entity.c.same_as_pk).where(entity.c.same_as_pk.is_not(None))
        )
    }
    changed = {key for key in {*wanted, *held} if wanted.get(key) != held.get(key)}
    before = _affected(connection, changed)
    for key in changed:
        link = wanted.get(key)
        connection.execute(update(entity).where(entity.c.pk == key).values(same_as_pk=link))
        _move_principal(connection, key, link or key)
    after = _affected(connection, changed)
    resolve_changes(connection, [*before[0], *after[0]], before[1] | after[1], at)


def unname(connection: Connection, name: str, given: str) -> None:
    """Take back a name that was given to an entity whose id it fits."""
    found = read_entities(connection, [name])[name]
    names = {tag: tuple(each for each in spelled if each != given) for tag, spelled in found.names.items()}
    kept = {tag: spelled for tag, spelled in names.items() if spelled}
    connection.execute(update(entity).where(entity.c.id == name).values(provisional=True))
    put_entities(connection, [name], {name: replace(found, names=kept or found.names, provisional=True)})


def _hold(
    connection: Connection, verdict: str, new: str, known: str, amend: dict[str, str], by: str, at: datetime
) -> Verdict:
    row = {
        "left_id": new, "right_id": known, "verdict": verdict, "author": by, "judged_at": at, "amend": amend,
    }  # fmt: skip
    number = insert_row(connection, judgement, row)
    relink(connection, at)
    return Verdict(number, verdict, (new,), known, amend, by, at)


def _require(connection: Connection, name: str) -> Entity:
    found = read_entities(connection, [name]).get(name)
    if found is None:
        raise UnknownName("entity of the base", name, connection.scalars(select(entity.c.id)))
    return found


def _names(name: str, found: Entity) -> dict[str, tuple[str, ...]]:
    """The names with a new one first."""
    tag = "en" if name.isascii() else "zh-Hans" if fold(name) == name else "zh-Hant"
    return {**found.names, tag: (name, *(each for each in found.names.get(tag, ()) if each != name))}


def _links(connection: Connection) -> Mapping[str, str]:
    """Each entity that a person gave another's place, with the one that it is in the end; the last word counts."""
    query = select(judgement).where(
        judgement.c.verdict.in_((MERGE, RENAME)), judgement.c.retracted_at.is_(None)
    )
    given = {
        each.left: each.right
        for each in map(read_judgement, connection.execute(query.order_by(judgement.c.pk)).mappings())
        if each.right is not None and each.left != each.right
    }
    return {name: _end(name, given) for name in given}


def _end(name: str, given: Mapping[str, str]) -> str:
    passed = {name}
    while name in given and given[name] not in passed:
        name = given[name]
        passed.add(name)
    return name


def _move_principal(connection: Connection, key: int, known: int) -> None:
    first = select(statement_entity.c.statement_pk).where(
        statement_entity.c.entity_pk == key, statement_entity.c.position == 0
    )
    connection.execute(update(statement).where(statement.c.pk.in_(first)).values(principal_pk=known))


def _affected(connection: Connection, keys: Iterable[int]) -> tuple[list[Change], set[int]]:
    """The current statements that name any of the entities, and the numbers of their events."""
    changes, events = [], set()
    for chunk in chunks(keys):
        for row in connection.execute(_naming(chunk)):
            changes.append(Change(row.kind, row.principal_pk, row.starts_on, row.ends_on, ties=None))
            events |= {row.event_pk} - {None}
    return changes, events


def _naming(keys: list[int]) -> Select[tuple[str, int, object, object, int]]:
    return (
        select(
            statement.c.kind, statement.c.principal_pk, statement.c.starts_on, statement.c.ends_on,
            statement.c.event_pk,
        )
        .join(statement_entity, statement_entity.c.statement_pk == statement.c.pk)
        .where(statement_entity.c.entity_pk.in_(keys), statement.c.retired_at.is_(None))
    )  # fmt: skip


def _unconfirmed(found: Entity, places: list[tuple[str, str]]) -> Unconfirmed:
    sources = tuple(dict.fromkeys(source for _, source in places))
    return Unconfirmed(found, len(places), sources, places[0][0])
