"""The whole flow as frozen dataclasses: document → sentences → mentions → statements → events.

Every `start` and `end` is a half-open offset in code points into `Document.text`, and
`document.text[start:end]` is the text of what it describes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kb.when.span import TimeSpan


class Status(StrEnum):
    """What the source says of a happening."""

    ACTUAL = "actual"
    PLANNED = "planned"
    FORECAST = "forecast"
    RUMORED = "rumored"
    CANCELLED = "cancelled"
    DENIED = "denied"


class PublishedHow(StrEnum):
    """How the publication date (the document creation time) was found."""

    GIVEN = "given"
    METADATA = "metadata"
    DATELINE = "dateline"
    INFERRED = "inferred"


class TimexType(StrEnum):
    """TIMEX3 types. A time of day stands on its mention as `clock`, so there is no TIME here."""

    DATE = "DATE"
    DURATION = "DURATION"
    SET = "SET"


@dataclass(frozen=True, slots=True)
class Publication:
    """The day on which a document was published and how that day is known."""

    day: date
    how: PublishedHow


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its publication date. `id` is a hash of the text; `language` is BCP 47.

    `found` says of each of these facts, by its name, how it was found: `JSON-LD headline`, `byline`.
    """

    id: str
    text: str
    title: str | None = None
    language: str | None = None
    source: str | None = None
    published: Publication | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    found: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document; `paragraph` counts from 0, `heading` says that it heads what follows."""

    start: int
    end: int
    paragraph: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A TIMEX3: a time expression, what it means, and the days it was resolved to.

    `value` is the TIMEX3 value (`2024-09-04`, `P30Y`, `PAST_REF`); `when` is None for durations, sets, vague
    expressions and dates that nothing in the text or its publication date settles. `anchor` says what a
    partial or relative date was counted from (an ISO day or EDTF), `rule` which rules read it.
    """

    start: int
    end: int
    text: str
    type: TimexType
    when: TimeSpan | None
    value: str | None
    rule: str
    anchor: str | None = None
    clock: str | None = None

    @property
    def granularity(self) -> str:
        """The span's granularity, or `duration`, `set`, `vague` where there is no span."""
        if self.when is not None:
            return self.when.granularity.value
        return "vague" if self.type is TimexType.DATE else self.type.value.lower()


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A place where the text names an entity; `entity` is the entity's id."""

    start: int
    end: int
    text: str
    entity: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, before anything says what it measures.

    `value` is in whole units (3.65萬億美元 is 3650000000000). `unit` is an ISO 4217 code, `XXX` for money of an
    unnamed currency, `%`, `bp`, `rank`, `count`, or a unit of time such as `day`. `sign` is -1 where the words
    around say that it fell, 1 where they say that it rose, 0 where they say neither. `high` is the upper end of a
    range. `tolerance` is as written (`2%`, `50bp`).
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    sign: int = 0
    high: Decimal | None = None
    tolerance: str | None = None
    approximate: bool = False
    noun: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of a statement: what is measured, how much, and how it is to be read.

    `basis` is `yoy`, `qoq` or `mom`; `period` is EDTF; losses and falls are negative.
    """

    metric: str
    value: Decimal
    unit: str
    basis: str | None = None
    segment: str | None = None
    period: str | None = None
    tolerance: str | None = None
    approximate: bool = False
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity's part in a statement; the first of a statement is its principal."""

    entity: str
    role: str = "participant"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim: one clause that says that something happens, or will, at a time.

    `id` hashes document, kind and place, so that a better rule updates a claim instead of doubling it.
    `time` is the mention that dates it where that stands in the quote; `when` is the date either way.
    `was` is a delay's former target, `announced` the day on which a plan or delay was made known.
    """

    id: str
    start: int
    end: int
    quote: str
    sentence: Sentence
    kind: str
    status: Status
    when: TimeSpan
    time: TimeMention | None
    participants: tuple[Participant, ...]
    measures: tuple[Measure, ...]
    rule: str
    speaker: str | None = None
    was: TimeSpan | None = None
    announced: TimeSpan | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in a text that could not be understood, with its place."""

    start: int
    end: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document, in the order of the text.

    `named` are the provisional entities: names that the text shows to be names and the gazetteer lacks.
    """

    document: Document
    sentences: tuple[Sentence, ...] = ()
    times: tuple[TimeMention, ...] = ()
    entities: tuple[EntityMention, ...] = ()
    statements: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()
    named: tuple[Entity, ...] = ()


class EntityType(StrEnum):
    """What sort of thing an entity is."""

    ORGANIZATION = "organization"
    PERSON = "person"
    PRODUCT = "product"
    PLACE = "place"
    GATHERING = "gathering"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with one id and its names in every language and script.

    `names` maps a BCP 47 tag (`en`, `zh-Hant-TW`, `zh-Hant-HK`, `zh-Hans`) to names, best first. `of` is the
    organization that makes a product or employs a person. `source` says where the facts come from.
    """

    id: str
    type: EntityType
    names: dict[str, tuple[str, ...]]
    tickers: tuple[str, ...] = ()
    wikidata: str | None = None
    of: str | None = None
    industry: str | None = None
    country: str | None = None
    source: str | None = None
    provisional: bool = False

    def label(self, language: str = "en") -> str:
        """The best name in a language, else in any of the same script's, else the id."""
        for tag in (
            language,
            *(tag for tag in self.names if tag.split("-")[0] == language.split("-")[0]),
            "en",
        ):
            if self.names.get(tag):
                return self.names[tag][0]
        return self.id


@dataclass(frozen=True, slots=True)
class Event:
    """What one or more statements are about. `statements` are ids; `conflicts` are sentences for a person."""

    id: str
    kind: str
    title: str
    when: TimeSpan
    status: Status
    entities: tuple[str, ...]
    measures: tuple[Measure, ...] = ()
    statements: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's or a rule's word on statements: same, different, wrong, or an amendment."""

    left: str
    right: str | None
    verdict: str
    by: str
    at: datetime
    retracted_at: datetime | None = None
    amend: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement with the sentence and the document that it stands in.

    `sentence_text` is the sentence's characters; `asserted_on` is the publication date, else the day it was
    recorded. `copy_of` names who first told the story that the document prints in nearly the same words, with
    their `similarity` in percent; `found` is as the document's, `also` are other places of the very same text.
    """

    statement: Statement
    sentence_text: str
    document: str
    asserted_on: date
    recorded_at: datetime
    source: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    published_on: date | None = None
    version: str | None = None
    event: str | None = None
    published_how: PublishedHow | None = None
    author: str | None = None
    copy_of: str | None = None
    similarity: int | None = None
    found: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventDetail:
    """Everything about one event. `described` are those of its entities, by id, that could be described."""

    event: Event
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...] = field(default=())
    described: Mapping[str, Entity] = field(default_factory=dict)
