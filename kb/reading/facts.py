"""What a file says of the document in it beside the text: of two words on one thing the first counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime

from kb.errors import ReadError
from kb.model import Issue
from kb.reading.piece import Fact, Facts
from kb.text.metadata import FIELDS, read_day_in_words

_SPACES = re.compile(r"\s+")
_LONGEST = 500
_ISO_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)")
# 20241121, 20241121103000, and D:20241121103000+08'00' as PDF has it.
_DIGITS = re.compile(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{2}|\d{4}|\d{6})?(?:[-+Z].*)?")
_EPOCH = re.compile(r"-?\d{9,10}(?:\.\d+)?|\d{12,13}")
_MILLISECONDS = 100_000_000_000


class FactBook:
    """Collects facts, best first, and the issues of those that cannot be understood.

    `no_day` is the last publication date that is none.
    """

    def __init__(self, facts: Facts | None = None) -> None:
        self.facts: dict[str, Fact] = dict(facts or {})
        self.issues: list[Issue] = []
        self.no_day: str | None = None

    def put(self, name: str, value: object, how: str) -> None:
        """Note a fact, unless it is empty or one is known that counts more."""
        text = _line(value)
        if not text or name in self.facts:
            return
        if name == "published":
            day = read_day(text)
            if day is None:
                self.no_day = text
                self.issues.append(Issue(0, 0, "publication-date", f"{how}: {text!r} is no day"))
                return
            text = day.isoformat()
        self.facts[name] = Fact(text, how)

    def put_fields(self, fields: Mapping[str, object], how: str) -> None:
        """Note the known ones among fields as people, feeds and databases name them."""
        plain = {_plain(key): (key, value) for key, value in fields.items()}
        for name, headers in FIELDS.items():
            for header in headers:
                if (found := plain.get(header)) and _line(found[1]):
                    self.put(name, found[1], f"{how} {found[0]}")


def read_day(value: str) -> date | None:
    """The day of a time stamp as headers, feeds and databases write it, where it was written; else None."""
    from email.utils import parsedate

    value = value.strip()
    with suppress(ValueError, OverflowError, OSError):
        if match := _ISO_DAY.match(value) or _DIGITS.fullmatch(value):
            return date(*map(int, match.groups()))
        if _EPOCH.fullmatch(value):
            seconds = float(value)
            return datetime.fromtimestamp(seconds / (1000 if seconds > _MILLISECONDS else 1), UTC).date()
        if parsed := parsedate(value):
            return date(*parsed[:3])
        return read_day_in_words(value)
    return None


def first_of(*books: Facts) -> Facts:
    """The facts of several holders, of which the first counts most."""
    return {name: fact for facts in reversed(books) for name, fact in facts.items()}


def pick(fields: Mapping[str, object], columns: Mapping[str, str], names: Iterable[str], place: str) -> str:
    """The text of a record: in the column that the user named, else in the first known one.

    Raises `ReadError` where there is none.
    """
    if wanted := columns.get("text"):
        value = walk(fields, wanted)
        if not isinstance(value, str) or not value.strip():
            raise ReadError(f"{place}: no text in {wanted!r}")
        return value
    plain = {_plain(key): value for key, value in fields.items()}
    for name in names:
        value = plain.get(name)
        if isinstance(value, str) and value.strip():
            return value
    raise ReadError(f"{place}: no text; name its column with --map text=COLUMN")


def walk(fields: Mapping[str, object], path: str) -> object:
    """A field by its name, or by the names that lead to it: `article.body`."""
    if path in fields:
        return fields[path]
    found: object = fields
    for name in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def _plain(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _line(value: object) -> str:
    """A value on one line; of several, and of objects with names, the words."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_line, value)))[:_LONGEST]
    if isinstance(value, Mapping):
        return _line(value.get("name") or value.get("@value"))
    if value is None or isinstance(value, bool):
        return ""
    return _SPACES.sub(" ", str(value)).strip()[:_LONGEST]
