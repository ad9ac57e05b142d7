"""Holding events that were exported from another base, with the statements that tell them.

What the base holds already is left alone, and what it gave up stays given up; a document that it knows only by
what was quoted has a text that is blank around its sentences, until the document itself is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from kb.errors import DataError
from kb.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Issue,
    Judgement,
    Publication,
    PublishedHow,
    Statement,
)
from kb.store.bulk import Loaded, load_events
from kb.store.database import Database
from kb.store.judge import put_kind
from kb.store.known import RULE, KnownEvent
from kb.store.records import Run, Told
from kb.store.resolve import Change, resolve_changes
from kb.store.statement_rows import chunks, load_statements
from kb.store.tables import document, issue, judgement, statement
from kb.store.write import this_run
from kb.store.writer import Writer

# Events that are in memory at a time, and those that one transaction takes.
_CHUNK = 20_000
_TRANSACTION = 2_000


def put_told(
    database: Database, told: Iterable[Told], entities: Mapping[str, Entity], run: Run | None = None
) -> Loaded:
    """Hold the events that the base lacks; how many were new. `entities` describes those that they name.

    Raises `DataError` where a sentence contradicts the text that is held.
    """
    run = run or this_run("import")
    waiting, loaded = iter(told), Loaded()
    while chunk := list(islice(waiting, _CHUNK)):
        known = {id(each): event for each in chunk if (event := _known_event(each))}
        if known:
            loaded += load_events(database, known.values(), entities, run)
        for batch in chunks((each for each in chunk if id(each) not in known), _TRANSACTION):
            with database.write() as connection:
                loaded += _put(connection, batch, entities, run)
    return loaded


def _known_event(told: Told) -> KnownEvent | None:
    """The event that was loaded as one known to be so, which no other was compared with."""
    if len(told.evidence) != 1 or told.judgements:
        return None
    [evidence] = told.evidence
    each = evidence.statement
    if each.rule != RULE:
        return None
    event = KnownEvent(
        each.quote, each.when, each.kind, each.status, tuple(part.entity for part in each.participants),
        each.measures, evidence.published_on, evidence.language, evidence.source, evidence.publisher,
        evidence.url,
    )  # fmt: skip
    return event if event.id == each.id else None


def _put(connection: Connection, batch: Sequence[Told], entities: Mapping[str, Entity], run: Run) -> Loaded:
    writer = Writer(connection, entities, run)
    ids = [each.statement.id for told in batch for each in told.evidence]
    held = _held_statements(connection, ids)
    for name, evidence in _by_document(batch, held).items():
        writer.put(_extraction(connection, name, evidence), quoted=True)
        _keep_asserted(connection, name, evidence[0])
    judged = _put_judgements(connection, [each for told in batch for each in told.judgements])
    writer.finish({name: place for place, name in enumerate(ids)})
    _resolve(connection, judged, run)
    known = sum(all(each.statement.id in held for each in told.evidence) for told in batch)
    return Loaded(len(batch) - known, known)


def _held_statements(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those that the base holds, or held once."""
    return {
        name
        for chunk in chunks(ids)
        for name in connection.scalars(select(statement.c.id).where(statement.c.id.in_(chunk)))
    }


def _by_document(batch: Iterable[Told], held: set[str]) -> dict[str, list[Evidence]]:
    """What is new, each statement once."""
    fresh: dict[str, dict[str, Evidence]] = defaultdict(dict)
    for told in batch:
        for each in told.evidence:
            if each.statement.id not in held:
                fresh[each.document][each.statement.id] = each
    return {name: list(statements.values()) for name, statements in fresh.items()}


def _extraction(connection: Connection, name: str, evidence: Sequence[Evidence]) -> Extraction:
    """The document with what is held of it and what is new."""
    row = connection.execute(select(document).where(document.c.id == name)).mappings().one_or_none()
    fresh = tuple(each.statement for each in evidence)
    if row is None:
        return Extraction(_document(evidence), statements=fresh)
    current = (statement.c.document_pk == row["pk"]) & statement.c.retired_at.is_(None)
    statements: tuple[Statement, ...] = tuple(
        stored.statement for stored in load_statements(connection, current)
    )
    return Extraction(
        _held_document(row, evidence), statements=(*statements, *fresh), issues=_issues(connection, row["pk"])
    )


def _document(evidence: Sequence[Evidence]) -> Document:
    first = evidence[0]
    day, how = first.published_on, first.published_how or PublishedHow.GIVEN
    return Document(
        id=first.document,
        text=_woven("", evidence),
        title=first.title,
        language=first.language,
        source=first.source,
        published=Publication(day, how) if day else None,
        publisher=first.publisher,
        author=first.author,
        url=first.url,
    )


def _held_document(row: RowMapping, evidence: Sequence[Evidence]) -> Document:
    day, how = row["published_on"], row["published_how"]
    published = Publication(day, PublishedHow(how)) if day else None
    facts = {name: row[name] for name in ("id", "title", "language", "source", "publisher", "author", "url")}
    return Document(**facts, text=_woven(row["text"], evidence), published=published)


def _woven(text: str, evidence: Iterable[Evidence]) -> str:
    """The text with the quoted sentences in their places. Raises `DataError` where other words stand there."""
    written = list(text)
    for start, piece in (place for each in evidence for place in _places(each)):
        written += " " * (start + len(piece) - len(written))
        there = "".join(written[start : start + len(piece)])
        if there != piece:
            if there.strip():
                raise DataError(f"the text that is held says {there[:40]!r} where {piece[:40]!r} is quoted")
            written[start : start + len(piece)] = piece
    return "".join(written)


def _places(evidence: Evidence) -> Iterator[tuple[int, str]]:
    """What is known of the text: the sentence, the quote, the date."""
    told = evidence.statement
    yield told.sentence.start, evidence.sentence_text
    if told.end > told.sentence.start + len(evidence.sentence_text) or told.start < told.sentence.start:
        yield told.start, told.quote
    if told.time is not None:
        yield told.time.start, told.time.text


def _issues(connection: Connection, document_pk: int) -> tuple[Issue, ...]:
    query = select(issue).where(issue.c.document_pk == document_pk).order_by(issue.c.position)
    return tuple(
        Issue(row["start_char"], row["end_char"], row["code"], row["message"])
        for row in connection.execute(query).mappings()
    )


def _keep_asserted(connection: Connection, name: str, evidence: Evidence) -> None:
    """An undated document was asserted when the other base came to know it."""
    undated = (document.c.id == name) & document.c.published_on.is_(None)
    earlier = document.c.asserted_on > evidence.asserted_on
    connection.execute(update(document).where(undated & earlier).values(asserted_on=evidence.asserted_on))


def _put_judgements(connection: Connection, judgements: Iterable[Judgement]) -> set[str]:
    """Hold the judgements that are new; the statements that they name."""
    named: set[str] = set()
    in_order = sorted(judgements, key=lambda judged: judged.at)
    for each in dict.fromkeys(map(_Judged, in_order)):
        if each.is_held(connection):
            continue
        if "kind" in each.columns["amend"]:
            put_kind(connection, each.columns["amend"]["kind"])
        connection.execute(insert(judgement), [each.columns])
        named |= {each.columns["left_id"], each.columns["right_id"]} - {None}
    return named


class _Judged:
    """A judgement's row; one act is held once."""

    def __init__(self, given: Judgement) -> None:
        self.columns: dict[str, Any] = {
            "left_id": given.left, "right_id": given.right, "verdict": given.verdict, "author": given.by,
            "judged_at": given.at, "retracted_at": given.retracted_at, "amend": given.amend,
        }  # fmt: skip
        self._act = (given.left, given.right, given.verdict, given.by, given.at)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Judged) and self._act == other._act

    def __hash__(self) -> int:
        return hash(self._act)

    def is_held(self, connection: Connection) -> bool:
        """Whether the base holds it."""
        left, right, verdict, by, at = self._act
        query = select(judgement.c.pk).where(
            judgement.c.left_id == left,
            judgement.c.right_id == right if right else judgement.c.right_id.is_(None),
            judgement.c.verdict == verdict,
            judgement.c.author == by,
            judgement.c.judged_at == at,
        )
        return connection.execute(query.limit(1)).first() is not None


def _resolve(connection: Connection, names: set[str], run: Run) -> None:
    """Bring the events up to date around the statements that were judged."""
    if not names:
        return
    current = statement.c.id.in_(sorted(names)) & statement.c.retired_at.is_(None)
    told = load_statements(connection, current)
    changes = [
        Change(
            each.statement.kind, each.principal_pk, each.statement.when.starts_on, each.statement.when.ends_on
        )
        for each in told
    ]
    resolve_changes(connection, changes, {each.event_pk for each in told if each.event_pk}, run.at)
