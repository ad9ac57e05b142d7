"""Duckling by its native binding, dimension `time`; the grain says how many days a value covers."""

# mypy: disable-error-code="import-not-found, import-untyped"

from datetime import date, datetime, timedelta
from typing import Any

import duckling

from benchmarks.peers.serve import Mention, serve, span_of

ZONES = duckling.load_time_zones("/usr/share/zoneinfo")
LANGUAGES = {code: duckling.parse_lang(code.upper()) for code in ("en", "zh")}
DIMENSIONS = duckling.parse_dimensions(["time"])


def read(text: str, reference: datetime, language: str) -> list[Mention]:
    moment = duckling.parse_ref_time(ZONES, "UTC", int(reference.timestamp()))
    locale = duckling.default_locale_lang(LANGUAGES[language])
    found = duckling.parse(text, duckling.Context(moment, locale), DIMENSIONS, False)
    return [mention for item in found if (mention := _mention(item))]


def _mention(item: dict[str, Any]) -> Mention | None:
    value = item["value"]
    if value["type"] == "value":
        if value["grain"] in ("hour", "minute", "second"):
            return None
        return item["start"], item["end"], *span_of(_day(value["value"]), value["grain"])
    first, last = value.get("from"), value.get("to")
    if "hour" in {end["grain"] for end in (first, last) if end}:
        return None
    # An interval ends where its last unit begins: `to` is exclusive.
    until = _day(last["value"]) - timedelta(1) if last else None
    return item["start"], item["end"], _day(first["value"]) if first else None, until


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


serve(read)
