"""Writing: idempotent, whole documents only, past versions kept."""

from __future__ import annotations

from kb.store.query import entities, event_detail, kinds, timeline
from kb.store.sql import run_sql
from kb.store.write import delete_document, this_run, write_extraction, writing
from tests.store.samples import ENTITIES, MONDAY, TUESDAY, extraction, money

CAP = "Nvidia passed $3 trillion on June 5, 2024."
TABLES = (
    "document", "statement", "statement_entity", "measure", "event", "event_entity", "event_text", "entity",
    "entity_name", "entity_day", "kind_day", "entity_pair", "issue", "run",
)  # fmt: skip


def cap(value: str = "3000000000000", edtf: str = "2024-06-05", **facts):
    return extraction(
        CAP,
        (
            CAP[:-1],
            edtf,
            "market_cap",
            ("nvidia", "tsmc"),
            {"measures": [money(value)], "time": "June 5, 2024"},
        ),
        **facts,
    )


def dump(database):
    return {table: sorted(map(str, run_sql(database, f"SELECT * FROM {table}").rows)) for table in TABLES}


def test_what_is_written_is_read(database):
    given = cap()
    written = write_extraction(database, given, ENTITIES, MONDAY)
    assert (written.added, written.changed, written.removed) == (1, 0, 0)
    [event] = timeline(database)
    told = event_detail(database, event.id).evidence
    assert [each.statement for each in told] == list(given.statements)
    assert event.entities == ("nvidia", "tsmc")
    assert event.measures == given.statements[0].measures
    assert told[0].sentence_text == CAP[:-1]
    assert told[0].recorded_at == MONDAY.at


def test_writing_twice_changes_nothing(database):
    write_extraction(database, cap(), ENTITIES, MONDAY)
    before = dump(database)
    assert write_extraction(database, cap(), ENTITIES, TUESDAY).unchanged
    assert dump(database) == before


def test_a_new_reading_replaces_the_claim_and_keeps_the_past(database):
    write_extraction(database, cap(), ENTITIES, MONDAY)
    written = write_extraction(database, cap("3010000000000"), ENTITIES, TUESDAY)
    assert (written.added, written.changed, written.removed) == (0, 1, 0)
    [event] = timeline(database)
    assert str(event.measures[0].value) == "3010000000000"
    held = run_sql(
        database,
        "SELECT exact, retired_at IS NULL FROM statement JOIN measure ON statement_pk = pk ORDER BY 1",
    )
    assert [(exact, bool(current)) for exact, current in held.rows] == [
        ("3000000000000", False),
        ("3010000000000", True),
    ]


def test_a_claim_that_is_gone_takes_its_event_along(database):
    write_extraction(database, cap(), ENTITIES, MONDAY)
    written = write_extraction(database, extraction(CAP), ENTITIES, TUESDAY)
    assert (written.added, written.removed) == (0, 1)
    assert timeline(database) == []
    assert kinds(database) == []
    assert run_sql(database, "SELECT count(*) FROM entity_day").rows == [(0,)]
    assert run_sql(database, "SELECT count(*) FROM event_text").rows == [(0,)]


def test_two_documents_tell_one_event(database):
    write_extraction(database, cap(source="a.txt"), ENTITIES, MONDAY)
    write_extraction(database, cap(source="b.txt"), ENTITIES, MONDAY)
    [event] = timeline(database)
    assert len(event.statements) == 2
    assert set(event.sources) == {"a.txt", "b.txt"}


def test_deleting_a_document_leaves_the_other(database):
    first, second = cap(source="a.txt"), cap(source="b.txt")
    write_extraction(database, first, ENTITIES, MONDAY)
    before = dump(database)
    write_extraction(database, second, ENTITIES, MONDAY)
    assert delete_document(database, second.document.id)
    assert not delete_document(database, second.document.id)
    after = dump(database)
    for table in TABLES:
        assert len(after[table]) == len(before[table]), table


def test_counts_follow(database):
    write_extraction(database, cap(), ENTITIES, MONDAY)
    assert kinds(database) == [("market_cap", 1)]
    assert [(entity.id, count) for entity, count in entities(database)] == [("nvidia", 1), ("tsmc", 1)]
    assert [entity.id for entity, _ in entities(database) if entity == ENTITIES[entity.id]] == [
        "nvidia",
        "tsmc",
    ]


def test_documents_that_come_one_by_one_in_a_transaction_are_all_held(database):
    texts = [f"Nvidia passed ${count} trillion on June {count}, 2024." for count in range(2, 8)]
    given = [
        extraction(
            text,
            (
                text[:-1],
                f"2024-06-0{count}",
                "market_cap",
                ("nvidia",),
                {"measures": [money(f"{count}000000000000")]},
            ),
        )
        for count, text in enumerate(texts, 2)
    ]
    with writing(database, ENTITIES, this_run()) as writer:
        for each in given:
            writer.put(each)
    assert len(timeline(database)) == len(texts)
    assert run_sql(database, "SELECT count(*) FROM document").rows == [(len(texts),)]
