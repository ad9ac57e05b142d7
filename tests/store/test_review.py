"""What persons say of events: it holds, it can be taken back, and no reading undoes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kb.errors import DataError, UnknownName
from kb.model import Entity, EntityType, Status
from kb.store.check import check_base
from kb.store.judge import judge, undo, verdicts
from kb.store.names import merge, rename, unconfirmed
from kb.store.past import timeline_then
from kb.store.query import event_detail, find_entity, find_entity_id, timeline
from kb.store.records import Run
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction, money

DAY = ("2024-09-03", "market_cap", ("nvidia",), {"measures": [money("-279e9", "market_cap_change")]})
LATER = ("2024-10-08", "market_cap", ("nvidia",), {"measures": [money("-100e9", "market_cap_change")]})
LAUNCH = ("2024-03-18", "launch", ("nvidia",))


def tell(database, source, *claim, published="2024-11-25"):
    text = f"In {source} it is told."
    given = extraction(text, (f"In {source}", *claim), source=source, published=published)
    write_extraction(database, given, ENTITIES, MONDAY)


@pytest.fixture
def told(database):
    """Two sources tell one drop, a third another drop, a fourth a launch."""
    tell(database, "a", *DAY)
    tell(database, "b", *DAY, published="2024-11-26")
    tell(database, "c", *LATER)
    tell(database, "d", *LAUNCH)
    return database


def again(database):
    """Every document is read again, one with other words first."""
    for source, claim in (("d", LAUNCH), ("c", LATER), ("b", DAY), ("a", DAY)):
        day = "2024-11-26" if source == "b" else "2024-11-25"
        text = f"In {source} it is told."
        write_extraction(database, extraction(text, source=source, published=day), ENTITIES, MONDAY)
        tell(database, source, *claim, published=day)


def groups(database):
    return sorted(sorted(event.sources) for event in timeline(database))


def event_of(database, source):
    [found] = [event for event in timeline(database) if source in event.sources]
    return found


APART = [["a", "b"], ["c"], ["d"]]


def test_same_and_back(told):
    assert groups(told) == APART
    made = judge(told, "same", event_of(told, "a").id, event_of(told, "c").id[:9], by="Ann")
    assert groups(told) == [["a", "b", "c"], ["d"]]
    again(told)
    assert groups(told) == [["a", "b", "c"], ["d"]]
    undo(told, made.number)
    assert groups(told) == APART
    assert not [finding for finding in check_base(told) if finding.is_error]


def test_different_and_back(told):
    [left, right] = event_of(told, "a").statements
    made = judge(told, "different", left, right, by="Ann")
    assert groups(told) == [["a"], ["b"], ["c"], ["d"]]
    again(told)
    assert groups(told) == [["a"], ["b"], ["c"], ["d"]]
    undo(told, made.number)
    assert groups(told) == APART


def test_a_wrong_event_is_gone_with_all_that_tell_it(told):
    made = judge(told, "wrong", event_of(told, "a").id, by="Ann")
    assert len(made.left) == 2
    assert groups(told) == [["c"], ["d"]]
    again(told)
    assert groups(told) == [["c"], ["d"]]
    undo(told, made.number)
    assert groups(told) == APART


def test_a_wrong_statement_leaves_the_others(told):
    judge(told, "wrong", event_of(told, "a").statements[1], by="Ann")
    assert groups(told) == [["a"], ["c"], ["d"]]
    assert not [finding for finding in check_base(told) if finding.is_error]


def test_amend_changes_the_event_and_no_statement(told):
    name = event_of(told, "a").id
    first = judge(told, "amend", name, by="Ann", amend={"when": "2024-09-04", "title": "The drop"})
    judge(told, "amend", name, by="Bo", amend={"kind": "share_price", "status": "rumored"})
    again(told)
    [event] = timeline(told)[1:2]
    assert (event.id, event.title, event.when.edtf) == (name, "The drop", "2024-09-04")
    assert (event.kind, event.status) == ("share_price", Status.RUMORED)
    detail = event_detail(told, name)
    assert {(each.statement.when.edtf, each.statement.kind) for each in detail.evidence} == {
        ("2024-09-03", "market_cap")
    }
    assert [each.by for each in detail.judgements] == ["Ann", "Bo"]
    assert timeline_then(told) == timeline(told)
    undo(told, first.number)
    [event] = timeline(told)[1:2]
    assert (event.title, event.when.edtf, event.kind) == ("In a", "2024-09-03", "share_price")
    assert not [finding for finding in check_base(told) if finding.is_error]


def test_the_last_word_counts(told):
    name = event_of(told, "d").id
    judge(told, "amend", name, by="Ann", amend={"title": "One"})
    last = judge(told, "amend", name, by="Bo", amend={"title": "Two"})
    assert event_of(told, "d").title == "Two"
    undo(told, last.number)
    assert event_of(told, "d").title == "One"


def test_judgements_are_listed_with_author_and_time(told):
    before = datetime.now(UTC)
    made = judge(told, "wrong", event_of(told, "a").id, by="Ann")
    judge(told, "amend", event_of(told, "d").id, by="Bo", amend={"title": "x"})
    first, second = verdicts(told)
    assert first == made
    assert before <= first.at <= second.at
    assert (first.by, second.by, second.amend) == ("Ann", "Bo", {"title": "x"})
    back = undo(told, made.number)
    assert verdicts(told)[0] == back
    assert back.retracted_at is not None


def test_what_was_judged_then(told):
    made = judge(told, "wrong", event_of(told, "a").id, by="Ann")
    undo(told, made.number)
    for moment, count in ((made.at - timedelta(seconds=1), 3), (made.at, 2), (datetime.now(UTC), 3)):
        assert len(timeline_then(told, recorded_by=moment)) == count, moment


def test_what_cannot_be_judged(told):
    name = event_of(told, "a").id
    with pytest.raises(UnknownName, match="unknown event or statement 'zzz'"):
        judge(told, "wrong", "zzz", by="Ann")
    with pytest.raises(UnknownName):
        judge(told, "wrong", "", by="Ann")
    with pytest.raises(DataError, match="these are one"):
        judge(told, "same", name, name, by="Ann")
    with pytest.raises(UnknownName, match="did you mean launch"):
        judge(told, "amend", name, by="Ann", amend={"kind": "lanch"})
    with pytest.raises(DataError, match="no judgement has the number 99"):
        undo(told, 99)
    made = judge(told, "wrong", name, by="Ann")
    undo(told, made.number)
    with pytest.raises(DataError, match="taken back already"):
        undo(told, made.number)
    assert groups(told) == APART


def test_an_unread_statement_takes_its_judgement_along(told):
    """It counts for nothing while the statement is gone, and again when it is back."""
    judge(told, "same", event_of(told, "a").id, event_of(told, "c").id, by="Ann")
    text = "In c it is told."
    write_extraction(told, extraction(text, source="c"), ENTITIES, Run(MONDAY.at + timedelta(hours=1), "1.0"))
    assert groups(told) == [["a", "b"], ["d"]]
    tell(told, "c", *LATER)
    assert groups(told) == [["a", "b", "c"], ["d"]]


NEW = {
    **ENTITIES,
    "acme": Entity("acme", EntityType.ORGANIZATION, {"en": ("Acme",)}, provisional=True),
}


def tell_new(database, entities=("acme",), source="e"):
    text = f"In {source} it is told."
    given = extraction(text, (f"In {source}", "2024-03-18", "launch", entities), source=source)
    write_extraction(database, given, NEW, MONDAY)


def concerned(database):
    return sorted(event.entities for event in timeline(database))


def sound(database):
    return not [finding for finding in check_base(database) if finding.is_error]


def test_merging_an_entity_joins_its_events_with_the_known_ones(database):
    tell(database, "d", *LAUNCH)
    tell_new(database)
    assert concerned(database) == [("acme",), ("nvidia",)]
    made = merge(database, "acme", "nvidia", NEW, by="Ann")
    assert concerned(database) == [("nvidia",)]
    assert unconfirmed(database) == []
    tell_new(database, source="f")
    assert concerned(database) == [("nvidia",)]
    assert sorted(event_of(database, "f").sources) == ["d", "e", "f"]
    assert timeline_then(database) == timeline(database)
    assert sound(database)
    undo(database, made.number)
    assert concerned(database) == [("acme",), ("nvidia",)]
    assert [each.entity.id for each in unconfirmed(database)] == ["acme"]
    assert sound(database)


def test_merging_one_that_is_not_the_principal(database):
    tell_new(database, ("nvidia", "acme"))
    made = merge(database, "acme", "tsmc", NEW, by="Ann")
    assert concerned(database) == [("nvidia", "tsmc")]
    undo(database, made.number)
    assert concerned(database) == [("nvidia", "acme")]
    merge(database, "acme", "nvidia", NEW, by="Ann")
    assert concerned(database) == [("nvidia",)]
    assert sound(database)


def test_merges_in_a_chain(database):
    tell_new(database)
    rename(database, "acme", "Acme Labs", by="Ann")
    assert concerned(database) == [("acme-labs",)]
    second = merge(database, "acme-labs", "tsmc", NEW, by="Ann")
    assert concerned(database) == [("tsmc",)]
    assert find_entity_id(database, "acme") == "tsmc"
    undo(database, second.number)
    assert concerned(database) == [("acme-labs",)]
    assert sound(database)


def test_a_name_survives_a_new_reading(database):
    tell_new(database)
    made = rename(database, "acme", "ACME", by="Ann")
    tell_new(database, source="f")
    assert find_entity(database, "acme").names == {"en": ("ACME", "Acme")}
    assert unconfirmed(database) == []
    undo(database, made.number)
    assert find_entity(database, "acme").names == {"en": ("Acme",)}
    [found] = unconfirmed(database)
    assert (found.statements, found.sources, found.quote) == (2, ("e", "f"), "In e")


def test_what_cannot_be_merged_or_renamed(database):
    tell_new(database)
    tell(database, "d", *LAUNCH)
    with pytest.raises(UnknownName, match="did you mean acme"):
        merge(database, "acne", "nvidia", NEW, by="Ann")
    merge(database, "acme", "nvidia", NEW, by="Ann")
    with pytest.raises(DataError, match="are one already"):
        merge(database, "nvidia", "acme", NEW, by="Ann")
    with pytest.raises(DataError, match="is known as nvidia"):
        rename(database, "acme", "Nvidia", by="Ann")
    with pytest.raises(DataError, match="no letter or digit"):
        rename(database, "acme", "!?", by="Ann")
