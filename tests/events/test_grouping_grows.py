"""Grouping the statements of one kind and principal: its work grows with their number, not with its square."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kb.events import finer, grouping
from kb.events.record import StatementRecord
from kb.model import Measure, Status
from kb.when.edtf import parse_edtf


def records(count: int, kind: str) -> list[StatementRecord]:
    """Statements of one company, so many to a day, one in ten dated by month, quarter or year."""
    chance = random.Random(5)
    told = []
    for number in range(count):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(count // 8))
        written = {0: f"{day:%Y}", 1: f"{day:%Y-%m}", 2: f"{day.year}-{33 + (day.month - 1) // 3}"}
        told.append(
            StatementRecord(
                f"{number:06}",
                f"document {number // 3}",
                kind,
                Status.ACTUAL,
                parse_edtf(written.get(chance.randrange(30), day.isoformat())),
                f"quote {number}",
                "nvidia",
                ("nvidia",),
                (Measure("revenue", Decimal(chance.randrange(1, 10**6)), "USD"),) if number % 3 else (),
            )
        )
    return told


@pytest.mark.parametrize("kind", ["launch", "investment", "earnings", "other"])
def test_comparisons_grow_with_the_statements(kind, monkeypatch):
    compared = 0

    def counted(compare):
        def count(*given):
            nonlocal compared
            compared += 1
            return compare(*given)

        return count

    monkeypatch.setattr(finer, "_tells", counted(finer._tells))
    monkeypatch.setattr(grouping, "_bond", counted(grouping._bond))
    costs = []
    for count in (1_000, 4_000):
        compared = 0
        assert grouping.group_block(records(count, kind), {})
        costs.append(compared)
    assert costs[1] < 6 * costs[0]
