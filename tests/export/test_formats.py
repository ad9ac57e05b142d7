"""Events and records in every format, to the letter."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import DataError, UnknownName
from kb.export.contract import EVENT_COLUMNS
from kb.export.formats import FORMATS, write_events, write_records
from kb.export.labels import date_label
from kb.export.measures import format_measures, parse_measures
from kb.export.records import Records
from kb.export.table import width
from kb.model import Event, Measure, Status
from kb.when.edtf import parse_edtf
from kb.when.granularity import Bound, Granularity
from kb.when.span import TimeSpan

EVENT = Event(
    id="e1",
    kind="market_cap",
    title='A "day", | to remember',
    when=TimeSpan.day(date(2024, 9, 4)),
    status=Status.ACTUAL,
    entities=("nvidia", "apple"),
    measures=(Measure("market_cap_change", Decimal("-279000000000"), "USD", approximate=True),),
    statements=("s1", "s2"),
    sources=("Wire", "島嶼財經"),
)
BARE = Event("e2", "other", "第二季", TimeSpan.quarter(2024, 2), Status.PLANNED, ())


def _written(name: str) -> str:
    out = io.StringIO()
    write_events([EVENT, BARE], name, out)
    return out.getvalue()


def test_csv() -> None:
    header, first, second = csv.reader(io.StringIO(_written("csv")))
    assert tuple(header) == EVENT_COLUMNS
    assert first == [
        "e1", "2024-09-04", "2024-09-04", "2024-09-04", "day", "", "", "", "market_cap", "actual",
        'A "day", | to remember', "nvidia; apple", "market_cap_change=~-279000000000 USD", "s1; s2",
        "Wire; 島嶼財經", "",
    ]  # fmt: skip
    assert second[:5] == ["e2", "2024-34", "2024-04-01", "2024-06-30", "quarter"]


def test_json_and_jsonl_say_the_same() -> None:
    objects = json.loads(_written("json"))
    assert objects == [json.loads(line) for line in _written("jsonl").splitlines()]
    assert [tuple(each) for each in objects] == [EVENT_COLUMNS] * 2
    assert objects[0]["measures"][0]["value"] == "-279000000000"
    assert objects[1]["entities"] == []


def test_markdown() -> None:
    assert _written("markdown").splitlines() == [
        "| event | date | kind | status | sources | entities | title |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        '| e1 | 2024-09-04 | market_cap | actual | 2 | nvidia; apple | A "day", \\| to remember |',
        "| e2 | 2024 Q2 | other | planned | 0 |  | 第二季 |",
    ]


def test_a_plain_table_is_aligned_by_width() -> None:
    out = io.StringIO()
    rows = [{"a": "輝達", "b": 1}, {"a": "x\ny", "b": None}]
    write_records(Records(("a", "b"), rows), "table", out)
    assert out.getvalue().splitlines() == ["a     b", "輝達  1", "x y"]
    assert width("輝達e\u0301") == 5


def test_a_table_on_a_terminal_is_drawn() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    write_events([EVENT], "table", out)
    assert "━" in out.getvalue() or "─" in out.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_write(name: str) -> None:
    out = io.StringIO()
    write_events([], name, out)
    assert (
        out.getvalue()
        == {
            "csv": ",".join(EVENT_COLUMNS) + "\n",
            "json": "[]\n",
            "jsonl": "",
            "markdown": "| event | date | kind | status | sources | entities | title |\n"
            + "| --- " * 7
            + "|\n",
            "table": "event  date  kind  status  sources  entities  title\n",
        }[name]
    )


def test_an_unknown_format() -> None:
    with pytest.raises(UnknownName, match="unknown format 'jsn'; did you mean json"):
        write_events([], "jsn", io.StringIO())


LABELS = {
    "2024-09-04": "2024-09-04", "2024-09": "2024-09", "2024": "2024", "202X": "2020s", "19XX": "1900s",
    "2024-34": "2024 Q2", "2024-41": "2024 H2", "2024-22": "2024 summer",
    "2024-09-21~/2024-09-30~": "~2024-09-21…30", "2024-03/2024-06": "2024-03-01…06-30",
    "2023-11/2024-02": "2023-11-01…2024-02-29",
    "2024?": "?2024", "2024/..": "since 2024", "../2026": "by 2026", "2024-09-04%": "~?2024-09-04",
}  # fmt: skip


@pytest.mark.parametrize(("edtf", "label"), LABELS.items())
def test_labels(edtf: str, label: str) -> None:
    assert date_label(parse_edtf(edtf)) == label


def test_a_fiscal_label_stands_for_its_days() -> None:
    quarter = TimeSpan(
        date(2024, 7, 29),
        date(2024, 10, 27),
        Granularity.QUARTER,
        bound=Bound.UNTIL,
        fiscal_label="NVDA FY2025 Q3",
    )
    assert date_label(quarter) == "by NVDA FY2025 Q3"


_TEXT = st.none() | st.text(min_size=1, max_size=8)
MEASURES = st.builds(
    Measure,
    metric=st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
    value=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15),
    unit=st.sampled_from(["USD", "XXX", "%", "bp", "rank", "count"]),
    basis=st.sampled_from([None, "yoy", "qoq"]),
    segment=_TEXT,
    period=_TEXT,
    tolerance=_TEXT,
    approximate=st.booleans(),
    note=_TEXT,
)


@given(st.lists(MEASURES, max_size=4).map(tuple))
def test_measures_in_a_cell_are_read_back(measures: tuple[Measure, ...]) -> None:
    assert parse_measures(format_measures(measures)) == measures


@pytest.mark.parametrize("cell", ["x", "=1 USD", "revenue=USD", "revenue=1", 'revenue=1 USD segment="a'])
def test_a_cell_that_holds_no_measures(cell: str) -> None:
    with pytest.raises(DataError):
        parse_measures(cell)
