"""Date cases: a text, the day it is read from, and the dates in it; and how a tagger fares on them.

The format is JSON lines: `text`, `reference`, `mentions` (start, end, starts_on, ends_on, null where open;
`also` lists other accepted pairs), `ignore` (spans neither right nor wrong) and `exhaustive` (false: other
dates may stand in the text).
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.scoring import match, overlap
from benchmarks.tally import Tally
from kb.errors import ReadError

OpenDays = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Mention:
    """A date that a case expects. A null day leaves that side open."""

    start: int
    end: int
    text: str
    readings: tuple[OpenDays, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A date that a tagger found. `bound` is `since` where only the first day is meant, `until` the last."""

    start: int
    end: int
    text: str
    days: OpenDays
    bound: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    text: str
    reference: str
    language: str
    mentions: tuple[Mention, ...]
    ignore: tuple[tuple[int, int], ...]
    exhaustive: bool

    @property
    def day(self) -> date:
        """The day of reference, which stands for the publication date."""
        return date.fromisoformat(self.reference[:10])


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case went. `wrong` are expected dates that none matches, `extra` found ones that match none."""

    tally: Tally
    false: int
    wrong: tuple[Mention, ...]
    extra: tuple[Found, ...]

    @property
    def passed(self) -> bool:
        return not self.wrong and not self.extra


def read_cases(path: Path) -> list[Case]:
    """The cases of one suite. Raises `ReadError` where the file is missing."""
    if not path.exists():
        raise ReadError(f"no case file {path}")
    return [_case(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_known_differences(path: Path) -> Mapping[str, str]:
    """Case id → why the source and kb's meaning of dates differ there (`[[difference]] reason, cases`)."""
    groups = tomllib.loads(path.read_text("utf-8")).get("difference", [])
    return {case: group["reason"] for group in groups for case in group["cases"]}


def judge(case: Case, found: Sequence[Found]) -> Outcome:
    """Right where a found date overlaps an expected one and stands for the same days, one to one."""
    counted = [item for item in found if _counts(case, item)]
    pairs = match(case.mentions, counted, _agreement)
    right = {id(pair[0]) for pair in pairs}, {id(pair[1]) for pair in pairs}
    return Outcome(
        Tally(len(pairs), len(counted), len(case.mentions)),
        sum(not any(overlap(item, mention) for mention in case.mentions) for item in counted),
        tuple(mention for mention in case.mentions if id(mention) not in right[0]),
        tuple(item for item in counted if id(item) not in right[1]),
    )


def same_days(mention: Mention, found: Found) -> bool:
    """Whether the days are among the accepted readings; on an open side the found bound must say so too."""
    return any(_same_days(reading, found) for reading in mention.readings)


def differs_by_bound(mention: Mention, found: Found) -> bool:
    """Whether they differ only in that one leaves the named period itself out (after 2014: from 2015)."""
    first, last = found.days
    return any(
        (found.bound == "since" and last and reading == (last + timedelta(1), None))
        or (found.bound == "until" and first and reading == (None, first - timedelta(1)))
        for reading in mention.readings
    )


def _same_days(reading: OpenDays, found: Found) -> bool:
    first, last = found.days
    match reading:
        case (start, None):
            return first == start and (last is None or found.bound == "since")
        case (None, end):
            return last == end and (first is None or found.bound == "until")
    return reading == found.days


def _agreement(mention: Mention, found: Found) -> float:
    return overlap(mention, found) if same_days(mention, found) else 0.0


def _counts(case: Case, found: Found) -> bool:
    if any(overlap(mention, found) for mention in case.mentions):
        return True
    spared = any(start < found.end and found.start < end for start, end in case.ignore)
    return case.exhaustive and not spared


def _case(data: Mapping[str, Any]) -> Case:
    return Case(
        data["id"],
        data["text"],
        data["reference"],
        data["lang"],
        tuple(_mention(item) for item in data["mentions"]),
        tuple((start, end) for start, end, _ in data["ignore"]),
        data["exhaustive"],
    )


def _mention(item: Mapping[str, Any]) -> Mention:
    readings = ((item["starts_on"], item["ends_on"]), *item.get("also", ()))
    return Mention(
        item["start"],
        item["end"],
        item["text"],
        tuple((read_day(starts_on), read_day(ends_on)) for starts_on, ends_on in readings),
    )


def read_day(text: str | None) -> date | None:
    """An ISO day, or none where a span is open."""
    return date.fromisoformat(text) if text else None
