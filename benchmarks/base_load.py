"""How fast events go in: through the Python API, and the same rows by sqlite3 alone into the same schema."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import kb
from benchmarks.base_events import synthetic_entities, synthetic_events
from kb.store.database import open_database
from kb.store.engines import connect_sqlite
from kb.store.tables import metadata

_FIRST = 1_000_000
_CHUNK = 20_000
_ADDED = 20


def report(url: str, count: int, folder: Path) -> str:
    """Events a second, making them left out, and how long one more takes."""
    known = list(synthetic_events(min(count, _FIRST)))
    with kb.open(url) as base:
        base.knowledge  # noqa: B018 - read once, before the clock runs
        speed = len(known) / _timed(lambda: base.load_events(known, synthetic_entities()))
        lines = [f"load of the first {len(known):,}, search included: {speed:,.0f} events a second"]
        if url.startswith("sqlite"):
            raw = len(known) / _raw(base_path(url), folder)
            lines.append(
                f"the same rows by sqlite3: {raw:,.0f} events a second; kb has {speed / raw:.2f} of it"
            )
        if count > _FIRST:
            base.load_events(islice(synthetic_events(count), _FIRST, None), synthetic_entities())
        return "\n".join([*lines, _one_more(base)])


def base_path(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(url.removeprefix("sqlite:///"))


def _one_more(base: kb.Base) -> str:
    def add(at: int) -> None:
        base.add(date(1991, 1, 1 + at), f"Launch {at}", kind="launch", entities=["nvidia"])

    add(0)
    times = sorted(_timed(partial(add, at)) for at in range(1, _ADDED + 1))
    middle, high = times[_ADDED // 2] * 1000, times[-2] * 1000
    return f"one event more: {middle:.1f} ms (p50), {high:.1f} ms (p95); target 10"


def _raw(path: Path, folder: Path) -> float:
    """Seconds that sqlite3 takes to insert the rows of a base into another, indexes last; reading is not
    counted."""
    with open_database(f"sqlite:///{folder / 'raw.db'}") as empty:
        target = connect_sqlite(empty.url, 30, read_only=False)
    source = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    indexes = target.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT NULL"
    ).fetchall()
    target.execute("BEGIN IMMEDIATE")
    target.execute("PRAGMA defer_foreign_keys = ON")
    seconds = _timed(lambda: [target.execute(f"DROP INDEX {name}") for name, _ in indexes])
    for table in metadata.sorted_tables:
        seconds += _copy(source, target, table.name)
    seconds += _timed(lambda: [target.execute(sql) for _, sql in indexes])
    seconds += _timed(lambda: target.execute("COMMIT"))
    return seconds + _timed(lambda: target.execute("ANALYZE"))


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> float:
    rows = source.execute(f"SELECT * FROM {table}")
    marks = ", ".join("?" * len(rows.description))
    # The schema comes with some kinds.
    insert = f"INSERT OR IGNORE INTO {table} VALUES ({marks})"
    seconds = 0.0
    while chunk := rows.fetchmany(_CHUNK):
        seconds += _timed(partial(target.executemany, insert, chunk))
    return seconds


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
