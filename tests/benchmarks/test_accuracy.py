"""The accuracy command on a folder of gold."""

import json

import pytest

from benchmarks.accuracy import main

TEXT = "In March 2024 Acme launched a rocket. It fell."
GOLD = {
    "article": "articles/acme.txt",
    "language": "en",
    "published": "2024-06-01",
    "times": [{"start": 3, "end": 13, "text": "March 2024", "edtf": "2024-03", "granularity": "month"}],
    "events": [{
        "start": 0, "end": 36, "quote": TEXT[:36], "edtf": "2024-03", "kind": "launch", "status": "actual",
        "entities": ["acme"], "time": {"start": 3, "end": 13, "text": "March 2024"},
    }],
}  # fmt: skip
TIME = {
    "start": 3, "end": 13, "text": "March 2024", "type": "DATE", "edtf": "2024-03",
    "starts_on": "2024-03-01", "ends_on": "2024-03-31", "granularity": "month", "qualifier": "",
    "rule": "month",
}  # fmt: skip
VAGUE = {**TIME, "start": 30, "end": 36, "starts_on": None, "ends_on": None, "edtf": None}
EVENT = {
    **GOLD["events"][0],
    "starts_on": "2024-03-01",
    "ends_on": "2024-03-31",
    "measures": [],
    "rule": "launch",
}


@pytest.fixture
def folders(tmp_path):
    for name in ("gold", "articles", "predictions"):
        (tmp_path / name).mkdir()
    (tmp_path / "articles" / "acme.txt").write_text(TEXT)
    (tmp_path / "gold" / "acme.json").write_text(json.dumps(GOLD))

    def run(times, events, *options):
        prediction = {"times": times, "events": events}
        (tmp_path / "predictions" / "acme.json").write_text(json.dumps(prediction))
        return main([str(tmp_path / "gold"), "--predictions", str(tmp_path / "predictions"), *options])

    return run


def test_json(folders, capsys):
    assert folders([TIME, VAGUE], [EVENT], "--json") == 0
    scores = json.loads(capsys.readouterr().out)
    assert set(scores) == {"acme", "total"}
    dates, events = scores["total"]["dates"], scores["total"]["events"]
    expected = {"right": 1, "predicted": 1, "expected": 1, "precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert dates["strict"] == expected
    assert events["found"] == expected
    assert dates["values"] == {"right": 1, "asked": 1, "share": 1.0}


def test_table_and_errors(folders, capsys):
    assert folders([], [EVENT], "--errors") == 0
    out = capsys.readouterr().out
    assert "date missed        3 'March 2024' 2024-03" in out
    assert [line.split()[:4] for line in out.splitlines() if line.startswith("acme ")] == [
        ["acme", "100.0", "0.0", "0.0"],
        ["acme", "100.0", "100.0", "100.0"],
    ]


def test_no_gold(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    assert "no gold files" in capsys.readouterr().err


def test_no_prediction(folders, tmp_path, capsys):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main([str(tmp_path / "gold"), "--predictions", str(empty)]) == 1
    assert "no prediction" in capsys.readouterr().err
