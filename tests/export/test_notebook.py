"""A timeline in a notebook."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import kb
from kb.store.known import KnownEvent
from kb.when.edtf import parse_edtf
from tests.export.samples import DROP, TITLES


@pytest.fixture
def base(tmp_path: Path) -> Iterator[kb.Base]:
    with kb.open(f"sqlite:///{tmp_path / 'kb.db'}") as opened:
        opened.load_events(
            [
                KnownEvent(
                    "輝達 lost",
                    parse_edtf("2024-09-03"),
                    "market_cap",
                    entities=("nvidia",),
                    measures=(DROP,),
                ),
                KnownEvent("<script>alert(1)</script>", parse_edtf("1066-10-14")),
                KnownEvent("A quarter", parse_edtf("2024-34")),
            ]
        )
        yield opened


def test_arrow(base: kb.Base) -> None:
    table = base.timeline().to_arrow()
    assert table.column("title").to_pylist() == ["<script>alert(1)</script>", "A quarter", "輝達 lost"]
    assert table.column("starts_on").to_pylist()[0] == datetime.date(1066, 10, 14)
    assert table.column("measures").to_pylist()[2][0]["value"] == Decimal("-279000000000.00")


def test_pandas(base: kb.Base) -> None:
    frame = base.timeline().to_pandas()
    assert list(frame["edtf"]) == ["1066-10-14", "2024-34", "2024-09-03"]
    assert frame["starts_on"].dtype.kind == "M"
    assert frame["starts_on"].dt.year.tolist() == [1066, 2024, 2024]
    assert list(frame["entities"][2]) == ["nvidia"]


def test_polars(base: kb.Base) -> None:
    frame = base.timeline().to_polars()
    assert frame["ends_on"].to_list()[1] == datetime.date(2024, 6, 30)
    assert frame["entities"].to_list()[2] == ["nvidia"]


def test_html(base: kb.Base) -> None:
    shown = base.timeline()._repr_html_()
    assert "輝達 lost" in shown
    assert "2024 Q2" in shown
    assert "<script" not in shown


def test_html_of_many(base: kb.Base) -> None:
    base.load_events(KnownEvent(TITLES[0], parse_edtf(str(year))) for year in range(1500, 1800))
    assert base.timeline()._repr_html_().count("<tr>") == 201
    assert "… and 103 more" in base.timeline()._repr_html_()


@pytest.mark.parametrize(
    ("method", "extra"), [("to_arrow", "pyarrow"), ("to_pandas", "pandas"), ("to_polars", "polars")]
)
def test_an_extra_that_is_missing(
    base: kb.Base, method: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, extra, None)
    with pytest.raises(kb.DataError, match=r"pip install 'kb\["):
        getattr(base.timeline(), method)()


def test_export_from_a_timeline(base: kb.Base, tmp_path: Path) -> None:
    notes = base.timeline(start="2024").export(tmp_path / "a.ics")
    assert (tmp_path / "a.ics").read_text("utf-8").count("BEGIN:VEVENT") == 2
    assert notes == [
        "1 event dated to a quarter, not to a day: shown as an all-day span, as its description says"
    ]
    base.timeline("nvidia").export(tmp_path / "out", format="csv")
    base.export(tmp_path / "b.csv", entity="nvidia")
    assert (tmp_path / "out").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_export_of_what_was_held(base: kb.Base, tmp_path: Path) -> None:
    base.timeline(recorded_by="2000-01-01").export(tmp_path / "a.json")
    assert (tmp_path / "a.json").read_text() == "[]\n"
    base.export(tmp_path / "b.jsonl", recorded_by="2999-01-01")
    assert len((tmp_path / "b.jsonl").read_text("utf-8").splitlines()) == 3
