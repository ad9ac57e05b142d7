"""Events for pages, made by hand: each has what one test is about, and is otherwise as plain as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

from kb.export.page import write_page
from kb.knowledge.gazetteer import load_gazetteer
from kb.model import (
    Event,
    EventDetail,
    Evidence,
    Measure,
    Participant,
    Sentence,
    Statement,
    Status,
    TimeMention,
    TimexType,
)
from kb.when.edtf import parse_edtf

_numbers = count(1)
_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Target:
    """A revision of a plan, as the page takes it."""

    entity: str
    milestone: str
    status: Status
    edtf: str
    starts_on: date
    ends_on: date
    slip_days: int | None
    said_on: date
    speaker: str | None
    publisher: str | None
    quote: str
    event: str | None


def told(
    title: str,
    when: str = "2024-09-04",
    *,
    kind: str = "launch",
    status: str = "actual",
    entities: Sequence[str] = ("nvidia",),
    sentence: str | None = None,
    quote: str | None = None,
    dated: str | None = None,
    url: str | None = None,
    publisher: str | None = "Harbor Wire",
    measures: Sequence[Measure] = (),
    conflicts: Sequence[str] = (),
    was: str | None = None,
) -> EventDetail:
    """An event that one sentence tells; `dated` are the words in it that date it."""
    name = f"{next(_numbers):016x}"
    span, text, said = parse_edtf(when), sentence or title, quote or sentence or title
    known = load_gazetteer().entities
    start = text.index(said)
    statement = Statement(
        name, start, start + len(said), said, Sentence(0, len(text), 0), kind, Status(status), span,
        _mention(text, dated), tuple(map(Participant, entities)), tuple(measures), "test",
        was=parse_edtf(was) if was else None,
    )  # fmt: skip
    event = Event(
        name, kind, title, span, Status(status), tuple(entities), tuple(measures), (name,), ("test.md",),
        tuple(conflicts),
    )  # fmt: skip
    day = date(2024, 11, 22)
    evidence = Evidence(
        statement, text, f"document-{name}", day, _RECORDED, source="test.md", title="An article",
        publisher=publisher, url=url, published_on=day,
    )  # fmt: skip
    return EventDetail(event, (evidence,), (), {each: known[each] for each in entities if each in known})


def worth(metric: str, value: str, unit: str = "USD") -> Measure:
    return Measure(metric, Decimal(value), unit)


def target(event: EventDetail, edtf: str, slip: int | None) -> Target:
    span = parse_edtf(edtf)
    return Target(
        "blackwell", "shipment", Status.PLANNED, edtf, span.starts_on, span.ends_on, slip, date(2024, 8, 2),
        None, "The Information", f"it is to ship in {edtf}", event.event.id,
    )  # fmt: skip


def write(
    path: Path, events: Iterable[EventDetail], revisions: Iterable[Target] = (), title: str = "Test"
) -> str:
    """Write a page; its address."""
    ordered = sorted(events, key=lambda each: each.event.when.starts_on)
    with path.open("w", encoding="utf-8") as out:
        write_page(ordered, out, revisions=revisions, title=title)
    return path.as_uri()


def _mention(text: str, dated: str | None) -> TimeMention | None:
    if dated is None:
        return None
    start = text.index(dated)
    return TimeMention(start, start + len(dated), dated, TimexType.DATE, None, None, "test")
