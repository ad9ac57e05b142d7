"""How fast the page is: `python -m benchmarks.page [--events N ...] [--vis FOLDER]`.

The page of so many synthetic events (benchmarks/base_events.py) is opened from disk in headless Chromium, beside
vis-timeline with the same events in the same run. `usable` is the time from the start of the navigation until a
first turn of the wheel, given as soon as anything is drawn, has been answered by a frame, `work` the processor
time of the page's main thread until then; panning is a drag of sixty steps. vis-timeline comes from npm, or from
a folder that has it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.base_events import synthetic_entities, synthetic_events
from benchmarks.tally import format_table
from kb.export.page import write_page
from kb.model import Event, EventDetail, Evidence, Participant, Sentence, Statement
from kb.store.known import KnownEvent
from tests.browser import chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

VIS = "vis-timeline@8.5"
_HEAD = (
    "page",
    "events",
    "file MB",
    "usable ms",
    "of it work",
    "panning: longest task ms",
    "over 50 ms",
    "frame ms",
)
_ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")
_STEPS = 60
# What shows that events are drawn, and what turns the wheel.
OURS = ("#list .row", "#stage")
THEIRS = (".vis-item", ".vis-center")
# Turns the wheel once there is something to see, and notes when a frame has answered; watches for long tasks.
_WATCH = """
(() => {
  window.__tasks = [];
  new PerformanceObserver((list) => window.__tasks.push(...list.getEntries().map((each) => each.duration)))
    .observe({ type: "longtask", buffered: true });
  const look = () => {
    const place = document.querySelector("SEEN") && document.querySelector("WHEEL");
    if (!place) return requestAnimationFrame(look);
    const box = place.getBoundingClientRect();
    const [clientX, clientY] = [box.left + box.width / 2, box.top + box.height / 2];
    place.dispatchEvent(new WheelEvent("wheel", { deltaY: -120, clientX, clientY, bubbles: true, cancelable: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.__usable = performance.now();
      document.documentElement.dataset.usable = "true";
    }));
  };
  requestAnimationFrame(look);
})();
"""
_FRAMES = """
window.__frames = [];
(() => {
  let last = performance.now();
  const frame = (now) => { window.__frames.push(now - last); last = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
})();
"""
_VIS_PAGE = """<!doctype html><meta charset="utf-8"><style>{style}</style><div id="timeline"></div>
<script type="application/json" id="data">{data}</script><script>{program}</script>
<script>
const {{ items, groups }} = JSON.parse(document.getElementById("data").textContent);
new vis.Timeline(document.getElementById("timeline"), new vis.DataSet(items), new vis.DataSet(groups),
  {{ height: "800px", maxHeight: "800px" }});
</script>"""


class Speed(NamedTuple):
    """What was measured of a page, in milliseconds."""

    usable: float
    work: float
    longest: float
    long: int
    frame: float


def main(arguments: Sequence[str] | None = None) -> int:
    from playwright.sync_api import sync_playwright

    options = _parse(arguments)
    with TemporaryDirectory(prefix="kb-benchmark-") as name, sync_playwright() as playwright:
        folder = Path(name)
        vis = options.vis or install_vis(folder)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(_ARGUMENTS))
        rows = [row for count in options.events for row in compare(browser, folder, count, vis)]
        browser.close()
    print(format_table(_HEAD, rows))
    return 0


def compare(browser: Browser, folder: Path, count: int, vis: Path) -> Iterator[list[str]]:
    """A row for our page and one for vis-timeline."""
    ours, theirs = write_pages(folder, count, vis)
    yield _row("kb", count, ours, measure(browser, ours, *OURS))
    yield _row("vis-timeline", count, theirs, measure(browser, theirs, *THEIRS))


def write_pages(folder: Path, count: int, vis: Path) -> tuple[Path, Path]:
    """Our page and that of vis-timeline, of the same events."""
    details = synthetic_details(count)
    ours, theirs = folder / f"{count}.html", folder / f"vis-{count}.html"
    with ours.open("w", encoding="utf-8") as out:
        write_page(details, out)
    theirs.write_text(vis_page(details, vis), encoding="utf-8")
    return ours, theirs


def synthetic_details(count: int) -> list[EventDetail]:
    """So many events by first day, each told once."""
    entities = synthetic_entities()
    known = enumerate(sorted(synthetic_events(count), key=lambda each: each.when.starts_on))
    return [
        EventDetail(event := _event(each, at), (_evidence(each, event),), (), {
            name: entities[name] for name in each.entities
        })
        for at, each in known
    ]  # fmt: skip


def measure(browser: Browser, path: Path, seen: str, wheel: str, timeout: float = 180) -> Speed:
    """Open a page and pan in it; `seen` tells that events are drawn, `wheel` is what turns the wheel."""
    page, work = _opened(browser, path, seen, wheel, timeout)
    usable = float(page.evaluate("window.__usable"))
    page.evaluate("window.__tasks.length = 0")
    page.evaluate(_FRAMES)
    _drag(page, wheel)
    tasks, frames = page.evaluate("[window.__tasks, window.__frames]")
    page.close()
    return Speed(
        usable, work, max(tasks, default=0), sum(each > 50 for each in tasks), sum(frames) / len(frames)
    )


def install_vis(folder: Path) -> Path:
    """Install vis-timeline with npm; the folder that it is in."""
    command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), VIS]
    subprocess.run([*command, "--legacy-peer-deps"], check=True)
    return folder / "node_modules" / "vis-timeline"


def vis_page(details: Sequence[EventDetail], vis: Path) -> str:
    """The same events as items of vis-timeline, in one file."""
    groups = dict.fromkeys(detail.event.entities[0] for detail in details)
    data = {"items": list(map(_item, details)), "groups": [{"id": name, "content": name} for name in groups]}
    return _VIS_PAGE.format(
        style=(vis / "styles" / "vis-timeline-graph2d.min.css").read_text(encoding="utf-8"),
        data=json.dumps(data, ensure_ascii=False),
        program=(vis / "standalone" / "umd" / "vis-timeline-graph2d.min.js").read_text(encoding="utf-8"),
    )


def _opened(browser: Browser, path: Path, seen: str, wheel: str, timeout: float) -> tuple[Page, float]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(timeout * 1000)
    page.add_init_script(_WATCH.replace("SEEN", seen).replace("WHEEL", wheel))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-usable]", state="attached")
    metrics = session.send("Performance.getMetrics")["metrics"]
    work = next(each["value"] for each in metrics if each["name"] == "TaskDuration")
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)
    return page, work * 1000


def _drag(page: Page, selector: str) -> None:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.7, box["y"] + min(box["height"], 800) * 0.75
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(_STEPS):
        page.mouse.move(x - 6 * step, y)
        page.wait_for_timeout(16)
    page.mouse.up()


def _event(known: KnownEvent, number: int) -> Event:
    name = f"{number:016x}"
    return Event(
        name, known.kind, known.text, known.when, known.status, known.entities, known.measures, (name,)
    )


def _evidence(known: KnownEvent, event: Event) -> Evidence:
    text = f"{known.text}. " * 2
    statement = Statement(
        event.id, 0, len(known.text), known.text, Sentence(0, len(text), 0), event.kind, event.status,
        event.when, None, tuple(map(Participant, event.entities)), event.measures, "synthetic",
    )  # fmt: skip
    day = known.when.starts_on
    written = Evidence(statement, text, event.id, day, datetime(2026, 1, 1, tzinfo=UTC), source=known.source)
    return replace(written, published_on=day, language=known.language)


def _item(detail: EventDetail) -> dict[str, str]:
    event = detail.event
    item = {
        "id": event.id,
        "content": event.title,
        "start": event.when.starts_on.isoformat(),
        "group": event.entities[0],
    }
    if event.when.days == 1:
        return {**item, "type": "point"}
    return {**item, "end": (event.when.ends_on + timedelta(days=1)).isoformat(), "type": "range"}


def _row(name: str, count: int, path: Path, speed: Speed) -> list[str]:
    size = f"{path.stat().st_size / 1e6:.1f}"
    return [
        name, f"{count:,}", size, f"{speed.usable:.0f}", f"{speed.work:.0f}", f"{speed.longest:.0f}", str(speed.long),
        f"{speed.frame:.1f}",
    ]  # fmt: skip


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="+", default=[20_000], help="how many, for each row")
    parser.add_argument(
        "--vis", type=Path, help="a folder that holds vis-timeline (default: npm installs it)"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
