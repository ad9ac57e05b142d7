"""What a source says of a happening: it was, is planned, rumored, called off, denied; and who says so."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from kb.events.clauses import Piece
from kb.events.dating import Dating
from kb.events.draft import Draft, is_relative, opens_relative
from kb.events.page import Mark
from kb.events.words import Word, affixes, bits_of, mask
from kb.model import EntityMention, Status
from kb.when.granularity import Bound, Granularity

_PROMISED = bits_of("promised")
_CHANGED = mask("move", "issued", "profit_warning")
_ANNOUNCED, _MEDIA, _REPORTED = bits_of("announced"), bits_of("media"), mask("said", "present")
_CANCELLED, _DENIED, _NEGATED = bits_of("cancelled"), bits_of("denied"), bits_of("negated")
_RUMORED, _PLANNED, _FORECAST = bits_of("rumored"), bits_of("planned"), bits_of("forecast")
_ORIGINALLY = bits_of("originally")
_INTENTIONS = mask("planned", "forecast", "originally")
_THIRD_PARTY, _DONE, _SAID = bits_of("third_party"), bits_of("done"), bits_of("said")
_EXPECTED_OF = mask("organization", "product")
_SPEAKERS = mask("person", "organization", "third_party")
# Characters between a negation and the trigger that it denies.
_NEGATION_REACH = 6
# Characters from the name of a paper to its English verb of saying.
_PRESS_REACH = 30
_LATIN_NEGATION_REACH = 16


def read_status(draft: Draft, dating: Dating, published: date | None) -> Status:
    """The status of a statement, from the words around its trigger and the side of publication it lies on."""
    pieces = [*draft.lead, draft.main]
    bits = _bits(pieces)
    if _bits([piece for piece in pieces if piece is draft.main or not opens_relative(piece)]) & _DENIED:
        return Status.DENIED
    if draft.main.bits & _CANCELLED and draft.trigger.kind.intended is Status.PLANNED:
        return Status.CANCELLED
    if _is_negated(draft):
        return Status.DENIED
    rest = 0 if is_relative(draft) else _bits([*draft.rest, *_sayings(draft)])
    if (bits | rest | draft.source) & _RUMORED:
        denied = not draft.main.is_latin and _bits([*draft.tail, *draft.rest]) & _DENIED
        return Status.DENIED if denied else Status.RUMORED
    if draft.kind == "guidance":
        hearsay = not draft.main.is_latin and _is_of_press(draft)
        return Status.RUMORED if hearsay else _of_outlook(draft, dating, published)
    status = _of_plan(draft, dating, published, bits)
    secondhand = _is_of_press(draft) and (status is Status.PLANNED or draft.main.is_latin)
    return Status.RUMORED if secondhand else status


def _sayings(draft: Draft) -> list[Piece]:
    """The clauses behind an English statement that say whose word it is: `…, two people with knowledge of it said`."""
    return [piece for piece in draft.tail if piece.is_latin and piece.bits & _SAID]


def _is_of_press(draft: Draft) -> bool:
    """Whether the press alone is named as the source: 據彭博報導, `Bloomberg reported`."""
    return any(
        piece.bits & _MEDIA and piece.bits & _REPORTED and not piece.aside and _press_speaks(piece)
        for piece in (*draft.pieces, *draft.rest)
    )


def _press_speaks(piece: Piece) -> bool:
    """Whether the press is the one that says so: not `told Reuters`."""
    if not piece.is_latin:
        return True
    media = next(mark.start for mark in piece.marks if mark.bits & _MEDIA)
    return any(mark.bits & _REPORTED and 0 <= mark.start - media <= _PRESS_REACH for mark in piece.marks)


def _of_outlook(draft: Draft, dating: Dating, published: date | None) -> Status:
    """A forecast; that one was made or changed on a day gone by is a fact."""
    past = published is not None and dating.when.ends_on <= published
    is_told = dating.rule != "period" or dating.when.granularity is Granularity.MONTH
    day = dating.when.granularity is Granularity.DAY
    changed = draft.main.bits & _CHANGED and dating.when.granularity is Granularity.MONTH
    made = is_told and "carried" not in dating.rule and (day or changed or not draft.main.is_latin)
    return Status.ACTUAL if past and (made or opens_relative(draft.main)) else Status.FORECAST


def _is_ahead(dating: Dating, published: date, bits: int) -> bool:
    """Whether the date lies after publication, or runs until a bound after it: 年底前, but not 直到4月才."""
    until = dating.when.bound is Bound.UNTIL and dating.when.ends_on > published and not bits & _DONE
    from_now = dating.when.starts_on == published < dating.when.ends_on
    return until or from_now or dating.when.starts_on > published


def _of_plan(draft: Draft, dating: Dating, published: date | None, bits: int) -> Status:
    past = published is not None and dating.when.ends_on < published
    ahead = draft.kind != "supply" and published is not None and _is_ahead(dating, published, bits)
    if draft.kind == "delay":
        if dating.rule != "target":
            return Status.ACTUAL
        return Status.FORECAST if bits & _FORECAST and bits & _THIRD_PARTY else Status.PLANNED
    if dating.rule == "said" or (past and dating.announced is None and _came_about(draft, bits)):
        return Status.ACTUAL
    kind = draft.trigger.kind
    if bits & _FORECAST and not (past and bits & _DONE):
        return Status.FORECAST if bits & _THIRD_PARTY or _is_opinion(draft) else kind.expected
    if bits & _INTENTIONS or ahead:
        return Status.FORECAST if _is_of_analyst(draft) or _is_opinion(draft) else kind.intended
    return Status.ACTUAL


def _is_opinion(draft: Draft) -> bool:
    """Whether English says that somebody thinks so, or expects it of another: `Munster expects Apple to sell …`."""
    return any(
        any(word in affixes("bare", "opinion") for word in piece.text.split()) or _expects_of_other(piece)
        for piece in (*draft.lead[-1:], draft.main)
        if piece.is_latin
    )


def _expects_of_other(piece: Piece) -> bool:
    return any(
        mark.bits & _FORECAST and following.bits & _EXPECTED_OF and following.start - mark.end == 1
        for mark, following in pairwise(piece.marks)
    )


def _is_of_analyst(draft: Draft) -> bool:
    """Whether a clause before says that an analyst or the like thinks so."""
    return bool(draft.source & _THIRD_PARTY and draft.source & _SAID and not draft.main.is_latin)


def _came_about(draft: Draft, bits: int) -> bool:
    """Whether what lies in the past happened, be it only that a plan was made or announced."""
    made = draft.kind == "other" and draft.trigger.hit.bits & _PLANNED
    if made or draft.trigger.kind.intended is not Status.PLANNED:
        return True
    return bool(bits & (_ANNOUNCED | _PROMISED)) or not _intends(draft, bits)


def _intends(draft: Draft, bits: int) -> bool:
    """Whether it is a plan though it lies in the past: `was to ship`, 將於2024年第二季發貨."""
    told_after = _bits(draft.tail[:1]) & _ORIGINALLY if draft.main.is_latin else 0
    if not (bits | told_after) & _INTENTIONS:
        return False
    if any(piece.subordinate and piece.bits & _ORIGINALLY for piece in draft.lead[-1:]):
        return True
    if any(piece.bits & _ORIGINALLY and piece.times for piece in draft.tail[:1] if piece.is_latin):
        return True
    return any(
        mark.bits & _INTENTIONS
        and draft.main.text[_within(draft, mark.start, mark.end)] not in affixes("bare", "plan")
        for mark in draft.main.marks
    )


def _within(draft: Draft, start: int, end: int) -> slice:
    return slice(start - draft.main.start, end - draft.main.start)


def _is_negated(draft: Draft) -> bool:
    """Whether a negation stands right before the trigger."""
    reach = _LATIN_NEGATION_REACH if draft.main.is_latin else _NEGATION_REACH
    start = draft.trigger.hit.start
    if draft.main.is_latin and _is_bounded(draft):
        return False
    return any(
        mark.bits & _NEGATED and 0 <= start - mark.end <= reach and isinstance(mark.thing, Word)
        for mark in draft.main.marks
    )


def _is_bounded(draft: Draft) -> bool:
    """Whether it only says from when on: `will not be delivered before 2026`."""
    main = draft.main
    bounds = tuple(f" {word}" for word in affixes("before", "bound"))
    return any(main.text[: time.start - main.start].rstrip().endswith(bounds) for time in main.times)


def find_speaker(draft: Draft) -> str | None:
    """Who is said to say it: the name before a verb of saying, as the text spells it."""
    for piece in (*draft.lead, draft.main):
        said = next(
            (mark for mark in piece.marks if mark.bits & _SAID and isinstance(mark.thing, Word)), None
        )
        if said:
            name = _name_before(piece, said)
            if name:
                return name
    return None


def _name_before(piece: Piece, said: Mark) -> str | None:
    names = [mark for mark in piece.marks if mark.end <= said.start and mark.bits & _SPEAKERS]
    if not names:
        return None
    last = names[-1]
    return (
        last.thing.text
        if isinstance(last.thing, EntityMention)
        else piece.text[last.start - piece.start : last.end - piece.start]
    )


def _bits(pieces: list[Piece]) -> int:
    bits = 0
    for piece in pieces:
        bits |= piece.bits
    return bits
