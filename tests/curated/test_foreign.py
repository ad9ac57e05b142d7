"""Events from elsewhere: what they have is kept, what has no place is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.curated.event import CuratedEvent
from kb.curated.table import Dropped, RowError, read_table
from kb.model import Status

ENTITY = "http://www.wikidata.org/entity/"


def read(path: Path, text: str) -> tuple[list[CuratedEvent], dict[str, int], list[tuple[int, str]]]:
    path.write_text(text, encoding="utf-8")
    found = list(read_table(path))
    events = [each for each in found if isinstance(each, CuratedEvent)]
    dropped = {each.name: each.count for each in found if isinstance(each, Dropped)}
    errors = [(each.line, each.message) for each in found if isinstance(each, RowError)]
    return events, dropped, errors


def sparql(*results: dict[str, str]) -> str:
    bindings = [
        {name: {"type": "literal", "value": value} for name, value in each.items()} for each in results
    ]
    return json.dumps({"head": {"vars": []}, "results": {"bindings": bindings}})


@pytest.mark.parametrize(
    ("value", "precision", "calendar", "edtf"),
    [
        ("1993-04-05T00:00:00Z", "11", "Q1985727", "1993-04-05"),
        ("1993-04-01T00:00:00Z", "10", "Q1985727", "1993-04"),
        ("1993-01-01T00:00:00Z", "9", "Q1985727", "1993"),
        ("1990-01-01T00:00:00Z", "8", "Q1985727", "199X"),
        ("1900-01-01T00:00:00Z", "7", "Q1985727", "18XX"),
        ("1801-01-01T00:00:00Z", "7", "Q1985727", "18XX"),
        # The query service has converted it already; only the calendar that an editor saw is told.
        ("1498-07-01T00:00:00Z", "11", "Q1985786", "1498-07-01"),
        # As an entity has it: in its own calendar.
        ("+1498-06-22T00:00:00Z", "11", "Q1985786", "1498-07-01"),
        ("+1917-10-25T00:00:00Z", "11", "Q1985786", "1917-11-07"),
        ("+1917-01-01T00:00:00Z", "9", "Q1985786", "1917"),
    ],
)
def test_wikidata_precision_and_calendar(
    tmp_path: Path, value: str, precision: str, calendar: str, edtf: str
) -> None:
    row = {"item": f"{ENTITY}Q182477", "itemLabel": "Nvidia founded", "date": value}
    row |= {"precision": precision, "calendar": ENTITY + calendar}
    [event], dropped, errors = read(tmp_path / "a.json", sparql(row))
    assert (event.when.edtf, event.title, event.url) == (edtf, "Nvidia founded", f"{ENTITY}Q182477")
    assert (dropped, errors) == ({}, [])


def test_wikidata_starts_and_ends(tmp_path: Path) -> None:
    row = {
        "event": f"{ENTITY}Q1", "eventLabel": "A strike", "start": "2024-03-01T00:00:00Z", "startPrecision": "11",
        "end": "2024-05-01T00:00:00Z", "endPrecision": "10", "coord": "Point(1 2)",
    }  # fmt: skip
    [event], dropped, _ = read(tmp_path / "a.json", sparql(row))
    assert (event.when.starts_on.isoformat(), event.when.ends_on.isoformat()) == ("2024-03-01", "2024-05-31")
    assert dropped == {"coord": 1}


def test_wikidata_downloaded_and_broken_rows(tmp_path: Path) -> None:
    rows = [
        {"item": f"{ENTITY}Q1", "itemLabel": "Founded", "inception": "1993-04-05T00:00:00Z"},
        {"item": f"{ENTITY}Q2", "itemLabel": "Old", "inception": "-0044-03-15T00:00:00Z"},
        {"item": f"{ENTITY}Q3", "itemLabel": "None"},
    ]
    [event], _, errors = read(tmp_path / "a.json", json.dumps(rows))
    assert event.when.edtf == "1993-04-05"
    assert errors == [
        (2, "-0044-03-15T00:00:00Z: years before 1 and after 9999 are not kept"),
        (3, "no date"),
    ]


def gdelt(version: int) -> str:
    cells = [""] * {2: 61, 1: 58}[version]
    cells[0], cells[1], cells[6], cells[16] = "1212", "20240904", "NVIDIA", "UNITED STATES"
    cells[26], cells[28], cells[30], cells[34] = "1125", "11", "-2.0", "-3.1"
    place, added, url = (52, 59, 60) if version == 2 else (50, 56, 57)
    cells[place], cells[added] = "Santa Clara, California, United States", "20240905"
    cells[url] = "https://news.example.org/1"
    return "\t".join(cells)


@pytest.mark.parametrize("version", [1, 2])
def test_gdelt(tmp_path: Path, version: int) -> None:
    [event], dropped, errors = read(tmp_path / "a.CSV", f"{gdelt(version)}\nbroken\tline\n")
    assert event.title == "Nvidia disapproves – United States (Santa Clara, California, United States)"
    assert (event.when.edtf, event.published.isoformat()) == ("2024-09-04", "2024-09-05")
    assert (event.publisher, event.url) == ("news.example.org", "https://news.example.org/1")
    assert event.entities[0] == "nvidia"
    assert dropped == {"event code": 1, "Goldstein scale": 1, "tone": 1}
    assert errors == [(2, "2 columns, where GDELT has 57, 58 or 61")]


def test_timesketch(tmp_path: Path) -> None:
    row = {
        "message": "Nvidia fell", "datetime": "2024-09-04T10:30:00+00:00", "timestamp_desc": "Traded",
        "timestamp": 1725445800000000, "tag": ["x"], "source": "Wire",
    }  # fmt: skip
    [event], dropped, errors = read(tmp_path / "a.jsonl", json.dumps(row) + "\n{broken\n")
    assert (event.title, event.when.edtf, event.publisher) == ("Nvidia fell", "2024-09-04", "Wire")
    assert dropped == {"tag": 1, "time of day": 1, "timestamp_desc": 1}
    assert [line for line, _ in errors] == [2]
    table = 'message,timestamp,datetime,timestamp_desc\n"Nvidia, again",0,2024-09-05T00:00:00+00:00,Traded\n'
    [event], dropped, _ = read(tmp_path / "a.csv", table)
    assert (event.title, event.when.edtf, dropped) == ("Nvidia, again", "2024-09-05", {"timestamp_desc": 1})


def test_timelinejs(tmp_path: Path) -> None:
    timeline = {
        "title": {"text": {"headline": "A company"}},
        "events": [
            {
                "start_date": {"year": "2024", "month": "9", "day": "4", "hour": "10"},
                "end_date": {"year": 2024, "month": 9, "day": 6},
                "text": {"headline": "<b>Nvidia</b> falls &amp; falls", "text": "<p>More</p>"},
                "media": {"url": "https://example.org/a.png"},
            },
            {"start_date": {"year": "1993", "month": ""}, "text": {"text": "<p>Founded</p>"}},
            {"text": {"headline": "Never"}},
        ],
        "eras": [
            {"start_date": {"year": "2000"}, "end_date": {"year": "2010"}, "text": {"headline": "Rise"}}
        ],
    }
    events, dropped, errors = read(tmp_path / "a.json", json.dumps(timeline))
    assert [
        (event.when.starts_on.isoformat(), event.when.ends_on.isoformat(), event.title) for event in events
    ] == [
        ("2024-09-04", "2024-09-06", "Nvidia falls & falls"),
        ("1993-01-01", "1993-12-31", "Founded"),
        ("2000-01-01", "2010-12-31", "Rise"),
    ]
    assert dropped == {"media": 1, "text below the headline": 1, "time of day": 1, "title": 1}
    assert errors == [(3, "no date")]


def test_icalendar(tmp_path: Path) -> None:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VTIMEZONE", "TZID:Asia/Taipei", "END:VTIMEZONE",
        "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20240904", "DTEND;VALUE=DATE:20240906",
        "SUMMARY:Nvidia falls\\, and fal", " ls again", "DESCRIPTION:long", "STATUS:CONFIRMED", "END:VEVENT",
        "BEGIN:VEVENT", 'DTSTART;TZID="Asia/Taipei":20241120T160000', "DTEND:20241120T170000", "SUMMARY:Results",
        "STATUS:TENTATIVE", "RRULE:FREQ=YEARLY", "URL:https://example.org/", "BEGIN:VALARM", "SUMMARY:Alarm",
        "END:VALARM", "END:VEVENT",
        "BEGIN:VEVENT", "SUMMARY:Never", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20240101", "DURATION:P1W", "SUMMARY:A week", "STATUS:CANCELLED",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    events, dropped, errors = read(tmp_path / "a.ics", "\r\n".join(lines))
    assert [
        (event.when.starts_on.isoformat(), event.when.ends_on.isoformat(), event.title) for event in events
    ] == [
        ("2024-09-04", "2024-09-05", "Nvidia falls, and falls again"),
        ("2024-11-20", "2024-11-20", "Results"),
        ("2024-01-01", "2024-01-07", "A week"),
    ]
    assert [event.status for event in events] == [None, Status.PLANNED, Status.CANCELLED]
    assert dropped == {"DESCRIPTION": 1, "RRULE": 1, "VTIMEZONE": 1, "time of day": 1}
    assert errors == [(26, "no date")]


def test_what_another_program_writes_is_read(tmp_path: Path) -> None:
    from datetime import date

    from icalendar import Calendar, Event

    calendar, event = Calendar(), Event()
    event.add("summary", "輝達在2024年9月4日大跌，" * 9)
    event.add("dtstart", date(2024, 9, 4))
    calendar.add_component(event)
    [found], _, _ = read(tmp_path / "a.ics", calendar.to_ical().decode())
    assert (found.title, found.when.edtf) == ("輝達在2024年9月4日大跌，" * 9, "2024-09-04")


@pytest.mark.parametrize(
    "text", ['{"results": {"bindings": 1}}', '{"events": [], "start_date": 1', "BEGIN:VCALENDAR"]
)
def test_broken_ones_never_raise(tmp_path: Path, text: str) -> None:
    events, _, errors = read(tmp_path / "a.json", text)
    assert not events
    assert all("\n" not in message for _, message in errors)
