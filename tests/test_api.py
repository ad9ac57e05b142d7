"""The names at the top of the package, and the base as Python sees it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import kb
from kb.config import Settings
from kb.model import Document, Publication, PublishedHow
from kb.when.span import TimeSpan

TEXT = "2024年9月4日，輝達市值單日損失2790億美元。Blackwell將於2025年第一季出貨。"


def test_public_names_are_sorted_and_there() -> None:
    assert list(kb.__all__) == sorted(kb.__all__)
    for name in kb.__all__:
        assert getattr(kb, name).__name__ == name
    assert dir(kb) == kb.__all__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = kb.nothing  # type: ignore[attr-defined]


def test_importing_the_package_loads_nothing() -> None:
    script = "import kb, sys; print(*sorted(name for name in sys.modules if name.startswith('kb.')))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_extract() -> None:
    extraction = kb.extract(TEXT, published="2024-11-25")
    assert extraction.document.published == Publication(date(2024, 11, 25), PublishedHow.GIVEN)
    for statement in extraction.statements:
        assert TEXT[statement.start : statement.end] == statement.quote
    assert [str(mention.when) for mention in extraction.times] == ["2024-09-04", "2025-33"]
    assert kb.extract(TEXT, published=date(2024, 11, 25)) == extraction


def test_extract_looks_for_a_publication_date() -> None:
    extraction = kb.extract(f"發佈於 2024年11月21日\n{TEXT}")
    assert extraction.document.published == Publication(date(2024, 11, 21), PublishedHow.DATELINE)


def test_dates() -> None:
    (ago,) = kb.dates("三天前", published="2024-11-25")
    assert str(ago.when) == "2024-11-22"
    (unresolved,) = kb.dates("三天前")
    assert unresolved.when is None


@pytest.mark.parametrize("published", ["2024-02-30", "2024-11", "someday"])
def test_a_publication_date_that_is_no_day(published: str) -> None:
    with pytest.raises(kb.DateError):
        kb.extract(TEXT, published=published)


@pytest.fixture
def base(database_url: str) -> kb.Base:
    """An empty base, on each database in turn."""
    with kb.open(database_url) as opened:
        yield opened


def test_ingest_and_timeline(base: kb.Base, tmp_path: Path) -> None:
    path = tmp_path / "2024-11-25.txt"
    path.write_text(TEXT, encoding="utf-8")
    first, second = base.ingest(path), base.ingest(str(path))
    assert first.written.added == len(first.extraction.statements) > 0
    assert second.written.unchanged
    (drop,) = base.timeline("nvidia", start="2024-09-04", end=date(2024, 9, 4))
    assert (drop.kind, drop.when) == ("market_cap", TimeSpan.day(date(2024, 9, 4)))
    assert base.timeline(start=TimeSpan.year(2026)) == []


def test_ingest_of_a_document(base: kb.Base) -> None:
    document = Document("d1", TEXT, published=Publication(date(2024, 11, 25), PublishedHow.GIVEN))
    assert base.ingest(document).extraction.document == document


def test_add_event_and_its_evidence(base: kb.Base) -> None:
    base.add(
        "Sept 4, 2024", "Nvidia loses $279B in one day", kind="market_cap", entities=["輝達"], source="Wire"
    )
    (event,) = base.timeline(kind="market_cap", status="actual", text="279B")
    detail = base.event(event.id)
    (evidence,) = detail.evidence
    assert detail.event == event
    assert (evidence.publisher, evidence.statement.quote) == ("Wire", "Nvidia loses $279B in one day")
    assert [(entity.id, count) for entity, count in base.entities()] == [("nvidia", 1)]


def test_timeline_pages_and_sql(base: kb.Base) -> None:
    for year in (2021, 2022, 2023):
        base.add(str(year), f"Event {year}", kind="other", entities=["nvidia"])
    page = base.timeline(limit=2)
    rest = base.timeline(limit=2, cursor=page.cursor)
    assert [event.title for event in (*page, *rest)] == ["Event 2021", "Event 2022", "Event 2023"]
    assert rest.cursor is None
    assert page.sql.startswith("SELECT")
    assert [event.title for event in base.timeline(newest=True)] == ["Event 2023", "Event 2022", "Event 2021"]


def test_timeline_exports(base: kb.Base) -> None:
    base.add("2024-Q3", "A thing", kind="other", entities=["nvidia"])
    timeline = base.timeline()
    assert timeline.text("csv").splitlines()[0].startswith("id,edtf,starts_on,ends_on,granularity")
    assert "2024 Q3" in timeline.text()
    with pytest.raises(kb.UnknownName, match="did you mean json"):
        timeline.text("jsn")


def test_sql_reads_only(base: kb.Base) -> None:
    base.add("2024", "A thing", kind="other")
    assert base.sql("SELECT title FROM timeline").rows == [("A thing",)]
    with pytest.raises(kb.DatabaseError):
        base.sql("DELETE FROM event")
    assert len(base.timeline()) == 1


def test_misuse(base: kb.Base) -> None:
    with pytest.raises(kb.UnknownName, match="did you mean nvidia"):
        base.timeline("nvidea")
    with pytest.raises(kb.UnknownName, match="unknown kind"):
        base.timeline(kind="lanch")
    with pytest.raises(kb.UsageError, match="reversed"):
        base.timeline(start="2025", end="2024")
    with pytest.raises(kb.UnknownName, match="unknown event"):
        base.event("nothing")
    with pytest.raises(kb.ReadError, match="no such file"):
        base.ingest("nothing.txt")


def test_a_gazetteer_of_ones_own(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text(
        "id,type,en,zh-Hant\nacme,organization,Acme Widgets,頂點零件\n", encoding="utf-8"
    )
    settings = Settings(
        gazetteers=(tmp_path / "ours.csv",), fiscal={"acme": {"ticker": "ACME", "rule": "end of june"}}
    )
    with kb.open(database_url, settings=settings) as base:
        added = base.add("FY2025 Q1 of Acme Widgets", "頂點零件推出新產品", kind="launch")
        assert added.extraction.statements[0].when.fiscal_label == "ACME FY2025 Q1"
        assert [event.entities for event in base.timeline("頂點零件")] == [("acme",)]


def test_schedule_conflicts_and_gaps(base: kb.Base, tmp_path: Path) -> None:
    text = (
        "2024年3月18日，Blackwell計劃於2024年第二季出貨。8月2日，英偉達將Blackwell的出貨推遲至2024年第四季。"
    )
    (tmp_path / "2024-08-05.txt").write_text(text, encoding="utf-8")
    base.ingest(tmp_path / "2024-08-05.txt")
    slips = [(each.edtf, each.slip_days) for each in base.schedule("Blackwell")]
    assert slips == [("2024-34", None), ("2024-36", 184)]
    assert base.schedule("blackwell", as_of="2024-08-01") == []
    assert base.schedule("blackwell", recorded_by="2024-08-01") == []
    assert base.conflicts() == []
    assert base.newest_day() == date(2024, 8, 5)
    assert base.gaps() == []
    assert [str(event.when) for event in base.gaps("2025-01-31")] == ["2024-36"]


def test_judging_and_undoing(base: kb.Base) -> None:
    base.add("2024-09-03", "Nvidia loses value", kind="market_cap", entities=["nvidia"])
    base.add("2024-09-05", "Nvidia is worth less", kind="market_cap", entities=["nvidia"])
    left, right = (event.id for event in base.timeline())
    same = base.judge("same", left, right, by="Ann")
    (event,) = base.timeline()
    amended = base.amend(event.id, by="Ann", when="Sept 4, 2024", title=" The  drop ")
    (event,) = base.timeline()
    assert (event.title, str(event.when)) == ("The drop", "2024-09-04")
    assert base.judgements() == [same, amended]
    for number in (same.number, amended.number):
        assert base.undo(number).retracted_at is not None
    assert [event.id for event in base.timeline()] == [left, right]
    with pytest.raises(kb.UnknownName, match="did you mean same"):
        base.judge("sam", left, right, by="Ann")
    with pytest.raises(kb.UsageError, match="said of two"):
        base.judge("same", left, by="Ann")
    with pytest.raises(kb.UsageError, match="nothing to amend"):
        base.amend(left, by="Ann")
    with pytest.raises(kb.ReadError, match="needs an author"):
        base.amend(left, by="", title="x")


def test_earlier_times(base: kb.Base) -> None:
    base.add("2024-09-03", "Nvidia loses value", kind="market_cap", entities=["nvidia"])
    (event,) = base.timeline(recorded_by="2999")
    assert base.timeline(recorded_by=date(2020, 1, 1)) == []
    assert base.timeline(as_of=date(2020, 1, 1)) == []
    assert base.event(event.id, recorded_by="2999-01-01T00:00").event == event
    with pytest.raises(kb.UnknownName):
        base.event(event.id, as_of="2020")
    with pytest.raises(kb.UsageError, match="no pages"):
        base.timeline(recorded_by="2999", cursor="x")
    with pytest.raises(kb.DateError, match="is no time"):
        base.timeline(recorded_by="2999-01-01T99:00")


def test_new_entities(base: kb.Base) -> None:
    document = Document("d1", "On November 20, 2024, Zyxon Labs Inc. launched the ZX900 chip.")
    base.ingest(document)
    new = next(each.entity.id for each in base.new_entities() if each.entity.id.startswith("zyxon"))
    base.rename_entity(new, "Zyxon Devices", by="Ann")
    assert len(base.timeline("Zyxon Devices")) == 1
    base.merge_entity("zyxon-devices", "AMD", by="Ann")
    assert base.timeline(new) == base.timeline("amd") != []


def test_ingest_files(base: kb.Base, tmp_path: Path) -> None:
    (tmp_path / "2024-11-25.txt").write_text(TEXT, encoding="utf-8")
    paths = [tmp_path / "none.txt", tmp_path / "2024-11-25.txt"]
    (_, error), (path, ingested) = base.ingest_files(paths, jobs=2)
    assert isinstance(error, kb.ReadError)
    assert path == paths[1]
    assert ingested.written.added > 0
    assert [came.written.unchanged for _, came in base.ingest_files(paths[1:])] == [True]


def test_backup_and_dump(base: kb.Base, tmp_path: Path) -> None:
    base.add("2024", "A thing", kind="other")
    assert base.check() == []
    rows = base.backup(tmp_path / "copy")
    for number, fill in enumerate(
        (lambda new: new.restore(tmp_path / "copy"), lambda new: new.load(base.dump()))
    ):
        with kb.open(f"sqlite:///{tmp_path}/{number}.db") as new:
            assert fill(new) == rows
            assert new.timeline() == base.timeline()
