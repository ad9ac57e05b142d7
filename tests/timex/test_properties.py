"""What holds for every text: spans, order, scripts, shifts, and time that grows with the length alone."""

from __future__ import annotations

import time
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.timex import TimeContext, read
from kb.when.edtf import parse_edtf
from tests.timex.test_zh import CONTEXT, CORPUS, spellings, value_of

# Words and signs that time expressions are made of, put together at random.
WORDS = """
年 月 日 号 號 天 周 週 星期 季 季度 财年 財年 世纪 年代 上 下 本 这 今 去 明 前 后 後 第 初 中 底 末 半 个 個
一 二 三 十 廿 百 〇 零 两 几 多 0 1 2 9 12 20 31 113 1998 2024 ( ) （ ） / - . : , ， 、 至 到 以来 前 起
过去 未来 的 年底 春节 國慶 农历 正月 闰 民國 康熙 Q3 FY25 H1 3Q24 上半年 周末 今天 昨日 去年同期 约 左右
每 为止 元 岁 a May to Sept 's
"""
PIECES = [*WORDS.split(), " ", "\n"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
EXPRESSIONS = [text for *_, text in spellings("date")]
SENTENCES = [*EXPRESSIONS, *(entry["text"] for entry in CORPUS["context"])]


@cache
def converter(name: str):
    from opencc import OpenCC

    return OpenCC(name)


@given(TEXTS, st.none() | DAYS)
@settings(max_examples=400, deadline=None)
def test_no_text_raises_and_spans_slice_to_their_text(text: str, published: date | None):
    reading = read(text, TimeContext(published))
    last = 0
    for mention in reading.mentions:
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= last
        last = mention.end


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_at_all_raises(text: str):
    for mention in read(text, CONTEXT).mentions:
        assert text[mention.start : mention.end] == mention.text


@given(TEXTS, DAYS)
@settings(max_examples=200, deadline=None)
def test_edtf_parses_back(text: str, published: date):
    for mention in read(text, TimeContext(published)).mentions:
        if mention.when is not None:
            again = parse_edtf(mention.when.edtf)
            assert (again.starts_on, again.ends_on) == (mention.when.starts_on, mention.when.ends_on)


@pytest.mark.parametrize("text", SENTENCES)
def test_both_scripts_have_the_same_values(text: str):
    spans = [
        [(m.start, m.end, value_of(m)) for m in read(converter(name).convert(text), CONTEXT).mentions]
        for name in ("t2s", "s2t")
    ]
    assert spans[0] == spans[1]


@given(
    st.sampled_from(SENTENCES),
    st.sampled_from(["她沒有回答。", "双方没有透露细节。\n", "股價走高。\n\n"]),
)
@settings(max_examples=200, deadline=None)
def test_a_sentence_in_front_shifts_offsets_and_nothing_else(text: str, prefix: str):
    short = [(m.start, m.end, value_of(m)) for m in read(f"他點頭。{text}", CONTEXT).mentions]
    long = [(m.start, m.end, value_of(m)) for m in read(f"{prefix}他點頭。{text}", CONTEXT).mentions]
    assert long == [(start + len(prefix), end + len(prefix), value) for start, end, value in short]


HOSTILE = {
    "digits": "1",
    "years": "年",
    "ones": "一",
    "brackets": "(",
    "brackets with days": "周三(",
    "dates": "2024年3月5日",
    "dates in a list": "3月5日、",
    "months in a chain": "3月至",
    "dashes": "2024-",
    "spaces": "2024年 ",
    "lunar": "正月初",
    "halves": "上半",
    "weeks": "上上",
    "counts": "三个半",
    "no end": "将于3月",
    "of of": "去年的",
    "codes": "3Q24",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_length(piece: str):
    """Four times the length takes some four times as long; quadratic reading would take sixteen times."""
    short, long = (piece * (length // len(piece)) for length in (5_000, 20_000))
    assert _seconds(long) < 10 * max(_seconds(short), 2e-3)


@pytest.mark.parametrize("piece", ["1", "年", "一"])
def test_a_million_characters_hold_no_date(piece: str):
    assert not any(mention.when for mention in read(piece * 1_000_000, CONTEXT).mentions)


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        read(text, CONTEXT)
        best = min(best, time.process_time() - begun)
    return best
