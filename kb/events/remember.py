"""What a statement leaves to the clauses after it: its topic and its dates."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.dating import COUNTED, Dating
from kb.events.discourse import Discourse, Known, is_day, is_period
from kb.events.draft import Draft
from kb.events.oblique import is_doer, is_governed
from kb.events.page import entity_type
from kb.events.words import affixes
from kb.model import EntityType, Participant, Status
from kb.when.span import TimeSpan


def remember(
    draft: Draft, dating: Dating, participants: Sequence[Participant], status: Status, discourse: Discourse
) -> None:
    """Leave topic and dates to the clauses that follow."""
    paragraph = draft.main.sentence.paragraph
    discourse.sentence = dating.when
    discourse.target = dating.when if status is Status.PLANNED else discourse.target
    things = (
        one.entity
        for one in participants
        if entity_type(one.entity, discourse.gazetteer) is EntityType.PRODUCT
    )
    discourse.thing = next(things, discourse.thing)
    people = (one.entity for one in participants if _is_person(one, discourse))
    discourse.person = next(people, discourse.person) if draft.main.is_latin else discourse.person
    for participant in participants[1:2] if draft.kind == "regulation" else participants[:1]:
        if _only_does(participant, draft) if draft.main.is_latin else _is_beside(participant, draft):
            continue
        discourse.subject = participant.entity
        entity = discourse.gazetteer.entities.get(participant.entity)
        if entity is None or entity.type is EntityType.ORGANIZATION:
            discourse.organization = participant.entity
            if draft.kind in ("earnings", "guidance"):
                discourse.reporter = participant.entity
        elif draft.main.is_latin and entity.type is EntityType.PRODUCT and entity.of:
            discourse.organization = entity.of
    if draft.kind == "regulation" and not draft.main.is_latin and participants:
        discourse.subject = participants[0].entity
    if draft.kind == "acquisition" and len(participants) > 1:
        discourse.deal = tuple(one.entity for one in participants)
    if draft.kind == "guidance":
        discourse.outlook = Known(dating.when, paragraph)
    if draft.kind == "earnings" and status is Status.PLANNED:
        discourse.outlook = Known(dating.when, paragraph)
    if status is not Status.ACTUAL:
        return
    if draft.kind in COUNTED and is_period(dating.when):
        discourse.figures = Known(dating.when, paragraph)
    if is_day(dating.when):
        discourse.day = Known(dating.when, paragraph)
        discourse.sentence_day = dating.when
    if draft.kind == "earnings":
        if dating.rule == "release":
            discourse.release = Known(dating.when, paragraph)
            discourse.period = discourse.period if draft.main.is_latin else None
        compares = _compares(draft) or (dating.period and _looks_back(dating.period, paragraph, discourse))
        ends = draft.main.is_latin and dating.rule == "period"
        if dating.period and (is_period(dating.period) or ends) and not compares:
            discourse.period = Known(dating.period, paragraph)


def _is_person(participant: Participant, discourse: Discourse) -> bool:
    return entity_type(participant.entity, discourse.gazetteer) is EntityType.PERSON


def _only_does(participant: Participant, draft: Draft) -> bool:
    """Whether an English passive names it as the doer, so that the text goes on about another: `bought by Kallstad`."""
    return any(one.entity == participant.entity and is_doer(one, draft) for one in draft.main.entities)


def _is_beside(participant: Participant, draft: Draft) -> bool:
    """Whether a Chinese clause names it after a preposition only, and goes on about another: 面對歐盟課徵…,巨大…."""
    names = [one for one in draft.main.entities if one.entity == participant.entity]
    return bool(names) and all(is_governed(draft.main, one) for one in names)


def _compares(draft: Draft) -> bool:
    """Whether it only tells what a figure is compared with: `against 346 billion in 2023`."""
    return draft.main.is_latin and draft.main.text.startswith(affixes("opening", "comparison"))


def _looks_back(period: TimeSpan, paragraph: int, discourse: Discourse) -> bool:
    """Whether a paragraph turns to the figures of an earlier period, for comparison only."""
    known = discourse.period
    return known is not None and known.paragraph == paragraph and period.ends_on < known.when.starts_on
