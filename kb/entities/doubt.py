"""Whether a doubtful match is a name: what its sentence and the rest of the text say.

A text uses a word in one sense (Gale, Church and Yarowsky, "One Sense Per Discourse", 1992): what one place
shows of an ambiguous name holds for the others, unless they show the contrary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kb.entities.patterns import Kind, Pattern
from kb.knowledge.gazetteer import NameRule
from kb.model import EntityMention

_SENTENCE_END = re.compile(r"[。!?;\n]|\.\s")
# How far from a name the words of its sentence are read, in characters.
_REACH = 160
_CONTEXT = 24
# Exchanges (ISO 10383 market names, Bloomberg and Reuters suffixes) that a ticker stands beside.
_TICKER_BEFORE = re.compile(
    r"\$$|(?:NASDAQ|Nasdaq|NYSE|NYSEARCA|AMEX|TWSE|TPEx|TPE|HKEX|HKG|SEHK|SSE|SZSE|TSE|TYO|KRX|KOSPI|LSE|LON|FRA|ETR|"
    r"XETRA|AMS|EPA|Euronext|US|HK|TW) ?: ?$|(?:代号|代码|股号|美股|台股|港股|ticker|symbol) ?:? ?$"
)
_TICKER_AFTER = re.compile(
    r"[.-](?:US|TW|TWO|HK|KS|KQ|T|JP|SS|SZ|SH|O|N|OQ|DE|PA|AS|L|KR)\b| (?:US|HK|TT|KS|JP)\b"
)
_MIN_FREE_TICKER = 4
# A Latin word of at least so many letters also stands for those that it begins: chip, chipmaker.
_MIN_STEM = 4
# Chinese words that a name may follow without a break: prepositions, conjunctions, verbs, kinds of firms.
_BEFORE_NAME = frozenset(
    "的在与和及或由对向被将让给从为是据称而但因等到至以于有跟同如即了也则当使令助帮商头司业厂家者括持购投签"
)
_FIRST_NAME = re.compile(r"([A-Z][a-z]+) $")
# Capitalised words before a surname that are no first names.
_NO_FIRST_NAMES = re.compile(
    r"(?:M[rs]|Mrs|Dr|President|Chair(?:wo)?(?:man)?|Executive|Officer|Founder|Director|Secretary|Minister|Senator|"
    r"The|As|And|But|While|When|If|For|With|By|Of|From|To|In|On|After|Since|Why|How|What|Says)"
)


class Doubt(NamedTuple):
    """A match that counts only if the text bears it out."""

    start: int
    end: int
    pattern: Pattern

    @property
    def entity(self) -> str:
        """The first entity that the match may name."""
        return self.pattern.entities[0]

    @property
    def rule(self) -> NameRule:
        """When the match counts."""
        return self.pattern.rule or NameRule()


class Judge:
    """Settles the doubts of one text. `roots` maps each entity to the owner of its owner, and so on."""

    def __init__(self, folded: str, roots: Mapping[str, str], common_tickers: frozenset[str]) -> None:
        self._folded = folded
        self._roots = roots
        self._common_tickers = common_tickers
        self._named: set[str] = set()
        self._families: set[str] = set()

    def settle(self, sure: Sequence[EntityMention], doubts: Sequence[Doubt]) -> list[tuple[Doubt, str]]:
        """The doubts that are names, each with its entity, given the certain mentions of the text."""
        for mention in sure:
            self._name(mention.entity)
        ambiguous = [doubt for doubt in doubts if doubt.pattern.kind is Kind.AMBIGUOUS]
        # Twice, since a name that shows its sense late may be the family of an earlier one.
        for doubt in (*ambiguous, *ambiguous):
            if doubt.entity not in self._named and self._shows_sense(doubt):
                self._name(doubt.entity)
        return [(doubt, entity) for doubt in doubts if (entity := self._entity(doubt))]

    def _name(self, entity: str) -> None:
        self._named.add(entity)
        self._families.add(self._roots[entity])

    def _entity(self, doubt: Doubt) -> str | None:
        if doubt.pattern.kind is Kind.SURNAME:
            return self._person(doubt)
        holds = self._is_ticker(doubt) if doubt.pattern.kind is Kind.TICKER else self._is_meant(doubt)
        return doubt.entity if holds else None

    def _shows_sense(self, doubt: Doubt) -> bool:
        """Whether this place shows that the text means the entity by the name."""
        rule = doubt.rule
        if not self._can_be_meant(doubt):
            return False
        if rule.scope != "sentence" and self._roots[doubt.entity] in self._families:
            return True
        return rule.scope != "family" and (not rule.needs or self._sentence_has(doubt, rule.needs))

    def _is_meant(self, doubt: Doubt) -> bool:
        if doubt.rule.scope == "sentence":
            return self._shows_sense(doubt)
        return doubt.entity in self._named and self._can_be_meant(doubt)

    def _can_be_meant(self, doubt: Doubt) -> bool:
        rule = doubt.rule
        if rule.starts and not self._starts_word(doubt.start):
            return False
        return not (rule.against and self._sentence_has(doubt, rule.against))

    def _starts_word(self, start: int) -> bool:
        """Whether a name can begin here: after a break or a word that names follow, not after a number."""
        before = self._folded[max(0, start - 2) : start].rstrip(" ")[-1:]
        return not before.isalnum() or (before.isascii() and before.isalpha()) or before in _BEFORE_NAME

    def _sentence_has(self, doubt: Doubt, words: tuple[str, ...]) -> bool:
        before = _SENTENCE_END.split(self._folded[max(0, doubt.start - _REACH) : doubt.start])[-1]
        after = _SENTENCE_END.split(self._folded[doubt.end : doubt.end + _REACH], maxsplit=1)[0]
        return _holds(before.lower(), words) or _holds(after.lower(), words)

    def _is_ticker(self, doubt: Doubt) -> bool:
        folded, symbol = self._folded, doubt.pattern.text
        before = folded[max(0, doubt.start - _CONTEXT) : doubt.start]
        if _TICKER_BEFORE.search(before) or _TICKER_AFTER.match(folded, doubt.end):
            return True
        if symbol.isalpha() and len(symbol) >= _MIN_FREE_TICKER and symbol not in self._common_tickers:
            return True
        bracketed = before.endswith("(") and folded[doubt.end : doubt.end + 1] in {")", ",", ";"}
        return bracketed and doubt.entity in self._named

    def _person(self, doubt: Doubt) -> str | None:
        first = _FIRST_NAME.search(self._folded, max(0, doubt.start - _CONTEXT), doubt.start)
        if first and not _NO_FIRST_NAMES.fullmatch(first[1]):
            return None
        named = [entity for entity in doubt.pattern.entities if entity in self._named]
        return named[0] if len(named) == 1 else None


def _holds(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of the words: Chinese ones anywhere, Latin ones from the start of a word."""
    return any(word in text and (not word.isascii() or _has_word(text, word)) for word in words)


def _has_word(text: str, word: str) -> bool:
    """Whether a Latin word begins somewhere in a text; a short one (EV, AI) must end there too."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        inside = (at and _is_letter(text[at - 1])) or (
            len(word) < _MIN_STEM and _is_letter(text[end : end + 1])
        )
        if not inside:
            return True
        at = text.find(word, end)
    return False


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()
