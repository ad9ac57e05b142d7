"""Where sentences, paragraphs and headings begin and end."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.text.sentences import split_sentences


def _split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


# Each line is one text; ` ¦ ` marks where it is to be split.
CHINESE = [
    "英偉達的神話能否繼續下去?¦萬眾期待的晶片能否如期發貨?¦下一個故事是什麼?",
    "自1993年成立,英偉達花了30年。¦2024年3月,市值翻倍;¦6月,登頂。",
    "她说：“是的。”¦他走了。",
    "「真的嗎？」，他問。",
    "他說：「好！」¦然後走了。",
    "『……開始了。』¦會議結束。",
    '他說。¦"我來。"¦他走了。',
    "毛利率為75.0%，同比下降0.7%。¦股價跌2.29%。",
    "谷歌Inc.宣布收購。",
    "Yahoo!奇摩上線。",
    "推出了TPU(Tensor Processing Unit,張量處理單元);¦2019年,英特爾收購了該公司。",
    "營收創新高！！！¦市場卻不買單？！¦為什麼？",
    "（這是一句括號裡的話。）¦下一句。",
    "蘋果(Apple Inc.)跌了5%。¦微軟漲了。",
]

ENGLISH = [
    "Nvidia Corp. lost $279 billion on Sept. 4, 2024.¦It fell 9.5%.",
    '"It was bad," he said.¦"Is it?" she asked.',
    "Mr. Huang met J. P. Morgan in the U.S. Commerce Department at 4:30 p.m. Monday.¦He left.",
    "The deal was closed by Apple Inc.¦The company declined to comment.",
    "It ships in Nov.¦The delay was announced by Gov. Newsom.",
    "See No. 5 vs. Intel.¦iPhone sales fell.",
    "Results (e.g. revenue of $1.5 bn) beat the forecast.¦Shares rose.",
    "That is all.¦He left.",
    "Shares of Yahoo! rose.¦Really?!¦Yes.",
    "They met in the U.S.¦In Asia, shares fell.",
    "Dr. Lisa Su of Advanced Micro Devices Inc. spoke.¦“It ships in the fourth quarter.”¦She smiled.",
    "Version 2.0 of node.js is at nvidia.com/blog.¦Read it.",
    "Analysts expect $5.8bn.¦2025 will be better.",
    "Am 4. September 2024 verlor der Konzern 279 Milliarden.¦Das war viel.",
    "The price rose to $1.¦The next day it fell.",
    "Wait... what happened?¦Nothing.",
]


@pytest.mark.parametrize("marked", CHINESE)
@pytest.mark.parametrize("space", ["", " ", "\u3000", "\n"])
def test_chinese_splits_where_marked(marked: str, space: str) -> None:
    parts = marked.split("¦")
    assert _split(space.join(parts)) == parts


@pytest.mark.parametrize("marked", ENGLISH)
@pytest.mark.parametrize("space", [" ", "  ", "\n\n"])
def test_english_splits_where_marked(marked: str, space: str) -> None:
    parts = marked.split("¦")
    assert _split(space.join(parts)) == parts


def test_a_missing_space_is_no_obstacle() -> None:
    assert _split("That is all.He left for amd.com in the U.S.A. or Node.js.") == [
        "That is all.",
        "He left for amd.com in the U.S.A. or Node.js.",
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "This line of text goes on until an editor wrapped it near column sixty, after\n"
        "which it goes on. Nvidia lost $279 billion on Sept. 4, 2024, the largest drop\n"
        "in one day.\n\nA new paragraph."
    )
    sentences = split_sentences(text)
    assert [sentence.paragraph for sentence in sentences] == [0, 0, 1]
    assert text[sentences[0].start : sentences[0].end].endswith("which it goes on.")


def test_lists_are_not_wrapped_lines() -> None:
    text = (
        "- Nvidia rose 3.5% in the first hour of trading on Monday\n"
        "- AMD fell 2% in the same hour, said traders\n1. Intel\n2. TSMC"
    )
    assert _split(text) == text.split("\n")


def test_a_number_at_the_head_of_a_list_item_is_no_sentence() -> None:
    assert _split("1. Intel rose.\n- 2. AMD fell.") == ["1. Intel rose.", "- 2. AMD fell."]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("# Nvidia's day\n\nIt fell.", ["# Nvidia's day"]),
        (
            "#01\n資料中心營收再創紀錄\n收入翻了一倍\n各項營收如下:\n營收達308億美元。",
            ["#01", "資料中心營收再創紀錄", "收入翻了一倍"],
        ),
        ("#03\n企業自研,\n會威脅到它嗎?\n英偉達一拖再拖。", ["#03", "企業自研,", "會威脅到它嗎?"]),
        ("Nvidia's worst day\n\nNvidia fell 9.5%.", ["Nvidia's worst day"]),
        ("Nvidia's worst day\n==================\nNvidia fell 9.5%.", ["Nvidia's worst day"]),
        ("**輝達財報**\n營收創新高。", ["**輝達財報**"]),
        ("為什麼?\n因為缺貨。", []),
        ("- Nvidia\n- AMD\n- Intel fell.", []),
        ("It fell. It rose\nNvidia.", []),
        ("The last line heads nothing", []),
    ],
)
def test_headings(text: str, headings: list[str]) -> None:
    assert [text[one.start : one.end] for one in split_sentences(text) if one.heading] == headings


def test_line_ends_of_every_system() -> None:
    assert _split("一。\r\n二\r三\u2028四") == ["一。", "二", "三", "四"]
    assert [one.paragraph for one in split_sentences("一。\r\n\r\n二。三。")] == [0, 1, 1]


@given(st.text(alphabet="ab AZ19.!?。！？；;:,，“”\"'()」「\n\r\t#-中文", max_size=60))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join("".join(_split(text)).split()) == "".join(text.split())
    for left, right in pairwise(sentences):
        assert left.end <= right.start
        assert left.paragraph <= right.paragraph <= left.paragraph + 1
    assert all(part and part == part.strip() for part in _split(text))


@pytest.mark.parametrize("unit", ["。", ". ", "A. ", "\n", '."', "中\n", "a\n", "; ", "“", "#1\n", "1) "])
def test_time_grows_linearly(unit: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        split_sentences(unit * count)
        return time.process_time() - started

    small, large = (min(seconds(count) for _ in range(3)) for count in (3_000, 30_000))
    assert large < 10 * small * 6 + 0.05
