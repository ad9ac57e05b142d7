"""Names that no gazetteer holds: they become provisional entities, which a person can merge or rename."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kb.entities import hanzi, latin
from kb.entities.latin import MASK, Candidate
from kb.entities.naming import naming
from kb.entities.patterns import stands_alone
from kb.knowledge.gazetteer import entity_id
from kb.lang.fold import fold
from kb.model import Entity, EntityMention, EntityType

_QUOTED = re.compile(r"[「『《\"]([^「」『』《》\"。,;!?]{2,16})[」』》\"]")
# A name of fewer letters is too short to be looked for elsewhere in the text.
_SHORTEST_REPEATED = 3


def find_provisional(
    text: str, folded: str, known: Sequence[EntityMention]
) -> list[tuple[EntityMention, Entity]]:
    """Names that the text itself shows to be names, in its order, with the entities made for them.

    `folded` is `fold(text)`, `known` the mentions of known entities, sorted; none of them is overlapped. What
    one place shows to be a name is a mention wherever it stands.
    """
    masked, words = _masked(folded, known), naming()
    shown = [
        *latin.named(masked, words),
        *hanzi.organizations(masked, words),
        *hanzi.people(masked, words),
    ]
    return _mentions(text, _repeated(masked, _disjoint(shown)))


def candidate_names(text: str, folded: str, start: int, end: int) -> list[tuple[EntityMention, Entity]]:
    """What may be a name between two offsets, for a clause that names no known entity.

    Takes any capitalised words that are not plainly common ones, Chinese names with an organization's ending,
    and quoted names.
    """
    words, clause = naming(), folded[start:end]
    found = list(latin.perhaps_named(folded, words, start, end))
    for candidate in (*hanzi.people(clause, words), *hanzi.organizations(clause, words, strict=False)):
        found.append(candidate._replace(start=candidate.start + start, end=candidate.end + start))
    for quoted in _QUOTED.finditer(text, start, end):
        found.append(Candidate(quoted.start(1), quoted.end(1), EntityType.PRODUCT))
    return _mentions(text, _disjoint(found))


def _masked(folded: str, known: Iterable[EntityMention]) -> str:
    parts: list[str] = []
    done = 0
    for mention in known:
        parts += (folded[done : mention.start], MASK * (mention.end - mention.start))
        done = mention.end
    return "".join((*parts, folded[done:]))


def _disjoint(found: Iterable[Candidate]) -> list[Candidate]:
    """The candidates in the order of the text, of overlapping ones the first and longest."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
    return kept


def _repeated(masked: str, shown: Sequence[Candidate]) -> list[Candidate]:
    """The names and the other places where the text has them."""
    types = {masked[one.start : one.end]: one.type for one in shown}
    others = (
        Candidate(start, start + len(name), kind)
        for name, kind in types.items()
        if len(name) >= _SHORTEST_REPEATED
        for start in _places(masked, name)
    )
    return _disjoint((*shown, *others))


def _places(masked: str, name: str) -> Iterator[int]:
    """Where the name stands, no part of a longer Latin word."""
    start = masked.find(name)
    while start >= 0:
        if stands_alone(masked, start, start + len(name)):
            yield start
        start = masked.find(name, start + len(name))


def _mentions(text: str, candidates: Iterable[Candidate]) -> list[tuple[EntityMention, Entity]]:
    found = []
    for start, end, kind in candidates:
        name = text[start:end]
        ident = entity_id(name)
        if ident:
            entity = Entity(ident, kind, {_language(name): (name,)}, provisional=True)
            found.append((EntityMention(start, end, name, ident), entity))
    return found


def _language(name: str) -> str:
    if name.isascii():
        return "en"
    return "zh-Hans" if fold(name) == name else "zh-Hant"
