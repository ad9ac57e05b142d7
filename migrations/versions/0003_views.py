"""The views: what a person or program asks in SQL."""

from __future__ import annotations

from alembic import op

from kb.store.schedule import schedule_query

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Written for SQLite; each spelling here has another on PostgreSQL.
POSTGRESQL = {"group_concat(": "string_agg("}

TIMELINE = """
CREATE VIEW timeline AS
SELECT
    id, edtf, starts_on, ends_on, granularity, qualifier, bound, fiscal_label,
    kind, status, title, entities, measures, sources, conflicts, statements, asserted_on, recorded_at, pk
FROM event
"""

EVIDENCE = """
CREATE VIEW evidence AS
SELECT
    statement.id AS statement, event.id AS event, document.id AS document,
    statement.kind, statement.status,
    statement.edtf, statement.starts_on, statement.ends_on, statement.granularity,
    statement.qualifier, statement.bound, statement.fiscal_label,
    statement.quote,
    substr(document.text, statement.sentence_start_char + 1,
           statement.sentence_end_char - statement.sentence_start_char) AS sentence,
    statement.time_text AS time,
    (SELECT group_concat(id, ', ') FROM (
        SELECT coalesce(known.id, entity.id) AS id
        FROM statement_entity JOIN entity ON entity.pk = statement_entity.entity_pk
        LEFT JOIN entity AS known ON known.pk = entity.same_as_pk
        WHERE statement_entity.statement_pk = statement.pk
        ORDER BY statement_entity.position) AS named) AS entities,
    statement.speaker, statement.was_edtf, statement.announced_edtf,
    statement.rule, statement.time_rule, statement.time_anchor,
    statement.start_char, statement.end_char,
    document.source, document.title, document.publisher, document.author, document.url, document.language,
    document.published_on, document.published_how, document.asserted_on,
    run.version, statement.recorded_at
FROM statement
JOIN document ON document.pk = statement.document_pk
JOIN run ON run.pk = statement.run_pk
LEFT JOIN event ON event.pk = statement.event_pk
WHERE statement.retired_at IS NULL
"""

CONFLICT = """
CREATE VIEW conflict AS
SELECT
    event.id AS event, event.kind, event.title, event_conflict.field,
    event_conflict.left_value, event_conflict.right_value,
    left_told.quote AS left_quote, right_told.quote AS right_quote,
    left_document.source AS left_source, right_document.source AS right_source,
    event_conflict.left_id AS left_statement, event_conflict.right_id AS right_statement,
    event_conflict.message
FROM event_conflict
JOIN event ON event.pk = event_conflict.event_pk
JOIN statement AS left_told ON left_told.id = event_conflict.left_id AND left_told.retired_at IS NULL
JOIN statement AS right_told ON right_told.id = event_conflict.right_id AND right_told.retired_at IS NULL
JOIN document AS left_document ON left_document.pk = left_told.document_pk
JOIN document AS right_document ON right_document.pk = right_told.document_pk
"""

MEASURE_SERIES = """
CREATE VIEW measure_series AS
SELECT
    entity.id AS entity, measure.metric, measure.unit, measure.basis, measure.segment, measure.period,
    statement.edtf, statement.starts_on, statement.ends_on, measure.value, measure.exact,
    measure.tolerance, measure.approximate, measure.note, statement.status, document.asserted_on,
    document.source, event.id AS event, statement.id AS statement
FROM measure
JOIN statement ON statement.pk = measure.statement_pk
JOIN document ON document.pk = statement.document_pk
JOIN event ON event.pk = statement.event_pk
LEFT JOIN entity ON entity.pk = statement.principal_pk
WHERE statement.retired_at IS NULL
"""


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    spellings = POSTGRESQL if dialect == "postgresql" else {}
    schedule = f"CREATE VIEW schedule AS {schedule_query(dialect)}"
    for view in (TIMELINE, EVIDENCE, schedule, CONFLICT, MEASURE_SERIES):
        for here, there in spellings.items():
            view = view.replace(here, there)
        op.execute(view)


def downgrade() -> None:
    for view in ("measure_series", "conflict", "schedule", "evidence", "timeline"):
        op.execute(f"DROP VIEW {view}")
