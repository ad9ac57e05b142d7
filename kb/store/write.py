"""Writing documents: a document and all that was read in it go in together, or not at all.

Statements are known by id. Reading a document twice changes nothing; a newer reading replaces the statements
that it reads otherwise and retires those that it no longer finds. Past versions stay, so that what the base
held at any time can be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, bindparam, delete, insert, or_, select, update

from kb.errors import DataError, UnknownName
from kb.knowledge.kinds import load_kinds
from kb.model import Document, Entity, Extraction, Issue, Statement
from kb.store.copies import note_copies, part_copies
from kb.store.database import Database
from kb.store.entity_rows import known_keys, put_entities
from kb.store.inserting import insert_numbered, insert_rows
from kb.store.places import is_elsewhere, merged, place_row, put_place, put_reading
from kb.store.records import Run, Written
from kb.store.resolve import Change, resolve_changes
from kb.store.statement_rows import chunks, insert_row, measure_rows, participant_rows, statement_row
from kb.store.tables import (
    document,
    document_place,
    issue,
    kind,
    measure,
    reading,
    run,
    statement,
    statement_entity,
)
from kb.store.ties import ties_of

# Documents that one transaction takes: few enough that readers and other writers wait briefly.
_BATCH = 20


def write_extraction(
    database: Database, extraction: Extraction, entities: Mapping[str, Entity], run: Run | None = None
) -> Written:
    """Hold a document as it was read. `entities` describes those that it names; `run` says who writes.

    Raises `DataError` where the text cannot be stored, `DatabaseError` where the base cannot be written.
    """
    with writing(database, entities, run) as writer:
        return writer.put(extraction)


def write_extractions(
    database: Database,
    extractions: Iterable[Extraction],
    entities: Mapping[str, Entity],
    run: Run | None = None,
) -> Iterator[Written]:
    """As `write_extraction`, for many documents in few transactions; tells of each once it is safely held."""
    run = run or this_run()
    for batch in chunks(extractions, _BATCH):
        with writing(database, entities, run) as writer:
            written = [writer.put(extraction) for extraction in batch]
        yield from written


def delete_document(database: Database, name: str, run: Run | None = None) -> bool:
    """Forget a document, its statements and their past versions; whether the base held it."""
    with writing(database, {}, run) as writer:
        return writer.remove(name)


def find_document(database: Database, name: str) -> str:
    """The id of the one document with that id, source or address. Raises `UnknownName` where there is no such
    one."""
    named = or_(document.c.id == name, document.c.source == name, document.c.url == name)
    with database.read() as connection:
        found = connection.scalars(select(document.c.id).where(named).order_by(document.c.pk).limit(6)).all()
    if name in found or len(found) == 1:
        return name if name in found else found[0]
    raise UnknownName("document", name, found)


@contextmanager
def writing(database: Database, entities: Mapping[str, Entity], run: Run | None = None) -> Iterator[Writer]:
    """A writer in a transaction; events are brought up to date at its end."""
    with database.write() as connection:
        writer = Writer(connection, entities, run or this_run())
        yield writer
        writer.finish()


def this_run(command: str | None = None, rules: str | None = None) -> Run:
    """A run that starts now. The base's recorded times are the clock's: when it came to hold a thing."""
    return Run(datetime.now(UTC), _version(), command, rules)


@cache
def _version() -> str:
    from importlib.metadata import version

    return version("kb")


class Writer:
    """Puts documents into one transaction, and remembers which events they touch."""

    def __init__(self, connection: Connection, entities: Mapping[str, Entity], run: Run) -> None:
        self._connection = connection
        self._entities = entities
        self._run = run
        self._run_pk: int | None = None
        self._changes: list[Change] = []
        self._former: set[int] = set()
        # What goes in at once, so that many documents take few commands: statements with those who take part in
        # them and their numbers, and rows that nothing here looks at again.
        self._told: list[tuple[int, Statement, dict[str, Any]]] = []
        self._rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)

    def put(self, extraction: Extraction, digest: str | None = None, *, quoted: bool = False) -> Written:
        """Hold a document as it was read. `digest` names all that it was read from, `quoted` says that its text
        is known by quotations alone."""
        given = extraction.document
        _check_text(given)
        pk, is_new, counts = self._put_document(given)
        if given.found:
            self._put_place(pk, given, digest, is_new)
        if not counts:
            return Written(given.id)
        if not quoted and (is_new or self._run.rules) and self._put_reading(pk, given, is_new):
            note_copies(self._connection, pk, given.text)
        held = {} if is_new else self._held(pk)
        told = {each.id: each for each in extraction.statements}
        rows = {name: statement_row(each) for name, each in told.items()}
        gone = [name for name in held if name not in rows]
        changed = [name for name in rows if name in held and held[name]["digest"] != rows[name]["digest"]]
        added = [name for name in rows if name not in held]
        self._retire([held[name] for name in (*gone, *changed)])
        self._insert(pk, [(told[name], rows[name]) for name in rows if name in {*changed, *added}])
        self._put_issues(pk, extraction.issues, is_new)
        return Written(extraction.document.id, len(added), len(changed), len(gone))

    def remove(self, name: str) -> bool:
        """Forget a document; whether it was held."""
        pk = self._connection.scalar(select(document.c.pk).where(document.c.id == name))
        if pk is None:
            return False
        self._flush()
        self._note_gone(self._held(pk).values())
        part_copies(self._connection, pk)
        self._connection.execute(delete(document).where(document.c.pk == pk))
        return True

    def finish(self, order: Mapping[str, int] | None = None) -> None:
        """Bring the events up to date; `order` as in `resolve_changes`."""
        self._flush()
        if self._changes or self._former:
            resolve_changes(self._connection, self._changes, self._former, self._run.at, order)

    def _put_document(self, given: Document) -> tuple[int, bool, bool]:
        """The document's number, whether it is new, and whether what was read now counts."""
        columns = _document_columns(given)
        held = self._connection.execute(_DOCUMENT, {"name": given.id}).mappings().one_or_none()
        if held is None:
            columns |= {
                "asserted_on": columns["published_on"] or self._run.at.date(),
                "recorded_at": self._run.at,
                "run_pk": self._put_run(),
            }
            return insert_row(self._connection, document, columns), True, True
        self._flush()
        if elsewhere := is_elsewhere(self._connection, held, given):
            columns = merged(held, columns)
        dated = held["published_on"] != columns["published_on"]
        if any(held[name] != value for name, value in columns.items()):
            self._amend_document(held, columns)
        return held["pk"], False, dated or not elsewhere

    def _put_place(self, document_pk: int, given: Document, digest: str | None, is_new: bool) -> None:
        if is_new:
            self._rows[document_place].append(place_row(document_pk, given, digest))
        else:
            put_place(self._connection, document_pk, given, digest)

    def _put_reading(self, document_pk: int, given: Document, is_new: bool) -> bool:
        """Note how a document was read; whether it is the first time."""
        rules = self._run.rules or self._run.version
        if not is_new:
            return put_reading(self._connection, document_pk, given, self._put_run, rules)
        row = {
            "document_pk": document_pk,
            "run_pk": self._put_run(),
            "rules": rules,
            "found": dict(given.found),
        }
        self._rows[reading].append(row)
        return True

    def _amend_document(self, held: RowMapping, columns: dict[str, Any]) -> None:
        """New facts about a document: its publication date or name may change what its events show."""
        columns = {**columns, "asserted_on": columns["published_on"] or held["recorded_at"].date()}
        self._connection.execute(update(document).where(document.c.pk == held["pk"]).values(columns))
        self._note(self._held(held["pk"]).values())

    def _held(self, document_pk: int) -> dict[str, RowMapping]:
        rows = self._connection.execute(_HELD, {"document": document_pk}).mappings()
        return {row["id"]: row for row in rows}

    def _note(self, rows: Iterable[Mapping[Any, Any]]) -> None:
        """Remember that the events around these statements must be resolved again."""
        for row in rows:
            self._changes.append(Change(row["kind"], row["principal_pk"], row["starts_on"], row["ends_on"]))
            if row.get("event_pk") is not None:
                self._former.add(row["event_pk"])

    def _note_gone(self, rows: Iterable[Mapping[Any, Any]]) -> None:
        """As `_note`, of statements that will be there no more."""
        for row in rows:
            place = row["kind"], row["principal_pk"], row["starts_on"], row["ends_on"]
            ties = ties_of(self._connection, row["kind"], row["principal_pk"], row["pk"])
            self._changes.append(Change(*place, ties))
            if row["event_pk"] is not None:
                self._former.add(row["event_pk"])

    def _retire(self, rows: list[RowMapping]) -> None:
        self._note_gone(rows)
        for chunk in chunks(row["pk"] for row in rows):
            self._connection.execute(
                update(statement)
                .where(statement.c.pk.in_(chunk))
                .values(retired_at=self._run.at, event_pk=None)
            )

    def _insert(self, document_pk: int, told: list[tuple[Statement, dict[str, Any]]]) -> None:
        self._told += [(document_pk, each, row) for each, row in told]

    def _flush(self) -> None:
        """Put in what was kept back."""
        told, self._told = self._told, []
        if told:
            self._insert_statements(told)
        for table, rows in self._rows.items():
            insert_rows(self._connection, table, rows)
        self._rows.clear()

    def _insert_statements(self, told: list[tuple[int, Statement, dict[str, Any]]]) -> None:
        self._put_kinds({each.kind for _, each, _ in told})
        named = {part.entity for _, each, _ in told for part in each.participants}
        keys = put_entities(self._connection, named, self._entities)
        known: Mapping[int | None, int] = known_keys(self._connection, keys.values())
        shared = {"run_pk": self._put_run(), "recorded_at": self._run.at}
        rows = []
        for document_pk, each, row in told:
            principal = keys[each.participants[0].entity] if each.participants else None
            rows.append(
                {**row, **shared, "document_pk": document_pk, "principal_pk": known.get(principal, principal)}
            )
        pks = insert_numbered(self._connection, statement, rows)
        for pk, (_, each, _) in zip(pks, told, strict=True):
            self._rows[statement_entity] += participant_rows(each, pk, keys)
            self._rows[measure] += measure_rows(each, pk)
        self._note(rows)

    def _put_kinds(self, wanted: set[str]) -> None:
        """Kinds that this kb knows and the base does not yet; unknown ones the base refuses."""
        missing = wanted & load_kinds().keys() - set(self._connection.scalars(select(kind.c.id)))
        if missing:
            self._connection.execute(insert(kind), [{"id": name} for name in sorted(missing)])

    def _put_issues(self, document_pk: int, issues: Iterable[Issue], is_new: bool) -> None:
        if not is_new:
            self._connection.execute(delete(issue).where(issue.c.document_pk == document_pk))
        self._rows[issue] += [
            {
                "document_pk": document_pk,
                "position": position,
                "start_char": each.start,
                "end_char": each.end,
                "code": each.code,
                "message": each.message,
            }
            for position, each in enumerate(issues)
        ]

    def _put_run(self) -> int:
        if self._run_pk is None:
            self._run_pk = put_run(self._connection, self._run)
        return self._run_pk


def put_run(connection: Connection, given: Run) -> int:
    """Hold a run; its number."""
    name = blake2b(repr(given).encode(), digest_size=10).hexdigest()
    held: int | None = connection.scalar(select(run.c.pk).where(run.c.id == name))
    values = {"id": name, "started_at": given.at, "version": given.version, "command": given.command}
    return held or insert_row(connection, run, values)


_HELD = select(
    statement.c.pk, statement.c.id, statement.c.digest, statement.c.event_pk,
    statement.c.kind, statement.c.principal_pk, statement.c.starts_on, statement.c.ends_on,
).where(statement.c.document_pk == bindparam("document"), statement.c.retired_at.is_(None))  # fmt: skip
_DOCUMENT = select(document).where(document.c.id == bindparam("name"))


def _document_columns(given: Document) -> dict[str, Any]:
    published = given.published
    return {
        "id": given.id,
        "title": given.title,
        "language": given.language,
        "source": given.source,
        "published_on": published.day if published else None,
        "published_how": published.how.value if published else None,
        "publisher": given.publisher,
        "author": given.author,
        "url": given.url,
        "text": given.text,
    }


def _check_text(given: Document) -> None:
    if "\x00" in given.text:
        raise DataError(f"{given.source or given.id}: the text holds NUL characters; is it a binary file?")
