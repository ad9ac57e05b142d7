"""Bylines, copyright lines, menus, contents, disclaimers and fiction tell of no events."""

from datetime import date
from pathlib import Path

from benchmarks.accuracy import extract_text

TEXTS = [path.read_text("utf-8") for path in sorted(Path(__file__).with_name("negative").glob("*.txt"))]


def test_at_most_one_false_event_in_two_thousand_characters():
    events = sum(len(extract_text("negative", text, date(2024, 11, 25))["events"]) for text in TEXTS)
    assert 2000 * events <= sum(map(len, TEXTS))
