"""Clauses that leave to the one before what they state: the same on another date, by another, or its next step."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.clauses import Piece
from kb.events.draft import Draft
from kb.events.times import has_own_date, is_date_only, plain_times
from kb.events.triggers import trigger_bits
from kb.events.verbs import find_verb
from kb.events.words import affixes, bits_of, mask

_CHANGES = mask("move", "reach")
_QUANTITIES = mask("money", "percent", "count", "rank", "ranked")
_AMOUNTS = _QUANTITIES | bits_of("multiple")
_PERCENT = bits_of("percent")
_CANCELLED = bits_of("cancelled")
_DENIED = bits_of("denied")
_ANAPHOR = bits_of("anaphor")
_CLOSING = bits_of("closing")
_ASSERTED = mask("asserted")
_ORGANIZATION = bits_of("organization")
_NAMES = mask("organization", "person", "product")
_QUANTITATIVE = frozenset({"earnings", "guidance", "share_price", "market_cap", "market_share"})
# Kinds of what is built up step by step.
_GROWING = frozenset({"facility", "shipment"})
# Characters of ` on the ` between a name and its date.
_LATIN_LINK = 9
# Characters of `and ` or `and in ` before it, and of the full stop.
_AND = 8


def repeats(piece: Piece, lead: Sequence[Piece], current: Draft) -> bool:
    """The same on another date: 「…,6月又上漲3%」, `and GitHub in 2018`, `but scrapped the deal in May`."""
    if piece.bits & _CANCELLED and has_own_date(piece):
        return True
    if piece.is_latin and (_is_elliptic(piece, current) if piece.joined else _resumes(piece)):
        return True
    if piece.is_latin and (_changes_it(piece, current) or _lists_another(piece, current)):
        return True
    if piece.is_latin and piece.bits & _DENIED and piece.bits & (_NAMES | _ANAPHOR):
        return True
    if not piece.is_latin and (_is_next_step(piece, current) or _ranks_another(piece, lead, current)):
        return True
    if current.kind == "share_price" and piece.joined and piece.bits & _CHANGES and has_own_date(piece):
        return not piece.bits & _NAMES
    if piece.is_latin and (_moves_on(piece, current) or _closes(piece, current)):
        return True
    if not (piece.bits & _CHANGES and piece.bits & _AMOUNTS and current.kind in _QUANTITATIVE):
        return False
    if _is_of_another(piece, lead):
        return True
    return has_own_date(piece) or any(is_date_only(one) for one in lead)


def _moves_on(piece: Piece, current: Draft) -> bool:
    """Whether English goes on with how a number moved: `Deliveries peaked at 30 in 2014 and fell to 12 last year`."""
    if not piece.joined or current.kind not in (*_QUANTITATIVE, "shipment") or piece.bits & _NAMES:
        return False
    verb = piece.text.partition(" ")[2]
    starts = piece.start + len(piece.text) - len(verb)
    moves = any(mark.bits & _CHANGES and mark.start == starts for mark in piece.marks)
    return moves and has_own_date(piece)


def _closes(piece: Piece, current: Draft) -> bool:
    """Whether an English clause without a subject tells when the deal before it closed: `…, and closed on Feb. 28`."""
    closing = current.kind == "acquisition" and piece.bits & _CLOSING and not piece.bits & _NAMES
    begins = piece.text.removeprefix("and ").removeprefix("was ").removeprefix("is ")
    verbs = [mark.start for mark in piece.marks if mark.bits & _CLOSING]
    opens = verbs and verbs[0] == piece.end - len(begins)
    return bool(closing and opens) and has_own_date(piece)


def _is_of_another(piece: Piece, lead: Sequence[Piece]) -> bool:
    """Whether a Chinese clause right before only names another: 「京東跌3%,同業美團卻遭拖累,挫2.2%」."""
    if piece.is_latin or piece.bits & _NAMES:
        return False
    return any(one.bits & _ORGANIZATION for one in lead[-1:])


def _is_next_step(piece: Piece, current: Draft) -> bool:
    """Whether a deal told before closes on a date, or what is built grows: 「預計年底前成事」."""
    if not has_own_date(piece) or piece.bits & _NAMES:
        return False
    if current.kind == "acquisition":
        return bool(piece.bits & _CLOSING)
    return current.kind in _GROWING and bool(piece.bits & _CHANGES)


def _ranks_another(piece: Piece, lead: Sequence[Piece], current: Draft) -> bool:
    """Whether a Chinese clause opens with another organization and gives its share: 「…市占率達62%,美光21%居次」."""
    if current.kind != "market_share" or lead or not piece.bits & _PERCENT:
        return False
    return any(mark.bits & _ORGANIZATION and mark.start == piece.start for mark in piece.marks[:1])


def _resumes(piece: Piece) -> bool:
    """Whether an English clause goes on after an aside: `Tariffs, suspended for now, are due to start Tuesday`."""
    first = piece.text.split(" ", 1)[0]
    return has_own_date(piece) and not piece.bits & _NAMES and first in affixes("bare", "finite")


def _changes_it(piece: Piece, current: Draft) -> bool:
    """Whether an English relative clause tells what was done before to what a forecast says: `which it cut in May`."""
    relative = piece.text.startswith(affixes("opening", "relative"))
    return relative and current.kind == "guidance" and bool(piece.bits & _CHANGES) and has_own_date(piece)


def _lists_another(piece: Piece, current: Draft) -> bool:
    """Whether an English piece has a name, a date and no more: `GPT-5.1 came on the 12th, Gemini 3 on the 18th`."""
    if piece.joined or not current.is_dated or not has_own_date(piece) or piece.bits & trigger_bits():
        return False
    names = piece.entities
    places = [(one.start, one.end) for one in names] + [(one.start, one.end) for one in plain_times(piece)]
    known = sum(end - start for start, end in places)
    return bool(names) and names[0].start == piece.start and len(piece.text) - known <= _LATIN_LINK


def _only_dates(piece: Piece) -> bool:
    """Whether it only adds a date to the one before: `in November [and December]`."""
    return piece.joined and len(piece.text) - sum(one.end - one.start for one in plain_times(piece)) <= _AND


def _is_elliptic(piece: Piece, current: Draft) -> bool:
    """Whether an English clause leaves its verb to the one before: `… Nest in 2014, and GitHub in 2018`."""
    if piece.bits & _ASSERTED or not current.is_dated or not has_own_date(piece) or _only_dates(piece):
        return False
    return bool(piece.bits & _NAMES) or not find_verb(piece.text)
