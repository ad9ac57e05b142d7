"""Documents, who wrote them down and how they were read."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, Table, Text

from kb.model import PublishedHow
from kb.store.columns import BigInteger, chars, chars_check, key, one_of, part_of, pk
from kb.store.tables.metadata import metadata
from kb.store.types import Json, Moment

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
