"""Annotations become gold, and the gold in the repository is what its annotations say."""

import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks.annotate import annotate, main
from benchmarks.annotations import read_gold
from kb.errors import DataError
from kb.knowledge.kinds import load_kinds
from kb.model import Status

GOLD = Path(__file__).parents[1] / "gold"
TEXT = "In March Acme fell 5%. In March, it rose, by April to $3."


def test_times_are_found_in_order():
    gold = annotate(
        TEXT, {"times": ["March | 2024-03", "March | 2023-03 || 2024-03, 2022", "? April | 2024-04"]}
    )
    assert gold["times"] == [
        {"start": 3, "end": 8, "text": "March", "edtf": "2024-03", "granularity": "month"},
        {
            "start": 26, "end": 31, "text": "March", "edtf": "2023-03", "granularity": "month",
            "also": ["2024-03", "2022"],
        },
        {
            "start": 45, "end": 50, "text": "April", "edtf": "2024-04", "granularity": "month",
            "optional": True,
        },
    ]  # fmt: skip


def test_events_carry_their_time_and_measures():
    event = {
        "quote": "it rose, by April to $3", "edtf": "2024-04", "kind": "share_price", "entities": ["acme"],
        "measures": ["share_price 3 USD yoy; approximate; note = close"], "also": ["2024"],
    }  # fmt: skip
    gold = annotate(TEXT, {"times": ["April | 2024-04"], "event": [event]})
    [made] = gold["events"]
    assert made == {
        "start": 33, "end": 56, "quote": "it rose, by April to $3", "edtf": "2024-04", "kind": "share_price",
        "status": "actual", "entities": ["acme"], "time": {"start": 45, "end": 50, "text": "April"},
        "measures": [{
            "metric": "share_price", "value": "3", "unit": "USD", "basis": "yoy", "approximate": True,
            "note": "close",
        }],
        "also": ["2024"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"times": ["May | 2024-05"]},
        {"times": ["March | 2024-13"]},
        {"times": [], "event": [{"quote": "Acme", "edtf": "2024-99", "kind": "other", "entities": []}]},
        {"times": [], "event": [
            {"quote": "Acme", "edtf": "2024", "kind": "other", "entities": [], "measures": ["eps 1 USD mom"]},
        ]},
    ],
    ids=["no such text", "no date", "no event date", "basis"],
)  # fmt: skip
def test_errors(data):
    with pytest.raises(DataError):
        annotate(TEXT, data)


def test_stale_gold_is_written_once(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.toml").write_text('language = "en"\npublished = 2024-05-01\ntimes = ["March | 2024-03"]\n')
    assert main([str(tmp_path), "--check"]) == 1
    assert main([str(tmp_path)]) == 0
    assert main([str(tmp_path), "--check"]) == 0
    assert capsys.readouterr().out.splitlines() == ["stale: a.json", "wrote: a.json"]
    assert json.loads((tmp_path / "a.json").read_text())["article"] == f"{tmp_path.name}/a.txt"


def test_an_error_names_the_file(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.toml").write_text('language = "en"\npublished = 2024-05-01\ntimes = ["May | 2024-05"]\n')
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("error: a.toml: 'May' is not in the text")


def test_gold_is_up_to_date():
    assert main([str(GOLD), "--check"]) == 0


@pytest.mark.parametrize("gold", list(read_gold(GOLD)), ids=lambda gold: gold.name)
def test_gold_is_sound(gold):
    text = gold.text
    assert all(text[time.start : time.end] == time.text for time in gold.truth.times)
    assert all(text[event.start : event.end] == event.quote for event in gold.truth.events)
    assert all(one.end <= two.start for one, two in zip(gold.truth.times, gold.truth.times[1:], strict=False))
    kinds = {kind for event in gold.truth.events for kind in event.kinds}
    assert kinds <= set(load_kinds())
    assert {event.status for event in gold.truth.events} <= set(Status)
    assert gold.published > date(2020, 1, 1)


def test_there_are_eighteen_articles_and_ten_negatives():
    assert len(list(read_gold(GOLD))) == 18
    assert len(list((GOLD / "negative").glob("*.txt"))) == 10
