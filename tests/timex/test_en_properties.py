"""What holds for every English text: spans, order, lines, prefixes, and time that grows with its length."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.lang.trie import trie_of_any_case as trie
from kb.timex import TimeContext, read
from kb.timex.en import grammar
from kb.timex.en.needs import need
from kb.when.edtf import parse_edtf
from tests.timex.test_en import CONTEXT, all_texts, spellings, value_of

# Words and signs that time expressions are made of, put together at random.
WORDS = """
the a an of in on by to from between and until since for last next this that past previous early late mid
end beginning first second third fourth 21st twenty one two three 1 4 12 31 2024 1998 '24 '90s 1990s 24Q3
Q3 FY25 H1 3Q24 January March May Sept. Dec Monday Fri. today tomorrow yesterday week weekend month
quarter year decade century days ago later earlier before after summer fall Christmas Thanksgiving half
fiscal year-end year-ago period same every daily recently now will said fell - – / , . ( ) : 's 9/4/2024
2024-09-04 11/20 4:30 p.m. ET
"""
TEXTS = st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=14).map(" ".join)
DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def values(text: str, shift: int = 0) -> list[tuple[int, int, str | None]]:
    return [(m.start - shift, m.end - shift, value_of(m)) for m in read(text, CONTEXT).mentions]


@given(TEXTS, st.none() | DAYS)
@settings(max_examples=400, deadline=None)
def test_spans_slice_to_their_text_in_order_and_parse_back(text: str, published: date | None):
    last = 0
    for mention in read(text, TimeContext(published)).mentions:
        assert text[mention.start : mention.end] == mention.text == mention.text.strip() != ""
        assert mention.start >= last
        last = mention.end
        if mention.when is not None:
            again = parse_edtf(mention.when.edtf)
            assert (again.starts_on, again.ends_on) == (mention.when.starts_on, mention.when.ends_on)


@given(st.sampled_from([text for _, text in spellings("date")]))
@settings(max_examples=200, deadline=None)
def test_a_line_may_end_inside_an_expression(text: str):
    sentence = f"They wrote of {text}."
    broken = sentence.replace(text, text.replace(" ", "\n", 1))
    if "20" not in text.split(" ")[0]:
        assert [value for *_, value in values(broken)] == [value for *_, value in values(sentence)]


@pytest.mark.parametrize("prefix", ["Nothing here. ", "A chip.\n\n", "«", "— "])
def test_a_prefix_shifts_offsets_and_nothing_else(prefix: str):
    for _, text in spellings("date", "duration", "set"):
        sentence = f"They wrote of {text}."
        assert values(prefix + sentence, len(prefix)) == values(sentence), sentence


def test_what_a_rule_needs_stands_in_whatever_it_reads():
    for rule in grammar().rules:
        for text in all_texts():
            match = rule.pattern.search(text)
            if match is not None:
                assert need(rule.name).search(text.lower()), (rule.name, text)


@given(st.lists(st.text("abcx '.", min_size=1, max_size=6), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_a_trie_matches_its_words_and_no_others(words: list[str]):
    pattern = re.compile(trie(words))
    for word in words:
        assert pattern.fullmatch(word.upper())
        assert (pattern.fullmatch(f"{word}c") is not None) == (f"{word}c" in words)


def test_a_hyphen_in_a_trie_may_be_a_space():
    assert re.fullmatch(trie(["year-end"]), "Year end")
    assert not re.fullmatch(trie(["year end"]), "year-end")


HOSTILE = (
    "1", "a", "'", "-", "1.", "1/1/", "2024-", "2024 ", "the ", "last ", "two ", "twenty-", "Monday ", "Q3 ",
    "May ", "Sept. ", "March to ", "in the ", "end of the ", "fiscal ", "a year ago ", "(Monday",
    "between 2007 and ", "the third quarter of ", "he will go Friday and ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length(piece: str):
    """Four times the length takes some four times as long; quadratic reading would take sixteen times."""
    short, long = (piece * (length // len(piece)) for length in (4_000, 16_000))
    assert _seconds(long) < 10 * max(_seconds(short), 2e-3)


@pytest.mark.parametrize("piece", ["1", "a", "the ", " "])
def test_a_million_characters_hold_no_date(piece: str):
    assert not read(piece * (1_000_000 // len(piece)), CONTEXT).mentions


def _seconds(text: str) -> float:
    best = float("inf")
    for _ in range(2):
        grammar()._parses.clear()
        begun = time.process_time()
        read(text, CONTEXT)
        best = min(best, time.process_time() - begun)
    return best
