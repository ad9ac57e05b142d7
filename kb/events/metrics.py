"""What one number of a statement measures: the name of its metric, its sign, what it is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from kb.events.clauses import Piece
from kb.events.page import Mark
from kb.events.words import LANGUAGES, Word, affixes, bits_of, mask
from kb.knowledge.kinds import Kind, get_kind
from kb.lang.lexicon import load_classes
from kb.model import Amount

_BASIS, _METRIC, _LOSE = bits_of("basis"), bits_of("metric"), bits_of("lose")
_SHARE_OF, _LOSS = mask("figure.share_of"), mask("figure.loss")
_UP, _DOWN = mask("up", "share_up"), mask("down", "share_down")
_MOVE = _UP | _DOWN
RESULTS = frozenset({"earnings", "guidance"})
# Metrics whose level is a percentage.
_RATES = frozenset(
    {
        "gross_margin",
        "operating_margin",
        "market_share",
        "stake",
        "tariff_rate",
        "utilization",
        "interest_rate",
    }
)
# Sums that no percentage measures; where nothing tells, there is no metric.
_NO_RATES = (None, "fine")
_PERCENT_NAMES = {"index": "index_change", "index_level": "index_change", "share_price": "share_price_change"}
_COUNTED = frozenset(
    {
        "units",
        "orders",
        "backlog",
        "deliveries",
        "production_rate",
        "capacity",
        "headcount",
        "users",
        "stores",
    }
)
# Metrics that money is no measure of.
_NOT_MONEY = _RATES | {"headcount", "users", "index", "capacity"}
_SIGNED = frozenset({"net_income", "pretax_income", "operating_income", "eps", "cash_flow"})
# Metrics that may be told to have moved by so much money: `sales jumped by $15 billion`.
_CHANGING = _SIGNED | {
    "revenue",
    "market_cap",
    "share_price",
    "price",
    "capex",
    "backlog",
    "operating_expense",
}
# Metrics that any kind may have.
_EVERYWHERE = ("price", "valuation", "headcount", "dividend", "charge", "index", "wage", "repurchase")
# Nouns that follow their number at once: `$2.29 a share`, `the $8.5 billion merger`.
_AFTER_ITS_NUMBER = {"metric.eps", "metric.deal_value"}
_TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})
# No company's revenue is less: `its forecast of $7 to $9` is of earnings a share.
_LEAST_REVENUE = 1000
# How far after a number its English noun may stand, and how far before it the words that lead to it.
_NOUN_REACH, _LEVEL_REACH = 14, 20


@dataclass(slots=True)
class Reading:
    """What the words passed so far say of the next number. `growth`: the metric is a rate of growth; `loss`: a loss."""

    kind: Kind
    metric: str | None = None
    segment: str | None = None
    growth: bool = False
    loss: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """An amount with the marks since the last one and up to the next."""

    piece: Piece
    mark: Mark
    amount: Amount
    before: Sequence[Mark]
    after: Sequence[Mark]

    def text_before(self, reach: int) -> str:
        """The text that leads to the number, with a space before it."""
        at = self.mark.start - self.piece.start
        return " " + self.piece.text[max(0, at - reach) : at].rstrip()

    def text_to(self, mark: Mark) -> str:
        """The text between the number and a mark after it."""
        return self.piece.text[self.mark.end - self.piece.start : mark.start - self.piece.start].strip()


def name_metric(number: Number, reading: Reading, is_main: bool) -> str | None:
    """What the number measures; None where nothing tells. `is_main`: it stands beside the trigger."""
    unit, kind = number.amount.unit, reading.kind
    noun = _noun_after(number) or reading.metric or _only_noun(number)
    if noun == "eps" and reading.metric == "dividend":
        noun = "dividend"
    if noun not in _metrics_of(kind.name):
        noun = None
    if unit in ("%", "bp", "pp"):
        return _percent_metric(number, noun or kind.measures.get("percent"), reading)
    if unit == "rank":
        return kind.measures.get("rank")
    if unit == "count":
        return _count_metric(number, noun, kind if is_main else None)
    if unit in _TIME_UNITS:
        return None
    return _money_metric(number, noun, kind)


@cache
def _metrics_of(name: str) -> frozenset[str]:
    """The nouns that can name a metric of a kind."""
    kind = get_kind(name)
    return frozenset((*kind.metrics, *kind.measures.values(), *_EVERYWHERE))


def _percent_metric(number: Number, noun: str | None, reading: Reading) -> str | None:
    if noun in _NO_RATES:
        return None
    if any(mark.bits & _SHARE_OF for mark in number.before):
        return "revenue_share" if reading.kind.name in RESULTS else f"{noun}_share"
    if noun in _RATES:
        moved = _moved(number) or basis_of(number)
        return f"{noun}_change" if moved and not is_level(number) else noun
    if noun.endswith("_change"):
        return noun
    return _PERCENT_NAMES.get(noun, f"{noun}_change")


def _money_metric(number: Number, noun: str | None, kind: Kind) -> str | None:
    if "share_price" in kind.metrics and noun != "dividend" and _is_each(number):
        return "share_price"
    metric = noun if noun and noun not in _NOT_MONEY else kind.measures.get("money")
    if metric == "revenue" and noun is None and number.amount.value < _LEAST_REVENUE:
        return "eps"
    by = number.piece.is_latin and number.text_before(_LEVEL_REACH).endswith(_by())
    if metric in _CHANGING and by and _moved(number):
        return f"{metric}_change"
    if metric in ("market_cap", "share_price") and _moved(number) and not is_level(number):
        return f"{metric}_change"
    if metric == "price" and not number.piece.is_latin and number.amount.sign and not is_level(number):
        return "price_change"
    return metric


def _count_metric(number: Number, noun: str | None, kind: Kind | None) -> str | None:
    """Of a count that no noun names, the kind's own, if it counts things: 2-nanometer does not."""
    after = number.piece.text[number.mark.start - number.piece.start :].lstrip("0123456789,.")
    if after.startswith(("-", *_words("uncounted"))) or number.amount.noun in _words("uncounted"):
        return None
    if noun not in _COUNTED and number.amount.noun and number.amount.noun in _words("people"):
        noun = "headcount"
    if noun == "headcount" and (_is_cut(number) or (_direction(number) < 0 and not is_level(number))):
        return "headcount_change"
    if _is_rate(number):
        return "production_rate"
    if noun in _COUNTED:
        return noun
    return kind.measures.get("count") if kind else None


def is_milestone(number: Number) -> bool:
    """Whether the number is a round one that was passed: 首次突破20億美元關口."""
    after = number.piece.text[number.mark.end - number.piece.start :]
    return after.startswith(_words("milestone"))


def _is_rate(number: Number) -> bool:
    """Whether so many are made `a month`; the words may be a date's to others."""
    text = number.piece.text[number.mark.end - number.piece.start :].lstrip()
    return number.piece.is_latin and text.startswith(affixes("after", "rate"))


@cache
def _by() -> tuple[str, ...]:
    """`by`, and with a word of approximation after it."""
    return (" by", *(f" by {word}" for word in _words("about")))


@cache
def _words(name: str) -> tuple[str, ...]:
    """The words that are looked up beside a number: `level`, `about`, `uncounted`, `of`."""
    return tuple(
        word
        for language in LANGUAGES
        for word in load_classes(language, "measures").get(f"number.{name}", ())
    )


def _noun_after(number: Number) -> str | None:
    """The metric after an English number: `$5 billion in revenue`, `a 5% rise in sales`, `$2 a share`."""
    if not number.piece.is_latin:
        return _noun_joined(number)
    named = any(mark.bits & _METRIC for mark in number.before)
    reach = number.mark.end + _NOUN_REACH
    for mark in number.after:
        if mark.start > reach:
            return None
        if isinstance(mark.thing, Word) and mark.bits & _METRIC:
            between = number.text_to(mark)
            close = between in _words("of") or (not between and _AFTER_ITS_NUMBER & set(mark.thing.classes))
            return mark.thing.under("metric") if close or not (named or between in _words("beside")) else None
        if mark.bits & _MOVE:
            reach = mark.end + _NOUN_REACH
    return None


def _noun_joined(number: Number) -> str | None:
    """The metric right after a Chinese number that ends its clause: 28億美元重組費用."""
    noun = next(iter(number.after), None)
    if noun is None or number.text_to(noun) not in ("", "的") or not isinstance(noun.thing, Word):
        return None
    rest = number.piece.text[noun.end - number.piece.start :]
    return noun.thing.under("metric") if not rest or rest.startswith(_words("and")) else None


def _only_noun(number: Number) -> str | None:
    """The one metric that its English piece names, wherever it stands."""
    nouns = {
        mark.thing.under("metric")
        for mark in number.piece.marks
        if isinstance(mark.thing, Word) and mark.bits & _METRIC
    }
    return nouns.pop() if len(nouns) == 1 and number.piece.is_latin else None


def basis_of(number: Number) -> str | None:
    """What a change is against: English says so after the number first, Chinese before it."""
    marks = (*number.after, *number.before)
    if not number.piece.is_latin:
        marks = (*reversed(number.before), *number.after[:1])
    return next(
        (mark.thing.under("basis") for mark in marks if mark.bits & _BASIS and isinstance(mark.thing, Word)),
        None,
    )


def is_negative(number: Number, metric: str, listed: bool = False) -> bool:
    """Whether the number is a fall or a loss; `listed`: it goes on a list of losses."""
    if metric.endswith("_change"):
        if metric == "headcount_change" and _is_cut(number):
            return True
        if number.amount.sign:
            return number.amount.sign < 0
        return (_direction(number) or _direction_before(number)) < 0
    return metric in _SIGNED and (listed or any(mark.bits & (_LOSS | _LOSE) for mark in number.before))


def _is_each(number: Number) -> bool:
    """Whether the sum is for one share: `in a deal at $23.28 a share`."""
    after = number.piece.text[number.mark.end - number.piece.start :].lstrip()
    return number.piece.is_latin and after.startswith(_words("each"))


def _is_cut(number: Number) -> bool:
    """Whether so many are let go: `17,000 job cuts`."""
    at = number.mark.start - number.piece.start
    return number.piece.text[at:].lstrip("0123456789,. ").startswith(_words("job_cuts"))


def _direction(number: Number) -> int:
    """-1 where the nearest word of change says that it fell, 1 where it rose, 0 where there is none."""
    for mark in (*reversed(number.before), *number.after[:3]):
        if mark.bits & _MOVE:
            return -1 if mark.bits & _DOWN and not mark.bits & _UP else 1
    return 0


def _direction_before(number: Number) -> int:
    """The direction of the number before, which English only says otherwise: `fell 2.02 points, or 0.1 percent`."""
    if not number.text_before(_LEVEL_REACH).endswith(" or"):
        return 0
    moves = [mark for mark in number.piece.marks if mark.end <= number.mark.start and mark.bits & _MOVE]
    return _direction(replace(number, before=moves[-1:], after=()))


def _moved(number: Number) -> bool:
    return bool(number.amount.sign) or _direction(number) != 0


def is_level(number: Number) -> bool:
    """Whether the words right before the number say that it was reached, not passed through: 降至, `to`."""
    return bool(_level().search(number.text_before(_LEVEL_REACH)))


@cache
def _level() -> re.Pattern[str]:
    return re.compile(f"(?:{_either('level')})(?: ?(?:{_either('about')}))*$")


def _either(name: str) -> str:
    return "|".join(rf"\b{re.escape(word)}" if word.isascii() else word for word in _words(name))
