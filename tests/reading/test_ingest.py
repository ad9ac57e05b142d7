"""Corpora into a base: resumed where they broke off, over processes, each run recorded, read again by newer rules."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

import kb as product
from kb.config import Settings
from kb.errors import DataError
from kb.reading import Manner
from kb.store.sql import run_sql
from kb.store.tables import metadata
from kb.store.writer import Writer
from tests.cli.conftest import ENVIRONMENT, Kb
from tests.reading import files

COMPANIES = ("Nvidia", "Intel", "AMD", "TSMC", "Apple", "Microsoft", "Boeing", "Airbus", "Tesla", "Samsung")
MONTHS = ("March", "April", "May", "June", "July")
# Who recorded what and when differs from run to run; nothing else may. The hashes are of kb's own files, which
# may be edited while tests run.
_OWN = {"run_pk", "recorded_at", "started_at", "retired_at", "rules", "digest"}
_OF_RUNS = {"run", "ingestion", "ingestion_failure"}


def articles(count: int, seed: int = 1) -> Iterator[dict[str, object]]:
    """Short articles, no two alike, each with a day of its own."""
    chance = random.Random(seed)
    for number in range(count):
        company, other = chance.sample(COMPANIES, 2)
        month, day = chance.choice(MONTHS), chance.randint(1, 28)
        yield {
            "text": f"{company} shares fell {chance.randint(2, 19)}.{number % 10}% on {month} {day}, 2024, after "
            f"{other} announced a $1{number:03d} million factory. {company} plans to launch product "
            f"number {number} in {chance.choice(MONTHS)} 2025.",
            "date": f"2024-08-{1 + number % 28:02d}",
            "title": f"Story {number}",
        }


def corpus(path: Path, count: int = 40, seed: int = 1) -> Path:
    path.write_bytes(zstandard.compress(files.jsonl(*articles(count, seed))))
    return path


def contents(url: str) -> dict[str, list[str]]:
    """All rows but of runs, without who wrote them when."""
    with product.open(url, create=False) as base:
        return {
            table.name: sorted(
                str([value for column, value in zip(rows.columns, row, strict=True) if column not in _OWN])
                for row in rows.rows
            )
            for table in metadata.sorted_tables
            if table.name not in _OF_RUNS and (rows := run_sql(base._database, f"SELECT * FROM {table.name}"))
        }


def test_a_corpus_is_one_line(kb: Kb, tmp_path: Path) -> None:
    corpus(tmp_path / "a.jsonl.zst")
    done = kb("ingest", "a.jsonl.zst")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("a.jsonl.zst: 40 documents, ")
    again = kb("ingest", "a.jsonl.zst")
    assert again.out.startswith("a.jsonl.zst: 40 documents, 40 known already, ")
    first, second = kb("runs", "--json").json
    assert (first["documents"], first["known"], first["failures"], first["state"]) == (40, 0, 0, "finished")
    assert (second["documents"], second["known"], second["new"]) == (40, 40, 0)
    assert first["new"] == int(run_sql_of(tmp_path, "SELECT count(*) FROM statement"))
    assert first["version"] == kb("--version").out.split()[1]


def run_sql_of(folder: Path, query: str) -> str:
    with product.open(f"sqlite:///{folder}/kb.db", create=False) as base:
        return str(base.sql(query).rows[0][0])


def test_bad_documents_are_listed_at_the_end(kb: Kb, tmp_path: Path) -> None:
    lines = files.jsonl(*articles(5)).splitlines(keepends=True)
    lines[1:1] = [b"{broken\n", b'{"nothing": 1}\n']
    (tmp_path / "a.jsonl").write_bytes(b"".join(lines))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.txt").write_text("Nvidia fell on March 5, 2024.")
    done = kb("ingest", ".")
    assert done.code == 1
    assert "a.jsonl: 5 documents, " in done.out
    assert "c.txt: 2024-03-05 (inferred)" in done.out
    lines_ = done.err.splitlines()
    assert [line.split(": ", 2)[1] for line in lines_[-3:]] == ["a.jsonl:2", "a.jsonl:3", "b.pdf"]
    number = kb("runs", "--json").json[-1]["run"]
    failures = kb("runs", number, "--json").json
    assert [each["place"] for each in failures] == ["a.jsonl:2", "a.jsonl:3", "b.pdf"]
    assert kb("runs", 99).code == 1


def test_processes_change_nothing(tmp_path: Path) -> None:
    source = str(corpus(tmp_path / "a.jsonl.zst"))
    for jobs in (1, 2):
        with product.open(f"sqlite:///{tmp_path}/{jobs}.db") as base:
            steps = list(base.ingest_all([source], jobs=jobs))
        assert [str(step.place).rpartition(":")[2] for step in steps] == [str(n) for n in range(1, 41)]
    assert contents(f"sqlite:///{tmp_path}/1.db") == contents(f"sqlite:///{tmp_path}/2.db")


@pytest.mark.parametrize("jobs", [2])
def test_killed_and_resumed_is_as_undisturbed(tmp_path: Path, jobs: int) -> None:
    source = corpus(tmp_path / "a.jsonl.zst", 240, seed=jobs)
    url = f"sqlite:///{tmp_path}/killed.db"
    product.open(url).close()
    chance = random.Random(jobs)
    arguments = [sys.executable, "-m", "kb", "ingest", str(source), "--jobs", str(jobs), "--db", url]
    kills = 0
    for _ in range(2):
        process = subprocess.Popen(
            arguments, env=ENVIRONMENT, stdout=subprocess.DEVNULL, start_new_session=True
        )
        before = _held(url)
        deadline = time.monotonic() + 30
        # Some way into the run, wherever that is.
        while _held(url) == before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.1))
        kills += process.poll() is None
        process.kill()
        process.wait()
    assert kills
    subprocess.run(arguments, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    undisturbed = f"sqlite:///{tmp_path}/undisturbed.db"
    with product.open(undisturbed) as base:
        list(base.ingest_all([str(source)]))
    assert contents(url) == contents(undisturbed)
    with product.open(url, create=False) as base:
        assert [finding for finding in base.check() if finding.is_error] == []
        states = [run.finished_at is not None for run in base.runs()]
    assert states[-1]
    assert not all(states)


def _held(url: str) -> int:
    with product.open(url, create=False) as base:
        return int(base.sql("SELECT count(*) FROM document").rows[0][0])


def test_interrupted_by_a_person(tmp_path: Path) -> None:
    source = corpus(tmp_path / "a.jsonl.zst", 3_000)
    url = f"sqlite:///{tmp_path}/kb.db"
    product.open(url).close()
    arguments = [sys.executable, "-m", "kb", "ingest", str(source), "--jobs", "2", "--db", url]
    process = subprocess.Popen(arguments, env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 60
    while not _held(url) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told.decode().splitlines() == ["kb: broken off; what was read is held, start it again to go on"]
    assert 0 < _held(url) < 300


def test_processes_end_with_the_one_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, kb\n"
        "from kb.reading.many import Job, read_jobs\n"
        "from kb.reading import Manner, Piece, Place\n"
        "from kb.config import Settings\n"
        "texts = (f'Nvidia fell on March {n % 28 + 1}, 2024.' for n in range(10**6))\n"
        "jobs = (Job(Piece(Place('a'), text, 'text')) for text in texts)\n"
        "read = read_jobs(jobs, Manner(), Settings(), 2)\n"
        "next(read)\n"
        "import multiprocessing\n"
        "print(*[each.pid for each in multiprocessing.active_children()], flush=True)\n"
        "sys.stdin.read()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    assert process.stdout is not None
    children = [int(pid) for pid in process.stdout.readline().split()]
    assert len(children) == 2
    process.kill()
    process.wait()
    deadline = time.monotonic() + 30
    while any(map(_lives, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(_lives, children))


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_document_that_kills_its_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.reading import many

    real = many.read_piece

    def deadly(piece, manner):
        if "DEADLY" in str(piece.data):
            os._exit(9)
        return real(piece, manner)

    monkeypatch.setattr(many, "read_piece", deadly)
    texts = [*articles(6)]
    texts[2]["text"] = "DEADLY"
    (tmp_path / "a.jsonl").write_bytes(files.jsonl(*texts))
    with product.open(f"sqlite:///{tmp_path}/kb.db") as base:
        steps = list(base.ingest_all([str(tmp_path / "a.jsonl")], jobs=2))
    failures = [(str(step.place)[-1], step.failure) for step in steps if step.failure]
    assert failures == [("3", "reading it takes more than this machine has")]
    assert len(steps) == 6


def test_a_document_that_the_base_refuses_keeps_out_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Writer.put

    def put(self, extraction, digest=None, *, quoted=False):
        if extraction.document.title == "Story 3":
            raise DataError("no room for it")
        return real(self, extraction, digest, quoted=quoted)

    monkeypatch.setattr(Writer, "put", put)
    (tmp_path / "a.jsonl").write_bytes(files.jsonl(*articles(6)))
    with product.open(f"sqlite:///{tmp_path}/kb.db") as base:
        steps = list(base.ingest_all([str(tmp_path / "a.jsonl")]))
        [run] = base.runs()
    assert [(str(step.place)[-1], step.failure) for step in steps if step.failure] == [
        ("4", "no room for it")
    ]
    assert (run.documents, run.failures) == (5, 1)


def test_read_again_by_newer_rules(kb: Kb, tmp_path: Path) -> None:
    text = "Zyxon Labs acquired Quuxly Systems for $3 billion on March 5, 2024.\n\nNvidia fell 9.5% on March 6, 2024.\n"
    (tmp_path / "a.txt").write_text(text)
    kb("ingest", "a.txt")
    [fell] = [each for each in kb("timeline", "--json").json if each["kind"] == "share_price"]
    kb("judge", "wrong", fell["id"], "--by", "Ann")
    assert kb("reingest", "--dry-run").out == "1 documents: 0 statements added, 0 gone, 0 changed\n"
    # Newer rules, as far as a base can tell: a company that the gazetteer did not know.
    (tmp_path / "ours.csv").write_text("id,type,tickers,en\nzyxon,organization,ZYX,Zyxon Labs\n")
    (tmp_path / "kb.toml").write_text('gazetteers = ["ours.csv"]\n')
    dry = kb("reingest", "--dry-run").out.splitlines()
    assert dry[0] == "a.txt:"
    assert dry[-1].startswith("1 documents: ")
    assert any(line.startswith("  ~ 2024-03-05  acquisition") for line in dry)
    assert "zyxon " not in kb("timeline").out
    wet = kb("reingest").out.splitlines()
    assert wet[:-1] == dry
    assert wet[-1] == "1 documents are held as they are read now"
    assert "zyxon" in kb("timeline").out
    assert "share_price" not in kb("timeline").out
    assert kb("reingest").out == "1 documents: 0 statements added, 0 gone, 0 changed\n"
    commands = [each["command"] for each in kb("runs", "--json").json]
    assert commands == ["ingest", "reingest"]


def test_what_a_person_entered_is_not_read_again(kb: Kb, tmp_path: Path) -> None:
    kb("add", "Sept 4, 2024", "Nvidia loses $279B in one day", "--kind", "market_cap", "--entity", "nvidia")
    assert kb("reingest").out == "0 documents: 0 statements added, 0 gone, 0 changed\n"


def test_newer_rules_read_a_corpus_again(tmp_path: Path) -> None:
    source = str(corpus(tmp_path / "a.jsonl.zst", 5))
    ours = tmp_path / "ours.csv"
    ours.write_text("id,type,tickers,en\nzyxon,organization,ZYX,Zyxon Labs\n")
    with product.open(f"sqlite:///{tmp_path}/kb.db") as base:
        list(base.ingest_all([source]))
        assert [step.written for step in base.ingest_all([source])] == [None] * 5
    with product.open(f"sqlite:///{tmp_path}/kb.db", settings=Settings(gazetteers=(ours,))) as base:
        assert None not in [step.written for step in base.ingest_all([source])]


def test_a_day_given_by_the_user_counts_most(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(files.page())
    kb("ingest", "a.html")
    done = kb("ingest", "a.html", "--published", "2024-09-06")
    assert done.out.startswith("a.html: 2024-09-06 (given)")
    found = kb("extract", "a.html", "--published", "2024-09-06", "--json").json["document"]
    assert (found["published"], found["found"]["published"]) == ("2024-09-06", "given by the user")
    assert found["found"]["url"] == "link canonical"


def test_the_modification_time_of_a_file_says_nothing(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nvidia fell on Tuesday.")
    os.utime(tmp_path / "a.txt", (1_700_000_000, 1_700_000_000))
    assert kb("ingest", "a.txt").out.startswith("a.txt: undated")


def test_standard_input(kb: Kb) -> None:
    done = kb("ingest", "-", "--map", "text=inhalt", stdin=files.jsonl({"inhalt": files.ENGLISH}))
    assert done.out.startswith("standard input: 1 document, ")


@pytest.mark.parametrize("columns", ["text", "text=", "body=text", "=x"])
def test_a_map_that_is_none(kb: Kb, columns: str) -> None:
    done = kb("ingest", "-", "--map", columns)
    assert done.code == 2
    assert done.err.startswith("kb: --map: ")


def test_a_run_remembers_what_it_was_called_with(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nvidia fell on March 5, 2024.")
    with product.open(f"sqlite:///{tmp_path}/kb.db") as base:
        list(base.ingest_all([str(tmp_path / "a.txt")], Manner(), arguments={"jobs": 3}))
        [run] = base.runs()
    assert dict(run.arguments) == {"jobs": 3}
