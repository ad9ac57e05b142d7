"""Which pieces go on with the statement before them, instead of making one of their own."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.clauses import Piece
from kb.events.draft import Draft
from kb.events.states import is_contrast
from kb.events.times import PLAIN, Part, dates_of, has_own_date, is_date_only
from kb.events.triggers import Trigger
from kb.events.unclassed import ends_relative
from kb.events.verbs import find_verb
from kb.events.words import affixes, bits_of, mask
from kb.model import EntityMention
from kb.when.granularity import Granularity

_FUTURE = mask("future")
_CHANGES = mask("move", "reach")
_QUANTITIES = mask("money", "percent", "count", "rank", "ranked")
_FIGURES = mask("figures")
_MONEY = bits_of("money")
_VERBS = mask("move", "present", "reach", "future")
_PRESENT = bits_of("present")
_DATE = bits_of("date")
_SAID = bits_of("said")
_LISTS = mask("list_shares", "went_public")
_NAMES = mask("organization", "person", "product")
_NOUN_OF = {"share_price": mask("share", "index"), "market_cap": bits_of("market_value")}
# A rule of this rank or above is too unsure to begin a statement without a date or a number.
_WEAK = 46
# A rule of this rank or above tells hardly more than that something came about.
_VAGUE = 60


def goes_on(
    piece: Piece, trigger: Trigger | None, lead: Sequence[Piece], current: Draft, is_last: bool
) -> bool:
    """Whether a piece, with those since, belongs to the statement before it."""
    if trigger is None:
        if _is_late_date(piece, current):
            return True
        return not _has_subject(lead) and _belongs(piece, current, is_last)
    return not any(has_own_date(one) for one in lead) and _continues(piece, trigger, current, lead)


def _belongs(piece: Piece, current: Draft, is_last: bool) -> bool:
    """Whether a piece without a trigger goes on with the statement before it."""
    if not piece.is_latin and is_contrast(piece):
        return False
    if has_own_date(piece):
        late = is_last or not is_date_only(piece)
        opened = piece.joined and not piece.text.startswith(affixes("opening", "relative"))
        return late and not current.is_dated and not opened and (piece.is_latin or not piece.subordinate)
    if piece.is_latin and piece.text.startswith(affixes("opening", "that")):
        return True
    if piece.is_latin and ends_relative(piece, current):
        return False
    if piece.is_latin and piece.bits & _NAMES and not piece.joined and find_verb(piece.text):
        return False
    return bool(piece.bits & (_QUANTITIES | _CHANGES)) or piece.aside


def _is_late_date(piece: Piece, current: Draft) -> bool:
    """An English date after an apposition or with the source: `…, Trillium, in May`, `…, it said Friday`."""
    if not piece.is_latin or piece.joined:
        return False
    if current.kind == "delay" and is_date_only(piece) and _aims(piece):
        return True
    if current.is_dated:
        return current.kind == "earnings" and bool(piece.bits & _SAID and piece.bits & _DATE)
    return is_date_only(piece) or bool(piece.bits & (_SAID | _PRESENT) and piece.bits & _DATE)


def _aims(piece: Piece) -> bool:
    """Whether it is the new date of what was put off: `…, to mid-2025`."""
    return any(dated.part is Part.TARGET for dated in dates_of(piece))


def _continues(piece: Piece, trigger: Trigger, current: Draft, lead: Sequence[Piece]) -> bool:
    """Whether a piece with a trigger only goes on with the statement before it."""
    if _is_headline_figure(piece, trigger, current) or _names_role(piece, current):
        return True
    if _is_price_of_deal(piece, trigger, current):
        return True
    if current.trigger.hit.bits & _LISTS and piece.text.startswith(affixes("opening", "raising")):
        return True
    if not current.is_dated and _only_adds_figure(piece, trigger, current):
        return True
    if (piece.bits & _DATE and _is_dated_otherwise(piece)) or _has_subject(lead):
        return False
    if trigger.kind.name in current.trigger.kind.absorbs and not piece.bits & _NAMES:
        return True
    if _only_adds_figure(piece, trigger, current):
        return True
    if piece.is_latin and ends_relative(piece, current):
        return False
    if _turns_to_plans(piece, current):
        return False
    if trigger.kind.name != current.kind:
        if _is_own_clause(piece, trigger):
            return False
        return trigger.rank >= _WEAK and not piece.bits & _QUANTITIES
    if current.kind in ("earnings", "guidance"):
        return _same_figure(piece, current)
    if _names_another(piece, trigger, current):
        return False
    noun = _NOUN_OF.get(current.kind)
    return not piece.bits & noun if noun else True


def _is_price_of_deal(piece: Piece, trigger: Trigger, current: Draft) -> bool:
    """Whether English goes on with what a deal pays: `for $6.8 billion, or $92 a share in cash`."""
    told = current.kind == "acquisition" and trigger.kind.name == "earnings"
    return told and piece.is_latin and not piece.bits & _DATE and find_verb(piece.text) is None


def _is_own_clause(piece: Piece, trigger: Trigger) -> bool:
    """Whether English goes on with a pronoun and a verb: `…, and it suspended its dividend`."""
    if not piece.is_latin or not piece.joined or trigger.rank >= _VAGUE:
        return False
    return piece.text.startswith(affixes("opening", "and_it")) and find_verb(piece.text) is not None


def _names_role(piece: Piece, current: Draft) -> bool:
    """Whether it only says which post was meant, after an aside: `appointed Jane Roe, its lawyer, as chief`."""
    return current.kind == "personnel" and piece.text.startswith(affixes("opening", "role"))


def _turns_to_plans(piece: Piece, current: Draft) -> bool:
    """Whether a Chinese figure is aimed at after one that was reached: 「首季交付1架,目標全年交付75架」."""
    if piece.is_latin or not piece.bits & current.main.bits & _QUANTITIES:
        return False
    return bool(piece.bits & _FUTURE) and not current.main.bits & _FUTURE


def _is_dated_otherwise(piece: Piece) -> bool:
    """Whether the piece says when, or until when."""
    return any(dated.part in PLAIN or dated.part is Part.ENDED for dated in dates_of(piece))


def _is_headline_figure(piece: Piece, trigger: Trigger, current: Draft) -> bool:
    """The first figure of results whose release was just told: 「…公布第三季財報,營收351億美元」."""
    told = current.kind == "earnings" and not any(one.bits & _QUANTITIES for one in current.pieces)
    days = any(dated.part in PLAIN and dated.when.granularity is Granularity.DAY for dated in dates_of(piece))
    return told and trigger.kind.name == "earnings" and not days


def _same_figure(piece: Piece, current: Draft) -> bool:
    """The growth of the figure told before, or a figure without its own verb: `and profit of $2 billion`."""
    figures = piece.bits & _FIGURES
    if not figures or (figures == current.main.bits & _FIGURES and not piece.bits & _MONEY):
        return True
    return piece.is_latin and not piece.bits & _VERBS and not find_verb(piece.text)


def _only_adds_figure(piece: Piece, trigger: Trigger, current: Draft) -> bool:
    """Whether a figure without a verb belongs to the forecast before: `and a gross margin of 33.8%`."""
    if not piece.is_latin or current.kind != "guidance" or trigger.kind.name != "earnings":
        return False
    return not piece.bits & _VERBS and not find_verb(piece.text)


def _names_another(piece: Piece, trigger: Trigger, current: Draft) -> bool:
    """Whether the piece has a subject of its own, before its verb and after no preposition."""
    before = {mention.entity for one in (*current.lead, current.main) for mention in one.entities}
    principal = bits_of(*(kind.value for kind in current.trigger.kind.principal[:1]))
    return any(
        mark.bits & principal
        and not piece.start <= trigger.hit.start <= mark.start
        and isinstance(mark.thing, EntityMention)
        and mark.thing.entity not in before
        and not piece.text[: mark.start - piece.start].rstrip().endswith(affixes("before", "object"))
        for mark in piece.marks
    )


def _has_subject(lead: Sequence[Piece]) -> bool:
    """Whether one of the pieces may be a clause of its own: it names somebody; in English, with a verb."""
    return any(piece.entities and not (piece.is_latin and not _tells(piece)) for piece in lead)


def _tells(piece: Piece) -> bool:
    """Whether an English piece has a verb, be it one of saying."""
    return find_verb(piece.text) is not None or bool(piece.bits & _SAID)
