"""The history of planned milestones in SQL, for the view `schedule` and for what it was at an earlier time.

What is scheduled is a statement's product, else its principal. A target is a date that a source gave for a
shipment, launch or facility to come; a delay gives a new one for the shipment. News of a trouble, dated by
the day on which it came out, is none. A target is a revision when it is first given: who tells it again, or
looks back on it, revises nothing. The milestone's history ends with the first date on which it came.

Targets of one thing follow each other. An organization has many things to ship: where no product is named,
only those of one document are taken for the same.
"""

from __future__ import annotations

# What the base holds now, and what may be asked instead (see `kb.store.plans.schedule`).
CURRENT = "statement.retired_at IS NULL AND statement.event_pk IS NOT NULL"

_SCHEDULE = """
WITH told AS (
    SELECT
        statement.pk, statement.id, statement.event_pk, statement.document_pk, statement.start_char,
        coalesce((
            SELECT product.pk
            FROM statement_entity JOIN entity AS named ON named.pk = statement_entity.entity_pk
            JOIN entity AS product ON product.pk = coalesce(named.same_as_pk, named.pk)
            WHERE statement_entity.statement_pk = statement.pk AND product.type = 'product'
              AND statement.kind <> 'facility'
            ORDER BY statement_entity.position LIMIT 1), statement.principal_pk) AS subject_pk,
        CASE statement.kind WHEN 'delay' THEN 'shipment' ELSE statement.kind END AS milestone,
        CASE WHEN statement.kind = 'delay' AND statement.status = 'actual' THEN 'planned'
             ELSE statement.status END AS status,
        statement.edtf, statement.starts_on, statement.ends_on,
        coalesce(statement.announced_starts_on, document.asserted_on) AS said_on,
        document.asserted_on, statement.speaker, document.publisher, document.source, statement.quote,
        1 AS first_hand
    FROM statement JOIN document ON document.pk = statement.document_pk
    WHERE {held}
      AND statement.kind IN ('shipment', 'delay', 'launch', 'facility') AND statement.status <> 'denied'
      AND NOT (statement.kind = 'delay' AND statement.was_edtf IS NULL AND (
          coalesce(statement.edtf = statement.announced_edtf, 1 = 0)
          OR statement.status NOT IN ('planned', 'forecast') AND statement.granularity = 'day'
             AND statement.ends_on <= document.asserted_on))
),
target AS (
    SELECT * FROM told WHERE status <> 'actual'
    UNION ALL
    SELECT
        told.pk, told.id, told.event_pk, told.document_pk, told.start_char, told.subject_pk, told.milestone,
        'planned', statement.was_edtf, statement.was_starts_on, statement.was_ends_on,
        told.said_on, told.asserted_on, told.speaker, told.publisher, told.source, told.quote, 0
    FROM told JOIN statement ON statement.pk = told.pk
    WHERE statement.was_starts_on IS NOT NULL
),
placed AS (
    SELECT
        target.*,
        -- Who looks back on a target that is past does not say when it was given: before it began.
        CASE WHEN target.said_on <= target.ends_on THEN target.said_on ELSE target.starts_on END AS given_on,
        CASE target.status WHEN 'forecast' THEN 'planned' ELSE target.status END AS claim,
        CASE WHEN entity.type = 'organization' AND NOT entity.provisional THEN target.document_pk ELSE 0 END
        AS thread,
        coalesce(target.event_pk, -target.pk) AS happening
    FROM target JOIN entity ON entity.pk = target.subject_pk
),
numbered AS (
    SELECT
        placed.*,
        row_number() OVER (
            PARTITION BY subject_pk, milestone, thread, claim, starts_on, ends_on
            ORDER BY given_on, said_on, first_hand DESC, document_pk, start_char, pk) AS telling,
        row_number() OVER (
            PARTITION BY subject_pk, milestone, claim, happening, first_hand
            ORDER BY given_on, said_on, document_pk, start_char, pk) AS report
    FROM placed
),
planned AS (
    SELECT * FROM numbered WHERE telling = 1 AND (report = 1 OR thread = 0)
),
course AS (
    SELECT subject_pk, milestone, thread, min(starts_on) AS starts_on, min(given_on) AS opened_on
    FROM planned GROUP BY subject_pk, milestone, thread
),
came AS (
    SELECT
        told.*, course.thread, course.opened_on,
        row_number() OVER (
            PARTITION BY told.subject_pk, told.milestone, course.thread
            ORDER BY told.ends_on, told.starts_on DESC, told.said_on, told.document_pk, told.start_char,
                     told.pk
        ) AS nth
    FROM told
    JOIN course ON course.subject_pk = told.subject_pk AND course.milestone = told.milestone
               AND course.thread IN (0, told.document_pk) AND course.starts_on <= told.ends_on
    -- Had it come, nobody would have given it a new date since.
    WHERE told.status = 'actual' AND NOT EXISTS (
        SELECT 1 FROM planned AS later
        WHERE later.subject_pk = told.subject_pk AND later.milestone = told.milestone
          AND later.thread = course.thread
          AND later.given_on > told.ends_on AND later.given_on <= told.asserted_on)
),
revision AS (
    SELECT
        pk, id, event_pk, document_pk, start_char, subject_pk, milestone, status, edtf, planned.starts_on,
        ends_on, said_on, asserted_on, speaker, publisher, source, quote, first_hand, given_on, thread, opened_on,
        0 AS came
    FROM planned JOIN course USING (subject_pk, milestone, thread)
    UNION ALL
    SELECT
        pk, id, event_pk, document_pk, start_char, subject_pk, milestone, status, edtf, starts_on, ends_on,
        said_on, asserted_on, speaker, publisher, source, quote, first_hand, said_on, thread, opened_on, 1
    FROM came WHERE nth = 1
),
ordered AS (
    SELECT
        revision.*,
        row_number() OVER (
            PARTITION BY subject_pk, milestone
            ORDER BY opened_on, thread, came, given_on, said_on, document_pk, start_char, first_hand, pk
        ) AS revision,
        lag(edtf) OVER history AS former_edtf,
        lag(starts_on) OVER history AS former_starts_on,
        lag(ends_on) OVER history AS former_ends_on
    FROM revision
    WINDOW history AS (
        PARTITION BY subject_pk, milestone, thread
        ORDER BY came, given_on, said_on, document_pk, start_char, first_hand, pk)
)
SELECT
    entity.id AS entity, ordered.milestone, ordered.revision, ordered.status,
    ordered.edtf, ordered.starts_on, ordered.ends_on, ordered.former_edtf,
    CASE
        WHEN ordered.former_ends_on IS NULL OR ordered.status = 'cancelled' THEN NULL
        WHEN ordered.former_starts_on <= ordered.starts_on AND ordered.ends_on <= ordered.former_ends_on
          OR ordered.starts_on <= ordered.former_starts_on AND ordered.former_ends_on <= ordered.ends_on
        THEN 0
        ELSE CAST({days} AS INTEGER)
    END AS slip_days,
    ordered.said_on, ordered.asserted_on, ordered.speaker, ordered.publisher, ordered.source, ordered.quote,
    event.id AS event, ordered.id AS statement
FROM ordered
JOIN entity ON entity.pk = ordered.subject_pk
LEFT JOIN event ON event.pk = ordered.event_pk
"""

# PostgreSQL subtracts days as they are.
_DAYS = {
    "sqlite": "julianday(ordered.ends_on) - julianday(ordered.former_ends_on)",
    "postgresql": "ordered.ends_on - ordered.former_ends_on",
}


def schedule_query(dialect: str, held: str = CURRENT) -> str:
    """The query of the view `schedule`, over the statements that a condition picks."""
    return _SCHEDULE.format(held=held, days=_DAYS[dialect])
