"""Loading what `kb spark-extract` wrote gives the base that reading the same documents gives, row for row."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select

import kb
import kb.loading
from kb.config import Settings
from kb.errors import DataError, ReadError
from kb.loading import load_extracted
from kb.model import Document, Extraction, Statement, Status
from kb.reading import extract_document, load_knowledge
from kb.rows.extractions import extraction_rows
from kb.store.check import check_base
from kb.store.database import open_database
from kb.store.tables import document, event, metadata, statement
from kb.text.read import read_text

pa = pytest.importorskip("pyarrow", reason="pyarrow is not installed: pip install 'kb[parquet]'")

GOLD = Path(__file__).parent / "gold"
TOLD = (
    "Nvidia will buy a rival for $40 billion, it said on September 3, 2024. The deal should close in 2025. Shares of "
    "the chipmaker rose 4.1% on Wednesday, while AMD fell 2%. It expects revenue of $32.5 billion in the third quarter."
)
# A copy in nearly the same words, one text from two sources, names that no gazetteer has, one event told by several,
# a text that says nothing, one without a day.
TEXTS = [
    *[path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt"))[::7]],
    TOLD,
    TOLD.replace("the chipmaker", "the company"),
    TOLD,
    "Acme Robotics will ship its R7 arm in March. The company had planned to ship it last November.",
    "In March Acme Robotics Inc. shipped the R7 arm to Nvidia. Nvidia shares fell 9.5% on September 3, 2024.",
    "（2024年9月5日）輝達9月3日大跌9.5%，市值蒸發2790億美元。收購於2025年完成。",
    "Nvidia shares fell 8.1% on September 3, 2024, wiping out $250 billion of market value.",
    "Nothing.",
    "On 30 February it fell.",
]
OF_THE_RUN = {"recorded_at", "run_pk", "rules"}


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [
        read_text(text, source=f"text {number}", published=None if "In March" in text else date(2024, 9, 5))
        for number, text in enumerate(TEXTS)
    ]


@pytest.fixture(scope="module")
def extractions(documents: list[Document]) -> list[Extraction]:
    knowledge = load_knowledge(Settings())
    return [extract_document(each, knowledge) for each in documents]


@pytest.fixture(scope="module")
def read_rows(
    documents: list[Document],
    sqlite_template: Path,
    make_postgresql: Any,
    postgresql_template: str,
    tmp_path_factory: Any,
) -> Mapping[str, Any]:
    """The rows of bases that read the documents one after another, by database."""
    path = tmp_path_factory.mktemp("read") / "kb.db"
    shutil.copy(sqlite_template, path)
    found = {}
    for name, url in (("sqlite", f"sqlite:///{path}"), ("postgresql", make_postgresql(postgresql_template))):
        with kb.open(url) as base:
            for each in documents:
                base.ingest(each)
        with open_database(url) as database:
            found[name] = rows(database)
    return found


@pytest.fixture
def read(read_rows: Mapping[str, Any], own_database: Any) -> dict[str, list[Any]]:
    """The rows of a base on the same database that read the documents one after another."""
    found: dict[str, list[Any]] = read_rows[own_database.dialect]
    return found


def write(folder: Path, parts: Sequence[Sequence[Extraction]]) -> Path:
    """The files that `kb spark-extract` writes."""
    import pyarrow.parquet as pq

    from kb.rows.schemas import schema

    for number, part in enumerate(parts):
        tables: dict[str, list[dict[str, Any]]] = {}
        for each in part:
            for table, found in extraction_rows(each, "1.0").items():
                tables.setdefault(table, []).extend(found)
        for table, found in tables.items():
            for place, some in _placed(table, found):
                where = folder / table / place / f"part={number:02}"
                where.mkdir(parents=True)
                columns = [name for name in schema(table).names if not place or name not in ("year", "kind")]
                of = pa.schema([schema(table).field(name) for name in columns])
                pq.write_table(pa.Table.from_pylist(some, schema=of), where / "rows.parquet")
    return folder


def _placed(table: str, found: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    if table != "statements":
        yield "", found
        return
    places: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        places.setdefault(f"year={row['year']}/kind={row['kind']}", []).append(row)
    yield from places.items()


def rows(database: Any) -> dict[str, list[Any]]:
    """All rows of a base, with names in place of numbers, but for who wrote them when."""
    with database.read() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(_named(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in ("run", "ingestion", "ingestion_failure")
        }


def _named(table: Table) -> Any:
    columns: list[Any] = []
    for column in table.columns:
        if column.name in OF_THE_RUN or column.name == "pk":
            continue
        if column.name.endswith("_pk"):
            [key] = column.foreign_keys
            target = key.column.table.alias()
            columns.append(select(target.c.id).where(target.c.pk == column).scalar_subquery())
        else:
            columns.append(column)
    return select(*columns).select_from(table)


def load(database: Any, folder: Path) -> list[int]:
    known = load_knowledge(Settings()).gazetteer.entities
    return [count for _, count in load_extracted(database, folder, known)]


def differing(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, Any]:
    """The tables that are not alike, with the rows that only one has."""
    assert one.keys() == other.keys()
    return {
        name: ([row for row in one[name] if row not in told], [row for row in told if row not in one[name]])
        for name, told in other.items()
        if one[name] != told
    }


def test_the_base_is_that_of_reading(read, own_database, extractions, tmp_path):
    assert load(own_database, write(tmp_path / "out", [extractions])) == [len(set(TEXTS))]
    assert differing(read, rows(own_database)) == {}
    empty = [name for name, found in read.items() if not found]
    assert empty == ["judgement"]
    assert any(len(statements) > 1 for statements in _statements_of_events(own_database))
    assert check_base(own_database) == []


def test_parts_make_the_same_base_and_repeating_changes_nothing(
    read, own_database, extractions, tmp_path, monkeypatch
):
    """Few statements at a time, in ranges of documents: only which of two copies came first may differ."""
    folder = write(tmp_path / "out", [extractions[:4], extractions[4:8], extractions[8:]])
    assert sum(load(own_database, folder)) == len(set(TEXTS))
    held = rows(own_database)
    assert differing(read, held) == {}
    assert load(own_database, folder) == [0, 0, 0]
    assert differing(held, rows(own_database)) == {}


def test_ranges_of_documents(own_database, extractions, tmp_path, monkeypatch):
    monkeypatch.setattr(kb.loading, "_HELD", 20)
    monkeypatch.setattr(kb.loading, "_BATCH", 2)
    apart = [each for each in extractions if each.document.text != TOLD]
    assert load(own_database, write(tmp_path / "out", [apart])) == [len(apart)]
    with own_database.read() as connection:
        assert set(connection.scalars(select(document.c.id))) == {each.document.id for each in apart}
        told = {each.id for extraction in apart for each in extraction.statements}
        assert set(connection.scalars(select(statement.c.id))) == told
    assert check_base(own_database) == []


def test_a_load_that_breaks_off_between_parts_goes_on(read, own_database, extractions, tmp_path):
    folder = write(tmp_path / "out", [extractions[:8], extractions[8:]])
    known = load_knowledge(Settings()).gazetteer.entities
    loading = load_extracted(own_database, folder, known)
    assert next(loading) == ("00", 7)
    loading.close()
    assert check_base(own_database) == []
    assert sum(load(own_database, folder)) == len(set(TEXTS)) - 7
    assert differing(read, rows(own_database)) == {}


def test_a_load_that_breaks_off_in_a_part_keeps_nothing_of_it(
    own_database, extractions, tmp_path, monkeypatch
):
    from kb.store import bulk_documents

    folder = write(tmp_path / "out", [extractions[:8], extractions[8:]])
    before = rows(own_database)
    monkeypatch.setattr(bulk_documents, "resolve_again", _breaks_off)
    with pytest.raises(OSError, match="went away"):
        load(own_database, folder)
    assert rows(own_database) == before


def _breaks_off(*_: Any) -> None:
    raise OSError("the disk went away")


def test_documents_that_are_held_otherwise_are_brought_up_to_date(read, own_database, extractions, tmp_path):
    """As when a newer kb extracted the corpus again: statements come, change and go."""
    older = [replace(each, statements=_older(each.statements)) for each in extractions]
    load(own_database, write(tmp_path / "older", [older]))
    assert differing(read, rows(own_database)) != {}
    assert sum(load(own_database, write(tmp_path / "newer", [extractions]))) > 0
    held = rows(own_database)
    assert held["event"] == read["event"]
    assert check_base(own_database) == []


def _older(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    return tuple(replace(each, status=Status.RUMORED) for each in statements[1:])


def test_a_folder_that_is_no_output_makes_no_base(tmp_path):
    command = [sys.executable, "-m", "kb", "load", str(tmp_path), "--db", f"sqlite:///{tmp_path}/new.db"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode != 0
    assert "no output of kb spark-extract" in made.stderr
    assert not (tmp_path / "new.db").exists()


def test_what_is_no_output_is_said(own_database, tmp_path):
    with pytest.raises(ReadError, match="no output of kb spark-extract"):
        load(own_database, tmp_path)


def test_a_text_that_cannot_be_stored_is_said(own_database, extractions, tmp_path):
    bad = replace(extractions[0], document=replace(extractions[0].document, text="a\x00b"), statements=())
    with pytest.raises(DataError, match="NUL"):
        load(own_database, write(tmp_path / "out", [[bad]]))


def _statements_of_events(database: Any) -> list[list[str]]:
    with database.read() as connection:
        return list(connection.scalars(select(event.c.statements)))
