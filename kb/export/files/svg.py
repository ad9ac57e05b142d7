"""SVG: the static timeline. Chinese needs a font that has it, such as Noto Sans CJK; none is shipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO

from kb.export.drawing.layout import (
    AXIS_ROOM,
    LANE_NAMES,
    LEGEND_ROOM,
    MARGIN,
    MARK,
    TITLE_ROOM,
    WIDTH,
    Lane,
    Layout,
    Mark,
    Slip,
    lay_out,
)
from kb.export.job import Job
from kb.export.telling import one_line
from kb.model import EventDetail, Status

# The first that a reader has counts; a character's shape differs between Taiwan and the mainland.
_LATIN = "'Noto Sans', 'Helvetica Neue', Arial"
_HANT = "'Noto Sans CJK TC', 'Noto Sans TC', 'Source Han Sans TC', 'PingFang TC', 'Microsoft JhengHei'"
_HANS = "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei'"
FONTS = {
    "zh-Hans": f"{_LATIN}, {_HANS}, {_HANT}, sans-serif",
    "": f"{_LATIN}, {_HANT}, {_HANS}, sans-serif",
}
# Okabe and Ito's colours, which the colour-blind can tell apart: what came, what is meant to, what did not.
_COLOURS = {
    Status.ACTUAL: "#0072B2",
    Status.PLANNED: "#D55E00",
    Status.FORECAST: "#B8860B",
    Status.RUMORED: "#A0527D",
    Status.CANCELLED: "#767676",
    Status.DENIED: "#767676",
}
_GONE = (Status.CANCELLED, Status.DENIED)
_SLIP = "#B00020"
_HALO = 'paint-order="stroke" stroke="#ffffff" stroke-opacity="0.85" stroke-width="3" fill="#222222"'
# What XML 1.0 has no place for.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A label on the axis needs so much room.
_LEAST_COLUMN = 34


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the drawing. A drawing has to see all events before it can place the first."""
    layout = lay_out(details, job.revisions())
    for mark in (mark for lane in layout.lanes for mark in lane.marks):
        if not mark.label.endswith(one_line(mark.event.title)):
            job.note("with a long title: shortened on the drawing")
    for line in _lines(layout, job.title):
        out.write(line + "\n")


def _lines(layout: Layout, title: str) -> Iterator[str]:
    height = f"{layout.height:.0f}"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" role="img" font-size="12" font-family="{FONTS[""]}">'
    )
    yield "<!-- Chinese needs a font that has it, such as Noto Sans CJK. -->"
    yield f"<title>{_text(title)}</title>"
    yield from _definitions()
    yield f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    yield f'<text x="{MARGIN}" y="36" font-size="22" font-weight="bold" fill="#222222">{_text(title)}</text>'
    yield from _axis(layout)
    for number, lane in enumerate(layout.lanes):
        yield from _background(lane, number)
    # Below the labels, which stay readable.
    for slip in layout.slips:
        yield from _slip(slip)
    for lane in layout.lanes:
        for mark in lane.marks:
            yield from _mark(mark)
    yield from _legend(layout.height - LEGEND_ROOM + 30)
    yield "</svg>"


def _definitions() -> Iterator[str]:
    yield (
        '<defs><marker id="slip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0 8 4 0 8z" fill="{_SLIP}"/></marker>'
    )
    for status, colour in _COLOURS.items():
        for start, end in ((True, True), (True, False), (False, True)):
            stops = (
                (0, 0.05 if start else 0.55), (0.35, 0.55), (0.65, 0.55), (1, 0.05 if end else 0.55),
            )  # fmt: skip
            told = "".join(
                f'<stop offset="{offset}" stop-color="{colour}" stop-opacity="{opacity}"/>'
                for offset, opacity in stops
            )
            yield f'<linearGradient id="{_gradient(status, (start, end))}">{told}</linearGradient>'
    yield "</defs>"


def _gradient(status: Status, fades: tuple[bool, bool]) -> str:
    return f"{status}-{'both' if all(fades) else 'start' if fades[0] else 'end'}"


def _axis(layout: Layout) -> Iterator[str]:
    bottom, free = layout.height - LEGEND_ROOM, 0.0
    for column in layout.columns:
        yield (
            f'<line x1="{column.left:.1f}" y1="{TITLE_ROOM}" x2="{column.left:.1f}" y2="{bottom:.1f}" '
            'stroke="#e3e3e3"/>'
        )
        if column.left >= free:
            yield (
                f'<text x="{column.left + 3:.1f}" y="{TITLE_ROOM + AXIS_ROOM - 12}" {_HALO}>'
                f"{column.label}</text>"
            )
            free = column.left + max(_LEAST_COLUMN, len(column.label) * 8)


def _background(lane: Lane, number: int) -> Iterator[str]:
    if number % 2 == 0:
        yield (
            f'<rect x="{MARGIN}" y="{lane.top:.1f}" width="{WIDTH - 2 * MARGIN}" height="{lane.height:.1f}" '
            'fill="#000000" fill-opacity="0.035"/>'
        )
    yield (
        f'<text x="{MARGIN + 6}" y="{lane.top + 20:.1f}" font-weight="bold" fill="#222222" '
        f'textLength="{LANE_NAMES - 12}" lengthAdjust="spacingAndGlyphs">{_text(lane.name)}</text>'
        if len(lane.name) > 20
        else f'<text x="{MARGIN + 6}" y="{lane.top + 20:.1f}" font-weight="bold" fill="#222222">'
        f"{_text(lane.name)}</text>"
    )


def _mark(mark: Mark) -> Iterator[str]:
    status = mark.event.status
    yield f'<g class="{status} {mark.event.kind} {mark.event.when.granularity}" id="event-{mark.event.id}">'
    yield f"<title>{_text(mark.event.when.edtf)} {_text(mark.event.title)} ({status})</title>"
    yield _band(mark) if mark.is_band else _point(mark)
    struck = ' text-decoration="line-through"' if status in _GONE else ""
    anchor = ' text-anchor="end"' if mark.label_ends else ""
    yield (
        f'<text x="{mark.label_at:.1f}" y="{mark.y + 4:.1f}"{anchor}{struck}{_language(mark.language)} '
        f"{_HALO}>{_text(mark.label)}</text></g>"
    )


def _band(mark: Mark) -> str:
    status = mark.event.status
    colour = _COLOURS[status]
    fill = f"url(#{_gradient(status, mark.fades)})" if any(mark.fades) else colour
    opacity = "" if any(mark.fades) else ' fill-opacity="0.55"'
    if status is not Status.ACTUAL and not any(mark.fades):
        opacity = ' fill-opacity="0.18"'
    outline = "" if any(mark.fades) else f' stroke="{colour}"'
    return (
        f'<rect x="{mark.left:.1f}" y="{mark.y - MARK / 2:.1f}" width="{mark.right - mark.left:.1f}" '
        f'height="{MARK}" rx="3" fill="{fill}"{opacity}{outline}{_dashes(status)}/>'
    )


def _point(mark: Mark) -> str:
    """What came is a full disc, everything else a ring."""
    status = mark.event.status
    colour = _COLOURS[status]
    fill = colour if status is Status.ACTUAL else "#ffffff"
    return (
        f'<circle cx="{mark.left:.1f}" cy="{mark.y:.1f}" r="4.5" fill="{fill}" stroke="{colour}" '
        f'stroke-width="1.6"{_dashes(status)}/>'
    )


def _dashes(status: Status) -> str:
    if status is Status.PLANNED:
        return ' stroke-dasharray="5 2"'
    return ' stroke-dasharray="2 2"' if status in (Status.FORECAST, Status.RUMORED) else ""


def _slip(slip: Slip) -> Iterator[str]:
    (x1, y1), (x2, y2) = slip.start, slip.end
    lift = min(y1, y2) - 16
    yield (
        f'<path class="slip" d="M{x1:.1f} {y1 - 6:.1f} C{x1:.1f} {lift:.1f} {x2:.1f} {lift:.1f} {x2:.1f} '
        f'{y2 - 7:.1f}" fill="none" stroke="{_SLIP}" stroke-width="1.4" marker-end="url(#slip)">'
        f"<title>{_text(slip.label)}</title></path>"
    )


def _legend(y: float) -> Iterator[str]:
    x = float(MARGIN)
    yield '<g class="legend" fill="#444444">'
    for status in (Status.ACTUAL, Status.PLANNED, Status.FORECAST, Status.RUMORED, Status.CANCELLED):
        colour = _COLOURS[status]
        fill = colour if status is Status.ACTUAL else "#ffffff"
        yield (
            f'<circle cx="{x + 6:.0f}" cy="{y - 4:.0f}" r="4.5" fill="{fill}" stroke="{colour}" '
            f'stroke-width="1.6"{_dashes(status)}/>'
        )
        yield f'<text x="{x + 16:.0f}" y="{y:.0f}">{status}</text>'
        x += 96
    yield (
        f'<path d="M{x:.0f} {y - 2:.0f} c10 -12 20 -12 28 -2" fill="none" stroke="{_SLIP}" '
        'stroke-width="1.4" marker-end="url(#slip)"/>'
    )
    told = "put off or brought forward · a band is as long as the date is coarse, and fades where it is about"
    yield f'<text x="{x + 36:.0f}" y="{y:.0f}">{told} · columns with more events are wider</text></g>'


def _language(language: str | None) -> str:
    if not language:
        return ""
    fonts = f' font-family="{FONTS["zh-Hans"]}"' if language.startswith("zh-Hans") else ""
    return f' xml:lang="{_text(language)}"{fonts}'


def _text(text: str) -> str:
    """Text as XML has it."""
    return escape(_NO_XML.sub("", text))
