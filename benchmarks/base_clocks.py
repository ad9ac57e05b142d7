"""What a benchmark's time is: on the wall, or the processor's own, a database server's part included."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import text

from kb.store.database import open_database

Clock = Callable[[], float]
_PROCESSES = Path("/proc")


def clock_for(url: str, cpu: bool) -> Clock:
    """Seconds of a clock on the wall; with `cpu`, seconds of processor time of this process and, where the base
    is on a PostgreSQL server of this machine, of the server's processes."""
    if not cpu:
        return time.perf_counter
    return time.process_time if url.startswith("sqlite") else partial(_with_server, _server(url))


def _with_server(server: int) -> float:
    return time.process_time() + sum(map(_seconds, _children(server)))


def _server(url: str) -> int:
    """The number of the process that all sessions of the server belong to."""
    with open_database(url) as database, database.read() as connection:
        session = connection.scalar(text("SELECT pg_backend_pid()"))
        status = (_PROCESSES / str(session) / "status").read_text()
    return int(status.partition("PPid:")[2].split()[0])


def _children(process: int) -> list[str]:
    return (_PROCESSES / str(process) / "task" / str(process) / "children").read_text().split()


def _seconds(process: str) -> float:
    """Time on a processor, which the kernel tells in nanoseconds; none of a process that has ended."""
    try:
        return int((_PROCESSES / process / "schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:
        return 0.0
