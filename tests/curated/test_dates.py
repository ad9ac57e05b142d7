"""Free-form dates: many spellings, one span; and what is none."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.curated.dates import read_day, read_when
from kb.errors import DateError
from kb.when.span import TimeSpan

SPELLINGS = {
    "2024-09-04": [
        "2024-09-04", "2024/9/4", "2024.9.4", "Sept 4, 2024", "Sept. 4, 2024", "September 4, 2024",
        "4 September 2024", "on Sept 4, 2024", "2024年9月4日", "二○二四年九月四日", "民國113年9月4日",
        "２０２４年９月４日", "  2024-09-04 ",
        "4. September 2024", "4 septembre 2024", "4 de septiembre de 2024", "4 сентября 2024",
    ],
    "2024-09": ["2024-09", "September 2024", "Sept 2024", "2024年9月", "septembre 2024"],
    "2024": ["2024", "2024年", "in 2024"],
    "2024-35": [
        "2024-35", "2024-Q3", "2024Q3", "2024 Q3", "Q3 2024", "3Q24", "third quarter of 2024",
        "2024年第三季度",
    ],
    "2024-40": ["2024-40", "2024-H1", "H1 2024", "first half of 2024", "2024年上半年"],
    "2024-03/2024-06": ["2024-03/2024-06", "March to June 2024", "2024年3月至6月"],
    "2026-01~/2026-04~": ["early 2026", "2026年初"],
    "199X": ["199X", "the 1990s"],
    "2024-07-29/2024-10-27": [
        "2024-07-29/2024-10-27", "FY2025 Q3 of nvidia", "Nvidia FY2025 Q3", "NVDA fiscal 2025 third quarter",
        "英偉達2025財年第三季度", "輝達 FY2025 Q3",
    ],
    "2024-04-13": ["13/4/2024", "4/13/2024", "13.04.2024"],
    "2024-04-04": ["4/4/2024"],
    "2024-03-04?": ["3/4/2024", "03-04-2024"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "edtf"), [(each, edtf) for edtf, spellings in SPELLINGS.items() for each in spellings]
)
def test_spellings(expression: str, edtf: str) -> None:
    assert str(read_when(expression)) == edtf


@pytest.mark.parametrize(
    "expression",
    [
        "2024-02-30", "2024-13", "Sept 31, 2024", "2024年2月30日", "31/2/2024", "99/99/2024",
        "2024-10/2024-03", "hello", "", "nvidia", "12345", "20", "2024-09-04 and 2025-01-01", "yesterday",
        "three days ago", "三天前", "last week", "Q3", "30 years", "每年", "recently", "4 sometember 2024",
        "x" * 1000, "2024" * 100,
    ],
)  # fmt: skip
def test_what_is_no_date(expression: str) -> None:
    with pytest.raises(DateError) as caught:
        read_when(expression)
    assert "\n" not in str(caught.value)


def test_a_relative_date_counts_from_what_is_given() -> None:
    assert str(read_when("三天前", published=date(2024, 11, 25))) == "2024-11-22"


@pytest.mark.parametrize(("expression", "bound"), [("by 2026", "until"), ("since October 2023", "since")])
def test_bounds_are_kept(expression: str, bound: str) -> None:
    assert read_when(expression).bound == bound


def test_a_fiscal_period_keeps_its_label() -> None:
    assert read_when("FY2025 Q3 of nvidia").fiscal_label == "NVDA FY2025 Q3"


def test_a_day_has_to_be_one_and_certain() -> None:
    assert read_day("Sept 4, 2024") == date(2024, 9, 4)
    for expression in ("2024-09", "3/4/2024", "about 2024-09-04"):
        with pytest.raises(DateError):
            read_day(expression)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_every_iso_day_is_itself(day: date) -> None:
    assert read_when(day.isoformat()) == TimeSpan.day(day)


@given(st.text(max_size=12))
def test_nothing_but_a_date_error_is_raised(expression: str) -> None:
    with suppress(DateError):
        read_when(expression)
