"""Statements, their numbers and participants, and what persons say of them."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from kb.model import Status
from kb.store.columns import chars, chars_check, key, one_of, part_of, pk, reach_checks, span, span_checks
from kb.store.tables.metadata import metadata
from kb.store.types import Comparable, Json, Moment

statement = Table(
    "statement",
    metadata,
    pk(),
    Column("id", Text, nullable=False, comment="hash of document, kind and place"),
    key("document_pk", "document", cascade=True),
    key("event_pk", "event", required=False, why="the event it tells; null once retired or judged wrong"),
    key("principal_pk", "entity", required=False, why="its first entity"),
    Column("kind", Text, ForeignKey("kind.id"), nullable=False, comment="what happened"),
    Column("status", Text, nullable=False, comment="what the source says of it"),
    *span(required=True),
    Column("reach", Integer, nullable=False, comment="class of length: the span has at most so many days"),
    *chars(),
    Column("quote", Text, nullable=False, comment="text[start_char:end_char]"),
    *chars("sentence_"),
    Column("paragraph", Integer, nullable=False, comment="paragraph of the sentence, from 0"),
    Column("heading", Boolean, nullable=False, comment="the sentence is a heading"),
    *chars("time_", required=False),
    Column("time_text", Text, comment="the expression that dates it"),
    Column("time_value", Text, comment="TIMEX3 value of the expression that dates it"),
    Column("time_rule", Text, comment="rules that read that expression"),
    Column("time_anchor", Text, comment="what a partial or relative date was counted from"),
    Column("speaker", Text, comment="who said so"),
    Column("rule", Text, nullable=False, comment="rules that made the statement"),
    *span("was_", "the former target"),
    *span("announced_", "the announcement"),
    Column(
        "digest", Text, nullable=False, comment="hash of all that it says, to see what a new reading changed"
    ),
    key("run_pk", "run", why="the run that recorded it"),
    Column("recorded_at", Moment, nullable=False, comment="when the base began to hold this version"),
    Column("retired_at", Moment, comment="when a newer version, or none, took its place"),
    one_of("status", Status),
    *span_checks(),
    *span_checks("was_"),
    *span_checks("announced_"),
    *reach_checks(),
    chars_check(),
    chars_check("sentence_"),
    chars_check("time_"),
    CheckConstraint("length(quote) = end_char - start_char", name="quote_length"),
    CheckConstraint("retired_at IS NULL OR event_pk IS NULL", name="retired_tells_nothing"),
    Index(
        "uq_statement_id",
        "id",
        unique=True,
        # Among current versions: see kb.store.schema.
        info={"why": "one current version of each statement"},
    ),
    Index(None, "document_pk", info={"why": "the statements of a document, read again"}),
    Index(None, "event_pk", info={"why": "the statements of an event"}),
    Index(
        None,
        "principal_pk",
        "kind",
        "reach",
        "starts_on",
        info={"why": "statements that may tell the same event as a new one"},
    ),
    comment="A claim: one clause of a document. Past versions stay, retired.",
)

statement_entity = Table(
    "statement_entity",
    metadata,
    part_of("statement"),
    Column("position", Integer, primary_key=True, comment="0 is the principal"),
    key("entity_pk", "entity"),
    Column("role", Text, nullable=False, comment="its part"),
    Index(None, "entity_pk", info={"why": "evidence about an entity; deleting one"}),
    comment="The entities of a statement, principal first.",
)

measure = Table(
    "measure",
    metadata,
    part_of("statement"),
    Column("position", Integer, primary_key=True, comment="order in the statement"),
    Column("metric", Text, nullable=False, comment="revenue, market_cap, share_price_change …"),
    Column("value", Comparable, nullable=False, comment="number in whole units, to compare and sum"),
    Column("exact", Text, nullable=False, comment="the same number, every digit"),
    Column("unit", Text, nullable=False, comment="ISO 4217 (XXX: currency not said), %, bp, rank, count …"),
    Column("basis", Text, comment="yoy, qoq or mom"),
    Column("segment", Text, comment="segment of the business"),
    Column("period", Text, comment="EDTF of the period it is for"),
    Column("tolerance", Text, comment="as written, with its unit"),
    Column("approximate", Boolean, nullable=False, comment="the source says about"),
    Column("note", Text, comment="anything else: low, high"),
    one_of("basis", ("yoy", "qoq", "mom")),
    Index(None, "metric", "unit", "value", info={"why": "events by a measure; series of a metric"}),
    comment="A number of a statement.",
)

judgement = Table(
    "judgement",
    metadata,
    pk(),
    Column("left_id", Text, nullable=False, comment="id of a statement, or an entity"),
    Column("right_id", Text, comment="id of another, for same and different, merge and rename"),
    Column(
        "verdict", Text, nullable=False, comment="same, different, wrong or amend; merge or rename an entity"
    ),
    Column("author", Text, nullable=False, comment="person or rule"),
    Column("judged_at", Moment, nullable=False, comment="when"),
    Column("retracted_at", Moment, comment="when it was taken back"),
    Column("amend", Json, nullable=False, comment="new values by column, for amend and rename"),
    one_of("verdict", ("same", "different", "wrong", "amend", "merge", "rename")),
    Index(None, "left_id", info={"why": "judgements on a statement"}),
    Index(None, "right_id", info={"why": "judgements on a statement"}),
    comment="A word on statements or entities, which can be taken back. Ids name them, so it outlives versions.",
)
