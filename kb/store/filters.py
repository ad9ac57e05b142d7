"""What a timeline is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt
from typing import Literal

from kb.errors import DataError, UsageError
from kb.model import Measure, Status
from kb.store.relations import Relation, needs
from kb.store.terms import Phrase, read_query
from kb.when.granularity import Granularity

Match = Literal["any", "all"]
_SCALES = {
    "": Decimal(1), "thousand": Decimal(10) ** 3, "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}  # fmt: skip
_PLAIN_UNITS = frozenset({"%", "pp", "bp", "rank", "count"})
_TEST = re.compile(
    r"(?P<metric>[A-Za-z_]+)\s*(?P<sign>>=|<=|==|=|>|<)\s*"
    r"(?P<value>[-+]?(?:\d[\d,_]*\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*"
    r"(?P<scale>(?i:thousand|million|billion|trillion))?\s*(?P<unit>%|[A-Za-z]{2,12})?"
)
COMPARISONS = {">": gt, ">=": ge, "<": lt, "<=": le, "=": eq}


@dataclass(frozen=True, slots=True)
class MeasureTest:
    """A wish such as `revenue > 30e9 USD`. Raises `UsageError` where the comparison is none of > >= < <=
    =."""

    metric: str
    comparison: str
    value: Decimal
    unit: str | None = None

    def __post_init__(self) -> None:
        if self.comparison not in COMPARISONS:
            raise UsageError(f"{self.comparison!r} compares nothing; write one of {' '.join(COMPARISONS)}")

    def holds(self, measure: Measure) -> bool:
        """Whether a measure is what is wished for."""
        named = measure.metric == self.metric and self.unit in (None, measure.unit)
        return named and bool(COMPARISONS[self.comparison](measure.value, self.value))


def read_measure_test(text: str) -> MeasureTest:
    """A wish as a person writes it: `revenue > 30e9 USD`, `market_cap >= 3 trillion`, `gross_margin < 70%`.

    Raises `UsageError` where it is none.
    """
    match = _TEST.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is no test of a measure; write one such as 'revenue > 30e9 USD'")
    value = (
        Decimal(match["value"].replace(",", "").replace("_", "")) * _SCALES[(match["scale"] or "").lower()]
    )
    unit = match["unit"] or None
    if unit is not None and unit.lower() not in _PLAIN_UNITS:
        unit = unit.upper()
    return MeasureTest(match["metric"].lower(), match["sign"].replace("==", "="), value, unit)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events a timeline shows; what is left out does not matter.

    `entities` are ids, of which an event must concern `match` any or all. Days are inside the window;
    `relation` says whether an event's span `overlaps` the window, lies `within` it or `starts` in it, or
    names one of Allen's relations (`kb.store.relations`).
    `granularity` is the coarsest that is shown. `source` is a document's source, publisher or address.
    `as_of` shows what had been asserted by that day. Raises `UsageError` where the window is reversed.
    """

    entities: tuple[str, ...] = ()
    match: Match = "any"
    start: date | None = None
    end: date | None = None
    relation: Relation = "overlaps"
    kinds: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str | None = None
    granularity: Granularity | None = None
    source: str | None = None
    language: str | None = None
    measures: tuple[MeasureTest, ...] = ()
    as_of: date | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise UsageError(
                f"the window is reversed: it ends on {self.end} before it starts on {self.start}"
            )
        missing = needs(self.relation) - {name for name in ("start", "end") if getattr(self, name)}
        if missing:
            raise UsageError(
                f"{self.relation!r} is said of a window; give its {' and its '.join(sorted(missing))}"
            )

    @property
    def phrases(self) -> list[Phrase]:
        """The phrases of `text`. Raises `DataError` where it has no letter or digit to look for."""
        phrases = read_query(self.text) if self.text is not None else []
        if self.text is not None and not phrases:
            raise DataError(f"{self.text!r} has no letter or digit to search for")
        return phrases
