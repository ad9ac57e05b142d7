"""Counts by kind and day are kept in the order of days, so that counts over all kinds are read in order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _remake("starts_on", "kind")


def downgrade() -> None:
    _remake("kind", "starts_on")


def _remake(*key: str) -> None:
    """The same rows under a key of another order."""
    columns = {
        "kind": sa.Column("kind", sa.Text, nullable=False, comment="kind of the events"),
        "starts_on": sa.Column("starts_on", sa.Date, nullable=False, comment="first day of the events"),
    }
    op.execute("CREATE TABLE kind_day_copy AS SELECT starts_on, kind, events FROM kind_day")
    op.drop_table("kind_day")
    op.create_table(
        "kind_day",
        *(columns[name] for name in key),
        sa.Column("events", sa.Integer, nullable=False, comment="how many"),
        sa.CheckConstraint("events > 0", name="events"),
        sa.PrimaryKeyConstraint(*key),
        comment="Rollup kept by the writer: events by kind and first day.",
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO kind_day (starts_on, kind, events) "
        "SELECT starts_on, kind, events FROM kind_day_copy ORDER BY starts_on, kind"
    )
    op.drop_table("kind_day_copy")
