"""Datasette shows a base with titles, described columns, facets and ready queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner

import kb
from kb.store.datasette import datasette_metadata
from kb.store.tables import metadata
from kb.store.views import VIEWS

EXAMPLES = Path(__file__).parents[2] / "examples"
Get = Callable[[str], Any]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """`datasette NAME.db -m METADATA --get PATH`, of a base read from the examples."""
    cli = pytest.importorskip("datasette.cli", reason="Datasette is not installed").cli
    folder = tmp_path_factory.mktemp("datasette")
    with kb.open(f"sqlite:///{folder / 'news.db'}") as base:
        for path in ("nvidia-drop.en.md", "nvidia-milestones.en.md", "blackwell-delay.zh-Hant.md"):
            base.ingest(EXAMPLES / path)
        base.import_file(EXAMPLES / "nvidia.csv")
    (folder / "metadata.json").write_text(json.dumps(datasette_metadata("news")), "utf-8")

    def get(path: str) -> Any:
        files = [str(folder / "news.db"), "-m", str(folder / "metadata.json")]
        done = CliRunner().invoke(cli, [*files, "--get", path])
        assert done.exit_code == 0, done.output[-500:]
        return json.loads(done.stdout) if ".json" in path else done.stdout

    return get


def test_the_timeline_has_facets(get: Get) -> None:
    found = get("/news/timeline.json?_size=1")
    facets = found["facet_results"]
    assert {"kind", "status", "granularity", "entities"} <= facets.keys()
    assert "nvidia" in {each["value"] for each in facets["entities"]["results"]}


def test_pages_are_titled_and_columns_described(get: Get) -> None:
    page = get("/news/timeline")
    assert "One row is an event." in page
    assert "the date in EDTF (ISO 8601-2)" in page
    assert "/news/entity_timeline" in get("/news")


@pytest.mark.parametrize("name", ["nvidia", "輝達", "NVDA"])
def test_the_timeline_of_an_entity(get: Get, name: str) -> None:
    rows = get(f"/news/entity_timeline.json?entity={quote(name)}&_shape=array")
    assert len(rows) > 20
    assert all("nvidia" in json.loads(row["entities"]) for row in rows)
    assert [row["starts_on"] for row in rows] == sorted(row["starts_on"] for row in rows)


def test_the_schedule_of_an_entity(get: Get) -> None:
    rows = get("/news/entity_schedule.json?entity=Blackwell&_shape=array")
    assert any(row["slip_days"] for row in rows)


def test_conflicts(get: Get) -> None:
    rows = get("/news/conflicts.json?_shape=array")
    assert {"left_quote", "right_quote", "left_source", "right_source"} <= rows[0].keys()


def test_a_series_of_a_measure(get: Get) -> None:
    rows = get("/news/measures.json?entity=nvidia&metric=market_cap&_shape=array")
    assert {row["unit"] for row in rows} == {"USD"}
    assert len(rows) > 3


def test_every_view_and_table_is_described() -> None:
    told = datasette_metadata("kb")["databases"]["kb"]["tables"]
    for name, view in VIEWS.items():
        assert told[name]["columns"] == dict(view.columns)
    for table in metadata.sorted_tables:
        assert told[table.name]["description"] == table.comment
        assert told[table.name]["columns"] == {
            each.name: each.comment for each in table.columns if each.comment
        }
