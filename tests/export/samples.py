"""Events that are hard to write down, with all that tells them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from kb.export.export import FILE_FORMATS
from kb.export.job import Job
from kb.model import (
    Entity,
    EntityType,
    Event,
    EventDetail,
    Evidence,
    Judgement,
    Measure,
    Participant,
    PublishedHow,
    Sentence,
    Statement,
    Status,
    TimeMention,
    TimexType,
)
from kb.when.edtf import parse_edtf
from kb.when.granularity import Bound
from kb.when.span import TimeSpan

NVIDIA = Entity(
    "nvidia",
    EntityType.ORGANIZATION,
    {"en": ("Nvidia", "NVIDIA"), "zh-Hant": ("輝達", "英偉達")},
    ("NVDA",),
    wikidata="Q182477",
)
HUANG = Entity("jensen-huang", EntityType.PERSON, {"en": ("Jensen Huang",)}, of="nvidia")
ZYXON = Entity("zyxon", EntityType.ORGANIZATION, {"en": ("Zyxon Labs",)}, provisional=True)

# What a format may break on: quoting, ends of lines and fields, markup, formulas, scripts, directions, emoji.
TITLES = (
    'A "quoted", comma; semicolon: colon | bar \\ backslash',
    "<script>alert('x')</script><b onmouseover=alert(1)>bold</b> & </script>",
    "=cmd|' /C calc'!A0",
    "+1-800 @SUM(A1) -2",
    "'=already an apostrophe",
    "輝達市值突破三萬億美元：「超越」蘋果，成為全球第一",
    "عنوان من اليمين إلى اليسار 2024 (RTL) שלום",
    "Rocket 🚀 family 👨\u200d👩\u200d👧 flag 🇹🇼 e\u0301",
    "#hashtag [link](javascript:alert(1)) `code` *star* _under_ ~~gone~~ <https://x.example>",
    "https://example.com/a?b=c#d 50% %%{init: {}}%% {curly} $100",
    "section 2024 : event --- title: x #58; &amp; &lt; // comment",
    "A title that goes on and on, 一直說下去，" * 4 + "until it ends",
)
DATES = (
    "2024-09-04", "2024-06-18/2024-06-24", "2024-11-18/2024-11-24", "2024-03", "2024-34", "2024-40", "2024",
    "202X", "19XX", "2024-09~/2024-12~", "2025?", "2024/..", "../2026", "2024-22", "1993-04-05", "2024-02-29",
    "1066-10-14", "0900",
)  # fmt: skip
URL = "https://example.com/news?a=1&b=2"


def detail(
    title: str = "A thing happened",
    edtf: str | TimeSpan = "2024-09-04",
    status: Status = Status.ACTUAL,
    *,
    kind: str = "other",
    entities: Sequence[Entity] = (NVIDIA,),
    measures: Sequence[Measure] = (),
    was: str | None = None,
    name: str = "0",
    quote: str | None = None,
    url: str | None = URL,
    judgements: Sequence[Judgement] = (),
) -> EventDetail:
    """An event that one statement tells."""
    when = parse_edtf(edtf) if isinstance(edtf, str) else edtf
    text = quote or title
    sentence = f"It is said: {text}."
    statement = Statement(
        id=f"s{name}",
        start=12,
        end=12 + len(text),
        quote=text,
        sentence=Sentence(0, len(sentence), 0),
        kind=kind,
        status=status,
        when=when,
        time=TimeMention(0, 2, "It", TimexType.DATE, when, when.edtf, "day"),
        participants=tuple(Participant(entity.id, "company") for entity in entities),
        measures=tuple(measures),
        rule="sample",
        was=parse_edtf(was) if was else None,
    )
    evidence = Evidence(
        statement,
        sentence,
        document=f"d{name}",
        asserted_on=date(2024, 9, 5),
        recorded_at=datetime(2024, 9, 6, tzinfo=UTC),
        source="news/a.md",
        title="Its article: 「新聞」",
        publisher='Harbor "Wire"',
        url=url,
        language="en",
        published_on=date(2024, 9, 5),
        published_how=PublishedHow.METADATA,
        author="Ann",
    )
    event = Event(
        id=f"e{name}",
        kind=kind,
        title=title,
        when=when,
        status=status,
        entities=tuple(entity.id for entity in entities),
        measures=tuple(measures),
        statements=(statement.id,),
        sources=('Harbor "Wire"',),
    )
    return EventDetail(event, (evidence,), tuple(judgements), {entity.id: entity for entity in entities})


DROP = Measure("market_cap_change", Decimal("-279000000000"), "USD", approximate=True)
EPS = Measure("eps", Decimal("0.755"), "USD", "yoy", period="2024-34")

HOSTILE = [detail(title, name=f"t{number}") for number, title in enumerate(TITLES)]
DATED = [detail(f"Dated {edtf}", edtf, name=f"d{number}") for number, edtf in enumerate(DATES)]
OF_STATUS = [detail(f"It is {status}", status=status, name=f"s{status}") for status in Status]
SLIPPED = detail("Delayed to 2025", "2025-33", Status.PLANNED, kind="delay", was="2024-34", name="slip")
MEASURED = detail(
    "輝達 lost $279 billion", kind="market_cap", measures=(DROP, EPS), entities=(NVIDIA, HUANG), name="m"
)
FISCAL = detail(
    "Results are due",
    TimeSpan(
        date(2024, 7, 29),
        date(2024, 10, 27),
        parse_edtf("2024-34").granularity,
        bound=Bound.UNTIL,
        fiscal_label="NVDA FY2025 Q3",
    ),
    Status.FORECAST,
    entities=(ZYXON,),
    name="f",
)
BARE = EventDetail(Event("e0bare", "other", "第二季", TimeSpan.quarter(2024, 2), Status.PLANNED, ()), ())
EVENTS = sorted(
    [*HOSTILE, *DATED, *OF_STATUS, SLIPPED, MEASURED, FISCAL, BARE],
    key=lambda each: each.event.when.starts_on,
)


def written(name: str, details: Iterable[EventDetail] = EVENTS, job: Job | None = None) -> bytes:
    """The events in a format."""
    out = io.BytesIO()
    FILE_FORMATS[name].write(details, out, job or Job("A title: 「時間軸」"))
    return out.getvalue()
