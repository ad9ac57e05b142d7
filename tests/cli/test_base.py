"""Commands on a base: ingest, add, import, timeline, show, entities, kinds, sql, db."""

import csv
import io
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kb import open as open_base
from tests.cli.conftest import Done, Kb

ARTICLE = "輝達大跌\n\n2024年9月4日，輝達市值單日損失2790億美元。Blackwell將於2025年第一季出貨。\n"
TABLE = (
    "date,end,title,kind,entity,status,source,url,market_cap\n"
    '"Sept 4, 2024",,Nvidia loses $279B in one day,market_cap,nvidia,actual,Wire,https://example.org/1,\n'
    "2024年第二季度,,Blackwell was to ship,shipment,blackwell; nvidia,planned,Plan,,\n"
    "2024-03,2024-06,Two milestones,market_cap,NVDA,,,,$2 trillion\n"
)

NOBODY = 65534


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "2024-11-25-article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `TABLE` and a base that holds it."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "table.csv").write_text(TABLE, encoding="utf-8")
    with open_base(f"sqlite:///{folder}/kb.db") as base:
        assert base.import_file(folder / "table.csv").errors == ()
    return folder


@pytest.fixture
def filled(kb: Kb, tmp_path: Path, template: Path) -> Kb:
    """`kb` in a folder with a copy of the template."""
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    return kb


def _titles(done: Done) -> list[str]:
    assert (done.code, done.err) == (0, "")
    return [event["title"] for event in done.json]


def test_ingest_reads_a_text_once(kb: Kb, article: Path, tmp_path: Path) -> None:
    first, second = kb("ingest", article), kb("ingest", article)
    assert first.code == second.code == 0
    assert first.out.startswith(f"{article}: 2024-11-25 (metadata), ")
    assert second.out.endswith("nothing new\n")
    assert (tmp_path / "kb.db").exists()
    assert kb("sql", "SELECT count(*) AS documents FROM document", "--json").json == [{"documents": 1}]


def test_ingest_then_timeline(kb: Kb, article: Path) -> None:
    kb("ingest", article)
    events = kb("timeline", "--entity", "輝達", "--json").json
    assert "2024-09-04" in [event["edtf"] for event in events]
    assert all("nvidia" in event["entities"] for event in events)


def test_ingest_reads_folders_and_goes_on_after_a_bad_file(kb: Kb, article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    article.rename(folder / "2024-11-25-b.txt")
    (folder / "a.txt").write_bytes(b"\x00")
    done = kb("ingest", "texts")
    assert (done.code, done.err) == (1, "kb: texts/a.txt: binary, not a text\n")
    assert done.out.startswith("texts/2024-11-25-b.txt: 2024-11-25")


def test_ingest_of_a_folder_without_texts(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = kb("ingest", "empty")
    assert done.code == 1
    assert done.err.startswith("kb: empty: no text in this folder")
    assert not (tmp_path / "kb.db").exists()


def test_add(kb: Kb) -> None:
    arguments = [
        "add",
        "Sept 4, 2024",
        "Nvidia loses $279B in one day",
        "--kind",
        "market_cap",
        "--entity",
        "NVDA",
    ]
    first, second = kb(*arguments), kb(*arguments)
    assert first.out == "2024-09-04  market_cap  actual  nvidia  Nvidia loses $279B in one day\n"
    assert second.out.endswith("(known already)\n")
    (event,) = kb("timeline", "--json").json
    assert (event["edtf"], event["kind"], event["entities"]) == ("2024-09-04", "market_cap", ["nvidia"])


def test_add_reads_what_is_not_said_from_the_title(kb: Kb) -> None:
    kb("add", "2024-09-04", "Nvidia's market value fell by $279 billion in one day")
    (event,) = kb("timeline", "--json").json
    assert (event["kind"], event["entities"][0]) == ("market_cap", "nvidia")
    assert [(measure["value"], measure["unit"]) for measure in event["measures"]] == [
        ("-279000000000", "USD")
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2024-02-30", "x"], "'2024-02-30' is not a possible date: day is out of range for month"),
        (["2024-06/2024-03", "x"], "'2024-06/2024-03' is reversed: "),
        (["someday", "x"], "'someday' is no date that kb can read; "),
        (["2024", "x", "--kind", "markt_cap"], "unknown kind 'markt_cap'; did you mean market_cap"),
        (["2024", "x", "--entity", "nvidea"], "unknown entity 'nvidea'; did you mean nvidia"),
        (["2024", "x", "--status", "plannd"], "unknown status 'plannd'; did you mean planned?"),
        (["2024", "  "], "an event needs a title"),
    ],
)
def test_what_cannot_be_added_is_one_line(kb: Kb, arguments: list[str], message: str) -> None:
    done = kb("add", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"kb: {message}")
    assert done.err.count("\n") == 1


def test_import_reads_dates_in_any_way(filled: Kb) -> None:
    events = filled("timeline", "--json").json
    assert [(event["edtf"], event["title"]) for event in events] == [
        ("2024-03/2024-06", "Two milestones"),
        ("2024-34", "Blackwell was to ship"),
        ("2024-09-04", "Nvidia loses $279B in one day"),
    ]
    assert events[1]["entities"] == ["blackwell", "nvidia"]
    assert [measure["value"] for measure in events[0]["measures"]] == ["2000000000000"]


def test_import_twice_adds_nothing(filled: Kb) -> None:
    assert filled("import", "table.csv").out == "table.csv: 0 added, 3 known already\n"


def test_import_reports_bad_rows_and_takes_the_others(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        "when,event,kind\n"
        "2024-09-04,One,\n"
        "2024-02-30,Two,\n"
        ",Three,\n"
        '"2024","Four\nover two lines",\n'
        "2024,Five,lanch\n"
        "2024,Six,,,,\n"
        "2024,,\n"
        "2025,Seven,launch\n",
        encoding="utf-8",
    )
    done = kb("import", "t.csv")
    assert (done.code, done.out) == (1, "t.csv: 3 added, 0 known already\n")
    assert done.err.splitlines() == [
        "kb: t.csv:3: '2024-02-30' is not a possible date: day is out of range for month",
        "kb: t.csv:4: no date",
        "kb: t.csv:7: unknown kind 'lanch'; did you mean launch?",
        "kb: t.csv:8: 6 cells, but the header has 3",
        "kb: t.csv:9: no title",
    ]
    assert _titles(kb("timeline", "--json")) == ["Four over two lines", "One", "Seven"]


def test_import_of_json_lines(kb: Kb, tmp_path: Path) -> None:
    rows = [
        {"日期": "2024年9月4日", "事件": "輝達大跌", "公司": ["輝達", "blackwell"]},
        {"date": "never", "title": "x"},
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n{\n", encoding="utf-8")
    done = kb("import", "t.jsonl")
    assert done.code == 1
    assert [line.partition(": ")[2].split(":")[1] for line in done.err.splitlines()] == ["2", "3"]
    (event,) = kb("timeline", "--json").json
    assert (event["edtf"], event["entities"]) == ("2024-09-04", ["nvidia", "blackwell"])


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("none.csv", None, "none.csv: no such file"),
        ("t.csv", b"title,kind\nx,launch\n", "t.csv: no column of dates; head one date, when, start or 日期"),
        (
            "t.csv",
            b"date,kind\n2024,launch\n",
            "t.csv: no column of titles; head one title, event, headline or 標題",
        ),
        ("t.csv", b"", "t.csv: empty"),
        ("t.csv", b"\x00\x01", "t.csv: binary, not a text"),
    ],
)
def test_tables_that_cannot_be_read(
    kb: Kb, tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = kb("import", name)
    assert (done.code, done.err) == (1, f"kb: {message}\n")


def test_import_reads_excel_and_other_encodings(kb: Kb, tmp_path: Path) -> None:
    table = "日期;事件;公司\n2024/9/4;輝達單日損失二千多億美元，創下歷史紀錄;輝達\n"
    for number, encoding in enumerate(("utf-8-sig", "big5", "utf-16")):
        (tmp_path / f"{number}.csv").write_bytes(table.encode(encoding))
        assert kb("import", f"{number}.csv").code == 0
    (event,) = kb("timeline", "--json").json
    assert event["edtf"] == "2024-09-04"


def test_an_exported_timeline_can_be_imported(filled: Kb, tmp_path: Path) -> None:
    columns = (
        "edtf",
        "starts_on",
        "ends_on",
        "granularity",
        "kind",
        "status",
        "title",
        "entities",
        "measures",
    )
    before = filled("timeline", "--json").json
    for suffix in ("csv", "jsonl"):
        (tmp_path / f"out.{suffix}").write_text(filled("timeline", "--format", suffix).out, encoding="utf-8")
        assert filled("import", f"out.{suffix}", "--db", f"sqlite:///{suffix}.db").code == 0
        after = filled("timeline", "--json", "--db", f"sqlite:///{suffix}.db").json
        assert [[event[name] for name in columns] for event in after] == [
            [event[name] for name in columns] for event in before
        ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 3),
        (["--entity", "輝達"], 3),
        (["--entity", "blackwell"], 1),
        (["--entity", "amd"], 0),
        (["--kind", "market_cap"], 2),
        (["--kind", "market_cap", "--kind", "shipment"], 3),
        (["--status", "planned"], 1),
        (["--from", "2024-07"], 1),
        (["--to", "2024-03-15"], 1),
        (["--from", "2024-Q3", "--to", "2024-Q3"], 1),
        (["--from", "2024年9月4日", "--to", "2024-09-04"], 1),
        (["--from", "FY2025 Q3 of nvidia", "--to", "FY2025 Q3 of nvidia"], 1),
        (["--from", "2025"], 0),
        (["--from", "2024-03-15", "--to", "2024-12"], 3),
        (["--from", "2024-03-15", "--to", "2024-12", "--within"], 2),
        (["--text", "milestones"], 1),
        (["--text", "279B"], 1),
        (["--limit", "2"], 2),
    ],
)
def test_timeline_filters(filled: Kb, options: list[str], count: int) -> None:
    done = filled("timeline", "--json", *options)
    assert (done.code, done.err, len(done.json)) == (0, "", count)


def test_timeline_newest_first(filled: Kb) -> None:
    oldest, newest = filled("timeline", "--json").json, filled("timeline", "--json", "--newest").json
    assert newest == oldest[::-1]


def test_timeline_formats(filled: Kb) -> None:
    assert len(filled("timeline", "--format", "jsonl").lines) == 3
    rows = list(csv.DictReader(io.StringIO(filled("timeline", "--format", "csv").out)))
    assert [row["edtf"] for row in rows] == ["2024-03/2024-06", "2024-34", "2024-09-04"]
    assert rows[0]["measures"] == "market_cap=2000000000000 USD"
    markdown = filled("timeline", "--format", "markdown").out.splitlines()
    assert markdown[0] == "| event | date | kind | status | sources | entities | title |"
    assert len(markdown) == 5
    table = filled("timeline").out.splitlines()
    assert [line.split("  ")[1] for line in table[1:]] == ["2024-03-01…06-30", "2024 Q2", "2024-09-04"]


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--kind", "lanch"], 1, "unknown kind 'lanch'; did you mean launch?"),
        (["--entity", "nvidea"], 1, "unknown entity 'nvidea'; did you mean nvidia"),
        (["--status", "actuall"], 1, "unknown status 'actuall'; did you mean actual?"),
        (["--format", "jsn"], 1, "unknown format 'jsn'; did you mean json"),
        (["--from", "2024-02-30"], 1, "'2024-02-30' is not a possible date: day is out of range for month"),
        (["--from", "whenever"], 1, "'whenever' is no date that kb can read; "),
        (["--from", "2025", "--to", "2024"], 2, "the window is reversed: "),
        (
            ["--limit", "0"],
            2,
            "Invalid value for '--limit': 0 is not in the range x>=1; see `kb timeline --help`",
        ),
    ],
)
def test_wrong_questions_are_one_line(filled: Kb, options: list[str], code: int, message: str) -> None:
    done = filled("timeline", *options)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"kb: {message}")
    assert done.err.count("\n") == 1


def test_show_marks_the_quote(kb: Kb, article: Path) -> None:
    kb("ingest", article)
    (drop,) = kb(
        "timeline", "--from", "2024-09-04", "--to", "2024-09-04", "--kind", "market_cap", "--json"
    ).json
    done = kb("show", drop["id"][:6])
    assert done.code == 0
    assert done.out.startswith(f"{drop['id']}  2024-09-04  market_cap  actual\n")
    assert "⟦" in done.out
    assert "⟧" in done.out
    detail = kb("show", drop["id"], "--json").json
    (evidence,) = detail["evidence"]
    assert evidence["quote"] in evidence["sentence_text"]
    assert (evidence["published"], evidence["source"]) == ("2024-11-25", str(article))


def test_show_an_unknown_event(filled: Kb) -> None:
    done = filled("show", "zzz")
    assert (done.code, done.err) == (1, "kb: unknown event 'zzz'\n")


def test_entities(filled: Kb) -> None:
    (nvidia,) = filled("entities", "輝達", "--json").json
    assert (nvidia["entity"], nvidia["type"], nvidia["tickers"]) == ("nvidia", "organization", ["NVDA"])
    assert [each["entity"] for each in filled("entities", "--used", "--json").json] == ["nvidia", "blackwell"]
    assert filled("entities", "nvidai").err.startswith("kb: unknown entity 'nvidai'; did you mean nvidia")


def test_kinds(kb: Kb) -> None:
    found = {each["kind"]: each["description"] for each in kb("kinds", "--json").json}
    assert {"founding", "market_cap", "launch", "delay", "other"} <= found.keys()
    assert all(found.values())


def test_sql_reads(filled: Kb) -> None:
    done = filled("sql", "SELECT title FROM timeline WHERE kind = 'shipment'")
    assert (done.code, done.out.splitlines()) == (0, ["title", "Blackwell was to ship"])


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM event",
        "DROP TABLE event",
        "INSERT INTO kind VALUES ('x')",
        "ATTACH 'other.db' AS other",
        "SELEC 1",
    ],
)
def test_sql_cannot_write(filled: Kb, tmp_path: Path, query: str) -> None:
    done = filled("sql", query)
    assert done.code == 1
    assert done.err.startswith("kb: ")
    assert done.err.count("\n") == 1
    assert not (tmp_path / "other.db").exists()
    assert len(filled("timeline", "--json").json) == 3


def test_db_upgrade_check_and_path(kb: Kb, tmp_path: Path) -> None:
    assert kb("db", "path").out == f"{tmp_path / 'kb.db'}\n"
    assert "created" in kb("db", "upgrade").out
    assert "up to date" in kb("db", "upgrade").out
    assert kb("db", "check").out == "sqlite:///kb.db is sound\n"


def test_questions_make_no_base(kb: Kb, tmp_path: Path) -> None:
    done = kb("timeline")
    assert done.code == 1
    assert "kb db upgrade" in done.err
    assert not (tmp_path / "kb.db").exists()


def test_the_base_is_named_by_option_environment_or_file(
    kb: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kb.toml").write_text('database = "sqlite:///file.db"\n')
    assert kb("db", "path").out == f"{tmp_path / 'file.db'}\n"
    monkeypatch.setenv("KB_DATABASE_URL", "sqlite:///variable.db")
    assert kb("db", "path").out == f"{tmp_path / 'variable.db'}\n"
    assert kb("db", "path", "--db", "sqlite:///option.db").out == f"{tmp_path / 'option.db'}\n"


def _broken(done: Done, words: str) -> None:
    assert done.code == 1
    assert words in done.err
    assert done.err.startswith("kb: ")
    assert done.err.count("\n") == 1


def test_a_foreign_base_is_refused(kb: Kb, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kb.db") as connection:
        connection.execute("CREATE TABLE other (id)")
    for arguments in (["timeline"], ["add", "2024", "x"], ["db", "upgrade"]):
        _broken(kb(*arguments), "not a kb base")
    (tmp_path / "text.db").write_text("this is no database " * 100)
    _broken(kb("timeline", "--db", "sqlite:///text.db"), "not a SQLite database")


def test_a_newer_base_is_refused(filled: Kb, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kb.db") as connection:
        connection.execute("UPDATE kb_version SET version_num = '9999'")
    _broken(filled("timeline"), "newer kb")
    _broken(filled("add", "2024", "x"), "newer kb")


def test_an_older_base_says_how_to_upgrade(filled: Kb, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kb.db") as connection:
        connection.execute("UPDATE kb_version SET version_num = '0001'")
    _broken(filled("timeline"), "kb db upgrade")


def test_a_locked_base(filled: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.base.LOCK_TIMEOUT", 0.2)
    other = sqlite3.connect(tmp_path / "kb.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    _broken(filled("add", "2024", "x"), "locked")
    other.execute("ROLLBACK")
    other.close()
    assert len(filled("timeline", "--json").json) == 3


@contextmanager
def _common_user() -> Iterator[None]:
    """Without the rights of root, who may write to any file."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_base(filled: Kb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(tmp_path / "kb.db", folder / "kb.db")
        before = (folder / "kb.db").read_bytes()
        (folder / "kb.db").chmod(0o444)
        folder.chmod(0o555)
        monkeypatch.chdir(folder)
        with _common_user():
            done = filled("add", "2024", "x")
        monkeypatch.chdir(tmp_path)
        folder.chmod(0o755)
        _broken(done, "read-only")
        assert (folder / "kb.db").read_bytes() == before


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite:///no/such/folder/kb.db", "sqlite://"])
def test_a_wrong_url(kb: Kb, url: str) -> None:
    done = kb("timeline", "--db", url)
    assert done.code == 1
    assert done.err.count("\n") == 1
