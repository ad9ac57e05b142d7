"""Plausible events in any number, the same for the same seed, in the order of their days, as archives are.

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
_TALES = 20_000


def synthetic_entities() -> dict[str, Entity]:
    return {
        f"company-{at}": Entity(
            f"company-{at}", EntityType.ORGANIZATION, {"en": (f"Company {at}",), "zh-Hant": (f"第{at}公司",)}
        )
        for at in range(ENTITIES)
    }


def synthetic_events(count: int, seed: int = 1) -> Iterator[KnownEvent]:
    random = Random(seed)
    chinese, english = _tales(random, _CHINESE, "", 6), _tales(random, _ENGLISH, " ", 7)
    for number in range(count):
        # Ever more of them, as years go by.
        day = FIRST + timedelta(days=int(DAYS * (number / count) ** 0.5))
        if random.random() < 1 / 3:
            yield _event(random, day, f"第{number}則：{random.choice(chinese)}預計明年", "zh-Hant")
        else:
            yield _event(random, day, f"No. {number}: {random.choice(english)} next year", "en")


def _tales(random: Random, words: tuple[str, ...], space: str, length: int) -> list[str]:
    """Rows of words; each word is in fewer of them than the one before."""
    weights = list(accumulate(0.6**position for position in range(len(words))))
    return [space.join(random.choices(words, cum_weights=weights, k=length)) for _ in range(_TALES)]


def _event(random: Random, day: date, text: str, language: str) -> KnownEvent:
    when = _span(random, day)
    return KnownEvent(
        text,
        when,
        KINDS[_rank(random, len(KINDS))],
        random.choice(_STATUSES),
        _named(random),
        _measures(random),
        published=when.starts_on + timedelta(days=random.randrange(30)),
        language=language,
        source=f"source-{random.randrange(200)}",
    )


def _span(random: Random, day: date) -> TimeSpan:
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
