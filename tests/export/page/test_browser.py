"""The page in a real browser: what a reader sees and does."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.export.page.told import target, told, worth, write
from tests.javascript import require

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from kb.model import EventDetail

Open = Callable[..., "Page"]
_files = count()

DROP = "Nvidia loses $279 billion of market value in a day"
DELAY = "Blackwell 推遲到2025年第一季出貨"
CAP = "Nvidia closes above $3 trillion"


def _events() -> list[EventDetail]:
    return [
        told("Nvidia was founded in April 1993", "1993-04", kind="founding"),
        told(CAP, "2024-06-05", kind="market_cap", measures=[worth("market_cap", "3010000000000")]),
        told("Nvidia becomes the most valuable company", "2024-06-18", kind="market_cap",
             measures=[worth("market_cap", "3340000000000")]),
        told(DROP, "2024-09-03", kind="market_cap", measures=[worth("market_cap", "2650000000000"),
             worth("market_cap_change", "-279000000000")], conflicts=["when: 2024-09-03, 2024-09-04"],
             sentence=f"On Tuesday {DROP}, the largest ever.", quote=DROP, dated="Tuesday",
             url="https://example.com/drop?a=1&b=2"),
        told(DELAY, "2025-33", kind="delay", status="rumored", entities=("blackwell", "nvidia"), publisher="島嶼財經",
             sentence="據報導，Blackwell 推遲到2025年第一季出貨。", quote=DELAY, dated="2025年第一季", was="2024-34"),
        told("AMD 发布 MI325X 芯片", "2024-10-10", entities=("amd",), publisher="芯观察"),
        told("Samples go to customers", "2024-07-29/2024-10-27", kind="shipment", entities=("blackwell",),
             sentence="Blackwell samples went out, 樣品已送交客戶.", quote="Blackwell samples went out"),
        told("Rubin is planned for 2026", "2026", status="planned", entities=("rubin",)),
        told("The subpoena was denied", "2024-09-04", kind="regulation", status="denied"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    events = _events()
    plan = [target(events[6], "2024-34", None), target(events[4], "2025-33", 274)]
    return write(tmp_path_factory.mktemp("page") / "page.html", events, plan, "Chips & <b>boards</b>")


@pytest.fixture
def open_page(page: Page, page_errors: list[str]) -> Open:
    """Opens an address and waits until the page is ready; nothing may be fetched or go wrong."""

    def opened(address: str, fragment: str = "lang=en") -> Page:
        page.set_default_timeout(8_000)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}#{fragment}")
        page.wait_for_selector("html[data-ready]", state="attached")
        assert len(asked) == 1, asked
        assert page_errors == []
        return page

    return opened


def _titles(page: Page) -> list[str]:
    return page.locator("#list .row .title").all_inner_texts()


def _state(page: Page, name: str) -> list[str]:
    page.wait_for_timeout(350)
    return parse_qs(urlsplit(page.url).fragment).get(name, [])


def _menu(page: Page, name: str) -> Locator:
    page.locator(f'[popovertarget="menu-{name}"]').click()
    return page.locator(f"#menu-{name}")


def _days(page: Page) -> tuple[str, str]:
    (view,) = _state(page, "view")
    first, _, last = view.partition("..")
    return first, last


def _ink(page: Page, colour: str) -> dict[str, Any]:
    """Where the canvas below the axis has a colour of the style sheet: how many pixels, in which columns."""
    found: dict[str, Any] = page.evaluate(
        """(name) => {
          const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
          const [red, green, blue] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
          const canvas = document.getElementById("canvas");
          const top = Math.round(46 * canvas.width / canvas.clientWidth);
          const { data, width } = canvas.getContext("2d").getImageData(0, top, canvas.width, canvas.height - top);
          const columns = new Set();
          let pixels = 0;
          for (let at = 0; at < data.length; at += 4) {
            const far = Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
            if (far < 24) { pixels++; columns.add((at / 4) % width); }
          }
          return { pixels, width: columns.size ? Math.max(...columns) - Math.min(...columns) + 1 : 0 };
        }""",
        colour,
    )
    return found


def test_loads(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert page.locator("h1").inner_text() == "Chips & <b>boards</b>"
    assert page.locator("#count").inner_text() == "9 events"
    assert page.locator("#list [role=option]").count() == 9
    assert page.locator("#measure").input_value() == "market_cap"
    assert _ink(page, "market")["pixels"] > 100


def test_search_finds_one_character(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.fill("#search", "推")
    page.locator("#count", has_text="1 of 9").wait_for()
    assert _titles(page) == [DELAY]
    assert page.locator("#list mark.found").all_inner_texts() == ["推"]
    assert _state(page, "q") == ["推"]


SEARCHES = {
    "MARKET value": [DROP],
    "推迟": [DELAY],
    "ＡＭＤ 發佈": ["AMD 发布 MI325X 芯片"],
    "芯": ["AMD 发布 MI325X 芯片"],
    "樣品": ["Samples go to customers"],
    "样品": ["Samples go to customers"],
    '"largest ever"': [DROP],
    "ever largest": [DROP],
    "輝達 founded": ["Nvidia was founded in April 1993"],
    "zebra": [],
}


def test_search(open_page: Open, address: str) -> None:
    """In titles, names and quotes; Traditional finds Simplified, and the other way round."""
    page = open_page(address)
    for query, found in SEARCHES.items():
        page.fill("#search", "nothing like it")
        page.locator("#count", has_text="0 of 9").wait_for()
        page.fill("#search", query)
        page.locator("#count", has_text=f"{len(found)} of 9").wait_for()
        assert _titles(page) == found, query
        assert page.locator("#nothing").is_visible() == (not found), query


def test_filters_have_counts(open_page: Open, address: str) -> None:
    page = open_page(address)
    menu = _menu(page, "kind")
    rows = [re.split(r"\n+", text) for text in menu.locator(".option").all_inner_texts()]
    assert rows[0] == ["Market value", "3"]
    assert ["Delay", "1"] in rows
    menu.get_by_label("Market value").check()
    assert page.locator("#count").inner_text() == "3 of 9 events"
    menu.get_by_label("Delay").check()
    assert page.locator("#count").inner_text() == "4 of 9 events"
    page.keyboard.press("Escape")
    # Other facets count what is left, the chosen one what it would add.
    statuses = _menu(page, "status").locator(".option").all_inner_texts()
    assert [re.split(r"\n+", text) for text in statuses] == [["Happened", "3"], ["Rumored", "1"]]
    assert _state(page, "kind") == ["market_cap", "delay"]
    page.keyboard.press("Escape")
    page.locator("#clear").click()
    assert page.locator("#count").inner_text() == "9 events"


ADDRESSES = {
    "entity=amd": ["AMD 发布 MI325X 芯片"],
    "entity=blackwell&status=rumored": [DELAY],
    "source=芯观察": ["AMD 发布 MI325X 芯片"],
    "from=2025-03-01&to=2025-12-31": [DELAY],
    "to=1999-12-31": ["Nvidia was founded in April 1993"],
    "entity=nobody": [],
}


def test_filters_in_the_address(open_page: Open, address: str) -> None:
    page = open_page(address)
    for fragment, titles in ADDRESSES.items():
        page.evaluate("(fragment) => (location.hash = fragment)", f"lang=en&{fragment}")
        page.locator("#count", has_text=f"{len(titles)} of 9").wait_for()
        assert _titles(page) == titles, fragment


def test_span_is_chosen(open_page: Open, address: str) -> None:
    page = open_page(address)
    menu = _menu(page, "span")
    menu.get_by_label("From").fill("2024-09-01")
    menu.get_by_label("To").fill("2024-09-30")
    page.keyboard.press("Escape")
    page.locator("#count", has_text="3 of 9").wait_for()
    assert (_state(page, "from"), _state(page, "to")) == (["2024-09-01"], ["2024-09-30"])


def test_a_shared_view_is_restored(open_page: Open, address: str) -> None:
    fragment = "lang=zh-Hant&lanes=kind&kind=market_cap&measure=&view=2024-05-01..2024-07-01&theme=dark"
    page = open_page(address, fragment)
    assert page.locator("#lanes").input_value() == "kind"
    assert page.locator("#measure").input_value() == ""
    assert page.locator("#count").inner_text() == "9 件事件中的 3 件"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("#zoom-in").click()
    assert _state(page, "kind") == ["market_cap"]
    assert _days(page) == ("2024-05-12", "2024-06-19")


def test_another_address_is_followed(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.evaluate("location.hash = 'lang=zh-Hans&q=芯片'")
    page.locator("#count", has_text="9 件事件中的 1 件").wait_for()


ZOOMS: dict[str, tuple[Callable[[Page], None], bool]] = {
    "wheel out": (lambda page: page.mouse.wheel(0, 400), True),
    "wheel in": (lambda page: page.mouse.wheel(0, -400), False),
    "minus": (lambda page: page.keyboard.press("-"), True),
    "plus": (lambda page: page.keyboard.press("+"), False),
    "all": (lambda page: page.keyboard.press("0"), True),
    "button in": (lambda page: page.locator("#zoom-in").click(), False),
    "button all": (lambda page: page.locator("#fit").click(), True),
    "double click": (lambda page: page.mouse.dblclick(600, 600), False),
}


def test_zoom(open_page: Open, address: str) -> None:
    page = open_page(address)
    for name, (act, wider) in ZOOMS.items():
        page.evaluate("location.hash = 'lang=en&view=2024-01-01..2024-12-31'")
        page.mouse.move(600, 600)
        page.focus("#stage")
        act(page)
        first, last = map(date.fromisoformat, _days(page))
        assert ((last - first).days > 365) == wider, name


def test_pan(open_page: Open, address: str) -> None:
    page = open_page(address, "lang=en&view=2024-01-01..2024-12-31")
    page.mouse.move(600, 600)
    page.mouse.down()
    page.mouse.move(400, 600, steps=4)
    page.mouse.up()
    first, last = _days(page)
    assert "2024-03-15" < first < "2024-06-01"
    assert last > "2025-03-01"
    assert page.locator("#card").is_hidden()


def test_the_list_follows_the_timeline(open_page: Open, tmp_path: Path) -> None:
    events = [told(f"Number {at}", f"{2000 + at // 12}-{at % 12 + 1:02}-01") for at in range(240)]
    page = open_page(write(tmp_path / "many.html", events), "lang=en&view=2000-01-01..2000-12-31")
    first = page.locator("#list .row.outside").count()
    page.evaluate("location.hash = 'lang=en&view=2015-01-01..2015-12-31'")
    page.locator("#list .row", has_text=re.compile(r"Number 180\b")).wait_for()
    assert page.locator("#list .row").count() < 40
    assert first < page.locator("#list .row").count()


def test_scrolling_the_list_moves_the_timeline(open_page: Open, tmp_path: Path) -> None:
    events = [told(f"Number {at}", f"{2000 + at // 12}-{at % 12 + 1:02}-01") for at in range(240)]
    page = open_page(write(tmp_path / "many.html", events), "lang=en&view=2000-01-01..2000-12-31")
    page.wait_for_timeout(250)
    page.locator("#list").evaluate(
        "(list) => (list.scrollTop = 200 * list.firstChild.firstChild.offsetHeight)"
    )
    page.wait_for_timeout(250)
    assert _days(page)[0] > "2015"


def test_card(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator("#list .row", has_text=DROP).click()
    card = page.locator("#card")
    card.wait_for()
    assert card.locator("h2").inner_text() == DROP
    assert card.locator("blockquote").inner_text() == f"On Tuesday {DROP}, the largest ever."
    assert card.locator("blockquote mark").all_inner_texts() == ["Tuesday"]
    assert card.locator("blockquote .quote").all_inner_texts() == [DROP]
    assert "Harbor Wire · published Nov 22, 2024" in card.inner_text()
    assert card.locator("a").get_attribute("href") == "https://example.com/drop?a=1&b=2"
    assert card.locator("a").get_attribute("rel") == "noopener noreferrer nofollow"
    assert card.locator("td.value").all_inner_texts() == ["$2.65T", "-$279B"]
    assert card.locator(".conflicts li").all_inner_texts() == ["when: 2024-09-03, 2024-09-04"]
    assert _state(page, "event") != []


def test_card_history(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator("#list .row", has_text=DELAY).click()
    history = page.locator("#card ol.history li")
    history.first.wait_for()
    assert [text.split("\n")[0] for text in history.all_inner_texts()] == [
        "Q2 2024 first date",
        "Q1 2025 274 days later",
    ]
    assert page.locator("#card blockquote mark").inner_text() == "2025年第一季"


def test_card_is_opened_on_the_canvas(open_page: Open, tmp_path: Path) -> None:
    address = write(tmp_path / "one.html", [told("The only one", "2024-07-01")])
    page = open_page(address, "lang=en&view=2024-06-01..2024-07-31")
    box = page.locator("#stage").bounding_box()
    assert box
    # The middle of the day, in the first row below the axis.
    x = box["x"] + 138 + (box["width"] - 138) * 30.5 / 60
    page.mouse.move(x, box["y"] + 44 + 19)
    assert "The only one" in page.locator("#tip").inner_text()
    page.mouse.click(x, box["y"] + 44 + 19)
    page.locator("#card h2", has_text="The only one").wait_for()


def test_cards_of_a_name(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.locator("#list .row", has_text=DELAY).click()
    page.locator("#card").get_by_role("button", name="Blackwell").click()
    assert page.locator("#count").inner_text() == "2 of 9 events"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["9 events", "Entity", "Market value", "Sep 3, 2024", "Nvidia"]),
        ("zh-Hant", ["9 件事件", "實體", "市值", "2024年9月3日", "輝達"]),
        ("zh-Hans", ["9 件事件", "实体", "市值", "2024年9月3日", "英伟达"]),
    ],
)
def test_languages(open_page: Open, address: str, language: str, words: Sequence[str]) -> None:
    page = open_page(address, "lang=en")
    page.locator("#language").select_option(language)
    page.locator("#list .row", has_text=DROP).click()
    page.locator("#card").wait_for()
    assert page.locator("html").get_attribute("lang") == language
    shown = page.locator("body").inner_text()
    for each in words:
        assert each in shown
    assert _state(page, "lang") == [language]


DATES = (
    ("2024-09-04", "Sep 4, 2024", "2024年9月4日"),
    ("2024-03", "Mar 2024", "2024年3月"),
    ("2024-34", "Q2 2024", "2024年第2季"),
    ("2024-41", "H2 2024", "2024年下半年"),
    ("2024-24", "winter 2024", "2024年冬季"),
    ("2024", "2024", "2024年"),
    ("202X", "2020s", "2020年代"),
    ("2024-09~", "about Sep 2024", "約2024年9月"),
    ("2024-03-04?", "Mar 4, 2024 (uncertain)", "2024年3月4日（不確定）"),
    ("2023-10/..", "since Oct 2023", "2023年10月起"),
    ("../2026", "by 2026", "2026年前"),
    ("0476-09-04", "Sep 4, 476", "476年9月4日"),
)


def test_dates_in_words(open_page: Open, tmp_path: Path) -> None:
    page = open_page(write(tmp_path / "dates.html", [told(edtf, edtf) for edtf, *_ in DATES]))
    for language, at in (("en", 1), ("zh-Hant", 2)):
        page.locator("#language").select_option(language)
        for edtf, *names in DATES:
            row = page.locator("#list .row").filter(
                has=page.locator(".title", has_text=re.compile(f"^{re.escape(edtf)}$"))
            )
            assert row.locator(".date").inner_text() == names[at - 1]


def _one(open_page: Open, folder: Path, when: str, status: str = "actual") -> Page:
    address = write(folder / f"{next(_files)}.html", [told("x", when, status=status)])
    return open_page(address, "lang=en&view=2024-01-01..2024-12-31&measure=")


def test_granularity_is_seen(open_page: Open, tmp_path: Path) -> None:
    """A day is a point whatever the scale; a quarter is as long as it lasts."""
    assert 6 <= _ink(_one(open_page, tmp_path, "2024-05-15"), "launch")["width"] <= 14
    page = _one(open_page, tmp_path, "2024-34")
    row = page.evaluate("document.getElementById('canvas').clientWidth - 138")
    dark = page.evaluate(
        """() => {
          const canvas = document.getElementById("canvas");
          const y = (44 + 19) * canvas.width / canvas.clientWidth;
          const { data } = canvas.getContext("2d").getImageData(0, y, canvas.width, 1);
          let tinted = 0;
          for (let at = 0; at < data.length; at += 4) if (data[at] < 245 && data[at + 2] > data[at + 1] + 10) tinted++;
          return tinted;
        }"""
    )
    assert dark == pytest.approx(row * 91 / 365, abs=12)


def test_what_is_planned_is_hollow(open_page: Open, tmp_path: Path) -> None:
    actual = _ink(_one(open_page, tmp_path, "2024-05-15"), "launch")["pixels"]
    planned = _ink(_one(open_page, tmp_path, "2024-05-15", "planned"), "launch")["pixels"]
    rumored = _ink(_one(open_page, tmp_path, "2024-05-15", "rumored"), "launch")["pixels"]
    assert actual > 1.5 * planned > 0
    assert planned > rumored > 0


def test_what_is_about_right_fades(open_page: Open, tmp_path: Path) -> None:
    def ends(page: Page) -> list[int]:
        """How strong the band is at its left end, in its middle and at its right end: 0 is the ground."""
        return page.evaluate(
            """() => {
              const canvas = document.getElementById("canvas");
              const y = Math.round((44 + 26) * canvas.width / canvas.clientWidth);
              const { data } = canvas.getContext("2d").getImageData(138, y, canvas.width - 138, 1);
              const strength = (part) => 255 - data[4 * Math.round((canvas.width - 138) * part) + 1];
              return [91.5, 136, 180.5].map((day) => strength(day / 365));
            }"""
        )  # type: ignore[no-any-return]

    exact = ends(_one(open_page, tmp_path, "2024-34"))
    about = ends(_one(open_page, tmp_path, "2024-34~"))
    since = ends(_one(open_page, tmp_path, "2024-34/.."))
    assert max(exact) < 1.35 * min(exact)
    assert about[1] > 3 * max(about[0], about[2])
    assert since[1] > 3 * since[2]
    assert since[0] > 2 * since[2]


def test_slips_are_arrows(open_page: Open, tmp_path: Path) -> None:
    """From the old target to the new, also where only the new one is an event."""
    on_time = told("ships", "2025-02-01", kind="shipment", status="planned")
    slipped = told("ships", "2025-02-01", kind="shipment", status="planned", was="2024-06-01")
    fragment = "lang=en&view=2024-01-01..2025-06-30&measure="
    page = open_page(write(tmp_path / "plain.html", [on_time]), fragment)
    assert _ink(page, "delay")["pixels"] == 0
    page = open_page(write(tmp_path / "slip.html", [slipped]), fragment)
    page.hover("#list .row")
    page.wait_for_timeout(100)
    row = page.evaluate("document.getElementById('canvas').clientWidth - 138")
    assert _ink(page, "delay")["width"] == pytest.approx(row * 245 / 546, rel=0.12)


def test_measures_are_a_line(open_page: Open, address: str) -> None:
    page = open_page(address, "lang=en&view=2024-05-01..2024-10-31&measure=")
    without = _ink(page, "market")["pixels"]
    page.locator("#measure").select_option("market_cap")
    page.wait_for_timeout(100)
    assert _ink(page, "market")["pixels"] > without + 400


@pytest.mark.parametrize("by", ["entity", "kind", "source"])
def test_lanes(open_page: Open, address: str, by: str) -> None:
    page = open_page(address)
    page.locator("#lanes").select_option(by)
    page.wait_for_timeout(60)
    assert _ink(page, "market")["pixels"] > 100
    assert _state(page, "lanes") == ([] if by == "entity" else [by])


def test_prints(open_page: Open, address: str) -> None:
    page = open_page(address, "theme=dark&lang=en&q=nvidia")
    page.evaluate(
        """addEventListener("beforeprint", () => {
          window.printed = [...document.querySelectorAll("#paper .title")].map((each) => each.textContent);
          window.printedTheme = document.documentElement.dataset.theme;
        })"""
    )
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000
    assert DROP in page.evaluate("window.printed")
    assert "AMD 发布 MI325X 芯片" not in page.evaluate("window.printed")
    assert page.evaluate("window.printedTheme") == "light"
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("#paper *").count() == 0


def test_keyboard(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.focus("#stage")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    assert CAP in page.locator("#said").inner_text()
    page.keyboard.press("Enter")
    page.locator("#card h2", has_text=CAP).wait_for()
    assert page.evaluate("document.activeElement.id") == "card"
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()
    assert page.evaluate("document.activeElement.id") == "stage"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"


def test_keyboard_in_the_list(open_page: Open, address: str) -> None:
    page = open_page(address)
    page.focus("#list")
    page.keyboard.press("End")
    selected = page.locator("#list [aria-selected=true]")
    assert "Rubin" in selected.inner_text()
    assert page.locator("#list").get_attribute("aria-activedescendant") == selected.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert DELAY in page.locator("#list [aria-selected=true]").inner_text()
    page.keyboard.press("Enter")
    page.locator("#card h2", has_text=DELAY).wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "list"


def test_focus_goes_in_the_order_of_the_page(open_page: Open, address: str) -> None:
    page = open_page(address)
    seen = []
    for _ in range(18):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.id || document.activeElement.getAttribute('popovertarget')")
        )
    parts = ["search", "share", "theme", "language", "menu-entity", "menu-kind", "menu-status", "menu-source"]
    parts += ["menu-span", "lanes", "measure", "stage", "zoom-out", "zoom-in", "fit", "list"]
    assert [each for each in seen if each in parts] == parts


def test_names_and_roles(open_page: Open, address: str) -> None:
    page = open_page(address)
    assert page.get_by_role("listbox", name="Events").count() == 1
    option = page.locator("#list").get_by_role("option").first
    assert (option.get_attribute("aria-setsize"), option.get_attribute("aria-posinset")) == ("9", "1")
    assert page.get_by_role("application", name=re.compile("Timeline of events")).count() == 1
    assert page.get_by_role("searchbox", name="Search titles and quotes").count() == 1
    unnamed = page.evaluate(
        """[...document.querySelectorAll("button, input, select")].filter((each) =>
          !(each.textContent.trim() || each.getAttribute("aria-label") || each.labels?.length)).length"""
    )
    assert unnamed == 0
    page.locator("#list .row", has_text=DROP).click()
    assert page.get_by_role("dialog", name=DROP).count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(chromium: Browser, address: str, width: int) -> None:
    """The rules of WCAG 2.2 A and AA that a machine can check, in both themes, plain, with a card, with a menu."""
    program = (require("axe-core") / "axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(bypass_csp=True, viewport={"width": width, "height": 780})
    page = context.new_page()
    for theme in ("light", "dark"):
        page.goto(f"{address}#lang=en&theme={theme}&q=nvidia")
        page.reload()
        page.wait_for_selector("html[data-ready]", state="attached")
        page.evaluate(program)
        assert _broken(page) == []
        page.locator("#list .row").nth(1).click()
        page.locator("#card h2").wait_for()
        assert _broken(page) == []
        page.keyboard.press("Escape")
        _menu(page, "kind")
        assert _broken(page) == []
    context.close()


def _broken(page: Page) -> list[str]:
    """The rules that axe finds broken, and where."""
    found: list[str] = page.evaluate(
        """async () => (await axe.run()).violations.flatMap((rule) =>
          rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 80)}`))"""
    )
    return found


HOSTILE = [
    "</script><script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "<svg onload='window.pwned = 1'></svg><iframe srcdoc='<script>parent.pwned=1</script>'></iframe>",
    "</style><style>* { display: none !important }</style>",
    "{{program}} ${window.pwned = 1} `${1}`",
    "javascript:window.pwned = 1",
    "<!--<script>window.pwned = 1",
    "\u202eevil\u202c שלום 👩\u200d👩\u200d👧 \u0000\u2028\u2029",
    "=cmd|' /C calc'!A0",
]


def test_hostile_text_is_only_text(open_page: Open, tmp_path: Path) -> None:
    events = [
        told(text, f"2024-09-{at + 1:02}", sentence=f"{text} {text}", quote=text, publisher=text,
             url="javascript:window.pwned = 1" if at % 2 else "data:text/html,<script>pwned=1</script>",
             conflicts=[text], entities=("nvidia", text))
        for at, text in enumerate(HOSTILE)
    ]  # fmt: skip
    plan = [target(events[0], "2024-34", None), target(events[1], "2025-33", 274)]
    page = open_page(write(tmp_path / "hostile.html", events, plan, HOSTILE[0]))
    assert page.locator("h1").evaluate("(each) => each.textContent") == HOSTILE[0]
    assert (
        page.locator("#list .title").evaluate_all("(all) => all.map((each) => each.textContent)") == HOSTILE
    )
    for at in range(len(HOSTILE)):
        page.locator("#list .row").nth(at).click()
        page.locator("#card").wait_for()
        assert page.locator("#card a").count() == 0
        page.keyboard.press("Escape")
    for name in ("entity", "source"):
        _menu(page, name)
        page.keyboard.press("Escape")
    assert page.evaluate("window.pwned") is None
    assert page.locator("script:not([type])").count() == 0
    assert page.locator("iframe, img, svg[onload]").count() == 0


def test_markup_that_came_in_would_not_run(page: Page, address: str) -> None:
    """The policy holds even where the program would fail to."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    blocked = page.evaluate(
        """async () => {
          const script = document.createElement("script");
          let refused = false;
          try { script.text = "window.pwned = 1"; } catch { refused = true; }
          document.body.append(script);
          try { document.body.innerHTML += "<b>x</b>"; refused &&= false; } catch {}
          const answer = await fetch("https://example.com/").catch(() => "refused");
          return [refused, window.pwned === undefined, answer];
        }"""
    )
    assert blocked == [True, True, "refused"]


@pytest.mark.parametrize(("width", "height"), [(360, 740), (740, 360), (820, 1180), (3840, 2160)])
def test_sizes(page: Page, open_page: Open, address: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_page(address)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    for name in ("#search", "#stage", "#list", "#language", "#zoom-in"):
        box = page.locator(name).bounding_box()
        assert box, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert box["y"] + box["height"] <= height, name
    assert _ink(page, "market")["pixels"] > 20
    page.locator("#list .row").first.click()
    card = page.locator("#card").bounding_box()
    assert card
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= width
    close = page.locator("#card .steps button").last.bounding_box()
    assert close
    assert close["width"] >= 24
    assert close["height"] >= 24  # WCAG 2.2, 2.5.8


def test_dark_follows_the_system(page: Page, open_page: Open, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    open_page(address)
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.locator("#theme").click()
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert _state(page, "theme") == ["light"]


def test_an_empty_page(open_page: Open, tmp_path: Path) -> None:
    page = open_page(write(tmp_path / "empty.html", []))
    assert page.locator("#count").inner_text() == "0 events"
    assert page.locator("#nothing").inner_text() == "There are no events here."
    page.locator("#fit").click()
    page.fill("#search", "x")
    page.focus("#stage")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def test_newest_first_is_shown_by_day(open_page: Open, tmp_path: Path) -> None:
    from kb.export.page import write_page

    path = tmp_path / "newest.html"
    with path.open("w", encoding="utf-8") as out:
        write_page([told("second", "2024-02-01"), told("first", "2024-01-01")], out)
    assert _titles(open_page(path.as_uri())) == ["first", "second"]
