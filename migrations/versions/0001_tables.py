"""The tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# Constraints are named by the convention of kb.store.tables.
revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
CURRENT = sa.text("retired_at IS NULL")
KINDS = (
    "founding", "market_cap", "share_price", "earnings", "guidance", "launch", "shipment", "delay",
    "acquisition", "investment", "partnership", "facility", "market_share", "regulation", "personnel",
    "supply", "other",
)  # fmt: skip
GRANULARITIES = (
    "'day', 'weekend', 'week', 'range', 'month', 'season', 'quarter', 'half', 'year', 'decade', 'century'"
)
TABLES = (
    "entity",
    "judgement",
    "kind",
    "kind_day",
    "run",
    "document",
    "entity_day",
    "entity_name",
    "entity_pair",
    "event",
    "event_conflict",
    "event_entity",
    "event_text",
    "issue",
    "statement",
    "measure",
    "statement_entity",
)


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def days_below_reach() -> str:
    if is_postgresql():
        return "ends_on - starts_on < reach"
    return "julianday(ends_on) - julianday(starts_on) < reach"


def upgrade() -> None:
    op.create_table(
        "entity",
        sa.Column("pk", KEY, nullable=False, comment="row number inside this base"),
        sa.Column("id", sa.Text, nullable=False, comment="slug of the common English name"),
        sa.Column(
            "type", sa.Text, nullable=False, comment="organization, person, product, place or gathering"
        ),
        sa.Column("of_pk", KEY, comment="the organization that makes a product or employs a person"),
        sa.Column(
            "same_as_pk",
            KEY,
            comment="the entity that a person said it is, which takes its place in every event",
        ),
        sa.Column("wikidata", sa.Text, comment="Wikidata id"),
        sa.Column("industry", sa.Text, comment="industry"),
        sa.Column("country", sa.Text, comment="ISO 3166-1 alpha-2"),
        sa.Column("source", sa.Text, comment="where these facts come from"),
        sa.Column(
            "provisional",
            sa.Boolean,
            nullable=False,
            comment="found in a text, not yet confirmed by a person",
        ),
        sa.CheckConstraint(
            "type IN ('organization', 'person', 'product', 'place', 'gathering')", name="type"
        ),
        sa.ForeignKeyConstraint(["of_pk"], ["entity.pk"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["same_as_pk"], ["entity.pk"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
        comment="An organization, person, product, place or gathering that a statement names.",
    )
    op.create_index("ix_entity_of_pk", "entity", ["of_pk"])
    op.create_index("ix_entity_same_as_pk", "entity", ["same_as_pk"])
    op.create_table(
        "judgement",
        sa.Column("pk", KEY, nullable=False, comment="row number inside this base"),
        sa.Column("left_id", sa.Text, nullable=False, comment="id of a statement, or an entity"),
        sa.Column("right_id", sa.Text, comment="id of another, for same and different, merge and rename"),
        sa.Column(
            "verdict",
            sa.Text,
            nullable=False,
            comment="same, different, wrong or amend; merge or rename an entity",
        ),
        sa.Column("author", sa.Text, nullable=False, comment="person or rule"),
        sa.Column("judged_at", MOMENT, nullable=False, comment="when"),
        sa.Column("retracted_at", MOMENT, comment="when it was taken back"),
        sa.Column("amend", JSON, nullable=False, comment="new values by column, for amend and rename"),
        sa.CheckConstraint(
            "verdict IN ('same', 'different', 'wrong', 'amend', 'merge', 'rename')", name="verdict"
        ),
        sa.PrimaryKeyConstraint("pk"),
        comment="A word on statements or entities, which can be taken back. Ids name them, so it outlives versions.",
    )
    op.create_index("ix_judgement_left_id", "judgement", ["left_id"])
    op.create_index("ix_judgement_right_id", "judgement", ["right_id"])
    op.create_table(
        "kind",
        sa.Column("id", sa.Text, nullable=False, comment="market_cap, launch, delay …"),
        sa.PrimaryKeyConstraint("id"),
        comment="What can happen: the kinds that statements and events may have.",
    )
    op.create_table(
        "kind_day",
        sa.Column("kind", sa.Text, nullable=False, comment="kind of the events"),
        sa.Column("starts_on", sa.Date, nullable=False, comment="first day of the events"),
        sa.Column("events", sa.Integer, nullable=False, comment="how many"),
        sa.CheckConstraint("events > 0", name="events"),
        sa.PrimaryKeyConstraint("kind", "starts_on"),
        comment="Rollup kept by the writer: events by kind and first day.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run",
        sa.Column("pk", KEY, nullable=False, comment="row number inside this base"),
        sa.Column("id", sa.Text, nullable=False, comment="hash of what the run was"),
        sa.Column("started_at", MOMENT, nullable=False, comment="when it started"),
        sa.Column("command", sa.Text, comment="what was called"),
        sa.Column("version", sa.Text, nullable=False, comment="version of kb, whose rules read the texts"),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
        comment="A run that wrote something: who recorded what, when and by which rules.",
    )
    op.create_table(
        "document",
        sa.Column("pk", KEY, nullable=False, comment="row number inside this base"),
        sa.Column("id", sa.Text, nullable=False, comment="hash of text and source"),
        sa.Column("title", sa.Text, comment="title"),
        sa.Column("language", sa.Text, comment="BCP 47: zh-Hant, zh-Hans, en"),
        sa.Column(
            "source", sa.Text, comment="path or address it was read from; `curated` for rows entered by hand"
        ),
        sa.Column("published_on", sa.Date, comment="day of publication (document creation time)"),
        sa.Column("published_how", sa.Text, comment="given, metadata, dateline or inferred"),
        sa.Column(
            "asserted_on", sa.Date, nullable=False, comment="published_on, else the day it was recorded"
        ),
        sa.Column("publisher", sa.Text, comment="publisher"),
        sa.Column("author", sa.Text, comment="author"),
        sa.Column("url", sa.Text, comment="address on the web"),
        sa.Column("run_pk", KEY, nullable=False, comment="the run that first recorded it"),
        sa.Column("recorded_at", MOMENT, nullable=False, comment="when the base first held it"),
        sa.Column("text", sa.Text, nullable=False, comment="the text that all offsets count in"),
        sa.CheckConstraint(
            "published_how IN ('given', 'metadata', 'dateline', 'inferred')", name="published_how"
        ),
        sa.CheckConstraint("(published_on IS NULL) = (published_how IS NULL)", name="published_how_known"),
        sa.ForeignKeyConstraint(["run_pk"], ["run.pk"]),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
        comment="A text with its publication date.",
    )
    op.create_index("ix_document_source", "document", ["source"])
    op.create_table(
        "entity_day",
        sa.Column("entity_pk", KEY, autoincrement=False, nullable=False, comment="the entity"),
        sa.Column("starts_on", sa.Date, nullable=False, comment="first day of the events"),
        sa.Column("kind", sa.Text, nullable=False, comment="kind of the events"),
        sa.Column("events", sa.Integer, nullable=False, comment="how many"),
        sa.CheckConstraint("events > 0", name="events"),
        sa.ForeignKeyConstraint(["entity_pk"], ["entity.pk"]),
        sa.PrimaryKeyConstraint("entity_pk", "starts_on", "kind"),
        comment="Rollup kept by the writer: events of an entity by first day and kind.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entity_name",
        sa.Column("entity_pk", KEY, autoincrement=False, nullable=False, comment="the entity"),
        sa.Column("language", sa.Text, nullable=False, comment="BCP 47, or `ticker`"),
        sa.Column("position", sa.Integer, nullable=False, comment="0 is the best name in its language"),
        sa.Column("name", sa.Text, nullable=False, comment="the name as written"),
        sa.Column(
            "folded", sa.Text, nullable=False, comment="the name in lower case, half-width and Simplified"
        ),
        sa.ForeignKeyConstraint(["entity_pk"], ["entity.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_pk", "language", "position"),
        comment="The names of an entity in every language and script.",
    )
    op.create_index("ix_entity_name_folded", "entity_name", ["folded"])
    op.create_table(
        "entity_pair",
        sa.Column("entity_pk", KEY, nullable=False, comment="an entity"),
        sa.Column("other_pk", KEY, autoincrement=False, nullable=False, comment="another"),
        sa.Column("events", sa.Integer, nullable=False, comment="how many events concern both"),
        sa.CheckConstraint("events > 0", name="events"),
        sa.ForeignKeyConstraint(["entity_pk"], ["entity.pk"]),
        sa.ForeignKeyConstraint(["other_pk"], ["entity.pk"]),
        sa.PrimaryKeyConstraint("entity_pk", "other_pk"),
        comment="Rollup kept by the writer: which entities occur together.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        sa.Column(
            "pk",
            KEY,
            autoincrement=False,
            nullable=False,
            comment="number in the order of first days (kb.store.keys)",
        ),
        sa.Column("id", sa.Text, nullable=False, comment="name of the event"),
        sa.Column("kind", sa.Text, nullable=False, comment="what happened"),
        sa.Column(
            "status", sa.Text, nullable=False, comment="actual, planned, forecast, rumored, cancelled, denied"
        ),
        sa.Column("title", sa.Text, nullable=False, comment="one line"),
        sa.Column("edtf", sa.Text, nullable=False, comment="EDTF (ISO 8601-2)"),
        sa.Column("starts_on", sa.Date, nullable=False, comment="first day, inside the span"),
        sa.Column("ends_on", sa.Date, nullable=False, comment="last day, inside the span"),
        sa.Column("granularity", sa.Text, nullable=False, comment="unit as the source spoke"),
        sa.Column("qualifier", sa.Text, comment="`~` about, `?` uncertain, `%` both"),
        sa.Column("bound", sa.Text, comment="`since` or `until` where only one end is meant"),
        sa.Column("fiscal_label", sa.Text, comment="fiscal period, such as NVDA FY2025 Q3"),
        sa.Column(
            "reach", sa.Integer, nullable=False, comment="class of length: the span has at most so many days"
        ),
        sa.Column("asserted_on", sa.Date, nullable=False, comment="first day on which a source said so"),
        sa.Column("recorded_at", MOMENT, nullable=False, comment="when this row was last made"),
        sa.Column("entities", JSON, nullable=False, comment="ids, principal first"),
        sa.Column(
            "measures",
            JSON,
            nullable=False,
            comment="metric, value (exact decimal), unit and what is said of it",
        ),
        sa.Column("statements", JSON, nullable=False, comment="ids of the statements that tell it"),
        sa.Column("sources", JSON, nullable=False, comment="where those statements stand"),
        sa.Column("conflicts", JSON, nullable=False, comment="where the statements disagree, in words"),
        sa.CheckConstraint("bound IN ('since', 'until')", name="bound"),
        sa.CheckConstraint(f"granularity IN ({GRANULARITIES})", name="granularity"),
        sa.CheckConstraint("qualifier IN ('~', '?', '%')", name="qualifier"),
        sa.CheckConstraint(
            "status IN ('actual', 'planned', 'forecast', 'rumored', 'cancelled', 'denied')", name="status"
        ),
        sa.CheckConstraint(days_below_reach(), name="reach_holds"),
        sa.CheckConstraint("reach IN (1, 7, 31, 98, 366, 4000000)", name="reach"),
        sa.CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        sa.ForeignKeyConstraint(["kind"], ["kind.id"]),
        sa.PrimaryKeyConstraint("pk"),
        sa.UniqueConstraint("id"),
        comment="What one or more statements are about. Made from the statements; never edited.",
    )
    op.create_index(
        "ix_event_kind_reach_starts_on_pk_ends_on", "event", ["kind", "reach", "starts_on", "pk", "ends_on"]
    )
    op.create_index("ix_event_reach_starts_on_pk_ends_on", "event", ["reach", "starts_on", "pk", "ends_on"])
    op.create_table(
        "event_conflict",
        sa.Column("event_pk", KEY, autoincrement=False, nullable=False, comment="the event"),
        sa.Column("position", sa.Integer, nullable=False, comment="order in the event"),
        sa.Column("left_id", sa.Text, nullable=False, comment="the statement first asserted"),
        sa.Column("right_id", sa.Text, nullable=False, comment="the statement that disagrees"),
        sa.Column("field", sa.Text, nullable=False, comment="`when`, or the metric"),
        sa.Column("left_value", sa.Text, nullable=False, comment="what the one says"),
        sa.Column("right_value", sa.Text, nullable=False, comment="what the other says"),
        sa.Column("message", sa.Text, nullable=False, comment="the same in a sentence"),
        sa.ForeignKeyConstraint(["event_pk"], ["event.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_pk", "position"),
        comment="Two statements of one event that cannot both be right.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_entity",
        sa.Column("entity_pk", KEY, autoincrement=False, nullable=False, comment="the entity"),
        sa.Column("reach", sa.Integer, nullable=False, comment="as the event's"),
        sa.Column("starts_on", sa.Date, nullable=False, comment="as the event's"),
        sa.Column("event_pk", KEY, autoincrement=False, nullable=False, comment="the event"),
        sa.Column("ends_on", sa.Date, nullable=False, comment="as the event's"),
        sa.Column("kind", sa.Text, nullable=False, comment="as the event's"),
        sa.Column("asserted_on", sa.Date, nullable=False, comment="as the event's"),
        sa.Column("position", sa.Integer, nullable=False, comment="0 is the principal"),
        sa.CheckConstraint(days_below_reach(), name="reach_holds"),
        sa.CheckConstraint("reach IN (1, 7, 31, 98, 366, 4000000)", name="reach"),
        sa.ForeignKeyConstraint(["entity_pk"], ["entity.pk"]),
        sa.ForeignKeyConstraint(["event_pk"], ["event.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(
            "entity_pk",
            "reach",
            "starts_on",
            "event_pk",
            postgresql_include=["ends_on", "kind", "asserted_on"],
        ),
        comment="Which entities an event concerns: a page of an entity's timeline is one scan of the key.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_entity_event_pk_entity_pk", "event_entity", ["event_pk", "entity_pk"])
    op.create_table(
        "event_text",
        sa.Column("event_pk", KEY, autoincrement=False, nullable=False, comment="the event"),
        sa.Column(
            "terms", sa.Text, nullable=False, comment="title and quotes as words and bigrams (kb.store.terms)"
        ),
        sa.ForeignKeyConstraint(["event_pk"], ["event.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_pk"),
        comment="What search reads. On SQLite the FTS5 table event_search indexes it, kept by triggers.",
    )
    op.create_table(
        "issue",
        sa.Column("document_pk", KEY, autoincrement=False, nullable=False, comment="the document"),
        sa.Column("position", sa.Integer, nullable=False, comment="order in the document"),
        sa.Column("start_char", sa.Integer, nullable=False, comment="offset, code points"),
        sa.Column("end_char", sa.Integer, nullable=False, comment="end, exclusive"),
        sa.Column("code", sa.Text, nullable=False, comment="what sort of trouble"),
        sa.Column("message", sa.Text, nullable=False, comment="one line"),
        sa.CheckConstraint("0 <= start_char AND start_char <= end_char", name="chars_in_order"),
        sa.ForeignKeyConstraint(["document_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_pk", "position"),
        comment="Something in a text that could not be understood, with its place.",
    )
    op.create_table(
        "statement",
        sa.Column("pk", KEY, nullable=False, comment="row number inside this base"),
        sa.Column("id", sa.Text, nullable=False, comment="hash of document, kind and place"),
        sa.Column("document_pk", KEY, nullable=False, comment="the document"),
        sa.Column("event_pk", KEY, comment="the event it tells; null once retired or judged wrong"),
        sa.Column("principal_pk", KEY, comment="its first entity"),
        sa.Column("kind", sa.Text, nullable=False, comment="what happened"),
        sa.Column("status", sa.Text, nullable=False, comment="what the source says of it"),
        sa.Column("edtf", sa.Text, nullable=False, comment="EDTF (ISO 8601-2)"),
        sa.Column("starts_on", sa.Date, nullable=False, comment="first day, inside the span"),
        sa.Column("ends_on", sa.Date, nullable=False, comment="last day, inside the span"),
        sa.Column("granularity", sa.Text, nullable=False, comment="unit as the source spoke"),
        sa.Column("qualifier", sa.Text, comment="`~` about, `?` uncertain, `%` both"),
        sa.Column("bound", sa.Text, comment="`since` or `until` where only one end is meant"),
        sa.Column("fiscal_label", sa.Text, comment="fiscal period, such as NVDA FY2025 Q3"),
        sa.Column(
            "reach", sa.Integer, nullable=False, comment="class of length: the span has at most so many days"
        ),
        sa.Column("start_char", sa.Integer, nullable=False, comment="offset, code points"),
        sa.Column("end_char", sa.Integer, nullable=False, comment="end, exclusive"),
        sa.Column("quote", sa.Text, nullable=False, comment="text[start_char:end_char]"),
        sa.Column("sentence_start_char", sa.Integer, nullable=False, comment="sentence offset, code points"),
        sa.Column("sentence_end_char", sa.Integer, nullable=False, comment="sentence end, exclusive"),
        sa.Column("paragraph", sa.Integer, nullable=False, comment="paragraph of the sentence, from 0"),
        sa.Column("heading", sa.Boolean, nullable=False, comment="the sentence is a heading"),
        sa.Column("time_start_char", sa.Integer, comment="time offset, code points"),
        sa.Column("time_end_char", sa.Integer, comment="time end, exclusive"),
        sa.Column("time_text", sa.Text, comment="the expression that dates it"),
        sa.Column("time_value", sa.Text, comment="TIMEX3 value of the expression that dates it"),
        sa.Column("time_rule", sa.Text, comment="rules that read that expression"),
        sa.Column("time_anchor", sa.Text, comment="what a partial or relative date was counted from"),
        sa.Column("speaker", sa.Text, comment="who said so"),
        sa.Column("rule", sa.Text, nullable=False, comment="rules that made the statement"),
        sa.Column("was_edtf", sa.Text, comment="EDTF (ISO 8601-2) of the former target"),
        sa.Column("was_starts_on", sa.Date, comment="first day of the former target, inside the span"),
        sa.Column("was_ends_on", sa.Date, comment="last day of the former target, inside the span"),
        sa.Column("was_granularity", sa.Text, comment="unit of the former target as the source spoke"),
        sa.Column(
            "was_qualifier", sa.Text, comment="`~` about, `?` uncertain, `%` both of the former target"
        ),
        sa.Column(
            "was_bound",
            sa.Text,
            comment="`since` or `until` where only one end of the former target is meant",
        ),
        sa.Column(
            "was_fiscal_label", sa.Text, comment="fiscal period of the former target, such as NVDA FY2025 Q3"
        ),
        sa.Column("announced_edtf", sa.Text, comment="EDTF (ISO 8601-2) of the announcement"),
        sa.Column("announced_starts_on", sa.Date, comment="first day of the announcement, inside the span"),
        sa.Column("announced_ends_on", sa.Date, comment="last day of the announcement, inside the span"),
        sa.Column("announced_granularity", sa.Text, comment="unit of the announcement as the source spoke"),
        sa.Column(
            "announced_qualifier", sa.Text, comment="`~` about, `?` uncertain, `%` both of the announcement"
        ),
        sa.Column(
            "announced_bound",
            sa.Text,
            comment="`since` or `until` where only one end of the announcement is meant",
        ),
        sa.Column(
            "announced_fiscal_label",
            sa.Text,
            comment="fiscal period of the announcement, such as NVDA FY2025 Q3",
        ),
        sa.Column(
            "digest",
            sa.Text,
            nullable=False,
            comment="hash of all that it says, to see what a new reading changed",
        ),
        sa.Column("run_pk", KEY, nullable=False, comment="the run that recorded it"),
        sa.Column("recorded_at", MOMENT, nullable=False, comment="when the base began to hold this version"),
        sa.Column("retired_at", MOMENT, comment="when a newer version, or none, took its place"),
        sa.CheckConstraint("announced_bound IN ('since', 'until')", name="announced_bound"),
        sa.CheckConstraint(f"announced_granularity IN ({GRANULARITIES})", name="announced_granularity"),
        sa.CheckConstraint("announced_qualifier IN ('~', '?', '%')", name="announced_qualifier"),
        sa.CheckConstraint("bound IN ('since', 'until')", name="bound"),
        sa.CheckConstraint(f"granularity IN ({GRANULARITIES})", name="granularity"),
        sa.CheckConstraint("qualifier IN ('~', '?', '%')", name="qualifier"),
        sa.CheckConstraint(
            "status IN ('actual', 'planned', 'forecast', 'rumored', 'cancelled', 'denied')", name="status"
        ),
        sa.CheckConstraint("was_bound IN ('since', 'until')", name="was_bound"),
        sa.CheckConstraint(f"was_granularity IN ({GRANULARITIES})", name="was_granularity"),
        sa.CheckConstraint("was_qualifier IN ('~', '?', '%')", name="was_qualifier"),
        sa.CheckConstraint(
            "0 <= sentence_start_char AND sentence_start_char <= sentence_end_char",
            name="sentence_chars_in_order",
        ),
        sa.CheckConstraint("0 <= start_char AND start_char <= end_char", name="chars_in_order"),
        sa.CheckConstraint(
            "0 <= time_start_char AND time_start_char <= time_end_char", name="time_chars_in_order"
        ),
        sa.CheckConstraint("announced_starts_on <= announced_ends_on", name="announced_days_in_order"),
        sa.CheckConstraint(days_below_reach(), name="reach_holds"),
        sa.CheckConstraint("length(quote) = end_char - start_char", name="quote_length"),
        sa.CheckConstraint("reach IN (1, 7, 31, 98, 366, 4000000)", name="reach"),
        sa.CheckConstraint("retired_at IS NULL OR event_pk IS NULL", name="retired_tells_nothing"),
        sa.CheckConstraint("starts_on <= ends_on", name="days_in_order"),
        sa.CheckConstraint("was_starts_on <= was_ends_on", name="was_days_in_order"),
        sa.ForeignKeyConstraint(["document_pk"], ["document.pk"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_pk"], ["event.pk"]),
        sa.ForeignKeyConstraint(["kind"], ["kind.id"]),
        sa.ForeignKeyConstraint(["principal_pk"], ["entity.pk"]),
        sa.ForeignKeyConstraint(["run_pk"], ["run.pk"]),
        sa.PrimaryKeyConstraint("pk"),
        comment="A claim: one clause of a document. Past versions stay, retired.",
    )
    op.create_index("ix_statement_document_pk", "statement", ["document_pk"])
    op.create_index("ix_statement_event_pk", "statement", ["event_pk"])
    op.create_index(
        "ix_statement_principal_pk_kind_reach_starts_on",
        "statement",
        ["principal_pk", "kind", "reach", "starts_on"],
    )
    op.create_index(
        "uq_statement_id", "statement", ["id"], unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT
    )
    op.create_table(
        "measure",
        sa.Column("statement_pk", KEY, autoincrement=False, nullable=False, comment="the statement"),
        sa.Column("position", sa.Integer, nullable=False, comment="order in the statement"),
        sa.Column("metric", sa.Text, nullable=False, comment="revenue, market_cap, share_price_change …"),
        sa.Column("value", sa.Numeric, nullable=False, comment="number in whole units, to compare and sum"),
        sa.Column("exact", sa.Text, nullable=False, comment="the same number, every digit"),
        sa.Column(
            "unit", sa.Text, nullable=False, comment="ISO 4217 (XXX: currency not said), %, bp, rank, count …"
        ),
        sa.Column("basis", sa.Text, comment="yoy or qoq"),
        sa.Column("segment", sa.Text, comment="segment of the business"),
        sa.Column("period", sa.Text, comment="EDTF of the period it is for"),
        sa.Column("tolerance", sa.Text, comment="as written, with its unit"),
        sa.Column("approximate", sa.Boolean, nullable=False, comment="the source says about"),
        sa.Column("note", sa.Text, comment="anything else: low, high"),
        sa.CheckConstraint("basis IN ('yoy', 'qoq')", name="basis"),
        sa.ForeignKeyConstraint(["statement_pk"], ["statement.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("statement_pk", "position"),
        comment="A number of a statement.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_measure_metric_unit_value", "measure", ["metric", "unit", "value"])
    op.create_table(
        "statement_entity",
        sa.Column("statement_pk", KEY, autoincrement=False, nullable=False, comment="the statement"),
        sa.Column("position", sa.Integer, nullable=False, comment="0 is the principal"),
        sa.Column("entity_pk", KEY, nullable=False, comment="the entity"),
        sa.Column("role", sa.Text, nullable=False, comment="its part"),
        sa.ForeignKeyConstraint(["entity_pk"], ["entity.pk"]),
        sa.ForeignKeyConstraint(["statement_pk"], ["statement.pk"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("statement_pk", "position"),
        comment="The entities of a statement, principal first.",
        sqlite_with_rowid=False,
    )
    op.create_index("ix_statement_entity_entity_pk", "statement_entity", ["entity_pk"])
    if is_postgresql():
        terms = sa.text("array_to_tsvector(string_to_array(btrim(terms), ' '))")
        op.create_index("ix_event_text_terms", "event_text", [terms], postgresql_using="gin")
    op.bulk_insert(sa.table("kind", sa.column("id")), [{"id": kind} for kind in KINDS])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
