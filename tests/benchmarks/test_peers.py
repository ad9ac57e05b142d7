"""How peers are asked. None is installed here: what is tested is the question and the answer."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from benchmarks import peers
from benchmarks.cases import Case
from benchmarks.peers.registry import PEERS, Peer, installed_peers, main
from benchmarks.peers.serve import serve, span_of
from kb.errors import DataError

FOLDER = Path(peers.__file__).parent


def case(text, language="en"):
    return Case("suite-1", text, "2024-05-17T12:00:00", language, (), (), True)


def test_serve_answers_each_question(monkeypatch, capsys):
    def read(text, reference, language):
        if text == "bad":
            raise RuntimeError
        return [(0, 3, date(2024, 5, 1), None)] if language == "en" and reference.year == 2024 else []

    questions = [{"text": text, "reference": "2024-05-17T12:00:00", "lang": "en"} for text in ("May", "bad")]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(map(json.dumps, questions))))
    serve(read)
    first, second, last = map(json.loads, capsys.readouterr().out.splitlines())
    assert first == {"mentions": [[0, 3, "2024-05-01", None]]}
    assert second == {"mentions": []}
    assert last["seconds"] >= 0


@pytest.mark.parametrize(
    ("moment", "grain", "last"),
    [
        (date(2024, 2, 1), "month", date(2024, 2, 29)),
        (date(2024, 10, 1), "quarter", date(2024, 12, 31)),
        (date(2024, 7, 9), "year", date(2024, 12, 31)),
        (date(2024, 12, 30), "week", date(2025, 1, 5)),
        (date(2024, 12, 30), "day", date(2024, 12, 30)),
    ],
)
def test_span_of(moment, grain, last):
    assert span_of(moment, grain)[1] == last


def test_every_program_is_there():
    assert {path.name for path in FOLDER.glob("*_peer.*")} == {peer.program for peer in PEERS}


def test_a_peer_is_put_to_what_it_can_read():
    peer = Peer("slow", "slow", "slow_peer.py", ("en",), most_cases=2)
    assert peer.can_read([case("May")] * 2)
    assert not peer.can_read([case("May")] * 3)
    assert not peer.can_read([case("五月", "zh")])


def test_peers_are_installed_where_they_are_marked(tmp_path):
    (tmp_path / "chrono").mkdir()
    assert not list(installed_peers(tmp_path))
    (tmp_path / "chrono" / ".installed").touch()
    assert [peer.name for peer in installed_peers(tmp_path)] == ["chrono"]


@pytest.fixture
def peer(tmp_path):
    """A peer whose Python is a script that answers by itself."""
    program = tmp_path / "fake" / "bin" / "python"
    program.parent.mkdir(parents=True)

    def make(body):
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
        return Peer("fake", "fake", "fake_peer.py", ("en",))

    return make


def test_answers_become_found_dates(peer, tmp_path):
    answers = '{"mentions": [[6, 9, "2024-05-01", null]]}\\n{"seconds": 0.5}'
    found, seconds = peer(f"cat > /dev/null; printf '{answers}'").read([case("since May")], tmp_path)
    assert seconds == 0.5
    assert [(item.text, item.days) for item in found[0]] == [("May", (date(2024, 5, 1), None))]


def test_a_peer_that_fails_is_named(peer, tmp_path):
    with pytest.raises(DataError, match="fake failed: no such module"):
        peer("echo no such module >&2; exit 1").read([case("May")], tmp_path)


def test_installing_needs_a_folder(capsys):
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
