"""What each column of the views means. The views themselves are made by the migrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: what a row is, what it is for, and its columns in order."""

    row: str
    example: str
    columns: Mapping[str, str]


_SPAN = {
    "edtf": "the date in EDTF (ISO 8601-2)",
    "starts_on": "first day, inside the span",
    "ends_on": "last day, inside the span",
}
_FULL_SPAN = {
    **_SPAN,
    "granularity": "the unit in which the source gave it: day, week, month, quarter, year …",
    "qualifier": "`~` about, `?` uncertain, `%` both",
    "bound": "`since` or `until` where only one end is meant",
    "fiscal_label": "the fiscal period, such as NVDA FY2025 Q3",
}
_STATUS = "what the source says of it: actual, planned, forecast, rumored, cancelled, denied"

VIEWS: Mapping[str, View] = {
    "timeline": View(
        "an event",
        "SELECT starts_on, title FROM timeline WHERE kind = 'market_cap' ORDER BY starts_on",
        {
            "id": "name of the event",
            **_FULL_SPAN,
            "kind": "what happened",
            "status": _STATUS,
            "title": "one line",
            "entities": "JSON array of ids, principal first",
            "measures": "JSON array of metric, value (exact decimal string), unit and what is said of it",
            "sources": "JSON array: where its statements stand",
            "conflicts": "JSON array: where its statements disagree, in words",
            "statements": "JSON array: the ids of its statements",
            "asserted_on": "first day on which a source said so",
            "recorded_at": "when the base made this row",
            "pk": "number in the order of first days; sorts a timeline",
        },
    ),
    "evidence": View(
        "a statement",
        "SELECT quote, source, published_on FROM evidence WHERE event = '…' ORDER BY asserted_on",
        {
            "statement": "id of the statement",
            "event": "id of the event that it tells",
            "document": "id of the document",
            "kind": "what happened",
            "status": _STATUS,
            **_FULL_SPAN,
            "quote": "the characters that say so",
            "sentence": "the sentence around them",
            "time": "the expression that dates it",
            "entities": "ids, principal first, separated by commas",
            "speaker": "who said so",
            "was_edtf": "a delay's former target",
            "announced_edtf": "when a plan or delay was made known",
            "rule": "rules that made the statement",
            "time_rule": "rules that read the date",
            "time_anchor": "what a partial or relative date was counted from",
            "start_char": "offset of the quote in the document's text, in code points",
            "end_char": "its end, exclusive",
            "source": "path or address of the document; `curated` for rows entered by hand",
            "title": "title of the document",
            "publisher": "publisher",
            "author": "author",
            "url": "address on the web",
            "language": "BCP 47",
            "published_on": "day of publication",
            "published_how": "given, metadata, dateline or inferred",
            "asserted_on": "published_on, else the day it was recorded",
            "version": "version of kb whose rules read it",
            "recorded_at": "when the base began to hold it",
        },
    ),
    "schedule": View(
        "a date that was given to a milestone for the first time, or on which it came",
        "SELECT revision, edtf, slip_days FROM schedule WHERE entity = 'blackwell' ORDER BY revision",
        {
            "entity": "id of what is scheduled: the product that is named, else the principal",
            "milestone": "shipment, launch or facility; a delay revises the shipment",
            "revision": "1 for the first date that was given",
            "status": "planned, forecast, rumored or cancelled; actual for the date on which it came",
            **_SPAN,
            "former_edtf": "the date before",
            "slip_days": "days from the end of the former date to this one's; 0 where one holds the other",
            "said_on": "the day it was announced, else the document's",
            "asserted_on": "the document's day",
            "speaker": "who said so",
            "publisher": "publisher of the document",
            "source": "path or address of the document",
            "quote": "the characters that say so",
            "event": "id of the event",
            "statement": "id of the statement",
        },
    ),
    "conflict": View(
        "two statements of one event that cannot both be right",
        "SELECT title, field, left_value, left_source, right_value, right_source FROM conflict",
        {
            "event": "id of the event",
            "kind": "its kind",
            "title": "its title",
            "field": "`when`, or the metric",
            "left_value": "what the statement first asserted says",
            "right_value": "what the other says",
            "left_quote": "the characters that say so",
            "right_quote": "the characters that say otherwise",
            "left_source": "path or address of the one document",
            "right_source": "path or address of the other",
            "left_statement": "id of the one statement",
            "right_statement": "id of the other",
            "message": "the same in a sentence",
        },
    ),
    "measure_series": View(
        "a number that a statement gives",
        "SELECT starts_on, value FROM measure_series WHERE entity = 'nvidia' AND metric = 'market_cap'",
        {
            "entity": "id of the statement's principal",
            "metric": "revenue, market_cap, share_price_change …",
            "unit": "ISO 4217 (XXX: currency not said), %, bp, rank, count …",
            "basis": "yoy, qoq or mom",
            "segment": "segment of the business",
            "period": "EDTF of the period it is for",
            **_SPAN,
            "value": "number in whole units, to compare and sum",
            "exact": "the same number, every digit",
            "tolerance": "as written, with its unit",
            "approximate": "the source says about",
            "note": "anything else: low, high",
            "status": _STATUS,
            "asserted_on": "the document's day",
            "source": "path or address of the document",
            "event": "id of the event",
            "statement": "id of the statement",
        },
    ),
}
