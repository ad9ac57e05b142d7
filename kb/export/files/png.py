"""PNG: the static timeline as pixels, drawn by resvg with the fonts of the machine.

Chinese needs a font that has it, such as Noto Sans CJK (Debian's fonts-noto-cjk); none is shipped.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from math import sqrt
from typing import IO

from kb.errors import DataError
from kb.export.files import svg
from kb.export.job import Job
from kb.model import EventDetail

# Sharp in print and on dense screens, with no more pixels than most programs open.
_ZOOM = 2
_MOST_PIXELS = 100_000_000
_HANZI = re.compile("[\u3400-\u9fff]")
_ONE = '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><text y="24">{}</text></svg>'
_NO_FONT = (
    "the picture lacks its Chinese, as no font here has any; install Noto Sans CJK (Debian: fonts-noto-cjk)"
)
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


def write(details: Iterable[EventDetail], out: IO[bytes], job: Job) -> None:
    """Write the picture. Raises `DataError` without resvg."""
    try:
        import resvg_py  # noqa: F401
    except ImportError:
        raise DataError("PNG needs resvg: pip install 'kb[png]'") from None
    drawn = io.StringIO()
    svg.write(details, drawn, job)
    drawing = drawn.getvalue()
    if _HANZI.search(drawing) and _drawn(_ONE.format("漢")) == _drawn(_ONE.format("")):
        job.remarks.append(_NO_FONT)
    out.write(_drawn(drawing, _zoom(drawing, job)))


def _drawn(drawing: str, zoom: float = 1) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, zoom=zoom))


def _zoom(drawing: str, job: Job) -> float:
    """Twice the drawing's size, or what its pixels allow."""
    size = _SIZE.search(drawing)
    pixels = int(size[1]) * int(size[2]) if size else 1
    zoom = min(_ZOOM, sqrt(_MOST_PIXELS / pixels))
    if zoom < 1:
        job.remarks.append(
            f"so many events are drawn at {zoom:.0%} of their size; write svg or html, or filter"
        )
    return zoom
