"""How much is found in the gold articles: no change may find less.

The first ten articles were written before the rules; the other eight by somebody who had not seen them.
"""

from pathlib import Path

import pytest

from benchmarks.accuracy import predict_with_kb, score_all
from benchmarks.annotations import read_gold, read_prediction
from benchmarks.scoring import EventScore

GOLD = Path(__file__).parent


@pytest.fixture(scope="module")
def events() -> EventScore:
    texts = {gold.name: (read_prediction(predict_with_kb(gold)), gold.truth) for gold in read_gold(GOLD)}
    return score_all(texts)["total"].events


def test_events_are_found(events: EventScore) -> None:
    assert events.found.f1 >= 0.86


def test_principals_are_found(events: EventScore) -> None:
    assert events.with_principal.f1 >= 0.78


def test_status_is_right(events: EventScore) -> None:
    assert events.status.value >= 0.94


def test_measures_are_found(events: EventScore) -> None:
    assert events.measures.f1 >= 0.87
