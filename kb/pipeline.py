"""Document → Extraction: `extract` shows the order of the steps. Pure: no database, no clock, no network."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kb.entities.find import EntityFinder
from kb.entities.provisional import find_provisional
from kb.knowledge.fiscal import fiscal_calendars
from kb.knowledge.gazetteer import Gazetteer, load_gazetteer
from kb.lang.fold import fold
from kb.model import Document, Entity, EntityMention, EntityType, Extraction
from kb.text.language import detect_language
from kb.text.sentences import split_sentences
from kb.timex import TimeContext, TimeReading, read
from kb.when.fiscal import FiscalCalendar

_COMPANY = EntityType.ORGANIZATION
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
    # Dates alone (`kb dates`) need neither, and both cost time to load.
    from kb.amounts import find_amounts
    from kb.events import extract_statements

    knowledge = knowledge or shipped_knowledge()
    text, folded = document.text, fold(document.text)
    sentences = split_sentences(text)
    entities, named = _entities(text, folded, knowledge)
    published = document.published.day if document.published else None
    context = TimeContext(published, fiscal_places(entities, knowledge, named), document.language)
    times = read(text, context, folded)
    amounts = find_amounts(text, folded, [(time.start, time.end) for time in times.mentions])
    gazetteer = knowledge.gazetteer
    if named:
        gazetteer = replace(gazetteer, entities=ChainMap(named, dict(gazetteer.entities)))
    statements = extract_statements(document, sentences, times.mentions, entities, amounts, gazetteer)
    return Extraction(
        document,
        tuple(sentences),
        tuple(times.mentions),
        tuple(entities),
        tuple(statements),
        tuple(times.issues),
        tuple(named.values()),
    )


def _entities(text: str, folded: str, knowledge: Knowledge) -> tuple[list[EntityMention], dict[str, Entity]]:
    """The mentions of known entities and of names that the text shows to be names, with these by id."""
    known = knowledge.finder.find(text, folded)
    found = find_provisional(text, folded, known)
    if not found:
        return known, {}
    mentions = sorted([*known, *(mention for mention, _ in found)], key=lambda mention: mention.start)
    new = {entity.id: entity for _, entity in found if entity.id not in knowledge.gazetteer.entities}
    return mentions, new


def dates(text: str, published: date | None = None, language: str | None = None) -> TimeReading:
    """Only the time mentions and their issues, fiscal ones on the calendars of the companies named."""
    knowledge = shipped_knowledge()
    folded = fold(text)
    entities = knowledge.finder.find(text, folded)
    context = TimeContext(published, fiscal_places(entities, knowledge), language or detect_language(text))
    return read(text, context, folded)


def fiscal_places(
    entities: Sequence[EntityMention],
    knowledge: Knowledge,
    named: Mapping[str, Entity] = MappingProxyType({}),
) -> list[tuple[int, FiscalCalendar | None]]:
    """Where companies are named, each with its fiscal calendar if known; their products where none is.

    `named` are the entities that the text alone tells of: theirs are not known.
    """
    companies: list[tuple[int, FiscalCalendar | None]] = []
    makers: list[tuple[int, FiscalCalendar | None]] = []
    for mention in entities:
        entity = knowledge.gazetteer.entities.get(mention.entity) or named.get(mention.entity)
        if mention.entity in knowledge.calendars:
            companies.append((mention.start, knowledge.calendars[mention.entity]))
        elif entity is not None and entity.of in knowledge.calendars:
            makers.append((mention.start, knowledge.calendars[entity.of]))
        elif entity is not None and entity.type is _COMPANY and entity.industry not in _TELLERS:
            companies.append((mention.start, None))
    return companies or makers
