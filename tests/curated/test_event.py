"""A curated event is a document with one statement."""

from datetime import date
from decimal import Decimal

from kb.curated.dates import read_when
from kb.curated.event import CuratedEvent, curate
from kb.model import Measure, Status


def _event(title: str, **fields: object) -> CuratedEvent:
    return CuratedEvent("Sept 4, 2024", read_when("Sept 4, 2024"), title, **fields)  # type: ignore[arg-type]


def test_text_offsets_and_quote() -> None:
    extraction = curate(_event("Nvidia loses $279B in one day", kind="market_cap", entities=("nvidia",)))
    (statement,) = extraction.statements
    text = extraction.document.text
    assert text == "Sept 4, 2024\nNvidia loses $279B in one day"
    assert text[statement.start : statement.end] == statement.quote == "Nvidia loses $279B in one day"
    assert statement.time is not None
    assert text[statement.time.start : statement.time.end] == statement.time.text == "Sept 4, 2024"
    assert [text[one.start : one.end] for one in extraction.sentences] == text.split("\n")


def test_what_is_given_counts() -> None:
    measure = Measure("market_cap_change", Decimal(-1), "USD")
    event = _event(
        "Something", kind="launch", entities=("amd", "nvidia"), status=Status.DENIED, measures=(measure,)
    )
    (statement,) = curate(event).statements
    assert (statement.kind, statement.status, statement.measures) == ("launch", Status.DENIED, (measure,))
    assert [participant.entity for participant in statement.participants] == ["amd", "nvidia"]


def test_the_rest_is_read_from_the_title() -> None:
    (statement,) = curate(_event("輝達市值單日損失2790億美元")).statements
    assert statement.kind == "market_cap"
    assert statement.participants[0].entity == "nvidia"
    assert [measure.value for measure in statement.measures] == [Decimal(-279_000_000_000)]


def test_a_title_that_tells_nothing_is_other() -> None:
    (statement,) = curate(_event("A nice day")).statements
    assert (statement.kind, statement.status, statement.participants) == ("other", Status.ACTUAL, ())


def test_the_same_event_is_the_same_document_and_another_source_another() -> None:
    one, two = curate(_event("x", publisher="A")), curate(_event("x", publisher="A"))
    other = curate(_event("x", publisher="B"))
    assert one == two
    assert one.document.id != other.document.id
    assert one.statements[0].id != other.statements[0].id


def test_a_publication_date_is_kept() -> None:
    document = curate(_event("x", published=date(2024, 9, 5))).document
    assert document.published is not None
    assert document.published.day == date(2024, 9, 5)
