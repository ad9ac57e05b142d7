"""The words that tell whether a clause speaks of what was or of what is to come."""

from __future__ import annotations

import re
from functools import cache

from kb.lang.load import load_words
from kb.lang.trie import trie, trie_of_any_case

# 將 means will, unless it puts the object first (將目標從…下調).
_WILL = r"(?<![已曾均都])将(?![^,。;]{0,12}(?:从|由|下调|上调|提高|降至|纳入|列入|列为|作为|视为))"
# A participle behind be is no past (is to be completed); any other -ed is.
_NO_PAST = (
    "un(?!veil|leash|wrap|load|cover)|speed|hundred|indeed|exceed|proceed|succeed|detailed|advanced|limited"
)
# The last week of March may be one to come.
_PARTICIPLE = rf"(?<!\bbe )\b(?!{_NO_PAST})[a-z]{{3,}}ed\b(?! to be\b)|(?<!\bthe )\b[Ll]ast\b"
# What somebody says may be of any time.
REPORTING = frozenset(
    {
        "表示",
        "指出",
        "称",
        "说",
        "认为",
        "强调",
        "透露",
        "显示",
        "报导",
        "报道",
        "电",
        "讯",
        "消息",
        "获悉",
        "宣布",
    }
)
_ADVERBS = frozenset(
    {
        "also",
        "not",
        "soon",
        "again",
        "then",
        "now",
        "likely",
        "probably",
        "be",
        "remain",
        "stay",
        "get",
        "become",
    }
)


@cache
def tense_words() -> re.Pattern[str]:
    """The words of both languages: a date in Chinese text may stand beside English words."""
    chinese = {table: load_words("zh", "passage")[table] for table in ("future", "past")}
    initials = "".join({word[0] for word in [*chinese["future"], *chinese["past"]]})
    future = rf"{trie(chinese['future'])}|{_WILL}|{_english('future')}"
    past = rf"{trie(chinese['past'])}|{_english('past')}|{_PARTICIPLE}"
    return re.compile(
        rf"(?=[{initials}将]|(?<!\w)[a-zA-Z])(?!May\b)(?:(?P<future>{future})|(?P<past>{past}))"
    )


@cache
def english_tense_words() -> re.Pattern[str]:
    """The words of English alone."""
    return re.compile(
        rf"\b(?=[a-zA-Z])(?!May\b)(?:(?P<future>{_english('future')})|(?P<past>{_english('past')}|{_PARTICIPLE}))"
    )


def _english(table: str) -> str:
    return rf"\b{trie_of_any_case(load_words('en', 'passage')[table])}\b"


def goes_on(word: re.Match[str], later: re.Match[str]) -> bool:
    """Whether what looks past goes on with a future: will shut, will be launched in April and sold from May."""
    if word.lastgroup != "future" or later.lastgroup != "past":
        return False
    before = word.string[word.end() : later.start()]
    return before.isspace() or before.endswith(("and ", " or ")) or before.strip() in _ADVERBS
