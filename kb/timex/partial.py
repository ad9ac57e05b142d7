"""Partial dates: the year, month or week that they lack, from the context or the publication date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache, partial

from kb.timex.arithmetic import distance, first_since, is_recent
from kb.timex.chronicle import Chronicle, in_frame
from kb.timex.context import Anchor, Memory
from kb.timex.inside import inside
from kb.timex.meaning import Field
from kb.timex.passage import Passage
from kb.timex.resolved import Place, Resolved
from kb.timex.rules import Parse
from kb.timex.story import Story
from kb.when.granularity import Bound, Granularity
from kb.when.holidays import holiday_span
from kb.when.span import TimeSpan

# Days ahead weigh more than days back where the tense is not told: most of what news dates has happened.
_AHEAD_WEIGHS = 3
# Results are out so many days behind their quarter, at the latest.
_RELEASED_WITHIN = 100
# What is planned for so many days ahead is told with its year.
_FAR_AHEAD, _FAR_WEIGHS = 220, 3
# A bare Chinese date is of this year, unless it is so far off: in January, 12月 is the last one.
_SAME_YEAR = 240
# Without last or next, the autumn is the nearest one, whatever is told of it.
_SEASON_WEIGHS = 3
# In English a clause shares the tense of those before it, unless the date lies so much nearer on the other side.
_SHARED_WEIGHS = 5
# No weight makes another year's day or month of that name nearer than one that lies so many days off.
_CLOSE = 30
# On the side that the tense does not ask for, only a date within a month or so is meant.
_WRONG_SIDE_WEIGHS = {1: 8, 2: 10}

InYear = Callable[[int], TimeSpan | None]


class Partial:
    """Fills in what partial dates of one document lack."""

    def __init__(
        self, passage: Passage, memory: Memory, published: date | None, parses: Sequence[Parse] = ()
    ) -> None:
        self.passage = passage
        self.memory = memory
        self.published = published
        self.story = Story(passage, memory, published, parses)
        self.chronicle = Chronicle(passage.folded)

    def tense(self, place: Place) -> int:
        """The tense of the clause around the place, looked up once."""
        if place.tense is None:
            place.tense = self.passage.tense(place.start, place.end)
            if self.passage.bound(place.start, place.end) is Bound.UNTIL and (
                not place.tense or self.passage.conditional(place.start)
            ):
                place.tense = 1  # a deadline
        return place.tense

    def turned(self, field: Field, place: Place) -> Resolved | None:
        """Last May, next summer: the nearest that lies wholly before or after the publication date."""
        today = self.published
        assert today is not None
        told = self.memory.last
        if field.turn == 1 and told is not None and self._follows_what_was(told, place):
            after = first_since(lambda year: inside(TimeSpan.year(year), field), told.span.ends_on)
            return None if after is None else Resolved(after, "context", told.span.edtf)
        spans = [inside(TimeSpan.year(today.year + offset), field) for offset in (-2, -1, 0, 1, 2)]
        if field.turn == 0:
            chosen = inside(TimeSpan.year(today.year), field)
        elif field.turn == -1:
            chosen = max((span for span in spans if span and span.ends_on < today), key=_start, default=None)
        else:
            chosen = min(
                (span for span in spans if span and span.starts_on > today), key=_start, default=None
            )
        return None if chosen is None else Resolved(chosen, "published", today.isoformat())

    def _follows_what_was(self, told: Anchor, place: Place) -> bool:
        """It came in 2007. Emirates followed the next summer: whether what comes next was long ago."""
        assert self.published is not None
        past = told.span.ends_on < self.published and self.tense(place) < 0
        return past and self.passage.folded.startswith(("the ", "The "), place.start)

    def month_day(self, month: int, day: int, place: Place) -> Resolved | None:
        """A day of a month without its year."""
        return self.in_some_year(partial(_day, month, day), place)

    def in_some_year(self, in_year: InYear, place: Place) -> Resolved | None:
        """The year that the context lends, else the one that lies nearest on the side of the tense."""
        told = self._chronicled(in_year, place)
        if told is not None:
            return told
        near = None if self.published is None else self._near(in_year, self.published, place)
        anchor = self.memory.year
        if anchor is not None and self._lends_year(anchor, near, place):
            span = self._in_run(in_year, anchor.span)
            if span is not None and self._fits(span, place):
                return Resolved(span, "context", anchor.span.edtf)
        if near is None or self.published is None:
            return None
        story = self.story.goes_on(in_year, near, place.start, lambda: self.tense(place) > 1)
        if story is not None:
            return Resolved(story[0], "context", story[1].edtf)
        return Resolved(near, "published", self.published.isoformat())

    def _chronicled(self, in_year: InYear, place: Place) -> Resolved | None:
        """The date in the year of its chapter, near its entry, or behind the entry before it."""
        frame = self.chronicle.frame(place.start)
        span = None if frame is None else in_frame(in_year, frame, self.tense(place))
        if frame is None and self.chronicle.heads(place.start, place.end):
            span = self.chronicle.next_entry(in_year, self.published)
        ahead = span is not None and self.published is not None and span.starts_on > self.published
        if span is None or (ahead and self.tense(place) < 0):
            return None
        return Resolved(span, "chronicle", None if frame is None else frame.edtf)

    @staticmethod
    def _in_run(in_year: InYear, anchor: TimeSpan) -> TimeSpan | None:
        """The date in the lender's year; behind a quarter the one that follows: results told in January."""
        year = anchor.starts_on.year
        span = in_year(year)
        if span is None or anchor.granularity is not Granularity.QUARTER or span.ends_on >= anchor.starts_on:
            return span
        later = in_year(year + 1)
        return later if later is not None and distance(later, anchor.ends_on) <= _RELEASED_WITHIN else span

    def _fits(self, span: TimeSpan, place: Place) -> bool:
        """Whether a lent year puts no report into the future and no plan into the past."""
        if self.published is None:
            return True
        tense = self.tense(place)
        if tense < 0 and span.starts_on > self.published and self._goes_on_planning(span, place):
            return True
        return not (
            (tense < 0 and span.starts_on > self.published) or (tense > 0 and span.ends_on < self.published)
        )

    def _goes_on_planning(self, span: TimeSpan, place: Place) -> bool:
        """明年2月底測試；3月公布配置: a plan goes on in its sentence with words that may tell of what was, too."""
        anchor = self.memory.year
        if anchor is None or self.published is None or not self._in_chinese(place):
            return False
        return (
            anchor.span.starts_on > self.published
            and span.starts_on >= anchor.span.starts_on
            and self.passage.leads(anchor.head)
            and not self.passage.over(place.start, place.end)
        )

    def _lends_year(self, anchor: Anchor, near: TimeSpan | None, place: Place) -> bool:
        """Whether a partial date continues the run that an earlier date opened, at no odds with its tense.

        It does inside a sentence whose date leads a clause, lies ahead or begins a list (a year inside a clause is
        an aside), and in a chronicle: sentence upon sentence that begins with a date. News dated close to its
        publication never belongs to a run about another year.
        """
        if self.published is None or near is None:
            return True
        if self._heads_the_sentence_before(anchor, place):
            return True
        if anchor.start >= 0 and self.passage.aside(anchor.start, anchor.at, place.start):
            return False
        if anchor.span.starts_on > self.published and _is_current(near, self.published):
            return False
        if is_recent(near, self.published) or is_recent(anchor.span, self.published):
            return False
        if self.passage.same_sentence(anchor.at, place.start):
            ahead = anchor.span.starts_on > self.published
            return self.passage.leads(anchor.head) or (
                anchor.span.granularity.rank < Granularity.YEAR.rank
                and (ahead or self.passage.listed(anchor.at, place.start))
            )
        if not self.passage.same_paragraph(anchor.at, place.start):
            return False
        return self.passage.opens(anchor.head) and self.passage.opens(place.start)

    def _heads_the_sentence_before(self, anchor: Anchor, place: Place) -> bool:
        """2024 began badly. On Jan. 5 …: a year that the sentence before is about."""
        return (
            anchor.span.granularity is Granularity.YEAR
            and anchor.span.bound is None
            and self.passage.tells_of(anchor.head, anchor.at)
            and self.passage.begins_after(anchor.at, place.start)
        )

    def _near(self, in_year: InYear, published: date, place: Place) -> TimeSpan | None:
        """The date as news has it. What lies so close to the publication is meant whatever the tense."""
        this = in_year(published.year)
        if self.passage.looks_back(place.start, place.end):
            begun = (in_year(published.year - ago) for ago in (0, 1))
            return next((span for span in begun if span is not None and span.starts_on <= published), this)
        if (
            this is not None
            and this.granularity.rank <= Granularity.MONTH.rank
            and distance(this, published) <= _CLOSE
            and (this.starts_on <= published or self._in_chinese(place))
        ):
            return this
        spans = (in_year(published.year - 1), this, in_year(published.year + 1))
        return self._nearest([span for span in spans if span is not None], place)

    def _nearest(self, spans: list[TimeSpan], place: Place) -> TimeSpan | None:
        """The nearest span, days on the side that the tense does not ask for weighing more."""
        published = self.published
        assert published is not None
        tense = self.tense(place)
        if self._in_chinese(place):
            same = next((span for span in spans if span.starts_on.year == published.year), None)
            if same is not None and same.granularity is Granularity.HALF and _is_side(same, published, tense):
                return same
            said = abs(tense) > 1 and same is not None and same.granularity is not Granularity.HALF
            if (
                same is not None
                and not said
                and -_SAME_YEAR <= (same.starts_on - published).days <= _SAME_YEAR
            ):
                return same
        ahead, back = 1, 1
        if tense < 0 and self.passage.before_that(place.start):
            spans = [span for span in spans if span.starts_on <= published] or spans
        if tense > 0:
            back = _WRONG_SIDE_WEIGHS[tense]
        elif tense < 0 or self.chronicle.heads(place.start, place.end):
            ahead = _WRONG_SIDE_WEIGHS[max(-tense, 1)]
        elif not self.passage.alone(place.start, place.end):
            ahead = _SHARED_WEIGHS if self.passage.told_before(place.start, place.end) else _AHEAD_WEIGHS
        if spans and spans[0].granularity is Granularity.SEASON:
            ahead, back = min(ahead, _SEASON_WEIGHS), min(back, _SEASON_WEIGHS)
        return min(spans, key=lambda span: _weight(span, published, ahead=ahead, back=back), default=None)

    def _in_chinese(self, place: Place) -> bool:
        """Chinese says 去年 and 明年 of what is not of this year."""
        return self.passage.in_chinese(place.start, place.end)

    def decade(self, tens: int) -> Resolved | None:
        """The latest decade with these digits that had begun when the text was published."""
        if self.published is None:
            return None
        century = self.published.year // 100 * 100
        year = century + tens if century + tens <= self.published.year else century - 100 + tens
        return Resolved(TimeSpan.decade(year), "published", self.published.isoformat())

    def holiday(self, key: str, turn: int | None, place: Place) -> Resolved | None:
        """The feast of the context's year; one that is named with nothing around it is the coming one."""
        if turn is None and self.published is not None and self.passage.alone(place.start, place.end):
            coming = (holiday_span(key, self.published.year + offset) for offset in (0, 1))
            span = next((span for span in coming if span and span.ends_on >= self.published), None)
            return None if span is None else Resolved(span, "published", self.published.isoformat())
        if turn is None or self.published is None:
            return self.in_some_year(lambda year: holiday_span(key, year), place)
        spans = [holiday_span(key, self.published.year + offset) for offset in (-1, 0, 1)]
        known = [span for span in spans if span is not None]
        if turn == 0:
            span = holiday_span(key, self.published.year)
        elif turn < 0:
            span = max((span for span in known if span.ends_on < self.published), key=_start, default=None)
        else:
            span = min((span for span in known if span.starts_on > self.published), key=_start, default=None)
        return None if span is None else Resolved(span, "published", self.published.isoformat())


@lru_cache(maxsize=4096)
def _day(month: int, day: int, year: int) -> TimeSpan | None:
    """The day, where the year has it."""
    try:
        return TimeSpan.day(date(year, month, day))
    except ValueError:
        return None


def _is_current(span: TimeSpan, published: date) -> bool:
    """Whether it is the month of the publication, or touches it."""
    return span.granularity is Granularity.MONTH and distance(span, published) <= 1


def _is_side(span: TimeSpan, published: date, tense: int) -> bool:
    """Whether a span does not lie wholly where the tense rules it out."""
    return not ((tense > 0 and span.ends_on < published) or (tense < 0 and span.starts_on > published))


def _start(span: TimeSpan) -> date:
    return span.starts_on


def _weight(span: TimeSpan, day: date, *, ahead: int = 1, back: int = 1) -> int:
    days = distance(span, day)
    if span.starts_on > day:
        return days * ahead * (_FAR_WEIGHS if days > _FAR_AHEAD else 1)
    return days * back
