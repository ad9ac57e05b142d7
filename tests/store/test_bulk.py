"""Loading many events: the base that the ordinary writer would make, whole or not at all, twice as once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, inspect, select, update

from kb.errors import DataError, UnknownName
from kb.model import Measure, Status
from kb.store.bulk import Loaded, load_events
from kb.store.check import check_base
from kb.store.counts import counts, together
from kb.store.database import open_database
from kb.store.dump import dump
from kb.store.filters import Filter
from kb.store.judge import judge, undo
from kb.store.known import KnownEvent
from kb.store.query import event_detail, timeline
from kb.store.resolve import Change, resolve_changes
from kb.store.tables import document, event, statement
from kb.store.write import delete_document, write_extraction
from kb.when.edtf import parse_edtf
from kb.when.span import TimeSpan
from tests.store.samples import ENTITIES, MONDAY, TUESDAY, extraction

DATES = (
    "2020",
    "2020-02",
    "2020-34",
    "2021-06-01/2021-06-20",
    "202X",
    "2022-02-28",
    "2023-05~",
    "2024-12-31",
)
KINDS = ("launch", "earnings", "shipment")
WHO = (("nvidia",), ("tsmc", "nvidia"), ("blackwell", "nvidia", "tsmc"), ())
TEXTS = (
    "Item {} starts",
    "  第{}項 推遲發貨，延到明年。 ",
    "Item {}: " + "a long story, told at length, " * 6,
)


@pytest.fixture
def sqlite_base(sqlite_template, tmp_path):
    shutil.copy(sqlite_template, tmp_path / "kb.db")
    with open_database(f"sqlite:///{tmp_path / 'kb.db'}", timeout=5) as opened:
        yield opened


def known(count: int) -> list[KnownEvent]:
    """Events that differ in all that an event can have."""
    return [
        KnownEvent(
            TEXTS[at % 3].format(at),
            parse_edtf(DATES[at % 8]),
            KINDS[at % 3],
            Status.PLANNED if at % 5 == 0 else Status.ACTUAL,
            WHO[at % 4],
            tuple(_measures(at)),
            published=date(2024, 1, 1) + timedelta(days=at) if at % 7 else None,
            language="zh-Hant" if at % 3 == 1 else "en",
            source=f"{at % 4}.csv" if at % 6 else None,
        )
        for at in range(count)
    ]


def _measures(at: int) -> list[Measure]:
    all_of_them = [
        Measure("revenue", Decimal(at) * 10**9, "USD", basis="yoy"),
        Measure("revenue_change", Decimal("-1.25"), "%", approximate=True),
        Measure("revenue", Decimal(at) * 10**9, "USD"),
    ]
    return all_of_them[: at % 4]


def rows(database):
    return list(dump(database))


def test_what_is_loaded_is_sound_and_found(own_database):
    events = known(60)
    assert load_events(own_database, events, ENTITIES, MONDAY) == Loaded(60, 0)
    assert check_base(own_database) == []
    assert len(timeline(own_database)) == 60
    assert len(timeline(own_database, Filter(text="遲發"))) == 20
    assert len(timeline(own_database, Filter(entities=("tsmc",)))) == 30
    assert sum(number for _, number in counts(own_database, TimeSpan.day, entity_id="nvidia")) == 45
    assert dict(together(own_database, "nvidia")) == {"tsmc": 30, "blackwell": 15}


def test_the_resolver_would_make_the_same_events(own_database):
    """Events of one statement each, far apart: resolving them again changes no row but when it was made."""
    start = date(2000, 1, 1)
    apart = [
        replace(each, when=TimeSpan.day(start + timedelta(days=30 * at))) for at, each in enumerate(known(60))
    ]
    load_events(own_database, apart, ENTITIES, MONDAY)
    held = rows(own_database)
    with own_database.write() as connection:
        columns = (statement.c.kind, statement.c.principal_pk, statement.c.starts_on, statement.c.ends_on)
        changes = [Change(*row) for row in connection.execute(select(*columns))]
        resolve_changes(connection, changes, (), TUESDAY.at)
    assert rows(own_database) == held


def test_loading_again_changes_nothing(own_database):
    load_events(own_database, known(30), ENTITIES, MONDAY)
    held = rows(own_database)
    assert load_events(own_database, known(30), ENTITIES, TUESDAY) == Loaded(0, 30)
    assert rows(own_database) == held
    assert load_events(own_database, [*known(40), *known(5)], ENTITIES, TUESDAY) == Loaded(10, 35)
    assert check_base(own_database) == []


def test_an_event_given_twice_is_held_once(own_database):
    assert load_events(own_database, known(5) * 2, ENTITIES, MONDAY) == Loaded(5, 5)


def test_one_transaction_or_many(own_database):
    load_events(own_database, known(50), ENTITIES, MONDAY, transaction=7)
    assert check_base(own_database) == []
    assert len(timeline(own_database)) == 50


def test_a_load_that_breaks_off_keeps_whole_transactions(own_database):
    def broken():
        yield from known(25)
        raise OSError("the source went away")

    indexes = _indexes(own_database)
    with pytest.raises(OSError, match="went away"):
        load_events(own_database, broken(), ENTITIES, MONDAY, transaction=10)
    # The first transaction of an empty SQLite base takes more.
    assert _count(own_database) == (0 if own_database.is_sqlite else 20)
    load_events(own_database, known(5), ENTITIES, MONDAY)
    with pytest.raises(OSError, match="went away"):
        load_events(own_database, broken(), ENTITIES, MONDAY, transaction=10)
    assert _count(own_database) == 20
    assert _indexes(own_database) == indexes
    assert check_base(own_database) == []
    assert load_events(own_database, known(30), ENTITIES, MONDAY, transaction=10) == Loaded(10, 20)
    assert check_base(own_database) == []


def test_an_empty_base_is_filled_in_one_transaction(sqlite_base):
    """Its indexes are made after all the events, however many are staged at a time."""
    seen = []

    def watched():
        for each in known(30):
            with open_database(f"sqlite:///{sqlite_base.path}") as other:
                seen.append(_count(other))
            yield each

    load_events(sqlite_base, watched(), ENTITIES, MONDAY, transaction=7)
    assert set(seen) == {0}
    assert _count(sqlite_base) == 30


def test_what_the_schema_forbids_is_refused(own_database):
    """What the loader does not itself see to is left to the database."""
    [each] = known(2)[1:]
    odd = replace(each, measures=(Measure("revenue", Decimal(1), "USD", basis="yearly"),))
    with pytest.raises(DataError, match="basis"):
        load_events(own_database, [each, odd], ENTITIES, MONDAY)
    assert _count(own_database) == 0


def test_the_constraints_hold_after_a_load(own_database):
    load_events(own_database, known(30), ENTITIES, MONDAY, transaction=7)
    with pytest.raises(DataError), own_database.write() as connection:
        connection.execute(update(event).values(reach=2))
    with pytest.raises(DataError), own_database.write() as connection:
        connection.execute(update(statement).values(event_pk=1))


def test_a_judged_base_is_loaded_with_its_keys_watched(own_database):
    load_events(own_database, known(9), ENTITIES, MONDAY)
    [first, second, *_] = timeline(own_database)
    judge(own_database, "same", first.id, second.id, by="ann")
    assert load_events(own_database, known(20), ENTITIES, TUESDAY, transaction=7) == Loaded(11, 9)
    assert check_base(own_database) == []


def test_a_later_document_finds_the_numbers_free(own_database):
    load_events(own_database, known(10), ENTITIES, MONDAY)
    write_extraction(own_database, extraction("A launch.", ("A launch.", "2030-01-01")), ENTITIES, TUESDAY)
    assert check_base(own_database) == []
    assert _count(own_database) == 11


def test_its_evidence(own_database):
    [each] = known(2)[1:]
    load_events(own_database, [each], ENTITIES, MONDAY)
    [found] = timeline(own_database)
    detail = event_detail(own_database, found.id)
    assert detail.event == found
    [evidence] = detail.evidence
    assert (evidence.sentence_text, evidence.document) == (each.text, each.id)
    assert evidence.asserted_on == each.published
    assert found.title == "第1項 推遲發貨，延到明年"


def test_what_cannot_be_loaded_leaves_the_base_alone(own_database):
    held = rows(own_database)
    with pytest.raises(UnknownName, match="kind"):
        load_events(own_database, [*known(3), replace(known(1)[0], kind="lunch")], ENTITIES, MONDAY)
    assert rows(own_database) == held
    assert load_events(own_database, [], ENTITIES, MONDAY) == Loaded()
    for text in ("", " \n", "a\x00b"):
        with pytest.raises(DataError):
            KnownEvent(text, TimeSpan.day(date(2024, 1, 1)))


def _indexes(database) -> set[str]:
    with database.read() as connection:
        found = inspect(connection)
        return {each["name"] for name in found.get_table_names() for each in found.get_indexes(name)}


def _count(database) -> int:
    with database.read() as connection:
        documents, events = (
            connection.scalar(select(func.count()).select_from(table)) for table in (document, event)
        )
    assert documents == events
    return events


def test_what_was_judged_wrong_stays_so_when_it_is_loaded_again(own_database):
    [each] = known(1)
    load_events(own_database, [each], ENTITIES, MONDAY)
    verdict = judge(own_database, "wrong", timeline(own_database)[0].id, by="ann")
    assert delete_document(own_database, each.id)
    assert load_events(own_database, [each], ENTITIES, TUESDAY) == Loaded(1, 0)
    assert timeline(own_database) == []
    undo(own_database, verdict.number)
    assert len(timeline(own_database)) == 1
    assert check_base(own_database) == []
