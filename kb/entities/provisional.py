"""Names that no gazetteer holds: they become provisional entities, which a person can merge or rename."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kb.entities import hanzi, latin, proper
from kb.entities.latin import MASK, Candidate
from kb.entities.naming import Naming, naming
from kb.entities.numbered import numbered
from kb.entities.patterns import stands_alone
from kb.entities.subjects import subjects
from kb.entities.unheard import institutions, lengthened, stretches, unheard
from kb.knowledge.gazetteer import entity_id
from kb.lang.fold import fold
from kb.model import Entity, EntityMention, EntityType

_HANZI = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile(r"[「『《\"]([^「」『』《》\"。,;!?]{2,16})[」』》\"]")
# The code of a listed company right after its name.
_CODE = re.compile(r"[((]([0-9]{4,6})(?:[.-][A-Z]{1,3})?[))]")
# A name of fewer letters is too short to be looked for elsewhere in the text.
_SHORTEST_REPEATED = 3
# Characters of a Chinese name that may be a stem only.
_BARE = 2


def find_provisional(
    text: str, folded: str, known: Sequence[EntityMention]
) -> list[tuple[EntityMention, Entity]]:
    """Names that the text itself shows to be names, in its order, with the entities made for them.

    `folded` is `fold(text)`, `known` the mentions of known entities, sorted; those that only begin a longer name
    are overlapped by it, and no others. What one place shows to be a name is a mention wherever it stands.
    """
    masked, words = _masked(folded, known), naming()
    chinese = _HANZI.search(masked) is not None
    shown = [*proper.named(masked, words), *(_in_chinese(masked, words) if chinese else ())]
    taken = {place for one in shown for place in range(one.start, one.end)}
    whole = {fold(mention.text): mention for mention in known if not mention.text.isascii()}
    left = stretches(masked) if chinese else []
    standing = (*subjects(masked, words), *unheard(masked, left, words)) if chinese else ()
    acting = [one for one in standing if one.start not in taken]
    short = {
        name: mention
        for name in {masked[one.start : one.end] for one in acting}
        for full, mention in whole.items()
        if full.startswith(name)
    }
    shown += [one for one in acting if masked[one.start : one.end] not in short]
    brief = _leading(masked, known, words)
    shown = [one for one in shown if masked[one.start : one.end] not in brief]
    short = {**short, **brief}
    found = _mentions(text, *_repeated(masked, _disjoint(shown), words))
    found = [*_mentions(text, lengthened(masked, folded, left, known), {}), *found]
    found = [*found, *_known_for_short(text, masked, {**_stems(masked, whole, words), **short}, found)]
    return [*found, *_apart(_institutions_for_short(text, masked, known, words), found)]


def _apart(
    named: Iterable[tuple[EntityMention, Entity]], found: Sequence[tuple[EntityMention, Entity]]
) -> Iterator[tuple[EntityMention, Entity]]:
    """Those that overlap none of the others."""
    taken = {place for mention, _ in found for place in range(mention.start, mention.end)}
    return (each for each in named if each[0].start not in taken)


def _in_chinese(masked: str, words: Naming) -> Iterator[Candidate]:
    """Chinese names that something beside them shows."""
    for find in (
        hanzi.coded,
        hanzi.organizations,
        hanzi.recurring,
        hanzi.quoted,
        hanzi.works,
        hanzi.products,
    ):
        yield from find(masked, words)
    yield from numbered(masked, words)
    yield from hanzi.people(masked, words)
    yield from institutions(masked)


def _leading(masked: str, known: Sequence[EntityMention], words: Naming) -> dict[str, EntityMention]:
    """The first words of known Latin names that stand alone elsewhere: Nippon of Nippon Steel."""
    whole = {fold(mention.text): mention for mention in known if mention.text.isascii()}
    full = dict.fromkeys(whole, EntityType.ORGANIZATION)
    common = words.given_names | words.places | words.nationalities
    return {
        brief: whole[name]
        for brief, name in latin.leading_words(masked, full, words)
        if brief not in common and len(brief) >= _SHORTEST_REPEATED
    }


def _institutions_for_short(
    text: str, masked: str, known: Sequence[EntityMention], words: Naming
) -> Iterator[tuple[EntityMention, Entity]]:
    """What a text goes on to call the one institution of its kind: the Bank for the Bank of England."""
    for noun in words.institution_nouns:
        whole = [
            each for each in known if each.text.startswith(f"{noun} of ") or each.text.endswith(f" {noun}")
        ]
        if not whole or len({each.entity for each in whole}) > 1:
            continue
        name = whole[0].text
        entity = Entity(whole[0].entity, EntityType.ORGANIZATION, {_language(name): (name,)})
        for place in re.finditer(rf"\b[Tt]he ({noun})(?! of\b| [A-Z]|[\w-])", masked):
            yield (
                EntityMention(place.start(1), place.end(1), text[place.start(1) : place.end(1)], entity.id),
                entity,
            )


def _stems(masked: str, whole: Mapping[str, EntityMention], words: Naming) -> dict[str, EntityMention]:
    """The stems of known names that act alone elsewhere: 恒生 of 恒生銀行."""
    return {
        stem: mention
        for name, mention in whole.items()
        if (stem := hanzi.stem_of(name, words)) and hanzi.is_subject(masked, stem, words, recurs=1)
    }


def _known_for_short(
    text: str,
    masked: str,
    short: Mapping[str, EntityMention],
    found: Sequence[tuple[EntityMention, Entity]],
) -> Iterator[tuple[EntityMention, Entity]]:
    """Known organizations where the text goes on to name them for short."""
    taken = {place for mention, _ in found for place in range(mention.start, mention.end)}
    for name, mention in short.items():
        entity = Entity(mention.entity, EntityType.ORGANIZATION, {_language(mention.text): (mention.text,)})
        for start in _places(masked, name):
            if start not in taken:
                taken.update(range(start, start + len(name)))
                yield (
                    EntityMention(start, start + len(name), text[start : start + len(name)], mention.entity),
                    entity,
                )


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
    title = masked.find("\n")
    told_first = sorted(shown, key=lambda one: (one.start < title, one.start))
    full = {masked[one.start : one.end]: one.type for one in told_first}
    short = {brief: name for name, kind in full.items() if (brief := short_name(name, kind, words))}
    short.update(
        (brief, name) for brief, name in latin.leading_words(masked, full, words) if brief not in short
    )
    short.update((brief, name) for brief, name in latin.last_words(full) if brief not in short)
    short.update(_prefixes({**full, **{brief: full[name] for brief, name in short.items()}}))
    types = {**full, **{brief: full[name] for brief, name in short.items()}}
    others = (
        Candidate(start, start + len(name), kind)
        for name, kind in types.items()
        if len(name) >= _SHORTEST_REPEATED or name in short
        for start in _places(masked, name)
    )
    return _disjoint((*shown, *others)), short


def _prefixes(full: Mapping[str, EntityType]) -> Iterator[tuple[str, str]]:
    """Chinese names that begin alike, with the one that the text goes by: 鹿鳴 and 鹿鳴互娛.

    `full` is in the order of the text, its title last: the first that is no bare stem (云栖储能, 云栖储能科技).
    """
    names = [name for name, kind in full.items() if kind is EntityType.ORGANIZATION and not name.isascii()]
    for name in names:
        family = [other for other in names if other.startswith(name) or name.startswith(other)]
        best = next((other for other in family if len(other) > _BARE), family[0])
        if best != name:
            yield name, best


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
    """Where the name stands, no part of a longer Latin word and not in a dateline."""
    start = masked.find(name)
    while start >= 0:
        end = start + len(name)
        if stands_alone(masked, start, end) and not proper.is_agency(masked, start, end):
            yield start
        start = masked.find(name, start + len(name))


def _mentions(
    text: str, candidates: Iterable[Candidate], short: Mapping[str, str]
) -> list[tuple[EntityMention, Entity]]:
    """`short` gives the full names of folded short ones."""
    places = [(one, text[one.start : one.end]) for one in candidates]
    written = {fold(name): name for _, name in places}
    full = {name: written[short.get(folded, folded)] for folded, name in written.items()}
    full.update({name: full[written[fold(name)]] for _, name in places if name not in full})
    codes = {full[name]: (code[1],) for one, name in places if (code := _CODE.match(text, one.end))}
    ids = {name: entity_id(name) for name in set(full.values())}
    return [
        (EntityMention(one.start, one.end, name, ids[full[name]]), _made(full[name], one.type, ids, codes))
        for one, name in places
        if ids[full[name]]
    ]


def _made(name: str, kind: EntityType, ids: Mapping[str, str], codes: Mapping[str, tuple[str]]) -> Entity:
    return Entity(ids[name], kind, {_language(name): (name,)}, tickers=codes.get(name, ()), provisional=True)


def _language(name: str) -> str:
    if name.isascii():
        return "en"
    return "zh-Hans" if fold(name) == name else "zh-Hant"
