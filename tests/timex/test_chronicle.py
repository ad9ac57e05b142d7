"""Chronicles: what stands under the heading of a date takes what it lacks from it."""

from datetime import date

import pytest

from kb.timex import TimeContext, read_times

ENTRIES = """January 20. DeepSeek releases R1. Its app tops the chart a week later and on the 27th Nvidia sheds value.

February. A crowded month. xAI ships Grok 3 on the 17th. It runs everywhere by late September.

April 5. Meta drops Llama 4. The big one was due later that month, then moved to June. Its chief told staff on \
November 19 that he would leave at year's end.
"""
CHAPTERS = """## 2022

In March the company bought land in Arizona for its second plant. Ground was broken in September.

## 2023

In March the company delayed the plant. It would open in May, the company said on April 2.
"""
CHINESE = """2022年

3月，公司在亞利桑那買地，準備興建第二座工廠，9月動工。

2023年：轉折

3月8日，公司宣布工廠延後，原定5月啟用。
"""


@pytest.mark.parametrize(
    ("text", "published", "values"),
    [
        (
            ENTRIES,
            date(2025, 12, 3),
            [
                "2025-01-20",
                "2025-01-27/2025-02-02",
                "2025-01-27",
                "2025-02",
                "2025-02-17",
                "2025-09-21~/2025-09-30~",
                "2025-04-05",
                "2025-04",
                "2025-06",
                "2025-11-19",
                "2025-09~/2025-12~",
            ],
        ),
        (
            CHAPTERS,
            date(2025, 8, 29),
            ["2022", "2022-03", "2022-09", "2023", "2023-03", "2023-05", "2023-04-02"],
        ),
        (CHINESE, date(2025, 8, 29), ["2022", "2022-03", "2022-09", "2023", "2023-03-08", "2023-05"]),
        # Rows of a table head nothing.
        (
            "2021\n2022\n2023\n\nThe shop opened in March.",
            date(2025, 8, 29),
            ["2021", "2022", "2023", "2025-03"],
        ),
    ],
    ids=["entries", "chapters", "chinese", "table"],
)
def test_a_heading_lends(text, published, values):
    mentions = read_times(text, TimeContext(published))
    assert [mention.when.edtf for mention in mentions if mention.when] == values


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("華東第二工廠9月動工。", date(2025, 6, 6), "2025-09"),
        ("11月中旬交貨。", date(2025, 9, 12), "2025-11-11~/2025-11-20~"),
        ("8月，市傳公司出售商場。", date(2025, 11, 21), "2025-08"),
        ("12月營收創高。", date(2025, 1, 10), "2024-12"),
        ("新廠2月投產。", date(2024, 12, 20), "2025-02"),
        ("新廠預計2月投產。", date(2024, 12, 20), "2025-02"),
        ("9月29日，市場監管總局立案調查，將依法處理。", date(2025, 12, 18), "2025-09-29"),
        ("The plant will open in February.", date(2024, 12, 20), "2025-02"),
    ],
)
def test_a_bare_date_is_of_the_year_that_speakers_leave_out(text, published, value):
    [mention] = read_times(text, TimeContext(published))
    assert mention.when.edtf == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (  # a story goes on
            "Cliffs offered $7.3 billion in July 2023; U.S. Steel turned it down on Aug. 13. Nippon won in December.",
            "2023-07 2023-08-13 2023-12",
        ),
        (  # the news of the day begins
            "The firm was sold in November 2023. On Monday its chief said that orders rose in March.",
            "2023-11 2025-06-16 2025-03",
        ),
    ],
)
def test_a_story_of_past_months_goes_on_in_its_year(text, values):
    mentions = read_times(text, TimeContext(date(2025, 6, 20)))
    assert [mention.when.edtf for mention in mentions if mention.when] == values.split()
