"""What a number was over time: the view `measure_series`, typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Date, Text, select, table
from sqlalchemy import column as column_of
from sqlalchemy.types import TypeEngine

from kb.model import Status
from kb.store.database import Database
from kb.store.query import Page, render
from kb.store.types import Comparable
from kb.store.views import VIEWS


@dataclass(frozen=True, slots=True)
class Point:
    """A number that a statement gives, with the span that it is for; `exact` has every digit."""

    entity: str | None
    metric: str
    unit: str
    basis: str | None
    segment: str | None
    period: str | None
    edtf: str
    starts_on: date
    ends_on: date
    exact: Decimal
    tolerance: str | None
    approximate: bool
    note: str | None
    status: Status
    asserted_on: date
    source: str | None
    event: str
    statement: str


_NAMES = tuple(each.name for each in fields(Point))


def series(
    database: Database,
    metric: str,
    entity_id: str | None = None,
    *,
    unit: str | None = None,
    basis: str | None = None,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
) -> Page[Point]:
    """The numbers of a metric in the order of their days, those asserted first before those asserted later.

    Stands for `SELECT * FROM measure_series WHERE metric = :metric AND entity = :entity … ORDER BY starts_on,
    ends_on, asserted_on`.
    """
    view = table(
        "measure_series", *(column_of(name, _type(name)) for name in VIEWS["measure_series"].columns)
    )
    told = view.c
    query = select(*(told[name] for name in _NAMES)).where(told.metric == metric)
    for value, chosen in ((entity_id, told.entity), (unit, told.unit), (basis, told.basis)):
        if value is not None:
            query = query.where(chosen == value)
    if start is not None:
        query = query.where(told.ends_on >= start)
    if end is not None:
        query = query.where(told.starts_on <= end)
    if as_of is not None:
        query = query.where(told.asserted_on <= as_of)
    query = query.order_by(told.starts_on, told.ends_on, told.asserted_on, told.statement)
    with database.read() as connection:
        rows = connection.execute(query).all()
        dialect = connection.dialect
    return Page(map(_point, rows), lambda: render(query, dialect))


def _point(row: Sequence[Any]) -> Point:
    values = dict(zip(_NAMES, row, strict=True))
    return Point(**{**values, "exact": Decimal(values["exact"]), "status": Status(values["status"])})


def _type(name: str) -> TypeEngine[Any]:
    types: dict[str, TypeEngine[Any]] = {
        "starts_on": Date(), "ends_on": Date(), "asserted_on": Date(), "approximate": Boolean(),
        "value": Comparable(),
    }  # fmt: skip
    return types.get(name, Text())
