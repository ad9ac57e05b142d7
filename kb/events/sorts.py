"""English nouns that mean an organization told of before: `the regulator`, `the chipmaker`, `the Swedish lender`.

What sort an organization is the gazetteer says, the end of its name (Court of Appeal, Kisaragi Chemical), or the
words beside it: `Vantner, a private equity house`, `the chipmaker Arbor`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kb.events.draft import Draft
from kb.events.page import entity_type
from kb.knowledge.gazetteer import Gazetteer
from kb.lang.load import load_words
from kb.model import EntityMention, EntityType

# Characters beside a name in which the noun stands that says what it is.
_REACH = 60


@dataclass(frozen=True, slots=True)
class Sorts:
    """Where a text names organizations of each sort, in the order of the text."""

    places: Mapping[str, list[tuple[int, str]]]

    def meant(self, sort: str, at: int) -> str | None:
        """The organization of a sort named last before an offset, or else the first after it."""
        places = self.places.get(sort, [])
        after = bisect_left(places, (at, ""))
        return places[max(0, after - 1)][1] if places else None


def find_sorts(low: str, mentions: Iterable[EntityMention], gazetteer: Gazetteer) -> Sorts:
    """The sorts of the organizations that a text names; what is once said of one is true of it everywhere."""
    named = [one for one in mentions if one.text.isascii() and _is_organization(one, gazetteer)]
    sorts: dict[str, str] = {}
    for one in named:
        if one.entity not in sorts and (sort := _sort_of(low, one, gazetteer)):
            sorts[one.entity] = sort
    places: dict[str, list[tuple[int, str]]] = {}
    for one in named:
        if one.entity in sorts:
            places.setdefault(sorts[one.entity], []).append((one.start, one.entity))
    return Sorts(places)


def meant_by_noun(draft: Draft, sorts: Sorts) -> str | None:
    """The organization that a noun before the verb of an English clause means, if no name stands there."""
    main = draft.main
    end = draft.trigger.hit.start - main.start
    if not main.is_latin or end <= 0 or any(one.start < draft.trigger.hit.start for one in main.entities):
        return None
    noun = _noun().search(main.text, 0, end)
    return sorts.meant(_words().sorts[noun[1]], main.start) if noun else None


def _is_organization(mention: EntityMention, gazetteer: Gazetteer) -> bool:
    return entity_type(mention.entity, gazetteer) is EntityType.ORGANIZATION


def _sort_of(low: str, mention: EntityMention, gazetteer: Gazetteer) -> str | None:
    words = _words()
    known = gazetteer.entities.get(mention.entity)
    if known and known.industry and known.industry in words.industries:
        return words.industries[known.industry]
    last = mention.text.rpartition(" ")[2]
    if last in words.ends and " " in mention.text:
        return words.ends[last]
    noun = _apposed().match(low, mention.end) or _titled().search(
        low[max(0, mention.start - _REACH) : mention.start]
    )
    return words.sorts[noun[1]] if noun else None


@dataclass(frozen=True, slots=True)
class _Words:
    """Sorts by noun, by industry, by the last word of a name."""

    sorts: Mapping[str, str]
    industries: Mapping[str, str]
    ends: Mapping[str, str]


@cache
def _words() -> _Words:
    table = load_words("en", "sorts")
    return _Words(
        *({word: sort for sort, word in _under(table, key)} for key in ("nouns", "industries", "ends"))
    )


def _under(table: Mapping[str, Mapping[str, list[str]]], key: str) -> Iterator[tuple[str, str]]:
    return ((sort, word) for sort, lists in table.items() for word in lists[key])


@cache
def _nouns() -> str:
    return "|".join(re.escape(noun) for noun in sorted(_words().sorts, key=len, reverse=True))


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:the|this|that) (?:[a-z-]+ ){{0,2}}?({_nouns()})(?!')\b")


@cache
def _apposed() -> re.Pattern[str]:
    return re.compile(rf"(?: \([^)]+\))?, (?:an?|the|its) (?:[\w-]+ ){{0,4}}?({_nouns()})\b")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"\b({_nouns()}) $")
