"""What a page's file holds, before any browser has seen it."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.export.page import event_chunk, live_page, telling_chunk, write_page
from kb.export.page.assets import LANGUAGES, MODULES, STYLES, load_words, program, style, template
from kb.export.page.assets import _read as read
from kb.export.page.chunk import day_number, utf16_offset
from kb.knowledge.kinds import load_kinds
from kb.model import EventDetail, Status
from kb.when.granularity import Bound, Granularity
from tests.export.page.told import told, worth

HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>"


def _page(events: list[EventDetail], title: str = "Test") -> str:
    out = StringIO()
    write_page(events, out, title=title)
    return out.getvalue()


def _data(page: str, name: str) -> list[Any]:
    found = re.findall(rf'<script type="application/json" data-kb="{name}"([^>]*)>([^<]*)</script>', page)
    return [
        json.loads(gzip.decompress(b64decode(text)) if "gzip" in packed else text) for packed, text in found
    ]


def test_columns_say_what_the_events_are() -> None:
    first = told("H100", "2022-03-22", entities=("nvidia", "h100"))
    second = told("later", "2025-33~", kind="delay", status="planned", was="2024-34", conflicts=["two dates"])
    chunk = event_chunk([first, second])
    assert chunk["title"] == ["H100", "later"]
    assert (chunk["start"], chunk["length"]) == ([19073, 20089], [0, 89])
    assert [chunk["units"][at] for at in chunk["unit"]] == ["day", "quarter"]
    assert [chunk["kinds"][at] for at in chunk["kind"]] == ["launch", "delay"]
    assert [chunk["statuses"][at] for at in chunk["status"]] == ["actual", "planned"]
    assert [[chunk["entities"][at][0] for at in row] for row in chunk["entity"]] == [
        ["nvidia", "h100"],
        ["nvidia"],
    ]
    assert chunk["entities"][0] == ["nvidia", "organization", "Nvidia", "輝達", "英伟达"]
    assert (chunk["qualifier"], chunk["conflicts"]) == ({1: "~"}, {1: 1})
    assert chunk["was"] == {1: [19814, 19904]}


def test_measures_have_no_empty_end() -> None:
    chunk = event_chunk([told("worth", measures=[worth("market_cap", "3650000000000")])])
    assert chunk["measures"] == {0: [["market_cap", "3650000000000", "USD"]]}


def test_quote_and_date_are_placed_in_the_sentence() -> None:
    sentence = "😀 On Sept 4 it fell. Then 😀 it rose."
    detail = told("it fell", sentence=sentence, quote="On Sept 4 it fell", dated="Sept 4")
    (row,) = telling_chunk([detail])["rows"]
    (_, text, quote, time, *_) = row["evidence"][0]
    utf16 = text.encode("utf-16-le")
    assert utf16[2 * quote[0] : 2 * quote[1]].decode("utf-16-le") == "On Sept 4 it fell"
    assert utf16[2 * time[0] : 2 * time[1]].decode("utf-16-le") == "Sept 4"


@given(st.text(), st.integers(0, 20))
def test_offsets_count_as_browsers_do(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    assert utf16_offset(text, offset) == len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def test_days_before_1970_are_negative() -> None:
    assert day_number(told("x", "1969-12-31").event.when.starts_on) == -1


def test_text_is_never_markup() -> None:
    page = _page([told(HOSTILE, sentence=f"{HOSTILE} {HOSTILE}", publisher=HOSTILE)], title=HOSTILE)
    assert "alert(1)</script>" not in page
    assert "<img" not in page
    assert page.count("<!--") == 0
    assert page.count("</script>") == page.count("<script")
    assert _data(page, "events")[0]["title"] == [HOSTILE]


@pytest.mark.parametrize("title", ["{{program}}", "{{data}}", "{{style}} {{nothing}}"])
def test_a_title_that_looks_like_a_place_is_a_title(title: str) -> None:
    page = _page([told("x")], title=title)
    assert f"<title>{title}</title>" in page
    assert len(_data(page, "events")) == 1


def test_a_broken_character_does_not_break_the_page() -> None:
    page = _page([told("half \ud83d of it")])
    assert _data(page, "events")[0]["title"] == ["half ? of it"]
    page.encode("utf-8")


@pytest.mark.parametrize("page", [_page([told("x")]), live_page("x")], ids=["file", "live"])
def test_the_policy_names_what_runs(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    said = policy[1].replace("&#x27;", "'")
    for tag, pattern in (
        ("script", r'<script type="module">(.*)</script>'),
        ("style", r"<style>(.*)</style>"),
    ):
        body = re.search(pattern, page, re.DOTALL)
        assert body
        assert f"{tag}-src 'sha256-{b64encode(sha256(body[1].encode()).digest()).decode()}'" in said
    assert said.startswith("default-src 'none'")
    assert "unsafe" not in said
    assert ("connect-src" in said) == ("connect-src 'self'" in said) == ('data-source="server"' in page)


def test_nothing_is_fetched() -> None:
    assert not re.search(r"url\(|@import|@font-face", style())
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", program() + style())
    assert "innerHTML" not in program()
    assert not re.search(r"\beval\(|new Function|document\.write", program())


def test_every_module_and_style_is_used() -> None:
    from importlib.resources import files

    names = {each.name for each in files("kb.export.page.assets").iterdir()}
    assert {name for name in names if name.endswith(".js")} == {f"{name}.js" for name in MODULES}
    assert {name for name in names if name.endswith(".css")} == {f"{name}.css" for name in STYLES}


@pytest.mark.parametrize("name", MODULES)
def test_modules_import_what_stands_before_them(name: str) -> None:
    """The program is the modules in this order: what one needs has to be there."""
    before = MODULES[: MODULES.index(name)]
    for names, other in re.findall(
        r'^import \{([^}]*)\} from "\./(\w+)\.js";', read(f"{name}.js"), re.MULTILINE
    ):
        assert other in before
        exported = re.findall(
            r"^export (?:async )?(?:const|function\*?|class) (\w+)", read(f"{other}.js"), re.MULTILINE
        )
        assert {each.strip() for each in names.split(",") if each.strip()} <= set(exported)


def test_later_chunks_are_packed() -> None:
    events = [told(f"event {number}") for number in range(1001)]
    page = _page(events)
    first, second = _data(page, "events")
    assert (len(first["id"]), len(second["id"])) == (1000, 1)
    assert page.count('data-packed="gzip"') == 2
    assert _data(page, "tellings")[1]["rows"][0]["evidence"][0][1] == "event 1000"


def test_events_are_written_as_they_come() -> None:
    taken: list[int] = []

    def events() -> Iterator[EventDetail]:
        for number in range(2500):
            taken.append(number)
            yield told(f"event {number}")

    class Out(StringIO):
        def write(self, text: str) -> int:
            if 'data-kb="events"' in text:
                chunks.append(len(taken))
            return super().write(text)

    chunks: list[int] = []
    assert write_page(events(), Out()) == 2500
    assert chunks == [1000, 2000, 2500]


def test_languages_have_the_same_words() -> None:
    words = load_words()
    keys = {
        language: {table: set(words[language][table]) for table in words[language]} for language in LANGUAGES
    }
    assert keys["en"] == keys["zh-Hant"] == keys["zh-Hans"]


def test_every_kind_status_and_granularity_has_words() -> None:
    for words in load_words().values():
        assert set(words["kind"]) == set(load_kinds())
        assert set(words["status"]) == {status.value for status in Status}
        assert {bound.value for bound in Bound} <= set(words["when"])
        units = {unit.value for unit in Granularity} - {"season"}
        assert units <= set(words["when"])


def test_the_program_says_words_that_there_are() -> None:
    known: dict[str, str] = load_words()["en"]["page"]
    said = set(re.findall(r'say\("(\w+)"', program()))
    marked = set(re.findall(r'data-word(?:-label|-hint)?="(\w+)"', template()))
    assert said | marked <= set(known)
    # These are put together from their parts, or named by the events.
    slips = {"days_later", "days_earlier", "day_later", "day_earlier", "yoy", "qoq", "mom"}
    unused = {name for name in known.keys() - slips if not re.search(rf"\b{name}\b", program() + template())}
    assert not unused


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r"^(:root[^{]*)\{([^}]*)\}", style(), re.MULTILINE)
    tokens = {head.strip(): dict(re.findall(r"--([\w-]+): (#\w{6});", body)) for head, body in blocks}
    light = tokens[":root"]
    return {"light": light, "dark": {**light, **tokens[':root[data-theme="dark"]']}}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    """WCAG 2.2: 4.5 for text (1.4.3), 3 for marks and controls (1.4.11)."""
    colours = _themes()[theme]
    for ground in ("ground", "surface", "band", "raised"):
        for text in ("text", "muted", "accent"):
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert _contrast(colours["warn"], colours["warn-soft"]) >= 4.5
    assert _contrast(colours["accent"], colours["accent-soft"]) >= 4.5
    assert _contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert _contrast(colours["mark-text"], colours["mark"]) >= 4.5
    for family in (
        "market",
        "results",
        "launch",
        "shipment",
        "delay",
        "deal",
        "facility",
        "law",
        "people",
        "other",
    ):
        assert _contrast(colours[family], colours["surface"]) >= 4.5, family
