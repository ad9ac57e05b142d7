"""The pictures of the README: `python -m tests.images` takes them anew from the page of the demo base.

Needs Chromium, Playwright, Pillow, and fonts with Chinese (Debian: fonts-noto-cjk).
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import kb
from tests.browser import chromium_path
from tests.docs import ROOT, make_demo

if TYPE_CHECKING:
    from playwright.sync_api import Page

IMAGES = ROOT / "docs" / "images"
_SIZE = {"width": 1360, "height": 850}
# So many a PNG can number in a byte.
_COLOURS = 256
_PLANS = "&entity=blackwell" + "".join(f"&kind={kind}" for kind in ("shipment", "delay", "supply", "launch"))


def main() -> None:
    """Take both pictures."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        path, slip = _page(Path(name))
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for image, fragment in (
            ("timeline.png", "lang=en&theme=light&view=2024-02-05..2025-03-01"),
            (
                "card.png",
                f"lang=zh-Hant&theme=dark&view=2024-03-01..2025-04-20&measure=&event={slip}{_PLANS}",
            ),
        ):
            page = browser.new_page(viewport=_SIZE)  # type: ignore[arg-type]
            _take(page, f"{path.as_uri()}#{fragment}", IMAGES / image)
        browser.close()


def _page(folder: Path) -> tuple[Path, str]:
    """The demo base as a page, and the event by which Blackwell slipped the most."""
    make_demo(folder)
    path = folder / "timeline.html"
    with kb.open(f"sqlite:///{folder / 'demo.db'}", create=False) as base:
        base.export(path, title="Nvidia and its rivals")
        slip = max(base.schedule("blackwell"), key=lambda each: each.slip_days or 0)
    return path, slip.event or ""


def _take(page: Page, address: str, image: Path) -> None:
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_timeout(500)
    page.screenshot(path=image)
    _shrink(image)
    page.close()


def _shrink(path: Path) -> None:
    """Keep the commonest colours of a picture, which are those of flat grounds and of letters on them."""
    from PIL import Image

    image = Image.open(path).convert("RGB")
    counted = sorted(image.getcolors(image.width * image.height) or [], reverse=True)[:_COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in counted for part in colour])  # type: ignore[union-attr]
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
