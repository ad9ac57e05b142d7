"""Events as rows of the formats that `kb import` reads back: the columns of a timeline, and what is carried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kb.export.carried import CARRIED, asserted_on, carried_columns, carried_texts
from kb.export.contract import EVENT_COLUMNS, JsonObject, event_object
from kb.export.measures import format_measures
from kb.model import EventDetail

COLUMNS = (*EVENT_COLUMNS, "asserted_on", *CARRIED)


def detail_objects(details: Iterable[EventDetail]) -> Iterator[JsonObject]:
    """For programs that read JSON: lists are lists, measures are objects."""
    for detail in details:
        asserted = asserted_on(detail)
        yield {
            **event_object(detail.event),
            "asserted_on": asserted and asserted.isoformat(),
            **carried_columns(detail),
        }


def detail_cells(details: Iterable[EventDetail]) -> Iterator[JsonObject]:
    """For spreadsheets: measures are written as `kb import` reads them, what is carried is JSON."""
    for detail in details:
        yield {
            **event_object(detail.event),
            "measures": format_measures(detail.event.measures),
            "asserted_on": asserted_on(detail),
            **carried_texts(detail),
        }
