"""What holds of every statement, whatever the text."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.events import extract_statements
from kb.events.clauses import split_clauses
from kb.events.page import Page
from kb.knowledge.gazetteer import Gazetteer, load_gazetteer
from kb.lang.fold import fold
from kb.model import (
    Amount,
    Document,
    EntityMention,
    Publication,
    PublishedHow,
    Sentence,
    Statement,
    TimeMention,
    TimexType,
)
from kb.pipeline import extract
from kb.when.span import TimeSpan

SHARED = Path(__file__).parents[2].parent / "shared"
PUBLISHED = Publication(date(2024, 11, 25), PublishedHow.GIVEN)

PIECES = {
    "2024年,在大模型的東風下,3月,市值突破兩億元": ["2024年", "在大模型的东风下", "3月", "市值突破两亿元"],
    "營收1,420.97億元(摺合人民幣331億元),年增4%": ["营收1,420.97亿元", "折合人民币331亿元", "年增4%"],
    "英偉達財報釋出後股價狂跌8%": ["英伟达财报释出后", "股价狂跌8%"],
    "Shares fell 9.5% after it reported results": ["shares fell 9.5%", "after it reported results"],
    "The car slipped to 2023, but sales rose": ["the car slipped to 2023", "but sales rose"],
}  # fmt: skip

TEXTS = (
    "台積電10月17日公布第三季財報，營收7596.9億元，年增39%。"
    "輝達於2024年3月推出Blackwell，原定第二季發貨，推遲到第四季。",
    "Nvidia on Nov. 20 reported revenue of $35.1 billion, up 94%. "
    "Boeing delayed its 777X to 2026, it said on Oct. 11.",
)


def read(text: str, published: Publication | None = PUBLISHED) -> tuple[Statement, ...]:
    return extract(Document("test", text, published=published)).statements


@pytest.mark.parametrize(("text", "pieces"), PIECES.items())
def test_cuts(text: str, pieces: list[str]) -> None:
    sentence = Sentence(0, len(text), 0)
    page = Page.of(Document("test", text), [sentence], [], [], [], Gazetteer({}))
    assert [piece.text for piece in split_clauses(page, sentence, page.marks)] == pieces


@pytest.mark.parametrize("text", TEXTS)
def test_quotes_are_slices_without_space(text: str) -> None:
    for statement in read(text):
        assert text[statement.start : statement.end] == statement.quote == statement.quote.strip()
        assert statement.sentence.start <= statement.start < statement.end <= statement.sentence.end


@pytest.mark.parametrize("text", TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_prefix_shifts_offsets_and_nothing_else(text: str) -> None:
    prefix = "***\n\n"
    shifted = [(one.start - len(prefix), one.quote, one.kind, one.when) for one in read(prefix + text)]
    assert shifted == [(one.start, one.quote, one.kind, one.when) for one in read(text)]


def test_both_scripts_say_the_same() -> None:
    traditional = TEXTS[0]
    facts = [_facts(one) for one in read(traditional)]
    assert facts == [_facts(one) for one in read(fold(traditional))]
    assert facts


def test_an_id_holds_no_value() -> None:
    before = read("特斯拉第三季度交付46.3萬輛。")
    after = read("特斯拉第三季度交付46.9萬輛。")
    assert [one.id for one in before] == [one.id for one in after]
    assert before[0].measures != after[0].measures


def test_ids_are_distinct() -> None:
    statements = read("\n".join(TEXTS))
    assert len({one.id for one in statements}) == len(statements) > 5


def test_without_a_date_nothing_is_stated() -> None:
    assert read("輝達推出新晶片，股價上漲5%。Nvidia launched a chip.") == ()


def test_delays_keep_both_targets_and_the_day() -> None:
    (statement,) = read("Boeing said on Oct. 11 that the 777X was pushed back to 2026 from 2025.")
    assert (statement.when.edtf, statement.was and statement.was.edtf) == ("2026", "2025")
    assert statement.announced
    assert statement.announced.edtf == "2024-10-11"


def test_speakers_are_kept() -> None:
    (statement,) = read("黃仁勳表示，Rubin將於2026年量產。")
    assert statement.speaker == "黃仁勳"


def test_rules_say_trigger_date_and_subject() -> None:
    rules = [one.rule for one in read("英特爾今年股價下跌55%，去年大漲90%。")]
    assert rules == [
        "share_price:下跌 date:clause subject:named",
        "share_price:大漲 date:clause subject:carried",
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="2024年月日3月,，。;將推出營收億美元% Nvidia fell to 台積電()（）\n", max_size=120))
def test_no_text_raises(text: str) -> None:
    for statement in read(text):
        assert text[statement.start : statement.end] == statement.quote


HOSTILE = (
    "2024年推出，", "(", "英偉達", "after and but ", "5%，", "5% ", "3月,市值突破1億元,", "台積電營收增長5%,",
    "said in May, ",
)  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_length(unit: str) -> None:
    short, long = (min(_seconds(unit * count) for _ in range(2)) for count in (500, 4_000))
    assert long < 24 * short + 0.3


def test_the_shared_article() -> None:
    if not SHARED.exists():
        pytest.skip("the shared article is not there")
    from benchmarks.accuracy import predict_with_kb, score_all
    from benchmarks.annotations import read_gold, read_prediction

    texts = {
        gold.name: (read_prediction(predict_with_kb(gold)), gold.truth) for gold in read_gold(SHARED / "gold")
    }
    events = score_all(texts)["total"].events
    assert events.found.f1 >= 0.85
    assert events.principal.value >= 0.95
    assert events.status.value >= 0.95
    assert events.measures.f1 >= 0.85


def _facts(one: Statement) -> tuple[object, ...]:
    measures = tuple(replace(measure, note=None) for measure in one.measures)
    return one.start, one.end, one.kind, one.status, one.when, one.participants, measures


def _seconds(text: str) -> float:
    """Of the events alone, in one endless sentence full of dates, numbers and names."""
    times = [_time(match.start(), match.end()) for match in re.finditer("2024年|3月|May", text)]
    amounts = [Amount(*match.span(), match[0], Decimal(5), "%") for match in re.finditer("5%", text)]
    names = [EntityMention(*match.span(), match[0], "tsmc") for match in re.finditer("台積電|英偉達", text)]
    sentences = [Sentence(0, len(text), 0)]
    start = time.process_time()
    extract_statements(Document("test", text), sentences, times, names, amounts, load_gazetteer())
    return time.process_time() - start


def _time(start: int, end: int) -> TimeMention:
    return TimeMention(start, end, "", TimexType.DATE, TimeSpan.year(2024), "2024", "test")
