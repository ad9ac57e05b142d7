"""Events from elsewhere: a format a file, and one line for each here. What a file holds says what it is.

A format gives rows under kb's own names of columns, and counts what it has no place for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from kb.curated import gdelt, icalendar, timelinejs, timesketch, wikidata
from kb.pipeline import Knowledge

# The line that a row begins on, and its columns, or why it cannot be read.
Row = tuple[int, dict[str, Any] | str]


class Foreign(NamedTuple):
    """A format of others: its name, how a text in it looks, and its rows."""

    name: str
    looks_like: Callable[[str], bool]
    read: Callable[[str, Counter[str], Knowledge], Iterator[Row]]


FORMATS = (
    Foreign("iCalendar", icalendar.looks_like, icalendar.read),
    Foreign("Wikidata", wikidata.looks_like, wikidata.read),
    Foreign("TimelineJS", timelinejs.looks_like, timelinejs.read),
    Foreign("Timesketch", timesketch.looks_like, timesketch.read),
    Foreign("GDELT", gdelt.looks_like, gdelt.read),
)


def find_foreign(text: str) -> Foreign | None:
    """The format of others that a text is in; None where it is a table of kb's own."""
    return next((each for each in FORMATS if each.looks_like(text)), None)
