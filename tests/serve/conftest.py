"""A server of a small base, asked without a network; and one that is a process, on loopback."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from starlette.testclient import TestClient

import kb
from kb.serve.app import make_app
from kb.store.database import open_database

EVENTS = (
    ("2024-03-18", "Nvidia unveils Blackwell", "launch", ("nvidia", "blackwell"), "actual"),
    ("2024-06-05", "Nvidia closes above $3 trillion", "market_cap", ("nvidia",), "actual"),
    ("2024-09-03", "Nvidia loses $279 billion in a day", "market_cap", ("nvidia",), "actual"),
    ("2024-10-10", "AMD 发布 MI325X 芯片", "launch", ("amd",), "actual"),
    ("2025-Q1", "Blackwell 推遲出貨", "delay", ("blackwell",), "rumored"),
)


def fill(url: str) -> None:
    with kb.open(url) as base:
        for when, title, kind, entities, status in EVENTS:
            base.add(when, title, kind=kind, entities=entities, status=status, source="Harbor Wire")


@pytest.fixture
def client(database_url: str) -> Iterator[TestClient]:
    """A client of a server of the events above: on each database in turn."""
    fill(database_url)
    with (
        open_database(database_url, create=False, read_only=True) as database,
        TestClient(make_app(database, title="Chips"), raise_server_exceptions=False) as client,
    ):
        yield client


@contextmanager
def serving(url: str, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server in a process of its own: its address, and the process."""
    command = [sys.executable, "-m", "kb", "serve", "--port", "0", "--db", url, *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        yield _address(process.stderr), process
    finally:
        process.kill()
        process.communicate()


def _address(said: IO[str] | None) -> str:
    assert said is not None
    line = said.readline()
    match = re.search(r"at (http://\S+/), read-only", line)
    assert match, line + said.read()
    return match[1]
