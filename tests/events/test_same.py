"""Sameness: pairs of statements first, then conflicts, judgements, and that order changes nothing."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.events.agreement import agree, clash
from kb.events.conflicts import find_conflicts
from kb.events.record import StatementRecord
from kb.events.same import resolve
from kb.model import Judgement, Measure, Participant, Sentence, Statement, Status
from kb.when.edtf import parse_edtf


def measure(text: str) -> Measure:
    """`revenue=351e8 USD yoy ~ ±2% [gaming]`."""
    metric, _, rest = text.partition("=")
    value, unit, *more = rest.split()
    return Measure(
        metric,
        Decimal(value),
        unit,
        basis=next((word for word in more if word in ("yoy", "qoq")), None),
        segment=next((word.strip("[]") for word in more if word[0] == "["), None),
        tolerance=next((word[1:] for word in more if word[0] == "±"), None),
        approximate="~" in more,
    )


def told(
    name: str,
    when: str,
    *measures: str,
    kind: str = "market_cap",
    entities: tuple[str, ...] = ("nvidia",),
    document: str | None = None,
    status: str = "actual",
    quote: str = "",
    published: str = "2024-11-25",
) -> StatementRecord:
    return StatementRecord(
        id=name,
        document=document or f"of {name}",
        kind=kind,
        status=Status(status),
        when=parse_edtf(when),
        quote=quote or f"quote of {name}",
        principal=entities[0] if entities else None,
        entities=entities,
        measures=tuple(map(measure, measures)),
        published=date.fromisoformat(published),
    )


def launch(name, when, *others, **more):
    return told(name, when, kind="launch", entities=("nvidia", *others), **more)


def groups(*records, judgements=()):
    return sorted(sorted(event.statements) for event in resolve(records, judgements))


ONE = [
    # A day in its month, by number or because it comes once
    (told("a", "2024-09-04", "market_cap_change=-279e9 USD"),
     told("b", "2024-09", "market_cap_change=-2790e8 USD")),
    (told("a", "2024-06", "market_cap_rank=1 rank"), told("b", "2024-06-18", "market_cap_rank=1 rank")),
    (told("a", "1993", kind="founding"), told("b", "1993-04-05", kind="founding")),
    (launch("a", "2022-04", "h100"), launch("b", "2022", "h100")),
    (launch("a", "2022-04", "h100", document="d"), launch("b", "2022", "h100", document="d")),
    (told("a", "2019", "deal_value=20e8 USD", kind="acquisition", entities=("intel", "habana-labs")),
     told("b", "2019-12-16", kind="acquisition", entities=("intel", "habana-labs"))),
    # Rounded, approximate, with a tolerance, of an unnamed currency
    (told("a", "2024-09-04", "market_cap_change=-279e9 USD"),
     told("b", "2024-09-04", "market_cap_change=-278.9e9 USD")),
    (told("a", "2024-11", "market_cap=3.65e12 USD"), told("b", "2024-11", "market_cap=3.6e12 USD ~")),
    (told("a", "2024-11", "market_cap=3.65e12 USD"), told("b", "2024-11", "market_cap=36500e8 XXX")),
    # New York's Tuesday is Beijing's Wednesday
    (told("a", "2024-09-03", "market_cap_change=-279e9 USD"),
     told("b", "2024-09-04", "market_cap_change=-2790e8 USD")),
    (told("a", "2024-09-03", "share_price_change=-9.5 %", kind="share_price"),
     told("b", "2024-09-04", "share_price_change=-9.5 %", "share_price=108 USD", kind="share_price")),
    # One gives no number
    (told("a", "2024-09-04", "market_cap_change=-279e9 USD"), told("b", "2024-09-04")),
    # All figures of a period
    (told("a", "2024-07-29/2024-10-27", "revenue=308e8 USD [dc]", kind="earnings", document="d"),
     told("b", "2024-07-29/2024-10-27", "revenue=33e8 USD [gaming]", kind="earnings", document="d")),
    # Two sources that differ on one day
    (told("a", "2024-09-04", "market_cap_change=-279e9 USD"),
     told("b", "2024-09-04", "market_cap_change=-250e9 USD")),
    # A slip of units
    (told("a", "2024-03", "market_cap=2e12 USD"), told("b", "2024-03", "market_cap=2e8 XXX")),
    # Planned twice for one time
    (told("a", "2024-34", kind="shipment", status="planned"),
     told("b", "2024-34", kind="shipment", status="forecast")),
    # A rumour of what is past, and the fact
    (told("a", "2024-03-01", kind="acquisition", entities=("x", "y"), status="rumored"),
     told("b", "2024-03-01", kind="acquisition", entities=("x", "y"))),
    (told("a", "2024-05-17", kind="other", quote="輝達很忙"),
     told("b", "2024-05-17", kind="other", quote="辉达很忙")),
    (launch("a", "2024-05-17", "trillium"), launch("b", "2024-05-17")),
]  # fmt: skip

TWO = [
    # Another kind, principal, time
    (told("a", "2024-09-04"), told("b", "2024-09-04", kind="share_price")),
    (told("a", "2024-09-04"), told("b", "2024-09-04", entities=("amd",))),
    (told("a", "2024-09-04", entities=()), told("b", "2024-09-04", entities=())),
    (told("a", "2024-09-04", "market_cap_change=-279e9 USD"),
     told("b", "2024-09-06", "market_cap_change=-279e9 USD")),
    (told("a", "2024-06", "market_cap_rank=1 rank"), told("b", "2024-11", "market_cap_rank=1 rank")),
    # A day apart without one number, or in one document
    (told("a", "2024-09-03", "market_cap_change=-279e9 USD"),
     told("b", "2024-09-04", "market_cap_change=-50e9 USD")),
    (told("a", "2024-09-03"), told("b", "2024-09-04")),
    (told("a", "2024-09-03", "market_cap=3e12 USD", document="d"),
     told("b", "2024-09-04", "market_cap=3e12 USD", document="d")),
    # A year is no day of it, whatever its per cent
    (told("a", "2024", "share_price_change=-5 %", kind="share_price"),
     told("b", "2024-09-04", "share_price_change=-5 %", kind="share_price")),
    (told("a", "2024", kind="share_price"), told("b", "2024-09-04", kind="share_price")),
    (told("a", "2024-01-01/2024-11-25", "share_price=140 USD", kind="share_price"),
     told("b", "2024-11-20", "share_price=140 USD", kind="share_price")),
    (told("a", "2024", kind="investment"), told("b", "2024-03-01", kind="investment")),
    # What is planned, and what came of it
    (told("a", "2024-34", kind="shipment", status="planned"), told("b", "2024-34", kind="shipment")),
    (told("a", "2024-36", kind="shipment", status="planned"),
     told("b", "2024-34", kind="shipment", status="planned")),
    (told("a", "2024-34", kind="shipment", status="cancelled"),
     told("b", "2024-34", kind="shipment", status="planned")),
    (told("a", "2024-03-01", kind="acquisition", entities=("x", "y"), status="denied"),
     told("b", "2024-03-01", kind="acquisition", entities=("x", "y"))),
    # Other products, other partners
    (launch("a", "2024-05-17", "trillium"), launch("b", "2024-05-17", "axion")),
    (told("a", "2024", kind="acquisition", entities=("nvidia", "runai")),
     told("b", "2024", kind="acquisition")),
    # Up is not down; what one document tells apart
    (told("a", "2024-09-04", "share_price_change=3 %", kind="share_price"),
     told("b", "2024-09-04", "share_price_change=-3 %", kind="share_price")),
    (told("a", "2024-11-21", "share_price_change=-2.29 %", kind="share_price", document="d"),
     told("b", "2024-11-21", "share_price_change=-5 %", kind="share_price", document="d")),
    # Two milestones of one month
    (told("a", "2024-06", "market_cap=3e12 USD"), told("b", "2024-06", "market_cap=3.34e12 USD")),
    (told("a", "2024-05-17", kind="other", quote="one"),
     told("b", "2024-05-17", kind="other", quote="another")),
]  # fmt: skip


@pytest.mark.parametrize("pair", ONE)
def test_one_event(pair):
    assert groups(*pair) == [["a", "b"]]


@pytest.mark.parametrize("pair", TWO)
def test_two_events(pair):
    assert groups(*pair) == [["a"], ["b"]]


def test_a_coarse_statement_joins_none_of_two():
    march, june = (
        told("a", "2024-03-18", "market_cap=2e12 USD"),
        told("b", "2024-06-05", "market_cap=2e12 USD"),
    )
    assert groups(march, june, told("c", "2024", "market_cap=2e12 USD")) == [["a"], ["b"], ["c"]]


def test_day_month_and_year_chain_to_one():
    assert groups(
        launch("a", "2022", "h100"), launch("b", "2022-03-22", "h100"), launch("c", "2022-03", "h100")
    ) == [["a", "b", "c"]]


def test_a_run_of_days_is_no_one_move():
    days = [
        told(name, f"2024-09-0{day}", "market_cap=3e12 USD")
        for name, day in zip("abcd", (2, 3, 4, 5), strict=True)
    ]
    assert groups(*days) == [["a", "b"], ["c", "d"]]


def test_two_numbers_of_one_document_find_their_likes_in_another():
    records = [
        told(
            f"{document}{value}",
            "2024-11-21",
            f"share_price_change={value} %",
            kind="share_price",
            document=document,
        )
        for document in "ab"
        for value in (-2, -5)
    ]
    assert groups(*records) == [["a-2", "b-2"], ["a-5", "b-5"]]


def test_event_says_what_its_statements_say():
    (event,) = resolve(
        [
            told(
                "late",
                "2024-09",
                "market_cap_change=-279e9 USD",
                published="2024-11-25",
                quote="a very long quote indeed",
            ),
            told(
                "early",
                "2024-09-04",
                "market_cap_change=-278.9e9 USD",
                quote="單日市值損失，",
                published="2024-09-05",
            ),
            told("plain", "2024-09-04", published="2024-09-06", entities=("nvidia", "apple"), quote="x"),
        ]
    )
    assert (event.kind, event.when.edtf, event.status) == ("market_cap", "2024-09-04", Status.ACTUAL)
    assert event.title == "單日市值損失"
    assert event.entities == ("nvidia", "apple")
    assert event.statements == ("early", "plain", "late")
    assert [measure.value for measure in event.measures] == [Decimal("-278.9e9")]
    assert event.conflicts == ()


def test_the_day_that_most_documents_give():
    move = "market_cap_change=-279e9 USD"
    records = [told("a", "2024-09-03", move), told("b", "2024-09-04", move), told("c", "2024-09-04", move)]
    assert resolve(records)[0].when.edtf == "2024-09-04"


def test_a_title_is_cut_between_clauses():
    (event,) = resolve([told("a", "2024", quote="英偉達市值超過蘋果，" * 20)])
    assert len(event.title) <= 100
    assert event.title.endswith("蘋果…")


def test_a_title_begins_a_sentence_where_a_quote_does():
    move = "market_cap_change=-430e9 USD"
    whole = told(
        "a", "2024-06-20/2024-06-24", move, quote="Nvidia loses $430 billion of market value in three days"
    )
    middle = told("b", "2024-06-20/2024-06-24", move, quote="before giving back $430 billion")
    assert [event.title for event in resolve([middle, whole])] == [whole.quote]


def test_name_stays_as_later_news_comes():
    first = told("m", "2024-09-04", "market_cap_change=-279e9 USD", published="2024-09-05")
    later = [told(name, "2024-09", "market_cap_change=-279e9 USD") for name in "az"]
    assert resolve([first])[0].id == resolve([first, *later])[0].id


# Conflicts


def test_two_days_for_one_drop():
    move = "market_cap_change=-279e9 USD"
    left, right = told("a", "2024-09-03", move, published="2024-09-04"), told("b", "2024-09-04", move)
    (event,) = resolve([right, left])
    assert event.conflicts == ("date: 2024-09-03 in of a, 2024-09-04 in of b",)
    (conflict,) = find_conflicts([right, left])
    assert (conflict.left, conflict.right, conflict.field) == ("a", "b", "when")


def test_two_values_for_one_market_cap():
    left, right = (
        told("a", "2024-11-07", "market_cap=3.65e12 USD"),
        told("b", "2024-11-07", "market_cap=3.4e12 USD"),
    )
    (conflict,) = find_conflicts([left, right])
    assert conflict.values == ("3650000000000 USD", "3400000000000 USD")
    assert (conflict.field, conflict.left, conflict.right) == ("market_cap", "a", "b")


def test_growth_rates_swapped():
    quarter = "2024-07-29/2024-10-27"
    left = told("a", quarter, "revenue_change=17 % yoy", "revenue_change=94 % qoq", kind="earnings")
    right = told("b", quarter, "revenue_change=94 % yoy", "revenue_change=17 % qoq", kind="earnings")
    conflicts = find_conflicts([left, right])
    assert len(conflicts) == 2
    assert all(conflict.message.endswith("(yoy and qoq swapped)") for conflict in conflicts)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["eps=0.78 USD", "eps=0.81 USD"], ["eps=0.81 USD"]),  # GAAP and not, said by one
        (["revenue=375e8 USD ±2%"], ["revenue=370e8 USD"]),
        (["revenue=351e8 USD"], ["revenue=350.8e8 USD"]),
        (["revenue=351e8 USD [gaming]"], ["revenue=33e8 USD"]),
        (["revenue=351e8 USD"], ["revenue=2281e8 CNY"]),
        (["revenue_change=17 % qoq"], ["revenue_change=94 %"]),
    ],
)
def test_no_conflict(left, right):
    assert find_conflicts([told("a", "2024-36", *left), told("b", "2024-36", *right)]) == []


def test_one_document_does_not_contradict_itself():
    records = [
        told(name, "2024-36", f"eps={value} USD", document="d") for name, value in (("a", 0.78), ("b", 0.81))
    ]
    assert find_conflicts(records) == []


# Measures

AGREE = [
    ("eps=0.78 USD", "eps=0.78 USD"), ("x=279e9 USD", "x=278.9e9 USD"), ("x=9.5 %", "x=9.53 %"),
    ("x=10 %", "x=9.5 %"), ("x=100 count ~", "x=97 count"), ("x=73.0 % ±50bp", "x=73.4 %"),
    ("x=375e8 USD ±2%", "x=368e8 USD"), ("x=0 %", "x=0 %"),
]  # fmt: skip
DISAGREE = [
    ("x=2e12 USD", "x=2.2e12 USD"), ("x=17 %", "x=94 %"), ("x=1 rank", "x=2 rank"),
    ("x=73.0 % ±50bp", "x=74 %"),
    ("x=5 %", "x=-5 %"), ("x=100 count ~", "x=90 count"), ("x=0 %", "x=1 %"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), AGREE)
def test_agree(left, right):
    assert agree(measure(left), measure(right))
    assert agree(measure(right), measure(left))
    assert not clash(measure(left), measure(right))


@pytest.mark.parametrize(("left", "right"), DISAGREE)
def test_clash(left, right):
    assert clash(measure(left), measure(right))
    assert clash(measure(right), measure(left))
    assert not agree(measure(left), measure(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [("x=5 %", "y=5 %"), ("x=5 USD", "x=5 EUR"), ("x=5 XXX", "x=5 %"), ("x=5 % yoy", "x=5 % qoq")],
)
def test_not_comparable(left, right):
    assert not agree(measure(left), measure(right))
    assert not clash(measure(left), measure(right))


# Judgements

NOON = datetime(2024, 12, 1, 12, tzinfo=UTC)


def judged(left, right, verdict, hours=0, retracted=False):
    at = NOON + timedelta(hours=hours)
    return Judgement(left, right, verdict, "a person", at, at if retracted else None)


APART = (told("a", "2024-09-04"), told("b", "2024-12-04"))
TOGETHER = (told("a", "2024-09-04"), told("b", "2024-09-04"))


@pytest.mark.parametrize(
    ("records", "judgements", "expected"),
    [
        (APART, [judged("a", "b", "same")], [["a", "b"]]),
        (APART, [judged("a", "b", "same", retracted=True)], [["a"], ["b"]]),
        (APART, [judged("a", "b", "same"), judged("b", "a", "different", 1)], [["a"], ["b"]]),
        (TOGETHER, [judged("b", "a", "different")], [["a"], ["b"]]),
        (TOGETHER, [judged("a", "b", "different"), judged("a", "b", "same", 1)], [["a", "b"]]),
        (TOGETHER, [judged("a", None, "wrong")], [["b"]]),
        (TOGETHER, [judged("a", None, "wrong", retracted=True)], [["a", "b"]]),
        (APART, [judged("a", "gone", "same"), judged("gone", "b", "same")], [["a", "b"]]),
        (
            (told("a", "2024-09-04"), told("b", "2024-09-04"), told("c", "2024-12-04")),
            [judged("a", "c", "same"), judged("b", "c", "different")],
            [["a", "c"], ["b"]],
        ),
        (
            (told("a", "2024-09-04"), told("b", "2024-09-04", kind="other")),
            [judged("a", "b", "same")],
            [["a", "b"]],
        ),
    ],
)
def test_a_person_has_the_last_word(records, judgements, expected):
    assert groups(*records, judgements=judgements) == expected
    assert groups(*reversed(records), judgements=list(reversed(judgements))) == expected


# Order and size

SPANS = [
    "2024-09-03",
    "2024-09-04",
    "2024-09-05",
    "2024-09",
    "2024",
    "2024-35",
    "2024-01-01/2024-11-25",
    "2024-09~",
]
MEASURES = [
    "market_cap=3e12 USD",
    "market_cap=3.01e12 USD",
    "market_cap=2e8 XXX",
    "market_cap_change=-279e9 USD",
    "x=5 %",
]
statements = st.builds(
    lambda when, measures, kind, others, document, status, published: told(
        "",
        when,
        *measures,
        kind=kind,
        entities=("nvidia", *others),
        document=document,
        status=status,
        published=published,
    ),
    st.sampled_from(SPANS),
    st.lists(st.sampled_from(MEASURES), max_size=2),
    st.sampled_from(["market_cap", "launch", "earnings", "investment", "other"]),
    st.lists(st.sampled_from(["a", "b"]), max_size=1),
    st.sampled_from(["d1", "d2", "d3"]),
    st.sampled_from(["actual", "planned", "rumored", "denied"]),
    st.sampled_from(["2024-09-05", "2024-11-25"]),
)
collections = st.lists(statements, max_size=14).map(
    lambda records: [replace(record, id=f"s{index:02d}") for index, record in enumerate(records)]
)


@given(collections, st.randoms(use_true_random=False))
def test_order_of_ingestion_changes_nothing(records, chance):
    shuffled = records[:]
    chance.shuffle(shuffled)
    assert resolve(shuffled) == resolve(records)


@given(collections)
def test_every_statement_tells_one_event_of_its_kind(records):
    events = resolve(records)
    told_by = [name for event in events for name in event.statements]
    assert sorted(told_by) == sorted(record.id for record in records)
    assert len({event.id for event in events}) == len(events)
    kinds = {record.id: record.kind for record in records}
    assert all({kinds[name] for name in event.statements} == {event.kind} for event in events)


@given(collections)
def test_a_block_alone_gives_what_the_whole_gives(records):
    whole = resolve(records)
    for kind in {record.kind for record in records}:
        block = resolve([record for record in records if record.kind == kind])
        assert block == [event for event in whole if event.kind == kind]


def test_time_grows_with_the_number_of_statements():
    small, large = seconds(500), seconds(4_000)
    assert large < 8 * 3 * small + 0.5


def seconds(count: int) -> float:
    """CPU time for `count` statements of one company, told by day, month and year, ever as dense."""
    chance = random.Random(count)
    first = date(1000, 1, 1)
    records = []
    for index in range(count):
        day = first + timedelta(days=chance.randrange(6 * count))
        when = chance.choice([f"{day}", f"{day}", f"{day:%Y-%m}", f"{day:%Y}"])
        value = chance.randrange(1, 500) * 10**9
        records.append(told(f"{index}", when, f"market_cap={value} USD"))
    started = time.process_time()
    resolve(records)
    return time.process_time() - started


def test_record_of_a_statement():
    parts = (Participant("nvidia"), Participant("h100", "product"))
    place = {"start": 0, "end": 5, "quote": "quote", "sentence": Sentence(0, 5, 0), "time": None, "rule": "r"}
    said = {"kind": "launch", "status": Status.ACTUAL, "when": parse_edtf("2024"), "measures": ()}
    statement = Statement("s", participants=parts, **place, **said)
    record = StatementRecord.of(statement, "d", date(2024, 1, 2), "The Daily")
    assert (record.principal, record.entities, record.others) == ("nvidia", ("nvidia", "h100"), {"h100"})
    assert (record.document, record.published, record.source) == ("d", date(2024, 1, 2), "The Daily")
