"""What English grammar shows of a name in a clause: that it owns, modifies or is done to, and so is no subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kb.events.clauses import Piece
from kb.events.verbs import find_verb
from kb.events.words import affixes
from kb.model import EntityMention

_POSSESSIVE = re.compile(r"'s? (?:own |new |former |longtime |then-)?")


def is_possessor(piece: Piece, mention: EntityMention) -> bool:
    """Whether it only owns the organization named right after it: Google in `Google's Waymo unit`."""
    owned = _POSSESSIVE.match(piece.text, mention.end - piece.start)
    return owned is not None and any(one.start - piece.start == owned.end() for one in piece.entities)


def owns_figure(piece: Piece, mention: EntityMention, nouns: int) -> bool:
    """Whether the shares or figures told of are its: `Nvidia's market value`, `shares in Kenvue`."""
    at = mention.end - piece.start
    if piece.text.startswith(("'s ", "' "), at):
        following = next((mark for mark in piece.marks if mark.start >= mention.end), None)
        return following is not None and bool(following.bits & nouns)
    before = next((mark for mark in reversed(piece.marks) if mark.end <= mention.start), None)
    between = piece.text[before.end - piece.start : mention.start - piece.start].strip() if before else ""
    return before is not None and bool(before.bits & nouns) and between in affixes("bare", "owned_by")


def is_modifier(piece: Piece, mention: EntityMention) -> bool:
    """Whether it only says whose case or approval is meant: `to settle an FTC lawsuit`, `awaits EU approval`."""
    return _modified().match(piece.text, mention.end - piece.start) is not None


def is_governed(piece: Piece, mention: EntityMention) -> bool:
    """Whether a preposition leads to the name: `the partnership with Ulta Beauty`."""
    before = " " + piece.text[: mention.start - piece.start].rstrip().removesuffix(" the")
    return before.endswith(affixes("before", "object"))


def is_object(piece: Piece, mention: EntityMention) -> bool:
    """Whether a preposition that never belongs to a subject leads to the name: `talks with lenders led by Apollo`."""
    before = " " + piece.text[: mention.start - piece.start].rstrip().removesuffix(" the")
    return before.endswith(affixes("before", "no_subject"))


def is_partner(piece: Piece, mention: EntityMention) -> bool:
    """Whether somebody else does something with it: `the partnership with Ulta Beauty`."""
    return f" {piece.text[: mention.start - piece.start]}".endswith(" with ")


def topics_first(pieces: Sequence[Piece], names: Sequence[EntityMention]) -> list[EntityMention]:
    """Names but partners (`with …`), those first that English grammar lets be what a sentence is about."""
    places = {one.start: piece for piece in pieces if piece.is_latin for one in piece.entities}
    partners = {one.start for one in names if one.start in places and is_partner(places[one.start], one)}
    governed = {one.start for one in names if one.start in places and is_governed(places[one.start], one)}
    free = [one for one in names if one.start not in partners]
    return sorted(free, key=lambda one: one.start in governed)


def is_agent(piece: Piece, mention: EntityMention) -> bool:
    """Whether a noun names it as the doer: `the acquisition of Juniper by HPE`; not `led by`, `owned by`."""
    before = f" {piece.text[: mention.start - piece.start]}"
    return before.endswith((" by ", " by the ")) and not before.rstrip().removesuffix(" the").endswith(
        affixes("before", "no_agent")
    )


def is_founder(piece: Piece, mention: EntityMention) -> bool:
    """Whether a passive names it as who founded: `was founded in 2021 by OpenAI researchers`."""
    verb = find_verb(piece.text)
    before = piece.text[: mention.start - piece.start]
    return verb is not None and " by " in before[verb[1] :]


def first_of_list(lead: Sequence[Piece], main: Piece) -> EntityMention | None:
    """The first of several subjects, which commas cut off: `Chemours, DuPont and Corteva agreed …`."""
    if not lead or not main.is_latin or not lead[-1].entities:
        return None
    names = main.entities
    if not names or not _goes_on_list(main, names):
        return None
    first = None
    for piece in reversed(lead):
        last = next((one for one in piece.entities if one.end == piece.end), None)
        if last is None or piece.aside or _has_verb(piece) or is_object(piece, last):
            break
        first, main = last, piece
    return first


def _goes_on_list(main: Piece, names: Sequence[EntityMention]) -> bool:
    """Whether a clause begins with `… and` between the last two of a list, or with that `and`."""
    if main.text.startswith("and ") and names[0].start - main.start == len("and "):
        return True
    between = main.text[names[0].end - main.start : names[1].start - main.start] if names[1:] else ""
    return names[0].start == main.start and between.strip() in ("and", "and the")


def is_apposition(piece: Piece) -> bool:
    """Whether a noun after a comma says what the name before it is: `Theranos, the start-up that she founded`."""
    before = piece.start > piece.sentence.start
    return piece.is_latin and before and not piece.joined and piece.text.startswith(("a ", "an ", "the "))


def says_we(piece: Piece, verb: int) -> bool:
    """Whether who speaks is the subject of the verb at an offset, and no name is: `In August we signed …`."""
    if not piece.is_latin or not piece.start <= verb < piece.end:
        return False
    words = piece.text[: verb - piece.start].split()
    return any(word in affixes("bare", "ours") for word in words) and not any(
        one.end <= verb for one in piece.entities
    )


def antecedent(pieces: Sequence[Piece], at: int) -> str | None:
    """The name right before an English relative clause: `replacing Paul Stern, [who left in May]`."""
    if not at or not pieces[at].text.startswith(affixes("opening", "antecedent")):
        return None
    before = pieces[at - 1]
    return next((one.entity for one in before.entities if one.end == before.end), None)


def acts_by_organ(piece: Piece, verb: int) -> bool:
    """Whether the board or the staff of somebody is the subject of a verb at an offset: `the board approved …`."""
    if not piece.is_latin or not piece.start <= verb < piece.end:
        return False
    before = piece.text[: verb - piece.start].split()
    return any(word in affixes("bare", "organ") for word in before) and not any(
        one.start < verb for one in piece.entities
    )


def lacks_subject(piece: Piece) -> bool:
    """Whether the clause begins with its verb, so that what stands before it is the subject: `…, were laid off`."""
    verb = find_verb(piece.text)
    return verb is not None and verb[0] == 0


def resumed_at(pieces: Sequence[Piece]) -> tuple[str, int] | None:
    """The subject of an English sentence and where its clause goes on, after asides, with the verb.

    `Chief executive Dave Calhoun, who replaced Dennis Muilenburg in 2020, announced on Monday that …`.
    """
    first = pieces[0]
    subject = next((one for one in first.entities if one.end == first.end), None)
    if subject is None or not first.is_latin or first.joined or first.subordinate or _has_verb(first):
        return None
    if is_governed(first, subject):
        return None
    for piece in pieces[1:]:
        if piece.joined and not piece.text.startswith(affixes("opening", "relative")):
            return None
        if (
            lacks_subject(piece)
            and not piece.aside
            and not piece.joined
            and not _is_past(first, pieces, piece)
        ):
            return subject.entity, piece.start
    return None


def _has_verb(piece: Piece) -> bool:
    """Whether a piece has a verb outside its names."""
    text = piece.text
    for one in piece.entities:
        start, end = one.start - piece.start, min(one.end - piece.start, len(text))
        text = text[:start] + " " * (end - start) + text[end:]
    return find_verb(text) is not None


def _is_past(first: Piece, pieces: Sequence[Piece], piece: Piece) -> bool:
    """Whether a participle right behind the name may only modify it: `Celestial, founded in 2020, raised …`."""
    later = pieces[pieces.index(piece) + 1 :]
    return piece is pieces[1] and any(lacks_subject(one) and not one.joined for one in later[:2])


def opens_with_verb(piece: Piece, start: int, end: int) -> bool:
    """Whether the clause begins with this verb, its subject left out: `bought Shipt two years later`."""
    before = piece.text[: start - piece.start].strip()
    finite = find_verb(piece.text[start - piece.start : end - piece.start]) is not None
    return finite and (not before or before in affixes("bare", "before_verb"))


@cache
def _modified() -> re.Pattern[str]:
    return re.compile(rf" (?:{'|'.join(map(re.escape, affixes('after', 'modified')))})\b")
