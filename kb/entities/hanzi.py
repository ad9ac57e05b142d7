"""Names in Chinese characters that no gazetteer holds: organizations by endings, people by titles."""

from __future__ import annotations

from collections.abc import Iterator

from kb.entities.latin import MASK, Candidate
from kb.entities.naming import Naming
from kb.model import EntityType

# How many characters the proper part of an organization's name has.
_SHORTEST, _LONGEST = 2, 6
_ENUMERATION = "、"


def organizations(folded: str, naming: Naming, strict: bool = True) -> Iterator[Candidate]:
    """Names with an organization's ending; if `strict`, those that something beside them bears out."""
    for ending in naming.hanzi_organization.finditer(folded):
        start = _start(folded, ending.start(), naming)
        if not _SHORTEST <= ending.start() - start <= _LONGEST:
            continue
        if naming.hanzi_generic.fullmatch(folded, start, ending.end()):
            continue
        end = start + len(naming.hanzi_legal_form.sub("", folded[start : ending.end()]))
        if not strict or end < ending.end() or _is_borne_out(folded, start, ending.end(), naming):
            yield Candidate(start, end, EntityType.ORGANIZATION)


def people(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Names after a title or between the verbs of an appointment, and foreign names written with a middle dot."""
    for match in naming.hanzi_person.finditer(folded):
        yield Candidate(match.start(1), match.end(1), EntityType.PERSON)
    for match in naming.hanzi_posted.finditer(folded):
        yield Candidate(match.start(1), match.end(1), EntityType.PERSON)
    for match in naming.hanzi_dotted.finditer(folded):
        start = _start(folded, match.end(1), naming)
        if start < match.end(1):
            yield Candidate(start, match.end(), EntityType.PERSON)


def _start(folded: str, end: int, naming: Naming) -> int:
    """Where the name that goes on at `end` begins: after the nearest word that can be no part of it."""
    window = folded[max(0, end - 2 * _LONGEST) : end]
    before = naming.hanzi_start.match(window)
    return end - len(window) + (before.end() if before else 0)


def _is_borne_out(folded: str, start: int, end: int, naming: Naming) -> bool:
    """Whether a verb, a post or a bracket follows, or the name stands in a list with known ones."""
    if naming.hanzi_after.match(folded, end):
        return True
    if naming.hanzi_introduced.search(folded[max(0, start - _LONGEST) : start]):
        return True
    listed_before = folded[max(0, start - 2) : start] == MASK + _ENUMERATION
    return listed_before or folded[end : end + 2] == _ENUMERATION + MASK
