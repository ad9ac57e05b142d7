"""A piece as a document: its text, and what is known of it, each with how it was found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kb.dateline import find_author
from kb.errors import ReadError
from kb.model import Document, Issue, Publication, PublishedHow
from kb.reading.facts import first_of
from kb.reading.formats import BY_NAME
from kb.reading.piece import Fact, Facts, Manner, Piece, Place
from kb.text.encodings import check_characters
from kb.text.language import detect_language
from kb.text.limits import time_limit
from kb.text.metadata import Metadata, day_in_name
from kb.text.read import read_text

_GIVEN = "given by the user"
_CHINESE = {"hant": "zh-Hant", "hans": "zh-Hans", "tw": "zh-Hant", "hk": "zh-Hant", "mo": "zh-Hant",
            "cn": "zh-Hans", "sg": "zh-Hans", "my": "zh-Hans"}  # fmt: skip
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]([a-z0-9]+))*", re.I)
# Languages that share no letter with each other; a page that declares one of another's is mistaken.
_SCRIPTS = {"zh": "han", "ja": "kana", "ko": "hangul", "ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic",
            "ar": "arabic", "fa": "arabic", "th": "thai"}  # fmt: skip


def read_piece(piece: Piece, manner: Manner) -> tuple[Document, tuple[Issue, ...]]:
    """The document of a piece, dated only if something but its text dates it.

    Raises `ReadError` where it cannot be read, in time and within the limits.
    """
    name = str(piece.place)
    read = BY_NAME[piece.reader].read
    assert read is not None
    with time_limit(manner.limits.seconds, name):
        try:
            content = read(piece, manner)
        except (RecursionError, MemoryError) as error:
            raise ReadError(f"{name}: too deep or too large to read ({type(error).__name__})") from None
    if len(content.text) > manner.limits.characters:
        raise ReadError(f"{name}: more than {manner.limits.characters:,} characters")
    if not content.text.strip():
        raise ReadError(f"{name}: empty")
    if "\0" in content.text:
        raise ReadError(f"{name}: holds NUL characters")
    facts = _with_name(first_of(_given(manner.published), piece.facts, content.facts, piece.lesser), piece)
    return _document(content.text, name, facts, (*piece.issues, *content.issues))


def read_words(text: str, published: date | None = None) -> tuple[Document, tuple[Issue, ...]]:
    """The document that a string is, as if it had been read from a file without a name.

    Raises `ReadError` where the string is no text, or too long.
    """
    document, issues = read_piece(Piece(Place("text"), text, "text"), Manner(published=published))
    return replace(document, source=None), issues


def _document(
    text: str, name: str, facts: Facts, issues: tuple[Issue, ...]
) -> tuple[Document, tuple[Issue, ...]]:
    plain = {field: fact.value for field, fact in facts.items() if field != "published"}
    check_characters(text, name)
    document = read_text(text, source=name, metadata=Metadata(None, **{**plain, "language": None}))
    language, mistaken = _language(document, facts)
    found = {field: fact.how for field, fact in facts.items()}
    if document.title and "title" not in found:
        found["title"] = "the text's heading"
    if "author" not in found and (author := find_author(text)):
        document, found["author"] = replace(document, author=author), "byline"
    if language is not None:
        found["language"] = facts["language"].how if "language" in found and not mistaken else "detected"
    else:
        found.pop("language", None)
    document = replace(
        document, language=language, published=_publication(facts), found=tuple(sorted(found.items()))
    )
    return document, (*issues, *mistaken)


def _given(published: date | None) -> Facts:
    return {"published": Fact(published.isoformat(), _GIVEN)} if published else {}


def _with_name(facts: Mapping[str, Fact], piece: Piece) -> Facts:
    """The facts with the day in a file's name, which stands for one document only where the file does."""
    day = day_in_name(piece.place.source) if piece.alone and "published" not in facts else None
    return {**facts, "published": Fact(day.isoformat(), "file name")} if day else facts


def _publication(facts: Facts) -> Publication | None:
    fact = facts.get("published")
    if fact is None:
        return None
    how = PublishedHow.GIVEN if fact.how == _GIVEN else PublishedHow.METADATA
    return Publication(date.fromisoformat(fact.value), how)


def _language(document: Document, facts: Facts) -> tuple[str | None, tuple[Issue, ...]]:
    """The language that is declared, as BCP 47; the one that is found where its script is another."""
    declared = facts.get("language")
    tag = language_tag(declared.value) if declared else None
    if declared is None or tag is None:
        return document.language, ()
    found = document.language or detect_language(document.text)
    same = found.partition("-")[0] == tag.partition("-")[0]
    if found == "und" or same or _script(found) == _script(tag):
        return found if same and tag == "zh" else tag, ()
    message = f"{declared.how} says that the text is {tag}, and it is {found}"
    return found, (Issue(0, 0, "language", message),)


def language_tag(declared: str) -> str | None:
    """`zh-TW`, `zh_CN.UTF-8` and `en-US` as `zh-Hant`, `zh-Hans` and `en`; None for what is no language."""
    match = _LANGUAGE.match(declared.strip())
    if match is None:
        return None
    parts = re.split("[-_.]", declared.strip().lower())
    if parts[0] != "zh":
        return parts[0] if len(parts[0]) <= 3 else None
    return next((_CHINESE[part] for part in parts[1:] if part in _CHINESE), "zh")


def _script(tag: str) -> str:
    return _SCRIPTS.get(tag.partition("-")[0], "latin")
