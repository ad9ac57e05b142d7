"""What a base is asked, how fast it has to answer at ten million events, and the same asked of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from benchmarks.base_events import BUSIEST, DAYS, FIRST, TYPICAL
from kb.base import Base
from kb.store import counts as totals
from kb.store.database import Database
from kb.store.filters import Filter
from kb.store.query import timeline

PAGE = 50
THOUSAND = 1000
_HALF_A_YEAR = timedelta(days=180)
_COMMON_WORDS = {"zh": ("公司", "推遲"), "en": ("company", "said")}
_RARE_WORDS = {"zh": ("關稅", "併購"), "en": ("delay", "tariffs")}


@dataclass(frozen=True, slots=True)
class Case:
    """A question: `ask` puts it with the next values; `target` is in milliseconds, by database.

    `rival` names the question that others are asked too, with the entity it is about.
    """

    name: str
    ask: Callable[[], object]
    target: dict[str, float] = field(default_factory=dict)
    rival: tuple[str, str] | None = None


def cases(base: Base, database: Database, seed: int = 7) -> Iterator[Case]:
    """Every question, about the busiest entity and a typical one."""
    random = Random(seed)
    page, middling = {"sqlite": 2.0, "postgresql": 5.0}, {"sqlite": 50.0, "postgresql": 50.0}
    for who, entity in (("busiest", BUSIEST), ("typical", TYPICAL)):
        yield Case(f"page in a window, {who}", _window(base, random, entity), page, ("window", entity))
        yield Case(f"page deep in a timeline, {who}", _deep(base, entity), page)
        yield Case(f"nearest before and after, {who}", _nearest(database, random, entity), page)
        yield Case(f"as of a day, {who}", _as_of(database, random, entity), page)
    yield Case("window of all, one kind", _of_kind(base, random), middling, ("kind", "launch"))
    yield Case(
        "counts by month, busiest",
        lambda: totals.counts(database, totals.PERIODS["month"], entity_id=BUSIEST),
        middling,
        ("months", BUSIEST),
    )
    yield Case(
        "together with the busiest",
        lambda: totals.together(database, BUSIEST),
        middling,
        ("together", BUSIEST),
    )
    yield Case(
        "counts per day, everything",
        lambda: totals.counts(database, totals.PERIODS["day"]),
        middling,
        ("days", ""),
    )
    search = {"sqlite": 20.0, "postgresql": 50.0}
    for language in ("zh", "en"):
        for how, words in (("common", _COMMON_WORDS[language]), ("rare", _RARE_WORDS[language])):
            yield Case(f"search, {how} {language} word", _search(base, words), search, ("search", words[0]))
    yield Case(
        f"{THOUSAND:,} events, busiest",
        lambda: timeline(database, Filter((BUSIEST,)), limit=THOUSAND),
        rival=("thousand", BUSIEST),
    )


def a_day(random: Random) -> date:
    """A day with events, and half a year more of them."""
    return FIRST + timedelta(days=random.randrange(DAYS // 3, DAYS - 200))


def _window(base: Base, random: Random, entity: str) -> Callable[[], object]:
    def ask() -> object:
        start = a_day(random)
        return base.timeline(entity, start=start, end=start + _HALF_A_YEAR, newest=True, limit=PAGE)

    return ask


def _deep(base: Base, entity: str) -> Callable[[], object]:
    cursor: str | None = None

    def ask() -> object:
        nonlocal cursor
        page = base.timeline(entity, limit=PAGE, cursor=cursor)
        cursor = page.cursor
        return page

    return ask


def _nearest(database: Database, random: Random, entity: str) -> Callable[[], object]:
    return lambda: totals.nearest(database, a_day(random), Filter((entity,)))


def _as_of(database: Database, random: Random, entity: str) -> Callable[[], object]:
    def ask() -> object:
        start = a_day(random)
        return timeline(
            database,
            Filter((entity,), start=start, end=start + _HALF_A_YEAR, as_of=start + _HALF_A_YEAR / 2),
            limit=PAGE,
        )

    return ask


def _of_kind(base: Base, random: Random) -> Callable[[], object]:
    def ask() -> object:
        start = a_day(random)
        return base.timeline(kind="launch", start=start, end=start + _HALF_A_YEAR, limit=PAGE)

    return ask


def _search(base: Base, words: tuple[Any, ...]) -> Callable[[], object]:
    turn = 0

    def ask() -> object:
        nonlocal turn
        turn += 1
        return base.timeline(text=words[turn % len(words)], newest=True, limit=PAGE)

    return ask
