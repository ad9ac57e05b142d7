"""Is the base what it should be? Each check is a query for rows that should not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from kb.store.database import Database
from kb.store.failures import first_line
from kb.store.views import VIEWS

# At most so many rows are told of each check.
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong (`error`), or something that a person should look at (`note`)."""

    check: str
    what: str
    is_error: bool = True


# Each: its name, and the query; a row's columns are told as they are.
_ERRORS = {
    "quote differs from the text": """
        SELECT statement.id FROM statement JOIN document ON document.pk = statement.document_pk
        WHERE substr(document.text, start_char + 1, end_char - start_char) <> quote""",
    "date differs from the text": """
        SELECT statement.id FROM statement JOIN document ON document.pk = statement.document_pk
        WHERE substr(document.text, time_start_char + 1, time_end_char - time_start_char) <> time_text""",
    "sentence outside the text": """
        SELECT statement.id FROM statement JOIN document ON document.pk = statement.document_pk
        WHERE sentence_end_char > length(document.text)""",
    "event without a statement": """
        SELECT id FROM event WHERE NOT EXISTS (SELECT 1 FROM statement WHERE event_pk = event.pk)""",
    "statement without an event": """
        SELECT id FROM statement WHERE retired_at IS NULL AND event_pk IS NULL AND NOT EXISTS (
            SELECT 1 FROM judgement WHERE left_id = statement.id AND verdict = 'wrong' AND retracted_at IS
            NULL)""",
    "event without its text": """
        SELECT id FROM event WHERE NOT EXISTS (SELECT 1 FROM event_text WHERE event_pk = event.pk)""",
    "link differs from its event": """
        SELECT event.id FROM event JOIN event_entity ON event_pk = event.pk
        WHERE event_entity.starts_on <> event.starts_on OR event_entity.ends_on <> event.ends_on
           OR event_entity.reach <> event.reach OR event_entity.kind <> event.kind
           OR event_entity.asserted_on <> event.asserted_on""",
    "counts by kind are off": """
        SELECT coalesce(told.kind, kept.kind), coalesce(told.starts_on, kept.starts_on), told.events,
        kept.events FROM (SELECT kind, starts_on, count(*) AS events FROM event GROUP BY kind, starts_on) AS
        told FULL JOIN kind_day AS kept ON kept.kind = told.kind AND kept.starts_on = told.starts_on WHERE
        coalesce(told.events, 0) <> coalesce(kept.events, 0)""",
    "counts by entity are off": """
        SELECT coalesce(told.entity_pk, kept.entity_pk), coalesce(told.starts_on, kept.starts_on),
               told.events, kept.events
        FROM (SELECT entity_pk, starts_on, kind, count(*) AS events
              FROM event_entity GROUP BY entity_pk, starts_on, kind) AS told
        FULL JOIN entity_day AS kept
          ON kept.entity_pk = told.entity_pk AND kept.starts_on = told.starts_on AND kept.kind = told.kind
        WHERE coalesce(told.events, 0) <> coalesce(kept.events, 0)""",
    "counts by day are off": """
        SELECT coalesce(told.starts_on, kept.starts_on), told.events, kept.events
        FROM (SELECT starts_on, count(*) AS events FROM event GROUP BY starts_on) AS told
        FULL JOIN day_total AS kept ON kept.starts_on = told.starts_on
        WHERE coalesce(told.events, 0) <> coalesce(kept.events, 0)""",
    "counts by entity and day are off": """
        SELECT coalesce(told.entity_pk, kept.entity_pk), coalesce(told.starts_on, kept.starts_on),
               told.events, kept.events
        FROM (SELECT entity_pk, starts_on, count(*) AS events
              FROM event_entity GROUP BY entity_pk, starts_on) AS told
        FULL JOIN entity_day_total AS kept
          ON kept.entity_pk = told.entity_pk AND kept.starts_on = told.starts_on
        WHERE coalesce(told.events, 0) <> coalesce(kept.events, 0)""",
    "counts by pair are off": """
        SELECT coalesce(told.entity_pk, kept.entity_pk), coalesce(told.other_pk, kept.other_pk),
               told.events, kept.events
        FROM (SELECT a.entity_pk, b.entity_pk AS other_pk, count(*) AS events
              FROM event_entity AS a JOIN event_entity AS b
                ON b.event_pk = a.event_pk AND b.entity_pk <> a.entity_pk
              GROUP BY a.entity_pk, b.entity_pk) AS told
        FULL JOIN entity_pair AS kept ON kept.entity_pk = told.entity_pk AND kept.other_pk = told.other_pk
        WHERE coalesce(told.events, 0) <> coalesce(kept.events, 0)""",
}
_NOTES = {
    "date to be confirmed": """
        SELECT statement.id, statement.edtf, statement.quote FROM statement
        WHERE retired_at IS NULL AND qualifier IN ('?', '%') ORDER BY statement.id""",
}
_SQLITE_ERRORS = {
    "file is damaged": "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    "row refers to nothing": 'SELECT "table", rowid, parent FROM pragma_foreign_key_check',
}


def check_base(database: Database) -> list[Finding]:
    """All that is wrong in the base or should be looked at; reads everything once.

    Raises `DatabaseError` where the base cannot be opened or is not of this kb's schema.
    """
    database.require_current()
    return [*check_rows(database), *check_schema(database)]


def check_rows(database: Database) -> list[Finding]:
    """What is wrong in the rows and the file, or should be looked at."""
    own = _SQLITE_ERRORS if database.is_sqlite else {}
    with database.read() as connection:
        findings = [
            *_run(connection, {**own, **_ERRORS}, is_error=True),
            *_run(connection, _NOTES, is_error=False),
        ]
    return [*findings, *_search_index(database)] if database.is_sqlite else findings


def check_schema(database: Database) -> list[Finding]:
    """Where tables, columns, keys and indexes are not the declared ones, or a view does not work."""
    from kb.store.migrate import drift

    with database.read() as connection:
        for view in VIEWS:
            connection.execute(text(f"SELECT * FROM {view} LIMIT 1"))
        return [Finding("schema differs", str(difference)) for difference in drift(connection)]


def _run(connection: Connection, checks: dict[str, str], is_error: bool) -> Iterator[Finding]:
    for name, query in checks.items():
        for row in connection.execute(text(query)).fetchmany(_SHOWN):
            yield Finding(name, " ".join(str(value) for value in row), is_error)


def _search_index(database: Database) -> Iterator[Finding]:
    """FTS5 compares its index with the stored terms; the command is spelled as an insertion."""
    with database.write() as connection:
        try:
            connection.exec_driver_sql(
                "INSERT INTO event_search(event_search, rank) VALUES ('integrity-check', 1)"
            )
        except DBAPIError as error:
            yield Finding("search index is off", first_line(error.orig or error))
