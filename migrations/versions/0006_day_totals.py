"""Counts by day alone, of everything and of each entity: sums over all kinds are then read, not made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "entity_day_total",
        sa.Column("entity_pk", KEY, autoincrement=False, nullable=False, comment="the entity"),
        sa.Column("starts_on", sa.Date, nullable=False, comment="first day of the events"),
        sa.Column("events", sa.Integer, nullable=False, comment="how many"),
        sa.CheckConstraint("events > 0", name="events"),
        sa.ForeignKeyConstraint(["entity_pk"], ["entity.pk"]),
        sa.PrimaryKeyConstraint("entity_pk", "starts_on"),
        comment="Rollup kept by the writer: events of an entity by first day, of whatever kind.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "day_total",
        sa.Column("starts_on", sa.Date, nullable=False, comment="first day of the events"),
        sa.Column("events", sa.Integer, nullable=False, comment="how many"),
        sa.CheckConstraint("events > 0", name="events"),
        sa.PrimaryKeyConstraint("starts_on"),
        comment="Rollup kept by the writer: events by first day, of whatever kind.",
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO entity_day_total (entity_pk, starts_on, events) "
        "SELECT entity_pk, starts_on, sum(events) FROM entity_day GROUP BY entity_pk, starts_on "
        "ORDER BY entity_pk, starts_on"
    )
    op.execute(
        "INSERT INTO day_total (starts_on, events) "
        "SELECT starts_on, sum(events) FROM kind_day GROUP BY starts_on ORDER BY starts_on"
    )


def downgrade() -> None:
    op.drop_table("day_total")
    op.drop_table("entity_day_total")
