"""The condition that each part of a wish puts on an event, with parameters for its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.store.filters import Match
from kb.store.relations import REACHING, tests_of
from kb.store.shape import Shape


def names(name: str, count: int) -> list[str]:
    """As many parameters."""
    return [f":{name}_{position}" for position in range(count)]


def on_event(shape: Shape) -> Iterator[str]:
    """The conditions that only the event's own row and its statements can answer."""
    if shape.statuses:
        yield _one_of("event.status", names("status", shape.statuses))
    if shape.granularities:
        yield _one_of("event.granularity", names("granularity", shape.granularities))
    yield from _on_documents(shape)
    for position, (comparison, has_unit) in enumerate(shape.measures):
        yield _measured(position, comparison, has_unit)


def of_kinds(shape: Shape, kind: str) -> Iterator[str]:
    """The event is of one of the kinds."""
    if shape.kinds:
        yield _one_of(kind, names("kind", shape.kinds))


def concerns(entities: Sequence[str], match: Match) -> Iterator[str]:
    """The event concerns any of the entities, or each of them."""
    for group in [list(entities)] if match == "any" else [[entity] for entity in entities]:
        if group:
            # Another name for the table, as a run of an entity's timeline reads it too.
            yield (
                "EXISTS (SELECT 1 FROM event_entity AS also WHERE also.event_pk = event.pk"
                f" AND {_one_of('also.entity_pk', group)})"
            )


def concerns_all_but_first(shape: Shape) -> Iterator[str]:
    """The other entities that must take part, where the first leads."""
    if shape.match == "all":
        yield from concerns(names("entity", shape.entities)[1:], "all")


def contains(shape: Shape) -> Iterator[str]:
    """The event's stored terms hold every phrase."""
    find = "instr" if shape.sqlite else "strpos"
    for phrase in names("phrase", shape.phrases):
        yield f"{find}(event_text.terms, {phrase}) > 0"


def in_window(shape: Shape, table: str, earliest: str | None = None) -> Iterator[str]:
    """The span lies to the window as wished; `earliest` names the first day on which it can start."""
    given = {"start": shape.start, "day_before": shape.start, "end": shape.end, "day_after": shape.end}
    for test in tests_of(shape.relation):
        if given[test.bound]:
            column = "starts_on" if test.of_start else "ends_on"
            yield f"{table}.{column} {test.sign} :{test.bound}"
    if earliest is not None and shape.start and shape.relation in REACHING:
        yield f"{table}.starts_on >= :{earliest}"


def numbered_in_window(shape: Shape, number: str) -> Iterator[str]:
    """As `in_window`, of an event's number, which its first day gives: what is known of that day."""
    for test in tests_of(shape.relation):
        if test.of_start and test.bound == "start" and shape.start and test.sign in (">=", ">", "="):
            yield f"{number} >= :start_key"
        if test.of_start and test.bound == "end" and shape.end and test.sign == "<=":
            yield f"{number} <= :end_key"


def _one_of(column: str, parameters: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(parameters)})" if len(parameters) > 1 else f"{column} = {parameters[0]}"


def _on_documents(shape: Shape) -> Iterator[str]:
    told = (
        "EXISTS (SELECT 1 FROM statement JOIN document ON document.pk = statement.document_pk"
        " WHERE statement.event_pk = event.pk AND {})"
    )
    if shape.source:
        columns = ("source", "publisher", "url")
        named = " OR ".join(f"document.{column} = :source" for column in columns)
        yield told.format(f"({named})")
    if shape.language:
        # zh finds zh-Hant and zh-Hans.
        begins = "substr(document.language, 1, length(:language) + 1) = :language || '-'"
        yield told.format(f"(document.language = :language OR {begins})")


def _measured(position: int, comparison: str, has_unit: bool) -> str:
    unit = f" AND measure.unit = :unit_{position}" if has_unit else ""
    return (
        "EXISTS (SELECT 1 FROM statement JOIN measure ON measure.statement_pk = statement.pk"
        f" WHERE statement.event_pk = event.pk AND measure.metric = :metric_{position}{unit}"
        f" AND measure.value {comparison} :value_{position})"
    )
