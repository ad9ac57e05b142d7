"""The benchmark of the base on few events: plausible ones, every question answered, others asked too."""

from __future__ import annotations

from collections import Counter
from itertools import islice

import pytest

from benchmarks.base import main, measure
from benchmarks.base_cases import PAGE, cases
from benchmarks.base_events import BUSIEST, synthetic_entities, synthetic_events
from kb.base import Base
from kb.config import Settings
from kb.store.database import open_database


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    url = f"sqlite:///{tmp_path_factory.mktemp('base') / 'kb.db'}"
    with Base(open_database(url), Settings()) as base, open_database(url) as database:
        assert base.load_events(synthetic_events(2_000), synthetic_entities()).added == 2_000
        yield base, database


def test_events_are_as_they_are_said_to_be():
    events = list(synthetic_events(4_000))
    assert list(islice(synthetic_events(4_000), 100)) == events[:100]
    named = Counter(name for each in events for name in each.entities)
    assert named[BUSIEST] / len(events) == pytest.approx(0.1, abs=0.02)
    assert named.most_common(1)[0][0] == BUSIEST
    assert named.total() / len(events) == pytest.approx(2, abs=0.2)
    chinese = sum(each.language == "zh-Hant" for each in events)
    assert chinese / len(events) == pytest.approx(1 / 3, abs=0.03)
    assert named.keys() <= synthetic_entities().keys()
    assert any(each.measures for each in events)


def test_every_question_has_an_answer(base):
    for case in cases(*base):
        answer = case.ask()
        pages = answer if isinstance(answer, tuple) else (answer,)
        assert all(page.sql for page in pages), case.name
        assert any(pages) or "typical" in case.name, case.name


def test_pages_are_full(base):
    asked = {case.name: case for case in cases(*base)}
    for name in ("page deep in a timeline, busiest", "search, common zh word", "search, common en word"):
        assert len(asked[name].ask()) == PAGE, name


def test_times_in_order():
    middle, high = measure(lambda: None, 20)
    assert 0 <= middle <= high


def test_the_table(capsys):
    assert main(["--events", "300", "--rounds", "2"]) == 0
    printed = capsys.readouterr().out
    assert "events a second" in printed
    assert "by sqlite3" in printed
    assert "one event more" in printed
    assert "page in a window, busiest" in printed
