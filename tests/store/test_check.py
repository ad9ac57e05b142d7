"""`kb db check` finds what is wrong, each kind of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from kb.store.check import check_base, check_rows
from kb.store.write import delete_document, write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

TEXT = "In March 2024 Nvidia and TSMC launched 晶片."
SAMPLE = extraction(TEXT, (TEXT[:-1], "2024-03", "launch", ("nvidia", "tsmc"), {"time": "March 2024"}))


@pytest.fixture
def filled(database):
    write_extraction(database, SAMPLE, ENTITIES, MONDAY)
    return database


def test_a_sound_base(filled):
    assert check_base(filled) == []
    delete_document(filled, SAMPLE.document.id)
    assert check_base(filled) == []


DAMAGES = {
    "UPDATE document SET text = 'x' || text": {"quote differs from the text", "date differs from the text"},
    "UPDATE statement SET time_text = 'May'": {"date differs from the text"},
    "UPDATE statement SET sentence_end_char = 1000": {"sentence outside the text"},
    "UPDATE statement SET event_pk = NULL": {"event without a statement", "statement without an event"},
    "DELETE FROM event_text": {"event without its text"},
    "UPDATE event_entity SET kind = 'delay'": {"link differs from its event", "counts by entity are off"},
    "UPDATE kind_day SET events = 2": {"counts by kind are off"},
    "DELETE FROM entity_day": {"counts by entity are off"},
    "DELETE FROM entity_pair": {"counts by pair are off"},
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_and_nothing_else(filled, damage):
    with filled.write() as connection:
        connection.execute(text(damage))
    assert {finding.check for finding in check_rows(filled)} == DAMAGES[damage]


def test_a_schema_that_somebody_changed(own_database):
    with own_database.write() as connection:
        connection.execute(text("CREATE TABLE mine (a int)"))
        connection.execute(text("DROP INDEX ix_measure_metric_unit_value"))
    assert [finding.check for finding in check_base(own_database)] == ["schema differs"] * 2


def test_an_uncertain_date_is_a_note(database):
    text = "It rained on 03/04/2024."
    write_extraction(database, extraction(text, (text, "2024-03-04?", "other")), ENTITIES, MONDAY)
    [finding] = check_rows(database)
    assert (finding.check, finding.is_error) == ("date to be confirmed", False)
    assert text in finding.what


def test_a_search_index_that_is_off(filled):
    if not filled.is_sqlite:
        return
    with filled.write() as connection:
        connection.execute(text("INSERT INTO event_search(event_search) VALUES ('delete-all')"))
    assert [finding.check for finding in check_rows(filled)] == ["search index is off"]
