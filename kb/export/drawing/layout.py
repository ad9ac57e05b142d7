"""Where everything stands: lanes by principal entity, rows in a lane so that no label covers another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush

from kb.export.drawing.scale import Column, Scale
from kb.export.labels import date_label
from kb.export.page.revision import Revision
from kb.export.table import width
from kb.export.telling import one_line
from kb.model import Entity, Event, EventDetail
from kb.when.granularity import Bound, Qualifier

WIDTH = 1600
MARGIN = 24
LANE_NAMES = 150
TITLE_ROOM = 60
AXIS_ROOM = 28
ROW = 20
MARK = 12
LEGEND_ROOM = 56
_COLUMN = 6.6
_GAP = 14
# Entities with fewer events share a lane; at most so many have one of their own.
_MOST_LANES = 12
_LEAST_EVENTS = 3
_LONGEST_LABEL = 64
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Mark:
    """An event on the drawing. `fades` says which ends are not sharp: start, end."""

    event: Event
    label: str
    language: str | None
    left: float
    right: float
    y: float
    label_at: float
    label_ends: bool
    fades: tuple[bool, bool]

    @property
    def is_band(self) -> bool:
        """Whether it has a width, as what is no day has."""
        return self.right > self.left


@dataclass(frozen=True, slots=True)
class Lane:
    """An entity's events."""

    name: str
    top: float
    height: float
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """From where a milestone was to where it went; the label says by how much."""

    start: tuple[float, float]
    end: tuple[float, float]
    label: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole drawing."""

    columns: Sequence[Column]
    lanes: Sequence[Lane]
    slips: Sequence[Slip]
    height: float


def lay_out(details: Iterable[EventDetail], revisions: Iterable[Revision]) -> Layout:
    """Place the events, in order of their first day within their lanes."""
    told = list(details)
    told.sort(key=lambda detail: (detail.event.when.starts_on, detail.event.when.ends_on))
    left = MARGIN + LANE_NAMES
    scale = Scale(_days(told), left, WIDTH - MARGIN - left)
    top = float(TITLE_ROOM + AXIS_ROOM)
    lanes = []
    for name, members in _by_lane(told):
        lane = _lane(name, members, scale, top)
        lanes.append(lane)
        top += lane.height
    slips = _slips(revisions, lanes, scale)
    return Layout(scale.columns, lanes, slips, top + LEGEND_ROOM)


def _days(told: Iterable[EventDetail]) -> list[date]:
    return [day for detail in told for day in (detail.event.when.starts_on, detail.event.when.ends_on)]


def _by_lane(told: Sequence[EventDetail]) -> list[tuple[str, list[EventDetail]]]:
    """The events by principal entity, those with most first; the rest together."""
    lanes: dict[str, list[EventDetail]] = defaultdict(list)
    for detail in told:
        lanes[detail.event.entities[0] if detail.event.entities else ""].append(detail)
    ranked = sorted(lanes, key=lambda name: (-len(lanes[name]), name))
    own = [name for name in ranked[:_MOST_LANES] if name and len(lanes[name]) >= _LEAST_EVENTS] or ranked[:1]
    named = [(_name(name, lanes[name][0].described), lanes[name]) for name in own]
    rest = [detail for detail in told if (detail.event.entities or ("",))[0] not in own]
    return [*named, (OTHERS, rest)] if rest else named


def _name(entity: str, described: Mapping[str, Entity]) -> str:
    return described[entity].label() if entity in described else entity or OTHERS


def _lane(name: str, members: Iterable[EventDetail], scale: Scale, top: float) -> Lane:
    rows = _Rows()
    marks = []
    for detail in members:
        mark, first, last = _mark(detail, scale)
        marks.append((mark, rows.take(first, last + _GAP)))
    placed = tuple(_moved(mark, top + _GAP / 2 + ROW * (row + 0.5)) for mark, row in marks)
    return Lane(name, top, ROW * len(rows) + _GAP, placed)


class _Rows:
    """The rows of a lane: what comes from left to right takes the highest that is free from its place on."""

    def __init__(self) -> None:
        self._taken: list[tuple[float, int]] = []
        self._free: list[tuple[int, float]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def take(self, start: float, end: float) -> int:
        """The number of a row that nothing stands in from `start` to `end`."""
        while self._taken and self._taken[0][0] <= start:
            used, row = heappop(self._taken)
            heappush(self._free, (row, used))
        # A label to the left of its mark may begin before what was placed last.
        if self._free and self._free[0][1] <= start:
            row, _ = heappop(self._free)
        else:
            row, self._count = self._count, self._count + 1
        heappush(self._taken, (end, row))
        return row


def _moved(mark: Mark, y: float) -> Mark:
    return Mark(
        mark.event, mark.label, mark.language, mark.left, mark.right, y, mark.label_at, mark.label_ends,
        mark.fades,
    )  # fmt: skip


def _mark(detail: EventDetail, scale: Scale) -> tuple[Mark, float, float]:
    """The mark in no row yet, with where it and its label begin and end."""
    event = detail.event
    first, last = scale.between(event.when.starts_on, event.when.ends_on)
    if event.when.days == 1:
        first = last = (first + last) / 2
    else:
        last = max(last, first + 4)
    text = _shortened(f"{date_label(event.when)} {one_line(event.title)}")
    room = width(text) * _COLUMN
    # To the right of the mark, unless the drawing ends there.
    ends = last + _GAP / 2 + MARK / 2 + room > WIDTH - MARGIN and first - room > MARGIN + LANE_NAMES
    at = first - MARK / 2 - 3 if ends else last + MARK / 2 + 3
    language = detail.evidence[0].language if detail.evidence else None
    mark = Mark(event, text, language, first, last, 0.0, at, ends, _fades(event))
    return mark, min(first, at - room if ends else first) - MARK / 2, max(last, at if ends else at + room)


def _fades(event: Event) -> tuple[bool, bool]:
    vague = event.when.qualifier is not Qualifier.EXACT
    return vague or event.when.bound is Bound.UNTIL, vague or event.when.bound is Bound.SINCE


def _shortened(text: str) -> str:
    if width(text) <= _LONGEST_LABEL:
        return text
    kept, room = "", _LONGEST_LABEL - 1
    for character in text:
        room -= width(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def _slips(revisions: Iterable[Revision], lanes: Iterable[Lane], scale: Scale) -> list[Slip]:
    """An arrow for each revision that moved an event of the drawing, from the date before."""
    marks = {mark.event.id: mark for lane in lanes for mark in lane.marks}
    slips = []
    before: Revision | None = None
    for each in revisions:
        follows = before and (before.entity, before.milestone) == (each.entity, each.milestone)
        mark = marks.get(each.event or "")
        if follows and before and mark and each.slip_days:
            slips.append(_slip(before, each, mark, marks.get(before.event or ""), scale))
        before = each
    return slips


def _slip(before: Revision, after: Revision, mark: Mark, former: Mark | None, scale: Scale) -> Slip:
    _, last = scale.between(before.starts_on, before.ends_on)
    start = (former.right, former.y) if former else (last, mark.y)
    # A slip is counted from the end of the one date to the end of the other.
    return Slip(start, (mark.right, mark.y), f"{after.slip_days:+d} days")
