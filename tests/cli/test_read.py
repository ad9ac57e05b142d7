"""`kb extract` and `kb dates`."""

import json
from pathlib import Path

import pytest

from kb.text.limits import Limits
from tests.cli.conftest import Kb

ARTICLE = (
    "輝達單日蒸發2790億美元\n\n2024年9月4日，輝達市值單日損失達到2790億美元。Blackwell將於2025年第一季出貨。\n"
    "三天前，台積電公布2024年第三季度財報。\n"
)
TIME_KEYS = [
    "start", "end", "text", "type", "edtf", "starts_on", "ends_on", "granularity", "qualifier", "bound",
    "fiscal", "rule",
]  # fmt: skip
EVENT_KEYS = [
    "id", "start", "end", "quote", "sentence", "time", "edtf", "starts_on", "ends_on", "granularity", "kind",
    "status", "entities", "roles", "measures", "rule",
]  # fmt: skip
MEASURE_KEYS = [
    "metric", "value", "unit", "basis", "segment", "period", "tolerance", "approximate", "note",
]  # fmt: skip


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_extract_json_keeps_the_contract(kb: Kb, article: Path) -> None:
    done = kb("extract", article, "--published", "2024-11-25", "--json")
    found = done.json
    assert (done.code, done.err) == (0, "")
    assert list(found) == ["document", "times", "events", "issues"]
    assert found["document"] == {
        "id": found["document"]["id"],
        "language": "zh-Hant",
        "published": "2024-11-25",
        "published_how": "given",
        "title": "輝達單日蒸發2790億美元",
        "author": None,
        "publisher": None,
        "url": None,
        "found": {"language": "detected", "published": "given by the user", "title": "the text's heading"},
    }
    assert [list(time) for time in found["times"]] == [TIME_KEYS] * len(found["times"])
    assert [list(event) for event in found["events"]] == [EVENT_KEYS] * len(found["events"])
    assert found["times"]
    assert found["events"]


def test_extract_json_has_offsets_into_the_file(kb: Kb, article: Path) -> None:
    found = kb("extract", article, "--published", "2024-11-25", "--json").json
    for time in found["times"]:
        assert ARTICLE[time["start"] : time["end"]] == time["text"]
    for event in found["events"]:
        assert ARTICLE[event["start"] : event["end"]] == event["quote"]
        assert event["sentence"]["start"] <= event["start"] < event["end"] <= event["sentence"]["end"]
        assert list(event["roles"]) == event["entities"]
        for measure in event["measures"]:
            assert list(measure) == MEASURE_KEYS
            assert isinstance(measure["value"], str)


def test_extract_finds_the_drop(kb: Kb, article: Path) -> None:
    events = kb("extract", article, "--published", "2024-11-25", "--json").json["events"]
    drop = next(event for event in events if event["edtf"] == "2024-09-04")
    assert (drop["kind"], drop["status"], drop["entities"][0]) == ("market_cap", "actual", "nvidia")


def test_extract_for_people_is_a_plain_table(kb: Kb, article: Path) -> None:
    done = kb("extract", article, "--published", "2024-11-25")
    assert done.code == 0
    assert done.out.split("\n")[0].split() == ["date", "kind", "status", "entities", "measures", "quote"]
    assert "2024-09-04  market_cap" in done.out


def test_extract_reads_standard_input(kb: Kb) -> None:
    found = kb("extract", "-", "--published", "2024-11-25", "--json", stdin=ARTICLE).json
    assert found["document"]["language"] == "zh-Hant"


def test_an_inferred_publication_date_is_reported(kb: Kb, article: Path) -> None:
    done = kb("extract", article)
    assert done.err == "kb: publication date 2024-09-04 inferred from the latest day that the text tells\n"
    found = kb("extract", article, "--json").json
    assert (found["document"]["published"], found["document"]["published_how"]) == ("2024-09-04", "inferred")
    assert found["issues"][0]["code"] == "published-inferred"


def test_dates_json(kb: Kb) -> None:
    done = kb("dates", "三天前，30年時間，2025財年第三季度，輝達", "--published", "2024-11-25", "--json")
    ago, thirty, quarter = done.json["times"]
    assert (ago["edtf"], ago["granularity"]) == ("2024-11-22", "day")
    assert (thirty["type"], thirty["edtf"], thirty["starts_on"], thirty["qualifier"]) == (
        "DURATION",
        None,
        None,
        None,
    )
    assert (quarter["edtf"], quarter["fiscal"]) == ("2024-07-29/2024-10-27", "NVDA FY2025 Q3")


def test_dates_without_a_publication_date_stay_unresolved(kb: Kb) -> None:
    (mention,) = kb("dates", "三天前", "--json").json["times"]
    assert (mention["text"], mention["edtf"]) == ("三天前", None)


def test_dates_for_people_tell_the_rule(kb: Kb) -> None:
    header, line = kb("dates", "2024年第二季度").out.splitlines()
    assert header.split()[:3] == ["at", "text", "edtf"]
    assert line.split() == [
        "0-9",
        "2024年第二季度",
        "2024-34",
        "2024-04-01",
        "2024-06-30",
        "quarter",
        "quarter",
    ]


def test_dates_reads_standard_input(kb: Kb) -> None:
    assert kb("dates", "-", "--json", stdin="2024年9月4日").json["times"][0]["edtf"] == "2024-09-04"


def test_dates_refuses_more_of_standard_input_than_a_document_may_have(
    kb: Kb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.text.limits.LIMITS", Limits(document_bytes=20))
    assert kb("dates", "-", stdin="2024年9月4日").code == 0
    refused = kb("dates", "-", stdin="2024年9月4日，2024年9月5日")
    assert refused.code == 2
    assert "--jsonl" in refused.err


@pytest.mark.parametrize("published", ["2024-11-25", "2024/11/25", "2024年11月25日"])
def test_publication_dates_may_be_written_freely(kb: Kb, published: str) -> None:
    done = kb("dates", "昨天", "--published", published, "--json")
    assert done.json["times"][0]["edtf"] == "2024-11-24"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dates"], "TEXT is missing; see `kb dates --help`"),
        (["extract"], "ARTICLE is missing; see `kb extract --help`"),
        (["dates", "x", "--json", "--jsonl"], "--json and --jsonl exclude each other"),
        (
            ["dates", "--jsonl", "--published", "2024-01-01"],
            "with --jsonl each line has its own publication date; leave out --published",
        ),
        (["dates", "x", "--published", "2024-02-30"], "--published: '2024-02-30' is not a possible date: "),
        (["dates", "x", "--published", "someday"], "--published: 'someday' is no date that kb can read; "),
        (["dates", "x", "--published", "2024-09"], "--published: the publication date '2024-09' is no day; "),
        (["timelin"], "no command 'timelin'; did you mean timeline?"),
        (["qqq"], "no command 'qqq'; see `kb --help`"),
        (["dates", "x", "--publishd", "2024"], "No such option '--publishd'"),
    ],
)
def test_wrong_calls_are_one_line_and_code_2(kb: Kb, arguments: list[str], message: str) -> None:
    done = kb(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"kb: {message}")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("missing.txt", None, "missing.txt: no such file"),
        ("empty.txt", b"", "empty.txt: empty"),
        ("blank.txt", b" \n", "blank.txt: empty"),
        ("binary.txt", b"\x89PNG\x00", "binary.txt: binary, not a text"),
        ("broken.txt", bytes(range(128, 256)), "broken.txt: in no encoding that can be told"),
        (
            "day.md",
            b"---\ndate: 2024-02-30\n---\ntext",
            "day.md: the publication date '2024-02-30' is no day",
        ),
    ],
)
def test_unreadable_articles_are_one_line_and_code_1(
    kb: Kb, tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    for command in ("extract", "ingest"):
        done = kb(command, name)
        assert (done.code, done.err) == (1, f"kb: {message}\n")


def _lines(*objects: object) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in objects)


def test_extract_jsonl_answers_each_line_in_order(kb: Kb) -> None:
    given = _lines(
        {"id": 1, "text": ARTICLE, "published": "2024-11-25"},
        {"id": "two", "text": "三天前，輝達大跌。", "published": "2024-11-25T08:00:00Z"},
        {"id": None, "text": "It rained."},
    )
    done = kb("extract", "--jsonl", stdin=given)
    one, two, three = done.lines
    assert (done.code, done.err) == (0, "")
    assert list(one) == ["id", "document", "times", "events", "issues"]
    assert [one["id"], two["id"], three["id"]] == [1, "two", None]
    assert two["times"][0]["edtf"] == "2024-11-22"
    assert three["issues"][0]["code"] == "unpublished"


def test_extract_jsonl_says_what_extract_json_says(kb: Kb, article: Path) -> None:
    one = kb("extract", article, "--published", "2024-11-25", "--json").json
    (line,) = kb("extract", "--jsonl", stdin=_lines({"text": ARTICLE, "published": "2024-11-25"})).lines
    assert line == {"id": None, **one}


def test_dates_jsonl_from_a_file(kb: Kb, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(_lines({"id": 7, "text": "2024年9月4日"}), encoding="utf-8")
    (line,) = kb("dates", "--jsonl", "in.jsonl").lines
    assert (line["id"], [time["edtf"] for time in line["times"]]) == (7, ["2024-09-04"])


@pytest.mark.parametrize("command", ["extract", "dates"])
def test_a_line_that_cannot_be_handled_leaves_the_rest_alone(kb: Kb, command: str) -> None:
    good = _lines({"id": "good", "text": "2024年9月4日"}).encode()
    bad = [
        (b"{", None, "line 2 is not JSON"),
        (b"[1]", None, "line 2 is not a JSON object"),
        (b"\xff\xfe", None, "line 2 is not JSON"),
        (b'{"id": 3}', 3, "no text"),
        (b'{"id": 3, "text": 5}', 3, "no text"),
        (
            b'{"id": 3, "text": "x", "published": "2024-02-30"}',
            3,
            "the publication date '2024-02-30' is no day; write YYYY-MM-DD",
        ),
        (b'{"id": 3, "text": "x", "published": 5}', 3, "the publication date 5 is no day; write YYYY-MM-DD"),
        (b"[" * 100_000, None, "line 2 is not JSON"),
    ]
    for line, identity, message in bad:
        first, second, third = kb(command, "--jsonl", "-", stdin=good + line + b"\n\n" + good).lines
        assert first["id"] == third["id"] == "good"
        assert second == {"id": identity, "error": message}


@pytest.mark.parametrize("command", ["extract", "dates"])
def test_half_of_a_surrogate_pair_is_an_error_and_valid_json(kb: Kb, command: str) -> None:
    (line,) = kb(command, "--jsonl", stdin='{"id": "\\ud800", "text": "x\\ud800"}\n').lines
    assert line == {"id": "\ud800", "error": "text: character 1 is half of a surrogate pair, not a character"}


def test_a_missing_file_of_lines(kb: Kb) -> None:
    done = kb("dates", "--jsonl", "none.jsonl")
    assert (done.code, done.err) == (1, "kb: none.jsonl: no such file or directory\n")
