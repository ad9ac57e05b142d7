"""Loading documents in great numbers, each with what was read in it: by COPY on PostgreSQL, as tuples on SQLite.

What is loaded is what the ordinary writer would hold. It asks for each document what the base holds of it; here one
query asks for thousands, and which statements tell one event is settled once, at the end of the transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, insert, select

from kb.knowledge.kinds import load_kinds
from kb.model import Entity, Extraction, Issue, Statement
from kb.store.copies import note_all_copies
from kb.store.database import Database
from kb.store.document_rows import check_text, document_columns, issue_rows, put_run
from kb.store.entity_rows import known_keys, put_entities
from kb.store.inserting import insert_rows, next_numbers
from kb.store.listed import rows_in
from kb.store.places import place_row
from kb.store.records import Run
from kb.store.resolve import Change, resolve_again
from kb.store.statement_rows import chunks, measure_rows, participant_rows, statement_row
from kb.store.tables import (
    document,
    document_place,
    issue,
    kind,
    measure,
    reading,
    statement,
    statement_entity,
)
from kb.store.ties import concerned
from kb.store.writer import Writer

Row = dict[str, Any]
# A principal and a kind: only statements of one block can tell one event.
Block = tuple[int, str]
# Statements that are compared at a time, as long as no single kind and principal has more.
_COMPARED = 20_000
# A block of which at least this part is new is compared whole; of others what is tied to something new.
_MANY = 0.1


@contextmanager
def loading(database: Database, entities: Mapping[str, Entity], run: Run) -> Iterator[DocumentLoader]:
    """A loader in a transaction; events are brought up to date at its end. `entities` describes those named."""
    with database.write() as connection:
        loader = DocumentLoader(connection, entities, run)
        yield loader
        loader.finish()


class DocumentLoader:
    """Loads documents into one transaction; `added` counts those that were new or said something else."""

    def __init__(self, connection: Connection, entities: Mapping[str, Entity], run: Run) -> None:
        self._connection = connection
        self._entities = entities
        self._run = run
        self._run_pk: int | None = None
        self.added = 0
        self._named: dict[str, int] = {}
        # What is to be written over what is held, and of which documents.
        self._changed: list[Extraction] = []
        self._again: set[str] = set()
        self._new: dict[Block, list[Change]] = defaultdict(list)
        self._alone: list[int] = []

    def load(self, batch: Sequence[Extraction]) -> None:
        """Hold documents as they were read. Raises `DataError` where a text cannot be stored."""
        held = self._held({each.document.id for each in batch})
        new: dict[str, Extraction] = {}
        for each in batch:
            name = each.document.id
            is_same = held[name].is_same(each) if name in held else new.setdefault(name, each) == each
            # What comes after something else was said of a document changes it back.
            if not is_same or name in self._again:
                self._again.add(name)
                self._changed.append(each)
        self._describe(batch)
        self._insert(list(new.values()))
        self.added += len(new)

    def finish(self) -> None:
        """Say which statements tell one event; what the base held otherwise is changed as the writer does."""
        for pks in self._compared():
            resolve_again(self._connection, pks, (), self._run.at)
        if self._changed:
            writer = Writer(self._connection, self._entities, self._run)
            self.added += sum(not writer.put(each).unchanged for each in self._changed)
            writer.finish()

    def _held(self, names: Iterable[str]) -> dict[str, _Held]:
        """What the base holds of these documents."""
        rows = {
            row["pk"]: row
            for chunk in chunks(sorted(names))
            for row in self._connection.execute(select(document).where(document.c.id.in_(chunk))).mappings()
        }
        found = {pk: _Held(row) for pk, row in rows.items()}
        for pk, name, digest in rows_in(self._connection, _DIGESTS, rows):
            found[pk].digests[name] = digest
        for pk, *said in rows_in(self._connection, _ISSUES, rows):
            found[pk].issues.append(Issue(*said))
        return {each.row["id"]: each for each in found.values()}

    def _describe(self, batch: Iterable[Extraction]) -> None:
        """Hold the entities and kinds that are named for the first time or described anew."""
        named = {part.entity for each in batch for said in each.statements for part in said.participants}
        described = {entity.id for each in batch for entity in each.named}
        wanted = {name for name in named if name not in self._named or name in described}
        if wanted:
            keys = put_entities(self._connection, wanted, self._entities)
            self._named |= {name: keys[name] for name in wanted}
        kinds = {said.kind for each in batch for said in each.statements} & load_kinds().keys()
        missing = kinds - set(self._connection.scalars(select(kind.c.id)))
        if missing:
            self._connection.execute(insert(kind), [{"id": name} for name in sorted(missing)])

    def _insert(self, new: Sequence[Extraction]) -> None:
        """Hold documents that are new, with all that hangs on them."""
        if not new:
            return
        pks = next_numbers(self._connection, document, len(new))
        rows: dict[Table, list[Row]] = defaultdict(list)
        for pk, each in zip(pks, new, strict=True):
            self._add(pk, each, rows)
        for table in (document, reading, document_place, issue):
            insert_rows(self._connection, table, rows[table])
        self._insert_statements(
            [(pk, said) for pk, each in zip(pks, new, strict=True) for said in _once(each)]
        )
        texts = {pk: each.document.text for pk, each in zip(pks, new, strict=True)}
        note_all_copies(self._connection, texts)

    def _add(self, pk: int, each: Extraction, rows: dict[Table, list[Row]]) -> None:
        given, run = each.document, self._put_run()
        check_text(given)
        columns = document_columns(given)
        asserted = columns["published_on"] or self._run.at.date()
        recorded = {"recorded_at": self._run.at, "run_pk": run}
        rows[document].append({"pk": pk, **columns, "asserted_on": asserted, **recorded})
        rules = self._run.rules or self._run.version
        rows[reading].append({"document_pk": pk, "run_pk": run, "rules": rules, "found": dict(given.found)})
        if given.found:
            rows[document_place].append(place_row(pk, given, None))
        rows[issue] += issue_rows(pk, each.issues)

    def _insert_statements(self, told: Sequence[tuple[int, Statement]]) -> None:
        merged: Mapping[int | None, int] = known_keys(self._connection, set(self._named.values()))
        shared = {"run_pk": self._put_run(), "recorded_at": self._run.at}
        rows: dict[Table, list[Row]] = defaultdict(list)
        pks = next_numbers(self._connection, statement, len(told))
        for pk, (document_pk, said) in zip(pks, told, strict=True):
            principal = self._named[said.participants[0].entity] if said.participants else None
            place = {"pk": pk, "document_pk": document_pk, "principal_pk": merged.get(principal, principal)}
            rows[statement].append({**statement_row(said), **shared, **place})
            rows[statement_entity] += participant_rows(said, pk, self._named)
            rows[measure] += measure_rows(said, pk)
            self._note(pk, said, place["principal_pk"])
        for table in (statement, statement_entity, measure):
            insert_rows(self._connection, table, rows[table])

    def _note(self, pk: int, said: Statement, principal: int | None) -> None:
        """Remember what is to be compared."""
        if principal is None:
            self._alone.append(pk)
        else:
            change = Change(said.kind, principal, said.when.starts_on, said.when.ends_on)
            self._new[principal, said.kind].append(change)

    def _compared(self) -> Iterator[Iterable[int]]:
        """The numbers of the statements to be compared, some at a time, those of a block together."""
        yield from chunks(self._alone, _COMPARED)
        whole: dict[Block, int] = {}
        for block, size in self._sizes():
            if len(self._new[block]) < size * _MANY:
                yield concerned(self._connection, self._new[block])
                continue
            whole[block] = size
            if sum(whole.values()) >= _COMPARED:
                yield self._statements_of(whole)
                whole = {}
        yield self._statements_of(whole)

    def _sizes(self) -> list[tuple[Block, int]]:
        """How many statements each block has now that something new came to it."""
        sizes = rows_in(self._connection, _SIZES, sorted({principal for principal, _ in self._new}))
        return sorted(((key, of_kind), size) for key, of_kind, size in sizes if (key, of_kind) in self._new)

    def _statements_of(self, blocks: Mapping[Block, int]) -> list[int]:
        rows = rows_in(self._connection, _OF_PRINCIPALS, sorted({principal for principal, _ in blocks}))
        return [pk for key, of_kind, pk in rows if (key, of_kind) in blocks]

    def _put_run(self) -> int:
        if self._run_pk is None:
            self._run_pk = put_run(self._connection, self._run)
        return self._run_pk


class _Held:
    """A document that the base holds, with the digests of its statements by id, and its issues."""

    def __init__(self, row: RowMapping) -> None:
        self.row = row
        self.digests: dict[str, str] = {}
        self.issues: list[Issue] = []

    def is_same(self, each: Extraction) -> bool:
        """Whether the base holds exactly this."""
        columns = document_columns(each.document)
        digests = {said.id: statement_row(said)["digest"] for said in each.statements}
        same = all(self.row[name] == value for name, value in columns.items())
        return same and digests == self.digests and list(each.issues) == self.issues


def _once(each: Extraction) -> Iterable[Statement]:
    """The statements, of those with one id the last."""
    return {said.id: said for said in each.statements}.values()


_DIGESTS = (
    "SELECT document_pk, id, digest FROM statement WHERE retired_at IS NULL AND document_pk IN {values}"
)
_ISSUES = (
    "SELECT document_pk, start_char, end_char, code, message FROM issue WHERE document_pk IN {values} "
    "ORDER BY document_pk, position"
)
_SIZES = (
    "SELECT principal_pk, kind, count(*) FROM statement WHERE retired_at IS NULL AND principal_pk IN {values} "
    "GROUP BY principal_pk, kind"
)
_OF_PRINCIPALS = (
    "SELECT principal_pk, kind, pk FROM statement WHERE retired_at IS NULL AND principal_pk IN {values}"
)
