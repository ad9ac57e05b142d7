"""Columns and checks that several tables share."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger as _BigInteger
from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, Text

from kb.store.reach import REACHES
from kb.when.granularity import Bound, Granularity, Qualifier

# SQLite makes a rowid only of a column declared INTEGER.
BigInteger = _BigInteger().with_variant(Integer(), "sqlite")


def one_of(column: str, values: Iterable[object], name: str | None = None) -> CheckConstraint:
    """A CHECK that a column holds one of some words or numbers, or nothing."""
    words = ", ".join(str(value) if isinstance(value, int) else f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name or column)


def span(prefix: str = "", what: str = "", required: bool = False) -> list[Column[object]]:
    """The columns of a TimeSpan."""
    of = f" of {what}" if what else ""
    return [
        Column(f"{prefix}edtf", Text, nullable=not required, comment=f"EDTF (ISO 8601-2){of}"),
        Column(f"{prefix}starts_on", Date, nullable=not required, comment=f"first day{of}, inside the span"),
        Column(f"{prefix}ends_on", Date, nullable=not required, comment=f"last day{of}, inside the span"),
        Column(f"{prefix}granularity", Text, nullable=not required, comment=f"unit{of} as the source spoke"),
        Column(f"{prefix}qualifier", Text, comment=f"`~` about, `?` uncertain, `%` both{of}"),
        Column(f"{prefix}bound", Text, comment=f"`since` or `until` where only one end{of} is meant"),
        Column(f"{prefix}fiscal_label", Text, comment=f"fiscal period{of}, such as NVDA FY2025 Q3"),
    ]


def span_checks(prefix: str = "") -> list[CheckConstraint]:
    """The CHECKs on the columns of a TimeSpan."""
    return [
        CheckConstraint(f"{prefix}starts_on <= {prefix}ends_on", name=f"{prefix}days_in_order"),
        one_of(f"{prefix}granularity", Granularity),
        one_of(f"{prefix}qualifier", [qualifier for qualifier in Qualifier if qualifier]),
        one_of(f"{prefix}bound", Bound),
    ]


def chars(prefix: str = "", required: bool = True) -> list[Column[object]]:
    """The columns of a place in a text."""
    what = f"{prefix.rstrip('_')} " if prefix else ""
    return [
        Column(f"{prefix}start_char", Integer, nullable=not required, comment=f"{what}offset, code points"),
        Column(f"{prefix}end_char", Integer, nullable=not required, comment=f"{what}end, exclusive"),
    ]


def chars_check(prefix: str = "") -> CheckConstraint:
    """The CHECK on the columns of a place in a text."""
    start, end = f"{prefix}start_char", f"{prefix}end_char"
    return CheckConstraint(f"0 <= {start} AND {start} <= {end}", name=f"{prefix}chars_in_order")


def reach_checks() -> list[CheckConstraint]:
    """A span is shorter than its reach, so that a look-back by the reach misses none."""
    check = CheckConstraint
    return [
        one_of("reach", REACHES),
        check("julianday(ends_on) - julianday(starts_on) < reach", name="reach_holds").ddl_if("sqlite"),
        check("ends_on - starts_on < reach", name="reach_holds").ddl_if("postgresql"),
    ]


def key(name: str, target: str, required: bool = True, why: str = "", cascade: bool = False) -> Column[int]:
    """A foreign key to a table's `pk`."""
    reference = ForeignKey(f"{target}.pk", ondelete="CASCADE" if cascade else None)
    return Column(name, BigInteger, reference, nullable=not required, comment=why or f"the {target}")


def part_of(target: str, cascade: bool = True) -> Column[int]:
    """A foreign key that is part of the primary key."""
    reference = ForeignKey(f"{target}.pk", ondelete="CASCADE" if cascade else None)
    name = f"{target}_pk"
    return Column(name, BigInteger, reference, primary_key=True, autoincrement=False, comment=f"the {target}")


def pk() -> Column[int]:
    """The number of a row, given by the database."""
    return Column("pk", BigInteger, primary_key=True, comment="row number inside this base")
