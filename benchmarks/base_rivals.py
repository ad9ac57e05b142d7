"""The same questions asked of a raw driver, of DuckDB and of polars, on the same rows."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.base_cases import PAGE, THOUSAND, a_day
from benchmarks.base_events import BUSIEST, TYPICAL
from kb.store.database import Database
from kb.store.filters import Filter
from kb.store.query import timeline

Ask = Callable[[], object]
_HALF_A_YEAR = timedelta(days=180)
_EVENTS = "pk, id, kind, title, starts_on, ends_on, granularity, status, entities, measures"
_LINKS = "entity.id AS entity, event_entity.event_pk, event_entity.starts_on, event_entity.ends_on"
_DUCKDB = {
    "window": f"""SELECT {_EVENTS} FROM event WHERE pk IN (
        SELECT event_pk FROM link WHERE entity = ? AND starts_on <= ? AND ends_on >= ?
        ORDER BY event_pk DESC LIMIT {PAGE}) ORDER BY pk DESC""",
    "kind": f"""SELECT {_EVENTS} FROM event WHERE kind = ? AND starts_on <= ? AND ends_on >= ?
        ORDER BY pk LIMIT {PAGE}""",
    "months": "SELECT date_trunc('month', starts_on), count(*) FROM link WHERE entity = ? GROUP BY 1 ORDER BY 1",
    "days": "SELECT starts_on, count(*) FROM event GROUP BY 1 ORDER BY 1",
    "together": """SELECT b.entity, count(*) FROM link AS a JOIN link AS b USING (event_pk)
        WHERE a.entity = ? AND b.entity <> a.entity GROUP BY 1 ORDER BY 2 DESC LIMIT 20""",
    "search": f"SELECT {_EVENTS} FROM event WHERE contains(title, ?) ORDER BY pk DESC LIMIT {PAGE}",
}


def raw_sqlite(database: Database, seed: int = 7) -> Iterator[tuple[str, str, Ask]]:
    """The statements of kb's own pages, by sqlite3 alone; rows stay tuples."""
    connection = sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)
    for name, about in (
        ("window", BUSIEST), ("window", TYPICAL), ("kind", "launch"), ("thousand", BUSIEST),
    ):  # fmt: skip
        queries = cycle([_page_sql(database, name, about, Random(seed + at)) for at in range(20)])
        yield name, about, partial(_next, connection, queries)


def _next(connection: sqlite3.Connection, queries: Iterator[str]) -> object:
    return connection.execute(next(queries)).fetchall()


def export(database: Database, folder: Path) -> None:
    """Events and links as CSV, which the others read."""
    connection = sqlite3.connect(f"file:{database.path}?mode=ro", uri=True)
    queries = {
        "event": f"SELECT {_EVENTS} FROM event ORDER BY pk",
        "link": f"SELECT {_LINKS} FROM event_entity JOIN entity ON entity.pk = entity_pk ORDER BY entity_pk",
    }
    for name, query in queries.items():
        rows = connection.execute(query)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column[0] for column in rows.description])
            writer.writerows(rows)


def duckdb_asks(folder: Path, seed: int = 7) -> Iterator[tuple[str, Callable[[str], Ask]]]:
    """DuckDB on a file of its own; nothing where it is not installed."""
    with suppress(ModuleNotFoundError):
        import duckdb

        connection = duckdb.connect(str(folder / "events.duckdb"))
        for name in ("event", "link"):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{folder / name}.csv')")
        random = Random(seed)
        for name, query in _DUCKDB.items():
            yield name, partial(_of_duckdb, connection, name, query, random)


def _of_duckdb(connection: Any, name: str, query: str, random: Random, about: str) -> Ask:  # noqa: ANN401
    return lambda: connection.execute(query, _values(name, about, random)).fetchall()


def polars_asks(folder: Path, seed: int = 7) -> Iterator[tuple[str, Callable[[str], Ask]]]:
    """Polars on frames in memory; nothing where it is not installed."""
    with suppress(ModuleNotFoundError):
        import polars

        event = polars.read_csv(folder / "event.csv", try_parse_dates=True)
        link = polars.read_csv(folder / "link.csv", try_parse_dates=True)
        yield from _polars(polars, event, link, Random(seed)).items()


def _polars(polars: Any, event: Any, link: Any, random: Random) -> dict[str, Callable[[str], Ask]]:  # noqa: ANN401
    column = polars.col

    def window(about: str) -> object:
        start = a_day(random)
        fits = (column("starts_on") <= start + _HALF_A_YEAR) & (column("ends_on") >= start)
        keys = link.filter((column("entity") == about) & fits)["event_pk"].top_k(PAGE)
        return event.filter(column("pk").is_in(keys.implode())).sort("pk", descending=True).rows()

    def kind(about: str) -> object:
        start = a_day(random)
        fits = (column("starts_on") <= start + _HALF_A_YEAR) & (column("ends_on") >= start)
        return event.filter((column("kind") == about) & fits).head(PAGE).rows()

    def months(about: str) -> object:
        days = link.filter(column("entity") == about)["starts_on"]
        return days.dt.truncate("1mo").value_counts().sort("starts_on").rows()

    def together(about: str) -> object:
        keys = link.filter(column("entity") == about)["event_pk"]
        others = link.filter(column("event_pk").is_in(keys.implode()) & (column("entity") != about))
        return others["entity"].value_counts(sort=True).head(20).rows()

    def days(_: str) -> object:
        return event["starts_on"].value_counts().sort("starts_on").rows()

    def search(about: str) -> object:
        return event.filter(column("title").str.contains(about, literal=True)).tail(PAGE).rows()

    asks = {
        "window": window,
        "kind": kind,
        "months": months,
        "together": together,
        "days": days,
        "search": search,
    }
    return {name: partial(partial, ask) for name, ask in asks.items()}


def _values(name: str, about: str, random: Random) -> list[Any]:
    if name == "days":
        return []
    if name not in ("window", "kind"):
        return [about]
    start = a_day(random)
    return [about, start + _HALF_A_YEAR, start]


def _page_sql(database: Database, name: str, about: str, random: Random) -> str:
    if name == "thousand":
        return timeline(database, Filter((about,)), limit=THOUSAND).sql
    start = a_day(random)
    wish = Filter(start=start, end=start + _HALF_A_YEAR)
    if name == "kind":
        return timeline(database, replace(wish, kinds=(about,)), limit=PAGE).sql
    return timeline(database, replace(wish, entities=(about,)), order="newest", limit=PAGE).sql
