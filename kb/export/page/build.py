"""Putting the page together: its one file holds the style, the program, the words and the events.

Events are data in script elements that no browser runs. What runs is named by its hash in the file's Content
Security Policy, so that nothing in the text of an article could run even if it came to stand as markup.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from itertools import islice
from typing import TextIO

from kb.export.page.assets import load_words, program, style, template
from kb.export.page.chunk import event_chunk, revision_rows, telling_chunk
from kb.export.page.revision import Revision
from kb.lang.fold import fold
from kb.model import EventDetail

# A browser parses one such chunk in a few milliseconds.
_CHUNK = 1000
_IDEOGRAPHS = range(0x4E00, 0xA000)
_LAST_UNIT = 0xFFFF
_PLACE = re.compile(r"\{\{(\w+)\}\}")
# What would end a script element or begin a comment in one. JSON has these characters in strings only.
_UNSAFE = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def write_page(
    events: Iterable[EventDetail],
    out: TextIO,
    *,
    revisions: Iterable[Revision] = (),
    title: str = "Timeline",
) -> int:
    """Write a page of the events, in order of their first day, as they come; how many there were.

    `revisions` are the histories of planned milestones, each in order; the page leaves out those of events
    that are not on it.
    """
    before, after = _around_data(title, "file")
    out.write(before)
    count = 0
    told = iter(events)
    while chunk := list(islice(told, _CHUNK)):
        write = _packed if count else _data
        count += len(chunk)
        out.write(write("events", event_chunk(chunk)))
        out.write(write("tellings", telling_chunk(chunk)))
    out.write(_data("revisions", revision_rows(revisions)))
    out.write(after)
    return count


def live_page(title: str = "Timeline") -> str:
    """The page without events: it asks the server that it came from."""
    return "".join(_around_data(title, "server"))


def policy(source: str) -> str:
    """The Content Security Policy of a page from a `file` or a `server`."""
    network = "connect-src 'self'; " if source == "server" else ""
    return (
        f"default-src 'none'; script-src {_hash(program())}; style-src {_hash(style())}; {network}"
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _around_data(title: str, source: str) -> tuple[str, str]:
    values = {
        "policy": escape(policy(source)),
        "title": escape(title),
        "source": source,
        "style": style(),
        "words": _data("words", load_words()),
        "folding": _data("folding", _folding()),
        "program": program(),
    }
    before, after = template().split("{{data}}")
    return _filled(before, values), _filled(after, values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The template with its places filled, once: a value may look like a place."""
    return _PLACE.sub(lambda place: values[place[1]], text)


def _data(name: str, value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    # A lone surrogate of a broken text cannot be written as UTF-8.
    safe = written.encode("utf-8", "replace").decode("utf-8")
    return f'<script type="application/json" data-kb="{name}">{safe}</script>\n'


def _packed(name: str, value: object) -> str:
    """As `_data`, a fifth as long: a large file is read sooner so."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    packed = b64encode(gzip.compress(written, mtime=0)).decode()
    return f'<script type="application/json" data-kb="{name}" data-packed="gzip">{packed}</script>\n'


def _folding() -> list[str]:
    """Two texts of the same length: characters, and what search takes them for.

    Rare characters whose simple form takes two units in UTF-16 stand for themselves.
    """
    ideographs = "".join(map(chr, _IDEOGRAPHS))
    folded = zip(ideographs, fold(ideographs), strict=True)
    pairs = [(old, new) for old, new in folded if old != new and ord(new) <= _LAST_UNIT]
    return ["".join(old for old, _ in pairs), "".join(new for _, new in pairs)]


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
