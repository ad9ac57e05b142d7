"""What a text has said so far, for clauses that leave out their subject or their date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.knowledge.gazetteer import Gazetteer
from kb.model import EntityMention, EntityType
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

if TYPE_CHECKING:
    from kb.events.dating import Dating
    from kb.events.draft import Draft
    from kb.events.sorts import Sorts

# How far a date of results reaches, in paragraphs: a report's figures follow its first lines.
_REACH = 12
# Those who tell of companies or rule on them, by industry: they are seldom what a text is about.
_TELLERS = frozenset({"media", "research", "regulator", "government", "exchange", "index", "court"})
_RULERS = frozenset({"regulator", "government", "agencies", "court"})
# How often a text names the organization that it is about: so many times, so many times oftener than another,
# and once among its first characters.
_OFTEN, _LEAD, _OPENING = 3, 1.2, 250
# Paragraphs in which somebody is asked, and how many make an interview; who answers says `we`.
_QUESTION = re.compile(r"^\W{0,3}(?:q|question)\W{1,3}\s|\?\W{0,3}$", re.M)
_OURS = re.compile(r"\b(?:we|our)\b")
_ASKED = 3
_PERIODS = frozenset({Granularity.MONTH, Granularity.QUARTER, Granularity.HALF, Granularity.YEAR})


@dataclass(frozen=True, slots=True)
class Known:
    """A date that the text gave, and the paragraph where it did."""

    when: TimeSpan
    paragraph: int


@dataclass(slots=True)
class Discourse:
    """The topics and dates that later clauses take up.

    `main` is the organization that the whole text is about, if there is one, `theme` the kind of event that it
    is all about, `sorts` which organizations it names of each sort, `published` the day it came out, `coming`
    the date that the next clause gives this one too.
    `subject` is what the last clause was about, of whatever type, `latter` the organization last named, `listed`
    the last one with shares on an exchange, `authority` the last one that rules on others,
    `opener` the one that last opened a sentence, `inherited` the one that
    the sentence before left. `release` is the last day on which results came out, `period` what they were for,
    `reporter` whose they are; `outlook` is the period of the last forecast, `day` the last day on which something
    happened, `told_of` the paragraph where the product was named. Within a sentence, `sentence` is the date of the
    statement before, `target` that of the plan before, `thing` the product last named, `draft` the statement
    before itself, `measured` its kind and what it measured, `basis` what its changes compare with, `sentence_day`
    the last day on which something happened, `entry` the date that stands alone before it and `is_entry` whether
    the sentence is what happened then; `chronicle` is the date that heads the paragraph: `May 1926: …`.
    `named_day` is the last day gone by that the sentence itself names,
    `market` is the last day of trading that an English text told of, `mentioned` the day that the sentence before
    named, `previous` the last statement of the paragraph, `opening` the name that opens the sentence,
    `resumed` the subject of an English sentence with the place where its verb comes after asides, `antecedent` whom
    an English relative clause is about.
    `compared` is the period whose English results were said to be compared with the year before.
    `deal` are the parties of the last acquisition, the buyer first.
    `figures` is the period of the last figures of a market or of deliveries, `paragraph` the one that is being
    read.
    """

    gazetteer: Gazetteer
    main: str | None = None
    main_product: str | None = None
    theme: str | None = None
    sorts: Sorts | None = None
    published: TimeSpan | None = None
    coming: Dating | None = None
    subject: str | None = None
    organization: str | None = None
    told_of: int = -1
    deal: tuple[str, ...] = ()
    latter: str | None = None
    listed: str | None = None
    opener: str | None = None
    inherited: str | None = None
    reporter: str | None = None
    product: str | None = None
    person: str | None = None
    authority: str | None = None
    antecedent: str | None = None
    release: Known | None = None
    period: Known | None = None
    outlook: Known | None = None
    day: Known | None = None
    sentence: TimeSpan | None = None
    target: TimeSpan | None = None
    thing: str | None = None
    draft: Draft | None = None
    figures: Known | None = None
    paragraph: int = -1
    measured: tuple[str, str] | None = None
    basis: str | None = None
    compared: TimeSpan | None = None
    sentence_day: TimeSpan | None = None
    entry: TimeSpan | None = None
    chronicle: Known | None = None
    is_entry: bool = False
    market: TimeSpan | None = None
    opening: str | None = None
    resumed: tuple[str, int] | None = None
    mentioned: Known | None = None
    named_day: TimeSpan | None = None
    previous: Draft | None = None

    def turn_to_main(self) -> None:
        """A paragraph that names nobody yet goes on with the organization that the text is about."""
        if self.main:
            self.reporter = self.reporter if self.reporter == self.main else None
            self.subject = self.organization = self.main

    def hear(self, mentions: Iterable[EntityMention]) -> None:
        """Take in the names of a sentence: the first of each type is what the next clauses are about."""
        first: dict[EntityType, str] = {}
        employer: str | None = None
        for mention in mentions:
            if not first:
                self.subject = mention.entity
            entity = self.gazetteer.entities.get(mention.entity)
            kind = entity.type if entity else EntityType.ORGANIZATION
            first.setdefault(kind, mention.entity)
            if entity and kind is not EntityType.ORGANIZATION:
                employer = employer or entity.of
            elif kind is EntityType.ORGANIZATION:
                self.latter = mention.entity
                rules = entity is not None and entity.industry in _RULERS
                self.authority = mention.entity if rules else self.authority
                self.listed = mention.entity if entity and entity.tickers else self.listed
        self.organization = first.get(EntityType.ORGANIZATION) or employer or self.organization
        if EntityType.PRODUCT in first:
            self.product, self.told_of = first[EntityType.PRODUCT], self.paragraph
        self.person = first.get(EntityType.PERSON, self.person)

    def hear_speakers(self, mentions: Iterable[EntityMention]) -> None:
        """Take in who only says something: `he` may be meant by it, and no clause that drops its subject."""
        for mention in mentions:
            entity = self.gazetteer.entities.get(mention.entity)
            self.person = mention.entity
            self.organization = (entity.of if entity else None) or self.organization

    def hear_objects(self, mentions: Iterable[EntityMention]) -> None:
        """Take in the names of a statement's own clauses, which leave its subject the topic."""
        subject, organization = self.subject, self.organization
        self.hear(mentions)
        self.subject, self.organization = subject, organization or self.organization
        known = self.gazetteer.entities.get(subject or "")
        self.person = subject if known and known.type is EntityType.PERSON else self.person

    def topic(self, kind: EntityType) -> str | None:
        """What the text was last about, of a type."""
        return {
            EntityType.ORGANIZATION: self.organization,
            EntityType.PRODUCT: self.product,
            EntityType.PERSON: self.person,
        }.get(kind)


def find_main(mentions: Iterable[EntityMention], gazetteer: Gazetteer) -> str | None:
    """The organization that a text opens with and names oftenest, those that only tell or judge left out."""
    return _oftenest(one for one in mentions if _is_told_of(one, gazetteer))


def _is_told_of(mention: EntityMention, gazetteer: Gazetteer) -> bool:
    """Whether it is an organization that does more than tell or judge."""
    entity = gazetteer.entities.get(mention.entity)
    return entity is not None and entity.type is EntityType.ORGANIZATION and entity.industry not in _TELLERS


def find_interviewed(low: str, mentions: Iterable[EntityMention], gazetteer: Gazetteer) -> str | None:
    """The organization that an English interview is with: the first that it names. None where nobody is asked."""
    asked = len(_QUESTION.findall(low))
    if asked < _ASKED or len(_OURS.findall(low)) < _ASKED:
        return None
    return next((one.entity for one in mentions if _is_told_of(one, gazetteer)), None)


def find_main_product(mentions: Iterable[EntityMention], gazetteer: Gazetteer) -> str | None:
    """The product that a text opens with and names oftenest."""
    return _oftenest(
        one
        for one in mentions
        if (entity := gazetteer.entities.get(one.entity)) and entity.type is EntityType.PRODUCT
    )


def _oftenest(mentions: Iterable[EntityMention]) -> str | None:
    counts: Counter[str] = Counter()
    opening: set[str] = set()
    for mention in mentions:
        counts[mention.entity] += 1
        if mention.start < _OPENING:
            opening.add(mention.entity)
    if not counts:
        return None
    (first, times), *others = counts.most_common()
    if first not in opening or times < _OFTEN:
        return None
    beaten = (times >= (_LEAD if other in opening else 1) * number for other, number in others)
    return first if all(beaten) else None


def recent(known: Known | None, paragraph: int) -> TimeSpan | None:
    """A date that the text gave, if that was not too long ago."""
    return known.when if known and paragraph - known.paragraph <= _REACH else None


def is_period(when: TimeSpan) -> bool:
    """Whether results can be for this time."""
    return when.granularity in _PERIODS


def is_day(when: TimeSpan) -> bool:
    """Whether something can be released then: a day."""
    return when.granularity is Granularity.DAY
