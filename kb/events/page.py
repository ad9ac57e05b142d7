"""A document laid out for reading: its folded text and everything found in it, in one sorted row of marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from kb.events.words import Word, affixes, bits_of, mask, word_matcher
from kb.knowledge.gazetteer import Gazetteer
from kb.lang.fold import fold
from kb.lang.lexicon import lower
from kb.model import Amount, Document, EntityMention, EntityType, Sentence, TimeMention
from kb.when.granularity import Granularity

Thing = TimeMention | EntityMention | Amount | Word


class Mark(NamedTuple):
    """Something found at a place, with the classes that it gives to a clause."""

    start: int
    end: int
    bits: int
    thing: Thing


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a document before its events are read."""

    document: Document
    low: str
    sentences: Sequence[Sentence]
    marks: list[Mark]
    starts: list[int]
    gazetteer: Gazetteer

    @classmethod
    def of(
        cls,
        document: Document,
        sentences: Sequence[Sentence],
        times: Sequence[TimeMention],
        entities: Sequence[EntityMention],
        amounts: Sequence[Amount],
        gazetteer: Gazetteer,
    ) -> Page:
        """Lay out a document."""
        low = lower(fold(document.text))
        marks = [Mark(time.start, time.end, _time_bits(time), time) for time in times]
        marks += [Mark(one.start, one.end, _entity_bits(one, gazetteer), one) for one in entities]
        marks += [Mark(one.start, one.end, _amount_bits(one), one) for one in amounts]
        marks += [Mark(start, end, word.bits, word) for start, end, word in word_matcher().find(low)]
        # Names and dates come before the words that begin where they do.
        marks.sort(key=itemgetter(0))
        marks = list(_without_offers(low, list(_without_parts(marks))))
        return cls(document, low, sentences, marks, [mark.start for mark in marks], gazetteer)

    def within(self, start: int, end: int) -> list[Mark]:
        """The marks that begin in a stretch of the text."""
        first = bisect_left(self.starts, start)
        return self.marks[first : bisect_left(self.starts, end, first)]


def entity_type(entity: str, gazetteer: Gazetteer) -> EntityType:
    """The type of an entity; what the gazetteer does not know is taken for an organization."""
    known = gazetteer.entities.get(entity)
    return known.type if known else EntityType.ORGANIZATION


def union(marks: Iterable[Mark]) -> int:
    """The classes of some marks together."""
    bits = 0
    for mark in marks:
        bits |= mark.bits
    return bits


def _without_parts(marks: Sequence[Mark]) -> Iterator[Mark]:
    """A word within a name or date is none of its own (Model 3, May), but for common ones (AWS, FTC)."""
    name_end = date_start = date_end = 0
    for mark in marks:
        if isinstance(mark.thing, EntityMention):
            name_end = max(name_end, mark.end)
        elif isinstance(mark.thing, TimeMention):
            date_start, date_end = mark.start, mark.end
        elif isinstance(mark.thing, Amount):
            if mark.start < name_end:
                continue
        elif (mark.end <= date_end and not mark.bits & _BASIS) or (
            mark.end <= name_end and not mark.bits & _KEPT
        ):
            continue
        elif date_start < mark.start < date_end and mark.bits & _BASIS:
            mark = _without(mark, "basis.")
        yield mark


def _without_offers(low: str, marks: Sequence[Mark]) -> Iterator[Mark]:
    """`a share` after a price is no result: `bought stock at $23.28 a share`."""
    before: Mark | None = None
    for mark in marks:
        priced = before and before.end + 1 == mark.start and before.bits & _MONEY
        if (
            before
            and priced
            and mark.bits & _EPS
            and low[max(0, before.start - _OFFER_REACH) : before.start].endswith(_offered())
        ):
            mark = _without(mark, "metric.eps")
        yield mark
        before = mark


@cache
def _offered() -> tuple[str, ...]:
    return tuple(f" {word} " for word in affixes("before", "offer"))


def _without(mark: Mark, prefix: str) -> Mark:
    """年增 of 「今年增…」 grows, but is no comparison by the year."""
    if not isinstance(mark.thing, Word):
        return mark
    classes = tuple(name for name in mark.thing.classes if not name.startswith(prefix))
    bits = bits_of(*classes)
    return Mark(mark.start, mark.end, bits, Word(bits, classes))


_KEPT = mask("segment", "asserted", "media", "index", "regulation_strong", "authority", "exchange")
_BASIS, _EPS = bits_of("basis"), bits_of("metric.eps") & ~bits_of("metric")
# Characters before a price in which a word of offering may stand.
_OFFER_REACH = 12
_DATE, _DAY = bits_of("date"), bits_of("date", "day")
_MONEY, _UNIT_PRICE = bits_of("money"), bits_of("money", "unit_price")
# Currencies in which a share rarely costs a thousand or more.
_PRICED, _HIGHEST_PRICE = frozenset({"USD", "GBP", "EUR", "CAD", "AUD"}), 1000
_AMOUNTS = {
    "%": bits_of("percent"),
    "bp": bits_of("percent"),
    "pp": bits_of("percent"),
    "rank": bits_of("rank"),
    "count": bits_of("count"),
}
_AUTHORITY, _RULING = bits_of("authority"), frozenset({"regulator", "government", "court"})
_TRADED, _MARKETS = bits_of("traded"), frozenset({"commodities", "currencies", "crypto"})
_INDEX, _INDEXES = bits_of("index"), frozenset({"index", "indices"})
_TYPES = {kind: bits_of(kind.value) for kind in EntityType}
_TIME_UNITS = frozenset({"year", "month", "week", "day", "hour", "minute", "second"})


def _time_bits(time: TimeMention) -> int:
    if time.when is None:
        return 0
    return _DAY if time.when.granularity is Granularity.DAY else _DATE


def _entity_bits(mention: EntityMention, gazetteer: Gazetteer) -> int:
    """Its type, but an index or a thing traded for no product of a shop; those who rule are an authority too."""
    known = gazetteer.entities.get(mention.entity)
    if known is not None and known.industry in _INDEXES and known.type is EntityType.PRODUCT:
        return _INDEX
    if known is not None and known.industry in _MARKETS and known.type is EntityType.PRODUCT:
        return _TRADED
    rules = known is not None and known.industry in _RULING and known.type is EntityType.ORGANIZATION
    return _TYPES[entity_type(mention.entity, gazetteer)] | (_AUTHORITY if rules else 0)


def _amount_bits(amount: Amount) -> int:
    if amount.unit in _AMOUNTS:
        return _AMOUNTS[amount.unit]
    if amount.unit in _TIME_UNITS:
        return 0
    return _UNIT_PRICE if amount.unit in _PRICED and amount.value < _HIGHEST_PRICE else _MONEY
