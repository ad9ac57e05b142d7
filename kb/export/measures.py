"""Measures as one cell of a table, and back: `market_cap=3650000000000 USD; revenue_change=94 % qoq`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from kb.errors import DataError
from kb.model import Measure

_PARTS = ("segment", "period", "tolerance", "note")
_PART = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
_HEAD = re.compile(r"(~?)(-?[\d.]+(?:[eE][+-]?\d+)?) (\S+)(?: (yoy|qoq))?")
_ITEM = re.compile(r'\s*(\w+)=((?:[^;"]|"(?:[^"\\]|\\.)*")+)(?:;|$)')


def format_measures(measures: Iterable[Measure]) -> str:
    """The measures in one line that `parse_measures` reads back."""
    return "; ".join(map(_format, measures))


def parse_measures(text: str) -> tuple[Measure, ...]:
    """The measures of a cell. Raises `DataError` where it is not written so."""
    measures, position = [], 0
    while text[position:].strip():
        match = _ITEM.match(text, position)
        if match is None:
            raise DataError(f"measures {text!r} are not written as metric=value unit; …")
        measures.append(_parse(match[1], match[2].strip()))
        position = match.end()
    return tuple(measures)


def _format(measure: Measure) -> str:
    about = "~" if measure.approximate else ""
    words = [f"{measure.metric}={about}{measure.value:f}", measure.unit, measure.basis or ""]
    words += [f'{part}="{_escape(getattr(measure, part))}"' for part in _PARTS if getattr(measure, part)]
    return " ".join(filter(None, words))


def _parse(metric: str, text: str) -> Measure:
    match = _HEAD.match(text)
    if match is None:
        raise DataError(f"measure {metric}={text!r} is not written as metric=value unit")
    about, value, unit, basis = match.groups()
    parts = {name: _unescape(value) for name, value in _PART.findall(text, match.end()) if name in _PARTS}
    try:
        return Measure(metric, Decimal(value), unit, basis, approximate=bool(about), **parts)
    except InvalidOperation:
        raise DataError(f"measure {metric}: {value!r} is no number") from None


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
