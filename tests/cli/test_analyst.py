"""Commands of an analyst: schedules, gaps, conflicts, judgements, earlier times."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Done, Kb

PLANS = (
    "date,title,kind,entity,status,source,published,former\n"
    "2024-Q2,Blackwell is to ship in the second quarter,shipment,blackwell,planned,Call,2024-03-18,\n"
    "2024-Q4,Blackwell shipments are put off,delay,blackwell,planned,Call,2024-08-28,\n"
    "2025-Q1,Blackwell may come in 2025,delay,blackwell,rumored,Wire,2024-09-10,\n"
    "2024-12-09,Blackwell ships,shipment,blackwell,actual,Call,2024-12-09,\n"
    "2024-05,A plant opens,facility,tsmc,planned,Wire,2024-01-10,\n"
)
DROPS = (
    ("2024-09-03", "Nvidia loses 279 billion dollars of value", "Wire"),
    ("2024-09-04", "Nvidia's value drops by $279 billion", "Post"),
)


@pytest.fixture
def plans(kb: Kb, tmp_path) -> Kb:
    (tmp_path / "plans.csv").write_text(
        PLANS.replace(",former\n", "\n").replace(",\n", "\n"), encoding="utf-8"
    )
    assert kb("import", "plans.csv").code == 0
    return kb


@pytest.fixture
def drops(kb: Kb) -> Kb:
    for day, title, source in DROPS:
        assert (
            kb("add", day, title, "--kind", "market_cap", "--entity", "nvidia", "--source", source).code == 0
        )
    return kb


def _good(done: Done) -> Done:
    assert (done.code, done.err) == (0, "")
    return done


def test_schedule(plans: Kb) -> None:
    lines = _good(plans("schedule", "Blackwell")).out.splitlines()
    assert lines[0].split() == ["milestone", "date", "status", "slip", "asserted", "by", "quote"]
    assert [line.split("  ")[0] for line in lines[1:]] == ["shipment"] * 4
    assert "2024 Q4     planned  +184 days  2024-08-28  Call  Blackwell shipments are put off" in lines[2]
    assert "rumored  +90 days" in lines[3]
    assert "2024-12-09  actual   -112 days" in lines[4]


def test_schedule_as_json(plans: Kb) -> None:
    first, second, *_ = _good(plans("schedule", "blackwell", "--json")).json
    assert (first["edtf"], first["slip_days"], first["publisher"]) == ("2024-34", None, "Call")
    assert (second["edtf"], second["former_edtf"], second["slip_days"]) == ("2024-36", "2024-34", 184)


def test_schedule_at_an_earlier_time(plans: Kb) -> None:
    def dates(*options: str) -> list[str]:
        return [each["edtf"] for each in _good(plans("schedule", "blackwell", "--json", *options)).json]

    assert dates("--as-of", "2024-09-01") == ["2024-34", "2024-36"]
    assert dates("--as-of", "March 2024") == ["2024-34"]
    assert dates("--recorded-by", "2024-09-01") == []
    assert plans("schedule", "blackwel").err.startswith("kb: unknown entity 'blackwel'; did you mean")


def test_gaps_look_back_from_the_newest_text(plans: Kb) -> None:
    done = plans("gaps", "--json")
    assert (done.code, done.err) == (0, "kb: as of 2024-12-09, the newest publication date of the base\n")
    assert [event["title"] for event in done.json] == ["A plant opens"]
    assert _good(plans("gaps", "--as-of", "2024-05-31", "--json")).json == []
    assert len(_good(plans("gaps", "--as-of", "2024-07", "--json")).json) == 1


def test_gaps_of_a_base_without_dates(drops: Kb) -> None:
    assert _good(drops("gaps", "--json")).json == []


def test_conflicts_show_both_quotes_and_sources(kb: Kb, tmp_path) -> None:
    for source, day in (("Wire", "2024-09-03"), ("Post", "2024-09-04")):
        text = f"---\npublisher: {source}\ndate: 2024-09-05\n---\nOn {day} Nvidia lost $279 billion in market value.\n"
        (tmp_path / f"{source}.md").write_text(text, encoding="utf-8")
        kb("ingest", f"{source}.md")
    (found,) = _good(kb("conflicts", "--json")).json
    assert {found["left_value"], found["right_value"]} == {"2024-09-03", "2024-09-04"}
    assert "2024-09-03" in found["left_quote"] + found["right_quote"]
    assert {found["left_source"], found["right_source"]} == {"Wire.md", "Post.md"}
    lines = _good(kb("conflicts")).out.splitlines()
    assert len(lines) == 3
    assert lines[0].split() == ["event", "field", "source", "says", "quote"]


def _titles(kb: Kb) -> list[str]:
    return [event["title"] for event in _good(kb("timeline", "--json")).json]


def _ids(kb: Kb) -> list[str]:
    return [event["id"] for event in _good(kb("timeline", "--json")).json]


def test_judge_amend_and_undo(drops: Kb) -> None:
    first, _ = _ids(drops)
    done = drops("judge", "amend", first[:9], "--date", "Sept 5, 2024", "--title", "The drop", "--by", "Ann")
    assert _good(done).out == "judgement 1 by Ann; take it back with `kb undo 1`\n"
    assert _titles(drops)[1] == "The drop"
    (told,) = _good(drops("judgements", "--json")).json
    assert (told["by"], told["verdict"], told["amend"]) == (
        "Ann",
        "amend",
        ["when=2024-09-05", "title=The drop"],
    )
    assert told["undone"] is None
    _good(drops("undo", "1"))
    assert _titles(drops)[0] == DROPS[0][1]
    assert _good(drops("judgements", "--json")).json[0]["undone"] is not None
    assert drops("undo", "1").err == "kb: judgement 1 was taken back already\n"


def test_judge_same_different_and_wrong(drops: Kb, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_USER", "Bo")
    left, right = _ids(drops)
    _good(drops("judge", "same", left, right))
    (joined,) = _good(drops("timeline", "--json")).json
    assert len(joined["statements"]) == 2
    _good(drops("judge", "different", *joined["statements"]))
    assert len(_ids(drops)) == 2
    _good(drops("judge", "wrong", left))
    assert _titles(drops) == [DROPS[1][1]]
    assert [each["by"] for each in drops("judgements", "--json").json] == ["Bo"] * 3


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["same", "a", "b"], 2, "Missing option '--by'"),
        (["wrong", "zzz", "--by", "Ann"], 1, "unknown event or statement 'zzz'"),
        (["wrong", "zzz", "--by", " "], 1, "a judgement needs an author"),
        (["amend", "zzz", "--by", "Ann"], 2, "nothing to amend; give --date, "),
        (["amend", "zzz", "--by", "Ann", "--kind", "lanch"], 1, "unknown kind 'lanch'; did you mean launch?"),
        (["amend", "zzz", "--by", "Ann", "--date", "2024-02-30"], 1, "'2024-02-30' is not a possible date"),
    ],
)
def test_wrong_judgements_are_one_line(drops: Kb, arguments: list[str], code: int, message: str) -> None:
    done = drops("judge", *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"kb: {message}")
    assert done.err.count("\n") == 1


def test_timeline_and_show_at_an_earlier_time(kb: Kb, tmp_path) -> None:
    for day, when in (("2024-09-05", "In September 2024"), ("2024-11-25", "On September 3, 2024")):
        text = f"---\ndate: {day}\n---\n{when}, Nvidia lost $279 billion in market value.\n"
        (tmp_path / f"{day}.md").write_text(text, encoding="utf-8")
        kb("ingest", f"{day}.md")
    (now,) = _good(kb("timeline", "--json")).json
    (then,) = _good(kb("timeline", "--json", "--as-of", "2024-10")).json
    assert (now["edtf"], then["edtf"], now["id"]) == ("2024-09-03", "2024-09", then["id"])
    assert _good(kb("timeline", "--json", "--as-of", "2024-09-04")).json == []
    assert _good(kb("timeline", "--json", "--recorded-by", "2024-12-01")).json == []
    assert _good(kb("timeline", "--json", "--recorded-by", "2999-01-01T12:00")).json == [now]
    assert len(_good(kb("show", now["id"], "--json")).json["evidence"]) == 2
    shown = _good(kb("show", now["id"][:8], "--json", "--as-of", "2024-10-01")).json
    assert (shown["edtf"], len(shown["evidence"])) == ("2024-09", 1)
    assert kb("show", now["id"], "--recorded-by", "2024-12-01").err == f"kb: unknown event '{now['id']}'\n"
    assert kb("timeline", "--recorded-by", "2024-12-01T99:00").err.startswith(
        "kb: '2024-12-01T99:00' is no time"
    )
    sql = _good(kb("timeline", "--sql", "--recorded-by", "2999-01-01")).out
    assert len(_good(kb("sql", sql, "--json")).json) == 2


def test_show_tells_of_judgements(drops: Kb) -> None:
    name = _ids(drops)[0]
    drops("judge", "amend", name, "--title", "The drop", "--by", "Ann")
    assert "\njudged    amend " in _good(drops("show", name)).out
    (judged,) = _good(drops("show", name, "--json")).json["judgements"]
    assert (judged["by"], judged["amend"], judged["retracted_at"]) == ("Ann", {"title": "The drop"}, None)


@pytest.fixture
def newcomers(kb: Kb, tmp_path) -> Kb:
    text = "---\ndate: 2024-11-25\n---\nOn November 20, 2024, Zyxon Labs Inc. launched the ZX900 chip.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert kb("ingest", "a.md").code == 0
    return kb


def test_new_entities_are_listed_with_where_they_were_seen(newcomers: Kb) -> None:
    found = {each["entity"]: each for each in _good(newcomers("entities", "--new", "--json")).json}
    (new,) = [each for name, each in found.items() if name.startswith("zyxon")]
    assert (new["sources"], new["statements"]) == (["a.md"], 1)
    assert "Zyxon" in new["quote"]


def test_merge_once_and_for_all(newcomers: Kb) -> None:
    (event,) = _good(newcomers("timeline", "--json")).json
    new = next(name for name in event["entities"] if name.startswith("zyxon"))
    assert _good(newcomers("entities", "merge", new, "輝達", "--by", "Ann")).out.startswith(
        "judgement 1 by Ann"
    )
    newcomers("ingest", "a.md")
    (merged,) = _good(newcomers("timeline", "--entity", "nvidia", "--json")).json
    assert merged["entities"] == ["nvidia" if name == new else name for name in event["entities"]]
    assert len(_good(newcomers("timeline", "--entity", new, "--json")).json) == 1
    assert new not in [each["entity"] for each in newcomers("entities", "--new", "--json").json]
    assert newcomers("entities", "merge", new, "nvidia", "--by", "Ann").err.endswith("are one already\n")
    _good(newcomers("undo", "1"))
    assert _good(newcomers("timeline", "--json")).json == [event]


def test_rename_once_and_for_all(newcomers: Kb) -> None:
    (event,) = _good(newcomers("timeline", "--json")).json
    new = next(name for name in event["entities"] if name.startswith("zyxon"))
    _good(newcomers("entities", "rename", new, "Zyxon Devices", "--by", "Ann"))
    newcomers("ingest", "a.md")
    (renamed,) = _good(newcomers("timeline", "--entity", "Zyxon Devices", "--json")).json
    assert "zyxon-devices" in renamed["entities"]
    assert new not in [each["entity"] for each in newcomers("entities", "--new", "--json").json]
    _good(newcomers("undo", "1"))


def test_a_new_name_is_not_anothers(newcomers: Kb) -> None:
    new = newcomers("entities", "--new", "--json").json[0]["entity"]
    done = newcomers("entities", "rename", new, "NVIDIA", "--by", "Ann")
    assert (done.code, done.err) == (1, f"kb: NVIDIA is known as nvidia; merge {new} with it\n")


def test_entities_help_names_its_parts(kb: Kb) -> None:
    out = _good(kb("entities", "--help")).out
    assert all(f"\n  {name} " in out for name in ("list", "merge", "rename"))
    assert kb("entities", "merge", "x").code == 2
