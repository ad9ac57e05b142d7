"""What passes between those who find documents, those who read them and those who write them down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kb.model import Issue
from kb.text.limits import LIMITS, Limits


class Fact(NamedTuple):
    """Something known of a document besides its text, and how it was found."""

    value: str
    how: str


# By the names of `Document`'s fields: published, title, author, publisher, url, language.
Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: a path or address, and the line or part of it if it holds several."""

    source: str
    part: str | None = None

    def __str__(self) -> str:
        return f"{self.source}:{self.part}" if self.part else self.source


@dataclass(frozen=True, slots=True)
class Piece:
    """A document that was found and not yet read.

    `data` are its bytes, or its characters where what holds it is decoded. `reader` names the format. What the
    holder says of it counts more than what it says itself (`facts`) or less (`lesser`); `charset` is the encoding
    that the holder declares. `position` is how many bytes of the file were taken so far, and `alone` says that
    the file holds nothing else.
    """

    place: Place
    data: bytes | str
    reader: str
    facts: Facts = field(default_factory=dict)
    charset: str | None = None
    issues: tuple[Issue, ...] = ()
    position: int = 0
    lesser: Facts = field(default_factory=dict)
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that cannot be read, and why, in one line."""

    place: Place
    message: str
    position: int = 0

    def __str__(self) -> str:
        return self.message if self.message.startswith(self.place.source) else f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader makes of a document: its text and what it says of itself."""

    text: str
    facts: Facts = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How to read: the day given by the user, which columns mean what, and how much at most.

    `columns` maps kb's names (text, published, title …) to those of a corpus. `allow_private` lets addresses of
    the web lead into private networks.
    """

    published: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = LIMITS
    allow_private: bool = False
    pause: float = 1.0
