"""The fiscal calendars of companies, by entity id: those of `fiscal.toml` and the user's own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from kb.errors import ReadError
from kb.when.fiscal import Era, FiscalCalendar, Numbering, YearEnd

_SHIPPED = "fiscal.toml"
_ERA_KEYS = frozenset({"rule", "numbered_by", "weeks", "long_quarter", "long_quarters", "until"})
_COMPANY_KEYS = _ERA_KEYS - {"until"} | {"ticker", "source", "earlier", "ends", "long_quarter_ends"}
_PERIOD = re.compile(r"(\d{4})(?: Q([1-4]))?")

Table = Mapping[str, Any]


def fiscal_calendars(
    extra: Mapping[str, Table] | None = None, origin: str = "kb.toml"
) -> Mapping[str, FiscalCalendar]:
    """Every known fiscal calendar by entity id; `extra` adds to the shipped ones, or replaces them.

    `extra` maps an entity id to a table as in `fiscal.toml`: `{"ticker": "ACME", "rule": "end of june"}`.
    Raises `ReadError`, with origin, entity and key, where one of its tables is wrong.
    """
    if not extra:
        return _shipped()
    return MappingProxyType({**_shipped(), **_read(extra, f"{origin}: fiscal.")})


@cache
def _shipped() -> Mapping[str, FiscalCalendar]:
    text = files("kb.knowledge").joinpath(_SHIPPED).read_text(encoding="utf-8")
    return MappingProxyType(_read(tomllib.loads(text), f"{_SHIPPED}: "))


def _read(tables: Mapping[str, Table], place: str) -> dict[str, FiscalCalendar]:
    return {owner: _calendar(owner, table, f"{place}{owner}") for owner, table in tables.items()}


def _calendar(owner: str, table: Table, place: str) -> FiscalCalendar:
    current = _era(table, _COMPANY_KEYS, place)
    earlier = (
        _era(entry, _ERA_KEYS, f"{place}.earlier") for entry in _get(table, "earlier", list, place, [])
    )
    ends = _get(table, "ends", dict, place, {})
    return FiscalCalendar(
        owner,
        _get(table, "ticker", str, place),
        (*earlier, current),
        tuple(_period_end(name, day, f"{place}.ends") for name, day in ends.items()),
        _get(table, "source", str, place, None),
    )


def _era(table: Table, known: frozenset[str], place: str) -> Era:
    if not isinstance(table, Mapping):
        raise ReadError(f"{place}: expected a table, found {table!r}")
    if unknown := sorted(table.keys() - known):
        raise ReadError(f"{place}.{unknown[0]}: unknown key; known are {', '.join(sorted(known))}")
    exceptions = _get(table, "long_quarters", dict, place, {})
    return Era(
        _rule(_get(table, "rule", str, place), place),
        _numbering(_get(table, "numbered_by", str, place, "end"), place),
        _weeks(_get(table, "weeks", list, place, [13, 13, 13, 13]), place),
        _quarter(_get(table, "long_quarter", int, place, 4), f"{place}.long_quarter"),
        tuple(_exception(fy, quarter, f"{place}.long_quarters") for fy, quarter in exceptions.items()),
        _get(table, "until", int, place, None),
    )


def _get(table: Table, key: str, wanted: type, place: str, *default: Any) -> Any:  # noqa: ANN401 - a TOML value
    if key not in table and default:
        return default[0]
    if key not in table:
        raise ReadError(f"{place}.{key}: missing")
    if not isinstance(table[key], wanted):
        raise ReadError(f"{place}.{key}: expected {wanted.__name__}, found {table[key]!r}")
    return table[key]


def _rule(text: str, place: str) -> YearEnd | None:
    if text in ("calendar", "end of december"):
        return None
    try:
        return YearEnd.parse(text)
    except ValueError as error:
        raise ReadError(f"{place}.rule: {error}") from None


def _numbering(text: str, place: str) -> Numbering:
    try:
        return Numbering(text)
    except ValueError:
        raise ReadError(f"{place}.numbered_by: {text!r} is neither 'end' nor 'start'") from None


def _weeks(weeks: list[int], place: str) -> tuple[int, int, int, int]:
    if len(weeks) != 4 or not all(isinstance(week, int) for week in weeks) or sum(weeks) != 52:
        raise ReadError(f"{place}.weeks: expected four numbers that add up to 52, found {weeks!r}")
    return weeks[0], weeks[1], weeks[2], weeks[3]


def _quarter(value: object, place: str) -> int:
    if value not in (1, 2, 3, 4):
        raise ReadError(f"{place}: {value!r} is no quarter; write 1 to 4")
    return int(str(value))


def _exception(fy: str, quarter: object, place: str) -> tuple[int, int]:
    if not fy.isdecimal():
        raise ReadError(f"{place}: {fy!r} is no fiscal year; write {{ 2015 = 1 }}")
    return int(fy), _quarter(quarter, place)


def _period_end(name: str, day: object, place: str) -> tuple[int, int, date]:
    match = _PERIOD.fullmatch(name)
    if match is None or not isinstance(day, date):
        raise ReadError(f'{place}: write "2016 Q3" = 2016-04-30, not {name!r} = {day!r}')
    return int(match[1]), int(match[2] or 4), day
