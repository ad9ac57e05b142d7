"""The cells of a curated row: dates, names, amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from kb.amounts import find_amounts
from kb.curated.dates import read_day, read_when
from kb.curated.event import CuratedEvent
from kb.curated.names import read_entities, read_kind, read_status
from kb.errors import DataError, DateError
from kb.export.carried import read_described, read_evidence, read_judgements
from kb.export.measures import parse_measures
from kb.knowledge.kinds import load_kinds
from kb.model import Measure
from kb.pipeline import Knowledge
from kb.store.records import Told
from kb.when.granularity import Bound, Granularity
from kb.when.span import TimeSpan

_LIST = re.compile(r"\s*[;；|、\n]\s*")
_SPACES = re.compile(r"\s+")
# Metrics that results have beside those that the kinds name.
_MORE_METRICS = frozenset({
    "revenue", "net_income", "operating_income", "gross_margin", "operating_margin", "operating_expense",
    "capex", "cash_flow", "eps", "dividend", "charge", "price", "units", "orders", "backlog", "deliveries",
    "capacity", "production_rate", "market_share", "headcount", "tariff_rate", "fine", "stake", "valuation",
    "deal_value", "investment", "share_price", "market_cap", "market_cap_rank", "index_change", "duration",
})  # fmt: skip


def read_row(row: Mapping[str, Any], source: str, knowledge: Knowledge) -> CuratedEvent:
    """The event of a row whose columns have kb's own names. Raises `DataError` where a cell is wrong."""
    written, when = _when(row, knowledge)
    title = _text(row.get("title"))
    if not title:
        raise DataError("no title")
    return CuratedEvent(
        written=written,
        when=when,
        title=title,
        kind=read_kind(_text(row["kind"])) if row.get("kind") else None,
        entities=read_entities(_items(row["entities"]), knowledge.gazetteer) if row.get("entities") else None,
        status=read_status(_text(row["status"])) if row.get("status") else None,
        measures=_measures(row),
        source=source,
        publisher="; ".join(_items(row.get("publisher"))) or None,
        url=_text(row.get("url")) or None,
        published=read_day(_text(row["published"]), "publication date") if row.get("published") else None,
    )


def read_told(row: Mapping[str, Any]) -> Told:
    """All that tells the event of a row that `kb export` wrote. Raises `DataError` where it is damaged."""
    evidence = read_evidence(row["evidence"])
    for each in evidence:
        read_kind(each.statement.kind)
    return Told(
        evidence,
        read_judgements(row.get("judgements")),
        read_described(row.get("described")),
    )


def _when(row: Mapping[str, Any], knowledge: Knowledge) -> tuple[str, TimeSpan]:
    written = _text(row.get("written")) or _text(row.get("start"))
    if not written:
        raise DateError("no date")
    when = read_when(written, knowledge=knowledge)
    end = _text(row.get("end"))
    if end and "/" not in when.edtf and not (row.get("written") and row.get("start")):
        when = through(when, read_when(end, knowledge=knowledge), f"{written} to {end}")
        written = f"{written} – {end}"
    return written, _annotated(when, row)


def through(first: TimeSpan, last: TimeSpan, written: str) -> TimeSpan:
    """The span from one date through another, at the finer granularity. Raises `DateError` where reversed."""
    if first == last:
        return first
    finer = min(first.granularity, last.granularity, key=lambda granularity: granularity.rank)
    qualifier = first.qualifier or last.qualifier
    try:
        return TimeSpan(first.starts_on, last.ends_on, finer, qualifier)
    except ValueError as error:
        raise DateError(f"{written!r} is reversed: {error}") from None


def _annotated(when: TimeSpan, row: Mapping[str, Any]) -> TimeSpan:
    """The span with what an exported row says of it beside its EDTF."""
    bound, fiscal, granularity = (_text(row.get(name)) for name in ("bound", "fiscal", "granularity"))
    try:
        return replace(
            when,
            bound=Bound(bound) if bound else when.bound,
            fiscal_label=fiscal or when.fiscal_label,
            granularity=Granularity(granularity) if granularity else when.granularity,
        )
    except ValueError as error:
        raise DataError(str(error)) from None


def _measures(row: Mapping[str, Any]) -> tuple[Measure, ...] | None:
    given = row.get("measures")
    listed = _listed(given) if given else ()
    columns = tuple(_amount(name, _text(cell)) for name, cell in row.items() if name in _metrics() and cell)
    return (*listed, *columns) if given or columns else None


def _listed(given: object) -> tuple[Measure, ...]:
    if isinstance(given, str):
        return parse_measures(given)
    try:
        objects: Any = given
        return tuple(Measure(**{**each, "value": Decimal(each["value"])}) for each in objects)
    except (TypeError, KeyError, ArithmeticError):
        raise DataError(f"measures {given!r} are not objects with metric, value and unit") from None


def _amount(metric: str, cell: str) -> Measure:
    """The measure of a cell such as `$35.1 billion`, `-9.5%` or `2790億美元`."""
    amounts = find_amounts(cell)
    if len(amounts) != 1:
        raise DataError(f"{metric}: {cell!r} is not one amount with its unit, such as $279 billion")
    amount = amounts[0]
    falls = amount.sign < 0 or cell.lstrip().startswith(("-", "−", "–"))
    value = -abs(amount.value) if falls else amount.value
    return Measure(metric, value, amount.unit, tolerance=amount.tolerance, approximate=amount.approximate)


@cache
def _metrics() -> frozenset[str]:
    kinds = load_kinds().values()
    names = _MORE_METRICS.union(
        *(kind.metrics for kind in kinds), *(kind.measures.values() for kind in kinds)
    )
    return names | {f"{name}_change" for name in names}


def _items(value: object) -> list[str]:
    """The items of a cell: a JSON array, or text with `;`, `|` or `、` between them."""
    parts = value if isinstance(value, list) else _LIST.split(_text(value))
    return [text for part in parts if (text := _text(part))]


def _text(value: object) -> str:
    return "" if value is None else _SPACES.sub(" ", str(value)).strip()
