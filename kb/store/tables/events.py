"""Events, with what lists and search read of them."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, text

from kb.model import Status
from kb.store.columns import BigInteger, one_of, part_of, reach_checks, span, span_checks
from kb.store.tables.metadata import metadata
from kb.store.types import Json, Moment

event = Table(
    "event",
    metadata,
    Column(
        "pk",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="number in the order of first days (kb.store.keys)",
    ),
    Column("id", Text, nullable=False, unique=True, comment="name of the event"),
    Column("kind", Text, ForeignKey("kind.id"), nullable=False, comment="what happened"),
    Column("status", Text, nullable=False, comment="actual, planned, forecast, rumored, cancelled, denied"),
    Column("title", Text, nullable=False, comment="one line"),
    *span(required=True),
    Column("reach", Integer, nullable=False, comment="class of length: the span has at most so many days"),
    Column("asserted_on", Date, nullable=False, comment="first day on which a source said so"),
    Column("recorded_at", Moment, nullable=False, comment="when this row was last made"),
    Column("entities", Json, nullable=False, comment="ids, principal first"),
    Column(
        "measures", Json, nullable=False, comment="metric, value (exact decimal), unit and what is said of it"
    ),
    Column("statements", Json, nullable=False, comment="ids of the statements that tell it"),
    Column("sources", Json, nullable=False, comment="where those statements stand"),
    Column("conflicts", Json, nullable=False, comment="where the statements disagree, in words"),
    one_of("status", Status),
    *span_checks(),
    *reach_checks(),
    Index(None, "reach", "starts_on", "pk", "ends_on", info={"why": "timeline of everything in a window"}),
    Index(
        None, "kind", "reach", "starts_on", "pk", "ends_on", info={"why": "timeline of a kind in a window"}
    ),
    comment="What one or more statements are about. Made from the statements; never edited.",
)

event_entity = Table(
    "event_entity",
    metadata,
    part_of("entity", cascade=False),
    Column("reach", Integer, primary_key=True, comment="as the event's"),
    Column("starts_on", Date, primary_key=True, comment="as the event's"),
    part_of("event"),
    Column("ends_on", Date, nullable=False, comment="as the event's"),
    Column("kind", Text, nullable=False, comment="as the event's"),
    Column("asserted_on", Date, nullable=False, comment="as the event's"),
    Column("position", Integer, nullable=False, comment="0 is the principal"),
    PrimaryKeyConstraint("entity_pk", "reach", "starts_on", "event_pk"),
    *reach_checks(),
    Index(None, "event_pk", "entity_pk", info={"why": "entities of an event; events of several entities"}),
    comment="Which entities an event concerns: a page of an entity's timeline is one scan of the key.",
)

event_conflict = Table(
    "event_conflict",
    metadata,
    part_of("event"),
    Column("position", Integer, primary_key=True, comment="order in the event"),
    Column("left_id", Text, nullable=False, comment="the statement first asserted"),
    Column("right_id", Text, nullable=False, comment="the statement that disagrees"),
    Column("field", Text, nullable=False, comment="`when`, or the metric"),
    Column("left_value", Text, nullable=False, comment="what the one says"),
    Column("right_value", Text, nullable=False, comment="what the other says"),
    Column("message", Text, nullable=False, comment="the same in a sentence"),
    comment="Two statements of one event that cannot both be right.",
)

event_text = Table(
    "event_text",
    metadata,
    part_of("event"),
    Column("terms", Text, nullable=False, comment="title and quotes as words and bigrams (kb.store.terms)"),
    Index(
        "ix_event_text_terms",
        text("array_to_tsvector(string_to_array(btrim(terms), ' '))"),
        info={"why": "full-text search"},
    ).ddl_if("postgresql"),
    comment="What search reads. On SQLite the FTS5 table event_search indexes it, kept by triggers.",
)
