"""What is compared: the dates and events of one text, read from gold files or from the JSON of `kb extract`.

Both become the same `Annotations`. Gold may list several right answers (`also`, `also_kinds`), a prediction
has one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from kb.errors import ReadError
from kb.knowledge.gazetteer import entity_id, load_gazetteer
from kb.when.edtf import parse_edtf

Days = tuple[date, date]

# Spellings of one metric in gold files.
_METRICS = {"operating_expenses": "operating_expense"}


@dataclass(frozen=True, slots=True)
class Time:
    """A date mention with the days it stands for; `days` holds every accepted reading, the best first.

    An `optional` one, in gold, is neither missed nor falsely found.
    """

    start: int
    end: int
    text: str
    edtf: str
    days: tuple[Days, ...]
    qualifier: str
    fiscal: bool = False
    rule: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    metric: str
    value: Decimal
    unit: str
    basis: str | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.metric, f"{self.value:f}", self.unit, self.basis)))


@dataclass(frozen=True, slots=True)
class Event:
    """A dated statement; `days` and `kinds` hold every accepted reading, the best first.

    An `optional` one, in gold, is neither missed nor falsely found.
    """

    start: int
    end: int
    quote: str
    edtf: str
    days: tuple[Days, ...]
    kinds: tuple[str, ...]
    status: str
    entities: tuple[str, ...]
    measures: tuple[Measure, ...]
    rule: str = ""
    optional: bool = False

    @property
    def label(self) -> str:
        return f"{self.edtf} {self.kinds[0]} {self.status} {','.join(self.entities)}"


@dataclass(frozen=True, slots=True)
class Annotations:
    times: tuple[Time, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold file: where its article is, how it is to be read, and what should be found in it."""

    name: str
    article: Path
    language: str | None
    published: date
    truth: Annotations

    @property
    def text(self) -> str:
        return self.article.read_bytes().decode("utf-8")


def read_gold(folder: Path) -> Iterator[Gold]:
    """The gold files of a folder, by name. An article's path counts from the folder's parent.

    Raises `ReadError` where there is no folder or no gold in it.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ReadError(f"no gold files (*.json) in {folder}")
    for path in paths:
        data = json.loads(path.read_bytes())
        yield Gold(
            name=path.stem,
            article=folder.parent / data["article"],
            language=data.get("language"),
            published=date.fromisoformat(data["published"]),
            truth=Annotations(
                tuple(_gold_time(item) for item in data["times"]),
                tuple(_gold_event(item) for item in data["events"]),
            ),
        )


def read_prediction(data: Mapping[str, Any]) -> Annotations:
    """The dates that have a value, and the events, of one object that `kb extract --json` prints."""
    return Annotations(
        tuple(_predicted_time(item) for item in data["times"] if item["starts_on"]),
        tuple(_predicted_event(item) for item in data["events"]),
    )


def days_of(edtf: str) -> Days:
    """The first and the last day of an EDTF value."""
    span = parse_edtf(edtf)
    return span.starts_on, span.ends_on


def _gold_time(item: Mapping[str, Any]) -> Time:
    edtf = item["edtf"]
    # A quarter, half or year that is no calendar one is written as an interval of days.
    fiscal = item["granularity"] in ("quarter", "half", "year") and len(edtf) == len("2024-07-29/2024-10-27")
    return Time(
        item["start"],
        item["end"],
        item["text"],
        edtf,
        _readings(item),
        parse_edtf(edtf).qualifier,
        fiscal,
        optional=item.get("optional", False),
    )


def _gold_event(item: Mapping[str, Any]) -> Event:
    return Event(
        item["start"],
        item["end"],
        item["quote"],
        item["edtf"],
        _readings(item),
        (item["kind"], *item.get("also_kinds", ())),
        item["status"],
        tuple(map(_entity, item["entities"])),
        _measures(item),
        optional=item.get("optional", False),
    )


def _entity(name: str) -> str:
    """The id of an entity, which gold may also call by any of its names, in either script."""
    gazetteer = load_gazetteer()
    known = gazetteer.find_by_name(name) or gazetteer.find_by_name(name.replace("-", " "))
    return known.id if known else entity_id(name)


def _predicted_time(item: Mapping[str, Any]) -> Time:
    return Time(
        item["start"],
        item["end"],
        item["text"],
        item["edtf"],
        (_bounds(item),),
        item.get("qualifier") or "",
        bool(item.get("fiscal")),
        item.get("rule") or "",
    )


def _predicted_event(item: Mapping[str, Any]) -> Event:
    return Event(
        item["start"],
        item["end"],
        item["quote"],
        item["edtf"],
        (_bounds(item),),
        (item["kind"],),
        item["status"],
        tuple(item["entities"]),
        _measures(item),
        item.get("rule") or "",
    )


def _readings(item: Mapping[str, Any]) -> tuple[Days, ...]:
    return tuple(days_of(edtf) for edtf in (item["edtf"], *item.get("also", ())))


def _bounds(item: Mapping[str, Any]) -> Days:
    return date.fromisoformat(item["starts_on"]), date.fromisoformat(item["ends_on"])


def _measures(item: Mapping[str, Any]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            _METRICS.get(found["metric"], found["metric"]),
            Decimal(found["value"]).normalize(),
            found["unit"],
            found.get("basis"),
        )
        for found in item.get("measures") or ()
    )
