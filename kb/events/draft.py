"""A statement in the making: the pieces of a sentence that it is made of."""

from __future__ import annotations

from dataclasses import dataclass, field

from kb.events.clauses import Piece
from kb.events.times import has_own_date
from kb.events.triggers import Trigger
from kb.events.words import affixes


@dataclass(slots=True)
class Draft:
    """A statement in the making: its trigger, the piece it stands in, its pieces before and after.

    `rest` are the pieces after it that belong to no statement and may name its source; `source` has the classes
    of a clause before that names who says this and what follows in the sentence.
    """

    trigger: Trigger
    main: Piece
    lead: list[Piece] = field(default_factory=list)
    tail: list[Piece] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)
    source: int = 0

    @property
    def pieces(self) -> list[Piece]:
        """All its pieces in the order of the text."""
        return [*self.lead, self.main, *self.tail]

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.trigger.kind.name

    @property
    def is_dated(self) -> bool:
        """Whether its own pieces say when, up to the trigger."""
        lead = (piece for piece in self.lead if not opens_relative(piece))
        return any(has_own_date(piece) for piece in (*lead, self.main))


def is_relative(draft: Draft) -> bool:
    """Whether the statement is a relative clause, so that its names are not what the sentence is about."""
    return opens_relative(draft.main)


def opens_relative(piece: Piece) -> bool:
    """Whether an English piece is a relative clause, whose date is its own: `Rivian, whose R2 is due in 2026, …`."""
    return piece.is_latin and piece.text.startswith(affixes("opening", "relative"))
