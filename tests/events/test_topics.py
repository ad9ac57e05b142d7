"""Who English clauses are about that name nobody: those who answer, the country's one, the paragraph's own."""

from __future__ import annotations

from datetime import date

import pytest

from kb.model import Document, Publication, PublishedHow
from kb.pipeline import extract

INTERVIEW = """Petra Lindholm founded Havre & Co in Lund in 2012. She talked to Food Business on June 10.

Q: You had a rough start. What happened?

A: We launched our first carton in May 2013. Nestlé called our lawyers that year.

Q: When did it turn?

A: In 2018 Espresso House rang. We turned a profit for the first time in 2019.

Q: You've announced a factory in England.

A: We broke ground in Peterborough on May 3.
"""


def principals(text: str, published: str) -> list[tuple[str, str, str | None]]:
    """Kind, date and principal of each statement."""
    given = Publication(date.fromisoformat(published), PublishedHow.GIVEN)
    found = extract(Document("test", text, published=given)).statements
    return [
        (one.kind, one.when.edtf, next((each.entity for each in one.participants), None)) for one in found
    ]


def test_we_are_who_is_asked() -> None:
    told = principals(INTERVIEW, "2021-06-15")
    for kind, when in [("launch", "2013-05"), ("earnings", "2019"), ("facility", "2021-05-03")]:
        assert (kind, when, "havre") in told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Rolls-Royce raised its targets on Thursday at the start of the day. Brazil's Embraer celebrated too.\n\n"
            "The British group said on Friday that it would open a plant in Derby in 2026.",
            "rolls-royce",
        ),
        (
            "Rolls-Royce raised its targets on Thursday at the start of the day. Brazil's Embraer celebrated too.\n\n"
            "The Brazilian planemaker said on Friday that it would open a plant in Gavião in 2026.",
            "embraer",
        ),
    ],
)
def test_a_country_tells_who_is_meant(text: str, said: str) -> None:
    assert ("facility", "2026", said) in principals(text, "2025-03-14")


def test_a_paragraph_stays_with_who_opens_it() -> None:
    text = (
        "Apple, Apple's suppliers and Apple's rivals had a busy week. Apple cut prices on Monday.\n\n"
        "Sony could not make enough. The console went on sale in Europe on Thursday."
    )
    assert ("launch", "2025-03-13", "sony") in principals(text, "2025-03-14")


def test_what_was_bought_does_not_go_on() -> None:
    text = "Calloway Data bought Brightrack in March 2021 and went public that November."
    assert principals(text, "2023-11-02")[-1] == ("other", "2021-11", "calloway-data")
