"""What is known of how documents were read: by which rules, where else they stand, of what they are copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _of_documents()
    _of_copies()
    _of_runs()
    _put_bases("yoy", "qoq", "mom")


def _of_documents() -> None:
    op.create_table(
        "reading",
        sa.Column("document_pk", KEY, autoincrement=False, nullable=False, comment="the document"),
        sa.Column("run_pk", KEY, nullable=False, comment="the run that last read it"),
        sa.Column(
            "rules", sa.Text, nullable=False, comment="hash of the rules and the knowledge that read it"
        ),
        sa.Column("found", JSON, nullable=False, comment="how each fact about it was found, by its column"),
        sa.ForeignKeyConstraint(["document_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["run_pk"], ["run.pk"]),
        sa.PrimaryKeyConstraint("document_pk"),
        comment="How a document was read.",
    )
    op.execute(
        "INSERT INTO reading (document_pk, run_pk, rules, found) SELECT pk, run_pk, '', '{}' FROM document"
    )
    op.create_table(
        "document_place",
        sa.Column("document_pk", KEY, autoincrement=False, nullable=False, comment="the document"),
        sa.Column("position", sa.Integer, nullable=False, comment="order in which they were met"),
        sa.Column("source", sa.Text, comment="path or address"),
        sa.Column("publisher", sa.Text, comment="publisher"),
        sa.Column("url", sa.Text, comment="address on the web"),
        sa.Column("digest", sa.Text, comment="hash of what was read there and by which rules"),
        sa.ForeignKeyConstraint(["document_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_pk", "position"),
        comment="Where the text of a document was met; a run that broke off passes over what it finds here.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_document_place_digest", "document_place", ["digest"])


def _of_copies() -> None:
    op.create_table(
        "near_copy",
        sa.Column("document_pk", KEY, autoincrement=False, nullable=False, comment="the document"),
        sa.Column("of_pk", KEY, nullable=False, comment="the first that the base held of this story"),
        sa.Column("similarity", sa.Integer, nullable=False, comment="percent of their words in common"),
        sa.CheckConstraint("document_pk <> of_pk", name="of_another"),
        sa.CheckConstraint("similarity BETWEEN 0 AND 100", name="similarity"),
        sa.ForeignKeyConstraint(["document_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["of_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_pk"),
        comment="A document that tells another's story in nearly its words: together they are one source.",
    )
    op.create_index("ix_near_copy_of_pk", "near_copy", ["of_pk"])
    op.create_table(
        "document_sketch",
        sa.Column("value", KEY, autoincrement=False, nullable=False, comment="hash of a part of the sketch"),
        sa.Column("document_pk", KEY, autoincrement=False, nullable=False, comment="the document"),
        sa.ForeignKeyConstraint(["document_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("value", "document_pk"),
        comment="MinHash sketches (kb.text.similar): documents that share a value may be near copies.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_document_sketch_document_pk", "document_sketch", ["document_pk"])


def _of_runs() -> None:
    op.create_table(
        "ingestion",
        sa.Column("run_pk", KEY, autoincrement=False, nullable=False, comment="the run"),
        sa.Column("arguments", JSON, nullable=False, comment="what it was called with"),
        sa.Column("documents", sa.Integer, nullable=False, comment="documents that it read"),
        sa.Column("skipped", sa.Integer, nullable=False, comment="of these, known already as they are"),
        sa.Column("added", sa.Integer, nullable=False, comment="statements that are new"),
        sa.Column(
            "changed", sa.Integer, nullable=False, comment="statements that were read otherwise before"
        ),
        sa.Column("removed", sa.Integer, nullable=False, comment="statements that are no longer read"),
        sa.Column("issues", sa.Integer, nullable=False, comment="issues in its documents"),
        sa.Column("failures", sa.Integer, nullable=False, comment="documents that could not be read"),
        sa.Column("finished_at", MOMENT, comment="when it came to its end; null where it broke off"),
        sa.ForeignKeyConstraint(["run_pk"], ["run.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_pk"),
        comment="A run that read documents, and what it came to; kept up to date while it goes on.",
    )
    op.create_table(
        "ingestion_failure",
        sa.Column("run_pk", KEY, autoincrement=False, nullable=False, comment="the run"),
        sa.Column("position", sa.Integer, nullable=False, comment="order in the run"),
        sa.Column("place", sa.Text, nullable=False, comment="file, with the line or part of it"),
        sa.Column("message", sa.Text, nullable=False, comment="one line"),
        sa.ForeignKeyConstraint(["run_pk"], ["run.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_pk", "position"),
        comment="A document that a run could not read.",
    )


def downgrade() -> None:
    for table in (
        "ingestion_failure", "ingestion", "document_sketch", "near_copy", "document_place", "reading",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute("UPDATE measure SET basis = NULL WHERE basis = 'mom'")
    _put_bases("yoy", "qoq")


def _put_bases(*bases: str) -> None:
    """Let a measure be compared with these: monthly revenue is told against the month before, too."""
    condition = f"basis IN ({', '.join(repr(basis) for basis in bases)})"
    meaning = f"{', '.join(bases[:-1])} or {bases[-1]}"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("basis", "measure", type_="check")
        op.create_check_constraint("basis", "measure", condition)
        op.execute(f"COMMENT ON COLUMN measure.basis IS '{meaning}'")
        return
    op.execute("CREATE TABLE measure_copy AS SELECT * FROM measure")
    op.drop_table("measure")
    _create_measure(condition, meaning)
    op.execute("INSERT INTO measure SELECT * FROM measure_copy ORDER BY statement_pk, position")
    op.drop_table("measure_copy")


def _create_measure(condition: str, bases: str) -> None:
    unit = "ISO 4217 (XXX: currency not said), %, bp, rank, count …"
    op.create_table(
        "measure",
        sa.Column("statement_pk", KEY, autoincrement=False, nullable=False, comment="the statement"),
        sa.Column("position", sa.Integer, nullable=False, comment="order in the statement"),
        sa.Column("metric", sa.Text, nullable=False, comment="revenue, market_cap, share_price_change …"),
        sa.Column("value", sa.Numeric, nullable=False, comment="number in whole units, to compare and sum"),
        sa.Column("exact", sa.Text, nullable=False, comment="the same number, every digit"),
        sa.Column("unit", sa.Text, nullable=False, comment=unit),
        sa.Column("basis", sa.Text, comment=bases),
        sa.Column("segment", sa.Text, comment="segment of the business"),
        sa.Column("period", sa.Text, comment="EDTF of the period it is for"),
        sa.Column("tolerance", sa.Text, comment="as written, with its unit"),
        sa.Column("approximate", sa.Boolean, nullable=False, comment="the source says about"),
        sa.Column("note", sa.Text, comment="anything else: low, high"),
        sa.CheckConstraint(condition, name="basis"),
        sa.ForeignKeyConstraint(["statement_pk"], ["statement.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("statement_pk", "position"),
        comment="A number of a statement.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_measure_metric_unit_value", "measure", ["metric", "unit", "value"])
