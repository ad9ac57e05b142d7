"""What speed is measured on, and how it is told. No figure is asserted: machines differ."""

import pytest

from benchmarks.speed import best_speeds, collect_texts, first_speed, main, report


@pytest.mark.parametrize("language", ["zh", "en"])
def test_texts_are_of_one_language(language):
    texts = collect_texts(language, 30_000)
    assert 30_000 <= sum(map(len, texts)) < 40_000
    assert all(("。" in text) == (language == "zh") for text in texts)


def test_each_text_is_read_by_turns_and_once_more_than_it_occurs():
    seen = []
    speeds = best_speeds({"a": seen.append, "b": lambda text: seen.append(text.upper())}, ["x", "x"])
    assert seen == ["x", "x", "x", "X", "X", "X"]
    assert speeds.keys() == {"a", "b"}
    assert min(speeds.values()) > 0


def test_a_first_reading_is_read_once():
    seen = []
    assert first_speed(seen.append, ["one", "two"]) > 0
    assert seen == ["one", "two"]


def test_report_compares_with_one_pass_of_re():
    table = report({"zh": {"dates": 500.0, "one pass of re": 1000.0}, "en": {"one pass of re": 2000.0}})
    assert [line.split() for line in table.splitlines()[2:]] == [
        ["dates", "500", "0.50", "-", "-"],
        ["one", "pass", "of", "re", "1,000", "1.00", "2,000", "1.00"],
    ]


def test_every_measure_is_printed(capsys):
    assert main(["--characters", "1000"]) == 0
    names = [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()[2:]]
    assert names == [
        "dates, one a sentence",
        "dates, first met",
        "paid once, seconds",
        "dates",
        "extraction",
        "one pass of re",
        "same, guarded",
        "dateparser search",
    ]
