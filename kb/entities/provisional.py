"""Names that no gazetteer holds: they become provisional entities, which a person can merge or rename."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.entities import hanzi, latin
from kb.entities.latin import MASK, Candidate
from kb.entities.naming import Naming, naming
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
        *hanzi.coded(masked, words),
        *hanzi.organizations(masked, words),
        *hanzi.recurring(masked, words),
        *hanzi.quoted(masked, words),
        *hanzi.people(masked, words),
    ]
    found = _mentions(text, *_repeated(masked, _disjoint(shown), words))
    return [*found, *_known_for_short(text, masked, known, found)]


def _known_for_short(
    text: str, masked: str, known: Sequence[EntityMention], found: Sequence[tuple[EntityMention, Entity]]
) -> Iterator[tuple[EntityMention, Entity]]:
    """Known Chinese organizations where the text goes on to name them by their stem: 恒生 for 恒生銀行."""
    words = naming()
    taken = {place for mention, _ in found for place in range(mention.start, mention.end)}
    stems = {
        stem: mention
        for mention in known
        if not mention.text.isascii()
        and (stem := hanzi.stem_of(fold(mention.text), words))
        and hanzi.is_subject(masked, stem, words, recurs=1)
    }
    for stem, mention in stems.items():
        entity = Entity(mention.entity, EntityType.ORGANIZATION, {_language(mention.text): (mention.text,)})
        for start in _places(masked, stem):
            if start not in taken:
                end = start + len(stem)
                yield EntityMention(start, end, text[start:end], mention.entity), entity


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
    return _mentions(text, _disjoint(found), {})


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


def _repeated(
    masked: str, shown: Sequence[Candidate], words: Naming
) -> tuple[list[Candidate], dict[str, str]]:
    """The names and the other places where the text has them, in full or for short; which short name is whose."""
    full = {masked[one.start : one.end]: one.type for one in shown}
    short = {brief: name for name, kind in full.items() if (brief := short_name(name, kind, words))}
    types = {**{brief: full[name] for brief, name in short.items()}, **full}
    others = (
        Candidate(start, start + len(name), kind)
        for name, kind in types.items()
        if len(name) >= _SHORTEST_REPEATED or name in short
        for start in _places(masked, name)
    )
    return _disjoint((*shown, *others)), {brief: short[brief] for brief in short if brief not in full}


def short_name(name: str, kind: EntityType, words: Naming) -> str | None:
    """What a text goes on to call a name: the surname, the name without its last word, the Chinese stem."""
    if not name.isascii():
        return hanzi.stem_of(name, words) if kind is EntityType.ORGANIZATION else None
    parts = name.split(" ")
    if len(parts) == 1 or kind is EntityType.PRODUCT:
        return None
    if kind is EntityType.PERSON:
        return parts[-1] if len(parts[-1]) >= _SHORTEST_REPEATED else None
    brief = " ".join(parts[:-1])
    known = parts[-1] in words.organization_ends and not words.generic.issuperset(parts[:-1])
    return brief if known and brief not in words.not_names and len(brief) >= _SHORTEST_REPEATED else None


def _places(masked: str, name: str) -> Iterator[int]:
    """Where the name stands, no part of a longer Latin word."""
    start = masked.find(name)
    while start >= 0:
        if stands_alone(masked, start, start + len(name)):
            yield start
        start = masked.find(name, start + len(name))


def _mentions(
    text: str, candidates: Iterable[Candidate], short: Mapping[str, str]
) -> list[tuple[EntityMention, Entity]]:
    """`short` gives the full names of folded short ones."""
    candidates = list(candidates)
    written = {fold(text[start:end]): text[start:end] for start, end, _ in candidates}
    found = []
    for start, end, kind in candidates:
        name = fold(text[start:end])
        full = written[short.get(name, name)]
        ident = entity_id(full)
        if ident:
            entity = Entity(ident, kind, {_language(full): (full,)}, provisional=True)
            found.append((EntityMention(start, end, text[start:end], ident), entity))
    return found


def _language(name: str) -> str:
    if name.isascii():
        return "en"
    return "zh-Hans" if fold(name) == name else "zh-Hant"
