"""Names in Latin letters that no gazetteer holds: capitalised words, and what shows that they are names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kb.entities.naming import Naming
from kb.model import EntityType

# Stands for each character of a known name, so that no pattern runs into it.
MASK = "\ufffc"
_LETTER = "A-Za-zÀ-ɏ"
_WORD = rf"[A-ZÀ-ÞŠŽ][{_LETTER}0-9]*(?:[-&+.][{_LETTER}0-9]+|'(?!s\b)[{_LETTER}]+)*"
_MODEL = r"\d{1,5}[A-Za-z]{0,3}\b(?![.,]\d)"
_RUN = re.compile(
    rf"(?<![{_LETTER}0-9@#/._-])(?:[a-z]{{1,2}}(?=[A-Z]))?{_WORD}(?: (?:& )?{_WORD}| {_MODEL})*"
)
# A title in which every word is capitalised says nothing of names.
_MAX_WORDS = 5
_MAX_ACRONYM = 5
_SHORT_ACRONYM = 3
# Characters of ` throughout `.
_LONGEST_PREPOSITION = 12
# How often a text has an acronym that is what it tells of.
_OFTEN = 2
_SENTENCE_ENDS = ".!?:;\n-|·"
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
        if len(words) > _MAX_WORDS or run[0] in naming.not_alone:
            continue
        first, last = 0, len(words)
        while first < last and words[first] in naming.not_names:
            first += 1
        while last > first and words[last - 1] in naming.not_last:
            last -= 1
        while first < last and words[first][0].isdigit():
            first += 1
        if first < last and " ".join(words[first:last]) not in naming.not_alone:
            begin = run.start() + sum(len(word) + 1 for word in words[:first])
            yield begin, begin + len(" ".join(words[first:last]))


def named(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Capitalised names with a proof beside them: a company's ending, a noun that says what they are, a verb."""
    runs = list(capitalised(folded, naming))
    places = {folded[start:end] for start, end in runs if _is_place(folded, start, naming)}
    inside = {folded[start:end] for start, end in runs if not _opens_sentence(folded, start)}
    for start, end in runs:
        if candidate := _shown(folded, start, end, naming):
            yield candidate
        elif _acts(folded, start, end, naming) and (
            folded[start:end] in inside - places
            or (folded[start:end] not in places and _is_proper(folded, start, end, naming))
        ):
            yield Candidate(start, end, EntityType.ORGANIZATION)


def _acts(folded: str, start: int, end: int, naming: Naming) -> bool:
    """Whether what only one who acts has, a verb or a thing owned, follows a name."""
    name = folded[start:end]
    if (
        name in naming.organization_ends
        or is_product(name, naming)
        or (name.isupper() and len(name) <= _SHORT_ACRONYM and folded.count(name) < _OFTEN)
    ):
        return False
    follows_known = folded[max(0, start - 2) : start].startswith((MASK, "-"))
    return not follows_known and bool(naming.agent.match(folded, end))


def _is_proper(folded: str, start: int, end: int, naming: Naming) -> bool:
    """Whether a word that opens a sentence is no common one: not in small letters elsewhere, nor formed like one."""
    name = folded[start:end]
    common = name.endswith(naming.common_ends) or name.lower() in naming.common_nouns
    return " " not in name and not common and len(name) > _SHORT_ACRONYM and not _is_common(folded, name)


def _is_place(folded: str, start: int, naming: Naming) -> bool:
    """Whether a preposition of place leads to a name, and no word of investing before it."""
    if not naming.of_place.search(folded, max(0, start - _LONGEST_PREPOSITION), start):
        return False
    return not naming.invested.search(folded[max(0, start - _REACH) : start])


def _opens_sentence(folded: str, start: int) -> bool:
    before = folded[max(0, start - 3) : start].rstrip(" \"'(")
    return not before or before[-1] in _SENTENCE_ENDS


def perhaps_named(folded: str, naming: Naming, start: int, end: int) -> Iterator[Candidate]:
    """All capitalised names between two offsets, the unproven ones as products or else organizations."""
    for first, last in capitalised(folded, naming, start, end):
        name = folded[first:last]
        if shown := _shown(folded, first, last, naming):
            yield shown
        elif is_product(name, naming):
            yield Candidate(first, last, EntityType.PRODUCT)
        elif not _NUMBERED.match(name) and not _is_common(folded, name):
            yield Candidate(first, last, EntityType.ORGANIZATION)


def _shown(folded: str, start: int, end: int, naming: Naming) -> Candidate | None:
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
    while words and words[-1] in naming.legal_forms:
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
