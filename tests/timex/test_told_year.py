"""The fiscal year that a text tells of itself, for companies whose calendar nobody knows."""

from __future__ import annotations

from datetime import date

import pytest

import kb
from kb.lang.fold import fold
from kb.timex.told_year import told_calendar

TOLD = {
    "For the year ended March 31, 2025, it earned £4m.": 3,
    "Results for the fiscal year ended 28 June 2025": 6,
    "the year to 1 February was its best": 1,
    "profit for the six months ended 30 September": 3,
    "the first half, the six months to 31 December, was weak": 6,
    "in the second half ended 30 June": 6,
    "the nine months ended 31 December": 3,
    "in the third quarter ended December 31": 3,
    "Its financial year begins on July 1.": 6,
    "Revenue was Rs 500 crore, or 12 lakh a bed.": 3,
    "截至2025年3月31日止年度，集團錄得虧損": 3,
    "截至9月30日止六個月純利跌": 3,
    "截至9月30日止的2026財政年度上半年業績": 3,
    "截至六月底止下半年": 6,
    "截至12月31日止九個月": 3,
    "截至12月31日止第三季": 3,
    "公司財年於每年6月30日結束": 6,
    "財政年度由4月1日開始": 3,
}
UNTOLD = (
    "The quarter ended December 31 was good.",
    "截至9月30日止三個月",
    "The year ended badly.",
    "截至3月31日，公司有現金5億元",
    "One crore people watched it.",
    "One had the year ended March 31, the other the year ended June 30.",
)


@pytest.mark.parametrize(("text", "month"), TOLD.items())
def test_a_year_end_is_told(text: str, month: int) -> None:
    calendar = told_calendar(fold(text))
    assert calendar is not None
    assert calendar.year(2025).ends_on.month == month


@pytest.mark.parametrize("text", UNTOLD)
def test_no_year_end_is_told(text: str) -> None:
    assert told_calendar(fold(text)) is None


def test_a_year_of_the_calendar_is_certain() -> None:
    text = "Brackwell's results for the year ended 31 December 2024: in FY2024 it earned £4m."
    assert [each.when.edtf for each in kb.dates(text) if each.when] == ["2024-12-31", "2024"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "Kaveri made Rs 500 crore in Q3 FY26. It had 3 lakh patients in FY25, and aims higher next fiscal.",
            ["2025-10-01/2025-12-31", "2024-04-01/2025-03-31", "2026-04-01/2027-03-31"],
        ),
        (
            "The first half of the current fiscal brought Rs 9 crore, against 7 lakh in the last fiscal.",
            ["2025-04-01/2025-09-30", "2024-04-01/2025-03-31"],
        ),
        (
            "六六珠寶公布截至9月30日止的2026財政年度上半年業績。上半財年純利升5%，2027財年將擴張，首財季銷售持平。",
            ["2025-09-30", "2025-04-01/2025-09-30", "2025-04-01/2025-09-30", "2026-04-01/2027-03-31"],
        ),
    ],
)
def test_fiscal_dates_are_read_on_it(text: str, values: list[str]) -> None:
    found = [each.when for each in kb.dates(text, published=date(2026, 1, 27)) if each.when]
    spans = [
        each.edtf if each.starts_on == each.ends_on else f"{each.starts_on}/{each.ends_on}" for each in found
    ]
    assert spans[: len(values)] == values


def test_a_known_company_keeps_its_own() -> None:
    text = "For the year ended March 31, 2024, Kaveri lost money. Nvidia's fiscal 2025 was a record."
    assert [each.when.edtf for each in kb.dates(text) if each.when][-1] == "2024-01-29/2025-01-26"
