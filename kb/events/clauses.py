"""Sentences cut into pieces: at commas, brackets, joining words, and after the words of a temporal clause.

A piece is the least that can state something. Which pieces make one statement is decided later
(`kb.events.drafts`), by what stands in them, so it does no harm to cut too often.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from kb.events.page import Mark, Page, union
from kb.events.verbs import find_verb
from kb.events.words import Word, affixes, bits_of, mask
from kb.lang.fold import fold
from kb.model import Amount, EntityMention, Sentence, TimeMention

if TYPE_CHECKING:
    from kb.events.times import Dated

_CUT = re.compile(r"[,;:()\n!?。—|、]|--|(?<= )[–-](?= )")
_ENUMERATES = "、"
_SPACE = " \t\r\n\u3000"
# Chinese punctuation, kana and characters lie above this one.
_FIRST_OF_EAST_ASIA = "\u2e80"
_OPENS_ASIDE = "("
_CLOSES_ASIDE = ")"

_THAT = "that"
_AND, _AND_TO = "and ", "and to "
_JOIN = bits_of("join")
_SUBORDINATE = bits_of("subordinate")
_POST = bits_of("post")
_SPACE_AND_ARTICLE = 5
_SAYS = bits_of("says")
_NEXT_WORD = re.compile(r" +([a-z0-9$'-]+)")
# Characters between `said` and a date that tells when: ` late on `.
_SAID_ON = 9
_AFTERWARDS = bits_of("afterwards")
_DATE = bits_of("date")
# Words that make a clause of what `and` opens, beside the verbs that `kb.events.verbs` knows by their form.
_VERBAL = mask(
    "future", "done", "begin", "said", "announced", "present", "move", "launch", "delay", "cancelled", "denied",
    "act_verb", "put_money", "appoint", "leave", "figures", "metric", "reach",
)  # fmt: skip
_HAPPENS = mask(
    "present",
    "release",
    "launch",
    "list_shares",
    "ship",
    "produce",
    "results",
    "build",
    "buy_strong",
    "found",
)


@dataclass(slots=True)
class Piece:
    """A stretch of a sentence between two cuts, with the marks in it and their classes together.

    `text` is folded and lower-case. `subordinate` says that it only tells when something else was; `aside`,
    that it stands in brackets; `joined`, that a joining word opens it; `is_latin`, that it is written in Latin
    letters, `€` and dashes among them. `dates` is for `kb.events.times`, `names` for `kb.events.roles`.
    """

    start: int
    end: int
    text: str
    sentence: Sentence
    marks: Sequence[Mark]
    bits: int
    subordinate: bool = False
    aside: bool = False
    joined: bool = False
    dates: list[Dated] | None = None
    names: list[EntityMention] | None = None
    is_latin: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_latin = self.text.isascii() or max(self.text) < _FIRST_OF_EAST_ASIA

    @property
    def times(self) -> list[TimeMention]:
        """The dates of the piece that have a value."""
        return [mark.thing for mark in self.marks if isinstance(mark.thing, TimeMention) and mark.thing.when]

    @property
    def entities(self) -> list[EntityMention]:
        """The names in the piece."""
        return [mark.thing for mark in self.marks if isinstance(mark.thing, EntityMention)]

    @property
    def amounts(self) -> list[Amount]:
        """The numbers of the piece."""
        return [mark.thing for mark in self.marks if isinstance(mark.thing, Amount)]


class _Cut(NamedTuple):
    """Where a piece ends and the next begins; what the cut says of the two."""

    at: int
    resume: int
    depth: int = 0
    closes: bool = False
    opens: bool = False
    joins: bool = False


def split_clauses(page: Page, sentence: Sentence, marks: Sequence[Mark]) -> list[Piece]:
    """The pieces of a sentence with these marks, in order, without the white space around them."""
    return list(_joined_nouns(page.low, _pieces(page.low, sentence, marks)))


def _joined_nouns(low: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """English nouns joined by `and` stay together: only a clause of its own has a verb or a date of its own."""
    before: Piece | None = None
    for piece in pieces:
        if before and _adds_nouns(before, piece):
            before = _together(low, before, piece)
            continue
        if before:
            yield before
        before = piece
    if before:
        yield before


def _adds_nouns(before: Piece, piece: Piece) -> bool:
    if not piece.joined or not piece.is_latin or piece.start - before.end > 1:
        return False
    if _lacks_verb(before) and find_verb(piece.text) and _opens_with_name(piece):
        return True
    if piece.bits & _VERBAL or piece.text.startswith(_AND_TO):
        return False
    both_dated = before.bits & piece.bits & _DATE
    return not both_dated and not find_verb(piece.text) and before.aside == piece.aside


def _opens_with_name(piece: Piece) -> bool:
    return piece.text.startswith(_AND) and any(one.start == piece.start + len(_AND) for one in piece.entities)


def _lacks_verb(piece: Piece) -> bool:
    """Whether a piece is a noun phrase, so that `and` adds to it: `The suit against Roe [and Doe was dropped]`."""
    return not piece.joined and not piece.bits & (_VERBAL | _DATE) and not find_verb(piece.text)


def _together(low: str, before: Piece, piece: Piece) -> Piece:
    return replace(
        before,
        end=piece.end,
        text=low[before.start : piece.end],
        marks=[*before.marks, *piece.marks],
        bits=before.bits | piece.bits,
    )


def _pieces(low: str, sentence: Sentence, marks: Sequence[Mark]) -> Iterator[Piece]:
    start, depth, index = sentence.start, 0, 0
    opens = joins = False
    for cut in (*_cuts(low, sentence, marks), _Cut(sentence.end, sentence.end)):
        first, last = _trim(low, start, cut.at)
        begin = index
        while index < len(marks) and marks[index].start < cut.at:
            index += 1
        if first < last:
            held = marks[begin:index]
            text = low[first:last]
            yield Piece(first, last, text, sentence, held, union(held), opens or cut.closes, depth > 0, joins)
            opens = joins = False
        start, depth = cut.resume, max(0, depth + cut.depth)
        opens, joins = cut.opens, cut.joins


def _cuts(low: str, sentence: Sentence, marks: Sequence[Mark]) -> list[_Cut]:
    return sorted((*_at_words(low, marks), *_at_punctuation(low, sentence, marks)))


def _at_punctuation(low: str, sentence: Sentence, marks: Sequence[Mark]) -> Iterator[_Cut]:
    solid = [(mark.start, mark.end) for mark in marks if not isinstance(mark.thing, Word)]
    index = 0
    for match in _CUT.finditer(low, sentence.start, sentence.end):
        at = match.start()
        while index < len(solid) and solid[index][1] <= at:
            index += 1
        if index < len(solid) and solid[index][0] < at:
            continue
        char = low[at]
        if char in ",:" and low[at - 1 : at].isdigit() and low[at + 1 : at + 2].isdigit():
            continue
        if char == _ENUMERATES and not _begins_dated(marks, at):
            continue
        yield _Cut(at, match.end(), depth=(char == _OPENS_ASIDE) - (char == _CLOSES_ASIDE))


def _begins_dated(marks: Sequence[Mark], at: int) -> bool:
    """Whether a dated clause follows 、 and no date stands before it: 首款車第三季上市、第四季交付."""
    dates = [mark for mark in marks if isinstance(mark.thing, TimeMention) and mark.end >= at]
    return any(mark.start == at + 1 for mark in dates[:2]) and not any(mark.end == at for mark in dates[:1])


def _at_words(low: str, marks: Sequence[Mark]) -> Iterator[_Cut]:
    """Before joining words; before English and after Chinese words of a temporal clause; after `said`."""
    before, covered = None, 0
    for mark, following in zip_longest(marks, marks[1:]):
        if isinstance(mark.thing, Word) and mark.start >= covered:
            bits = mark.bits
            if bits & _SUBORDINATE and not (following and _is_governed(mark, following)):
                yield _Cut(mark.start, mark.start, opens=True)
            elif bits & _JOIN and not _is_hyphenated(low, mark) and not _points(low, mark, following):
                yield _Cut(mark.start, mark.start, joins=True)
            elif bits & _SAYS:
                yield from _after_says(low, mark, following)
            elif bits & _AFTERWARDS and before and before.end == mark.start and before.bits & _HAPPENS:
                yield _Cut(mark.end, mark.end, closes=True)
        else:
            covered = max(covered, mark.end)
            if before and before.end == mark.start and before.bits & _HAPPENS and _is_moment(mark.thing):
                yield _Cut(mark.end, mark.end, closes=True)
        before = mark


def _points(low: str, mark: Mark, following: Mark | None) -> bool:
    """Whether `that` points to a time told before: `they collapsed that October`."""
    if following is None or not isinstance(following.thing, TimeMention):
        return False
    return following.start - mark.end == 1 and low[mark.start : mark.end] == _THAT


def _is_hyphenated(low: str, mark: Mark) -> bool:
    """Whether the word is part of a longer one: `a cash-and-stock deal`."""
    return low[mark.start - 1 : mark.start] == "-" or low[mark.end : mark.end + 1] == "-"


def _is_moment(thing: object) -> bool:
    """Whether a day is told by what happened on it, right before: 財報公布次日."""
    return isinstance(thing, TimeMention) and fold(thing.text) in affixes("after", "moment")


def _after_says(low: str, says: Mark, following: Mark | None) -> Iterator[_Cut]:
    """Where what somebody said begins without `that`: `said on Tuesday [it would …]`."""
    end = says.end
    if following and following.bits & _DATE and following.start - end <= _SAID_ON:
        end = following.end
    word = _NEXT_WORD.match(low, end)
    if word and word[1] not in affixes("after", "says"):
        yield _Cut(end, end)


def _is_governed(word: Mark, following: Mark) -> bool:
    """Whether a preposition opens no clause but a phrase: `as chief executive`, `not before 2026`."""
    if following.bits & _POST:
        return True
    return isinstance(following.thing, TimeMention) and following.start - word.end <= _SPACE_AND_ARTICLE


def _trim(low: str, start: int, end: int) -> tuple[int, int]:
    while start < end and low[start] in _SPACE:
        start += 1
    while start < end and low[end - 1] in _SPACE:
        end -= 1
    return start, end
