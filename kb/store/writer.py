"""Puts documents with all that was read in them into a transaction; events are brought up to date at its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, bindparam, delete, insert, select, update

from kb.knowledge.kinds import load_kinds
from kb.model import Document, Entity, Extraction, Issue, Statement
from kb.store.copies import note_all_copies, part_copies
from kb.store.document_rows import check_text, document_columns, issue_rows, put_run
from kb.store.entity_rows import known_entities, put_entities
from kb.store.fresh import Coming, Named, parted
from kb.store.inserting import few_in_one_go, insert_rows, next_numbers
from kb.store.listed import fetch, rows_in
from kb.store.places import is_elsewhere, merged, place_row, put_place, put_reading
from kb.store.records import Run, Written
from kb.store.resolve import Change, resolve_changes
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
from kb.store.ties import ties_of
from kb.store.told import tellers


class Writer:
    """Puts documents into one transaction, and remembers which events they touch."""

    def __init__(self, connection: Connection, entities: Mapping[str, Entity], run: Run) -> None:
        self._connection = connection
        self._entities = entities
        self._run = run
        self._run_pk: int | None = None
        self._changes: list[Change] = []
        self._former: set[int] = set()
        # Numbers for documents of which it is known that the base does not hold them.
        self._numbers: dict[str, int] = {}
        # What goes in at once, so that many documents take few commands: new documents by id, statements, texts to be
        # compared, and rows that nothing here looks at again.
        self._documents: dict[str, dict[str, Any]] = {}
        self._told: list[tuple[int, Statement, dict[str, Any]]] = []
        self._texts: dict[int, str] = {}
        self._rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)

    def put_all(self, read: Sequence[tuple[Extraction, str | None]]) -> list[Written]:
        """As `put`, for many documents, each with its digest."""
        names = {each.document.id for each, _ in read}
        held = {
            row[0] for row in rows_in(self._connection, "SELECT id FROM document WHERE id IN {values}", names)
        }
        new = [name for name in dict.fromkeys(each.document.id for each, _ in read) if name not in held]
        self._flush()
        self._numbers = dict(zip(new, next_numbers(self._connection, document, len(new)), strict=True))
        return [self.put(each, digest) for each, digest in read]

    def put(self, extraction: Extraction, digest: str | None = None, *, quoted: bool = False) -> Written:
        """Hold a document as it was read. `digest` names all that it was read from, `quoted` says that its text
        is known by quotations alone."""
        given = extraction.document
        check_text(given)
        pk, is_new, counts = self._put_document(given)
        if given.found:
            self._put_place(pk, given, digest, is_new)
        if not counts:
            return Written(given.id)
        if not quoted and (is_new or self._run.rules) and self._put_reading(pk, given, is_new):
            self._texts[pk] = given.text
        held = {} if is_new else self._held(pk)
        told = {each.id: each for each in extraction.statements}
        rows = {name: statement_row(each) for name, each in told.items()}
        gone = [name for name in held if name not in rows]
        changed = [name for name in rows if name in held and held[name]["digest"] != rows[name]["digest"]]
        added = [name for name in rows if name not in held]
        self._retire([held[name] for name in (*gone, *changed)])
        wanted = {*changed, *added}
        self._told += [(pk, told[name], row) for name, row in rows.items() if name in wanted]
        self._put_issues(pk, extraction.issues, is_new)
        return Written(extraction.document.id, len(added), len(changed), len(gone))

    def remove(self, name: str) -> bool:
        """Forget a document; whether it was held."""
        self._flush()
        pk = self._connection.scalar(select(document.c.pk).where(document.c.id == name))
        if pk is None:
            return False
        self._note_gone(self._held(pk).values())
        part_copies(self._connection, pk)
        self._connection.execute(delete(document).where(document.c.pk == pk))
        return True

    def finish(self, order: Mapping[str, int] | None = None) -> None:
        """Bring the events up to date; `order` as in `resolve_changes`."""
        self._put_documents()
        named, coming = self._numbered()
        held, fresh = parted(self._connection, coming, self._changes)
        self._put_statements(held, named)
        self._changes += [each.change() for each in held] + [each.change(named) for each in fresh]
        if self._changes or self._former:
            documents = tellers(self._connection, {each.row["document_pk"] for each in fresh})
            told = {each.row["pk"]: each.told(documents[each.row["document_pk"]], named) for each in fresh}
            tells = resolve_changes(self._connection, self._changes, self._former, self._run.at, order, told)
            for each in fresh:
                each.row["event_pk"] = tells.get(each.row["pk"])
        self._put_statements(fresh, named)

    def _put_document(self, given: Document) -> tuple[int, bool, bool]:
        """The document's number, whether it is new, and whether what was read now counts."""
        columns = document_columns(given)
        number = self._numbers.pop(given.id, None)
        if given.id in self._documents:
            self._flush()
        held = self._find(given.id) if number is None else None
        if held is None:
            if number is None:
                # SQLite counts on from what it holds.
                self._put_documents()
                [number] = next_numbers(self._connection, document, 1)
            self._documents[given.id] = {"pk": number, **columns, **self._recorded(given)}
            return number, True, True
        self._flush()
        if elsewhere := is_elsewhere(self._connection, held, given):
            columns = merged(held, columns)
        dated = held["published_on"] != columns["published_on"]
        if any(held[name] != value for name, value in columns.items()):
            self._amend_document(held, columns)
        return held["pk"], False, dated or not elsewhere

    def _find(self, name: str) -> RowMapping | None:
        return self._connection.execute(_DOCUMENT, {"name": name}).mappings().one_or_none()

    def _recorded(self, given: Document) -> dict[str, Any]:
        """Since when a new document is asserted and held."""
        asserted = given.published.day if given.published else self._run.at.date()
        return {"asserted_on": asserted, "recorded_at": self._run.at, "run_pk": self._put_run()}

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

    def _flush(self) -> None:
        """Put in what was kept back."""
        self._put_documents()
        named, coming = self._numbered()
        self._put_statements(coming, named)
        self._changes += [each.change() for each in coming]

    def _put_documents(self) -> None:
        if self._documents or any(self._rows.values()):
            with few_in_one_go(self._connection, len(self._documents)):
                insert_rows(self._connection, document, list(self._documents.values()))
                for table, rows in self._rows.items():
                    insert_rows(self._connection, table, rows)
        if self._texts:
            note_all_copies(self._connection, self._texts)
        for each in (self._documents, self._texts, self._rows):
            each.clear()

    def _numbered(self) -> tuple[Named, list[Coming]]:
        """The statements that were kept back, with their rows, and the entities that they name."""
        told, self._told = self._told, []
        if not told:
            return Named({}, {}), []
        self._put_kinds({each.kind for _, each, _ in told})
        entities = {part.entity for _, each, _ in told for part in each.participants}
        keys = put_entities(self._connection, entities, self._entities)
        named = Named(keys, known_entities(self._connection, keys.values()))
        shared = {"event_pk": None, "run_pk": self._put_run(), "recorded_at": self._run.at}
        coming = []
        pks = next_numbers(self._connection, statement, len(told))
        for pk, (document_pk, each, row) in zip(pks, told, strict=True):
            principal = named.number(each.participants[0].entity) if each.participants else None
            place = {"pk": pk, "document_pk": document_pk, "principal_pk": principal}
            coming.append(Coming(each, {**place, **row, **shared}))
        return named, coming

    def _put_statements(self, coming: Iterable[Coming], named: Named) -> None:
        rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        for each in coming:
            rows[statement].append(each.row)
            rows[statement_entity] += participant_rows(each.said, each.row["pk"], named.keys)
            rows[measure] += measure_rows(each.said, each.row["pk"])
        if rows:
            with few_in_one_go(self._connection, len(rows[statement])):
                for table in (statement, statement_entity, measure):
                    insert_rows(self._connection, table, rows[table])

    def _put_kinds(self, wanted: set[str]) -> None:
        """Kinds that this kb knows and the base does not yet; unknown ones the base refuses."""
        missing = wanted & load_kinds().keys() - {
            row[0] for row in fetch(self._connection, "SELECT id FROM kind")
        }
        if missing:
            self._connection.execute(insert(kind), [{"id": name} for name in sorted(missing)])

    def _put_issues(self, document_pk: int, issues: Iterable[Issue], is_new: bool) -> None:
        if not is_new:
            self._connection.execute(delete(issue).where(issue.c.document_pk == document_pk))
        self._rows[issue] += issue_rows(document_pk, issues)

    def _put_run(self) -> int:
        if self._run_pk is None:
            self._run_pk = put_run(self._connection, self._run)
        return self._run_pk


_HELD = select(
    statement.c.pk, statement.c.id, statement.c.digest, statement.c.event_pk,
    statement.c.kind, statement.c.principal_pk, statement.c.starts_on, statement.c.ends_on,
).where(statement.c.document_pk == bindparam("document"), statement.c.retired_at.is_(None))  # fmt: skip
_DOCUMENT = select(document).where(document.c.id == bindparam("name"))
