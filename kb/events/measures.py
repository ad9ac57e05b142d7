"""The numbers of a statement as measures; and which numbers are not its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from kb.events.clauses import Piece
from kb.events.draft import Draft
from kb.events.english import lacks_subject
from kb.events.metrics import (
    RESULTS,
    Number,
    Reading,
    basis_of,
    is_level,
    is_milestone,
    is_negative,
    name_metric,
)
from kb.events.page import Mark
from kb.events.words import Word, affixes, bits_of, mask
from kb.model import Amount, EntityMention, Measure, TimeMention
from kb.when.span import TimeSpan

_LOSS = mask("figure.loss")
_METRIC, _BASIS, _SEGMENT = bits_of("metric"), bits_of("basis"), bits_of("segment")
_TRADED = bits_of("traded")
_RANKED, _LOSE, _GROWTH = bits_of("ranked"), bits_of("lose"), mask("figure.growth")
_OTHERS = mask("figure.other", "figure.expected")
_FORMER, _CONVERSION = mask("figure.former"), mask("figure.conversion")
# How near a word must stand to say that a number is a conversion, or another's.
_CONVERSION_REACH, _OTHERS_REACH = 4, 40
_PER_SHARE, _OF_A_SHARE = "per_share", frozenset({"dividend", "eps", "share_price"})
_OF = ("的", "同期的")
# Characters from a date to its number in 較1月8日的招股價116.2港元.
_NOUN = 8
# No clause has more marks, nor a number more that tell of it; hostile text has no end of them.
_MOST_MARKS, _MOST_NEXT = 200, 20


def read_measures(draft: Draft, period: TimeSpan | None, metric: str | None = None) -> tuple[Measure, ...]:
    """The measures of a statement, in the order of the text, without repetition.

    `metric` is what the statement before measured, which a number without a noun of its own goes on with.
    """
    traded = draft.kind == "other" and draft.main.bits & _TRADED
    reading = Reading(draft.trigger.kind, "price" if traded else metric)
    found: dict[Measure, None] = {}
    for piece in draft.lead[-2:]:
        _take_in(reading, piece.marks)
    subject: Sequence[Piece] = ()
    if draft.main.is_latin and lacks_subject(draft.main):
        subject = [piece for piece in draft.lead[-2:] if not piece.times]
    for piece in (*subject, draft.main, *draft.tail):
        if piece.aside and _is_conversion(piece):
            continue
        for measure in _of_piece(piece, reading, draft, period, {one.metric for one in found}):
            found[_as_cut(measure) if _cut_jobs(measure, found) else measure] = None
    if draft.kind == "market_cap":
        found.update(dict.fromkeys(_ranks(draft)))
    return tuple(found)


def _cut_jobs(measure: Measure, found: Iterable[Measure]) -> bool:
    """Whether a number of people is those laid off: 「裁員4%,約1000人」."""
    return measure.metric == "headcount" and any(one.metric == "headcount_change" for one in found)


def _as_cut(measure: Measure) -> Measure:
    return replace(measure, metric="headcount_change", value=-abs(measure.value))


def _of_piece(
    piece: Piece, reading: Reading, draft: Draft, period: TimeSpan | None, known: Set[str]
) -> Iterator[Measure]:
    start = 0
    for index, mark in enumerate(piece.marks[:_MOST_MARKS]):
        if not isinstance(mark.thing, Amount):
            continue
        before = piece.marks[start:index]
        after = _until_next(piece.marks[index + 1 : index + _MOST_NEXT])
        _take_in(reading, before)
        start = index + 1
        if not _is_other(piece, before, mark):
            number = Number(piece, mark, mark.thing, before, after)
            passed = is_milestone(number)
            measures = _measures(number, reading, draft, period)
            yield from (one for one in measures if not passed or one.metric not in known)
    _take_in(reading, piece.marks[start:])


def _measures(number: Number, reading: Reading, draft: Draft, period: TimeSpan | None) -> Iterator[Measure]:
    amount = number.amount
    metric = name_metric(number, reading, is_main=number.piece is draft.main)
    if metric is None:
        return
    listed = reading.loss and not number.before and not number.piece.is_latin
    negative = is_negative(number, metric, listed) and not (reading.growth and is_level(number))
    for value in (amount.value, amount.high):
        if value is not None:
            yield Measure(
                metric,
                -abs(value) if negative else value,
                # A change of a margin in percentage points is told in `%`, the unit of the margin.
                "%" if amount.unit == "pp" else amount.unit,
                basis_of(number) if metric.endswith("_change") else None,
                reading.segment if reading.kind.name in RESULTS else None,
                period.edtf if period and not metric.endswith("_change") else None,
                amount.tolerance,
                amount.approximate,
            )


def _take_in(reading: Reading, marks: Sequence[Mark]) -> None:
    for mark in marks:
        if not isinstance(mark.thing, Word):
            continue
        if mark.bits & _METRIC:
            reading.metric, reading.growth = _metric(mark.thing, reading), False
        if mark.bits & (_METRIC | _LOSE | _LOSS):
            reading.loss = bool(mark.bits & (_LOSE | _LOSS))
        if mark.bits & _LOSE and reading.kind.name in RESULTS:
            reading.metric = "net_income"
        if mark.bits & _GROWTH:
            reading.metric, reading.growth = "revenue", True
        if mark.bits & _SEGMENT:
            reading.segment = mark.thing.under("segment")


def _metric(word: Word, reading: Reading) -> str | None:
    """What a word says is measured.

    每股 leaves a dividend one and makes any other sum a price; of an offer for a company, that of its share.
    """
    metric = word.under("metric")
    if metric != _PER_SHARE:
        return metric
    if reading.kind.name == "acquisition":
        return "share_price"
    return reading.metric if reading.metric in _OF_A_SHARE else "price"


def _is_other(piece: Piece, before: Sequence[Mark], mark: Mark) -> bool:
    """Whether a number is an older one, another's, an expected one, or the same in another currency."""
    if piece.joined and piece.text.startswith(affixes("opening", "comparison")):
        return True
    for near in reversed(before):
        if mark.start - near.end > _OTHERS_REACH:
            return False
        if near.bits & _OTHERS or _is_compared_with(piece, near, mark):
            return True
        if near.bits & _FORMER:
            return _is_former(piece, mark)
        if near.bits & _CONVERSION:
            return mark.start - near.end <= _CONVERSION_REACH
        if not isinstance(near.thing, TimeMention | EntityMention) and not near.bits & (_METRIC | _BASIS):
            return False
    return False


def _is_compared_with(piece: Piece, near: Mark, mark: Mark) -> bool:
    """Whether a number is what an earlier time had: 較上季的13.9%."""
    if not isinstance(near.thing, TimeMention) or piece.is_latin:
        return False
    before = piece.text[: near.start - piece.start]
    between = piece.text[near.end - piece.start : mark.start - piece.start]
    owned = between in _OF or (between.startswith(_OF[0]) and len(between) <= _NOUN)
    return owned and before.endswith(affixes("before", "comparison"))


def _is_former(piece: Piece, mark: Mark) -> bool:
    """Whether a number after 從 or `from` is where a change began: in Chinese, another one follows."""
    if piece.is_latin:
        return True
    return any(isinstance(one.thing, Amount) for one in piece.marks if one.start >= mark.end)


def _is_conversion(piece: Piece) -> bool:
    """Whether an aside gives the same money in another currency."""
    return any(amount.unit not in ("%", "bp", "rank", "count") for amount in piece.amounts)


def _until_next(marks: Sequence[Mark]) -> Sequence[Mark]:
    for index, mark in enumerate(marks):
        if isinstance(mark.thing, Amount):
            return marks[:index]
    return marks


def _ranks(draft: Draft) -> Iterator[Measure]:
    for piece in (draft.main, *draft.tail):
        for mark in piece.marks:
            if mark.bits & _RANKED and isinstance(mark.thing, Word):
                yield Measure("market_cap_rank", Decimal(mark.thing.under("ranked") or 1), "rank")
                return
