"""What an export is called, and what it has to say about the events that it could not write as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kb.export.page.revision import Revision

TITLE = "Timeline"


@dataclass(slots=True)
class Job:
    """One export: its title, and its notes for standard error.

    `revisions` gives the histories of planned milestones, for formats that draw them.
    """

    title: str = TITLE
    revisions: Callable[[], Iterable[Revision]] = tuple
    remarks: list[str] = field(default_factory=list)
    _notes: Counter[str] = field(default_factory=Counter)

    def note(self, what: str) -> None:
        """Count an event of which something is to be said, such as `left out: …`."""
        self._notes[what] += 1

    def notes(self) -> Iterator[str]:
        """Remarks on the whole, then a line for each sort of note, with how many events it is said of."""
        yield from self.remarks
        for what, count in self._notes.items():
            yield f"{count} event{'' if count == 1 else 's'} {what}"
