"""Who wrote a text and when it was published, where only the text says so: in its byline or dateline.

It is never today and never a file's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from kb.lang.fold import fold
from kb.lang.load import load_words, one_of
from kb.model import Document, Issue, Publication, PublishedHow, Sentence, TimeMention
from kb.text.sentences import split_sentences
from kb.timex import TimeContext, read_times
from kb.when.granularity import Bound, Granularity, Qualifier

# Bylines stand above a text, now and then below it.
_HEAD, _FOOT = 1_500, 400
_LONGEST_BYLINE = 90
_CLOCK = (
    r"(?:at )?\d{1,2}[:：.]\d{2}(?:[:：]\d{2})?(?:\s*[AaPp]\.?[Mm]\.?)?(?:\s*\(?[A-Z]{2,4}\)?(?:[+-]\d+)?)?"
)
_ONLY_CLOCK = re.compile(rf"[\s,，|｜·•/T、–—-]*(?:{_CLOCK})?[\s,，.。|｜·•/–—-]*")
_HAS_CLOCK = re.compile(rf"[\s,，|｜T–—-]*{_CLOCK}")
_AFTER_DATELINE = re.compile(r"\s*(?:\([^)\n]{1,40}\)|/[^/\n]{1,40}/)?\s*(?:--|—|–|-)\s?")
_BEFORE_DATELINE = re.compile(r"[A-Z][\w.'’ -]{1,30}(?:, ?[A-Z][\w.'’ -]{1,20}){0,2}[,(] ?")
_LINE = re.compile(r"[^\n]+")
_OPEN, _CLOSE = "（(〔【[", "）)〕】]"


def date_document(document: Document) -> tuple[Document, tuple[Issue, ...]]:
    """The document with the publication date that its text tells; an issue where it is a guess or missing."""
    if document.published is not None:
        return document, ()
    mention = find_dateline(document.text)
    if mention is not None:
        return _dated(document, mention, PublishedHow.DATELINE), ()
    mention = _latest_past_day(document.text)
    if mention is None:
        message = "no publication date: relative dates stay unresolved"
        return document, (Issue(0, 0, "unpublished", message),)
    message = f"publication date {_day(mention)} inferred from the latest day that the text tells"
    return _dated(document, mention, PublishedHow.INFERRED), (
        Issue(mention.start, mention.end, "published-inferred", message),
    )


def find_dateline(text: str) -> TimeMention | None:
    """The day of the byline or dateline: after `發佈於` or `Published`, alone on its line, in brackets."""
    candidates = [
        (rank, -mention.start, mention)
        for start, end in _places(text)
        for mention in _days(text, start, end)
        if (rank := _rank(text, mention, in_foot=start > 0))
    ]
    return max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None


def find_author(text: str) -> str | None:
    """Who wrote a text, as its byline says: `By Jane Doe`, 〔記者王小明／台北報導〕, 作者|王小明."""
    head = text[:_HEAD]
    folded = fold(head)
    for line in _LINE.finditer(folded):
        if line.end() - line.start() > _LONGEST_BYLINE + 10:
            return None
        for writer in _writers():
            if match := writer.search(line.group()):
                return head[line.start() + match.start("name") : line.start() + match.end("name")].strip(
                    " .,"
                )
    return None


def _dated(document: Document, mention: TimeMention, how: PublishedHow) -> Document:
    where = "dateline" if how is PublishedHow.DATELINE else "inferred from the text"
    found = tuple(sorted({**dict(document.found), "published": f"{where}: {mention.text}"}.items()))
    return replace(document, published=Publication(_day(mention), how), found=found)


def _day(mention: TimeMention) -> date:
    assert mention.when is not None
    return mention.when.starts_on


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The head of a text and its foot, cut at line ends."""
    head = text.rfind("\n", 0, _HEAD) if len(text) > _HEAD else len(text)
    head = head if head > 0 else _HEAD
    yield 0, min(head, len(text))
    foot = text.find("\n", max(head, len(text) - _FOOT))
    if foot >= 0:
        yield foot, len(text)


def _days(text: str, start: int, end: int) -> Iterator[TimeMention]:
    """The days between two offsets that a reader who knows no other date can tell."""
    for mention in read_times(text[start:end], TimeContext()):
        when = mention.when
        if (
            when
            and when.granularity is Granularity.DAY
            and when.qualifier is Qualifier.EXACT
            and not mention.anchor
        ):
            yield replace(mention, start=mention.start + start, end=mention.end + start)


def _rank(text: str, mention: TimeMention, *, in_foot: bool) -> int:
    """How plainly a day is the text's own: 3 published, 2 byline or dateline, 1 updated, 0 no such thing."""
    first = text.rfind("\n", 0, mention.start) + 1
    last = text.find("\n", mention.end)
    before = text[first : mention.start].strip()
    after = text[mention.end : last if last >= 0 else len(text)].strip()
    folded = fold(before).lower()
    if _label("published").search(folded):
        return 3
    if _label("updated").search(folded):
        return 1
    if in_foot and len(before) > _LONGEST_BYLINE:
        return 0
    return 2 if _alone(before, after) or _bracketed(before, after) or _leads(before, after) else 0


def _alone(before: str, after: str) -> bool:
    """Whether a line holds a day and nothing but a time of day, or the words of a byline."""
    if len(before) + len(after) > _LONGEST_BYLINE or after.endswith(("。", "！", "？")):
        return False
    if _ONLY_CLOCK.fullmatch(before) and _ONLY_CLOCK.fullmatch(after):
        return True
    if _paper().fullmatch(fold(before)) and _ONLY_CLOCK.fullmatch(after):
        return True
    return bool(_HAS_CLOCK.match(after)) or _author().search(fold(f"{before} {after}").lower()) is not None


def _bracketed(before: str, after: str) -> bool:
    """（2024-11-21 10:30） at a line's end, 〔記者王小明2024年11月21日台北報導〕 at its beginning."""
    opened = max(before.rfind(mark) for mark in _OPEN)
    closed = min((after.find(mark) for mark in _CLOSE if mark in after), default=-1)
    if opened < 0 or closed < 0:
        return False
    inside_before, inside_after = before[opened + 1 :].strip(), after[:closed].strip()
    if not inside_before and _ONLY_CLOCK.fullmatch(inside_after):
        return bool(inside_after) or not after[closed + 1 :].strip(" 。.")
    return opened == 0 and _agency().search(fold(inside_after).lower()) is not None


def _leads(before: str, after: str) -> bool:
    """SAN FRANCISCO, Nov. 21, 2024 (GLOBE NEWSWIRE) --"""
    return bool(_BEFORE_DATELINE.fullmatch(f"{before} ") and _AFTER_DATELINE.match(after))


def _latest_past_day(text: str) -> TimeMention | None:
    """The latest whole day that the text does not speak of as still to come."""
    folded = fold(text)
    sentences = iter(split_sentences(text))
    sentence = next(sentences, None)
    latest: TimeMention | None = None
    for mention in read_times(text, TimeContext(), folded):
        while sentence is not None and sentence.end <= mention.start:
            sentence = next(sentences, None)
        if _is_past_day(mention, folded, sentence) and (latest is None or _day(mention) > _day(latest)):
            latest = mention
    return latest


def _is_past_day(mention: TimeMention, folded: str, sentence: Sentence | None) -> bool:
    when = mention.when
    if when is None or when.granularity is not Granularity.DAY or when.qualifier is not Qualifier.EXACT:
        return False
    start, end = (sentence.start, sentence.end) if sentence else (mention.start, mention.end)
    return when.bound is not Bound.UNTIL and _future().search(folded[start:end].lower()) is None


@cache
def _label(name: str) -> re.Pattern[str]:
    """A label that ends what stands before a day: `發佈於`, `Published on: Thu,`."""
    weekday = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?|周[一二三四五六日])?"
    gap = rf"[\s:：|｜]*(?:{_CLOCK}[\s,]*(?:on ?)?)?{weekday}[\s:：,(]*"
    return re.compile(rf"(?:{_words(name)}){gap}$")


@cache
def _writers() -> tuple[re.Pattern[str], ...]:
    """A name after 記者, at a line's beginning or in brackets; after `By` at a line's beginning."""
    words = load_words("zh", "byline")
    titles = rf"(?:{one_of(words['reporter'])}[ ]?[|:/]?|{one_of(words['writer'])}[ ]?[|:/ ])[ ]?"
    after = rf"(?=[/|,;、\s〕】)\]]|{one_of(words['stations'])}|$)"
    capital = r"(?!(?:Published|Posted|Updated|On|In|For)\b)[A-Z][\w.'-]*"
    latin = rf"{capital}(?:[ ](?:{capital}|and|de|van|von|der|bin)){{1,6}}"
    english = one_of(load_words("en", "byline")["writer"])
    return (
        re.compile(rf"(?:^|[\s〔【(\[/|]|[社報网網]){titles}(?P<name>[\u4e00-\u9fff]{{2,4}}?){after}"),
        re.compile(
            rf"^[\s*_#]*(?i:{english})(?:[ ]?[:|])?[ ]+(?P<name>{latin})(?=\s*(?:[|,/·*(-]|$|Publ|Upd|Post))"
        ),
    )


@cache
def _paper() -> re.Pattern[str]:
    """A newspaper's name alone before a day: 信報財經新聞 2019年5月10日."""
    return re.compile(rf"[\u4e00-\u9fff]{{1,10}}{one_of(load_words('zh', 'byline')['papers'])}[\s|:·]*")


@cache
def _author() -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s|｜/／(〔【\[]){_words('author')}")


@cache
def _agency() -> re.Pattern[str]:
    return re.compile(rf"{_words('agency')}$")


@cache
def _future() -> re.Pattern[str]:
    return re.compile(_words("future"))


def _words(name: str) -> str:
    """The words of both languages; the English ones are whole words."""
    chinese, english = one_of(load_words("zh", "byline")[name]), one_of(load_words("en", "byline")[name])
    return rf"(?:{chinese}|(?<![a-z]){english}(?![a-z]))"
