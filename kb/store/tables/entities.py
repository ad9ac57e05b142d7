"""Entities and their names."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from kb.model import EntityType
from kb.store.columns import BigInteger, one_of, part_of, pk
from kb.store.tables.metadata import metadata

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
