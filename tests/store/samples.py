"""Documents as the pipeline would hand them over, small enough to read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import blake2b

from kb.model import (
    Document,
    Entity,
    EntityType,
    Extraction,
    Measure,
    Participant,
    Publication,
    PublishedHow,
    Sentence,
    Statement,
    Status,
    TimeMention,
    TimexType,
)
from kb.store.records import Run
from kb.when.edtf import parse_edtf

ENTITIES = {
    "nvidia": Entity(
        "nvidia",
        EntityType.ORGANIZATION,
        {"en": ("NVIDIA", "Nvidia Corp."), "zh-Hant-TW": ("輝達",), "zh-Hans": ("英伟达",)},
        ("NVDA",),
        wikidata="Q182477",
    ),
    "tsmc": Entity(
        "tsmc", EntityType.ORGANIZATION, {"en": ("TSMC",), "zh-Hant-TW": ("台積電",)}, ("TSM", "2330")
    ),
    "blackwell": Entity("blackwell", EntityType.PRODUCT, {"en": ("Blackwell",)}, of="nvidia"),
}
MONDAY = Run(datetime(2024, 11, 25, 12, tzinfo=UTC), "1.0", "kb ingest")
TUESDAY = Run(datetime(2024, 11, 26, 12, tzinfo=UTC), "1.1", "kb ingest")


def document(text: str, *, published: str | None = "2024-11-25", source: str = "a.txt", **facts) -> Document:
    name = blake2b(f"{source}\n{text}".encode(), digest_size=8).hexdigest()
    day = Publication(date.fromisoformat(published), PublishedHow.GIVEN) if published else None
    return Document(name, text, source=source, published=day, language=facts.pop("language", "en"), **facts)


def statement(
    within: Document,
    quote: str,
    edtf: str,
    kind: str = "launch",
    entities: Sequence[str] = ("nvidia",),
    *,
    status: Status = Status.ACTUAL,
    measures: Sequence[Measure] = (),
    was: str | None = None,
    time: str | None = None,
) -> Statement:
    start = within.text.index(quote)
    end = start + len(quote)
    when = parse_edtf(edtf)
    return Statement(
        id=blake2b(f"{within.id} {kind} {start} {end}".encode(), digest_size=8).hexdigest(),
        start=start,
        end=end,
        quote=quote,
        sentence=Sentence(start, end, 0),
        kind=kind,
        status=status,
        when=when,
        time=_mention(within, time, edtf) if time else None,
        participants=tuple(Participant(name) for name in entities),
        measures=tuple(measures),
        rule="sample",
        was=parse_edtf(was) if was else None,
    )


def extraction(text: str, *told: tuple, **facts) -> Extraction:
    """A document with statements, each given as the arguments of `statement` after the document."""
    within = document(text, **facts)
    made = [
        statement(within, *each[:-1], **each[-1]) if isinstance(each[-1], dict) else statement(within, *each)
        for each in told
    ]
    return Extraction(within, statements=tuple(made))


def money(value: str, metric: str = "market_cap", unit: str = "USD") -> Measure:
    return Measure(metric, Decimal(value), unit)


def _mention(within: Document, time: str, edtf: str) -> TimeMention:
    start = within.text.index(time)
    when = parse_edtf(edtf)
    return TimeMention(start, start + len(time), time, TimexType.DATE, when, edtf, "sample")
