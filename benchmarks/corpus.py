"""What ingestion costs: `python -m benchmarks.corpus [--articles N] [--kills N] [--folder DIR]`.

A corpus of synthetic articles (benchmarks/corpus_articles.py) is read with one and with two processes: documents a
second, processor time, peak memory. Beside it, in the same run, the bare extraction of the same articles, with no
base. Then a run that is killed at random and resumed is compared with an undisturbed one, row for row.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil
import zstandard

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
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        corpus = make_corpus(folder / "corpus.jsonl.zst", options.articles)
        costs = {
            "extraction alone": _measured(lambda: _bare(corpus)),
            "ingest, one job": _measured(lambda: _ingest(corpus, folder / "1.db", 1)),
            "ingest, two jobs": _measured(lambda: _ingest(corpus, folder / "2.db", 2)),
        }
        print(report(costs, options.articles))
        differing = differences(folder / "1.db", folder / "2.db")
        print(f"\none job and two give the same base: {_yes(differing)}")
        if options.kills:
            killed = kill_and_resume(corpus, folder / "killed.db", options.kills)
            differing += differences(folder / "killed.db", folder / "1.db")
            print(f"killed {killed} times and resumed, row for row the same: {_yes(differing)}")
    return 1 if differing else 0


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
        process.kill()
        process.wait()
    subprocess.run(_command(corpus, base, 2), check=True, stdout=subprocess.DEVNULL)
    return hit


def differences(left: Path, right: Path) -> list[str]:
    """The tables in which two bases differ."""
    one, other = contents(left), contents(right)
    return [table for table in one if one[table] != other[table]]


def _yes(differing: list[str]) -> str:
    return f"NO, {', '.join(differing)} differ" if differing else "yes"


def contents(base: Path) -> dict[str, list[str]]:
    """All rows but of runs, without who wrote them when."""
    with kb.open(f"sqlite:///{base}", create=False) as opened:
        tables = [table.name for table in metadata.sorted_tables if table.name not in _OF_RUNS]
        found = {name: opened.sql(f"SELECT * FROM {name}") for name in tables}
    return {
        name: sorted(
            repr([value for column, value in zip(rows.columns, row, strict=True) if column not in _OWN])
            for row in rows.rows
        )
        for name, rows in found.items()
    }


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
    parser.add_argument("--folder", type=Path, help="where the bases are made, for the time of the run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
