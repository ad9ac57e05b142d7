"""How fast the base is: `python -m benchmarks.base [--events N] [--url URL] [--rounds N] [--cpu] [--alone]`.

Synthetic events (benchmarks/base_events.py) go in through the Python API and are asked for as `cases` says, beside
the raw driver, DuckDB and polars on the same rows in the same run. Times are in milliseconds: the median, and
what 95 of 100 stay under. Targets are for ten million events. On a machine that does other work, `--cpu` counts
processor time, this process's own and that of a PostgreSQL server on the same machine. With `--events 0` a filled
base is asked; `--alone` leaves DuckDB and polars out, which take long to be given many events.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import kb
from benchmarks import base_load
from benchmarks.base_cases import Case, cases
from benchmarks.base_clocks import Clock, clock_for
from benchmarks.base_rivals import duckdb_asks, export, polars_asks, raw_sqlite
from benchmarks.tally import format_table
from kb.store.database import Database, open_database

Ask = Callable[[], object]
# What another asks about an entity, a kind or a word, by its own name and the question's.
Rivals = dict[tuple[str, str], Callable[[str], Ask]]

_WARM_UP = 5
_HEAD = ("question", "p50", "p95", "target", "met", "raw", "DuckDB", "polars")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    with TemporaryDirectory(prefix="kb-benchmark-") as name:
        folder = Path(name)
        url = options.url or f"sqlite:///{folder / 'kb.db'}"
        kb.open(url).close()
        clock = clock_for(url, options.cpu)
        if options.events:
            loaded = base_load.report(url, options.events, folder, clock)
            print(f"{options.events:,} events", loaded, sep="\n", flush=True)
        with kb.open(url) as base, open_database(url) as database:
            others = _rivals(database, folder, options.alone) if database.is_sqlite else {}
            print(ask_all(base, database, options.rounds, others, clock))
    return 0


def ask_all(
    base: kb.Base, database: Database, rounds: int, others: Rivals, clock: Clock = time.perf_counter
) -> str:
    """The table of all questions."""
    rows = [_row(case, database, rounds, others, clock) for case in cases(base, database)]
    return format_table(_HEAD, rows)


def measure(ask: Ask, rounds: int, clock: Clock = time.perf_counter) -> tuple[float, float]:
    """The median and the 95th percentile of the times, in milliseconds."""
    for _ in range(min(_WARM_UP, rounds)):
        ask()
    times = []
    for _ in range(rounds):
        start = clock()
        ask()
        times.append((clock() - start) * 1000)
    times.sort()
    return times[len(times) // 2], times[len(times) * 95 // 100]


def _row(case: Case, database: Database, rounds: int, others: Rivals, clock: Clock) -> list[str]:
    middle, high = measure(case.ask, rounds, clock)
    target = case.target.get("sqlite" if database.is_sqlite else "postgresql")
    met = "" if target is None else "yes" if high < target else "no"
    rivals = [_rival(case, name, others, clock) for name in ("raw", "DuckDB", "polars")]
    return [case.name, f"{middle:.2f}", f"{high:.2f}", f"{target:g}" if target else "", met, *rivals]


def _rival(case: Case, name: str, others: Rivals, clock: Clock) -> str:
    if case.rival is None or (name, case.rival[0]) not in others:
        return ""
    ask = others[name, case.rival[0]](case.rival[1])
    return f"{measure(ask, 20, clock)[1]:.2f}"


def _rivals(database: Database, folder: Path, alone: bool) -> Rivals:
    raw = {(name, about): ask for name, about, ask in raw_sqlite(database)}
    found: Rivals = {("raw", name): partial(_raw, raw, name) for name, _ in raw}
    if alone:
        return found
    export(database, folder)
    found |= {("DuckDB", name): ask for name, ask in duckdb_asks(folder)}
    return found | {("polars", name): ask for name, ask in polars_asks(folder)}


def _raw(raw: dict[tuple[str, str], Ask], name: str, about: str) -> Ask:
    return raw[name, about]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="how many to load")
    parser.add_argument("--url", help="an empty base to fill (default: a SQLite file that is then removed)")
    parser.add_argument("--rounds", type=int, default=200, help="how often each question is asked")
    parser.add_argument("--cpu", action="store_true", help="count processor time")
    parser.add_argument("--alone", action="store_true", help="without DuckDB and polars")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
