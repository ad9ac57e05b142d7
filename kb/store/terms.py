"""Words and CJK bigrams: how texts are indexed and how a query is asked, alike on both databases.

A text becomes words cut at spaces. A run of CJK characters becomes its bigrams, and its last character alone,
so that every character begins a term: 推遲發貨 → 推迟 迟发 发货 货. Bigrams that overlap and stand side by
side spell the run, so a phrase is found by its terms in a row. Folding makes Traditional and Simplified one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from kb.lang.fold import fold

# Han with its extensions and 々〇, kana, bopomofo, hangul: written without spaces, or with particles
# attached.
_CJK = (
    "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)
_TOKEN = re.compile(rf"([{_CJK}]+)|((?:(?![{_CJK}])[^\W_])+)")
_WORD = re.compile(r"[^\W_]+")
_QUERY_PART = re.compile(r'"([^"]*)"|(\S+)')
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]+")
# Between two texts of one event, so that no phrase is found across them.
_BREAK = " | "
# Longer words are no words; PostgreSQL refuses lexemes above 2 kB and vectors above 1 MB.
_LONGEST_WORD = 100
_MOST_TERMS = 20_000


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that must stand in a row; the last one may be only the beginning of a term."""

    terms: tuple[str, ...]
    prefix: bool

    @property
    def row(self) -> str:
        """The terms as they stand in the stored terms."""
        return f" {' '.join(self.terms)}" + ("" if self.prefix else " ")


def index_terms(texts: Iterable[str]) -> str:
    """The terms of an event's texts, a space on either side of each."""
    rows = [" ".join(_terms(text)[:_MOST_TERMS]) for text in dict.fromkeys(texts)]
    return f" {_BREAK.join(row for row in rows if row)} "


def fold_name(name: str) -> str:
    """A name as it is looked up: folded, in lower case, single spaces."""
    return " ".join(fold(name).casefold().split())


def read_query(query: str) -> list[Phrase]:
    """The phrases that a hit must all have; none where the query has no letter or digit.

    Words are cut at spaces; "…" keeps words in a row; a final * finds every word that so begins. Nothing else
    is special.
    """
    phrases = []
    for quoted, word in _QUERY_PART.findall(query):
        phrase = _phrase(quoted or word)
        if phrase is not None:
            phrases.append(phrase)
    return phrases


def _phrase(text: str) -> Phrase | None:
    tokens = _tokens(text)
    if not tokens:
        return None
    *before, (run, is_cjk) = tokens
    terms = [term for token, cjk in before for term in (_grams(token) if cjk else [token])]
    if not is_cjk:
        return Phrase((*terms, run), prefix=text.rstrip().endswith("*"))
    if len(run) == 1:
        return Phrase((*terms, run), prefix=True)
    return Phrase((*terms, *_grams(run)[:-1]), prefix=False)


def _terms(text: str) -> list[str]:
    plain = _plain(text)
    if plain.isascii():
        return [word[:_LONGEST_WORD] for word in _WORD.findall(plain)]
    return [
        term
        for run, word in _TOKEN.findall(plain)
        for term in (_grams(run) if run else (word[:_LONGEST_WORD],))
    ]


def _grams(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(len(run))]


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Runs of CJK characters (True) and words cut to a sane length (False)."""
    return [(run or word[:_LONGEST_WORD], bool(run)) for run, word in _TOKEN.findall(_plain(text))]


def _plain(text: str) -> str:
    """Folded, in lower case, without the accents of Latin letters."""
    folded = fold(text).casefold()
    return folded if folded.isascii() else _ACCENTED.sub(_without_accents, folded)


def _without_accents(match: re.Match[str]) -> str:
    parts = unicodedata.normalize("NFKD", match[0])
    return "".join(part for part in parts if not unicodedata.combining(part))
