"""What Datasette is told of a base: titles, descriptions, facets and ready queries.

Descriptions come from where docs/schema.md has them: the views' and the tables' own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table

from kb.store.revisions import VERSION_TABLE
from kb.store.tables import metadata
from kb.store.views import VIEWS, View

JsonObject = dict[str, Any]

_TITLES = {
    "timeline": "Timeline: an event a row",
    "evidence": "Evidence: a statement a row, with its quote and source",
    "schedule": "Schedule: the history of planned dates",
    "conflict": "Conflicts: where sources disagree",
    "measure_series": "Measures over time",
}
_FACETS: Mapping[str, list[object]] = {
    "timeline": ["kind", "status", "granularity", {"array": "entities"}, {"array": "sources"}],
    "evidence": ["kind", "status", "publisher", "language", "published_on"],
    "schedule": ["entity", "milestone", "status", "publisher"],
    "conflict": ["kind", "field"],
    "measure_series": ["entity", "metric", "unit", "basis", "status"],
    "document": ["publisher", "language", "published_how"],
    "entity": ["type", "industry", "country", "provisional"],
    "event": ["kind", "status", "granularity"],
    "statement": ["kind", "status", "granularity"],
    "issue": ["code"],
    "judgement": ["verdict", "author"],
}
_SORTS = {
    "timeline": "pk", "evidence": "asserted_on", "schedule": "said_on", "measure_series": "starts_on",
    "event": "pk", "document": "published_on",
}  # fmt: skip
# What names a row where another table refers to it.
_LABELS = {"document": "title", "entity": "id", "event": "title", "statement": "quote"}
# Rollups, links and what search reads: parts of the machine.
_HIDDEN = (
    VERSION_TABLE, "document_sketch", "entity_day", "kind_day", "entity_day_total", "day_total",
    "entity_pair", "event_text", "event_search", "event_entity", "statement_entity", "event_conflict",
)  # fmt: skip

# An entity by its id, or by any of its names, as a person writes it.
_NAMED = """SELECT coalesce(same_as_pk, pk) FROM entity
    WHERE id = :entity OR pk IN (
        SELECT entity_pk FROM entity_name WHERE name = :entity OR folded = lower(:entity))"""
_QUERIES: Mapping[str, tuple[str, str, str]] = {
    "entity_timeline": (
        "Timeline of an entity",
        "Every event that concerns an entity, by its id, a name in any script, or a ticker, such as NVDA.",
        f"""SELECT timeline.starts_on, timeline.ends_on, timeline.granularity, timeline.kind, timeline.status,
    timeline.title, timeline.entities, timeline.measures, timeline.sources, timeline.conflicts, timeline.id
FROM timeline JOIN event_entity ON event_entity.event_pk = timeline.pk
WHERE event_entity.entity_pk IN ({_NAMED})
ORDER BY timeline.pk""",
    ),
    "entity_schedule": (
        "Schedule of an entity",
        "The dates that were given to each planned milestone, with the slip of each against the one before.",
        f"""SELECT milestone, revision, edtf, starts_on, ends_on, status, slip_days, said_on, publisher, quote
FROM schedule WHERE entity IN (SELECT id FROM entity WHERE pk IN ({_NAMED}))
ORDER BY milestone, revision""",
    ),
    "conflicts": (
        "Conflicts",
        "Pairs of statements of one event that cannot both be right, with both quotes and sources.",
        """SELECT title, field, left_value, left_quote, left_source, right_value, right_quote, right_source,
    event
FROM conflict ORDER BY event, field""",
    ),
    "measures": (
        "Measure series",
        "A metric of an entity over time, such as market_cap of nvidia.",
        f"""SELECT starts_on, ends_on, value, exact, unit, basis, segment, period, status, source
FROM measure_series
WHERE metric = :metric AND entity IN (SELECT id FROM entity WHERE pk IN ({_NAMED}))
ORDER BY starts_on""",
    ),
}


def datasette_metadata(name: str) -> JsonObject:
    """The metadata of a base whose file has this name, without its suffix."""
    views = {view: _view(view, told) for view, told in VIEWS.items()}
    tables = {table.name: _table(table) for table in metadata.sorted_tables}
    return {
        "title": "Events",
        "description": "Dated events from texts, each with the words it came from. Begin with the timeline.",
        "source": "kb",
        "databases": {
            name: {
                "tables": {**{table: {"hidden": True} for table in _HIDDEN}, **tables, **views},
                "queries": {
                    query: {"title": title, "description": description, "sql": sql}
                    for query, (title, description, sql) in _QUERIES.items()
                },
            }
        },
    }


def _view(name: str, view: View) -> JsonObject:
    return {
        "title": _TITLES[name],
        "description": f"One row is {view.row}.",
        "columns": dict(view.columns),
        # Datasette sorts views by no column that is not named.
        "sortable_columns": list(view.columns),
        "facets": _FACETS[name],
        **_sort(name),
    }


def _table(table: Table) -> JsonObject:
    name = table.name
    told: JsonObject = {
        "title": name.replace("_", " ").capitalize(),
        "description": table.comment or "",
        "columns": {column.name: str(column.comment) for column in table.columns if column.comment},
        **_sort(name),
    }
    if name in _FACETS:
        told["facets"] = _FACETS[name]
    if name in _LABELS:
        told["label_column"] = _LABELS[name]
    return {**told, "hidden": True} if name in _HIDDEN else told


def _sort(name: str) -> JsonObject:
    return {"sort": _SORTS[name]} if name in _SORTS else {}
