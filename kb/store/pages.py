"""A page of a timeline, and whom it is about: what is asked most, and so without SQLAlchemy on SQLite."""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from kb.errors import DataError, UnknownName
from kb.model import Event
from kb.store.asked import Query, is_sqlite
from kb.store.conditions import names
from kb.store.database import Database
from kb.store.driver_rows import EVENT_NAMES, read_driver_event
from kb.store.filters import Filter
from kb.store.keys import day_of
from kb.store.shape import Order, Paging
from kb.store.terms import fold_name
from kb.store.timeline import entity_numbers, select_events

if TYPE_CHECKING:
    from kb.store.asked import Reading

_T = TypeVar("_T")
# Events that are looked up at a time.
_MOST = 8_192
_STATEMENTS = EVENT_NAMES.index("statements")
_KNOWN = """
SELECT coalesce(known.id, entity.id) FROM entity LEFT JOIN entity AS known ON known.pk = entity.same_as_pk
"""
_BY_ID = f"{_KNOWN} WHERE entity.id = :name"
_BY_NAME = f"""{_KNOWN} JOIN entity_name ON entity_name.entity_pk = entity.pk
WHERE entity_name.folded = :folded ORDER BY entity.provisional, entity.id LIMIT 1"""


class Page(list[_T]):
    """Rows in order, with the SQL that gave them and the cursor to go on with (None at the end)."""

    def __init__(
        self, rows: Iterable[_T] = (), render: Callable[[], str] = str, cursor: str | None = None
    ) -> None:
        super().__init__(rows)
        self.cursor = cursor
        self._render = render

    @property
    def sql(self) -> str:
        """The SQL, with its values written in."""
        return self._render()


def timeline(
    database: Database,
    wish: Filter | None = None,
    *,
    order: Order = "oldest",
    limit: int | None = None,
    cursor: str | None = None,
) -> Page[Event]:
    """The events that fit, by first day, and then as the base came to know them.

    Stands for `SELECT * FROM timeline WHERE starts_on <= :end AND ends_on >= :start AND kind IN (…) …
    ORDER BY pk LIMIT :limit`. With a `limit`, the page's `cursor` asks for the next one; pages neither repeat
    nor lose events while the base grows. With `as_of`, an event is told only by what had been asserted by
    then, though it is looked for as it is known today (`kb.store.past.timeline_then` looks as one did then).
    Raises `DataError` for a cursor that is none.
    """
    wish = wish or Filter()
    paging = Paging(order, _read_cursor(cursor), limit if limit is None else limit + 1)
    with database.ask() as connection:
        found = _page(connection, wish, paging)
    if found is not None:
        return found
    # Resolving events anew needs SQLAlchemy, and all in one transaction.
    with database.read() as connection:
        return _page(connection, wish, paging) or Page()


def _page(connection: Reading, wish: Filter, paging: Paging) -> Page[Event] | None:
    """A page with one event more than it shows, if there are more; None where a plain connection cannot tell."""
    numbers = entity_numbers(connection, wish.entities)
    if _nobody(wish, numbers):
        return Page()
    known = [numbers[name] for name in wish.entities if name in numbers]
    asked = select_events(connection, wish, known, paging)
    rows = asked.prepared.rows(connection, asked.values)
    more = paging.limit is not None and len(rows) >= paging.limit
    shown = rows[:-1] if more else rows
    events = read_page(connection, shown, wish.as_of)
    if events is None:
        return None
    cursor = _cursor(shown[-1][0]) if more and shown else None
    return Page(events, lambda: asked.prepared.render(asked.values), cursor)


def find_entity_id(database: Database, name: str) -> str:
    """The id of the entity of the base with that id, name (of any script, in any case) or ticker, or of the one
    that a person said it is.

    Stands for `SELECT entity_pk FROM entity_name WHERE folded = :name`. Raises `UnknownName` with near names.
    """
    with database.ask() as connection:
        sqlite = is_sqlite(connection)
        found = Query.of(_BY_ID, sqlite).rows(connection, {"name": name})
        found = found or Query.of(_BY_NAME, sqlite).rows(connection, {"folded": fold_name(name)})
        if not found:
            known = Query.of("SELECT name FROM entity_name UNION SELECT id FROM entity", sqlite)
            raise UnknownName("entity", name, [row[0] for row in known.rows(connection, {})])
    return str(found[0][0])


def read_page(connection: Reading, rows: Sequence[Sequence[Any]], as_of: date | None) -> list[Event] | None:
    """The events of rows of `event_columns`, as they had been told by a day; None where some must be resolved anew
    for that, and the connection is not SQLAlchemy's."""
    if as_of is None or not (later := _told_later(connection, rows, as_of)):
        return list(map(read_driver_event, rows))
    if isinstance(connection, sqlite3.Connection):
        return None
    # Resolving needs the rooms that read texts; a plain timeline does without.
    from kb.store.past import as_asserted

    told = as_asserted(connection, sorted(later), as_of)
    return [
        event for row in rows for event in (told[row[0]] if row[0] in later else [read_driver_event(row)])
    ]


def _told_later(connection: Reading, rows: Sequence[Sequence[Any]], as_of: date) -> set[int]:
    """Those of the events that somebody told after the day, too; who tells one alone had told it by then."""
    events = [row[0] for row in rows if _is_told_twice(row[_STATEMENTS])]
    found: set[int] = set()
    for at in range(0, len(events), _MOST):
        values = {f"key_{at}": key for at, key in enumerate(events[at : at + _MOST])}
        query = (
            "SELECT statement.event_pk FROM statement JOIN document ON document.pk = statement.document_pk"
            f" WHERE statement.event_pk IN ({', '.join(names('key', len(values)))})"
            " AND document.asserted_on > :day"
        )
        rows = Query.of(query, is_sqlite(connection)).rows(connection, {**values, "day": as_of})
        found.update(row[0] for row in rows)
    return found


def _is_told_twice(statements: str) -> bool:
    """Whether there are several in a list of ids, as text."""
    return "," in statements


def _nobody(wish: Filter, keys: dict[str, int]) -> bool:
    """Entities are asked for that no event of the base concerns."""
    missing = [name for name in wish.entities if name not in keys]
    return bool(missing) and (wish.match == "all" or len(missing) == len(wish.entities))


def _cursor(key: int) -> str:
    return base64.urlsafe_b64encode(key.to_bytes(7, "big")).decode().rstrip("=")


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    try:
        key = int.from_bytes(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True), "big")
        day_of(key)
    except (ValueError, OverflowError, binascii.Error):
        raise DataError(f"{cursor!r} is not a cursor of a timeline; start again without it") from None
    return key
