"""The pattern that finds English runs: stretches of nothing but words of time, which the rules then parse.

Words are of two kinds, and no word is of both: strong ones, of which a run needs one (months, units, years),
and weak ones, which may stand before them (the, last, two). Nothing is tried twice then: what is matched is
never given back. The pattern is generous, since rules and guards refuse what is no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from kb.lang.trie import trie_of_any_case as trie
from kb.timex.en import words as w

_W = w.WORDS
_RUN = _W["runs"]
_STRONG_NUMERALS = ("eighteen", "nineteen", "twenty")
_NUMERALS = [
    word
    for word in (*w.NUMERALS["ones"], *w.NUMERALS["teens"], *w.NUMERALS["tens"])
    if word not in ("zero", "oh", *_STRONG_NUMERALS)
]
_RANKS = [word for word, rank in w.NUMERALS["ordinals"].items() if rank < 100]

_END = r"(?![\d%:/\w]|[.,]\d)"
_NUMBER = rf"(?:\d{{1,3}}(?:\.\d)?{_END}(?!-\d)|{trie([*_NUMERALS, *_RANKS])}(?!\w))"
# As a noun, Indian news means the fiscal year by it.
_FISCAL_OF = (
    r"[Ff]iscal(?=[-\s](?:year|quarter|half|first|second|third|fourth|[1-4]|[Qq][1-4]|[Hh][12]|')|[-\s]\d)"
)
_WEAK = (
    rf"(?:{trie([*_RUN['weak'], *_NUMERALS, *_RANKS])}(?![\w'])|{_FISCAL_OF}"
    rf"|\d{{1,3}}(?:\.\d)?{_END}(?!\s?[-–/]\s?\d))"
)
_LINK = r"(?:-|\s\x20{0,2})"

_MONTH = (
    rf"{trie(_W['months'])}(?![A-Za-z])\.?(?:[-/]?\d{{1,2}}(?:st|nd|rd|th)?(?:[-/]\d{{2,4}})?(?![\d:%]))?"
)
_DAY_MONTH = rf"\d{{1,2}}[-/]?{trie(_W['months'])}(?![A-Za-z])(?:[-/]?(?:19|20)?\d\d(?!\d))?"
_RANKED = r"\d{1,2}(?:[Ss][Tt]|[Nn][Dd]|[Rr][Dd]|[Tt][Hh])(?!\w)"
_YEAR_TAIL = (
    r"(?:[-/.]\d\d?(?:[-/.]\d\d?)?(?![\d/])|[-/][A-Za-z]{3,9}[-/]\d\d?|\s?'?s(?!\w)|\s?[-–/~]\s?\d\d"
    r"(?:\d\d)?(?![\d/]))?"
)
_YEAR = rf"(?:1[5-9]|20)\d\d{_YEAR_TAIL}(?![\d%]|[.,]\d)"
_SLASH = r"\d{1,2}\s?/\s?\d{1,4}(?:/\d{2,4})?(?:,\d\d)?(?![\d/])"
_DASHED = r"\d{1,2}[-.]\d{1,2}[-.]\d{2,4}(?!\d)|\d{1,2}\s?-\s?\d{4}(?!\d)|\d{1,2}\s?[-–]\s?\d{1,2}(?![\d%–-]|[.,]\d)"
_CODE = (
    r"(?:'?\d{2,4}\s?[-/]?\s?)?(?:[Qq][1-4]|[1-4][Qq]|[Hh][12]|[12][Hh])"
    r"(?:\s?[-/,]?\s?'?(?:20)?\d\d)?(?:\s?FY\s?'?\d{2,4})?(?![\w%])"
)
_WEEK = r"20\d\d-?W\d\d(?!\d)"
_FISCAL = r"[FCfc][Yy]\s?'?\d{2,4}(?:[-–/]\d{2,4})?(?:\s?Q[1-4])?(?!\w)"
_SHORT = r"'\d\ds?(?!\w)|[1-9]0'?s(?!\w)|\d{1,3}(?:days?|weeks?|months?|years?)\b|[1-3]?\d(?=\s?\.?$)"
_NAMES = trie(
    [
        *_W["weekdays"], *_W["days"], *_W["seasons"], *_W["sets"], *_W["decades"], *_RUN["strong"],
        *_STRONG_NUMERALS,
        *(word for word in _W["vague"] if word.split()[0] not in _RUN["weak"]),
        *_W["holidays"], *(name.replace("'", "") for name in _W["holidays"]),
    ]
)  # fmt: skip
# A weak word is strong where nothing follows that it could stand before: in the past, the fourth.
_LAST = rf"(?:(?:[Pp]ast|{trie(_RANKS)})(?=[.,;:)\n]|$)|fiscal(?!\w))"
_STRONG = (
    rf"(?:{_MONTH}|{_NAMES}(?:'?s)?(?!\w)\.?(?:-(?:{_RUN['behind']})(?!\w))?|{_LAST}"
    rf"|(?=[\d'QqHhFfCc])(?:{_WEEK}|{_YEAR}|{_CODE}|{_DAY_MONTH}|{_RANKED}|{_SLASH}|{_DASHED}|{_FISCAL}"
    rf"|{_SHORT}))"
)
_GLUE = rf"(?:-(?:to|through)-|\s?[-–—~]\s?|\s?,?\s\x20{{0,2}}(?:{trie(_RUN['glue'])}\s)?|\s?\(|\s?,\s?|/)"
_MORE = (
    rf"{_GLUE}(?:(?:{_WEAK}{_LINK}){{0,6}}+{_STRONG}|(?:[Tt]he\s)?{_NUMBER})|[-\s]{trie(_RUN['tails'])}(?!\w)"
)
_BODY = rf"(?:{_WEAK}{_LINK}){{0,9}}+{_STRONG}(?:{_MORE}){{0,16}}\)?"
_START = r"(?=[A-Za-z\d'])"


# No run is as long as this.
_LONGEST = 4096


def run_finder() -> Callable[[str, int, int], tuple[int, int] | None]:
    """What finds the first run between two offsets: behind a character that no word has, or where the text begins."""
    pattern = re.compile(rf"[^A-Za-z0-9_$€£¥#@](?<!\d,){_START}({_BODY})")
    search = pattern.search

    def next_run(folded: str, at: int, last: int) -> tuple[int, int] | None:
        if at == 0 and (match := pattern.match(" " + folded[:_LONGEST])):
            return match.start(1) - 1, match.end(1) - 1
        match = search(folded, at, last)
        return match and match.span(1)

    return next_run
