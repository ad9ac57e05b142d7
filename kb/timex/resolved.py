"""What resolving gives, and where the mention stands that is resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kb.when.span import TimeSpan


class Resolved(NamedTuple):
    """A span, how it was found, and what it was counted from."""

    span: TimeSpan
    how: str = ""
    anchor: str | None = None

    def over(self, span: TimeSpan) -> Resolved:
        """Another span, found in the same way."""
        return Resolved(span, self.how, self.anchor)


@dataclass(slots=True)
class Place:
    """Where the mention stands; the tense of its clause is looked up once."""

    start: int
    end: int
    tense: int | None = None
