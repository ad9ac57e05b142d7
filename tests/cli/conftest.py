"""Running `kb` in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest


class Done(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Kb = Callable[..., Done]

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}


@pytest.fixture
def kb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Kb:
    """Runs the command line in this process, in an empty folder; `stdin` are bytes or text."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("KB_")]:
        monkeypatch.delenv(name)

    def run(*arguments: object, stdin: str | bytes = b"") -> Done:
        from kb.cli.app import run as main

        with tempfile.TemporaryFile("w+") as file, monkeypatch.context() as patch:
            file.buffer.write(stdin.encode() if isinstance(stdin, str) else stdin)
            file.seek(0)
            patch.setattr(sys, "stdin", file)
            capfdbinary.readouterr()
            with pytest.raises(SystemExit) as exit_:
                main([str(argument) for argument in arguments])
            sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return Done(int(exit_.value.code or 0), out.decode(), err.decode())

    return run


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts `kb` as a process of its own, for pipes and signals."""

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "kb", *arguments],
            cwd=tmp_path,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    return start
