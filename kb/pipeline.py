"""Document → Extraction: the order of the steps can be read in `extract`. Pure: no database, no clock, no network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from kb.amounts import find_amounts
from kb.entities.find import EntityFinder
from kb.events import extract_statements
from kb.knowledge.fiscal import fiscal_calendars
from kb.knowledge.gazetteer import Gazetteer, load_gazetteer
from kb.lang.fold import fold
from kb.model import Document, EntityMention, EntityType, Extraction, TimeMention
from kb.text.language import detect_language
from kb.text.sentences import split_sentences
from kb.timex import TimeContext, read
from kb.when.fiscal import FiscalCalendar


# Those who tell of companies: a quarter in their sentence is not their own.
_TELLERS = frozenset({"media", "research", "regulator", "government", "exchange"})


@dataclass(frozen=True)
class Knowledge:
    """What the pipeline knows of the world: the entities with their finder, and the fiscal calendars."""

    gazetteer: Gazetteer
    finder: EntityFinder
    calendars: dict[str, FiscalCalendar]


@cache
def shipped_knowledge(gazetteers: tuple[Path, ...] = ()) -> Knowledge:
    """The knowledge that kb ships, with a user's own gazetteers on top."""
    gazetteer = load_gazetteer(gazetteers)
    return Knowledge(gazetteer, EntityFinder(gazetteer), dict(fiscal_calendars()))


def extract(document: Document, knowledge: Knowledge | None = None) -> Extraction:
    """All that the document says: its sentences, time and entity mentions, and statements."""
    knowledge = knowledge or shipped_knowledge()
    text, folded = document.text, fold(document.text)
    sentences = split_sentences(text)
    entities = knowledge.finder.find(text, folded)
    published = document.published.day if document.published else None
    context = TimeContext(published, fiscal_places(entities, knowledge), document.language)
    times = read(text, context, folded)
    amounts = find_amounts(text, folded, [(time.start, time.end) for time in times.mentions])
    statements = extract_statements(
        document, sentences, times.mentions, entities, amounts, knowledge.gazetteer
    )
    return Extraction(
        document,
        tuple(sentences),
        tuple(times.mentions),
        tuple(entities),
        tuple(statements),
        tuple(times.issues),
    )


def dates(text: str, published: date | None = None, language: str | None = None) -> list[TimeMention]:
    """Only the time mentions of a text, fiscal ones on the calendars of the companies it names."""
    return time_reading(text, published, language)


def time_reading(text: str, published: date | None, language: str | None) -> list[TimeMention]:
    """The time mentions, with the entities looked up for their fiscal calendars alone."""
    knowledge = shipped_knowledge()
    folded = fold(text)
    entities = knowledge.finder.find(text, folded)
    context = TimeContext(published, fiscal_places(entities, knowledge), language or detect_language(text))
    return read(text, context, folded).mentions


def fiscal_places(
    entities: Sequence[EntityMention], knowledge: Knowledge
) -> list[tuple[int, FiscalCalendar | None]]:
    """Where companies are named, or their products and people, each with its fiscal calendar if that is known."""
    places: list[tuple[int, FiscalCalendar | None]] = []
    for mention in entities:
        entity = knowledge.gazetteer.entities.get(mention.entity)
        owner = mention.entity if mention.entity in knowledge.calendars else entity and entity.of
        if owner in knowledge.calendars:
            places.append((mention.start, knowledge.calendars[owner]))
        elif entity is not None and entity.type is EntityType.ORGANIZATION and entity.industry not in _TELLERS:
            places.append((mention.start, None))
    return places
