"""An event that a person entered.

It becomes a document of its own, whose text is the date as it was written and the title below it, so that a
curated event has its evidence like any other. What a row does not say is read from its title.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kb.knowledge.kinds import get_kind
from kb.model import (
    Document,
    EntityMention,
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
from kb.pipeline import Knowledge, extract, shipped_knowledge
from kb.text.language import UNDETERMINED, detect_language
from kb.when.span import TimeSpan

SOURCE = "curated"
RULE = "curated"
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class CuratedEvent:
    """An event as a person entered it. None means that it was not said.

    `written` is the date as written, `when` what it means; entities are ids, the principal first.
    """

    written: str
    when: TimeSpan
    title: str
    kind: str | None = None
    entities: tuple[str, ...] | None = None
    status: Status | None = None
    measures: tuple[Measure, ...] | None = None
    source: str = SOURCE
    publisher: str | None = None
    url: str | None = None
    published: date | None = None


def curate(event: CuratedEvent, knowledge: Knowledge | None = None) -> Extraction:
    """The event as the one statement of a document of its own."""
    knowledge = knowledge or shipped_knowledge()
    guess = _guess(event, knowledge)
    document = _document(event)
    statement = _statement(event, document, guess, knowledge)
    return Extraction(document, _sentences(document), (_mention(event),), (), (statement,), ())


def _document(event: CuratedEvent) -> Document:
    text = f"{event.written}\n{event.title}"
    language = detect_language(event.title)
    return Document(
        id=_hash(SOURCE, text, event.kind, event.publisher, event.url, event.published),
        text=text,
        title=event.title,
        language=None if language == UNDETERMINED else language,
        source=event.source,
        published=Publication(event.published, PublishedHow.GIVEN) if event.published else None,
        publisher=event.publisher,
        url=event.url,
    )


def _hash(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _sentences(document: Document) -> tuple[Sentence, ...]:
    end = document.text.index("\n")
    return Sentence(0, end, 0), Sentence(end + 1, len(document.text), 1)


def _mention(event: CuratedEvent) -> TimeMention:
    written = event.written
    return TimeMention(0, len(written), written, TimexType.DATE, event.when, event.when.edtf, RULE)


def _statement(
    event: CuratedEvent, document: Document, guess: Statement | None, knowledge: Knowledge
) -> Statement:
    _, sentence = _sentences(document)
    kind = event.kind or (guess.kind if guess else _OTHER)
    return Statement(
        id=_hash(document.id, kind, sentence.start),
        start=sentence.start,
        end=sentence.end,
        quote=event.title,
        sentence=sentence,
        kind=kind,
        status=event.status or (guess.status if guess else Status.ACTUAL),
        when=event.when,
        time=_mention(event),
        participants=_participants(event, kind, guess, knowledge),
        measures=_measures(event, guess),
        rule=RULE,
    )


def _participants(
    event: CuratedEvent, kind: str, guess: Statement | None, knowledge: Knowledge
) -> tuple[Participant, ...]:
    if event.entities is None and guess is not None:
        return guess.participants
    entities = event.entities if event.entities is not None else _named(event.title, knowledge)
    first, others = get_kind(kind).roles
    return tuple(
        Participant(entity, others if position else first) for position, entity in enumerate(entities)
    )


def _named(title: str, knowledge: Knowledge) -> list[str]:
    mentions: Sequence[EntityMention] = knowledge.finder.find(title)
    return list(dict.fromkeys(mention.entity for mention in mentions))


def _measures(event: CuratedEvent, guess: Statement | None) -> tuple[Measure, ...]:
    if event.measures is not None:
        return event.measures
    return guess.measures if guess else ()


def _guess(event: CuratedEvent, knowledge: Knowledge) -> Statement | None:
    """What the extractor makes of the title, had it stood in the news on the event's last day."""
    published = Publication(event.when.ends_on, PublishedHow.GIVEN)
    text = f"{event.when.ends_on.isoformat()}, {event.title}"
    statements = extract(Document("", text, published=published), knowledge).statements
    if event.kind is None:
        return next(iter(statements), None)
    return next((statement for statement in statements if statement.kind == event.kind), None)
