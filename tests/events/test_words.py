"""The lexicon: how words are written, inflected and found; and the kinds that are made of them."""

from __future__ import annotations

import pytest

from kb.errors import UnknownName
from kb.events.triggers import find_trigger
from kb.events.words import bits_of, mask, word_matcher
from kb.knowledge.kinds import get_kind, load_groups, load_kinds
from kb.lang.lexicon import Matcher, by_word, inflect, load_classes, lower

FORMS = {
    "launch~": ("launch", "launches", "launching", "launched"),
    "acquire~": ("acquire", "acquires", "acquiring", "acquired"),
    "ship~": ("ship", "ships", "shipping", "shipped"),
    "delay~": ("delay", "delays", "delaying", "delayed"),
    "supply~": ("supply", "supplies", "supplying", "supplied"),
    "fall~": ("fall", "falls", "falling", "fell", "fallen"),
    "push~ back": ("push back", "pushes back", "pushing back", "pushed back"),
    "begin~ production": (
        "begin production", "begins production", "beginning production",
        "began production", "begun production",
    ),
}  # fmt: skip

FOUND = {
    "shares": ["shares"],
    "tesla shares": ["shares"],
    "shareholder": [],
    "a share of it": ["a share"],
    "restocked": [],
    "推出gpu": ["推出", "gpu"],
    "推出gpus": ["推出"],
}


@pytest.mark.parametrize(("verb", "forms"), FORMS.items())
def test_inflects(verb: str, forms: tuple[str, ...]) -> None:
    assert inflect(verb) == forms


@pytest.mark.parametrize(("text", "words"), FOUND.items())
def test_finds_whole_words_longest_first(text: str, words: list[str]) -> None:
    matcher = Matcher(dict.fromkeys(("share", "shares", "a share", "stock", "推出", "gpu"), None))
    assert [text[start:end] for start, end, _ in matcher.find(text)] == words


def test_lower_keeps_the_length() -> None:
    assert lower("İSTANBUL Ａ") == "İstanbul ａ"


def test_a_word_has_all_classes_that_list_it() -> None:
    assert by_word([{"up": ("增",), "basis.yoy": ("增",)}]) == {"增": ("up", "basis.yoy")}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("room", ["triggers", "modality", "measures"])
def test_lexicons_load(language: str, room: str) -> None:
    classes = load_classes(language, room)
    assert classes
    assert all(word == lower(word) and word.strip() for words in classes.values() for word in words)


def test_both_languages_have_the_same_classes_of_triggers() -> None:
    assert load_classes("zh", "triggers").keys() == load_classes("en", "triggers").keys()


def test_every_rule_is_made_of_known_classes() -> None:
    rules = [rule for kind in load_kinds().values() for rule in kind.rules]
    assert all(mask(name) for rule in rules for name in (*rule.all, *rule.any, *rule.none, rule.trigger))
    assert all(mask(name) for names in load_groups().values() for name in names)


def test_a_class_has_the_bit_of_its_table() -> None:
    assert bits_of("metric.eps") & bits_of("metric.revenue") == mask("metric")


def test_an_unknown_kind_suggests_a_near_one() -> None:
    with pytest.raises(UnknownName, match="did you mean launch"):
        get_kind("lauch")


def test_no_words_no_trigger() -> None:
    assert find_trigger(0, []) is None


def test_words_of_both_languages_are_found_in_one_text() -> None:
    found = {word.classes for _, _, word in word_matcher().find("辉达 launched 新产品")}
    assert {name for classes in found for name in classes} >= {"launch", "product_noun"}
