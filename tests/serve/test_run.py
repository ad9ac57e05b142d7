"""The server as a process: what it says, that it stops, and that readers and a writer do not mind each other."""

from __future__ import annotations

import asyncio
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

import kb
from kb.cli.serve import _tell as tell
from kb.serve.run import is_loopback, own_hosts
from tests.serve.conftest import EVENTS, fill, serving

READERS = 200
ROUNDS = 2


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'kb.db'}"
    fill(address)
    return address


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_serves_and_stops(url: str, stop: signal.Signals) -> None:
    with serving(url) as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert len(httpx.get(f"{address}api/timeline").json()["events"]) == len(EVENTS)
        process.send_signal(stop)
        assert process.wait(10) in (0, -signal.SIGTERM)
        assert process.stderr is not None
        said = process.stderr.read()
    assert "only this machine can reach it" in said
    assert "Traceback" not in said
    if stop is signal.SIGINT:
        assert process.returncode == 0
        assert said.endswith("kb: stopped\n")


def test_a_stopped_server_leaves_the_base_as_it_was(url: str, tmp_path: Path) -> None:
    with serving(url) as (address, process):
        httpx.get(f"{address}api/timeline.html")
        process.send_signal(signal.SIGINT)
        process.wait(10)
    connection = sqlite3.connect(tmp_path / "kb.db")
    assert connection.execute("SELECT count(*) FROM event").fetchone() == (len(EVENTS),)
    connection.close()


def test_a_port_that_is_taken_is_said_in_one_line(url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kb", "serve", "--db", url, "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"port {port}" in done.stderr
    assert "try another --port" in done.stderr


def test_a_missing_base_is_said_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kb", "serve", "--db", f"sqlite:///{tmp_path / 'no.db'}", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "no.db").exists()


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True),
     ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("example.com", False)],
)  # fmt: skip
def test_who_can_reach_it(host: str, loopback: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert is_loopback(host) == loopback
    assert bool(own_hosts(host)) == loopback
    tell("a base", f"http://{host}/", loopback)
    said = capsys.readouterr().err
    assert ("warning: others can reach it" in said) == (not loopback)


def test_two_hundred_readers_while_the_base_is_written(url: str) -> None:
    """No reader sees an error or half an event, and no writer is locked out."""
    written: list[str] = []
    stop = threading.Event()

    def write() -> None:
        with kb.open(url) as base:
            for number in range(10_000):
                if stop.is_set():
                    return
                day = date(1999, 1, 22) + timedelta(days=number)
                base.add(day, f"Report {number} of Nvidia", kind="earnings", entities=("nvidia",))
                written.append(f"Report {number}")

    async def read(client: httpx.AsyncClient) -> list[int]:
        counts = []
        for _ in range(ROUNDS):
            answer = await client.get("/api/timeline?limit=50&newest=1")
            assert answer.status_code == 200, answer.text
            counts.append(len(answer.json()["events"]))
        return counts

    async def read_all(address: str) -> list[list[int]]:
        limits = httpx.Limits(max_connections=READERS)
        async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as client:
            return await asyncio.gather(*(read(client) for _ in range(READERS)))

    with serving(url) as (address, _):
        writer = threading.Thread(target=write)
        writer.start()
        began = time.monotonic()
        try:
            counts = asyncio.run(read_all(address))
        finally:
            stop.set()
            writer.join(30)
        assert time.monotonic() - began < 60
    assert len(counts) == READERS
    assert all(seen == sorted(seen) for seen in counts)
    assert len(written) > 0
    with kb.open(url) as base:
        assert len(base.timeline()) == len(EVENTS) + len(written)
