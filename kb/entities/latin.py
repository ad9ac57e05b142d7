"""Names in Latin letters that no gazetteer holds: capitalised words, and what shows that they are names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kb.entities.naming import Naming
from kb.model import EntityType

# Stands for each character of a known name, so that no pattern runs into it.
MASK = "\ufffc"
_LETTER = "A-Za-zÀ-ɏ"
_WORD = rf"[A-ZÀ-ÞŠŽ][{_LETTER}0-9]*(?:[-&+.][{_LETTER}0-9]+|'(?!s\b)[{_LETTER}]+)*"
# Those of a person's name: P. B. Balaji.
_INITIALS = r"(?:[A-Z]\. ){1,3}(?=[A-Z][a-z]{2})"
_MODEL = r"\d{1,5}[A-Za-z]{0,3}\b(?![.,]\d)"
_RUN = re.compile(
    rf"(?<![{_LETTER}0-9@#/._-])(?:[a-z]{{1,2}}(?=[A-Z])|{_INITIALS})?{_WORD}(?: (?:& )?{_WORD}| {_MODEL})*"
)
# S$318 million: letters before the sign of a currency name its country.
_SYMBOLS = ("$", "€", "£", "¥")
# Words that say what the name behind them is like: `Kochi-based Malabar Lifecare`.
_LIKENED = re.compile(
    rf"[{_LETTER}&]+-(?:based|listed|owned|backed|led|made|born|run|headquartered|focused)$"
)
# A title in which every word is capitalised says nothing of names.
_MAX_WORDS = 5
_MAX_ACRONYM = 5
# What is read around a name, in characters.
_REACH = 64
_NUMBERED = re.compile(rf"(?:[{_LETTER}]+-?\d|.* \d)")
_PERIOD = re.compile(r"(?:Q|H|FY|CY|S|E|A)-?\d{1,2}|FY-?\d+|.* (?:19|20)\d\d|\d.*|[A-Z]\d")


class Candidate(NamedTuple):
    """What may be a name: where it stands, and what sort of thing it names."""

    start: int
    end: int
    type: EntityType


def capitalised(
    folded: str, naming: Naming, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words between two offsets, without the common words at their ends."""
    for run in _RUN.finditer(folded, start, len(folded) if end is None else end):
        words = run[0].split(" ")
        if len(words) > _MAX_WORDS or run[0] in naming.not_alone or folded.startswith(_SYMBOLS, run.end()):
            continue
        first, last = _core(words, naming)
        if last < len(words) and words[last] in naming.geographic:
            continue
        if (
            first < last
            and words[last - 1][-1] != "."
            and " ".join(words[first:last]) not in naming.not_alone
        ):
            begin = run.start() + sum(len(word) + 1 for word in words[:first])
            yield begin, begin + len(" ".join(words[first:last]))


def _core(words: Sequence[str], naming: Naming) -> tuple[int, int]:
    """The words of a run that are its name: titles and common words at its ends are none of it."""
    first, last = _after_title(words, naming), len(words)
    while first < last - 1 and _LIKENED.match(words[first]):
        first += 1
    while first < last and words[first] in naming.not_names and not _begins_name(words, first, last, naming):
        first += 1
    while last > first and words[last - 1] in naming.not_last and not _ends_name(words, first, last, naming):
        last -= 1
    while last > first and words[last - 1] == "&":
        last -= 1
    while first < last and words[first][0].isdigit():
        first += 1
    return first, last


def _after_title(words: Sequence[str], naming: Naming) -> int:
    """The place behind a person's title: `Chief Financial Officer Jane Roe`, `Judge Roe`."""
    titles = [
        at
        for at, word in enumerate(words[:-1])
        if word in naming.title_words or (at and f"{words[at - 1]} {word}" in naming.title_words)
    ]
    return titles[-1] + 1 if titles else 0


def _begins_name(words: Sequence[str], at: int, last: int, naming: Naming) -> bool:
    """Whether an adjective or a place is part of the name: Great Lakes Cellular, London Metal Exchange."""
    if words[at] in naming.first_of_names:
        return at + 1 < last and words[at + 1] not in naming.not_names
    placed = words[at] in naming.places or words[at] in naming.nationalities
    return at + 2 < last and placed and words[last - 1] in naming.institutions


def _ends_name(words: Sequence[str], first: int, last: int, naming: Naming) -> bool:
    """Whether a common word at the end is part of the name: Severn & Western, Velo North."""
    return last - first > 1 and (words[last - 2] == "&" or words[last - 1] in naming.last_of_names)


def perhaps_named(folded: str, naming: Naming, start: int, end: int) -> Iterator[Candidate]:
    """All capitalised names between two offsets, the unproven ones as products or else organizations."""
    for first, last in capitalised(folded, naming, start, end):
        name = folded[first:last]
        if proven := shown(folded, first, last, naming):
            yield proven
        elif is_product(name, naming):
            yield Candidate(first, last, EntityType.PRODUCT)
        elif not _NUMBERED.match(name) and not _is_common(folded, name):
            yield Candidate(first, last, EntityType.ORGANIZATION)


def leading_words(folded: str, full: Mapping[str, EntityType], naming: Naming) -> Iterator[tuple[str, str]]:
    """What a text calls organizations by their first words, with whose they are: Calloway of Calloway Data.

    Words that begin two of the names, common ones and those that stand only inside longer names call nobody.
    """
    names = [name for name, kind in full.items() if kind is EntityType.ORGANIZATION and " " in name]
    briefs = Counter(brief for name in names for brief in _beginnings(name))
    for name in names:
        for brief in _beginnings(name):
            if (
                briefs[brief] == 1
                and not naming.generic.issuperset(brief.split(" "))
                and _alone(folded, brief)
            ):
                yield brief, name


def last_words(full: Mapping[str, EntityType]) -> Iterator[tuple[str, str]]:
    """The names of products that end another's: Deck 2 of Vanta Deck 2, Gannet of SK-9 Gannet."""
    products = [name for name, kind in full.items() if kind is EntityType.PRODUCT and name.isascii()]
    for brief in products:
        longer = [name for name in products if name.endswith(f" {brief}")]
        if len(longer) == 1:
            yield brief, longer[0]


def _beginnings(name: str) -> Iterator[str]:
    words = name.split(" ")
    return (" ".join(words[:count]) for count in range(1, len(words)))


def _alone(folded: str, name: str) -> bool:
    """Whether a name stands somewhere with no other capitalised word beside it, and nowhere in small letters."""
    around = (
        rf"(?<![{_LETTER}0-9'-])(?<![A-Z][a-z.] ){re.escape(name)}(?! (?:& )?[A-Z0-9])(?![{_LETTER}0-9-])"
    )
    return re.search(around, folded) is not None and not _is_common(folded, name)


def shown(folded: str, start: int, end: int, naming: Naming) -> Candidate | None:
    """The name between two offsets with its type, if its ending or the words around it show one."""
    name = folded[start:end]
    if name in naming.organization_ends:
        return None
    if proper := _without_ending(name, naming):
        follows_known = folded[max(0, start - 2) : start] == f"{MASK} "
        return None if follows_known else Candidate(start, start + len(proper), EntityType.ORGANIZATION)
    before, after = folded[max(0, start - _REACH) : start], folded[end : end + _REACH]
    kind = _shown_type(name, before, after, naming)
    return Candidate(start, end, kind) if kind else None


def _is_common(folded: str, name: str) -> bool:
    """Whether a single capitalised word is in small letters elsewhere in the text."""
    if not name.isalpha() or name.isupper():
        return False
    return re.search(rf"(?<![A-Za-z]){name.lower()}(?![A-Za-z])", folded) is not None


def is_product(name: str, naming: Naming) -> bool:
    """Whether a name is made like that of a product: words with a number, as RTX 5090 or MI355X."""
    head = re.split(r"[ \d-]", name, maxsplit=1)[0]
    return bool(_NUMBERED.match(name)) and not _PERIOD.fullmatch(name) and head not in naming.not_products


def _without_ending(name: str, naming: Naming) -> str:
    """An organization's name without its legal form; nothing if it does not end as one."""
    words = name.split(" ")
    if len(words) == 1 or words[-1] not in naming.organization_ends:
        return ""
    while words and (words[-1] in naming.legal_forms or words[-1] == "&"):
        words.pop()
    return "" if naming.generic.issuperset(words) else " ".join(words)


def _shown_type(name: str, before: str, after: str, naming: Naming) -> EntityType | None:
    """What the words around a name show it to be, if they show anything."""
    if is_product(name, naming):
        return EntityType.PRODUCT if _is_launched(before, after, naming) else None
    if _is_person(name, before, after, naming):
        return EntityType.PERSON
    if naming.before_organization.search(before):
        return EntityType.ORGANIZATION
    if naming.dealt_with.search(before) and name.lower() not in naming.common_nouns:
        return EntityType.ORGANIZATION
    if name.isupper() and len(name) <= _MAX_ACRONYM:
        return None
    if naming.after_organization.match(after):
        return EntityType.ORGANIZATION
    if naming.called.search(before):
        return _called_type(before, after, naming)
    if naming.before_product.search(before) or naming.after_product.match(after):
        return EntityType.PRODUCT
    return None


def _is_launched(before: str, after: str, naming: Naming) -> bool:
    return bool(naming.launch.search(before) or naming.launch.search(after))


def _is_person(name: str, before: str, after: str, naming: Naming) -> bool:
    words = name.split(" ")
    if not 2 <= len(words) <= 3 or not all(
        word.replace("-", "").replace(".", "").isalpha() for word in words
    ):
        return False
    if naming.before_person.search(before) or naming.after_person.match(after):
        return True
    if naming.appointed.search(before) and naming.to_post.match(after):
        return True
    if naming.posts.match(after) and words[-1] not in naming.organization_ends:
        return True
    return words[0] in naming.given_names and words[-1] not in naming.organization_ends


def _called_type(before: str, after: str, naming: Naming) -> EntityType | None:
    """The type of what is `called` something: that of the noun after 的 or before."""
    noun = naming.called.sub("", before).rstrip(" ,")
    if naming.after_called_organization.match(after) or naming.before_organization.search(f"{noun} "):
        return EntityType.ORGANIZATION
    shown = naming.after_called_product.match(after) or naming.launch.search(noun)
    return EntityType.PRODUCT if shown else None
