"""Which pieces of a sentence make one statement: the one with the trigger, what leads to it, what follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.events.clauses import Piece
from kb.events.page import Mark, union
from kb.events.times import PLAIN, Part, dates_of, has_own_date, is_date_only, plain_times
from kb.events.triggers import Trigger, find_trigger, trigger_bits
from kb.events.verbs import find_verb
from kb.events.words import Word, affixes, bits_of, mask
from kb.knowledge.kinds import get_kind
from kb.model import EntityMention
from kb.when.granularity import Granularity

_TOPICS = mask(
    "thing", "post", "person", "plant", "workforce", "demand", "share", "market_value", "figures",
    "share_of_market", "index", "volume", "price_word", "capex", "originally", "deal_noun",
)  # fmt: skip
_FUTURE = mask("future")
_POST, _POSTED = bits_of("post"), mask("appoint", "leave")
_CHANGES = mask("move", "reach")
_QUANTITIES = mask("money", "percent", "count", "rank", "ranked")
_FIGURES, _MONEY, _FUTURE = mask("figures"), bits_of("money"), mask("future")
_VERBS = mask("move", "present", "reach", "future")
_AMOUNTS = _QUANTITIES | bits_of("multiple")
_ANAPHOR, _ACTS = bits_of("anaphor"), bits_of("act_verb")
_PRESENT, _DATE, _SAID = bits_of("present"), bits_of("date"), bits_of("said")
_CANCELLED, _CONDITIONAL = bits_of("cancelled"), bits_of("conditional")
_ANNOUNCED, _CLOSING = bits_of("announced"), bits_of("closing")
_ASSERTED, _RUMORED = mask("asserted"), bits_of("rumored")
_NAMES = mask("organization", "person", "product")
# Words that say that something came about, or will: any dated clause with one and a name reports something.
COMES_ABOUT = mask("denied", "rumored", "cancelled", "done", "future", "begin", "reach", "release")
_NOUN_OF = {"share_price": mask("share", "index"), "market_cap": bits_of("market_value")}
_QUANTITATIVE = frozenset({"earnings", "guidance", "share_price", "market_cap", "market_share"})
# Kinds of what is built up step by step.
_GROWING = frozenset({"facility", "shipment"})
# A rule of this rank or above is too unsure to begin a statement without a date or a number.
_WEAK = 46
_NO_WORD = Word(0, ())
_LAST = 99
# No statement needs more pieces before or after its own; hostile text has no end of them.
_MOST_PIECES = 16


@dataclass(slots=True)
class Draft:
    """A statement in the making: its trigger, the piece it stands in, its pieces before and after.

    `rest` are the pieces after it that belong to no statement and may name its source; `source` has the classes
    of a clause before that names who says this and what follows in the sentence.
    """

    trigger: Trigger
    main: Piece
    lead: list[Piece] = field(default_factory=list)
    tail: list[Piece] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)
    source: int = 0

    @property
    def pieces(self) -> list[Piece]:
        """All its pieces in the order of the text."""
        return [*self.lead, self.main, *self.tail]

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.trigger.kind.name

    @property
    def is_dated(self) -> bool:
        """Whether its own pieces say when, up to the trigger."""
        return any(has_own_date(piece) for piece in (*self.lead, self.main))


def draft_statements(pieces: Sequence[Piece], before: Draft | None = None) -> list[Draft]:
    """The statements of one sentence, undated yet. `before`: the last one of the sentence that a `;` ends."""
    drafts = list(_drafts(pieces, before))
    for draft in drafts[1:]:
        draft.source = draft.source or drafts[0].source | drafts[0].main.bits & _RUMORED
    return [draft for draft in drafts if not _is_conditional(draft)]


def _drafts(pieces: Sequence[Piece], before: Draft | None) -> Iterator[Draft]:
    current: Draft | None = None
    lead: list[Piece] = []
    for piece in pieces:
        trigger = _trigger(piece, lead, current or _before_semicolon(piece, before))
        if current and _goes_on(piece, trigger, lead, current, is_last=piece is pieces[-1]):
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
            current, lead = Draft(trigger, piece, lead, source=_source_of(lead)), []
    if current:
        current.rest = lead
        yield current


def _before_semicolon(piece: Piece, before: Draft | None) -> Draft | None:
    """What a Chinese clause after `;` may go on with: 「收報84.9元,挫9.7%;年初至今累跌逾一成」."""
    return None if piece.is_latin or piece.bits & _NAMES else before


def _source_of(lead: Sequence[Piece]) -> int:
    """The classes of the clauses before a statement that name its source: 據知情人士透露, 分析師認為."""
    return union(mark for piece in lead if piece.bits & (_SAID | _RUMORED) for mark in piece.marks)


def _goes_on(
    piece: Piece, trigger: Trigger | None, lead: Sequence[Piece], current: Draft, is_last: bool
) -> bool:
    """Whether a piece, with those since, belongs to the statement before it."""
    if trigger is None:
        if _is_late_date(piece, current):
            return True
        return not _has_subject(lead) and _belongs(piece, current, is_last)
    return not any(has_own_date(one) for one in lead) and _continues(piece, trigger, current, lead)


def _trigger(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> Trigger | None:
    """What a piece states: by its own words, on the topic before it, or the same as the statement before."""
    if current and (_is_comment(piece) or _is_contrast(piece)):
        return None
    trigger = find_trigger(piece.bits, piece.marks)
    if (trigger is None or trigger.rank >= _WEAK) and piece.bits & (_QUANTITIES | trigger_bits()):
        before = [*current.pieces, *lead] if current and _is_near(piece) else lead
        hanging = _hanging_trigger(piece, before)
        trigger = hanging if trigger is None or (hanging and hanging.rank < trigger.rank) else trigger
    if trigger is None and current and _repeats(piece, lead, current):
        hit = next((mark for mark in piece.marks if mark.bits & (_CHANGES | _CANCELLED)), current.trigger.hit)
        trigger = current.trigger._replace(hit=hit)
    if trigger and (_is_cause(piece) or _only_introduces(piece, trigger)):
        return None
    if trigger and (piece.subordinate or piece.aside) and not _stands_alone(piece, trigger):
        return trigger if _happens_then(piece, trigger, lead, current) else None
    return trigger or _unclassed(piece, lead, current)


def _only_introduces(piece: Piece, trigger: Trigger) -> bool:
    """Whether a Chinese piece ends with the verb of announcing: 「設備商ASMPT收市後公布,第三季盈利…」."""
    if piece.is_latin or trigger.kind.name != "launch" or not trigger.hit.bits & _ANNOUNCED:
        return False
    return trigger.hit.end == piece.end


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
        and not any(_is_fine(dated.when.granularity) for dated in dates_of(piece) if dated.part in PLAIN)
    )


def _is_contrast(piece: Piece) -> bool:
    """Whether an English piece only tells what a figure was before: `up from 14% in 2023`."""
    return piece.is_latin and not piece.joined and piece.text.startswith(affixes("opening", "comparison"))


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


def _only_announces(current: Draft, piece: Piece) -> bool:
    """Whether a clause of no kind only leads to this one: 「9月26日宣布,HBM3E已開始量產」."""
    if current.trigger.rank == _LAST and (current.main.bits & _ASSERTED or not has_own_date(piece)):
        return True
    return piece.is_latin and _is_spelled_out(current, piece)


def _is_spelled_out(current: Draft, piece: Piece) -> bool:
    """Whether a participle gives the number of what was just reported: `reported …, handing over 348 jets`."""
    told = current.main.bits & _PRESENT and not any(one.bits & _QUANTITIES for one in current.pieces)
    return bool(told and piece.bits & _QUANTITIES and piece.text.split(" ", 1)[0].endswith("ing"))


def _repeats(piece: Piece, lead: Sequence[Piece], current: Draft) -> bool:
    """The same on another date: 「…,6月又上漲3%」, `and GitHub in 2018`, `but scrapped the deal in May`."""
    if piece.bits & _CANCELLED and has_own_date(piece):
        return True
    if piece.is_latin and (_is_elliptic(piece, current) if piece.joined else _resumes(piece)):
        return True
    if not piece.is_latin and _is_next_step(piece, current):
        return True
    if current.kind == "share_price" and piece.joined and piece.bits & _CHANGES and has_own_date(piece):
        return not piece.bits & _NAMES
    if not (piece.bits & _CHANGES and piece.bits & _AMOUNTS and current.kind in _QUANTITATIVE):
        return False
    return has_own_date(piece) or any(is_date_only(one) for one in lead)


def _is_next_step(piece: Piece, current: Draft) -> bool:
    """Whether a deal told before closes on a date, or what is built grows: 「預計年底前成事」."""
    if not has_own_date(piece) or piece.bits & _NAMES:
        return False
    if current.kind == "acquisition":
        return bool(piece.bits & _CLOSING)
    return current.kind in _GROWING and bool(piece.bits & _CHANGES)


def _resumes(piece: Piece) -> bool:
    """Whether an English clause goes on after an aside: `Tariffs, suspended for now, are due to start Tuesday`."""
    first = piece.text.split(" ", 1)[0]
    return has_own_date(piece) and not piece.bits & _NAMES and first in affixes("bare", "finite")


def _is_elliptic(piece: Piece, current: Draft) -> bool:
    """Whether an English clause leaves its verb to the one before: `… Nest in 2014, and GitHub in 2018`."""
    if piece.bits & _ASSERTED or not current.is_dated or not has_own_date(piece):
        return False
    return bool(piece.bits & _NAMES) or not find_verb(piece.text)


def _stands_alone(piece: Piece, trigger: Trigger) -> bool:
    """Whether a temporal clause or an aside is a statement too: it has a date of its own, or figures."""
    if piece.text.endswith(affixes("after", "moment")):
        return False
    if any(_is_fine(time.when.granularity) for time in plain_times(piece) if time.when):
        return True
    return trigger.kind.name == "earnings" and bool(piece.bits & _QUANTITIES) and not piece.aside


def _happens_then(piece: Piece, trigger: Trigger, lead: Sequence[Piece], current: Draft | None) -> bool:
    """Whether `when …` after a dated clause tells something more of that time."""
    if piece.aside or not piece.text.startswith(affixes("opening", "then")) or trigger.rank >= _WEAK:
        return False
    return any(has_own_date(one) for one in lead[-1:]) or bool(current and not lead and current.is_dated)


def _is_fine(granularity: Granularity) -> bool:
    return granularity.rank <= Granularity.MONTH.rank


def _unclassed(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> Trigger | None:
    """A dated clause of no kind reports something where it names who, and a word says that it came about."""
    if piece.subordinate or piece.aside:
        return None
    if not has_own_date(piece) and not any(is_date_only(one) for one in lead[-1:]):
        return None
    if is_date_only(piece) or (piece.is_latin and piece.bits & _ASSERTED):
        return None
    if not any(one.bits & _NAMES for one in (*lead[-1:], piece)) and not _has_known_subject(
        piece, lead, current
    ):
        return None
    verb = next((mark for mark in piece.marks if mark.bits & COMES_ABOUT), None) or _plain_verb(piece)
    kind = current.trigger.kind if current and _is_act(piece, current) else get_kind("other")
    return verb and Trigger(kind, verb, _LAST)


def _plain_verb(piece: Piece) -> Mark | None:
    """The verb of an English piece that is of no class."""
    place = find_verb(piece.text) if piece.is_latin else None
    return place and Mark(piece.start + place[0], piece.start + place[1], 0, _NO_WORD)


def _has_known_subject(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> bool:
    """Whether an English clause without a name has a subject all the same: `it`, or the one before `and`."""
    if not piece.is_latin:
        return False
    if current and (piece.joined or _ends_relative(piece, current)):
        return True
    return any(one.bits & _ANAPHOR for one in (*lead[-2:], piece))


def _is_act(piece: Piece, current: Draft) -> bool:
    """Whether an authority that has just acted acts again: `announced duties …, exempted phones on Friday`."""
    return current.kind == "regulation" and bool(piece.bits & _ACTS) and not piece.bits & _NAMES


def _under_forecast(trigger: Trigger, piece: Piece, before: Draft) -> Trigger:
    """Figures that follow a forecast in its sentence are forecast too: 「預估營收…,毛利率介於…」."""
    dated = has_own_date(piece) and not (piece.is_latin and not find_verb(piece.text))
    told = dated or piece.bits & _PRESENT
    if before.kind == "guidance" and trigger.kind.name == "earnings" and not told:
        return trigger._replace(kind=before.trigger.kind)
    return trigger


def _belongs(piece: Piece, current: Draft, is_last: bool) -> bool:
    """Whether a piece without a trigger goes on with the statement before it."""
    if has_own_date(piece):
        late = is_last or not is_date_only(piece)
        opened = piece.joined and not piece.text.startswith(affixes("opening", "relative"))
        return late and not current.is_dated and not opened and (piece.is_latin or not piece.subordinate)
    if piece.is_latin and piece.text.startswith(affixes("opening", "that")):
        return True
    if piece.is_latin and piece.bits & _NAMES and not piece.joined and find_verb(piece.text):
        return False
    return bool(piece.bits & (_QUANTITIES | _CHANGES)) or piece.aside


def _is_late_date(piece: Piece, current: Draft) -> bool:
    """An English date after an apposition or with the source: `…, Trillium, in May`, `…, it said Friday`."""
    if not piece.is_latin or piece.joined:
        return False
    if current.is_dated:
        return current.kind == "earnings" and bool(piece.bits & _SAID and piece.bits & _DATE)
    return is_date_only(piece) or bool(piece.bits & (_SAID | _PRESENT) and piece.bits & _DATE)


def _continues(piece: Piece, trigger: Trigger, current: Draft, lead: Sequence[Piece]) -> bool:
    """Whether a piece with a trigger only goes on with the statement before it."""
    if _is_headline_figure(piece, trigger, current):
        return True
    if not current.is_dated and _only_adds_figure(piece, trigger, current):
        return True
    if (piece.bits & _DATE and _is_dated_otherwise(piece)) or _has_subject(lead):
        return False
    if trigger.kind.name in current.trigger.kind.absorbs and not piece.bits & _NAMES:
        return True
    if _only_adds_figure(piece, trigger, current):
        return True
    if piece.is_latin and _ends_relative(piece, current):
        return False
    if _turns_to_plans(piece, current):
        return False
    if trigger.kind.name != current.kind:
        return trigger.rank >= _WEAK and not piece.bits & _QUANTITIES
    if current.kind in ("earnings", "guidance"):
        return _same_figure(piece, current)
    noun = _NOUN_OF.get(current.kind)
    return not piece.bits & noun if noun else not _names_another(piece, trigger, current)


def _ends_relative(piece: Piece, current: Draft) -> bool:
    """Whether the main clause goes on after a relative one: `Ericsson, which cut jobs in 2023, plans …`."""
    resumes = piece.bits & _FUTURE or find_verb(piece.text)
    return bool(is_relative(current) and not piece.joined and resumes)


def is_relative(draft: Draft) -> bool:
    """Whether the statement is a relative clause, so that its names are not what the sentence is about."""
    return draft.main.is_latin and draft.main.text.startswith(affixes("opening", "relative"))


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
    return any(piece.entities and not (piece.is_latin and not find_verb(piece.text)) for piece in lead)


def _is_conditional(draft: Draft) -> bool:
    """Whether it only asks or supposes: in its own words, or in an if-clause right before it."""
    supposed = any(mark.bits & _CONDITIONAL for piece in draft.lead[-1:] for mark in piece.marks[:1])
    if not draft.main.is_latin:
        return supposed or bool(draft.main.bits & _CONDITIONAL)
    return supposed or any(
        mark.bits & _CONDITIONAL and mark.start < draft.trigger.hit.start for mark in draft.main.marks
    )
