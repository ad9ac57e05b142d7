"""Document → Extraction: `extract` shows the order of the steps. Pure: no database, no clock, no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

from kb.lang.fold import fold
from kb.model import Document, Entity, EntityMention, EntityType, Extraction
from kb.text.language import detect_language
from kb.text.sentences import split_sentences
from kb.timex import TimeContext, TimeReading, read
from kb.timex.context import Place
from kb.when.fiscal import FiscalCalendar

if TYPE_CHECKING:
    from kb.entities.find import EntityFinder
    from kb.knowledge.gazetteer import Gazetteer

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
    # Most dates need no company's calendar, and these take longer to load than a short text to read.
    from kb.entities.find import EntityFinder
    from kb.knowledge.fiscal import fiscal_calendars
    from kb.knowledge.gazetteer import load_gazetteer

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
        gazetteer = replace(gazetteer, entities={**gazetteer.entities, **named})
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
    from kb.entities.provisional import find_provisional

    known = knowledge.finder.find(text, folded)
    found = [_as_known(*one, knowledge) for one in find_provisional(text, folded, known)]
    if not found:
        return known, {}
    longer = {mention.start for mention, _ in found}
    known = [mention for mention in known if mention.start not in longer]
    mentions = sorted([*known, *(mention for mention, _ in found)], key=lambda mention: mention.start)
    new = {entity.id: entity for _, entity in found if entity.id not in knowledge.gazetteer.entities}
    return mentions, new


def _as_known(mention: EntityMention, entity: Entity, knowledge: Knowledge) -> tuple[EntityMention, Entity]:
    """A doubtful name that the text has shown to be one is that of the known entity: `Mistral raised …`."""
    if mention.text.isascii():
        ident = knowledge.finder.named(mention.text)
    else:
        name = fold(mention.text)
        ident = knowledge.finder.briefly_named(name) if mention.entity == name else None
    known = knowledge.gazetteer.entities.get(ident or "")
    if known is None or known.type is not entity.type:
        return mention, entity
    return replace(mention, entity=known.id), known


def dates(text: str, published: date | None = None, language: str | None = None) -> TimeReading:
    """Only the time mentions and their issues, fiscal ones on the calendars of the companies named."""
    folded = fold(text)
    context = TimeContext(published, _Places(text, folded), language or detect_language(text))
    return read(text, context, folded)


class _Places(Sequence[Place]):
    """The fiscal places of a text, looked up when its first quarter asks for them."""

    def __init__(self, text: str, folded: str) -> None:
        self._text, self._folded = text, folded

    @cached_property
    def _found(self) -> list[Place]:
        knowledge = shipped_knowledge()
        return fiscal_places(knowledge.finder.find(self._text, self._folded), knowledge)

    @overload
    def __getitem__(self, index: int) -> Place: ...
    @overload
    def __getitem__(self, index: slice) -> list[Place]: ...
    def __getitem__(self, index: int | slice) -> Place | list[Place]:
        return self._found[index]

    def __len__(self) -> int:
        return len(self._found)


def fiscal_places(
    entities: Sequence[EntityMention],
    knowledge: Knowledge,
    named: Mapping[str, Entity] = MappingProxyType({}),
) -> list[Place]:
    """Where companies are named, each with its fiscal calendar if known; their products where none is.

    `named` are the entities that the text alone tells of: theirs are not known.
    """
    companies: list[Place] = []
    makers: list[Place] = []
    for mention in entities:
        entity = knowledge.gazetteer.entities.get(mention.entity) or named.get(mention.entity)
        if mention.entity in knowledge.calendars:
            companies.append((mention.start, knowledge.calendars[mention.entity]))
        elif entity is not None and entity.of in knowledge.calendars:
            makers.append((mention.start, knowledge.calendars[entity.of]))
        elif entity is not None and entity.type is _COMPANY and entity.industry not in _TELLERS:
            companies.append((mention.start, None))
    return companies or makers
