"""CSV, JSON, JSON Lines and Parquet, as spreadsheets, duckdb, pyarrow, pandas and Timesketch read them."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.export.cells import guarded, unguarded
from kb.export.files.parquet import schema
from kb.export.job import Job
from kb.export.table_rows import COLUMNS
from kb.export.timesketch import COLUMNS as TIMESKETCH
from kb.model import Measure
from tests.export.samples import EVENTS, HOSTILE, MEASURED, TITLES, detail, written

TOLD = [" ".join(each.event.title.split()) for each in EVENTS]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name in ("csv", "json", "jsonl", "parquet"):
        (tmp_path / f"a.{name}").write_bytes(written(name))
    return tmp_path


def _rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written("csv").decode(), newline="")))


def test_csv_has_every_column_and_title() -> None:
    csv.field_size_limit(sys.maxsize)
    rows = _rows()
    assert tuple(rows[0]) == COLUMNS
    assert [unguarded(row["title"]) for row in rows] == [each.event.title for each in EVENTS]
    assert [row["edtf"] for row in rows] == [each.event.when.edtf for each in EVENTS]


@pytest.mark.parametrize(
    "formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", "＝1", " =1", "|calc", "%0A=1"]
)
def test_no_cell_is_a_formula(formula: str) -> None:
    for told in (written("csv", [detail(formula)]), written("timesketch", [detail(formula)])):
        for cells in csv.reader(io.StringIO(told.decode(), newline="")):
            assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r|%＝＋－＠")]
    assert guarded(formula) == f"'{formula}"


@given(st.text() | st.sampled_from(TITLES))
def test_guarded_cells_come_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "parquet"])
def test_duckdb_reads_days_and_titles(files: Path, name: str) -> None:
    query = (
        f"SELECT title, CAST(starts_on AS DATE), CAST(ends_on AS DATE), status FROM '{files / f'a.{name}'}'"
    )
    rows = duckdb.sql(query).fetchall()
    read = unguarded if name == "csv" else str
    assert [read(row[0]) for row in rows] == [each.event.title for each in EVENTS]
    assert [row[1:3] for row in rows] == [
        (each.event.when.starts_on, each.event.when.ends_on) for each in EVENTS
    ]


def test_json_and_jsonl_say_the_same(files: Path) -> None:
    told = json.loads((files / "a.json").read_text("utf-8"))
    assert told == [json.loads(line) for line in (files / "a.jsonl").read_text("utf-8").split("\n") if line]
    assert [each["title"] for each in told] == [each.event.title for each in EVENTS]
    assert {tuple(each) for each in told} == {COLUMNS}
    assert told[0]["evidence"] or told[-1]["evidence"]


def test_parquet_is_typed(files: Path) -> None:
    table = pq.read_table(files / "a.parquet")
    assert table.schema.field("starts_on").type == pa.date32()
    assert table.schema.field("measures").type.value_type.field("value").type == pa.decimal128(24, 2)
    assert table.schema.equals(schema())
    [measures] = [row["measures"] for row in table.to_pylist() if row["id"] == MEASURED.event.id]
    assert measures[0]["value"] == Decimal("-279000000000.00")
    assert measures[0]["currency"] == "USD"
    assert measures[1]["exact"] == "0.755"
    assert measures[1]["value"] == Decimal("0.76")


def test_parquet_says_what_is_too_large() -> None:
    job = Job()
    huge = detail(measures=[Measure("revenue", Decimal(10) ** 30, "USD"), Measure("x", Decimal(3), "count")])
    table = pq.read_table(io.BytesIO(written("parquet", [huge], job)))
    [measures] = table.column("measures").to_pylist()
    assert (measures[0]["value"], measures[0]["exact"]) == (None, "1" + 30 * "0")
    assert measures[1]["currency"] is None
    assert list(job.notes()) == ["1 event with a value of more than 22 digits: it is in `exact` only"]


def test_nothing_to_write() -> None:
    assert written("csv", []).decode() == ",".join(COLUMNS) + "\n"
    assert json.loads(written("json", [])) == []
    assert written("jsonl", []) == b""
    assert pq.read_table(io.BytesIO(written("parquet", []))).num_rows == 0


@pytest.fixture(scope="module")
def timesketch() -> Any:
    """The module with which Timesketch's server reads what is handed in."""
    return pytest.importorskip("timesketch.lib.utils", reason="pip install --no-deps timesketch")


def test_timesketch_reads_the_csv(timesketch: Any) -> None:
    job = Job()
    file = io.BytesIO(written("timesketch", job=job))
    rows = list(timesketch.read_and_validate_csv(file))
    late = [each for each in EVENTS if each.event.when.starts_on.year >= 1700]
    assert [unguarded(row["message"]) for row in rows] == [
        " ".join(each.event.title.split()) for each in late
    ]
    for row, each in zip(rows, late, strict=True):
        assert row["datetime"].startswith(each.event.when.starts_on.isoformat())
        start = datetime.combine(each.event.when.starts_on, datetime.min.time(), UTC)
        assert int(row["timestamp"]) == int(start.timestamp()) * 1_000_000
    assert f"{len(EVENTS) - len(late)} events before 1700 left out" in "\n".join(job.notes())


def test_timesketch_reads_the_lines(timesketch: Any, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(written("timesketch-jsonl"))
    with (tmp_path / "a.jsonl").open("rb") as file:
        rows = list(timesketch.read_and_validate_jsonl(file))
    assert [row["message"] for row in rows] == TOLD
    assert all(row["datetime"].endswith("+00:00") for row in rows)


def test_timesketch_columns() -> None:
    rows = [json.loads(line) for line in written("timesketch-jsonl").decode().splitlines()]
    assert {tuple(row) for row in rows} == {TIMESKETCH}
    by_event = {row["event"]: row for row in rows}
    assert by_event["ed4"]["timestamp_desc"] == "First day of a quarter"
    assert by_event["ed4"]["ends"] == "2024-06-30T23:59:59+00:00"
    assert by_event["ed0"]["timestamp_desc"] == "Day"


def test_only_the_first_line_of_a_hostile_title_is_a_row() -> None:
    told = [
        detail(f"{each.event.title}\nsecond line\r\nthird", name=str(at)) for at, each in enumerate(HOSTILE)
    ]
    assert len(list(csv.reader(io.StringIO(written("csv", told).decode(), newline="")))) == len(told) + 1
    assert len(written("jsonl", told).split(b"\n")) == len(told) + 1


def test_days_of_the_sample() -> None:
    assert {each.event.when.starts_on.year for each in EVENTS} >= {900, 1066, 1900, 2024}
    assert min(each.event.when.starts_on for each in EVENTS) < date(1700, 1, 1)
