"""Chronicles: texts whose paragraphs are headed by dates, each telling of its day, month or year.

2024                       a chapter: what follows is of its year
March 25. Google puts out  an entry: "a week later" and "in June" are counted from it
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kb.timex.arithmetic import distance, first_since
from kb.timex.context import Anchor
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

InYear = Callable[[int], TimeSpan | None]

_BEFORE = re.compile(r"[\s#*>•·▪●○◆◇■□►▶【\[(-]{0,8}")
_AFTER = re.compile(r"[】\])*]{0,3}\s?(?:[.:|—–](?!\d)|。|-\s|\n)")
# What follows a year that heads a chapter is a paragraph, not the next row of a table.
_PARAGRAPH = re.compile(r"[^\n]*\n\s*[^\n]{16}")
_LONGEST_HEADING = 60
# An entry goes on from its day: days before it weigh more, most of all for what is to come.
_BEFORE_WEIGHS, _WRONG_SIDE_WEIGHS = 3, 8


class Chronicle:
    """The headings of one folded text, noted as its dates are resolved."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._chapter: Anchor | None = None
        self._entry: Anchor | None = None
        self._year_at = 0

    def heads(self, start: int, end: int) -> bool:
        """Whether a mention opens its paragraph and stands there as its heading: `March 25.`, `2024年：`."""
        line = self._folded.rfind("\n", start - 10 if start > 10 else 0, start) + 1
        if not line and start > 9:
            return False
        before = _BEFORE.fullmatch(self._folded, line, start)
        return before is not None and _AFTER.match(self._folded, end) is not None

    def note(self, span: TimeSpan, start: int, end: int) -> None:
        """Let a heading stand for what follows it."""
        if not self.heads(start, end):
            return
        if span.granularity is not Granularity.YEAR:
            self._entry = Anchor(span, end, start)
            return
        in_table = self._year_at > 0 and not self._folded[self._year_at : start].strip()
        self._year_at = end
        self._entry = None
        self._chapter = Anchor(span, end, start) if self._is_chapter(end) and not in_table else None

    def frame(self, start: int) -> TimeSpan | None:
        """What the paragraph of an offset tells of; None where nothing heads it."""
        entry = self._entry
        if entry is not None and self._folded.find("\n", entry.at, start) < 0:
            return entry.span
        return self._chapter.span if self._chapter is not None else None

    def next_entry(self, in_year: InYear, published: date | None) -> TimeSpan | None:
        """The date of a heading without a year: the first one behind the heading before it."""
        last = self._entry.span.starts_on if self._entry is not None else None
        if last is None:
            return None
        span = first_since(in_year, last)
        return None if span is None or (published is not None and span.starts_on > published) else span

    def _is_chapter(self, end: int) -> bool:
        line = self._folded.find("\n", end)
        return 0 <= line - end <= _LONGEST_HEADING and _PARAGRAPH.match(self._folded, end) is not None


def in_frame(in_year: InYear, frame: TimeSpan, tense: int) -> TimeSpan | None:
    """The date that is meant in a paragraph about `frame`: in its year, or the nearest to its day."""
    year = frame.starts_on.year
    if frame.granularity is Granularity.YEAR:
        return in_year(year)
    spans = [span for span in map(in_year, (year - 1, year, year + 1)) if span is not None]

    def weight(span: TimeSpan) -> int:
        before = _WRONG_SIDE_WEIGHS if tense > 0 else _BEFORE_WEIGHS
        return distance(span, frame.starts_on) * (before if span.ends_on < frame.starts_on else 1)

    return min(spans, key=weight, default=None)
