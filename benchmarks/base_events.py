"""Plausible events in any number, the same for the same seed.

Two entities on average, the first of all in a tenth of the events and the others ever rarer; one event in three
is told in Chinese; half have a number; most are dated by the day, the rest by longer spans.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random

from kb.knowledge.kinds import load_kinds
from kb.model import Entity, EntityType, Measure, Status
from kb.store.known import KnownEvent
from kb.when.span import TimeSpan

FIRST = date(1995, 1, 1)
DAYS = 30 * 365
ENTITIES = 5_000
BUSIEST = "company-0"
TYPICAL = "company-40"
KINDS = tuple(load_kinds())
_SHARE_OF_BUSIEST = 0.1
_STATUSES = (*[Status.ACTUAL] * 7, Status.PLANNED, Status.FORECAST, Status.RUMORED)
_METRICS = ("revenue", "market_cap", "deal_value", "net_income", "investment", "capex")
# The first word of each is in half of the texts of its language, the last in few.
_CHINESE = (
    "公司",
    "推遲",
    "發貨",
    "晶片",
    "營收",
    "資料中心",
    "量產",
    "收購",
    "財測",
    "記憶體",
    "關稅",
    "併購案",
)
_ENGLISH = (
    "company",
    "said",
    "revenue",
    "chips",
    "shipments",
    "quarter",
    "plant",
    "memory",
    "delay",
    "tariffs",
)
_CHINESE_WEIGHTS = list(accumulate(0.6**position for position in range(len(_CHINESE))))
_ENGLISH_WEIGHTS = list(accumulate(0.6**position for position in range(len(_ENGLISH))))


def synthetic_entities() -> dict[str, Entity]:
    return {
        f"company-{at}": Entity(
            f"company-{at}", EntityType.ORGANIZATION, {"en": (f"Company {at}",), "zh-Hant": (f"第{at}公司",)}
        )
        for at in range(ENTITIES)
    }


def synthetic_events(count: int, seed: int = 1) -> Iterator[KnownEvent]:
    random = Random(seed)
    for number in range(count):
        yield _event(random, number)


def _event(random: Random, number: int) -> KnownEvent:
    when = _span(random)
    chinese = random.random() < 1 / 3
    text = _chinese(random, number) if chinese else _english(random, number)
    return KnownEvent(
        text,
        when,
        KINDS[_rank(random, len(KINDS))],
        random.choice(_STATUSES),
        _named(random),
        _measures(random),
        published=when.starts_on + timedelta(days=random.randrange(30)),
        language="zh-Hant" if chinese else "en",
        source=f"source-{random.randrange(200)}",
    )


def _span(random: Random) -> TimeSpan:
    day = FIRST + timedelta(days=int(DAYS * random.random() ** 0.5))
    kind = random.random()
    if kind < 0.75:
        return TimeSpan.day(day)
    if kind < 0.88:
        return TimeSpan.month(day.year, day.month)
    if kind < 0.97:
        return TimeSpan.quarter(day.year, (day.month + 2) // 3)
    return TimeSpan.year(day.year) if kind < 0.995 else TimeSpan.decade(day.year)


def _named(random: Random) -> tuple[str, ...]:
    count = random.choice((1, 2, 2, 3))
    names = [f"company-{1 + _rank(random, ENTITIES - 1)}" for _ in range(count)]
    if random.random() < _SHARE_OF_BUSIEST:
        names[random.randrange(count)] = BUSIEST
    return tuple(dict.fromkeys(names))


def _rank(random: Random, count: int) -> int:
    """Low numbers far more often than high ones."""
    return int(count * random.random() ** 2)


def _measures(random: Random) -> tuple[Measure, ...]:
    if random.random() < 0.5:
        return ()
    value = Decimal(random.randrange(1, 10_000)) * 10**7
    return (Measure(random.choice(_METRICS), value, "USD", period=None),)


def _chinese(random: Random, number: int) -> str:
    return (
        f"第{number}則：" + "".join(random.choices(_CHINESE, cum_weights=_CHINESE_WEIGHTS, k=6)) + "預計明年"
    )


def _english(random: Random, number: int) -> str:
    return (
        f"No. {number}: "
        + " ".join(random.choices(_ENGLISH, cum_weights=_ENGLISH_WEIGHTS, k=7))
        + " next year"
    )
