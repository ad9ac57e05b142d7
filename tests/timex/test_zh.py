"""The corpus of Chinese time expressions: every spelling has the one reading that it is listed under."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kb.lang.fold import fold
from kb.lang.trie import trie
from kb.model import TimeMention
from kb.timex import TimeContext, read, read_times
from kb.timex.zh import grammar, runs
from kb.timex.zh.finder import RunFinder

CORPUS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[1] / "corpus" / "timex" / "zh.toml").read_text("utf-8")
)
CONTEXT = TimeContext(CORPUS["reference"])
LENGTHS = ("duration", "set", "vague")


def spellings(*tables: str) -> list[tuple[str, str, str]]:
    """Table, value and spelling of every expression of the tables."""
    return [
        (table, entry["value"], text)
        for table in tables
        for entry in CORPUS[table]
        for text in entry["texts"]
    ]


def all_texts() -> Iterator[str]:
    yield from (text for *_, text in spellings("date", *LENGTHS))
    yield from (entry["text"] for entry in CORPUS["context"])
    yield from CORPUS["negative"]["texts"]


def value_of(mention: TimeMention) -> str | None:
    return mention.when.edtf if mention.when else mention.value


def sentence_reading(text: str, *, published: date | None = None) -> list[tuple[str, str | None]]:
    context = CONTEXT if published is None else TimeContext(published)
    return [(mention.text, value_of(mention)) for mention in read_times(text, context)]


@pytest.mark.parametrize(("table", "value", "text"), spellings("date"))
def test_a_spelling_has_one_reading(table: str, value: str, text: str):
    assert sentence_reading(text) == [(text, value)]


@pytest.mark.parametrize(("table", "value", "text"), spellings(*LENGTHS))
def test_lengths_sets_and_vague_times_have_no_days(table: str, value: str, text: str):
    mentions = read_times(text, CONTEXT)
    assert [(m.text, m.value, m.granularity, m.when) for m in mentions] == [(text, value, table, None)]


@pytest.mark.parametrize("entry", CORPUS["context"], ids=lambda entry: entry["text"])
def test_what_stands_around_a_mention_decides(entry: dict[str, Any]):
    found = [
        (m.text, value_of(m), m.when.bound if m.when else None, m.clock)
        for m in read_times(entry["text"], CONTEXT)
    ]
    wanted = [(m["text"], m["value"], m.get("bound"), m.get("clock")) for m in entry["mentions"]]
    assert found == wanted


@pytest.mark.parametrize("text", CORPUS["negative"]["texts"])
def test_a_false_date_is_worse_than_a_missed_one(text: str):
    assert sentence_reading(text) == []


def test_the_corpus_is_large_enough():
    assert len(spellings("date", *LENGTHS)) >= 1000
    assert len(CORPUS["negative"]["texts"]) >= 200
    texts = [text for *_, text in spellings("date", *LENGTHS)]
    assert len(texts) == len(set(texts))


def test_every_rule_is_hit():
    grammar()._parses.clear()
    for text in all_texts():
        read_times(text, CONTEXT)
    run = {parse.rule for parses in grammar()._parses.values() for parse in parses}
    names = {rule.name for rule in grammar().rules} - {"name", "before-christ"}
    assert names - {part for rule in run for part in rule.split("–")} == set()


def test_names_that_look_like_dates_are_taken_and_left():
    names = {rule.name: rule.pattern for rule in grammar().rules if rule.name in ("name", "before-christ")}
    assert names["name"].match("今日头条")
    assert names["before-christ"].match("公元前221年")


def test_the_looks_at_first_characters_lose_no_token():
    numbers, others = "|".join(runs.DIGIT_TOKENS), "|".join(token for _, _, token in runs.TOKENS)
    words = rf"{runs.WEEKS}|{trie(runs.WORDS)}"
    unguarded = re.compile(rf"(?:(?=\d)(?:{numbers})|(?!\d)(?:{words}|{others}))")
    finder = RunFinder()
    for text in map(fold, all_texts()):
        for at in range(len(text) - 1):
            if (match := unguarded.match(text, at)) and not text[max(0, at - 1) : at + 1].isdigit():
                found = finder.search(text, at, len(text))
                assert found is not None
                assert found[0] == at
                assert found[1] >= match.end()


@pytest.mark.parametrize(
    "text", ["2024年2月30日", "2023年2月29日", "2024-13-01", "2024年4月31日", "2024/2/30"]
)
def test_an_impossible_date_is_an_issue(text: str):
    reading = read(f"會議於{text}舉行", CONTEXT)
    assert reading.mentions == []
    assert [(issue.code, issue.end - issue.start) for issue in reading.issues] == [
        ("impossible-date", len(text))
    ]


@pytest.mark.parametrize(
    "text", ["昨天", "3月", "上周五", "三天前", "第三季度", "国庆节", "年底", "今年以来"]
)
def test_without_a_publication_date_a_relative_date_stays_unresolved(text: str):
    (mention,) = read_times(text, TimeContext(None))
    assert mention.text == text
    assert mention.when is None


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("上半年营收增长了30%", date(2024, 11, 25), "2024-40"),
        ("公司将于上半年推出新品", date(2025, 1, 20), "2025-40"),
        ("12月销量创下新高", date(2025, 1, 10), "2024-12"),
        ("新厂将在3月投产", date(2024, 11, 25), "2025-03"),
        ("会议3月举行了", date(2024, 11, 25), "2024-03"),
        ("他周四表示乐观", date(2024, 11, 25), "2024-11-21"),
        ("公司周四将公布财报", date(2024, 11, 25), "2024-11-28"),
        ("一季度末，余额达12万亿元", date(2024, 5, 6), "2024-03~"),
        ("28日，双方签署了协议", date(2024, 12, 2), "2024-11-28"),
        ("2月29日举行了典礼", date(2024, 3, 5), "2024-02-29"),
    ],
)
def test_the_tense_chooses_the_year(text: str, published: date, value: str):
    assert [found for _, found in sentence_reading(text, published=published)] == [value]
