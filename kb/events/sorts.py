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
from kb.events.words import affixes
from kb.knowledge.gazetteer import Gazetteer
from kb.lang.load import load_words
from kb.model import EntityMention, EntityType

# Words by which any organization is meant once its country is told.
_ANY = "group|company|firm|giant|business|conglomerate|concern|manufacturer|maker|operator|start-?up"
# `Brazil's Embraer`, `the German carmaker BMW`; `Vestas, a Danish maker of turbines`, `Hespera of Germany`.
_OWNED = re.compile(r"\b([a-z]+)(?:'s)? (?:[a-z-]+ ){0,2}$")
_PLACED = re.compile(r"(?: of |, (?:an?|the) )([a-z]+)\b")
# Characters beside a name in which the noun stands that says what it is.
_REACH = 60


@dataclass(frozen=True, slots=True)
class Sorts:
    """Where a text names organizations of each sort and country, in the order of the text.

    `nations` are the countries' codes by their names and adjectives in small letters.
    """

    places: Mapping[str, list[tuple[int, str]]]
    nations: Mapping[str, str]

    def of_nation(self, text: str, at: int) -> str | None:
        """The organization last named before an offset that `the British group` or the like in a text means."""
        noun = _of_nation().search(text)
        nation = self.nations.get(noun[1]) if noun else None
        return self.meant(nation, at) if nation else None

    def meant(self, sort: str, at: int) -> str | None:
        """The organization of a sort named last before an offset, or else the first after it."""
        places = self.places.get(sort, [])
        after = bisect_left(places, (at, ""))
        return places[max(0, after - 1)][1] if places else None


def find_sorts(low: str, mentions: Iterable[EntityMention], gazetteer: Gazetteer) -> Sorts:
    """The sorts of the organizations that a text names; what is once said of one is true of it everywhere."""
    named = [one for one in mentions if one.text.isascii() and _is_organization(one, gazetteer)]
    nations = gazetteer.nations
    sorts: dict[str, dict[str, None]] = {}
    for one in named:
        found = sorts.setdefault(one.entity, {})
        if not any(sort in _words().sorts.values() for sort in found):
            found.update(dict.fromkeys(filter(None, (_sort_of(low, one, gazetteer),))))
        found.update(dict.fromkeys(filter(None, (_nation_of(low, one, gazetteer, nations),))))
    places: dict[str, list[tuple[int, str]]] = {}
    for one in named:
        for sort in sorts[one.entity]:
            places.setdefault(sort, []).append((one.start, one.entity))
    return Sorts(places, nations)


def meant_by_noun(draft: Draft, sorts: Sorts) -> str | None:
    """The organization that a noun before the verb of an English clause means, if no name stands there."""
    main = draft.main
    end = draft.trigger.hit.start - main.start
    if not main.is_latin or end <= 0 or any(one.start < draft.trigger.hit.start for one in main.entities):
        return None
    meant = _meant(main.text[:end], main.start, sorts)
    if meant or not draft.lead or not main.text.startswith(affixes("opening", "says_of_itself")):
        return meant
    before = draft.lead[-1]
    return None if before.entities else _meant(before.text, before.start, sorts)


def _meant(text: str, at: int, sorts: Sorts) -> str | None:
    by_nation = sorts.of_nation(text, at)
    if by_nation:
        return by_nation
    noun = _noun().search(text)
    return sorts.meant(_words().sorts[noun[1]], at) if noun else None


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


def _nation_of(
    low: str, mention: EntityMention, gazetteer: Gazetteer, nations: Mapping[str, str]
) -> str | None:
    """The country of an organization: the gazetteer's, or what stands beside its name: `Brazil's Embraer`."""
    known = gazetteer.entities.get(mention.entity)
    if known and known.country:
        return known.country
    before = _OWNED.search(low, max(0, mention.start - _REACH), mention.start)
    after = _PLACED.match(low, mention.end)
    words = [found[1] for found in (before, after) if found]
    return next((nations[word] for word in words if word in nations), None)


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
def _of_nation() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:the|this|that) ((?:south |new |saudi )?[a-z.]+) (?:[a-z-]+ )?(?:{_ANY}|{_nouns()})(?!')\b"
    )


def sort_before(before: str) -> bool:
    """Whether English text ends with a noun for a sort of organization: `the Danish brewer `."""
    return _titled().search(before) is not None or _any_titled().search(before) is not None


@cache
def _any_titled() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_ANY}) $")


@cache
def _apposed() -> re.Pattern[str]:
    return re.compile(rf"(?: \([^)]+\))?, (?:an?|the|its) (?:[\w-]+ ){{0,4}}?({_nouns()})\b")


@cache
def _titled() -> re.Pattern[str]:
    return re.compile(rf"\b({_nouns()}) $")
