"""Sentences with their paragraphs and headings, in Chinese, English and mixtures of both.

A paragraph is a line, or the lines that were one before an editor wrapped them. Closing quotes and brackets
belong to the sentence that they close. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from kb.lang.load import load_words
from kb.model import Sentence

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_CLOSERS = r"[”’」』）)】》〉\]\"']"
# No full stop of 1.5, nvidia.com or U.S. gets as far as a closer look.
_STOP = re.compile(
    rf"(?:[。｡！？；]+|[!?;][.!?;]*|\.(?![0-9a-z/,]|(?<=[A-Z]\.)[A-Z])[.!?;]*)(?:{_CLOSERS}|\*\*)*"
)
_SPACE = re.compile(r"\s+")
_NEXT = re.compile(r"\s*[\"“‘'(\[*_]*(\w[\w'’]*|\S)?")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_MARKER = re.compile(r"[-*+•·●▪◆■–—]\s?(?![*_])|\(?\d{1,3}[.)、）]|[|>]")
_RULE = re.compile(r"[-=*_]{3,}")
_TITLE = re.compile(r"#{1,6}\s|#\d+\b|\*\*[^*]+\*\*$|__[^_]+__$")
_CHAPTER = re.compile(r"(?:#{1,6}\s*)?#?\d{1,2}[.、]?")
# German and its neighbours write the day of a date with a stop: 4. September 2024.
_DAY_FIRST_MONTH = re.compile(r"(?i:jan|feb|mär|maer|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä]*$")

_QUOTES = frozenset("”’」』\"'")
# After a closing quote these go on with the sentence: 「…嗎？」，他問.
_CONTINUES = frozenset(",，、:：；;")

_LONGEST_TOKEN = 24
# A half-width semicolon with a CJK character so near before it stands in Chinese text.
_NEAR = 12
# Columns at which editors and mail programs wrap.
_WRAPS = range(50, 121)
_SHORTEST_WRAPPED = 30
# The widest heading, where a CJK character fills two columns.
_HEADING_COLUMNS = 90
_CHAPTER_TITLE_COLUMNS = 44
_NOT_LAST_IN_HEADING = frozenset('。｡！？；!?.;:：,，、…⋯”」』"|')
_NOT_LAST_IN_CHAPTER_TITLE = frozenset("。｡.;；:：|")


class _Words(NamedTuple):
    never_last: frozenset[str]
    before_number: frozenset[str]
    either: frozenset[str]
    openers: frozenset[str]


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, disjoint, none with white space at its ends."""
    sentences: list[Sentence] = []
    paragraphs = list(_paragraphs(text))
    chapter = False
    for number, (start, end) in enumerate(paragraphs):
        spans = list(_spans(text, start, end))
        below = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        heading = len(spans) == 1 and below is not None and _heads(text, start, end, below, chapter)
        chapter = heading and (chapter or _CHAPTER.fullmatch(text, start, end) is not None)
        sentences += [Sentence(first, last, number, heading) for first, last in spans]
    return sentences


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines without white space at their ends, wrapped ones joined."""
    for block in _blocks(text):
        width = max(end - start for start, end in block)
        first, (start, last) = block[0][0], block[0]
        for line in block[1:]:
            if not _wrapped(text, (start, last), line, width):
                yield first, last
                first = line[0]
            start, last = line
        yield first, last


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of lines with no empty line between them."""
    block: list[tuple[int, int]] = []
    position = 0
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if block and (start >= end or match.start() - position > 1 + text.startswith("\r\n", position)):
            yield block
            block = []
        if start < end:
            block.append((start, end))
        position = match.end()
    if block:
        yield block


def _wrapped(text: str, above: tuple[int, int], below: tuple[int, int], width: int) -> bool:
    """Whether two lines were one: the first word of the second would not have fitted on the first."""
    length = above[1] - above[0]
    if length < _SHORTEST_WRAPPED or _cjk(text[above[1] - 1]) or _cjk(text[below[0]]):
        return False
    if _MARKER.match(text, *below) or _TITLE.match(text, *above) or _TITLE.match(text, *below):
        return False
    if text[below[0]].islower() and text[above[1] - 1] not in ".!?:":
        return True
    space = text.find(" ", *below)
    word = (space if space >= 0 else below[1]) - below[0]
    return width in _WRAPS and length + 1 + word > width


def _heads(text: str, start: int, end: int, below: tuple[int, int], chapter: bool) -> bool:
    """Whether a paragraph of one sentence is the heading of what follows."""
    if _rule(text, start, end):
        return False
    if _TITLE.match(text, start, end) or (_rule(text, *below) and text[below[0]] in "=-"):
        return True
    if chapter and _columns(text, start, end) <= _CHAPTER_TITLE_COLUMNS:
        return text[end - 1] not in _NOT_LAST_IN_CHAPTER_TITLE
    if end - start > _HEADING_COLUMNS or text[end - 1] in _NOT_LAST_IN_HEADING:
        return False
    return not _MARKER.match(text, start, end) and _columns(text, start, end) <= _HEADING_COLUMNS


def _rule(text: str, start: int, end: int) -> bool:
    return text[start] in "=-*_" and _RULE.fullmatch(text, start, end) is not None


def _columns(text: str, start: int, end: int) -> int:
    return end - start + sum(map(_cjk, text[start:end])) if end - start <= _HEADING_COLUMNS else end - start


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph."""
    first = counted = start
    quotes = 0
    for match in _STOP.finditer(text, start, end):
        quotes += text.count('"', counted, match.start())
        counted = match.start()
        stop = _before_opening_quote(text, match, end, quotes)
        if stop < end and _ends_sentence(text, first, match.start(), stop, end):
            yield first, stop
            space = _SPACE.match(text, stop, end)
            first = space.end() if space else stop
    yield first, end


def _before_opening_quote(text: str, match: re.Match[str], end: int, quotes: int) -> int:
    """The end of a stop without the straight quote that opens the next sentence: 他說。"我…"."""
    stop = match.end()
    opens = stop < end and text[stop - 1] == '"' and not text[stop].isspace() and quotes % 2 == 0
    return stop - 1 if opens and text[stop] not in _CONTINUES else stop


def _ends_sentence(text: str, first: int, mark: int, stop: int, end: int) -> bool:
    """Whether the marks at `mark` (with closing quotes up to `stop`) end the sentence from `first` on."""
    following = text[stop]
    if following in _CONTINUES:
        return False
    if text[mark] in "。｡！？；":
        return True
    if text[mark] == ";":
        return any(map(_cjk, text[max(first, mark - _NEAR) : stop + 1]))
    if _cjk(following):
        return _cjk_goes_on(text, first, mark, stop)
    if text[mark] == ".":
        return _full_stop_ends(text, first, mark, stop, end)
    if following == '"' and _cjk(text[mark - 1]):
        return True
    return following.isspace() and not _lower(_next_word(text, stop, end))


def _cjk_goes_on(text: str, first: int, mark: int, stop: int) -> bool:
    """Whether a half-width stop before a CJK character ends a sentence: 下去?萬眾 does, Inc.宣布 does not."""
    if text[mark] != ".":
        return _token(text, first, mark).lower() not in _words().never_last
    return _cjk(text[mark - 1]) or text[stop - 1] in _QUOTES


def _full_stop_ends(text: str, first: int, mark: int, stop: int, end: int) -> bool:
    """Whether an English full stop ends a sentence."""
    word = _next_word(text, stop, end)
    if not text[stop].isspace():
        return _glued(text, mark, stop, word)
    if not word or _lower(word):
        return not word
    if text[stop - 1] in _QUOTES:
        return True
    token = _token(text, first, mark)
    if token.isdigit():
        return not (
            _numbers_list(text, first, mark, token) or (len(token) < 3 and _DAY_FIRST_MONTH.match(word))
        )
    return _word_ends(token, word)


def _word_ends(token: str, following: str) -> bool:
    """Whether a word with a full stop ends a sentence where the following word may open one."""
    words, lower = _words(), token.lower()
    if token.isupper() and len(token) == 1:
        return _opens(following)
    if lower in words.never_last:
        return False
    if lower in words.before_number:
        return _opens(following) or not (following[0].isdigit() or "." in token)
    if lower in words.either or ("." in token and _DOTTED.fullmatch(token)):
        return _opens(following)
    return True


def _glued(text: str, mark: int, stop: int, word: str) -> bool:
    """Whether a space is missing after a full stop: `that is all.The firm`."""
    return _opens(word) and word[1:].islower() and text[mark - 1].islower() and text[stop].isalpha()


def _numbers_list(text: str, first: int, mark: int, token: str) -> bool:
    return not text[first : mark - len(token)].strip(" -*+•·(")


def _opens(word: str) -> bool:
    return not word.islower() and word.lower().replace("’", "'") in _words().openers


def _token(text: str, first: int, mark: int) -> str:
    """What stands before a full stop, from the last space on."""
    chunk = text[max(first, mark - _LONGEST_TOKEN) : mark]
    return chunk.split()[-1].lstrip("\"“‘'([*_") if chunk and not chunk[-1].isspace() else ""


def _next_word(text: str, position: int, end: int) -> str:
    """The first word from `position` on, or the first character where no word comes first."""
    match = _NEXT.match(text, position, min(end, position + 2 * _LONGEST_TOKEN))
    return (match.group(1) or "") if match else ""


def _lower(word: str) -> bool:
    """Whether a word goes on with a sentence: `he`, and not `iPhone`."""
    return word[:1].islower() and word.islower()


def _cjk(character: str) -> bool:
    """Whether a character is Chinese, Japanese or Korean, punctuation and full-width forms included."""
    return (
        "\u2e80" <= character <= "\ud7ff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
    )


@cache
def _words() -> _Words:
    return _Words(**{name: frozenset(words) for name, words in load_words("en", "sentences").items()})
