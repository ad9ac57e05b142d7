"""RSS and Atom: each entry is a document, with what the feed says of it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from kb.errors import ReadError
from kb.reading.facts import FactBook
from kb.reading.piece import Failure, Manner, Piece, Place
from kb.reading.xml import refuse_entities
from kb.text.html import fragment_text
from kb.text.limits import library
from kb.text.packed import Stream, read_whole

SUFFIXES = (".rss", ".atom", ".rdf")

_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&\w+;|&#")


def looks_like(head: bytes) -> bool:
    """Whether a file is XML whose first element is a feed's."""
    sample = head[:4096].replace(b"\0", b"")
    return sample.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and _ROOT.search(sample) is not None


def split(stream: Stream, source: str, manner: Manner) -> Iterator[Piece | Failure]:
    """The entries, in the order of the feed. Raises `ReadError` where it is no feed or declares entities."""
    feedparser = library("feedparser", "feedparser", source)
    data = read_whole(stream, source, manner.limits)
    refuse_entities(data, source)
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        reason = " ".join(str(feed.get("bozo_exception", "")).split())
        raise ReadError(f"{source}: no entries in this feed{f': {reason}' if reason else ''}")
    for number, entry in enumerate(feed.entries, 1):
        place = Place(source, f"entry {number}")
        text = _text(entry, str(place))
        if text:
            yield Piece(place, text, "text", _facts(entry, feed.feed), position=stream.position)
        else:
            yield Failure(place, "no text in this entry", stream.position)


def _text(entry: Any, name: str) -> str:  # noqa: ANN401 - feedparser has no types
    """The title above the longest of the entry's contents."""
    bodies = [each.get("value") for each in entry.get("content", ())] + [entry.get("summary")]
    body = max((_plain(each, name) for each in bodies), key=len)
    title = _plain(entry.get("title"), name)
    return body if body.startswith(title) else f"{title}\n\n{body}"


def _plain(value: str | None, name: str) -> str:
    value = value or ""
    return fragment_text(value, name) if _MARKUP.search(value) else value.strip()


def _facts(entry: Any, feed: Any) -> dict[str, Any]:  # noqa: ANN401
    book = FactBook()
    # The texts of dates, not what feedparser makes of them: it turns them into UTC, and so into other days.
    for field, value in (
        ("published", entry.get("published") or entry.get("created") or entry.get("updated")),
        ("title", _plain(entry.get("title"), "")),
        ("author", entry.get("author") or feed.get("author")),
        ("publisher", entry.get("source", {}).get("title") or feed.get("title")),
        ("url", entry.get("link")),
        ("language", entry.get("language") or feed.get("language")),
    ):
        book.put(field, value, "feed")
    return book.facts
