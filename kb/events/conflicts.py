"""Where the statements of one event disagree: two dates for one drop, two values for one measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kb.events.agreement import agree, clash
from kb.events.record import StatementRecord
from kb.model import Measure
from kb.when.span import TimeSpan

_Claim = tuple[StatementRecord, Measure]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements that cannot both be right: their ids, the one first asserted left.

    `field` is `when` or the metric; `values` are what each says; `message` says it in a sentence.
    """

    kind: str
    left: str
    right: str
    field: str
    values: tuple[str, str]
    message: str


def find_conflicts(records: Iterable[StatementRecord]) -> list[Conflict]:
    """The conflicts between the statements of one event; each value stands against the first one told.

    Two values told by one document are two things to it, and no conflict.
    """
    ordered = sorted(records, key=lambda record: record.age)
    return [*_two_dates(ordered), *_two_values(ordered)]


def _two_dates(ordered: Sequence[StatementRecord]) -> Iterator[Conflict]:
    """Spans of which neither lies in the other."""
    told: dict[TimeSpan, StatementRecord] = {}
    for right in ordered:
        if right.when in told:
            continue
        left = next((told[span] for span in told if not _nest(span, right.when)), None)
        told[right.when] = right
        if left is not None:
            values = left.when.edtf, right.when.edtf
            message = _message("date", left, right, values)
            yield Conflict(left.kind, left.id, right.id, "when", values, message)


def _nest(left: TimeSpan, right: TimeSpan) -> bool:
    return left.contains(right) or right.contains(left)


def _two_values(ordered: Sequence[StatementRecord]) -> Iterator[Conflict]:
    claims: dict[tuple[str, str | None], list[_Claim]] = defaultdict(list)
    for record in ordered:
        for measure in record.measures:
            claims[measure.metric, measure.segment].append((record, measure))
    for of_one_metric in claims.values():
        yield from _against_first(_distinct(of_one_metric))


def _against_first(claims: Sequence[_Claim]) -> Iterator[Conflict]:
    """Each value that no other document's value bears out, against the first that it clashes with."""
    for index, (right, measure) in enumerate(claims):
        for left, former in claims[:index]:
            if left.document == right.document or not clash(former, measure):
                continue
            if _borne_out(left.document, measure, claims) or _borne_out(right.document, former, claims):
                continue
            values = f"{former.value:f} {former.unit}", f"{measure.value:f} {measure.unit}"
            message = _message(former.metric, left, right, values) + _swap(left, former, right, measure)
            yield Conflict(left.kind, left.id, right.id, former.metric, values, message)
            break


def _distinct(claims: Iterable[_Claim]) -> list[_Claim]:
    """The first claim of each measure by each document."""
    first: dict[tuple[str, Measure], _Claim] = {}
    for record, measure in claims:
        first.setdefault((record.document, measure), (record, measure))
    return list(first.values())


def _borne_out(document: str, measure: Measure, claims: Iterable[_Claim]) -> bool:
    """Whether the document gives the measure too, beside another value for it."""
    return any(record.document == document and agree(measure, other) for record, other in claims)


def _swap(left: StatementRecord, former: Measure, right: StatementRecord, measure: Measure) -> str:
    """Says so where the one's yoy is the other's qoq."""
    swapped = _gives_elsewhere(left, measure) and _gives_elsewhere(right, former)
    return " (yoy and qoq swapped)" if swapped else ""


def _gives_elsewhere(record: StatementRecord, measure: Measure) -> bool:
    """Whether the record gives the measure's value on another basis."""
    return measure.basis is not None and any(
        other.metric == measure.metric
        and other.value == measure.value
        and other.basis not in (None, measure.basis)
        for other in record.measures
    )


def _message(what: str, left: StatementRecord, right: StatementRecord, values: tuple[str, str]) -> str:
    return f"{what}: {values[0]} in {_name(left)}, {values[1]} in {_name(right)}"


def _name(record: StatementRecord) -> str:
    return record.source or record.document
