"""What a piece of a sentence states: by its own words, on the topic before it, or the same as the one before."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.clauses import Piece
from kb.events.draft import Draft
from kb.events.page import union
from kb.events.repeats import repeats
from kb.events.times import PLAIN, dates_of, has_own_date, is_date_only, plain_times
from kb.events.triggers import Trigger, find_trigger, trigger_bits
from kb.events.unclassed import ends_relative, ends_saying, is_fine, unclassed
from kb.events.verbs import find_verb
from kb.events.words import affixes, bits_of, mask

_TOPICS = mask(
    "thing", "post", "person", "plant", "workforce", "demand", "share", "market_value", "figures",
    "share_of_market", "index", "volume", "trading", "authority", "price_word", "capex", "originally", "deal_noun",
    "traded",
)  # fmt: skip
_ANAPHOR = bits_of("anaphor")
_POST, _DATES = bits_of("post"), bits_of("date") | bits_of("day")
_POSTED = mask("appoint", "leave")
_CHANGES = mask("move", "reach")
_OLDER = mask("basis", "figure.other")
_QUANTITIES = mask("money", "percent", "count", "rank", "ranked")
_CANCELLED = bits_of("cancelled")
_ANNOUNCED = bits_of("announced")
_NAMES = mask("organization", "person", "product")
_SUBJECTS = mask("organization", "person", "product", "share", "index", "traded", "macro")
_SAYS = bits_of("says")
# What leads to the page number in a line of contents.
_LEADER = "………"
# A rule of this rank or above is too unsure to begin a statement without a date or a number.
_WEAK = 46


def state_of(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> Trigger | None:
    """What a piece states: by its own words, on the topic before it, or the same as the statement before."""
    if _LEADER in piece.text or (current and (_is_comment(piece) or is_contrast(piece))):
        return None
    bits = piece.bits | _of_subject(piece, lead, current) | _of_date(piece, lead)
    trigger = find_trigger(bits, piece.marks)
    subject = resumed_subject(piece, lead, current)
    if subject and (trigger is None or trigger.rank >= _WEAK):
        resumed = find_trigger(bits | subject.bits, [*piece.marks, *subject.marks])
        trigger = resumed if resumed and resumed.rank < _WEAK else trigger
    posted = _POST if piece.text.startswith(affixes("opening", "role")) else 0
    if (trigger is None or trigger.rank >= _WEAK) and piece.bits & (_QUANTITIES | trigger_bits() | posted):
        before = [*current.pieces, *lead] if current and (posted or _is_near(piece)) else lead
        hanging = _hanging_trigger(piece, before)
        trigger = hanging if trigger is None or (hanging and hanging.rank < trigger.rank) else trigger
    if trigger is None and current and repeats(piece, lead, current):
        hit = next((mark for mark in piece.marks if mark.bits & (_CHANGES | _CANCELLED)), current.trigger.hit)
        trigger = current.trigger._replace(hit=hit)
    if trigger and (_is_cause(piece) or _only_introduces(piece, trigger)):
        return None
    if trigger and (piece.subordinate or piece.aside) and not _stands_alone(piece, trigger):
        return trigger if _happens_then(piece, trigger, lead, current) else None
    return trigger or unclassed(piece, lead, current)


def _of_subject(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> int:
    """The classes of the subject that an English clause has from before: after a relative clause, with `having`."""
    if not piece.is_latin:
        return 0
    if current and ends_relative(piece, current):
        return union(mark for one in current.lead[-1:] for mark in one.marks) & _SUBJECTS
    if piece.text.startswith(affixes("opening", "having")) or _is_participle(piece):
        before = lead[-1:] or ([current.main] if current else [])
        return union(mark for one in before for mark in one.marks) & _SUBJECTS
    return 0


def resumed_subject(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> Piece | None:
    """The noun that opens an English sentence whose verb comes after asides: `Output of vans, …, ended in May`."""
    if not piece.is_latin or piece.joined or piece.aside:
        return None
    first = (current.pieces if current else [*lead])[:1]
    if not first or first[0].start != piece.sentence.start or first[0] is piece or find_verb(first[0].text):
        return None
    verb = find_verb(piece.text)
    return first[0] if verb and verb[0] == 0 and has_own_date(piece) else None


def _of_date(piece: Piece, lead: Sequence[Piece]) -> int:
    """The classes of the date that commas cut off an English clause: `and on May 2, 2024, he quit`."""
    return lead[-1].bits & _DATES if piece.is_latin and lead and is_date_only(lead[-1]) else 0


def _is_participle(piece: Piece) -> bool:
    """Whether an English piece opens with the participle of a change: `…, soaring 12% to a record 262.3 rupees`."""
    first = piece.marks[0] if piece.marks else None
    opens = first is not None and first.start == piece.start and first.bits & _CHANGES
    return bool(opens) and piece.text.split(" ", 1)[0].endswith("ing")


def _only_introduces(piece: Piece, trigger: Trigger) -> bool:
    """Whether a Chinese piece ends with the verb of announcing: 「設備商ASMPT收市後公布,第三季盈利…」."""
    if piece.is_latin:
        return _cites(piece, trigger) or _names_speaker(piece, trigger)
    if trigger.hit.end != piece.end:
        return False
    kind = trigger.kind.name
    return (kind == "launch" and bool(trigger.hit.bits & _ANNOUNCED)) or (
        kind == "other" and ends_saying(piece)
    )


def _names_speaker(piece: Piece, trigger: Trigger) -> bool:
    """Whether the trigger only describes who speaks in an English piece: `The shipping company said on Thursday`."""
    says = next((mark for mark in piece.marks if mark.bits & _SAYS and mark.start >= trigger.hit.end), None)
    if says is None or find_verb(piece.text[: says.start - piece.start]):
        return False
    after = piece.text[says.end - piece.start :]
    return all(word in affixes("after", "says") for word in _blank_dates(piece, after).split())


def _blank_dates(piece: Piece, text: str) -> str:
    """The end of a piece without its dates."""
    for one in piece.times:
        text = text.replace(piece.text[one.start - piece.start : one.end - piece.start], " ")
    return text


def _cites(piece: Piece, trigger: Trigger) -> bool:
    """Whether an English piece only says who announced what went before: `as S&P Dow Jones announced last week`."""
    if not piece.text.startswith("as ") or not trigger.hit.bits & _ANNOUNCED:
        return False
    after = piece.text[trigger.hit.end - piece.start :].strip()
    dates = [piece.text[one.start - piece.start : one.end - piece.start] for one in piece.times]
    return not after or after.removeprefix("on ") in dates


def _is_cause(piece: Piece) -> bool:
    """Whether a Chinese piece without a date only says why: 「因芯片短缺推遲,直到4月才恢復交付」."""
    opened = not piece.is_latin and piece.text.startswith(affixes("opening", "cause"))
    return opened and not has_own_date(piece)


def _is_comment(piece: Piece) -> bool:
    """Whether a Chinese piece only remarks on what the one before says: 「為年內最大規模IPO」."""
    return (
        not piece.is_latin
        and not piece.bits & _QUANTITIES
        and piece.text.startswith(affixes("opening", "comment"))
        and not any(is_fine(dated.when.granularity) for dated in dates_of(piece) if dated.part in PLAIN)
    )


def is_contrast(piece: Piece) -> bool:
    """Whether a piece only tells what a figure was before: `up from 14% in 2023`, 「一年前为5.3%左右」."""
    if piece.is_latin:
        return not piece.joined and piece.text.startswith(affixes("opening", "comparison"))
    if piece.text.startswith(affixes("before", "comparison")) and not has_own_date(piece):
        return not piece.bits & _CHANGES
    dates = dates_of(piece)
    first = dates[0].time if dates and dates[0].time.start == piece.start else None
    after = piece.text[first.end - piece.start :].lstrip() if first else ""
    compared = any(mark.bits & _OLDER and first and mark.start < first.end for mark in piece.marks)
    return compared and after.startswith(affixes("after", "compared"))


def _hanging_trigger(piece: Piece, lead: Sequence[Piece]) -> Trigger | None:
    """What a piece says of the topic that the pieces before it name: 「H100,還是…釋出的」."""
    topics = union(mark for one in lead for mark in one.marks)
    topics &= _TOPICS | _POSTED if piece.bits & _POST and piece.is_latin else _TOPICS
    if not topics:
        return None
    marks = [*piece.marks, *(mark for one in lead for mark in one.marks)]
    return find_trigger(piece.bits | topics, marks)


def _is_near(piece: Piece) -> bool:
    """Whether a piece may speak of the last statement's topic: it has a date or a change of its own."""
    return has_own_date(piece) or bool(
        piece.bits & _CHANGES and piece.bits & _QUANTITIES and piece.bits & _NAMES
    )


def _stands_alone(piece: Piece, trigger: Trigger) -> bool:
    """Whether a temporal clause or an aside is a statement too: it has a date of its own, or figures."""
    if piece.text.endswith(affixes("after", "moment")):
        return False
    if any(is_fine(time.when.granularity) for time in plain_times(piece) if time.when):
        return True
    if piece.aside:
        return False
    figured = trigger.kind.name == "earnings" and piece.bits & _QUANTITIES
    return bool(figured) or _is_clause(piece, trigger)


def _is_clause(piece: Piece, trigger: Trigger) -> bool:
    """Whether an English temporal clause names who did what, at its neighbour's time: `after Oracle cut its goal`."""
    named = piece.is_latin and (piece.bits & _NAMES or _is_about_it(piece)) and trigger.rank < _WEAK
    ahead = piece.text.startswith(affixes("opening", "ahead"))
    return bool(named) and not ahead and find_verb(piece.text) is not None


def _is_about_it(piece: Piece) -> bool:
    """Whether `it` or `the company` is the subject of an English temporal clause: `after it cut its goal`."""
    first = piece.marks[1] if len(piece.marks) > 1 else None
    if first is None or not first.bits & _ANAPHOR or not piece.text.startswith(affixes("opening", "gone_by")):
        return False
    return piece.text[first.start - piece.start : first.end - piece.start] in affixes("bare", "pronoun")


def _happens_then(piece: Piece, trigger: Trigger, lead: Sequence[Piece], current: Draft | None) -> bool:
    """Whether `when …` after a dated clause tells something more of that time."""
    if piece.aside or not piece.text.startswith(affixes("opening", "then")) or trigger.rank >= _WEAK:
        return False
    return any(has_own_date(one) for one in lead[-1:]) or bool(current and not lead and current.is_dated)
