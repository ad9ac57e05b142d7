"""Judging date cases, each worked out by hand."""

import json
from datetime import date

import pytest

from benchmarks.cases import Case, Found, Mention, differs_by_bound, judge, read_cases, read_known_differences
from benchmarks.dates import list_failures, report, run
from benchmarks.tally import Tally
from kb.errors import ReadError

MAY = (date(2024, 5, 1), date(2024, 5, 31))
JUNE = (date(2024, 6, 1), date(2024, 6, 30))


def case(*mentions, ignore=(), exhaustive=True):
    return Case("suite-1", "x" * 40, "2024-05-17T12:00:00", "en", mentions, ignore, exhaustive)


def mention(start, end, *readings):
    return Mention(start, end, "x" * (end - start), readings)


def found(start, end, days, bound=None):
    return Found(start, end, "x" * (end - start), days, bound, "rule")


@pytest.mark.parametrize(
    ("given", "items", "tally", "false"),
    [
        (case(mention(0, 5, MAY)), [found(1, 3, MAY)], Tally(1, 1, 1), 0),
        (case(mention(0, 5, MAY)), [found(0, 5, JUNE)], Tally(0, 1, 1), 0),
        (case(mention(0, 5, MAY, JUNE)), [found(0, 5, JUNE)], Tally(1, 1, 1), 0),
        (case(mention(0, 5, MAY)), [], Tally(0, 0, 1), 0),
        (case(), [found(0, 5, MAY)], Tally(0, 1, 0), 1),
        (case(exhaustive=False), [found(0, 5, MAY)], Tally(0, 0, 0), 0),
        (case(ignore=((3, 9),)), [found(0, 5, MAY)], Tally(0, 0, 0), 0),
        (case(ignore=((5, 9),)), [found(0, 5, MAY)], Tally(0, 1, 0), 1),
        (case(mention(0, 9, MAY)), [found(0, 3, JUNE), found(4, 9, MAY)], Tally(1, 2, 1), 0),
        (case(mention(0, 5, MAY), exhaustive=False), [found(0, 5, JUNE)], Tally(0, 1, 1), 0),
    ],
    ids=[
        "overlap", "value", "also", "missed", "false", "not exhaustive", "ignored", "beside ignored", "split",
        "not exhaustive but wrong",
    ],
)  # fmt: skip
def test_judge(given, items, tally, false):
    outcome = judge(given, items)
    assert (outcome.tally, outcome.false) == (tally, false)
    assert outcome.passed == (tally.right == tally.predicted == tally.expected)


@pytest.mark.parametrize(
    ("reading", "item", "right", "by_bound"),
    [
        ((MAY[0], None), found(0, 5, MAY, "since"), True, False),
        ((MAY[0], None), found(0, 5, MAY), False, False),
        ((MAY[0], None), found(0, 5, MAY, "until"), False, False),
        ((None, MAY[1]), found(0, 5, MAY, "until"), True, False),
        ((None, MAY[1]), found(0, 5, (None, MAY[1])), True, False),
        ((JUNE[0], None), found(0, 5, MAY, "since"), False, True),
        ((None, MAY[1]), found(0, 5, JUNE, "until"), False, True),
    ],
)
def test_open_ends(reading, item, right, by_bound):
    wanted = mention(0, 5, reading)
    assert judge(case(wanted), [item]).passed is right
    assert differs_by_bound(wanted, item) is by_bound


def test_known_differences_leave_the_second_figure_only(tmp_path):
    path = tmp_path / "known.toml"
    path.write_text('[[difference]]\nreason = "weeks start on Sunday"\ncases = ["suite-1"]\n')
    known = read_known_differences(path)
    result = run("suite", "kb", lambda cases: ([[]], 1.0), [case(mention(0, 5, MAY))], known)
    assert (result.tally, result.tally_less_known) == (Tally(0, 0, 1), Tally())
    assert "KNOWN: weeks start on Sunday" in "\n".join(list_failures(result))
    assert report([result]).splitlines()[-1].split() == [
        "suite", "kb", "1", "100.0", "0.0", "0.0", "100.0", "0", "40",
    ]  # fmt: skip


def test_a_listed_difference_that_passes_is_named():
    result = run("suite", "kb", lambda cases: ([[]], 1.0), [case()], {"suite-1": "reason"})
    assert list(list_failures(result))[1:] == ["suite-1  right, though listed as a known difference"]


def test_read_cases(tmp_path):
    path = tmp_path / "suite.jsonl"
    row = {
        "id": "suite-1", "lang": "en", "text": "since May or June", "reference": "2024-05-17T12:00:00",
        "exhaustive": True, "ignore": [[10, 12, "time"]],
        "mentions": [{
            "start": 6, "end": 9, "text": "May", "starts_on": "2024-05-01", "ends_on": None,
            "also": [["2025-05-01", None]],
        }],
    }  # fmt: skip
    path.write_text(json.dumps(row) + "\n\n")
    [one] = read_cases(path)
    assert one.day == date(2024, 5, 17)
    assert one.ignore == ((10, 12),)
    assert one.mentions[0].readings == ((date(2024, 5, 1), None), (date(2025, 5, 1), None))


def test_missing_file(tmp_path):
    with pytest.raises(ReadError, match="no case file"):
        read_cases(tmp_path / "none.jsonl")
