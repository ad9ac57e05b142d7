"""Spans and measures as columns, both ways."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kb.model import Measure
from kb.when.granularity import Bound, Granularity, Qualifier
from kb.when.span import TimeSpan

_MEASURE_WORDS = ("basis", "segment", "period", "tolerance", "note")
_SPAN = ("edtf", "starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal_label")


def span_columns(span: TimeSpan | None, prefix: str = "") -> dict[str, Any]:
    """The values of a span's seven columns; all None for no span."""
    return dict(_span_values(span, prefix))


def read_span(row: Mapping[Any, Any], prefix: str = "") -> TimeSpan | None:
    """The span in a row's columns; None where there is none."""
    if row[f"{prefix}starts_on"] is None:
        return None
    columns = ("starts_on", "ends_on", "granularity", "qualifier", "bound", "fiscal_label")
    return make_span(*(row[prefix + column] for column in columns))


@lru_cache(maxsize=4096)
def make_span(
    starts_on: date,
    ends_on: date,
    granularity: str,
    qualifier: str | None,
    bound: str | None,
    fiscal_label: str | None,
) -> TimeSpan:
    """The span of those columns."""
    return TimeSpan(
        starts_on,
        ends_on,
        Granularity(granularity),
        Qualifier(qualifier or ""),
        Bound(bound) if bound else None,
        fiscal_label,
    )


def measure_json(measure: Measure) -> dict[str, Any]:
    """A measure as a JSON object without what is not said; the value is an exact decimal string."""
    said = {"metric": measure.metric, "value": exact(measure.value), "unit": measure.unit}
    said.update(
        {word: getattr(measure, word) for word in _MEASURE_WORDS if getattr(measure, word) is not None}
    )
    return {**said, "approximate": True} if measure.approximate else said


def read_measure(said: Mapping[Any, Any]) -> Measure:
    """The measure of a JSON object, or of a row with `exact` for the value."""
    return Measure(
        metric=said["metric"],
        value=Decimal(said["exact"] if "exact" in said else said["value"]),
        unit=said["unit"],
        approximate=bool(said.get("approximate", False)),
        **{word: said.get(word) for word in _MEASURE_WORDS},
    )


def measure_columns(measure: Measure) -> dict[str, Any]:
    """A measure as columns: the value as a number to compare, and `exact` with every digit."""
    return {
        "metric": measure.metric,
        "value": measure.value,
        "exact": exact(measure.value),
        "unit": measure.unit,
        "basis": measure.basis,
        "segment": measure.segment,
        "period": measure.period,
        "tolerance": measure.tolerance,
        "approximate": measure.approximate,
        "note": measure.note,
    }


def exact(value: Decimal) -> str:
    """Every digit, without an exponent: 3650000000000, 0.55."""
    return format(value, "f")


@lru_cache(maxsize=8192)
def _span_values(span: TimeSpan | None, prefix: str) -> Mapping[str, Any]:
    """Articles of one day speak of the same few days, and of most statements there is no former target."""
    values = dict.fromkeys(_SPAN) if span is None else _told(span)
    return {prefix + column: value for column, value in values.items()}


def _told(span: TimeSpan) -> dict[str, Any]:
    return {
        "edtf": span.edtf,
        "starts_on": span.starts_on,
        "ends_on": span.ends_on,
        "granularity": span.granularity.value,
        "qualifier": span.qualifier.value or None,
        "bound": span.bound.value if span.bound else None,
        "fiscal_label": span.fiscal_label,
    }
