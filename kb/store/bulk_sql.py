"""The statements of a bulk load: a staging table of all that is new, and from it the rows of every table.

One statement fills a table, so a database plans, checks and sorts once and not once a row. They are alike on
SQLite and PostgreSQL but for `{json}`, which makes jsonb of staged text.
"""

from __future__ import annotations

from kb.store.known import EVENT, LINK, MEASURE, RULE

_TYPES = {
    **dict.fromkeys(("pk", "statement_pk", "event_pk", "own_pk", "entity_pk", "principal_pk"), "bigint"),
    **dict.fromkeys(("reach", "position", "event_position"), "integer"),
    **dict.fromkeys(("starts_on", "ends_on", "published_on", "asserted_on"), "date"),
    "value": "numeric",
    "approximate": "boolean",
}


def type_of(column: str) -> str:
    """The SQL type of a staged column."""
    return _TYPES.get(column, "text")


STAGES = {"staged_event": EVENT, "staged_link": LINK, "staged_measure": MEASURE}
CREATE = [
    f"CREATE TEMPORARY TABLE {name} ({', '.join(f'{column} {type_of(column)}' for column in columns)})"
    for name, columns in STAGES.items()
]
DROP = [f"DROP TABLE IF EXISTS {name}" for name in STAGES]

# Given twice, or held already.
REPEATED = """
DELETE FROM staged_event WHERE pk IN (
    SELECT again.pk FROM (SELECT id, min(pk) AS first FROM staged_event GROUP BY id HAVING count(*) > 1) AS twice
    JOIN staged_event AS again ON again.id = twice.id AND again.pk > twice.first)
"""
HELD = "DELETE FROM staged_event WHERE EXISTS (SELECT 1 FROM document WHERE document.id = staged_event.id)"
# Links and measures of what was taken out again.
ORPHANS = [
    f"DELETE FROM {name} WHERE statement_pk NOT IN (SELECT pk FROM staged_event)"
    for name in ("staged_link", "staged_measure")
]

# What persons said something of before, and may have taken back.
JUDGED = """
SELECT kind, principal_pk, event_pk, ends_on FROM staged_event
WHERE EXISTS (SELECT 1 FROM judgement WHERE left_id = staged_event.id OR right_id = staged_event.id)
"""

_SPAN = "edtf, starts_on, ends_on, granularity, qualifier, bound, fiscal_label, reach"
_DOCUMENT = """
INSERT INTO document (
    pk, id, language, source, published_on, published_how, asserted_on, publisher, url, run_pk, recorded_at, text)
SELECT
    pk, id, language, source, published_on, CASE WHEN published_on IS NOT NULL THEN 'given' END, asserted_on,
    publisher, url, :run, :at, text
FROM staged_event ORDER BY pk
"""
_EVENT = f"""
INSERT INTO event (
    pk, id, kind, status, title, {_SPAN}, asserted_on, recorded_at,
    entities, measures, statements, sources, conflicts)
SELECT
    event_pk, event_id, kind, status, title, {_SPAN}, asserted_on, :at,
    {{json}}(entities), {{json}}(measures), {{json}}('["' || id || '"]'), {{json}}(sources), {{json}}('[]')
FROM staged_event ORDER BY event_pk
"""
_EVENT_TEXT = """
INSERT INTO event_text (event_pk, terms) SELECT event_pk, terms FROM staged_event ORDER BY event_pk
"""
_STATEMENT = f"""
INSERT INTO statement (
    pk, id, document_pk, event_pk, principal_pk, kind, status, {_SPAN}, start_char, end_char, quote,
    sentence_start_char, sentence_end_char, paragraph, heading, rule, digest, run_pk, recorded_at)
SELECT
    pk, id, pk, event_pk, principal_pk, kind, status, {_SPAN}, 0, length(text), text,
    0, length(text), 0, false, '{RULE}', id, :run, :at
FROM staged_event ORDER BY pk
"""
_STATEMENT_ENTITY = """
INSERT INTO statement_entity (statement_pk, position, entity_pk, role)
SELECT statement_pk, position, own_pk, role FROM staged_link ORDER BY statement_pk, position
"""
_MEASURE = f"INSERT INTO measure ({', '.join(MEASURE)}) SELECT {', '.join(MEASURE)} FROM staged_measure"
_EVENT_ENTITY = """
INSERT INTO event_entity (entity_pk, reach, starts_on, event_pk, ends_on, kind, asserted_on, position)
SELECT link.entity_pk, reach, starts_on, event_pk, ends_on, kind, asserted_on, link.event_position
FROM staged_event JOIN staged_link AS link ON link.statement_pk = staged_event.pk
WHERE link.event_position IS NOT NULL
ORDER BY link.entity_pk, reach, starts_on, event_pk
"""
_ADDED = "DO UPDATE SET events = {0}.events + excluded.events"
_KIND_DAY = f"""
INSERT INTO kind_day (starts_on, kind, events)
SELECT starts_on, kind, count(*) FROM staged_event WHERE true GROUP BY starts_on, kind ORDER BY starts_on, kind
ON CONFLICT (starts_on, kind) {_ADDED.format("kind_day")}
"""
_ENTITY_DAY = f"""
INSERT INTO entity_day (entity_pk, starts_on, kind, events)
SELECT link.entity_pk, starts_on, kind, count(*)
FROM staged_event JOIN staged_link AS link ON link.statement_pk = staged_event.pk
WHERE link.event_position IS NOT NULL
GROUP BY link.entity_pk, starts_on, kind ORDER BY link.entity_pk, starts_on, kind
ON CONFLICT (entity_pk, starts_on, kind) {_ADDED.format("entity_day")}
"""
_DAY_TOTAL = f"""
INSERT INTO day_total (starts_on, events)
SELECT starts_on, count(*) FROM staged_event WHERE true GROUP BY starts_on ORDER BY starts_on
ON CONFLICT (starts_on) {_ADDED.format("day_total")}
"""
_ENTITY_DAY_TOTAL = f"""
INSERT INTO entity_day_total (entity_pk, starts_on, events)
SELECT link.entity_pk, starts_on, count(*)
FROM staged_event JOIN staged_link AS link ON link.statement_pk = staged_event.pk
WHERE link.event_position IS NOT NULL
GROUP BY link.entity_pk, starts_on ORDER BY link.entity_pk, starts_on
ON CONFLICT (entity_pk, starts_on) {_ADDED.format("entity_day_total")}
"""
_ENTITY_PAIR = f"""
INSERT INTO entity_pair (entity_pk, other_pk, events)
SELECT one.entity_pk, other.entity_pk, count(*)
FROM staged_link AS one JOIN staged_link AS other
  ON other.statement_pk = one.statement_pk AND other.entity_pk <> one.entity_pk
WHERE one.event_position IS NOT NULL AND other.event_position IS NOT NULL
GROUP BY one.entity_pk, other.entity_pk ORDER BY one.entity_pk, other.entity_pk
ON CONFLICT (entity_pk, other_pk) {_ADDED.format("entity_pair")}
"""
# What joins are made on.
INDEXES = [
    "CREATE UNIQUE INDEX staged_event_pk ON staged_event (pk)",
    "CREATE INDEX staged_link_pk ON staged_link (statement_pk)",
]
FILL = (
    _DOCUMENT, _EVENT, _EVENT_TEXT, _EVENT_ENTITY, _STATEMENT, _STATEMENT_ENTITY, _MEASURE,
    _KIND_DAY, _DAY_TOTAL, _ENTITY_DAY, _ENTITY_DAY_TOTAL, _ENTITY_PAIR,
)  # fmt: skip
# Their rows follow from spans, enumerations and lengths, so what they must hold holds: on SQLite, testing it
# on each takes longer than writing it.
HOLDING = (_EVENT, _EVENT_ENTITY, _STATEMENT)
FILLED = ("document", "event", "event_text", "event_entity", "statement", "statement_entity", "measure")
ROLLUPS = ("kind_day", "day_total", "entity_day", "entity_day_total", "entity_pair")
