"""An event-timeline knowledge base: dated events from texts, each with the words it came from."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.base import Base, open  # noqa: A004
    from kb.errors import DatabaseError, DataError, DateError, KbError, ReadError, UnknownName, UsageError
    from kb.model import Document, Entity, Event, Extraction, Measure, Statement, Status, TimeMention
    from kb.reading import dates, extract
    from kb.store.known import KnownEvent
    from kb.timeline import Timeline
    from kb.when.span import TimeSpan

__all__ = [
    "Base",
    "DataError",
    "DatabaseError",
    "DateError",
    "Document",
    "Entity",
    "Event",
    "Extraction",
    "KbError",
    "KnownEvent",
    "Measure",
    "ReadError",
    "Statement",
    "Status",
    "TimeMention",
    "TimeSpan",
    "Timeline",
    "UnknownName",
    "UsageError",
    "dates",
    "extract",
    "open",
]

# Loaded when first asked for: `kb --help` needs none of them.
_MODULES = {
    "kb.base": ("Base", "open"),
    "kb.errors": (
        "DataError",
        "DatabaseError",
        "DateError",
        "KbError",
        "ReadError",
        "UnknownName",
        "UsageError",
    ),
    "kb.model": (
        "Document",
        "Entity",
        "Event",
        "Extraction",
        "Measure",
        "Statement",
        "Status",
        "TimeMention",
    ),
    "kb.reading": ("dates", "extract"),
    "kb.timeline": ("Timeline",),
    "kb.store.known": ("KnownEvent",),
    "kb.when.span": ("TimeSpan",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'kb' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
