"""Documents and runs as rows."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection

from kb.errors import DataError
from kb.model import Document, Issue
from kb.store.inserting import columns_of
from kb.store.listed import fetch
from kb.store.records import Run
from kb.store.tables import run


def issue_rows(document_pk: int, issues: Iterable[Issue]) -> list[dict[str, Any]]:
    """The document's rows in `issue`."""
    return [
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


def put_run(connection: Connection, given: Run) -> int:
    """Hold a run; its number."""
    name = blake2b(repr(given).encode(), digest_size=10).hexdigest()
    values = {"id": name, "started_at": given.at, "version": given.version, "command": given.command}
    columns = columns_of(run, tuple(values), connection.dialect)
    marks = ", ".join(["?" if columns.is_text else "%s"] * len(values))
    [[pk]] = fetch(
        connection,
        f"INSERT INTO run ({', '.join(columns.names)}) VALUES ({marks}) "
        "ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING pk",
        columns.row(values),
    )
    return int(pk)


def document_columns(given: Document) -> dict[str, Any]:
    """What a document says of itself."""
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


def check_text(given: Document) -> None:
    """Raise `DataError` where no database could store the text."""
    if "\x00" in given.text:
        raise DataError(f"{given.source or given.id}: the text holds NUL characters; is it a binary file?")
