"""A million short articles through one Spark job, and the memory of its Python workers all the while.

`python -m benchmarks.spark_flat [--articles N] [--kill]` reads them from one Parquet file with `local[2]`, samples the
resident memory of each worker, and prints a table of it by thirds of the run. `--kill` ends a worker in the middle. The
result must be whole: as many statements as a plain pool finds in articles made the same way, in as many documents as
were given.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from benchmarks.spark import pool_counts, worker_costs, write

_COMPANIES = ("Nvidia", "AMD", "Intel", "Micron", "台積電", "聯發科", "英伟达", "三星電子")
_ENGLISH = "{company} shares fell {percent}% on {month} {day}. It plans to ship its X{number} chip in {year}."
_CHINESE = (
    "{company}股價{moon}月{day}日下跌{percent}%，成交量較前一個交易日放大，分析師看法不一，公司未予置評。公司計劃"
    "{year}年量產X{number}晶片，首批產能已由客戶預訂，供應鏈正在擴充設備。"
)
_JOBS = 2
_SECONDS = 5.0


def short_articles(count: int) -> Iterator[tuple[str, date, str]]:
    """Text of some 80 characters, with two dated claims, its day of publication and source; every one differs."""
    for number in range(count):
        day = date(2019, 1, 7) + timedelta(days=number % 2000)
        company = _COMPANIES[number % len(_COMPANIES)]
        form = _ENGLISH if company.isascii() else _CHINESE
        told = day - timedelta(days=1)
        words = {"percent": 1 + number % 90 / 10, "number": 100 + number, "year": day.year + 1}
        text = form.format(company=company, month=f"{told:%B}", moon=told.month, day=told.day, **words)
        yield text, day, f"article {number}"


@dataclass
class Samples:
    """The resident memory in MB of each worker, by seconds since the job began."""

    of: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: defaultdict(list))

    def thirds(self, pid: int) -> list[float]:
        """A worker's greatest memory in each third of its time, the first seconds of loading left out."""
        told = self.of[pid]
        first, last = told[0][0] + 2 * _SECONDS, told[-1][0]
        third = max(last - first, 1) / 3
        return [
            max((memory for at, memory in told if first + part * third <= at <= first + (part + 1) * third), default=0)
            for part in range(3)
        ]  # fmt: skip


class Sampler:
    """Looks at the workers every few seconds until stopped; ends one of them after `kill_after` seconds."""

    def __init__(self, kill_after: float | None = None) -> None:
        self.samples = Samples()
        self.seconds: dict[int, float] = {}
        self.killed: int | None = None
        self._kill_after = kill_after
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._began = time.perf_counter()
        self._thread.start()

    def stop(self) -> Samples:
        """What was seen."""
        self._stopped.set()
        self._thread.join()
        return self.samples

    def _look(self) -> None:
        while not self._stopped.wait(_SECONDS):
            at = time.perf_counter() - self._began
            found = worker_costs()
            for pid, memory, seconds in found:
                self.samples.of[pid].append((at, memory))
                self.seconds[pid] = seconds
            if self._kill_after is not None and self.killed is None and found and at > self._kill_after:
                self.killed = found[0][0]
                os.kill(self.killed, signal.SIGKILL)
                print(f"killed worker {self.killed} after {at:.0f} s", file=sys.stderr, flush=True)


def run(path: Path, tasks: int, kill_after: float | None = None) -> tuple[float, int, int, Sampler]:
    """Seconds, statements, documents that have any, and what the workers took."""
    from pyspark.sql import functions

    import kb.spark
    from kb.spark.session import open_session

    session = open_session(f"local[{_JOBS}]")
    frame = session.read.parquet(str(path)).repartition(tasks)
    sampler = Sampler(kill_after)
    started = time.perf_counter()
    statements = kb.spark.extract(frame)
    told = functions.count("*").alias("statements"), functions.count_distinct("document").alias("documents")
    [row] = statements.agg(*told).collect()
    seconds = time.perf_counter() - started
    sampler.stop()
    session.stop()
    return seconds, row["statements"], row["documents"], sampler


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--tasks", type=int, default=40)
    parser.add_argument("--kill", type=float, metavar="SECONDS", help="end a worker after so many seconds")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        write(path, short_articles(given.articles))
        seconds, statements, documents, sampler = run(path, given.tasks, given.kill)
    print(f"{given.articles:,} articles in {seconds:,.0f} s: {given.articles / seconds:,.0f} a second")
    print(f"{statements:,} statements of {documents:,} documents; killed: {sampler.killed or 'none'}")
    few = min(given.articles, 4_000)
    print(f"a plain pool finds {pool_counts(list(short_articles(few))):,} statements in the first {few:,}")
    print(
        "| worker | samples | greatest MB in the first third | second | last |\n| --- | --- | --- | --- | --- |"
    )
    for pid, told in sampler.samples.of.items():
        if len(told) > 6:
            print(f"| {pid} | {len(told)} | " + " | ".join(map(str, sampler.samples.thirds(pid))) + " |")


if __name__ == "__main__":
    main()
