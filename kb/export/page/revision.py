"""What the page takes for the history of a plan: `kb.store.plans.Revision`, which formats cannot know, is one."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kb.model import Status


class Revision(Protocol):
    """A date that was given to a milestone; `slip_days` counts from the one before, None for the first."""

    @property
    def entity(self) -> str:
        """Whose milestone it is."""

    @property
    def milestone(self) -> str:
        """Shipment, launch or facility."""

    @property
    def status(self) -> Status:
        """What the source says of it."""

    @property
    def edtf(self) -> str:
        """The date in EDTF."""

    @property
    def starts_on(self) -> date:
        """Its first day."""

    @property
    def ends_on(self) -> date:
        """Its last day."""

    @property
    def slip_days(self) -> int | None:
        """By how much it moved."""

    @property
    def said_on(self) -> date:
        """When it was made known."""

    @property
    def speaker(self) -> str | None:
        """Who said so."""

    @property
    def publisher(self) -> str | None:
        """Who published it."""

    @property
    def quote(self) -> str:
        """The words that say so."""

    @property
    def event(self) -> str | None:
        """The event's id."""
