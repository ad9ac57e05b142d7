"""What ingestion costs: `python -m benchmarks.corpus [--articles N] [--kills N] [--folder DIR]`.

A corpus of synthetic articles (benchmarks/corpus_articles.py) is read with one and with two processes: documents a
second, processor time, peak memory. Beside it, in the same run, the bare extraction of the same articles, with no
base. Then a run that is killed at random and resumed is compared with an undisturbed one, row for row.

With a folder the bases stay there, and a benchmark that broke off goes on after the last part that came to its end.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import psutil
import zstandard
from sqlalchemy import Table

import kb
from benchmarks.corpus_articles import articles
from benchmarks.tally import format_table
from kb.store.tables import metadata

_TARGET = 0.4
# Who wrote what and when differs from run to run.
_OF_RUNS = {"run", "ingestion", "ingestion_failure"}
_OWN = {"run_pk", "recorded_at", "retired_at"}


class Cost(NamedTuple):
    """What reading a corpus took: seconds by the clock and of processors, and the peak of memory in MB."""

    seconds: float
    processor: float
    peak: float


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        corpus = folder / "corpus.jsonl.zst"
        if not corpus.exists():
            make_corpus(corpus, options.articles)
        costs = measure_all(corpus, folder)
        print(report(costs, options.articles), flush=True)
        differing = differences(folder / "1.db", folder / "2.db")
        print(f"\none job and two give the same base: {_yes(differing)}", flush=True)
        if options.kills:
            killed = kill_and_resume(corpus, folder / "killed.db", options.kills)
            differing += differences(folder / "killed.db", folder / "1.db")
            print(f"killed {killed} times and resumed, row for row the same: {_yes(differing)}")
    return 1 if differing else 0


def measure_all(corpus: Path, folder: Path) -> dict[str, Cost]:
    """What each way of reading costs; what was measured before is taken from the folder."""
    kept = folder / "costs.json"
    costs = (
        {name: Cost(*cost) for name, cost in json.loads(kept.read_text()).items()} if kept.exists() else {}
    )
    ways: dict[str, Callable[[], subprocess.Popen[bytes]]] = {
        "extraction alone": lambda: _bare(corpus),
        "ingest, one job": lambda: _ingest(corpus, folder / "1.db", 1),
        "ingest, two jobs": lambda: _ingest(corpus, folder / "2.db", 2),
    }
    for name, start in ways.items():
        if name not in costs:
            costs[name] = _measured(start)
            print(f"{name}: {costs[name]}", file=sys.stderr, flush=True)
            kept.write_text(json.dumps(costs))
    return costs


def make_corpus(path: Path, count: int) -> Path:
    """A packed corpus of so many articles."""
    packer = zstandard.ZstdCompressor().compressobj()
    with path.open("wb") as file:
        for each in articles(count):
            file.write(packer.compress(json.dumps(each, ensure_ascii=False).encode() + b"\n"))
        file.write(packer.flush())
    return path


def report(costs: dict[str, Cost], count: int) -> str:
    """A line for each way of reading, with what it costs on top of extraction."""
    bare = costs["extraction alone"]
    rows = [
        (
            name,
            f"{count / cost.seconds:,.1f}",
            f"{1000 * cost.processor / count:,.1f}",
            f"{cost.processor / bare.processor - 1:+.0%}",
            f"{cost.peak:,.0f}",
        )
        for name, cost in costs.items()
    ]
    head = ("", "documents/s", "processor ms a document", f"on top (target {_TARGET:+.0%})", "peak MB")
    return f"{count:,} articles\n\n{format_table(head, rows)}"


def kill_and_resume(corpus: Path, base: Path, kills: int) -> int:
    """Ingest with SIGKILLs at random moments, then to the end; how many hit."""
    chance = random.Random(7)
    kb.open(f"sqlite:///{base}").close()
    hit = 0
    for _ in range(kills):
        process = subprocess.Popen(_command(corpus, base, 2), stdout=subprocess.DEVNULL)
        _wait_for_more(base, process)
        time.sleep(chance.uniform(0, 1.0))
        hit += process.poll() is None
        print(f"killed with {_held(base):,} documents", file=sys.stderr, flush=True)
        process.kill()
        process.wait()
    subprocess.run(_command(corpus, base, 2), check=True, stdout=subprocess.DEVNULL)
    return hit


def differences(left: Path, right: Path) -> list[str]:
    """The tables in which two bases differ, but for who wrote what when."""
    with closing(sqlite3.connect(left)) as connection:
        connection.execute("ATTACH ? AS other", (str(right),))
        tables = [table for table in metadata.sorted_tables if table.name not in _OF_RUNS]
        return [table.name for table in tables if _differs(connection, table)]


def _differs(connection: sqlite3.Connection, table: Table) -> bool:
    columns = ", ".join(column.name for column in table.columns if column.name not in _OWN)
    one, other = (f"SELECT {columns} FROM {base}.{table.name}" for base in ("main", "other"))
    sizes = {
        connection.execute(f"SELECT count(*) FROM {base}.{table.name}").fetchone()
        for base in ("main", "other")
    }
    missing = (
        connection.execute(f"{a} EXCEPT {b} LIMIT 1").fetchone() for a, b in ((one, other), (other, one))
    )
    return len(sizes) > 1 or any(missing)


def _yes(differing: list[str]) -> str:
    return f"NO, {', '.join(differing)} differ" if differing else "yes"


def _wait_for_more(base: Path, process: subprocess.Popen[bytes]) -> None:
    before = _held(base)
    while _held(base) == before and process.poll() is None:
        time.sleep(0.05)


def _held(base: Path) -> int:
    with kb.open(f"sqlite:///{base}", create=False) as opened:
        return int(opened.sql("SELECT count(*) FROM document").rows[0][0])


def _measured(start: Callable[[], subprocess.Popen[bytes]]) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = start()
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.2)
    assert process.returncode == 0, process.args
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - started, processor, peak)


def _memory(pid: int) -> float:
    """Megabytes that a process and its children have for themselves; what they share counts once."""
    try:
        process = psutil.Process(pid)
        return sum(each.memory_full_info().pss for each in (process, *process.children())) / 1e6
    except psutil.NoSuchProcess:
        return 0.0


def _bare(corpus: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "benchmarks.corpus_bare", str(corpus)])


def _ingest(corpus: Path, base: Path, jobs: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(_command(corpus, base, jobs), stdout=subprocess.DEVNULL)


def _command(corpus: Path, base: Path, jobs: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "kb",
        "ingest",
        str(corpus),
        "--jobs",
        str(jobs),
        "--db",
        f"sqlite:///{base}",
    ]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where the bases are made and stay")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
