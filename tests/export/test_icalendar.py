"""iCalendar, as icalendar, vobject and ical.js read it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from kb.export.files.icalendar import escaped, folded
from kb.export.job import Job
from kb.model import EventDetail, Status
from kb.when.span import TimeSpan
from tests.export.samples import EVENTS, SLIPPED, TITLES, detail, written
from tests.javascript import run_node

CALENDAR = written("ics")
BY_ID = {each.event.id: each for each in EVENTS}


def _read() -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(CALENDAR)
    return {str(event["UID"]).removesuffix("@kb"): event for event in calendar.walk("VEVENT")}


def test_icalendar_reads_every_event_whole() -> None:
    found = _read()
    assert found.keys() == BY_ID.keys()
    for name, event in found.items():
        told = BY_ID[name].event
        assert not event.errors
        assert str(event["SUMMARY"]) == " ".join(told.title.split())
        assert event["DTSTART"].dt == told.when.starts_on
        assert event["DTEND"].dt == told.when.ends_on + timedelta(days=1)
        assert event["X-KB-EDTF"] == told.when.edtf


def test_days_are_dates_and_never_times() -> None:
    for event in _read().values():
        for name in ("DTSTART", "DTEND"):
            assert type(event[name].dt) is date
            assert event[name].params["VALUE"] == "DATE"
    assert b"DTSTART;VALUE=DATE:20240904\r\n" in CALENDAR


def test_statuses() -> None:
    found = _read()
    assert {status: str(found[f"es{status}"]["STATUS"]) for status in Status} == {
        "actual": "CONFIRMED",
        "planned": "TENTATIVE",
        "forecast": "TENTATIVE",
        "rumored": "TENTATIVE",
        "cancelled": "CANCELLED",
        "denied": "CANCELLED",
    }
    assert {str(event["TRANSP"]) for event in found.values()} == {"TRANSPARENT"}


def test_a_revised_date_has_a_higher_sequence() -> None:
    found = _read()
    assert found[SLIPPED.event.id]["SEQUENCE"] == 1
    assert "Put off from 2024 Q2" in found[SLIPPED.event.id]["DESCRIPTION"]
    assert found["et0"]["SEQUENCE"] == 0


def test_a_coarse_date_says_so() -> None:
    job = Job()
    told = written("ics", [detail("Soon", "2024-34")], job).decode()
    assert "Date: 2024 Q2 (the source gives a quarter\\, no day)" in told.replace("\r\n ", "")
    assert list(job.notes()) == [
        "1 event dated to a quarter, not to a day: shown as an all-day span, as its description says"
    ]


def test_the_same_events_give_the_same_file() -> None:
    assert written("ics") == CALENDAR
    assert b"DTSTAMP:20240905T000000Z\r\n" in CALENDAR


def test_only_addresses_of_the_web_are_links() -> None:
    assert b"URL:https://example.com/news?a=1&b=2\r\n" in CALENDAR
    for url in ("javascript:alert(1)", "https://a.example/\r\nX:y", "file:///etc/passwd", "data:text/html,x"):
        assert b"URL:" not in written("ics", [detail(url=url)])


def test_vobject_reads_it() -> None:
    calendar = vobject.readOne(CALENDAR.decode())
    found = {event.uid.value.removesuffix("@kb"): event for event in calendar.vevent_list}
    assert found.keys() == BY_ID.keys()
    for name, event in found.items():
        told = BY_ID[name].event
        assert event.summary.value == " ".join(told.title.split())
        assert event.dtstart.value == told.when.starts_on
        assert event.dtend.value == told.when.ends_on + timedelta(days=1)


def test_ical_js_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(CALENDAR)
    found = {
        event["uid"].removesuffix("@kb"): event
        for event in run_node("ical.mjs", "ical.js", tmp_path / "a.ics")
    }
    assert found.keys() == BY_ID.keys()
    for name, event in found.items():
        told = BY_ID[name].event
        assert event["summary"] == " ".join(told.title.split())
        assert event["allDay"]
        assert event["start"].zfill(10) == told.when.starts_on.isoformat()
        assert event["end"].zfill(10) == (told.when.ends_on + timedelta(days=1)).isoformat()
        assert event["edtf"] == told.when.edtf
    assert found["em"]["categories"] == ["market_cap", "actual", "Nvidia", "Jensen Huang"]


def test_the_last_day_there_is() -> None:
    job = Job()
    assert b"DTEND" not in written("ics", [detail(edtf=TimeSpan.day(date.max))], job)
    assert list(job.notes()) == ["1 event without DTEND: no day follows 9999-12-31"]


def test_no_events_make_a_calendar_all_the_same() -> None:
    assert not icalendar.Calendar.from_ical(written("ics", [])).walk("VEVENT")


@given(st.text() | st.sampled_from(TITLES))
def test_lines_are_folded_by_octets_and_come_back(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).encode().removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode() for piece in pieces)
    assert b"".join([pieces[0], *(piece[1:] for piece in pieces[1:])]).decode() == line


@pytest.mark.parametrize("mark", ["\r\n", "\x0b", "\x85", "\u2028"])
def test_no_text_ends_a_line(mark: str) -> None:
    hostile: EventDetail = detail(quote=f"one{mark}END:VEVENT{mark}two")
    for line in written("ics", [hostile]).decode().split("\r\n"):
        assert len(line.splitlines()) <= 1
    assert len(icalendar.Calendar.from_ical(written("ics", [hostile])).walk("VEVENT")) == 1
