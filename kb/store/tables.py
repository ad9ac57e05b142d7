"""The tables. docs/schema.md is made from the comments here and from the reasons beside the indexes.

`pk` is a row's number inside one base, `id` its name for the world (a hash or a slug). Days are ISO text on
SQLite and `date` on PostgreSQL; both ends of a span are inside it.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from kb.model import EntityType, PublishedHow, Status
from kb.store.columns import (
    BigInteger,
    chars,
    chars_check,
    key,
    one_of,
    part_of,
    pk,
    reach_checks,
    span,
    span_checks,
)
from kb.store.types import Comparable, Json, Moment

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


kind = Table(
    "kind",
    metadata,
    Column("id", Text, primary_key=True, comment="market_cap, launch, delay …"),
    comment="What can happen: the kinds that statements and events may have.",
)

run = Table(
    "run",
    metadata,
    pk(),
    Column("id", Text, nullable=False, unique=True, comment="hash of what the run was"),
    Column("started_at", Moment, nullable=False, comment="when it started"),
    Column("command", Text, comment="what was called"),
    Column("version", Text, nullable=False, comment="version of kb, whose rules read the texts"),
    comment="A run that wrote something: who recorded what, when and by which rules.",
)

document = Table(
    "document",
    metadata,
    pk(),
    Column("id", Text, nullable=False, unique=True, comment="hash of text and source"),
    Column("title", Text, comment="title"),
    Column("language", Text, comment="BCP 47: zh-Hant, zh-Hans, en"),
    Column("source", Text, comment="path or address it was read from; `curated` for rows entered by hand"),
    Column("published_on", Date, comment="day of publication (document creation time)"),
    Column("published_how", Text, comment="given, metadata, dateline or inferred"),
    Column("asserted_on", Date, nullable=False, comment="published_on, else the day it was recorded"),
    Column("publisher", Text, comment="publisher"),
    Column("author", Text, comment="author"),
    Column("url", Text, comment="address on the web"),
    key("run_pk", "run", why="the run that first recorded it"),
    Column("recorded_at", Moment, nullable=False, comment="when the base first held it"),
    # Last, so that reading the columns before it skips the pages of a long text.
    Column("text", Text, nullable=False, comment="the text that all offsets count in"),
    one_of("published_how", PublishedHow),
    CheckConstraint("(published_on IS NULL) = (published_how IS NULL)", name="published_how_known"),
    Index(None, "source", info={"why": "timeline by source"}),
    comment="A text with its publication date.",
)

entity = Table(
    "entity",
    metadata,
    pk(),
    Column("id", Text, nullable=False, unique=True, comment="slug of the common English name"),
    Column("type", Text, nullable=False, comment="organization, person, product, place or gathering"),
    Column(
        "of_pk",
        BigInteger,
        # Checked at the end of a transaction, so that rows may come in any order.
        ForeignKey("entity.pk", deferrable=True, initially="DEFERRED"),
        comment="the organization that makes a product or employs a person",
    ),
    Column(
        "same_as_pk",
        BigInteger,
        ForeignKey("entity.pk", deferrable=True, initially="DEFERRED"),
        comment="the entity that a person said it is, which takes its place in every event",
    ),
    Column("wikidata", Text, comment="Wikidata id"),
    Column("industry", Text, comment="industry"),
    Column("country", Text, comment="ISO 3166-1 alpha-2"),
    Column("source", Text, comment="where these facts come from"),
    Column("provisional", Boolean, nullable=False, comment="found in a text, not yet confirmed by a person"),
    one_of("type", EntityType),
    Index(None, "of_pk", info={"why": "products of an organization"}),
    Index(None, "same_as_pk", info={"why": "what an entity is called besides"}),
    comment="An organization, person, product, place or gathering that a statement names.",
)

entity_name = Table(
    "entity_name",
    metadata,
    part_of("entity"),
    Column("language", Text, primary_key=True, comment="BCP 47, or `ticker`"),
    Column("position", Integer, primary_key=True, comment="0 is the best name in its language"),
    Column("name", Text, nullable=False, comment="the name as written"),
    Column("folded", Text, nullable=False, comment="the name in lower case, half-width and Simplified"),
    Index(None, "folded", info={"why": "an entity by any of its names"}),
    comment="The names of an entity in every language and script.",
)

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

issue = Table(
    "issue",
    metadata,
    part_of("document"),
    Column("position", Integer, primary_key=True, comment="order in the document"),
    *chars(),
    Column("code", Text, nullable=False, comment="what sort of trouble"),
    Column("message", Text, nullable=False, comment="one line"),
    chars_check(),
    comment="Something in a text that could not be understood, with its place.",
)

reading = Table(
    "reading",
    metadata,
    part_of("document"),
    key("run_pk", "run", why="the run that last read it"),
    Column("rules", Text, nullable=False, comment="hash of the rules and the knowledge that read it"),
    Column("found", Json, nullable=False, comment="how each fact about it was found, by its column"),
    comment="How a document was read.",
)

document_place = Table(
    "document_place",
    metadata,
    part_of("document"),
    Column("position", Integer, primary_key=True, comment="order in which they were met"),
    Column("source", Text, comment="path or address"),
    Column("publisher", Text, comment="publisher"),
    Column("url", Text, comment="address on the web"),
    Column("digest", Text, comment="hash of what was read there and by which rules"),
    Index(None, "digest", info={"why": "what a run may pass over"}),
    comment="Where the text of a document was met; a run that broke off passes over what it finds here.",
)

near_copy = Table(
    "near_copy",
    metadata,
    part_of("document"),
    key("of_pk", "document", cascade=True, why="the first that the base held of this story"),
    Column("similarity", Integer, nullable=False, comment="percent of their words in common"),
    CheckConstraint("document_pk <> of_pk", name="of_another"),
    CheckConstraint("similarity BETWEEN 0 AND 100", name="similarity"),
    Index(None, "of_pk", info={"why": "the copies of a document; deleting one"}),
    comment="A document that tells another's story in nearly its words: together they are one source.",
)

document_sketch = Table(
    "document_sketch",
    metadata,
    Column(
        "value",
        BigInteger,
        primary_key=True,
        autoincrement=False,
        comment="hash of a part of the sketch",
    ),
    part_of("document"),
    Index(None, "document_pk", info={"why": "the sketch of a document; deleting one"}),
    comment="MinHash sketches (kb.text.similar): documents that share a value may be near copies.",
)

ingestion = Table(
    "ingestion",
    metadata,
    part_of("run"),
    Column("arguments", Json, nullable=False, comment="what it was called with"),
    Column("documents", Integer, nullable=False, comment="documents that it read"),
    Column("skipped", Integer, nullable=False, comment="of these, known already as they are"),
    Column("added", Integer, nullable=False, comment="statements that are new"),
    Column("changed", Integer, nullable=False, comment="statements that were read otherwise before"),
    Column("removed", Integer, nullable=False, comment="statements that are no longer read"),
    Column("issues", Integer, nullable=False, comment="issues in its documents"),
    Column("failures", Integer, nullable=False, comment="documents that could not be read"),
    Column("finished_at", Moment, comment="when it came to its end; null where it broke off"),
    comment="A run that read documents, and what it came to; kept up to date while it goes on.",
)

ingestion_failure = Table(
    "ingestion_failure",
    metadata,
    part_of("run"),
    Column("position", Integer, primary_key=True, comment="order in the run"),
    Column("place", Text, nullable=False, comment="file, with the line or part of it"),
    Column("message", Text, nullable=False, comment="one line"),
    comment="A document that a run could not read.",
)
