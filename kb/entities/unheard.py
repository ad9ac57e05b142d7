"""Chinese names by what they are not: stretches of characters that no ordinary word covers.

翎动押注海外, 霍启邦因届退休年龄, 由梁绮雯接任: ordinary words leave 翎动, 霍启邦, 梁绮雯 over. Such a stretch is a
name where it stands as a name does: it opens a clause and acts, follows a title or a preposition, or the text has
it again and again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kb.entities.latin import Candidate
from kb.entities.naming import Naming, any_of
from kb.entities.ordinary import is_ordinary
from kb.lang.lexicon import load_classes
from kb.lang.load import load_words
from kb.model import EntityMention, EntityType

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_ROOMS = ("triggers", "modality", "measures")
_HANZI = re.compile(r"[\u4e00-\u9fff]{2,}")
_SHORTEST, _LONGEST, _LONGEST_STEM, _LONGEST_PERSON = 2, 5, 4, 3
_BREAKS = frozenset('。,;:!?、「」『』"()【】〈〉《》·\n ')
# Characters before a stretch in which a title or the like is looked for.
_NEAR = 8
# How often a text has a name that nothing but its being there again shows.
_AGAIN, _OFTEN = 2, 3


class Stretch(NamedTuple):
    """Characters that no word covers; `end` is behind the ending of an organization that follows."""

    start: int
    stem_end: int
    end: int


@dataclass(slots=True)
class _Signs:
    """What the places of one stretch show."""

    places: int = 0
    acts: int = 0
    opens: int = 0
    governed: int = 0
    introduced: int = 0
    titled: int = 0
    personal: int = 0
    owns: int = 0
    ended: int = 0


@dataclass(frozen=True, slots=True)
class _Words:
    """The vocabulary as one automaton, and the patterns of what stands around a name."""

    automaton: AhoCorasick
    trailing: str
    surnames: frozenset[str]
    also_firms: frozenset[str]
    familiar: str
    kin: str
    endings: re.Pattern[str]
    strong: re.Pattern[str]
    personal: re.Pattern[str]
    titled: re.Pattern[str]
    governed: re.Pattern[str]
    introduced: re.Pattern[str]
    led: re.Pattern[str]
    japanese: re.Pattern[str]
    never: re.Pattern[str]
    institution: re.Pattern[str]
    no_institution: re.Pattern[str]


def stretches(masked: str) -> list[Stretch]:
    """What no word of a text covers; `masked` is the folded text with known names blanked out."""
    return list(_stretches(masked, _words()))


def unheard(masked: str, left: Sequence[Stretch], naming: Naming) -> Iterator[Candidate]:
    """Those of the stretches `left` of a text that are names."""
    words = _words()
    signs: dict[str, _Signs] = {}
    for one in left:
        _look(masked, one, signs.setdefault(masked[one.start : one.stem_end], _Signs()), words, naming)
    named = {stem: seen for stem, seen in signs.items() if not naming.hanzi_generic.fullmatch(stem)}
    names = {
        stem: kind
        for stem, seen in named.items()
        if (kind := _kind(stem, seen, words)) and not _is_word(stem, seen, kind)
    }
    for one in left:
        yield from _named(masked, one, names)
    for stem in (stem for stem, kind in names.items() if kind is EntityType.ORGANIZATION):
        yield from _opening(masked, stem, words)


def institutions(masked: str) -> Iterator[Candidate]:
    """Authorities, courts and associations that open a clause and act: [佛山市监局]3月20日…."""
    words = _words()
    for found in words.institution.finditer(masked):
        if words.strong.match(masked, found.end(1)) and not words.no_institution.search(found[1]):
            yield Candidate(found.start(1), found.end(1), EntityType.ORGANIZATION)


def lengthened(
    masked: str, folded: str, left: Sequence[Stretch], known: Iterable[EntityMention]
) -> Iterator[Candidate]:
    """Known names that only begin a longer one, which the text has again and again: 小鹏[汇天]."""
    words = _words()
    starts = {mention.end: mention.start for mention in known}
    joined = [(starts[one.start], one) for one in left if one.start in starts and _is_short(one)]
    often = Counter(folded[start : one.stem_end] for start, one in joined)
    acting = {
        folded[start : one.stem_end]
        for start, one in joined
        if (not start or masked[start - 1] in _BREAKS) and words.strong.match(masked, one.end)
    }
    for start, one in joined:
        name = folded[start : one.stem_end]
        if often[name] >= _AGAIN and name in acting and not name.isascii():
            yield Candidate(start, one.end, EntityType.ORGANIZATION)


def _is_short(one: Stretch) -> bool:
    return one.stem_end - one.start <= _LONGEST_PERSON


def _opening(masked: str, stem: str, words: _Words) -> Iterator[Candidate]:
    """The name where it opens a clause, though words seem to begin within it: 磐[锂电]能."""
    for place in re.finditer(re.escape(stem), masked):
        if not place.start() or masked[place.start() - 1] in _BREAKS:
            ending = words.endings.match(masked, place.end())
            yield Candidate(place.start(), ending.end() if ending else place.end(), EntityType.ORGANIZATION)


def _named(masked: str, one: Stretch, names: dict[str, EntityType]) -> Iterator[Candidate]:
    """The name that a stretch is, or that begins or ends it: 起诉[翎动]侵犯."""
    stem = masked[one.start : one.stem_end]
    if stem in names:
        yield Candidate(one.start, one.end, names[stem])
        return
    for cut in range(len(stem) - 1, _SHORTEST - 1, -1):
        if stem[:cut] in names:
            yield Candidate(one.start, one.start + cut, names[stem[:cut]])
            return
        if stem[-cut:] in names:
            yield Candidate(one.stem_end - cut, one.end, names[stem[-cut:]])
            return


def _stretches(masked: str, words: _Words) -> Iterator[Stretch]:
    """What no word covers, without trailing characters that are none of a name's: 桦新[后]."""
    for run in _HANZI.finditer(_uncovered(masked, words.automaton)):
        start, end = run.span()
        while end - start > _SHORTEST and masked[end - 1] in words.trailing:
            end -= 1
        if masked[start] in words.kin and end - start > _SHORTEST and masked[start + 1] in words.surnames:
            start += 1
        if end - start > _LONGEST or words.never.search(masked, start, end):
            continue
        ending = words.endings.match(masked, end) if end == run.end() else None
        yield Stretch(start, end, ending.end() if ending else end)


def _uncovered(masked: str, automaton: AhoCorasick) -> str:
    """The text with a space in place of each character of a word."""
    parts: list[str] = []
    done = 0
    for _, start, end in automaton.find_matches_as_indexes(masked):
        if start > done:
            parts.append(masked[done:start])
        parts.append(" " * (end - start))
        done = end
    parts.append(masked[done:])
    return "".join(parts)


def _look(masked: str, one: Stretch, signs: _Signs, words: _Words, naming: Naming) -> None:
    start, end = one.start, one.end
    before = masked[max(0, start - _NEAR) : start]
    opens = not before or before[-1] in _BREAKS or words.led.search(before) is not None
    acts = words.strong.match(masked, end) is not None
    signs.places += 1
    signs.ended += one.end > one.stem_end
    signs.opens += opens and end < len(masked) and masked[end] not in _BREAKS
    signs.acts += opens and acts
    signs.governed += words.governed.search(before) is not None
    signs.introduced += words.introduced.search(before) is not None
    signs.titled += words.titled.search(before) is not None
    signs.personal += words.personal.match(masked, end) is not None
    signs.owns += naming.hanzi_owned.match(masked, end) is not None


def _kind(stem: str, seen: _Signs, words: _Words) -> EntityType | None:
    """What a stretch names, if it is a name."""
    if _is_person(stem, seen, words):
        return EntityType.PERSON
    if (len(stem) > _LONGEST_STEM and not seen.ended) or (
        stem[0] in words.familiar and len(stem) == _SHORTEST
    ):
        return None
    again = seen.places >= _AGAIN
    shown = seen.acts or (seen.opens and again) or (seen.owns and (again or seen.opens))
    placed = seen.introduced or (seen.governed and (again or seen.ended))
    often = seen.places >= _OFTEN and (seen.opens or seen.governed)
    return EntityType.ORGANIZATION if shown or placed or often else None


def _is_word(stem: str, seen: _Signs, kind: EntityType) -> bool:
    """Whether a dictionary has it as a word, and the text does not show an organization in other ways too."""
    shown = seen.ended or (seen.owns and seen.places >= _AGAIN)
    return kind is EntityType.ORGANIZATION and not shown and is_ordinary(stem)


def _is_person(stem: str, seen: _Signs, words: _Words) -> bool:
    """Whether it begins as a person's name does, and nothing shows an organization."""
    if seen.ended or seen.owns:
        return False
    if words.japanese.match(stem):
        return len(stem) > _LONGEST_PERSON or bool(seen.titled + seen.personal)
    if stem[0] not in words.surnames or len(stem) > _LONGEST_PERSON:
        return False
    signs = seen.titled + seen.personal
    if signs:
        return signs >= seen.introduced
    alone = len(stem) == _LONGEST_PERSON and stem[0] not in words.also_firms
    return alone and not seen.introduced and bool(seen.acts)


@cache
def _words() -> _Words:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    table = load_words("zh", "unheard")
    lists = {key: tuple(value.split()) for key, value in table.items()}
    titles = any_of(lists["titles"])
    return _Words(
        automaton=AhoCorasick(
            sorted(_vocabulary((*lists["function"], *(one for one in lists["endings"] if len(one) > 1)))),
            matchkind=MatchKind.LeftmostLongest,
            implementation=Implementation.ContiguousNFA,
        ),
        trailing="".join(lists["trailing"]),
        surnames=frozenset(lists["surnames"]),
        also_firms=frozenset(lists["also_firms"]),
        familiar="".join(lists["familiar"]),
        kin="".join(lists["kin"]),
        endings=re.compile(f"{any_of(lists['endings'])}+"),
        strong=re.compile(rf"[\"']?(?:\d|{any_of(lists['acts'])})"),
        personal=re.compile(any_of(lists["personal"])),
        titled=re.compile(rf"{titles}[\"' ]?$"),
        governed=re.compile(rf"{any_of(lists['governs'])}[\"' ]?$"),
        introduced=re.compile(rf"{any_of(lists['introduces'])}[\"' ]?$"),
        led=re.compile(rf"(?:{any_of(lists['leads'])}|\d[年月日])$"),
        japanese=re.compile(any_of(lists["japanese"])),
        never=re.compile(any_of(lists["never"])),
        institution=re.compile(
            rf"(?:^|[{re.escape(''.join(sorted(_BREAKS)))}])([\u4e00-\u9fff]{{2,12}}?{any_of(lists['institutions'])})",
            re.M,
        ),
        no_institution=re.compile(any_of(lists["no_institution"])),
    )


def _vocabulary(function: Iterable[str]) -> set[str]:
    """All the words that are no names, of two characters and more, and the single ones that are never in one."""
    told = (word for room in _ROOMS for words in load_classes("zh", room).values() for word in words)
    common = chain.from_iterable(words.split() for words in load_words("zh", "vocabulary").values())
    return {word for word in chain(told, common) if len(word) > 1 and not word.isascii()} | {*function}
