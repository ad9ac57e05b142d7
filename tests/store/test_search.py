"""Search: Chinese from one character up, English by word, phrase and prefix, both scripts, anything typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.errors import DataError
from kb.store import timeline as timelines
from kb.store.filters import Filter
from kb.store.query import timeline
from kb.store.terms import Phrase, index_terms, read_query
from kb.store.write import write_extractions
from tests.store.samples import ENTITIES, MONDAY, extraction

TEXTS = {
    "a": "英偉達推遲發貨H100晶片組",
    "b": "英伟达发货,推迟到明年",
    "c": "Nvidia's mass production of chips starts",
    "d": "Productions in mass: a fabric, no fab",
    "e": "The café sold 9.5% at AT&T, C++ and naïve",
    "f": "遲 到",
    "g": "ＨＢＭ３Ｅ 量產 スマホ 발표",
}
FOUND = {
    "英偉": "ab", "英伟达": "ab", "推遲": "ab", "推迟": "ab", "遲": "abf", "迟": "abf", "推": "ab",
    "發貨": "ab", "遲發貨": "a", "偉達推遲發": "a", "推遲到": "b", "貨推": "", "英達": "", "偉推": "",
    "英偉達 發貨": "ab", "英偉達 明年": "b", '"推遲 發貨"': "", "h100": "a", "H100": "a", "H100晶片": "a",
    "貨H100": "a", "發貨H100晶片組": "a", "晶": "a", "組": "a", "片": "a", "H100晶": "a", "nvidia": "c",
    "NVIDIA": "c", "nvidi": "", "nvidi*": "c", "fab": "d", "fab*": "d", "fabric": "d", "abric": "",
    "mass production": "c", '"mass production"': "c", '"production mass"': "", "mass productions": "d",
    '"mass: a fabric"': "d", "cafe": "e", "CAFÉ": "e", "naive": "e", "9.5%": "e", "5.9%": "", "at&t": "e",
    "c++": "e", "HBM3E": "g", "ｈｂｍ": "", "hbm*": "g", "量產": "g", "スマホ": "g", "マホ": "g",
    "발표": "g", "遲到": "b", "遲 到": "bf", "a": "d", "chips,": "c", "(chips": "c", "*chips": "c",
    "chips OR fab": "", "NOT chips": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def texts():
    return [
        extraction(text, (text, f"2024-01-0{day}", "other"), source=name)
        for day, (name, text) in enumerate(TEXTS.items(), 1)
    ]


@pytest.fixture(scope="module")
def filled(shared_database, texts):
    list(write_extractions(shared_database, texts, ENTITIES, MONDAY))
    return shared_database


def found(database, query: str, **options) -> str:
    return "".join(event.sources[0] for event in timeline(database, Filter(text=query, **options)))


def test_what_a_query_finds(filled):
    assert {query: found(filled, query) for query in FOUND} == FOUND


def test_common_words_take_another_way_to_the_same_end(filled, monkeypatch):
    monkeypatch.setattr(timelines, "COMMON", 0)
    entities = {"entities": ("nvidia",)}
    assert {query: found(filled, query, **entities) for query in FOUND} == FOUND
    assert {query: found(filled, query) for query in FOUND} == FOUND


def test_pages_of_hits(filled):
    first = timeline(filled, Filter(text="遲"), order="newest", limit=2)
    assert [event.sources[0] for event in first] == ["f", "b"]
    rest = timeline(filled, Filter(text="遲"), order="newest", limit=2, cursor=first.cursor)
    assert [event.sources[0] for event in rest] == ["a"]
    assert rest.cursor is None


@pytest.mark.parametrize("query", ["", " ", "!!!", "*", '"', "。、", '""'])
def test_a_query_without_a_letter(filled, query):
    with pytest.raises(DataError, match="no letter or digit"):
        timeline(filled, Filter(text=query))


def test_whatever_is_typed_is_text(filled):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @example("'")
    @example("'); DROP TABLE event; --")
    @example('"a" OR *')
    @example("\\' & :* | !x")
    @example("NEAR(a b)")
    @example("terms:a")
    @example("x" * 5000)
    @example("𠮷野家 𰻞")
    @example("a\x00b")
    @given(st.text(min_size=1, max_size=20))
    def check(query):
        if read_query(query):
            found(filled, query)

    check()
    assert len(timeline(filled)) == len(TEXTS)


def test_a_text_is_found_by_any_part_of_it(filled):
    """A run of characters finds its text; so does each word; on whatever text."""
    words = st.text(st.sampled_from("英偉達推遲發貨晶片ab1 ,."), min_size=1, max_size=12)

    @settings(max_examples=200, deadline=None)
    @given(words, st.data())
    def check(text, data):
        start = data.draw(st.integers(0, len(text) - 1))
        part = text[start : data.draw(st.integers(start + 1, len(text)))]
        cut_word = (
            part[0].isascii()
            and part[0].isalnum()
            and start
            and text[start - 1].isascii()
            and text[start - 1].isalnum()
        )
        stored = index_terms([text])
        for phrase in read_query(f'"{part}*"'):
            assert cut_word or phrase.row in stored

    check()


def test_terms():
    assert index_terms(["推遲發貨"]) == " 推迟 迟发 发货 货 "
    assert index_terms(["a b", "c"]) == " a b | c "
    assert read_query("推遲發") == [Phrase(("推迟", "迟发"), prefix=False)]
    assert read_query("推") == [Phrase(("推",), prefix=True)]
