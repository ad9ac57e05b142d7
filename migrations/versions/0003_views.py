"""The views: what a person or program asks in SQL."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Written for SQLite; each spelling here has another on PostgreSQL, where days are subtracted as they are.
POSTGRESQL = {"julianday(": "(", "group_concat(": "string_agg("}

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
        SELECT entity.id AS id
        FROM statement_entity JOIN entity ON entity.pk = statement_entity.entity_pk
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

# A delay is a revision of the delivery that it delays. A former target counts as a revision of its own unless
# another statement gave it. A target inside the one before, or around it, is no slip.
SCHEDULE = """
CREATE VIEW schedule AS
WITH target AS (
    SELECT
        statement.pk, statement.id, statement.event_pk, statement.principal_pk, statement.document_pk,
        CASE statement.kind WHEN 'delay' THEN 'shipment' ELSE statement.kind END AS milestone,
        statement.status, statement.edtf, statement.starts_on, statement.ends_on, statement.speaker,
        coalesce(statement.announced_starts_on, document.asserted_on) AS said_on,
        document.asserted_on, document.source, statement.start_char, statement.quote, 1 AS told
    FROM statement JOIN document ON document.pk = statement.document_pk
    WHERE statement.retired_at IS NULL AND statement.event_pk IS NOT NULL
      AND statement.kind IN ('shipment', 'delay', 'launch', 'facility')
),
former AS (
    SELECT
        target.pk, target.id, target.event_pk, target.principal_pk, target.document_pk, target.milestone,
        'planned' AS status, statement.was_edtf AS edtf, statement.was_starts_on AS starts_on,
        statement.was_ends_on AS ends_on, target.speaker, target.said_on, target.asserted_on, target.source,
        target.start_char, target.quote, 0 AS told
    FROM target JOIN statement ON statement.pk = target.pk
    WHERE statement.was_starts_on IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM target AS other
        WHERE other.principal_pk = target.principal_pk AND other.milestone = target.milestone
          AND other.starts_on = statement.was_starts_on AND other.ends_on = statement.was_ends_on)
),
revision AS (
    SELECT * FROM target UNION ALL SELECT * FROM former
),
planned AS (
    SELECT principal_pk, milestone FROM revision
    WHERE status IN ('planned', 'forecast', 'rumored', 'cancelled') OR told = 0
    GROUP BY principal_pk, milestone
),
ordered AS (
    SELECT
        revision.*,
        row_number() OVER history AS revision,
        lag(revision.edtf) OVER history AS former_edtf,
        lag(revision.starts_on) OVER history AS former_starts_on,
        lag(revision.ends_on) OVER history AS former_ends_on
    FROM revision
    JOIN planned ON planned.principal_pk = revision.principal_pk AND planned.milestone = revision.milestone
    WINDOW history AS (
        PARTITION BY revision.principal_pk, revision.milestone
        ORDER BY revision.said_on, revision.asserted_on, revision.document_pk, revision.start_char,
                 revision.told, revision.pk)
)
SELECT
    entity.id AS entity, ordered.milestone, ordered.revision, ordered.status,
    ordered.edtf, ordered.starts_on, ordered.ends_on, ordered.former_edtf,
    CASE
        WHEN ordered.former_ends_on IS NULL THEN NULL
        WHEN ordered.former_starts_on <= ordered.starts_on AND ordered.ends_on <= ordered.former_ends_on THEN
        0 WHEN ordered.starts_on <= ordered.former_starts_on AND ordered.former_ends_on <= ordered.ends_on
        THEN 0 ELSE CAST(julianday(ordered.ends_on) - julianday(ordered.former_ends_on) AS INTEGER)
    END AS slip_days,
    ordered.said_on, ordered.asserted_on, ordered.speaker, ordered.source, ordered.quote,
    event.id AS event, ordered.id AS statement
FROM ordered
JOIN entity ON entity.pk = ordered.principal_pk
JOIN event ON event.pk = ordered.event_pk
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
    spellings = POSTGRESQL if op.get_bind().dialect.name == "postgresql" else {}
    for view in (TIMELINE, EVIDENCE, SCHEDULE, CONFLICT, MEASURE_SERIES):
        for here, there in spellings.items():
            view = view.replace(here, there)
        op.execute(view)


def downgrade() -> None:
    for view in ("measure_series", "conflict", "schedule", "evidence", "timeline"):
        op.execute(f"DROP VIEW {view}")
