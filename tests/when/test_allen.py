"""Allen's thirteen relations over spans of whole days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.when.allen import Relation, relate
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan


def days(first, last):
    return TimeSpan(date(2024, 1, first), date(2024, 1, last), Granularity.RANGE)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ((1, 2), (4, 5), "before"),
        ((1, 2), (3, 5), "meets"),
        ((1, 3), (3, 5), "overlaps"),
        ((1, 2), (1, 5), "starts"),
        ((2, 3), (1, 5), "during"),
        ((4, 5), (1, 5), "finishes"),
        ((1, 5), (1, 5), "equals"),
        ((1, 5), (4, 5), "finished_by"),
        ((1, 5), (2, 3), "contains"),
        ((1, 5), (1, 2), "started_by"),
        ((3, 5), (1, 3), "overlapped_by"),
        ((3, 5), (1, 2), "met_by"),
        ((4, 5), (1, 2), "after"),
        ((3, 3), (3, 3), "equals"),
        ((3, 3), (3, 4), "starts"),
        ((4, 4), (3, 4), "finishes"),
    ],
)
def test_relations(first, second, relation):
    assert relate(days(*first), days(*second)) == relation
    assert relate(days(*second), days(*first)) == Relation(relation).inverse


def test_calendar_units():
    assert relate(TimeSpan.month(2024, 9), TimeSpan.quarter(2024, 3)) is Relation.FINISHES
    assert relate(TimeSpan.quarter(2024, 3), TimeSpan.quarter(2024, 4)) is Relation.MEETS


def test_inverses_pair_up():
    assert [relation for relation in Relation if relation.inverse is relation] == [Relation.EQUALS]
    assert all(relation.inverse.inverse is relation for relation in Relation)


SPANS = st.tuples(st.dates(date(2024, 1, 1), date(2024, 1, 20)), st.integers(0, 9)).map(
    lambda span: TimeSpan(span[0], span[0] + timedelta(days=span[1]), Granularity.RANGE)
)


@given(SPANS, SPANS)
def test_relations_agree_with_overlap_and_containment(first, second):
    apart = {"before", "meets", "met_by", "after"}
    inside = {"starts", "during", "finishes", "equals"}
    assert first.overlaps(second) == (relate(first, second) not in apart)
    assert second.contains(first) == (relate(first, second) in inside)
