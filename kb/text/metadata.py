"""What a file says of itself beside its text: fields of front matter, the day in its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Any, NamedTuple

from kb.errors import ReadError

# Names of fields as static site generators, feeds and Chinese editors write them, best first.
FIELDS = {
    "published": (
        "published", "date", "publish_date", "published_at", "published_on", "published_time", "publish_time",
        "publication_date", "date_published", "datepublished", "pubdate", "pub_date", "article:published_time",
        "發佈日期", "發布日期", "发布日期", "日期", "發佈時間", "發布時間",
        "发布时间",
    ),
    "title": ("title", "headline", "subject", "標題", "标题"),
    "author": ("author", "authors", "by", "byline", "creator", "作者", "記者", "记者"),
    "publisher": (
        "publisher", "source", "site", "site_name", "outlet", "newspaper", "publication", "來源", "来源", "媒體",
        "媒体",
    ),
    "url": ("canonical_url", "canonical", "url", "link", "permalink", "網址", "网址"),
    "language": ("language", "lang", "語言", "语言"),
}  # fmt: skip
# The languages whose month names are known; dateparser takes seconds to try all of its two hundred.
MONTH_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "ru",
    "pl",
    "sv",
    "tr",
    "uk",
    "id",
    "vi",
    "ja",
    "ko",
    "zh",
)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)")
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


class Metadata(NamedTuple):
    """What is known of a text from outside it."""

    published: date | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def read_metadata(fields: Mapping[str, Any], name: str) -> Metadata:
    """The known ones of a file's fields.

    Raises `ReadError` where the publication date is no day.
    """
    lower = {key.lower().replace("-", "_").replace(" ", "_"): value for key, value in fields.items()}
    found = {field: _first(lower, names) for field, names in FIELDS.items()}
    published = found.pop("published")
    return Metadata(_day(published, name) if published else None, **found)


def day_in_name(name: str) -> date | None:
    """The day that stands in a file's name: `2024-09-05-drop.md`, `drop_20240905.txt`."""
    match = _DAY_IN_NAME.search(PurePath(name).stem)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def _first(fields: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    values = (fields[name] for name in names if fields.get(name))
    return next((", ".join(value) if isinstance(value, list) else str(value) for value in values), None)


def _day(value: str, name: str) -> date:
    match = _DAY.match(value.strip())
    try:
        day = date(*map(int, match.groups())) if match else read_day_in_words(value)
    except ValueError:
        day = None
    if day is None:
        raise ReadError(f"{name}: the publication date {value!r} is no day")
    return day


def read_day_in_words(value: str) -> date | None:
    """The day of a date whose month is a word, in the languages that news is written in; else None."""
    from dateparser import parse

    settings: Any = {"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True}
    # Only a month in words leaves no doubt which number is the day.
    if not re.search(r"[^\W\d_]{3}", value):
        return None
    moment = parse(value, languages=[*MONTH_LANGUAGES], settings=settings)
    return moment.date() if moment else None
