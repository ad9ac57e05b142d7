"""Dated clauses of no kind, which report something all the same: who, and that something came about."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.clauses import Piece
from kb.events.draft import Draft, is_relative
from kb.events.page import Mark
from kb.events.times import has_own_date, is_date_only, plain_times
from kb.events.triggers import Trigger
from kb.events.verbs import find_verb
from kb.events.words import Word, affixes, bits_of, mask
from kb.knowledge.kinds import get_kind
from kb.when.granularity import Granularity

_FUTURE, _DENIED = mask("future"), bits_of("denied")
_ANAPHOR, _PERSONAL = bits_of("anaphor"), bits_of("personal")
_ACTS = bits_of("act_verb")
_ASSERTED = mask("asserted")
_INTRODUCES = mask("said", "announced", "forecast")
_NAMES = mask("organization", "person", "product")
# Words that say that something came about, or will: any dated clause with one and a name reports something.
COMES_ABOUT = mask("denied", "rumored", "cancelled", "done", "future", "begin", "reach", "release")
_NO_WORD = Word(0, ())
_LAST = 99
_SHORTEST_PREDICATE = 2


def unclassed(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> Trigger | None:
    """A dated clause of no kind reports something where it names who, and a word says that it came about."""
    if piece.subordinate or piece.aside or ends_saying(piece):
        return None
    if not has_own_date(piece) and not any(is_date_only(one) for one in lead[-1:]):
        return None
    if is_date_only(piece) or (piece.is_latin and piece.bits & _ASSERTED) or _is_byline(piece):
        return None
    acts = current is not None and _is_act(piece, current)
    named = any(one.bits & _NAMES for one in (*lead[-1:], piece)) or _has_pronoun(piece)
    if not (named or (acts and not piece.is_latin) or _has_known_subject(piece, lead, current)):
        return None
    verb = next((mark for mark in piece.marks if mark.bits & COMES_ABOUT), None) or _plain_verb(piece)
    verb = verb or _predicate(piece)
    kind = current.trigger.kind if current and acts else get_kind("other")
    return verb and Trigger(kind, verb, _LAST)


def _has_pronoun(piece: Piece) -> bool:
    """Whether a Chinese clause of a day or a month says 公司, 該行 or 他 for a name."""
    if piece.is_latin or not piece.bits & (_ANAPHOR | _PERSONAL) or piece.bits & _DENIED:
        return False
    return any(time.when and is_fine(time.when.granularity) for time in plain_times(piece))


def _is_byline(piece: Piece) -> bool:
    """Whether a Chinese line without a full stop only says who wrote it: 「記者林佳穎／台北報導 2021-09-15 14:42」."""
    last = piece.end == piece.sentence.end
    return not piece.is_latin and last and any(word in piece.text for word in affixes("bare", "byline"))


def _plain_verb(piece: Piece) -> Mark | None:
    """The verb of an English piece that is of no class."""
    place = find_verb(_without_names(piece)) if piece.is_latin else None
    return place and Mark(piece.start + place[0], piece.start + place[1], 0, _NO_WORD)


def _without_names(piece: Piece) -> str:
    """The text with blanks for names: Applied Materials is no past."""
    text = piece.text
    for one in piece.entities:
        start, end = one.start - piece.start, min(one.end - piece.start, len(text))
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _predicate(piece: Piece) -> Mark | None:
    """What a Chinese piece says after its date and subject: 「材料7月[失效]」, no attribute of a noun (7月的材料)."""
    last = plain_times(piece)[-1:] if not piece.is_latin else ()
    for time in last:
        if not time.when or not is_fine(time.when.granularity):
            return None
        rest = piece.text[time.end - piece.start :].strip()
        if len(rest) >= _SHORTEST_PREDICATE and not rest.startswith(affixes("after", "attributive")):
            return Mark(time.end, piece.end, 0, _NO_WORD)
    return None


def _has_known_subject(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> bool:
    """Whether an English clause without a name has a subject all the same: `it`, or the one before `and`."""
    if not piece.is_latin:
        return False
    if current and (piece.joined or ends_relative(piece, current)):
        return True
    return any(one.bits & _ANAPHOR for one in (*lead[-2:], piece))


def _is_act(piece: Piece, current: Draft) -> bool:
    """Whether an authority that has just acted acts again: `announced duties …, exempted phones on Friday`."""
    return current.kind == "regulation" and bool(piece.bits & _ACTS) and not piece.bits & _NAMES


def ends_relative(piece: Piece, current: Draft) -> bool:
    """Whether the main clause goes on after a relative one: `Ericsson, which cut jobs in 2023, plans …`."""
    resumes = piece.bits & _FUTURE or find_verb(piece.text)
    return bool(is_relative(current) and not piece.joined and resumes)


def ends_saying(piece: Piece) -> bool:
    """Whether a Chinese piece ends with the verb of saying or expecting what comes next: 「…在業績會上預計,」."""
    last = next((mark for mark in reversed(piece.marks) if mark.end == piece.end), None)
    return not piece.is_latin and last is not None and bool(last.bits & _INTRODUCES)


def is_fine(granularity: Granularity) -> bool:
    """Whether a date of this granularity tells of one happening: a month or less."""
    return granularity.rank <= Granularity.MONTH.rank
