"""Stories: whether a date without its year goes on with what was told before it, or is news of the day.

In July 2023 it bid; the bid was refused on Aug. 13. … By the end of January it was back, in May it doubled …

Both readings are followed through the dates that stand behind in the paragraph, and the shorter way is taken:
a story goes forward, and the news goes on from the publication date.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kb.timex.arithmetic import distance, first_since, shift
from kb.timex.context import Anchor, Memory
from kb.timex.inside import inside, names_a_month
from kb.timex.meaning import Absolute, Field, In, Interval, Meaning, OnWeekday, Origin, Part, Shift, Unit
from kb.timex.passage import Passage
from kb.timex.rules import Parse
from kb.when.granularity import Granularity
from kb.when.span import DAY, TimeSpan

InYear = Callable[[int], TimeSpan | None]

# The ways are measured in days. What is near to the publication needs no year; a leap to it from a story does.
_NEWS, _NEWS_OF_LATE = 45, 120
_TO_NEWS, _TO_LATE_NEWS, _LEAP, _LEAP_BETWEEN_PARAGRAPHS = 15, 40, 240, 60
# Going on with a story at all; from a year that is told in passing; going back; the longest step that counts.
_GOING_ON, _IN_IT, _IN_PASSING, _BACK, _LONGEST = 60, 150, 300, 1.5, 180
# The dates of one story that are told in full lie no further apart.
_ONE_STORY = 550
# A year that is called this one was another before.
_THIS_YEAR = 180
# What is to come for the news is so seldom told without its year or 今年.
_AHEAD_WEIGHS = 8
# What was before the date that was told last, and what was to come after it.
_BEFORE_THAT = re.compile(r"\b(?:had|having)\b[^,;]*$")
_TO_COME_THEN = re.compile(r"\b(?:would|was|were|had)\b[^;]*$")
_IN = re.compile(r"\b(?:in|during|throughout|all of)\s$")
_CLAUSE = 60
# So many dates are followed, and no further than this many characters; a story is picked up within so many.
_FOLLOWED, _AHEAD, _PICKED_UP = 6, 1200, 1200


class _Step(NamedTuple):
    """A date behind the one in question: `in_year` where its year is open, else its span."""

    in_year: InYear | None
    span: TimeSpan | None = None
    this_year: bool = False


class Story:
    """Follows the dates of one document."""

    def __init__(
        self, passage: Passage, memory: Memory, published: date | None, parses: Sequence[Parse] = ()
    ) -> None:
        self.passage = passage
        self.memory = memory
        self.published = published
        self._parses = parses

    def goes_on(
        self, in_year: InYear, near: TimeSpan, start: int, planned: Callable[[], bool]
    ) -> tuple[TimeSpan, TimeSpan] | None:
        """The date in the story that is told, and what it goes on from; None where it is news.

        `near` is the date as news has it; what is `planned` belongs to a story where it would come in its past.
        """
        if self.published is None or near.granularity.rank > Granularity.SEASON.rank:
            return None
        if near.starts_on > self.published and self.passage.in_chinese(start, start + 3):
            return None
        told = self._told(start) if self._looks_back() else None
        if told is None or (planned() and not self._before(_TO_COME_THEN, start)):
            return None
        options = [
            span
            for span in self._continued(in_year, told, start)
            if span != near and span.ends_on <= self.published
        ]
        if not options:
            return None
        steps = [step for step in self._steps(start) if step.span is None or _follows(told.span, step.span)]
        best = min(options, key=lambda span: self._story(told, span, steps))
        if self._story(told, best, steps) >= self._news(told, near, start, steps):
            return None
        return best, told.span

    def next_date(self, start: int) -> TimeSpan | None:
        """The next date of the paragraph that lies in the past."""
        step = next(self._steps(start), None) if self.published is not None else None
        return None if step is None else step.span or self._latest(step)

    def _before(self, words: re.Pattern[str], start: int) -> bool:
        return words.search(self.passage.folded, max(0, start - _CLAUSE), start) is not None

    # Where the story stands.

    def _looks_back(self) -> bool:
        """Whether any date before is no news."""
        assert self.published is not None
        late = self.published - _NEWS * DAY
        return any(anchor.span.ends_on < late for anchor in self.memory.trail)

    def _told(self, start: int) -> Anchor | None:
        """The date that a story was told of last: no plan, and no year in passing that leads back."""
        year: Anchor | None = None
        for anchor in reversed(self.memory.trail):
            if not self._in_reach(anchor, start):
                break
            if self.passage.tense(anchor.start, anchor.at) > 1:
                continue
            if anchor.span.granularity is Granularity.YEAR:
                year = year or anchor
                continue
            if self.passage.aside(anchor.start, anchor.at, start):
                continue
            if year is not None and year.span.starts_on.year > anchor.span.ends_on.year:
                anchor = year
            return self._past(anchor)
        return None if year is None else self._past(year)

    def _past(self, anchor: Anchor) -> Anchor | None:
        """The anchor, where it is no news itself."""
        assert self.published is not None
        over = anchor.span.ends_on < self.published
        return anchor if over and distance(anchor.span, self.published) > _NEWS else None

    def _in_reach(self, anchor: Anchor, start: int) -> bool:
        """Whether it stands in the paragraph or in the one before."""
        if start - anchor.at > _PICKED_UP:
            return False
        lines = self.passage.folded[anchor.at : start].split("\n")
        if len(lines) > 1 and anchor.span.granularity is Granularity.YEAR:
            return False
        return not any(line.strip() for line in lines[1:-1])

    def _continued(self, in_year: InYear, told: Anchor, start: int) -> Iterator[TimeSpan]:
        """The next date of that name, and in the same sentence the one before it."""
        after = first_since(in_year, told.span.starts_on)
        if after is not None:
            yield after
        if self.passage.same_sentence(told.at, start) and self._before(_BEFORE_THAT, start):
            before = in_year(told.span.starts_on.year)
            if before is not None and before != after:
                yield before

    # What stands behind.

    def _steps(self, start: int) -> Iterator[_Step]:
        """The dates behind in the paragraph, up to one that is told in full or lies ahead."""
        first = bisect_right(self._parses, start, key=lambda parse: parse.start)
        for parse in self._parses[first : first + 2 * _FOLLOWED]:
            if parse.start - start > _AHEAD or not self.passage.same_paragraph(start, parse.start):
                return
            if parse.meaning is None:
                continue
            if isinstance(parse.meaning, Shift) and parse.meaning.origin is Origin.NOW:
                return
            step = self._step(parse.meaning)
            if step is not None:
                yield step
                if step.span is not None:
                    return

    def _step(self, meaning: Meaning) -> _Step | None:
        """What a meaning tells of the years before it is resolved; None for what tells nothing."""
        assert self.published is not None
        if isinstance(meaning, Interval):
            meaning = meaning.first
        if isinstance(meaning, OnWeekday):
            meaning = meaning.of
        if names_a_month(meaning) or (isinstance(meaning, Field) and meaning.unit is Unit.SEASON):
            return _Step(lambda year: inside(TimeSpan.year(year), meaning))
        span, this_year = _told_span(meaning, self.published)
        if span is None or span.ends_on > self.published or span.granularity is Granularity.YEAR:
            return None
        return _Step(None, span, this_year)

    # The two ways.

    def _story(self, told: Anchor, span: TimeSpan, steps: Sequence[_Step]) -> float:
        """How long the way is on which the date goes on with the story, which may end behind it."""
        assert self.published is not None
        cost = _GOING_ON + _way(told.span, span)
        if told.span.granularity is Granularity.YEAR and not self.passage.leads(told.head):
            cost += _IN_IT if self._before(_IN, told.start) else _IN_PASSING
        last, ended = span, float("inf")
        news: TimeSpan | None = None
        for step in steps:
            following = step.span or (step.in_year and first_since(step.in_year, last.starts_on))
            latest = step.span or self._latest(step)
            if latest is not None:
                leap = min(cost + self._leap(latest), ended + _way(news or last, latest))
                ended, news = leap, latest
            if following is None or following.ends_on > self.published:
                return ended
            cost += min(_way(last, following), _LONGEST)
            last = following
        return min(cost, ended)

    def _news(self, told: Anchor, near: TimeSpan, start: int, steps: Sequence[_Step]) -> float:
        """How long the way is on which the date, and those behind it, are of late."""
        assert self.published is not None
        cost: float = self._leap(near, same_paragraph=self.passage.same_paragraph(told.at, start))
        last = near
        for step in steps:
            following = step.span or self._latest(step)
            if following is None:
                break
            way = min(_way(last, following), _LONGEST * 2)
            cost += way if following.ends_on < last.starts_on else min(way, self._leap(following))
            if step.this_year and last.starts_on.year == self.published.year:
                cost += _THIS_YEAR
            last = following
        return cost

    def _leap(self, span: TimeSpan, *, same_paragraph: bool = True) -> int:
        assert self.published is not None
        days = distance(span, self.published)
        if span.starts_on > self.published and days > _NEWS_OF_LATE:
            return 2 * _LEAP
        if days <= _NEWS:
            return _TO_NEWS
        if not same_paragraph:
            return _LEAP_BETWEEN_PARAGRAPHS
        return _TO_LATE_NEWS if days <= _NEWS_OF_LATE else _LEAP

    def _latest(self, step: _Step) -> TimeSpan | None:
        """The date of that name that is nearest to the publication; None where it lies ahead."""
        published = self.published
        assert published is not None
        assert step.in_year is not None
        spans = filter(None, (step.in_year(published.year + count) for count in (-1, 0, 1)))

        def weight(span: TimeSpan) -> int:
            return distance(span, published) * (_AHEAD_WEIGHS if span.starts_on > published else 1)

        nearest = min(spans, key=weight, default=None)
        return None if nearest is None or nearest.starts_on > published else nearest


def _way(first: TimeSpan, then: TimeSpan) -> float:
    """Days from one date of a story to the next; going back is told less often."""
    if then.ends_on < first.starts_on:
        return _BACK * (first.starts_on - then.ends_on).days
    return max(0, (then.starts_on - first.ends_on).days)


def _follows(first: TimeSpan, then: TimeSpan) -> bool:
    """Whether a date told in full can belong to the story: no aside about other times."""
    return 0 <= (then.starts_on - first.starts_on).days <= _ONE_STORY


def _told_span(meaning: Meaning, published: date) -> tuple[TimeSpan | None, bool]:
    """The span of what names its year, and whether it calls it this year."""
    match meaning:
        case Absolute(span):
            return span, False
        case Shift(Unit.YEAR, count, Origin.NOW, False):
            return shift(published, Unit.YEAR, count), count == 0
        case In(outer, inner):
            whole, this_year = _told_span(outer, published)
            return (None if whole is None else inside(whole, inner)), this_year
        case Part(of, _):
            return _told_span(of, published)
    return None, False
