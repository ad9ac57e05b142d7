"""What only a process of its own shows: start-up, streaming, pipes that close, signals."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import ENVIRONMENT, Kb

Process = Callable[..., subprocess.Popen[bytes]]
LINE = json.dumps({"id": 1, "text": "2024年9月4日，輝達大跌。"}).encode() + b"\n"

_HELP = "import sys; sys.argv = ['kb', '--help']; import kb.cli; kb.cli.main()"
_LOADED = (
    "import sys, atexit; atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr)); " + _HELP
)


def test_help_needs_little_time() -> None:
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", _HELP], check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.2


def test_help_imports_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED], check=True, env=ENVIRONMENT, capture_output=True)
    loaded = set(done.stderr.decode().split())
    assert "click" in loaded
    assert not loaded & {
        "sqlalchemy", "alembic", "dateparser", "rich", "holidays", "opencc", "ahocorasick_rs", "yaml",
        "markdown_it", "kb.pipeline", "kb.model",
    }  # fmt: skip


def test_answers_come_as_lines_go_in(process: Process) -> None:
    kb = process("dates", "--jsonl")
    assert kb.stdin is not None
    assert kb.stdout is not None
    for number in range(3):
        kb.stdin.write(json.dumps({"id": number, "text": "2024年9月4日"}).encode() + b"\n")
        kb.stdin.flush()
        assert json.loads(kb.stdout.readline())["id"] == number
    kb.stdin.close()
    assert kb.wait(30) == 0


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Ten times the lines need hardly more memory."""

    def most_memory(lines: int) -> int:
        (tmp_path / "in.jsonl").write_bytes(LINE * lines)
        script = (
            "import resource, sys; sys.argv = ['kb', 'dates', '--jsonl', 'in.jsonl']\n"
            "from kb.cli.app import run\n"
            "try: run()\n"
            "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=True
        )
        assert done.stdout.count(b"\n") == lines
        return int(done.stderr)

    assert most_memory(5_000) < most_memory(500) + 8_000


def test_a_reader_that_leaves_is_no_error(process: Process) -> None:
    kb = process("dates", "--jsonl")
    assert kb.stdin is not None
    assert kb.stdout is not None
    assert kb.stderr is not None
    kb.stdin.write(LINE)
    kb.stdin.flush()
    kb.stdout.readline()
    kb.stdout.close()
    try:
        for _ in range(10_000):
            kb.stdin.write(LINE)
        kb.stdin.close()
    except BrokenPipeError:
        pass
    assert kb.wait(30) == 141
    assert kb.stderr.read() == b""


def test_control_c_ends_quietly(process: Process) -> None:
    kb = process("dates", "--jsonl")
    assert kb.stdin is not None
    assert kb.stdout is not None
    assert kb.stderr is not None
    kb.stdin.write(LINE)
    kb.stdin.flush()
    kb.stdout.readline()
    os.kill(kb.pid, signal.SIGINT)
    assert kb.wait(30) == 130
    assert b"Traceback" not in kb.stderr.read()


def test_a_locale_without_utf8_changes_nothing(tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "kb", "dates", "2024年9月4日"],
        env=environment, cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert "2024年9月4日" in done.stdout.decode("utf-8")


def _texts(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        day = f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
        text = f"On {day} Nvidia lost ${number + 1} billion in market value. Zyxon{number} Labs Inc. launched a chip.\n"
        (folder / f"2024-12-31-{number:03}.txt").write_text(text, encoding="utf-8")


_HELD = "SELECT document, statement, edtf, kind, entities, event FROM evidence ORDER BY document, start_char, statement"


def test_jobs_change_nothing_but_the_time(tmp_path: Path, kb: Kb) -> None:
    _texts(tmp_path / "texts", 6)
    (tmp_path / "texts" / "2024-12-31-005b.txt").write_bytes(b"\x00")
    one, two = (kb("ingest", "texts", "--jobs", jobs, "--db", f"sqlite:///{jobs}.db") for jobs in (1, 2))
    assert one.code == two.code == 1
    assert (one.out, one.err) == (two.out, two.err)
    assert one.err == "kb: texts/2024-12-31-005b.txt: binary, not a text\n"
    assert one.out.count("\n") == 6
    held = [kb("sql", _HELD, "--json", "--db", f"sqlite:///{jobs}.db").json for jobs in (1, 2)]
    assert held[0] == held[1] != []
    again = kb("ingest", "texts", "--jobs", 2, "--db", "sqlite:///1.db")
    assert again.out.count("nothing new\n") == 6


def test_control_c_leaves_a_base_that_goes_on(tmp_path: Path, kb: Kb, process: Process) -> None:
    _texts(tmp_path / "texts", 80)
    running = process("ingest", "texts", "--jobs", "2")
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.readline()
    os.kill(running.pid, signal.SIGINT)
    assert running.wait(30) == 130
    assert b"Traceback" not in running.stderr.read()
    broken_off = kb("sql", "SELECT count(*) AS n FROM document", "--json").json[0]["n"]
    assert 0 < broken_off < 80
    assert kb("db", "check").code == 0
    assert kb("ingest", "texts").code == 0
    assert kb("sql", "SELECT count(*) AS n FROM document", "--json").json == [{"n": 80}]
