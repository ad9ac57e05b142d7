"""Timelines of TimelineJS (JSON): slides with dates in parts, and eras. timeline.knightlab.com/docs/json-format.html"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from kb.errors import DateError
from kb.pipeline import Knowledge

_TAGS = re.compile(r"<[^>]*>")
_CLOCK = ("hour", "minute", "second", "millisecond")
_PLACED = frozenset({"start_date", "end_date", "text"})


def looks_like(text: str) -> bool:
    """Whether a text is an object with `events` that have a `start_date`."""
    head = text[:200_000].lstrip()
    return head.startswith("{") and '"events"' in head and '"start_date"' in head


def read(
    text: str, dropped: Counter[str], knowledge: Knowledge
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """A row for each slide and era; `dropped` counts media, groups, backgrounds and times of day."""
    try:
        found = json.loads(text)
        slides = [*found["events"], *found.get("eras", ())]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield 1, f"not JSON of TimelineJS: {error}"
        return
    dropped.update(name for name in ("title", "scale") if found.get(name))
    for number, slide in enumerate(slides, 1):
        try:
            yield number, _row(slide, dropped)
        except (DateError, TypeError, AttributeError, ValueError) as error:
            yield number, str(error)


def _row(slide: Mapping[str, Any], dropped: Counter[str]) -> dict[str, Any]:
    words = slide.get("text") or {}
    headline, body = _plain(words.get("headline")), _plain(words.get("text"))
    row: dict[str, Any] = {"written": _edtf(slide.get("start_date"), dropped), "title": headline or body}
    if slide.get("end_date"):
        row["end"] = _edtf(slide["end_date"], dropped)
    dropped.update(name for name, value in slide.items() if value and name not in _PLACED)
    if headline and body:
        dropped["text below the headline"] += 1
    return row


def _edtf(parts: object, dropped: Counter[str]) -> str:
    if not isinstance(parts, Mapping) or not str(parts.get("year") or "").strip():
        raise DateError("no date")
    year = int(parts["year"])
    if not 1 <= year <= 9999:
        raise DateError(f"{year}: years before 1 and after 9999 are not kept")
    if any(str(parts.get(name) or "").strip() for name in _CLOCK):
        dropped["time of day"] += 1
    if parts.get("display_date"):
        dropped["display_date"] += 1
    numbers = [f"{year:04d}"]
    for name in ("month", "day"):
        value = str(parts.get(name) or "").strip()
        if not value:
            break
        numbers.append(f"{int(value):02d}")
    return "-".join(numbers)


def _plain(markup: object) -> str:
    return " ".join(unescape(_TAGS.sub(" ", str(markup or ""))).split())
