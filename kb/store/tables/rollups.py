"""Counts that the writer keeps, so that totals need no scan."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, Table, Text

from kb.store.columns import BigInteger, part_of
from kb.store.tables.metadata import metadata

entity_day = Table(
    "entity_day",
    metadata,
    part_of("entity", cascade=False),
    Column("starts_on", Date, primary_key=True, comment="first day of the events"),
    Column("kind", Text, primary_key=True, comment="kind of the events"),
    Column("events", Integer, nullable=False, comment="how many"),
    CheckConstraint("events > 0", name="events"),
    comment="Rollup kept by the writer: events of an entity by first day and kind.",
)

kind_day = Table(
    "kind_day",
    metadata,
    Column("starts_on", Date, primary_key=True, comment="first day of the events"),
    Column("kind", Text, primary_key=True, comment="kind of the events"),
    Column("events", Integer, nullable=False, comment="how many"),
    CheckConstraint("events > 0", name="events"),
    comment="Rollup kept by the writer: events by kind and first day.",
)

entity_day_total = Table(
    "entity_day_total",
    metadata,
    part_of("entity", cascade=False),
    Column("starts_on", Date, primary_key=True, comment="first day of the events"),
    Column("events", Integer, nullable=False, comment="how many"),
    CheckConstraint("events > 0", name="events"),
    comment="Rollup kept by the writer: events of an entity by first day, of whatever kind.",
)

day_total = Table(
    "day_total",
    metadata,
    Column("starts_on", Date, primary_key=True, comment="first day of the events"),
    Column("events", Integer, nullable=False, comment="how many"),
    CheckConstraint("events > 0", name="events"),
    comment="Rollup kept by the writer: events by first day, of whatever kind.",
)

entity_pair = Table(
    "entity_pair",
    metadata,
    Column("entity_pk", BigInteger, ForeignKey("entity.pk"), primary_key=True, comment="an entity"),
    Column(
        "other_pk",
        BigInteger,
        ForeignKey("entity.pk"),
        primary_key=True,
        autoincrement=False,
        comment="another",
    ),
    Column("events", Integer, nullable=False, comment="how many events concern both"),
    CheckConstraint("events > 0", name="events"),
    comment="Rollup kept by the writer: which entities occur together.",
)
