"""Each miss and false alarm of a text as a line for a person, with the rule that made it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.annotations import Annotations, Event
from benchmarks.scoring import (
    S,
    has_principal,
    match_events,
    match_times,
    overlap,
    value_right,
    without_optional,
)


def list_errors(predicted: Annotations, gold: Annotations) -> list[str]:
    """Dates first, then events; each line names the kind of error, the offset and what was found."""
    predicted, gold = without_optional(predicted, gold)
    return [*_date_errors(predicted, gold), *_event_errors(predicted, gold)]


def _date_errors(predicted: Annotations, gold: Annotations) -> Iterator[str]:
    pairs = match_times(predicted, gold)
    for time in _unpaired(gold.times, [pair[0] for pair in pairs]):
        yield f"date missed    {time.start:5} {time.text!r} {time.edtf}"
    for time in _unpaired(predicted.times, [pair[1] for pair in pairs]):
        kind = "date doubled  " if any(overlap(time, other) for other in gold.times) else "date false    "
        yield f"{kind} {time.start:5} {time.text!r} {time.edtf} [{time.rule}]"
    for wanted, found in pairs:
        where = f"{found.start:5} {found.text!r}"
        if not value_right(wanted, found):
            yield f"date value     {where} {found.edtf} not {wanted.edtf} [{found.rule}]"
        elif (wanted.start, wanted.end) != (found.start, found.end):
            yield f"date edges     {where} not {wanted.text!r} [{found.rule}]"
        elif wanted.qualifier != found.qualifier:
            yield f"date qualifier {where} {found.edtf} not {wanted.edtf} [{found.rule}]"


def _event_errors(predicted: Annotations, gold: Annotations) -> Iterator[str]:
    pairs = match_events(predicted, gold)
    spare = _unpaired(predicted.events, [pair[1] for pair in pairs])
    for event in _unpaired(gold.events, [pair[0] for pair in pairs]):
        yield f"event missed   {event.start:5} {event.label}\n    {event.quote!r}"
        yield from (f"    near: {_found(other)}" for other in spare if overlap(event, other))
    for event in spare:
        yield f"event false    {event.start:5} {_found(event)}"
    for wanted, found in pairs:
        yield from _differences(wanted, found)


def _found(event: Event) -> str:
    return f"{event.label} [{event.rule}] {event.quote!r}"


def _differences(wanted: Event, found: Event) -> Iterator[str]:
    if not has_principal(wanted, found):
        found_ones = ",".join(found.entities) or "none"
        yield f"event entity   {found.start:5} {found_ones} not {wanted.entities[0]} {found.quote!r}"
    if wanted.status != found.status:
        yield f"event status   {found.start:5} {found.status} not {wanted.status} {found.quote!r}"
    missing = Counter(map(str, wanted.measures)) - Counter(map(str, found.measures))
    extra = Counter(map(str, found.measures)) - Counter(map(str, wanted.measures))
    if missing or extra:
        yield f"event measures {found.start:5} missed {list(missing)}, false {list(extra)} {found.quote!r}"


def _unpaired(items: Sequence[S], paired: Iterable[S]) -> list[S]:
    taken = {id(item) for item in paired}
    return [item for item in items if id(item) not in taken]
