"""Which pieces of a sentence make one statement: the one with the trigger, what leads to it, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.events.clauses import Piece
from kb.events.draft import Draft
from kb.events.goes_on import goes_on
from kb.events.page import Mark, union
from kb.events.states import resumed_subject, state_of
from kb.events.times import has_own_date, is_date_only
from kb.events.triggers import Trigger
from kb.events.verbs import find_verb
from kb.events.words import Word, affixes, bits_of, mask
from kb.model import Amount

_QUANTITIES = mask("money", "percent", "count", "rank", "ranked")
_PRESENT, _RESULTS = bits_of("present"), bits_of("results")
_SAID = bits_of("said")
_CONDITIONAL = bits_of("conditional")
_FUTURE = mask("future")
_ASSERTED = mask("asserted")
_RUMORED, _DENIED = bits_of("rumored"), bits_of("denied")
_NAMES = mask("organization", "person", "product")
_LAST = 99
# A rule of this rank or above tells less than that the sentence goes on about a price.
_UNSURE = 45
_OF_SHARES = frozenset({"share_price"})
_MOVE, _ANAPHOR = mask("move"), bits_of("anaphor")
_OTHERS = mask("organization", "person", "product", "figures", "volume", "count", "workforce")
# No statement needs more pieces before or after its own; hostile text has no end of them.
_MOST_PIECES = 16


def draft_statements(
    pieces: Sequence[Piece], before: Draft | None = None, previous: Draft | None = None
) -> list[Draft]:
    """The statements of one sentence, undated yet.

    `before` is the last one of the sentence that a `;` ends, `previous` the last one of the paragraph.
    """
    drafts = list(_drafts(pieces, before, previous))
    for draft in drafts[1:]:
        told = 0 if _has_own_subject(draft) else drafts[0].main.bits & _RUMORED
        draft.source = draft.source or drafts[0].source | told
    return [
        draft
        for before, draft in zip([None, *drafts], drafts, strict=False)
        if not _is_conditional(draft) and not (before and _follows_condition(before, draft))
    ]


def _follows_condition(before: Draft, draft: Draft) -> bool:
    """Whether it only says what would come of an English if-clause: `If tariffs rise, Apple could raise prices`."""
    opened = draft.main.is_latin and any(mark.bits & _CONDITIONAL for mark in before.pieces[0].marks[:1])
    return opened and bool(draft.main.bits & _FUTURE)


def _drafts(pieces: Sequence[Piece], before: Draft | None, previous: Draft | None) -> Iterator[Draft]:
    current: Draft | None = None
    lead: list[Piece] = []
    for piece in pieces:
        trigger = state_of(piece, lead, current or _before_semicolon(piece, before))
        trigger = trigger if current else _still_moves(piece, trigger, previous)
        trigger = trigger or _slips_again(piece, current or (None if lead else previous))
        if current and goes_on(piece, trigger, lead, current, is_last=piece is pieces[-1]):
            current.tail = [*current.tail, *lead, piece][:_MOST_PIECES]
            lead = []
        elif trigger is None:
            lead = [*lead[-_MOST_PIECES:], piece]
        else:
            if current and _only_announces(current, piece):
                lead = [*current.pieces, *lead]
            elif current:
                yield current
                trigger = _under_forecast(trigger, piece, current)
            elif before:
                trigger = _under_forecast(trigger, piece, before)
            lead = _with_subject(piece, lead, current)
            current, lead = Draft(trigger, piece, lead, source=_source_of(lead)), []
    if current:
        current.rest = lead
        yield current


def _with_subject(piece: Piece, lead: list[Piece], current: Draft | None) -> list[Piece]:
    """The pieces before a statement, the noun among them with which English goes on after the one before."""
    subject = resumed_subject(piece, lead, current)
    if subject is None or subject in lead:
        return lead
    told = [mark for mark in subject.marks if not isinstance(mark.thing, Amount)]
    return [replace(subject, marks=told, bits=union(told)), *lead]


def _still_moves(piece: Piece, trigger: Trigger | None, previous: Draft | None) -> Trigger | None:
    """What an English clause about `it` or `they` states of the shares just told of: `They have doubled this year`."""
    if previous is None or previous.kind not in _OF_SHARES or (trigger and trigger.rank < _UNSURE):
        return trigger
    move = next((mark for mark in piece.marks if mark.bits & _MOVE), None)
    if not piece.is_latin or move is None or piece.bits & _OTHERS or not _opens_with_pronoun(piece):
        return trigger
    return previous.trigger._replace(hit=move)


def _slips_again(piece: Piece, before: Draft | None) -> Trigger | None:
    """The next date of what slipped, in English told by nothing else: `…, then to August`, `Now it is 2026`."""
    if before is None or before.kind != "delay" or not piece.is_latin or not is_date_only(piece):
        return None
    if not piece.text.startswith(affixes("opening", "next_date")):
        return None
    word = Mark(piece.start, piece.start + len(piece.text.split(" ", 1)[0]), 0, Word(0, ()))
    return before.trigger._replace(hit=word)


def _opens_with_pronoun(piece: Piece) -> bool:
    first = next((mark for mark in piece.marks if mark.bits & _ANAPHOR), None)
    if first is None:
        return False
    return piece.text[first.start - piece.start : first.end - piece.start] in affixes("bare", "pronoun")


def _has_own_subject(draft: Draft) -> bool:
    """Whether a Chinese clause names its subject, so that hearsay of another is not meant for it."""
    main = draft.main
    return not main.is_latin and any(one.start == main.start for one in main.entities)


def _before_semicolon(piece: Piece, before: Draft | None) -> Draft | None:
    """What a Chinese clause after `;` may go on with: 「收報84.9元,挫9.7%;年初至今累跌逾一成」."""
    return None if piece.is_latin or piece.bits & _NAMES else before


def _source_of(lead: Sequence[Piece]) -> int:
    """The classes of the clauses before a statement that name its source: 據知情人士透露, 分析師認為."""
    return union(mark for piece in lead if piece.bits & (_SAID | _RUMORED) for mark in piece.marks)


def _only_announces(current: Draft, piece: Piece) -> bool:
    """Whether a clause of no kind only leads to this one: 「9月26日宣布,HBM3E已開始量產」."""
    told = piece.text.startswith(affixes("opening", "that")) and current.main.bits & _DENIED
    joined = piece.is_latin and piece.joined and not told
    another = joined and find_verb(piece.text) and find_verb(current.main.text)
    apart = another or (piece.is_latin and piece.subordinate)
    led = not has_own_date(piece) and not apart
    if current.trigger.rank == _LAST and (
        current.main.bits & _ASSERTED or led or _opens_that(current, piece)
    ):
        return True
    return piece.is_latin and _is_spelled_out(current, piece)


def _opens_that(current: Draft, piece: Piece) -> bool:
    """Whether English only leads to what was conceded, shown or found: `Data showed on Thursday that …`."""
    main = current.main
    if not piece.is_latin or current.tail or not piece.text.startswith(affixes("opening", "that")):
        return False
    verb = find_verb(main.text)
    ends = main.start + verb[1] == main.end if verb else False
    return piece.start - main.end <= 1 and (ends or any(one.end == main.end for one in main.times))


def _is_spelled_out(current: Draft, piece: Piece) -> bool:
    """Whether a participle gives the number of what was just reported: `reported …, handing over 348 jets`."""
    told = current.main.bits & _PRESENT and not any(one.bits & _QUANTITIES for one in current.pieces)
    return bool(told and piece.bits & _QUANTITIES and piece.text.split(" ", 1)[0].endswith("ing"))


def _under_forecast(trigger: Trigger, piece: Piece, before: Draft) -> Trigger:
    """Figures that follow a forecast in its sentence are forecast too: 「預估營收…,毛利率介於…」."""
    dated = has_own_date(piece) and not (piece.is_latin and not find_verb(piece.text))
    released = piece.is_latin and trigger.hit.bits & _RESULTS and has_own_date(piece)
    told = dated or piece.bits & _PRESENT or released
    if before.kind == "guidance" and trigger.kind.name == "earnings" and not told:
        return trigger._replace(kind=before.trigger.kind)
    return trigger


def _is_conditional(draft: Draft) -> bool:
    """Whether it only asks or supposes: in its own words, or in an if-clause right before it."""
    supposed = any(mark.bits & _CONDITIONAL for piece in draft.lead[-1:] for mark in piece.marks[:1])
    first = draft.pieces[0]
    if first.start == first.sentence.start and first.text.startswith(affixes("opening", "supposed")):
        return True
    if not draft.main.is_latin:
        return supposed or bool(draft.main.bits & _CONDITIONAL)
    would = any(word in draft.main.text.split() for word in affixes("bare", "plan"))
    return supposed or any(
        mark.bits & _CONDITIONAL and (would or mark.start < draft.trigger.hit.start)
        for mark in draft.main.marks
    )
