"""How fast events go in: through the Python API, and the same rows by sqlite3 alone into the same schema."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from sqlalchemy import delete, insert

import kb
from benchmarks.base_clocks import Clock
from benchmarks.base_events import synthetic_entities, synthetic_events
from kb.store.connections import connect_sqlite
from kb.store.database import open_database
from kb.store.tables import metadata, run

_FIRST = 1_000_000
_CHUNK = 20_000
_ADDED = 20
_RUN = {"started_at": datetime(2000, 1, 1, tzinfo=UTC), "version": "", "command": "benchmark"}


def report(url: str, count: int, folder: Path, clock: Clock = time.perf_counter) -> str:
    """Events a second of the first million, making them left out, and how long one more takes."""
    events = synthetic_events(count)
    known = list(islice(events, _FIRST))
    with kb.open(url) as base:
        base.knowledge  # noqa: B018 - read once, before the clock runs
        seconds = _timed(lambda: base.load_events(known, synthetic_entities()), clock)
        lines = [f"load of the first {len(known):,}: {len(known) / seconds:,.0f} events a second"]
        if url.startswith("sqlite"):
            lines.append(_beside_sqlite(base_path(url), folder, len(known), seconds, clock))
        if count > _FIRST:
            seconds = _timed(lambda: base.load_events(events, synthetic_entities()), clock)
            lines.append(
                f"the others, making them included: {(count - _FIRST) / seconds:,.0f} events a second"
            )
        lines.append(_one_more(base, clock))
    return "\n".join([*lines, _bare_commit(url, clock)])


def base_path(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(url.removeprefix("sqlite:///"))


def _one_more(base: kb.Base, clock: Clock) -> str:
    def add(at: int) -> None:
        base.add(date(1991, 1, 1 + at), f"Launch {at}", kind="launch", entities=["nvidia"])

    add(0)
    return f"one event more: {_of_many(add, clock)}; target 10"


def _bare_commit(url: str, clock: Clock) -> str:
    """What a transaction of one short row takes: an event waits for the disk as long."""
    with open_database(url) as database:

        def commit(at: int) -> None:
            with database.write() as connection:
                connection.execute(insert(run), [{**_RUN, "id": f"bare {at}"}])

        commit(0)
        line = f"a transaction of one row: {_of_many(commit, clock)}"
        with database.write() as connection:
            connection.execute(delete(run).where(run.c.id.like("bare %")))
    return line


def _of_many(act: Callable[[int], object], clock: Clock) -> str:
    times = sorted(_timed(partial(act, at), clock) for at in range(1, _ADDED + 1))
    return f"{times[_ADDED // 2] * 1000:.1f} ms (p50), {times[-2] * 1000:.1f} ms (p95)"


def _beside_sqlite(path: Path, folder: Path, count: int, seconds: float, clock: Clock) -> str:
    """The search index is made apart on both sides."""
    search = _search(path, clock)
    ours, raw = count / (seconds - search), count / _raw(path, folder, clock)
    return (
        f"without the search index, which takes {search:.1f} s: {ours:,.0f} events a second; "
        f"the same rows by sqlite3: {raw:,.0f}; kb has {ours / raw:.2f} of it; target 0.85"
    )


def _search(path: Path, clock: Clock) -> float:
    """Seconds that the search index takes."""
    with closing(sqlite3.connect(path)) as connection:
        rebuild = "INSERT INTO event_search(event_search) VALUES ('rebuild')"
        return _timed(lambda: connection.execute(rebuild), clock)


def _raw(path: Path, folder: Path, clock: Clock) -> float:
    """Seconds that sqlite3 takes to insert the rows of a base into another, indexes last, the search index
    left out; reading is not counted."""
    open_database(f"sqlite:///{folder / 'raw.db'}").close()
    target = connect_sqlite(folder / "raw.db", 30, read_only=False)
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    indexes = target.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
    ).fetchall()
    target.execute("PRAGMA cache_size = -524288")
    target.execute("BEGIN IMMEDIATE")
    target.execute("PRAGMA defer_foreign_keys = ON")
    target.execute("DROP TRIGGER event_text_inserted")
    seconds = _timed(lambda: [target.execute(f"DROP INDEX {name}") for name, _ in indexes], clock)
    for table in metadata.sorted_tables:
        seconds += _copy(source, target, table.name, clock)
    seconds += _timed(lambda: [target.execute(sql) for _, sql in indexes], clock)
    seconds += _timed(lambda: target.execute("COMMIT"), clock)
    target.execute("PRAGMA analysis_limit = 2000")
    seconds += _timed(lambda: target.execute("ANALYZE"), clock)
    target.close()
    (folder / "raw.db").unlink()
    return seconds


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str, clock: Clock) -> float:
    rows = source.execute(f"SELECT * FROM {table}")
    marks = ", ".join("?" * len(rows.description))
    # The schema comes with some kinds.
    insert = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"
    seconds = 0.0
    while chunk := rows.fetchmany(_CHUNK):
        seconds += _timed(partial(target.executemany, insert, chunk), clock)
    return seconds


def _timed(act: Callable[[], object], clock: Clock) -> float:
    start = clock()
    act()
    return clock() - start
