"""The corpus that the benchmark of ingestion makes."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from benchmarks.corpus import Cost, make_corpus, report
from benchmarks.corpus_articles import articles
from kb.reading import Failure, Manner
from kb.reading.find import find_pieces
from kb.text.similar import LEAST, similarity


def test_articles_are_the_same_each_time_and_no_two_alike() -> None:
    made = list(articles(24))
    assert made == list(articles(24))
    assert made != list(articles(24, seed=1))
    pairs = combinations([each["text"] for each in made], 2)
    assert max(similarity(left, right) for left, right in pairs) < LEAST


def test_every_article_is_read(tmp_path: Path) -> None:
    found = list(find_pieces([str(make_corpus(tmp_path / "a.jsonl.zst", 30))], Manner()))
    assert len(found) == 30
    assert not any(isinstance(each, Failure) for each in found)
    assert {dict(each.facts)["published"].how for each in found} == {"column date"}


def test_the_report_says_what_ingestion_costs_on_top() -> None:
    costs = {"extraction alone": Cost(10, 10, 50), "ingest, one job": Cost(14, 14, 60)}
    assert "+40%" in report(costs, 100).splitlines()[-1]
