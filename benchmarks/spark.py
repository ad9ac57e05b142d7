"""Extraction on Spark beside a plain pool of processes: `python -m benchmarks.spark [--articles N]`.

Articles are synthetic and short. Each engine reads the same Parquet file; start-up, the loading of rules among it,
is told apart: every engine first reads a hundred articles. `--kill` ends a Python worker in the middle of a job and
compares the result with an undisturbed one's.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from kb.config import Settings
from kb.reading import extract_document, load_knowledge
from kb.text.read import read_text

_COMPANIES = (
    "Nvidia",
    "AMD",
    "Intel",
    "Broadcom",
    "Micron",
    "台積電",
    "聯發科",
    "英伟达",
    "博通",
    "三星電子",
)
_ENGLISH = (
    "{company} shares fell {percent}% on Tuesday after the company said revenue for the quarter ended "
    "{month} 30 would miss forecasts. The chipmaker had planned to ship its X{number} accelerator in March "
    "but pushed it back to the second half of {year}. On {month} 12 it agreed to buy a rival for ${number} million."
)
_CHINESE = (
    "{company}股價{moon}月12日大跌{percent}%，市值蒸發{number}億美元。公司原定第一季量產X{number}晶片，"
    "現已推遲至{year}年下半年。{company}上月宣布與夥伴合作，投資{number}億美元興建新廠，預計明年底完工。"
)
_WARM = 100


def articles(count: int) -> Iterator[tuple[str, date, str]]:
    """Text, day of publication and source; every article differs."""
    for number in range(count):
        day = date(2019, 1, 7) + timedelta(days=number % 2000)
        company = _COMPANIES[number % len(_COMPANIES)]
        form = _ENGLISH if company.isascii() else _CHINESE
        words = {"percent": 1 + number % 90 / 10, "number": 100 + number, "year": day.year + 1}
        text = form.format(company=company, month=f"{day:%B}", moon=day.month, **words)
        yield text, day, f"article {number}"


def write(path: Path, given: Iterable[tuple[str, date, str]]) -> None:
    """Articles as one Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fields = [("text", pa.string()), ("published", pa.date32()), ("source", pa.string())]
    with pq.ParquetWriter(path, pa.schema(fields)) as writer:
        waiting = iter(given)
        while rows := [row for _, row in zip(range(5_000), waiting, strict=False)]:
            columns = [list(column) for column in zip(*rows, strict=True)]
            writer.write_table(pa.table(columns, schema=pa.schema(fields)))


_knowledge: Any = None


def _prepare() -> None:
    global _knowledge
    _knowledge = load_knowledge(Settings())


def _work(rows: list[tuple[str, date, str]]) -> int:
    return sum(
        len(extract_document(read_text(text, source=source, published=day), _knowledge).statements)
        for text, day, source in rows
    )


def pool(count: int, jobs: int) -> tuple[float, int]:
    """Seconds and statements of a plain pool."""
    with ProcessPoolExecutor(jobs, get_context("fork"), initializer=_prepare) as executor:
        list(executor.map(_work, [list(articles(_WARM))] * jobs))
        started = time.perf_counter()
        rows = list(articles(count))
        chunks = [rows[start : start + 500] for start in range(0, count, 500)]
        found = sum(executor.map(_work, chunks))
        return time.perf_counter() - started, found


def pool_counts(rows: list[tuple[str, date, str]]) -> int:
    """The statements that one process of the pool finds."""
    with ProcessPoolExecutor(1, get_context("fork"), initializer=_prepare) as executor:
        return executor.submit(_work, rows).result()


def spark(path: Path, jobs: int, during: Callable[[object], None] = lambda _: None) -> tuple[float, int, int]:
    """Seconds, statements and the greatest memory of a worker in MB, on `local[jobs]`."""
    import kb.spark
    from kb.spark.session import open_session

    session = open_session(f"local[{jobs}]")
    frame = session.read.parquet(str(path)).repartition(jobs * 4)
    kb.spark.extract(frame.limit(_WARM).repartition(jobs)).count()
    watch = _Watch()
    started = time.perf_counter()
    during(session)
    found = kb.spark.extract(frame).count()
    seconds = time.perf_counter() - started
    session.stop()
    return seconds, found, watch.stop()


class _Watch:
    """The greatest memory that one of Spark's Python workers takes."""

    def __init__(self) -> None:
        self._greatest = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._stopped.set()
        self._thread.join()
        return self._greatest

    def _look(self) -> None:
        while not self._stopped.wait(0.5):
            self._greatest = max([self._greatest, *(memory for _, memory in workers())])


def workers() -> list[tuple[int, int]]:
    """Spark's Python workers below this process: process ids and memory in MB."""
    return [(pid, memory) for pid, memory, _ in worker_costs()]


def worker_costs() -> list[tuple[int, int, float]]:
    """As `workers`, with their seconds of processor time."""
    import psutil

    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "pyspark.daemon" in " ".join(process.cmdline()) and not process.children():
                times = process.cpu_times()
                found.append((process.pid, process.memory_info().rss // 2**20, times.user + times.system))
        except psutil.Error:
            continue
    return found


def _kill_one(_: object) -> None:
    def kill() -> None:
        time.sleep(3)
        if found := workers():
            os.kill(found[0][0], signal.SIGKILL)
            print(f"killed worker {found[0][0]}", file=sys.stderr)

    threading.Thread(target=kill, daemon=True).start()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--kill", action="store_true", help="end a worker in the middle as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.parquet"
        write(path, articles(given.articles))
        print("| engine | articles/s | statements | worker MB |\n| --- | --- | --- | --- |")
        for jobs in (1, 2):
            seconds, found = pool(given.articles, jobs)
            print(f"| pool of {jobs} | {given.articles / seconds:,.0f} | {found:,} | |", flush=True)
            seconds, found, memory = spark(path, jobs)
            print(
                f"| Spark local[{jobs}] | {given.articles / seconds:,.0f} | {found:,} | {memory} |",
                flush=True,
            )
        if given.kill:
            seconds, found, memory = spark(path, 2, _kill_one)
            print(
                f"| Spark local[2], a worker killed | {given.articles / seconds:,.0f} | {found:,} | {memory} |"
            )


if __name__ == "__main__":
    main()
