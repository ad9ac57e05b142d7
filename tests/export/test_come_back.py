"""CSV, JSON, JSON Lines and Parquet come back through `kb import` as the same base."""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kb
from kb.knowledge.kinds import load_kinds
from kb.model import Document, Event, Measure, Publication, PublishedHow, Status
from kb.store.known import KnownEvent
from kb.when.edtf import parse_edtf
from tests.export.samples import DATES, TITLES

EXAMPLES = Path(__file__).parents[2] / "examples"
FORMATS = ("csv", "json", "jsonl", "parquet")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> kb.Base:
    """The examples, with a person's judgements and an entity that no gazetteer knows."""
    base = kb.open(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'kb.db'}")
    for path in sorted(EXAMPLES.glob("*.*")):
        base.import_file(path) if path.suffix == ".csv" else base.ingest(path)
    base.ingest(
        Document("named", "Zyxon Labs Inc. was founded on May 3, 2021.\n\nUndated, it grew.", source="z.txt")
    )
    first, second, third, *_ = base.timeline("nvidia", kind="share_price")
    base.judge("same", first.id, second.id, by="Ann")
    base.amend(third.id, title="=An amended title, 修訂", when="2024-Q3", kind="other", by="Bo")
    undone = base.judge("different", first.id, third.id, by="Ann")
    base.undo(undone.number)
    return base


def _facts(base: kb.Base) -> list[object]:
    """All that people ask a base for."""
    views = ("timeline", "schedule", "conflict", "measure_series", "evidence")
    hidden = {"pk", "recorded_at", "version"}
    told: list[object] = []
    for view in views:
        columns, rows = (each := base.sql(f"SELECT * FROM {view}")).columns, each.rows
        keep = [place for place, column in enumerate(columns) if column not in hidden]
        told.append((view, sorted(repr([row[place] for place in keep]) for row in rows)))
    told.append([(entity, count) for entity, count in base.entities()])
    return told


@pytest.mark.parametrize("name", FORMATS)
def test_the_examples_come_back(demo: kb.Base, name: str, tmp_path: Path) -> None:
    demo.export(tmp_path / f"a.{name}")
    with kb.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        came = other.import_file(tmp_path / f"a.{name}")
        assert (came.added, came.known, came.errors) == (len(demo.timeline()), 0, ())
        other.export(tmp_path / f"b.{name}")
        assert (tmp_path / f"a.{name}").read_bytes() == (tmp_path / f"b.{name}").read_bytes()
        assert list(other.timeline()) == list(demo.timeline())
        for ours, theirs in zip(_facts(demo), _facts(other), strict=True):
            assert ours == theirs
        assert [finding for finding in other.check() if finding.is_error] == []
        again = other.import_file(tmp_path / f"a.{name}")
        assert (again.added, again.known) == (0, len(demo.timeline()))


def test_a_part_joins_what_is_held(demo: kb.Base, tmp_path: Path) -> None:
    """Parts that overlap, one after the other, make the whole."""
    demo.export(tmp_path / "late.jsonl", start="2024-06")
    demo.export(tmp_path / "blackwell.csv", entity="blackwell")
    demo.export(tmp_path / "early.parquet", end="2024-06")
    with kb.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        for part in ("late.jsonl", "blackwell.csv", "early.parquet"):
            assert not other.import_file(tmp_path / part).errors
        assert _by_id(other.timeline()) == _by_id(demo.timeline())
        assert [finding for finding in other.check() if finding.is_error] == []


def test_the_document_itself_may_follow(demo: kb.Base, tmp_path: Path) -> None:
    """A text that is known by its quotes alone is filled in when it is read."""
    demo.export(tmp_path / "a.jsonl")
    article = EXAMPLES / "nvidia-drop.en.md"
    with kb.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        other.import_file(tmp_path / "a.jsonl")
        came = other.ingest(article)
        assert came.written.unchanged
        [(text,)] = other.sql("SELECT text FROM document WHERE id = ?", [came.extraction.document.id]).rows
        assert text == came.extraction.document.text
        assert _by_id(other.timeline()) == _by_id(demo.timeline())


def _by_id(timeline: kb.Timeline) -> dict[str, tuple[object, ...]]:
    return {
        event.id: (event.title, event.when, event.kind, event.status, set(event.statements))
        for event in timeline
    }


def test_events_known_to_be_apart_stay_so(tmp_path: Path) -> None:
    same = [
        KnownEvent(f"Nvidia closed higher, no. {at}", parse_edtf("2024-09-04"), entities=("nvidia",))
        for at in range(5)
    ]
    with (
        kb.open(f"sqlite:///{tmp_path / 'a.db'}") as base,
        kb.open(f"sqlite:///{tmp_path / 'b.db'}") as other,
    ):
        base.load_events(same)
        base.export(tmp_path / "a.csv")
        assert other.import_file(tmp_path / "a.csv").added == 5
        assert list(other.timeline()) == list(base.timeline())


def test_a_damaged_row_is_told_and_the_others_go_in(demo: kb.Base, tmp_path: Path) -> None:
    demo.export(tmp_path / "a.jsonl", limit=3)
    lines = (tmp_path / "a.jsonl").read_text("utf-8").splitlines()
    damaged = json.loads(lines[1])
    del damaged["evidence"][0]["quote"]
    (tmp_path / "b.jsonl").write_text("\n".join([lines[0], json.dumps(damaged), "{", lines[2]]), "utf-8")
    with kb.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        came = other.import_file(tmp_path / "b.jsonl")
    assert came.added == 2
    assert [error.line for error in came.errors] == [2, 3]
    assert "the column 'evidence' was not written by kb export" in came.errors[0].message


def test_a_text_that_contradicts_is_refused(demo: kb.Base, tmp_path: Path) -> None:
    demo.export(tmp_path / "a.jsonl", limit=1)
    told = json.loads((tmp_path / "a.jsonl").read_text("utf-8"))
    told["evidence"][0] |= {"id": "0" * 16, "sentence": told["evidence"][0]["sentence"][::-1]}
    (tmp_path / "b.jsonl").write_text(json.dumps(told), "utf-8")
    with kb.open(f"sqlite:///{tmp_path / 'other.db'}") as other:
        other.import_file(tmp_path / "a.jsonl")
        with pytest.raises(kb.DataError, match="the text that is held says"):
            other.import_file(tmp_path / "b.jsonl")
        assert len(other.timeline()) == 1


@pytest.mark.parametrize("text", ["", "x", "PAR1"])
def test_a_file_that_is_no_parquet(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_text(text)
    with (
        kb.open(f"sqlite:///{tmp_path / 'other.db'}") as other,
        pytest.raises(kb.ReadError, match="no Parquet"),
    ):
        other.import_file(tmp_path / "a.parquet")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(TITLES)
ENTITIES = st.lists(st.sampled_from(["nvidia", "apple", "tsmc", "blackwell"]), max_size=3, unique=True)
MEASURES = st.builds(
    Measure,
    metric=st.sampled_from(["revenue", "market_cap", "eps"]),
    value=st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12),
    unit=st.sampled_from(["USD", "XXX", "%"]),
    basis=st.sampled_from([None, "yoy"]),
    note=st.none() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=5),
    approximate=st.booleans(),
)
KNOWN = st.builds(
    KnownEvent,
    text=WORDS.filter(lambda text: text.strip()),
    when=st.sampled_from(DATES).map(parse_edtf),
    kind=st.sampled_from(sorted(load_kinds())),
    status=st.sampled_from(Status),
    entities=ENTITIES.map(tuple),
    measures=st.lists(MEASURES, max_size=2, unique_by=lambda each: each.metric).map(tuple),
    published=st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    language=st.sampled_from([None, "en", "zh-Hant"]),
    source=st.none() | WORDS,
    publisher=st.none() | WORDS,
)


@given(st.lists(KNOWN, max_size=6, unique_by=lambda each: each.id), st.sampled_from(FORMATS))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_events_come_back(sqlite_template: Path, events: list[KnownEvent], name: str) -> None:
    with TemporaryDirectory() as folder:
        bases = [Path(folder) / "a.db", Path(folder) / "b.db"]
        for base in bases:
            shutil.copy(sqlite_template, base)
        with kb.open(f"sqlite:///{bases[0]}") as ours, kb.open(f"sqlite:///{bases[1]}") as theirs:
            ours.load_events(events)
            ours.export(Path(folder) / f"x.{name}")
            came = theirs.import_file(Path(folder) / f"x.{name}")
            assert came.errors == ()
            assert list(theirs.timeline()) == list(ours.timeline())


@given(
    st.lists(
        st.tuples(
            WORDS.filter(lambda text: text.split()), st.sampled_from(DATES), st.sampled_from(Status), ENTITIES
        ),
        max_size=5,
    ),
    st.sampled_from(FORMATS),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_entered_comes_back(
    sqlite_template: Path, rows: list[tuple[str, str, Status, list[str]]], name: str
) -> None:
    with TemporaryDirectory() as folder:
        bases = [Path(folder) / "a.db", Path(folder) / "b.db"]
        for base in bases:
            shutil.copy(sqlite_template, base)
        with kb.open(f"sqlite:///{bases[0]}") as ours, kb.open(f"sqlite:///{bases[1]}") as theirs:
            for title, when, status, entities in rows:
                ours.add(when, title, status=status, entities=entities, kind="other")
            ours.export(Path(folder) / f"x.{name}")
            assert theirs.import_file(Path(folder) / f"x.{name}").errors == ()
            theirs.export(Path(folder) / f"y.{name}")
            assert (Path(folder) / f"x.{name}").read_bytes() == (Path(folder) / f"y.{name}").read_bytes()


def test_published_dates_and_how_they_are_known(tmp_path: Path) -> None:
    text = "On September 3, 2024 Nvidia's shares fell 9.5%."
    document = Document(
        "d1", text, published=Publication(date(2024, 9, 4), PublishedHow.DATELINE), author="Ann Lee"
    )
    with (
        kb.open(f"sqlite:///{tmp_path / 'a.db'}") as base,
        kb.open(f"sqlite:///{tmp_path / 'b.db'}") as other,
    ):
        base.ingest(document)
        base.export(tmp_path / "a.json")
        other.import_file(tmp_path / "a.json")
        columns = "id, author, published_on, published_how, asserted_on"
        assert (
            other.sql(f"SELECT {columns} FROM document").rows
            == base.sql(f"SELECT {columns} FROM document").rows
        )


def test_exact_values(tmp_path: Path) -> None:
    value = Decimal("123456789012345678901234567890.123")
    with (
        kb.open(f"sqlite:///{tmp_path / 'a.db'}") as base,
        kb.open(f"sqlite:///{tmp_path / 'b.db'}") as other,
    ):
        told = KnownEvent("Huge", parse_edtf("2024"), measures=(Measure("revenue", value, "USD"),))
        base.load_events([told])
        notes = base.export(tmp_path / "a.parquet")
        other.import_file(tmp_path / "a.parquet")
        event: Event = other.timeline()[0]
    assert event.measures[0].value == value
    assert "more than 22 digits" in notes[0]


def test_a_file_goes_between_databases(database_url: str, tmp_path: Path) -> None:
    """Out of SQLite, into each database, and out of it again."""
    with kb.open(f"sqlite:///{tmp_path / 'a.db'}") as base, kb.open(database_url) as other:
        base.ingest(EXAMPLES / "nvidia-drop.en.md")
        base.load_events([KnownEvent("A known thing", parse_edtf("2024-34"), entities=("nvidia",))])
        first, second, *_ = base.timeline("nvidia", kind="share_price")
        base.judge("same", first.id, second.id, by="Ann")
        base.export(tmp_path / "a.parquet")
        assert other.import_file(tmp_path / "a.parquet").errors == ()
        other.export(tmp_path / "b.parquet")
        assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
        base.export(tmp_path / "a.svg")
        other.export(tmp_path / "b.svg")
        assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()
