"""On Spark as at home: the same statements, times, issues and events, row for row; jobs that break off go on."""

from __future__ import annotations

import gzip
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import kb
from kb.errors import DataError, KbError, ReadError, UsageError
from kb.reading import extract_document, load_knowledge
from kb.rows.extractions import extraction_rows

GOLD = Path(__file__).parent.parent / "gold"
TEXTS = [
    *(path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt"))[::9]),
    "Acme Robotics will ship its R7 arm in March. The company had planned to ship it last November.",
    "（2024年9月5日）輝達9月3日大跌9.5%，市值蒸發2790億美元。",
    "Nvidia shares fell 9.5% on Tuesday, wiping out $279 billion of market value.",
]
PUBLISHED = date(2024, 9, 5)
ARTICLES = [
    {"body": text, "date": PUBLISHED, "source": f"text {number}"} for number, text in enumerate(TEXTS)
]


@pytest.fixture(scope="module")
def home() -> dict[str, list[dict[str, Any]]]:
    """The rows that the local pipeline gives."""
    from kb.config import Settings
    from kb.text.read import read_text

    knowledge = load_knowledge(Settings())
    tables: dict[str, list[dict[str, Any]]] = {}
    for article in ARTICLES:
        document = read_text(article["body"], source=article["source"], published=article["date"])
        for table, rows in extraction_rows(extract_document(document, knowledge), version("kb")).items():
            tables.setdefault(table, []).extend(rows)
    return tables


@pytest.fixture(scope="module")
def extracted(spark: Any) -> Iterator[Any]:
    import kb.spark

    found = kb.spark.extract_all(spark.createDataFrame(ARTICLES), "body", "date")
    found.articles.persist()
    yield found
    found.articles.unpersist()


@pytest.mark.parametrize("table", ["documents", "statements", "times", "issues", "entities"])
def test_the_rows_are_those_of_the_local_pipeline(extracted, home, table):
    rows = [row.asDict(recursive=True) for row in extracted.table(table).collect()]
    assert _sorted(rows) == _sorted(home[table])
    assert rows or table == "issues"


def test_the_schema_is_that_of_the_rows(extracted):
    from kb.rows.schemas import TABLES

    assert extracted.statements.columns == list(TABLES["statements"])


def test_a_bad_row_is_an_issue_and_the_others_go_on(spark):
    import kb.spark

    rows = [
        ("", "2024-09-05", "a"),
        ("Nvidia fell 9.5% on Tuesday.\x00", "2024-09-05", "n"),
        ("Nvidia fell 9.5% on Tuesday.", "soon", "b"),
        (None, None, "c"),
        TEXTS[-1:],
    ]
    rows[-1] = (TEXTS[-1], "2024-09-05", "d")
    articles = spark.createDataFrame(rows, "text string, published string, source string")
    issues = kb.spark.extract_issues(articles).where("code = 'unreadable'").collect()
    assert sorted((row["source"], row["message"].split()[0]) for row in issues) == [
        ("a", "empty"),
        ("b", "'soon'"),
        ("c", "empty"),
        ("n", "the"),
    ]
    assert {row["document"] for row in kb.spark.extract(articles).collect()} == {
        row["document"] for row in kb.spark.extract_all(articles).documents.collect()
    }


def test_a_killed_worker_costs_nothing(spark):
    import kb.spark
    from benchmarks.spark import articles, workers

    rows = list(articles(300))
    frame = spark.createDataFrame(rows, "text string, published date, source string").repartition(4)
    killed: list[int] = []

    def kill() -> None:
        for _ in range(600):
            time.sleep(0.05)
            if found := workers():
                time.sleep(0.5)
                os.kill(found[0][0], signal.SIGKILL)
                killed.append(found[0][0])
                return

    killer = threading.Thread(target=kill)
    killer.start()
    count = kb.spark.extract(frame).count()
    killer.join()
    assert killed
    assert count == kb.spark.extract(frame).count() > len(rows)


def test_a_column_that_is_not_there_is_said(spark):
    import kb.spark

    with pytest.raises(UsageError, match="no column 'body'; there are text"):
        kb.spark.extract(spark.createDataFrame([("x",)], "text string"), "body", None)


def test_events_are_those_of_a_base(extracted, tmp_path):
    import kb.spark

    resolved = kb.spark.resolve(extracted.statements)
    with kb.open(f"sqlite:///{tmp_path / 'kb.db'}") as base:
        from kb.text.read import read_text

        for article in ARTICLES:
            base.ingest(read_text(article["body"], source=article["source"], published=article["date"]))
        held = {
            event.id: (event.title, event.when.edtf, event.statements, event.conflicts)
            for event in base.timeline(limit=10_000)
        }
    told = {
        row["id"]: (row["title"], row["edtf"], tuple(row["statements"]), tuple(row["conflicts"]))
        for row in resolved.collect()
    }
    assert told == held
    assert any(len(statements) > 1 for _, _, statements, _ in told.values())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    rows = [{"text": each["body"], "published": "2024-09-05", "source": each["source"]} for each in ARTICLES]
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[:2]), encoding="utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("".join(json.dumps(row) + "\n" for row in [*rows[2:], {"text": "", "source": "none"}]))
    return folder


@pytest.fixture(scope="module")
def output(spark, corpus, tmp_path_factory) -> tuple[Path, list[Any]]:
    """The output of a job that broke off behind its first part, and went on."""
    from kb.spark.job import Corpus, run

    folder, told = tmp_path_factory.mktemp("output"), []

    class Broken(Exception):
        pass

    def breaks_off(progress: Any) -> None:
        told.append(progress)
        raise Broken

    whole = Corpus((str(corpus),))
    with pytest.raises(Broken):
        run(spark, whole, str(folder), breaks_off)
    run(spark, whole, str(folder), told.append)
    events = sorted(folder.glob("events/*/*/*.parquet"))
    run(spark, whole, str(folder), told.append)
    assert events == sorted(folder.glob("events/*/*/*.parquet")) != [], "there was nothing to do again"
    return folder, told


def test_a_job_goes_on_where_it_broke_off(output, home):
    folder, told = output
    assert [(each.done, each.parts, each.counts["documents"]) for each in told] == [
        (1, 2, 2),
        (1, 1, len(ARTICLES) - 2),
    ]
    statements = _read(folder / "statements")
    assert sorted(row["id"] for row in statements) == sorted(row["id"] for row in home["statements"])
    assert [row["message"] for row in _read(folder / "issues") if row["source"] == "none"] == ["empty"]
    assert {path.parent.parent.name for path in folder.glob("statements/*/*/*")} >= {"year=2024"}


def test_views_in_duckdb_and_spark_are_those_of_a_base(spark, output, tmp_path):
    import duckdb

    folder, _ = output
    duck = duckdb.connect()
    duck.execute((folder / "views.duckdb.sql").read_text())
    for statement in (folder / "views.spark.sql").read_text().split(";"):
        if statement.strip():
            spark.sql(statement)
    with kb.open(f"sqlite:///{tmp_path / 'kb.db'}") as base:
        from kb.text.read import read_text

        for article in ARTICLES:
            base.ingest(read_text(article["body"], source=article["source"], published=article["date"]))
        for query in (
            "SELECT id, edtf, kind, status, title FROM timeline",
            "SELECT statement, event, quote, entities, source FROM evidence",
            "SELECT event, field, left_value, right_value, left_quote FROM conflict",
            "SELECT entity, metric, exact, unit, edtf FROM measure_series",
            "SELECT entity, milestone, revision, status, edtf, former_edtf, slip_days FROM schedule",
        ):
            here = _rows(base.sql(query).rows)
            assert _rows(duck.execute(query).fetchall()) == here, query
            assert _rows(spark.sql(query).collect()) == here, query
            assert here or "conflict" in query


def test_the_output_loads_into_a_base(output, tmp_path):
    from kb.text.read import read_text

    folder, _ = output
    with (
        kb.open(f"sqlite:///{tmp_path / 'loaded.db'}") as loaded,
        kb.open(f"sqlite:///{tmp_path / 'kb.db'}") as base,
    ):
        for article in ARTICLES:
            base.ingest(read_text(article["body"], source=article["source"], published=article["date"]))
        assert loaded.load_extracted(folder) == len(ARTICLES)
        assert loaded.load_extracted(folder) == 0
        here, there = base.timeline(limit=10_000), loaded.timeline(limit=10_000)
        assert sorted(event.id for event in there) == sorted(event.id for event in here)
        assert loaded.check() == []


def test_a_corpus_that_tells_of_nothing_has_tables_views_and_loads(spark, tmp_path):
    import duckdb

    from kb.spark.job import Corpus, run

    (tmp_path / "in.jsonl").write_text('{"text": "Nothing to see here.", "published": "2024-09-05"}\n')
    folder = tmp_path / "out"
    run(spark, Corpus((str(tmp_path / "in.jsonl"),)), str(folder))
    duck = duckdb.connect()
    duck.execute((folder / "views.duckdb.sql").read_text())
    for view in ("timeline", "evidence", "conflict", "measure_series", "schedule"):
        assert duck.execute(f"SELECT count(*) FROM {view}").fetchall() == [(0,)], view
    with kb.open(f"sqlite:///{tmp_path / 'kb.db'}") as base:
        assert base.load_extracted(folder) == 1
        assert base.timeline() == []


def test_wrong_input_is_said_in_a_line(spark, tmp_path):
    from kb.spark.job import Corpus, run

    with pytest.raises(ReadError, match=r"cannot be read|no files"):
        run(spark, Corpus((str(tmp_path / "none"),)), str(tmp_path / "out"))
    (tmp_path / "a.xyz").write_text("x")
    with pytest.raises(UsageError, match=r"a\.xyz: of no known format; give --format parquet or"):
        run(spark, Corpus((str(tmp_path / "a.xyz"),)), str(tmp_path / "out"))
    (tmp_path / "b.jsonl").write_text('{"body": "a", "published": "2024-09-05"}\nno json\n')
    with pytest.raises(UsageError, match=r"no column 'text'; there are body, published$"):
        run(spark, Corpus((str(tmp_path / "b.jsonl"),)), str(tmp_path / "out"))


@pytest.mark.parametrize(
    ("master", "error"),
    [
        (
            "spark://127.0.0.1:1",
            r"^spark://127\.0\.0\.1:1: no Spark master answers there \(.+\); start it, or",
        ),
        ("spark://127.0.0.1:1,127.0.0.1:2", r"no Spark master answers"),
        ("sparc://127.0.0.1:1", r"no master that Spark knows; write local\[4\], spark://host:port"),
        ("spark://somewhere", r"write a master as spark://host:port"),
    ],
)
def test_a_master_that_does_not_answer_is_said_at_once(master, error):
    from kb.spark.session import open_session

    with pytest.raises(KbError, match=error):
        open_session(master)


def test_what_breaks_in_spark_is_said_in_a_line(spark, corpus):
    from kb.spark.job import Corpus, run
    from kb.spark.session import errors_in_a_line

    with (
        pytest.raises(DataError, match=r"^Spark broke off: [^\n]+/proc/nowhere/") as caught,
        errors_in_a_line(),
    ):
        run(spark, Corpus((str(corpus),)), "/proc/nowhere/output")
    assert "\n" not in str(caught.value)


def test_an_output_of_another_version_is_left_alone(spark, corpus, tmp_path):
    from kb.spark.job import Corpus, run

    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.json").write_text('{"part": "a", "file": "f", "version": "0.0.1"}\n')
    with pytest.raises(DataError, match=r"begun by kb 0\.0\.1"):
        run(spark, Corpus((str(corpus),)), str(tmp_path))


def _read(folder: Path) -> list[dict[str, Any]]:
    import pyarrow.dataset

    return pyarrow.dataset.dataset(folder, partitioning="hive").to_table().to_pylist()


def _rows(found: Any) -> list[tuple[str, ...]]:
    return sorted(tuple(str(value) for value in row) for row in found)


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: [str(row[name]) for name in sorted(row)])
