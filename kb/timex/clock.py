"""The time of day beside a date: kept on the mention as `HH:MM` with its zone, never part of its text."""

from __future__ import annotations

import re

_ZONE = r"(?:\s?(?P<z>ET|EST|EDT|PT|PST|PDT|CT|CST|GMT|UTC|BST|CET|JST|HKT))?"
_AFTER = re.compile(
    r"(?:T(?=\d)|\s?,?\s?(?:at\s)?)(?P<p>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|晚|早|晨)?\s?"
    r"(?P<h>[01]?\d|2[0-4])(?:[:时点](?P<m>[0-5]\d)?(?::[0-5]\d)?分?)(?:\s?(?P<a>[ap])\.?m\.?)?" + _ZONE,
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<h>[01]?\d|2[0-4])(?::(?P<m>[0-5]\d))?\s?(?P<a>[ap])\.?m\.?" + _ZONE + r",?\s(?:on\s)?$",
    re.IGNORECASE,
)
# What a time of day behind a date begins with, and what one before it ends with: most dates have neither.
_BEGINS = frozenset(" ,aAtT凌清早上中下傍晚晨0123456789")
_HALF_OF_DAY = re.compile(r"[AaPp]\.?[Mm]")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间", "晚"})


def clock_near(folded: str, start: int, end: int) -> str | None:
    """The time of day next to a mention, `09:30` or `16:32 ET`; None where there is none."""
    letter = folded[end : end + 1]
    begins = letter in _BEGINS or letter.isspace()
    if letter == "," and folded[end + 1 : end + 2] not in _BEGINS:
        begins = False
    match = _AFTER.match(folded, end, end + 32) if begins else None
    if match is None and end < len(folded) and folded[start - 1 : start] == " ":
        first = max(0, start - 24)
        match = _HALF_OF_DAY.search(folded, first, start) and _BEFORE.search(folded, first, start)
    if match is None:
        return None
    groups = match.groupdict()
    hour = int(groups["h"])
    evening = groups.get("p") in _AFTERNOON or folded[end - 1] in "晚夜"
    afternoon = evening or (groups.get("a") or "").lower() == "p"
    if afternoon and hour < 12:
        hour += 12
    if (groups.get("a") or "").lower() == "a" and hour == 12:
        hour = 0
    zone = f" {groups['z'].upper()}" if groups.get("z") else ""
    return f"{hour % 24:02d}:{groups.get('m') or '00'}{zone}"
