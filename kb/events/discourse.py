"""What a text has said so far, for clauses that leave out their subject or their date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kb.knowledge.gazetteer import Gazetteer
from kb.model import EntityMention, EntityType
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

if TYPE_CHECKING:
    from kb.events.drafts import Draft

# How far a date of results reaches, in paragraphs: a report's figures follow its first lines.
_REACH = 12
_PERIODS = frozenset({Granularity.MONTH, Granularity.QUARTER, Granularity.HALF, Granularity.YEAR})


@dataclass(frozen=True, slots=True)
class Known:
    """A date that the text gave, and the paragraph where it did."""

    when: TimeSpan
    paragraph: int


@dataclass(slots=True)
class Discourse:
    """The topics and dates that later clauses take up.

    `subject` is what the last clause was about, of whatever type. `release` is the last day on which results
    came out, `period` what they were for, `reporter` whose they are; `outlook` is the period of the last
    forecast, `day` the last day on which something happened. Within a sentence, `sentence` is the date of the
    statement before, `target` that of the plan before, `thing` the product last named, `draft` the statement
    before itself, `measured` its kind and what it measured, `basis` what its changes compare with,
    `sentence_day` the last day on which something happened. `figures` is the period of the last figures of a
    market or of deliveries, `paragraph` the one that is being read.
    """

    gazetteer: Gazetteer
    subject: str | None = None
    organization: str | None = None
    reporter: str | None = None
    product: str | None = None
    person: str | None = None
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
    sentence_day: TimeSpan | None = None

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
        self.organization = first.get(EntityType.ORGANIZATION) or employer or self.organization
        self.product = first.get(EntityType.PRODUCT, self.product)
        self.person = first.get(EntityType.PERSON, self.person)

    def hear_objects(self, mentions: Iterable[EntityMention]) -> None:
        """Take in the names of a statement's own clauses, which leave its subject the topic."""
        subject, organization = self.subject, self.organization
        self.hear(mentions)
        self.subject, self.organization = subject, organization or self.organization

    def topic(self, kind: EntityType) -> str | None:
        """What the text was last about, of a type."""
        return {
            EntityType.ORGANIZATION: self.organization,
            EntityType.PRODUCT: self.product,
            EntityType.PERSON: self.person,
        }.get(kind)


def recent(known: Known | None, paragraph: int) -> TimeSpan | None:
    """A date that the text gave, if that was not too long ago."""
    return known.when if known and paragraph - known.paragraph <= _REACH else None


def is_period(when: TimeSpan) -> bool:
    """Whether results can be for this time."""
    return when.granularity in _PERIODS


def is_day(when: TimeSpan) -> bool:
    """Whether something can be released then: a day."""
    return when.granularity is Granularity.DAY
