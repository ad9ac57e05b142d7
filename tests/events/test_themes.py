"""What a weak English clause means by what its text is about, and whom its nouns mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from kb.model import Document, Publication, PublishedHow, Statement
from kb.pipeline import extract

_PUBLISHED = Publication(date(2024, 11, 25), PublishedHow.GIVEN)


def _statements(text: str) -> Sequence[Statement]:
    return extract(Document("text", text, language="en", published=_PUBLISHED)).statements


def _kinds(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.when.edtf) for one in _statements(text)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # What became of the one told before, and of another.
        ("Intel bought Habana in 2019. Mobileye followed in 2017.", ("acquisition", "2017")),
        (
            "Nvidia agreed to buy Arm in September 2020. It fell apart in February 2022.",
            ("acquisition", "2022-02"),
        ),
        # What somebody said on a day that he would do.
        (
            "Airbus is busy. Air France said in November that it would return five to their lessors.",
            ("other", "2024-11"),
        ),
        # A noun with a verb and a date, in a text about somebody.
        ("Pfizer is under scrutiny. Provisional findings came out in May 2017.", ("regulation", "2017-05")),
        # Figures without a noun of their own.
        ("Nintendo sold 3.5 million in June 2024.", ("shipment", "2024-06")),
        # Goods that are bought are an order, no takeover.
        (
            "OpenAI agreed in January 2024 to buy $10 billion of computing power from Oracle.",
            ("partnership", "2024-01"),
        ),
    ],
)
def test_kind(text: str, said: tuple[str, str]) -> None:
    assert said in _kinds(text)


@pytest.mark.parametrize(
    ("text", "principal"),
    [
        (
            "Chief executive Dave Calhoun, who replaced Dennis Muilenburg in 2020, announced on March 25 that he"
            " would leave.",
            "dave-calhoun",
        ),
        ("Vantner, a private equity house, bought Brackwell Foods in 2012.", "vantner"),
        (
            "The Federal Aviation Administration has its eye on Boeing. In January 2024 the agency grounded 171 jets.",
            "faa",
        ),
    ],
)
def test_principal(text: str, principal: str) -> None:
    assert principal in [one.participants[0].entity for one in _statements(text) if one.participants]


def test_a_tale_states_nothing() -> None:
    text = "The old man had come home on Sunday, and how he would sell the mill nobody knew."
    assert _kinds(text) == []


def test_a_change_has_the_basis_that_its_period_was_given() -> None:
    text = "Boeing's revenue fell 1% in the third quarter of 2024."
    told = (
        "Boeing's third-quarter revenue fell 1% from a year earlier. Net income rose 3% in the third quarter."
    )
    assert [measure.basis for one in _statements(text) for measure in one.measures] == [None]
    assert {measure.basis for one in _statements(told) for measure in one.measures} == {"yoy"}
