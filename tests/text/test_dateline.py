"""The publication date that a text tells of itself."""

from datetime import date

import pytest

from kb.dateline import date_document
from kb.model import PublishedHow
from kb.text.read import read_text


def _published(text: str) -> tuple[str, str] | None:
    document, _ = date_document(read_text(text))
    return (document.published.day.isoformat(), document.published.how.value) if document.published else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nvidia's worst day\nLast Updated: Sep 04 2024\n\nNvidia fell on August 28, 2024.", "2024-09-04"),
        ("輝達大跌\n（2024-11-21 10:30）\n\n輝達2024年11月20日公布財報。", "2024-11-21"),
        ("輝達大跌\n發佈於 2024年11月21日\n\n輝達2024年11月20日公布財報。", "2024-11-21"),
        ("大跌\n发布时间：2024-11-21 10:30\n来源：财经网\n2024年11月20日公布财报。", "2024-11-21"),
        ("Published Nov 21, 2024\n\nNvidia reported on November 20, 2024.", "2024-11-21"),
        ("By Jane Doe | November 21, 2024\n\nNvidia reported on November 20, 2024.", "2024-11-21"),
        ("Jane Doe\nNov. 21, 2024 5:32 PM ET\n\nNvidia reported on November 20, 2024.", "2024-11-21"),
        ("〔記者王小明／台北報導〕2024年11月21日\n輝達2024年11月20日公布財報。", "2024-11-21"),
        ("經濟日報 記者李孟珊 2024/11/21 10:30\n輝達2024年11月20日公布財報。", "2024-11-21"),
        ("SANTA CLARA, Calif., Nov. 20, 2024 (GLOBE NEWSWIRE) -- Nvidia reported.", "2024-11-20"),
        ("Posted: November 22, 2024\nUpdated: November 25, 2024\n\nNvidia fell.", "2024-11-22"),
        ("2024年11月21日\n\n輝達1993年4月5日成立。", "2024-11-21"),
        ("*By O. B. Published Friday, November 8, 2024*\n\nFounded on April 5, 1993.", "2024-11-08"),
        ("By Jo Ortega\nNovember 2, 2023 at 4:37 PM EDT\n\nIt had warned on Oct. 12, 2024.", "2023-11-02"),
        ("Acme\nPublished 3:30 pm, Tuesday, March 5, 2019\n\nIt began on May 1, 2017.", "2019-03-05"),
        ("Updated at 5:06 p.m. on March 5, 2018\n\nIt began on May 1, 2019.", "2018-03-05"),
        ("By X Young\nMarch 5, 2019 — 9:15am\n\nIt began on May 1, 2017.", "2019-03-05"),
        ("Mon 5 Mar 2018 14.21 GMT\nIt began on May 1, 2017.", "2018-03-05"),
        ("信報財經新聞 2019年5月10日\n\n輝達1993年4月5日成立。", "2019-05-10"),
    ],
)  # fmt: skip
def test_dateline(text: str, day: str) -> None:
    assert _published(text) == (day, "dateline")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("輝達2024年9月4日大跌，2024年8月28日才公布財報。", ("2024-09-04", "inferred")),
        (
            "Nvidia fell on September 4, 2024. It will report on November 20, 2024.",
            ("2024-09-04", "inferred"),
        ),
        ("輝達2024年9月4日大跌，將於2024年11月20日公布財報。", None),
        ("輝達預計2024年11月20日公布財報。", None),
        ("Nvidia fell on Tuesday.", None),
        ("In 2024 Nvidia rose.", None),
        ("三天前輝達大跌。", None),
    ],
)
def test_what_the_text_tells_is_the_last_resort(text: str, published: tuple[str, str] | None) -> None:
    assert _published(text) == published


def test_a_guess_and_a_lack_are_reported() -> None:
    _, (guessed,) = date_document(read_text("輝達2024年9月4日大跌。"))
    _, (missing,) = date_document(read_text("輝達大跌。"))
    assert (guessed.code, guessed.start, guessed.end) == ("published-inferred", 2, 11)
    assert (missing.code, missing.start, missing.end) == ("unpublished", 0, 0)


def test_what_is_known_is_left_alone() -> None:
    document = read_text("2024年11月21日\n輝達大跌。", published=date(2024, 11, 25))
    assert date_document(document) == (document, ())
    assert document.published is not None
    assert document.published.how is PublishedHow.GIVEN
