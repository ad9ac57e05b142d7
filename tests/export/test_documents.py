"""JSON-LD, Markdown, SVG and PNG."""

from __future__ import annotations

import io
import json
import re
import socket
from datetime import date
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import edtf
import pytest
from markdown_it import MarkdownIt
from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

from kb.export.job import Job
from kb.model import Status
from tests.export.samples import BARE, EVENTS, HOSTILE, SLIPPED, TITLES, detail, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

SDO = Namespace("https://schema.org/")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> Graph:
    """What rdflib makes of it without network."""

    def offline(*_: object) -> None:
        raise AssertionError("JSON-LD must parse offline")

    monkeypatch.setattr(socket.socket, "connect", offline)
    return Graph().parse(data=written("jsonld").decode(), format="json-ld")


def test_rdflib_reads_every_event(graph: Graph) -> None:
    found = {str(graph.value(each, SDO.identifier)): each for each in graph.subjects(RDF.type, SDO.Event)}
    assert found.keys() == {each.event.id for each in EVENTS}
    for told in EVENTS:
        node = found[told.event.id]
        assert str(graph.value(node, SDO.name)) == told.event.title
        first, last = told.event.when.starts_on, told.event.when.ends_on
        assert graph.value(node, SDO.startDate) == Literal(first.isoformat(), datatype=XSD.date)
        assert graph.value(node, SDO.endDate) == Literal(last.isoformat(), datatype=XSD.date)


def test_a_slip_keeps_its_former_start(graph: Graph) -> None:
    [node] = graph.subjects(SDO.identifier, Literal(SLIPPED.event.id))
    assert graph.value(node, SDO.previousStartDate) == Literal("2024-04-01", datatype=XSD.date)
    assert graph.value(node, SDO.eventStatus) == SDO.EventRescheduled
    [gone] = graph.subjects(SDO.identifier, Literal(f"es{Status.CANCELLED}"))
    assert graph.value(gone, SDO.eventStatus) == SDO.EventCancelled


def test_sources_have_addresses(graph: Graph) -> None:
    [node] = graph.subjects(SDO.identifier, Literal("et0"))
    work = graph.value(node, SDO.subjectOf)
    assert graph.value(work, SDO.url) == URIRef("https://example.com/news?a=1&b=2")
    assert str(graph.value(graph.value(work, SDO.publisher), SDO.name)) == 'Harbor "Wire"'
    about = graph.value(node, SDO.about)
    assert graph.value(about, SDO.sameAs) == URIRef("http://www.wikidata.org/entity/Q182477")


def test_spans_are_edtf(graph: Graph) -> None:
    values = {str(value) for value in graph.objects(None, SDO.temporalCoverage)}
    assert values >= {"2024-34", "2024-09~/2024-12~", "19XX"}
    for value in values:
        assert edtf.parse_edtf(value) is not None


def test_json_ld_of_nothing() -> None:
    assert json.loads(written("jsonld", []))["@graph"] == []


def _rendered(text: str) -> str:
    return MarkdownIt("gfm-like", {"linkify": False}).render(text)


def test_markdown_shows_titles_as_text() -> None:
    told = written("markdown", HOSTILE).decode()
    page = _rendered(told)
    shown = ElementTree.fromstring(f"<div>{page.replace('<br>', '<br/>')}</div>")
    cells = ["".join(row[1].itertext()) for row in shown.iter("tr")][1:]
    assert cells == [" ".join(each.event.title.split()) for each in HOSTILE]
    assert "<script" not in page
    assert "javascript:" not in "".join(re.findall(r'(?:href|src)="[^"]*"', page))


def test_markdown_has_a_table_a_list_and_footnotes() -> None:
    told = written("markdown", [SLIPPED, BARE]).decode()
    assert told.startswith("# A title: 「時間軸」\n\n| date | event | kind | status | entities |\n| --- ")
    assert "\n## 2025\n\n- **2025 Q1** Delayed to 2025 *(planned)*[^eslip-1]\n" in told
    assert (
        '[^eslip-1]: “Delayed to 2025” — Harbor "Wire", 2024-09-05 <https://example.com/news?a=1&b=2>' in told
    )


def test_svg_is_xml_and_has_every_event() -> None:
    root = ElementTree.fromstring(written("svg"))
    assert {group.attrib["id"] for group in root.iter(f"{SVG}g") if "id" in group.attrib} == {
        f"event-{each.event.id}" for each in EVENTS
    }
    titles = [title.text or "" for title in root.iter(f"{SVG}title")]
    assert all(any(each in title for title in titles) for each in TITLES)
    assert not list(root.iter(f"{SVG}script"))


def test_svg_shows_granularity_and_status() -> None:
    told = [
        detail("Day", "2024-09-04", name="day"),
        detail("Quarter", "2024-34", name="quarter"),
        detail("About", "2024-09~/2024-12~", name="about"),
        detail("Plan", "2024-12-04", Status.PLANNED, name="plan"),
    ]
    root = ElementTree.fromstring(written("svg", told))
    groups = {group.attrib["id"]: group for group in root.iter(f"{SVG}g") if "id" in group.attrib}
    assert groups["event-eday"].find(f"{SVG}circle") is not None
    band = groups["event-equarter"].find(f"{SVG}rect")
    assert band is not None
    assert float(band.attrib["width"]) > 50
    about = groups["event-eabout"].find(f"{SVG}rect")
    assert about is not None
    assert about.attrib["fill"] == "url(#actual-both)"
    plan = groups["event-eplan"].find(f"{SVG}circle")
    assert plan is not None
    assert plan.attrib["fill"] == "#ffffff"
    assert "stroke-dasharray" in plan.attrib


class _Revised:
    """A revision as the store gives it."""

    entity, milestone, speaker, publisher, quote = "blackwell", "shipment", None, "Wire", "q"
    said_on = date(2024, 5, 1)

    def __init__(self, told: object, edtf: str, slip_days: int | None) -> None:
        self.event = told.event.id  # type: ignore[attr-defined]
        self.starts_on, self.ends_on = told.event.when.starts_on, told.event.when.ends_on  # type: ignore[attr-defined]
        self.edtf, self.slip_days, self.status = edtf, slip_days, Status.PLANNED


def test_svg_draws_slips() -> None:
    first = detail("First", "2024-34", Status.PLANNED, name="1")
    second = detail("Second", "2025-33", Status.PLANNED, name="2")
    revisions = [_Revised(first, "2024-34", None), _Revised(second, "2025-33", 246)]
    root = ElementTree.fromstring(written("svg", [first, second], Job("T", lambda: revisions)))
    slips = [path for path in root.iter(f"{SVG}path") if path.attrib.get("class") == "slip"]
    assert [slip.findtext(f"{SVG}title") for slip in slips] == ["+246 days"]


def test_svg_in_chromium(page: Page, page_errors: list[str]) -> None:
    page.set_content(written("svg").decode())
    assert page.evaluate("() => [...document.querySelectorAll('svg g[id]')].length") == len(EVENTS)
    overlaps = page.evaluate(
        """() => {
            const boxes = [...document.querySelectorAll('svg g[id] text')].map(each => each.getBoundingClientRect());
            const beside = (a, b) => a.right <= b.left + 4 || b.right <= a.left + 4;
            const meet = (a, b) => !beside(a, b) && a.top < b.bottom - 6 && b.top < a.bottom - 6;
            return boxes.flatMap((a, at) => boxes.slice(at + 1).filter(b => meet(a, b))).length;
        }"""
    )
    assert overlaps == 0
    assert page_errors == []


def test_png_is_a_picture_with_chinese() -> None:
    from PIL import Image

    job = Job("輝達")
    picture = Image.open(io.BytesIO(written("png", [detail("輝達市值突破三萬億美元")], job)))
    assert picture.format == "PNG"
    assert picture.width == 3200
    assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 20
    assert list(job.notes()) == []


def test_a_picture_says_that_a_font_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import resvg_py

    draw = resvg_py.svg_to_bytes
    monkeypatch.setattr(resvg_py, "svg_to_bytes", lambda **given: draw(**given, skip_system_fonts=True))
    job = Job()
    written("png", [detail("輝達")], job)
    assert "install Noto Sans CJK" in "\n".join(job.notes())


def test_a_picture_of_very_many_is_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    monkeypatch.setattr("kb.export.files.png._MOST_PIXELS", 80_000)
    job = Job()
    assert Image.open(io.BytesIO(written("png", [detail("A thing")], job))).width < 1600
    assert "of their size" in "\n".join(job.notes())


def test_a_shortened_title_is_told() -> None:
    job = Job()
    written("svg", [detail("輝達市值突破三萬億美元" * 10), detail("Short", name="1")], job)
    assert list(job.notes()) == ["1 event with a long title: shortened on the drawing"]
