"""What a statement's numbers measure: metric, sign, basis, segment; and which numbers are not its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kb.events.clauses import Piece
from kb.events.drafts import Draft
from kb.events.page import Mark
from kb.events.words import LANGUAGES, Word, bits_of, mask
from kb.knowledge.kinds import Kind, get_kind
from kb.lang.lexicon import load_classes
from kb.model import Amount, EntityMention, Measure, TimeMention
from kb.when.span import TimeSpan

_BASIS, _METRIC, _SEGMENT, _RANKED = (bits_of(name) for name in ("basis", "metric", "segment", "ranked"))
_OTHER, _FORMER, _EXPECTED = (
    bits_of(f"figure.{name}") & ~bits_of("figure") for name in ("other", "former", "expected")
)
_CONVERSION, _SHARE_OF, _GROWTH, _LOSS = (
    bits_of(f"figure.{name}") & ~bits_of("figure") for name in ("conversion", "share_of", "growth", "loss")
)
_UP, _DOWN = mask("up", "share_up"), mask("down", "share_down")
_MOVE = _UP | _DOWN
_COMPARED = frozenset({"compared", "versus", "against"})
# Metrics whose level is a percentage.
_RATES = frozenset({"gross_margin", "operating_margin", "market_share", "stake", "tariff_rate"})
_PERCENT_NAMES = {"index": "index_change", "index_level": "index_change", "share_price": "share_price_change"}
_COUNTED = frozenset(
    {"units", "orders", "backlog", "deliveries", "production_rate", "capacity", "headcount", "users"}
)
# Metrics in money; the others name no amount of it.
_NOT_MONEY = frozenset(
    {"market_share", "gross_margin", "operating_margin", "headcount", "users", "index", "capacity"}
)
_LEVEL_WORDS = (
    "至",
    "到",
    "达",
    "为",
    " to",
    " at",
    " of",
    "to about",
    "to around",
    "at about",
    "报",
    "约",
    "reached",
    "hit",
)
# Metrics that any kind may have.
_EVERYWHERE = ("price", "valuation", "headcount", "dividend", "charge", "index")
_ADJACENT = 4
_NEXT_NOUN = 14
_OTHERS_REACH = 40
_TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})


@dataclass(slots=True)
class _Reading:
    """What the words passed so far say of the next number."""

    kind: Kind
    metric: str | None = None
    segment: str | None = None
    growth: bool = False


def read_measures(draft: Draft, period: TimeSpan | None) -> tuple[Measure, ...]:
    """The measures of a statement, in the order of the text, without repetition."""
    reading = _Reading(draft.trigger.kind)
    found: dict[Measure, None] = {}
    for piece in draft.lead[-2:]:
        _take_in(reading, piece.marks)
    for piece in (draft.main, *draft.tail):
        if piece.aside and _is_conversion(piece):
            continue
        for measure in _of_piece(piece, reading, draft, period):
            found[measure] = None
    if draft.kind == "market_cap":
        found.update(dict.fromkeys(_ranks(draft)))
    return tuple(found)


def _of_piece(piece: Piece, reading: _Reading, draft: Draft, period: TimeSpan | None) -> Iterator[Measure]:
    start = 0
    for index, mark in enumerate(piece.marks):
        if not isinstance(mark.thing, Amount):
            continue
        before = piece.marks[start:index]
        after = _until_next(piece.marks[index + 1 :])
        _take_in(reading, before)
        start = index + 1
        if not _is_other(piece, before, after, mark):
            yield from _measures(_Number(piece, mark, mark.thing, before, after), reading, draft, period)
    _take_in(reading, piece.marks[start:])


@dataclass(frozen=True, slots=True)
class _Number:
    """An amount with the marks since the last one and up to the next."""

    piece: Piece
    mark: Mark
    amount: Amount
    before: Sequence[Mark]
    after: Sequence[Mark]


def _measures(number: _Number, reading: _Reading, draft: Draft, period: TimeSpan | None) -> Iterator[Measure]:
    amount = number.amount
    metric = _metric(number, reading, draft)
    if metric is None:
        return
    negative = _is_negative(number, metric) and not (reading.growth and _is_level(number))
    for value in (amount.value, amount.high):
        if value is not None:
            yield Measure(
                metric,
                -abs(value) if negative else value,
                amount.unit,
                _basis(number) if metric.endswith("_change") else None,
                reading.segment if reading.kind.name in ("earnings", "guidance") else None,
                period.edtf if period and not metric.endswith("_change") else None,
                amount.tolerance,
                amount.approximate,
            )


def _metric(number: _Number, reading: _Reading, draft: Draft) -> str | None:
    """The name of what the number measures; None where nothing tells."""
    unit, kind = number.amount.unit, reading.kind
    noun = _noun_after(number) or reading.metric or _only_noun(number)
    if noun not in metrics_of(kind.name):
        noun = None
    if unit in ("%", "bp"):
        return _percent_metric(number, noun or kind.measures.get("percent"), reading)
    if unit == "rank":
        return kind.measures.get("rank")
    if unit == "count":
        return _count_metric(number, noun, draft)
    if unit in _TIME_UNITS:
        return None
    return _money_metric(number, noun, kind)


@cache
def metrics_of(name: str) -> frozenset[str]:
    """The nouns that can name a metric of a kind."""
    kind = get_kind(name)
    return frozenset((*kind.metrics, *kind.measures.values(), *_EVERYWHERE))


def _percent_metric(number: _Number, noun: str | None, reading: _Reading) -> str | None:
    if noun is None:
        return None
    if any(mark.bits & _SHARE_OF for mark in number.before):
        return "revenue_share" if reading.kind.name in ("earnings", "guidance") else f"{noun}_share"
    if noun in _RATES:
        moved = _moved(number) or _basis(number)
        return f"{noun}_change" if moved and not _is_level(number) else noun
    if noun.endswith("_change"):
        return noun
    return _PERCENT_NAMES.get(noun, f"{noun}_change")


def _money_metric(number: _Number, noun: str | None, kind: Kind) -> str | None:
    metric = noun if noun and noun not in _NOT_MONEY else kind.measures.get("money")
    if metric in ("market_cap", "share_price") and _moved(number) and not _is_level(number):
        return f"{metric}_change"
    return metric


def _count_metric(number: _Number, noun: str | None, draft: Draft) -> str | None:
    """Of a count that no noun names, the kind's own, if it counts things: 2-nanometer does not."""
    after = number.piece.text[number.mark.end - number.piece.start :]
    if after.startswith(("-", *_not_counted())):
        return None
    if noun in _COUNTED:
        return noun
    return draft.trigger.kind.measures.get("count") if number.piece is draft.main else None


@cache
def _not_counted() -> tuple[str, ...]:
    """Units of measure that a number may come with and count nothing."""
    return tuple(word for language in LANGUAGES for word in load_classes(language, "measures")["figure.unit"])


def _take_in(reading: _Reading, marks: Sequence[Mark]) -> None:
    for mark in marks:
        if not isinstance(mark.thing, Word):
            continue
        if mark.bits & _METRIC:
            reading.metric, reading.growth = mark.thing.under("metric"), False
        if mark.bits & _GROWTH:
            reading.metric, reading.growth = "revenue", True
        if mark.bits & _SEGMENT:
            reading.segment = mark.thing.under("segment")


def _noun_after(number: _Number) -> str | None:
    """The metric right after a number: `$35 billion in revenue`, `a 5% increase in sales`, `81 cents a share`."""
    if not number.piece.is_latin:
        return None
    if any(mark.bits & _METRIC for mark in number.before):
        per_share = number.after and number.after[0].start - number.mark.end <= 1
        return (
            number.after[0].thing.under("metric")
            if per_share
            and isinstance(number.after[0].thing, Word)
            and "metric.eps" in number.after[0].thing.classes
            else None
        )
    reach = number.mark.end + _NEXT_NOUN
    for mark in number.after:
        if mark.start > reach:
            return None
        if isinstance(mark.thing, Word) and mark.bits & _METRIC:
            return mark.thing.under("metric")
        if mark.bits & _MOVE:
            reach = mark.end + _NEXT_NOUN
    return None


def _only_noun(number: _Number) -> str | None:
    """The one metric that its English piece names, wherever it stands."""
    nouns = {
        mark.thing.under("metric")
        for mark in number.piece.marks
        if isinstance(mark.thing, Word) and mark.bits & _METRIC
    }
    return nouns.pop() if len(nouns) == 1 and number.piece.is_latin else None


def _basis(number: _Number) -> str | None:
    sides = (
        (number.after, number.before)
        if number.piece.is_latin
        else (list(reversed(number.before)), number.after[:1])
    )
    for side in sides:
        for mark in side:
            if mark.bits & _BASIS and isinstance(mark.thing, Word):
                return mark.thing.under("basis")
    return None


def _is_negative(number: _Number, metric: str) -> bool:
    if metric.endswith("_change"):
        if number.amount.sign:
            return number.amount.sign < 0
        return _direction(number) < 0
    return metric in ("net_income", "operating_income", "eps", "cash_flow") and any(
        mark.bits & _LOSS for mark in number.before
    )


def _direction(number: _Number) -> int:
    """-1 where the nearest word of change says that it fell, 1 where it rose, 0 where there is none."""
    for mark in (*reversed(number.before), *number.after[:3]):
        if mark.bits & _MOVE:
            return -1 if mark.bits & _DOWN and not mark.bits & _UP else 1
    return 0


def _moved(number: _Number) -> bool:
    return bool(number.amount.sign) or _direction(number) != 0


def _is_level(number: _Number) -> bool:
    """Whether the words right before the number say that it was reached, not passed through: 降至, `to`."""
    at = number.mark.start - number.piece.start
    text = " " + number.piece.text[max(0, at - 12) : at].rstrip()
    return text.endswith(_LEVEL_WORDS)


def _is_other(piece: Piece, before: Sequence[Mark], after: Sequence[Mark], mark: Mark) -> bool:
    """Whether a number is an older one, another's, an expected one, or the same in another currency."""
    first = piece.marks[0]
    if piece.joined and isinstance(first.thing, Word) and piece.text.startswith(tuple(_COMPARED)):
        return True
    for near in reversed(before):
        if mark.start - near.end > _OTHERS_REACH:
            return False
        if near.bits & (_OTHER | _EXPECTED):
            return True
        if near.bits & _FORMER:
            return _is_former(piece, near, mark, after)
        if near.bits & _CONVERSION:
            return mark.start - near.end <= _ADJACENT
        if not isinstance(near.thing, TimeMention | EntityMention) and not near.bits & (_METRIC | _BASIS):
            return False
    return False


def _is_former(piece: Piece, near: Mark, mark: Mark, after: Sequence[Mark]) -> bool:
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
