"""Dated clauses of no kind, which report something all the same: who, and that something came about."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.clauses import Piece
from kb.events.draft import Draft, is_relative, opens_relative
from kb.events.page import Mark
from kb.events.times import dates_of, has_own_date, is_date_only, plain_times
from kb.events.triggers import Trigger
from kb.events.verbs import find_present, find_verb
from kb.events.words import Word, affixes, bits_of, mask
from kb.knowledge.kinds import get_kind
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan

_FUTURE, _DENIED = mask("future"), bits_of("denied")
_ANAPHOR, _PERSONAL = bits_of("anaphor"), bits_of("personal")
_ACTS = bits_of("act_verb")
_ASSERTED = mask("asserted")
_INTRODUCES = mask("said", "announced", "forecast")
_NAMES = mask("organization", "person", "product")
# Words that say that something came about, or will: any dated clause with one and a name reports something.
COMES_ABOUT = mask("denied", "rumored", "cancelled", "done", "future", "begin", "reach", "release")
_NO_WORD = Word(0, ())
# Kinds that only a number states.
_OF_FIGURES = frozenset({"earnings", "guidance", "share_price", "market_cap", "market_share"})
_LAST = 99
# Characters of a clause that only denies what was told before: 公司昨晚否認.
_BARE = 9
# Days of the longest time of one happening, the last of a year's thirds among them.
_BRIEF = 123
_SHORTEST_PREDICATE = 2
_SHORTEST_ENTRY = 3
_DATE_AND_ASIDE = 2
# What a clause of no kind is not about: without a number of its own it leaves that to the next.
_MEASURED = mask(
    "figures", "share", "market_value", "share_of_market", "index", "volume", "price_word", "statistic"
)


def unclassed(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> Trigger | None:
    """A dated clause of no kind reports something where it names who, and a word says that it came about."""
    if piece.subordinate or piece.aside or ends_saying(piece):
        return None
    dated = has_own_date(piece) or any(is_date_only(one) or _tells(one, piece) for one in lead[-1:])
    dated = dated or _is_dated_before(piece, lead)
    if not dated and not (not piece.is_latin and any(_introduces(one) for one in lead[-1:])):
        return None
    if is_date_only(piece) and not (current and piece.is_latin and ends_relative(piece, current)):
        return None
    if (piece.is_latin and piece.bits & _ASSERTED) or _is_byline(piece):
        return None
    acts = current is not None and _is_act(piece, current)
    named = any(one.bits & _NAMES for one in (*lead[-1:], piece)) or _has_pronoun(piece)
    named = named or _resumes(piece, lead)
    named = named or _drops_subject(piece, lead, current)
    known = _has_known_subject(piece, lead, current) or _has_noun_subject(piece) or _is_entry(piece, lead)
    if not (named or known or (acts and not piece.is_latin)):
        return None
    verb = next((mark for mark in piece.marks if mark.bits & COMES_ABOUT), None) or _plain_verb(piece)
    verb = verb or _predicate(piece) or _present(piece, lead) or _is_due(piece)
    steps = current and (acts or _is_its_step(piece, lead, current))
    kind = current.trigger.kind if current and steps else get_kind("other")
    return verb and Trigger(kind, verb, _LAST)


def _is_dated_before(piece: Piece, lead: Sequence[Piece]) -> bool:
    """Whether a date opens an English sentence, and an aside follows: `On Feb. 7, with aides beside him, he spoke`."""
    if not piece.is_latin or piece.joined or len(lead) != _DATE_AND_ASIDE:
        return False
    return is_date_only(lead[0]) and lead[0].start == piece.sentence.start and not find_verb(lead[1].text)


def _resumes(piece: Piece, lead: Sequence[Piece]) -> bool:
    """Whether English goes on, after an aside, with the verb of the name that opens it: `Ancora, a fund, quit …`."""
    first = lead[0] if lead else None
    if first is None or not piece.is_latin or piece.joined or first.start != piece.sentence.start:
        return False
    verb = find_verb(piece.text)
    subject = first.bits & _NAMES or first.text.startswith(affixes("opening", "noun"))
    return bool(subject) and not find_verb(first.text) and verb is not None and verb[0] == 0


def _introduces(piece: Piece) -> bool:
    """Whether a Chinese piece says who said on which day what comes next: 「总裁徐直军3月曾透露,」."""
    days = (is_fine(time.when.granularity) for time in plain_times(piece) if time.when)
    return ends_saying(piece) and bool(piece.bits & _NAMES) and any(days)


def _drops_subject(piece: Piece, lead: Sequence[Piece], current: Draft | None) -> bool:
    """Whether a Chinese clause of a day or a month has the subject of its sentence, so that it names none."""
    if piece.is_latin or not (current or any(one.bits & _NAMES for one in lead)):
        return False
    if piece.text.startswith((*affixes("opening", "comment"), *affixes("opening", "cause"))):
        return False
    if current and piece.bits & _DENIED and len(piece.text) <= _BARE:
        return False
    return any(time.when and _is_brief(time.when) for time in plain_times(piece))


def _is_brief(when: TimeSpan) -> bool:
    """Whether it is a day, or about a month at most: not 今年以來."""
    return (when.ends_on - when.starts_on).days <= _BRIEF


def _is_its_step(piece: Piece, lead: Sequence[Piece], current: Draft) -> bool:
    """Whether a Chinese clause that names nobody tells what came next of the same: 「…受理,最快十月中旬拍板」."""
    names = any(one.bits & _NAMES for one in (*lead, piece))
    return not piece.is_latin and not names and current.kind not in _OF_FIGURES


def _has_pronoun(piece: Piece) -> bool:
    """Whether a Chinese clause of a day or a month says 公司, 該行 or 他 for a name."""
    if piece.is_latin or not piece.bits & (_ANAPHOR | _PERSONAL) or piece.bits & _DENIED:
        return False
    return any(time.when and is_fine(time.when.granularity) for time in plain_times(piece))


def _is_byline(piece: Piece) -> bool:
    """Whether a Chinese line only says who wrote it, or where: 「記者林佳穎／台北報導 2021-09-15 14:42」, 首發於….

    A line of who wrote it has no full stop.
    """
    if piece.is_latin:
        return False
    if any(word in piece.text for word in affixes("bare", "printed")):
        return True
    last = piece.end == piece.sentence.end
    return last and any(word in piece.text for word in affixes("bare", "byline"))


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


def _tells(before: Piece, piece: Piece) -> bool:
    """Whether English tells on a day what this clause says: `Air France said in November [that it would …]`."""
    if (
        not piece.is_latin
        or not before.bits & _ASSERTED
        or not dates_of(before)
        or piece.start - before.end > 1
    ):
        return False
    last = before.text.rpartition(" ")[2]
    said = last in affixes("bare", "no_verb") or any(one.time.end == before.end for one in dates_of(before))
    return said and (not piece.joined or piece.text.startswith(affixes("opening", "that")))


def _has_noun_subject(piece: Piece) -> bool:
    """Whether an English clause has a verb with a noun before it: `Provisional findings were issued in May`."""
    if not piece.is_latin or piece.joined:
        return False
    if piece.bits & _MEASURED or opens_relative(piece):
        return False
    verb = find_verb(piece.text)
    before = piece.text[: verb[0]].replace('"', "").split() if verb else []
    return bool(before) and before[0][0].isalpha() and before[0] not in affixes("bare", "no_subject")


def _is_entry(piece: Piece, lead: Sequence[Piece]) -> bool:
    """Whether it is what an English chronicle has under a date: `1983: The family sells its holding`."""
    if not piece.is_latin or len(lead) != 1 or lead[0].start != piece.sentence.start:
        return False
    dates = dates_of(lead[0])
    told = piece.text.split()
    begins = is_date_only(lead[0]) and dates[0].time.start == lead[0].start and not piece.joined
    return begins and len(told) >= _SHORTEST_ENTRY and told[0][0].isalpha()


def _present(piece: Piece, lead: Sequence[Piece]) -> Mark | None:
    """The first word under a date of a chronicle, which tells in the present: `Loses eleven ships`."""
    if not _is_entry(piece, lead):
        return None
    return Mark(piece.start, piece.start + len(piece.text.split(" ", 1)[0]), 0, _NO_WORD)


def _is_due(piece: Piece) -> Mark | None:
    """The present right behind an English name, as of what the calendar brings: `Keytruda loses its patent in 2028`."""
    for one in piece.entities if piece.is_latin and not piece.sentence.heading else ():
        place = find_present(piece.text, one.end - piece.start)
        if place:
            return Mark(piece.start + place[0], piece.start + place[1], 0, _NO_WORD)
    return None


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
