"""The views of a base over the Parquet files of `kb spark-extract`, as SQL for DuckDB and for Spark.

They have the names and columns of the base's (docs/schema.md), but for what only a base knows: when it recorded
something. The history of schedules is the base's own query over the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from kb.store.schedule import schedule_query

# What the two write differently.
_DIALECTS: Mapping[str, Mapping[str, str]] = {
    "duckdb": {
        "view": "CREATE OR REPLACE VIEW",
        "table": "read_parquet('{root}/{table}/**/*.parquet', hive_partitioning = true, union_by_name = true)",
        "measures": "statement_row, unnest(statement_row.measures) AS of (measure)",
        "tells": "SELECT id, unnest(statements) AS statement FROM timeline",
        "parts": (
            "SELECT id AS statement_pk, unnest(entities) AS entity_pk, unnest(range(len(entities))) AS position"
            " FROM statement_row"
        ),
        "number": "TRY_CAST(measure.exact AS DOUBLE)",
        "join": "array_to_string",
        "days": "ordered.ends_on - ordered.former_ends_on",
    },
    "spark": {
        "view": "CREATE OR REPLACE TEMPORARY VIEW",
        "table": "parquet.`{root}/{table}`",
        "measures": "statement_row LATERAL VIEW explode(measures) AS measure",
        "tells": "SELECT id, explode(statements) AS statement FROM timeline",
        "parts": "SELECT id AS statement_pk, posexplode(entities) AS (position, entity_pk) FROM statement_row",
        "number": "CAST(measure.exact AS DOUBLE)",
        "join": "array_join",
        "days": "datediff(ordered.ends_on, ordered.former_ends_on)",
    },
}
DIALECTS = tuple(_DIALECTS)

_VIEWS = """
{view} statement_row AS
SELECT * FROM {statements};

{view} timeline AS
SELECT id, edtf, starts_on, ends_on, granularity, qualifier, bound, fiscal AS fiscal_label, kind, status, title,
    entities, measures, sources, conflicts, statements, asserted_on
FROM {events};

{view} tells AS
{tells};

{view} evidence AS
SELECT
    statement_row.id AS statement, tells.id AS event, document, kind, status,
    edtf, starts_on, ends_on, granularity, qualifier, bound, fiscal_label,
    quote, sentence, time_text AS time, nullif({join}(entities, ', '), '') AS entities,
    speaker, was_edtf, announced_edtf, rule, time_rule, time_anchor, start_char, end_char,
    source, title, publisher, author, url, language, published_on, published_how,
    coalesce(published_on, ends_on) AS asserted_on, version
FROM statement_row LEFT JOIN tells ON tells.statement = statement_row.id;

{view} conflict AS
SELECT
    conflicts.event, conflicts.kind, conflicts.title, conflicts.field,
    conflicts.left_value, conflicts.right_value,
    left_told.quote AS left_quote, right_told.quote AS right_quote,
    left_told.source AS left_source, right_told.source AS right_source,
    conflicts.left_statement, conflicts.right_statement, conflicts.message
FROM {conflicts} AS conflicts
JOIN statement_row AS left_told ON left_told.id = conflicts.left_statement
JOIN statement_row AS right_told ON right_told.id = conflicts.right_statement;

{view} measure_row AS
SELECT statement_row.*, measure FROM {measures};

{view} measure_series AS
SELECT
    principal AS entity, measure.metric, measure.unit, measure.basis, measure.segment, measure.period,
    edtf, starts_on, ends_on, {number} AS value, measure.exact,
    measure.tolerance, measure.approximate, measure.note, status,
    coalesce(published_on, ends_on) AS asserted_on, source, tells.id AS event, measure_row.id AS statement
FROM measure_row JOIN tells ON tells.statement = measure_row.id;

{view} schedule AS
WITH statement_entity AS ({parts}),
entity AS (
    SELECT id AS pk, id, CAST(NULL AS STRING) AS same_as_pk, min(type) AS type, min(provisional) AS provisional
    FROM (
        SELECT id, type, false AS provisional FROM {gazetteer}
        UNION ALL
        SELECT id, type, true FROM {entities}) AS named
    GROUP BY id
),
event AS (SELECT id AS pk, id FROM timeline),
document AS (
    SELECT DISTINCT document AS pk, coalesce(published_on, ends_on) AS asserted_on, publisher, source
    FROM statement_row WHERE published_on IS NOT NULL
),
statement AS (
    SELECT statement_row.*, statement_row.id AS pk, tells.id AS event_pk, document AS document_pk,
        principal AS principal_pk
    FROM statement_row JOIN tells ON tells.statement = statement_row.id
),
{schedule};
"""


def views_sql(dialect: str, root: str) -> str:
    """The statements that make the views over the files below `root`, for `duckdb` or `spark`."""
    spelling = _DIALECTS[dialect]
    tables = {
        table: spelling["table"].format(root=root.rstrip("/"), table=table)
        for table in ("statements", "events", "conflicts", "entities", "gazetteer")
    }
    schedule = _with_names(schedule_query("postgresql", "true")).replace(
        "ordered.ends_on - ordered.former_ends_on", spelling["days"]
    )
    words = {name: spelling[name] for name in ("view", "measures", "tells", "parts", "number", "join")}
    return _VIEWS.format(**tables, **words, schedule=schedule.strip().removeprefix("WITH "))


def _with_names(query: str) -> str:
    """The query over rows whose keys are names, not numbers."""
    return (
        query.replace("ELSE 0 END\n        AS thread", "ELSE '' END\n        AS thread")
        .replace("-target.pk", "target.pk")
        .replace("OR thread = 0", "OR thread = ''")
        .replace("IN (0, told.document_pk)", "IN ('', told.document_pk)")
    )
