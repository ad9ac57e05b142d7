"""A timeline in Python: a list of events that can be written, exported, and looked at in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kb.model import Event, EventDetail

if TYPE_CHECKING:
    from kb.store.pages import Page
    from kb.store.plans import Revision

# Gives the events once more, with what tells them where it is called with True.
Details = Callable[[bool], Iterable[EventDetail]]
# Gives the histories of planned milestones.
Revisions = Callable[[], "Iterable[Revision]"]


class Timeline(list[Event]):
    """Events by first day, with the SQL that gave them and the cursor of the next page (None at the end)."""

    def __init__(self, page: Page[Event], details: Details, revisions: Revisions = tuple) -> None:
        super().__init__(page)
        self._page = page
        self._details = details
        self._revisions = revisions

    @property
    def cursor(self) -> str | None:
        """What to pass for the next page."""
        return self._page.cursor

    @property
    def sql(self) -> str:
        """The SQL that the timeline stands for."""
        return self._page.sql

    def details(self) -> Iterable[EventDetail]:
        """The events with what tells them: statements, quotes, sources, judgements."""
        return self._details(True)

    def export(self, path: str | Path, format: str | None = None, *, title: str | None = None) -> list[str]:  # noqa: A002
        """Write a file, whole or not at all, in the format of its suffix (else `format`); `-` is standard output.

        Gives what is to be said of it: how many events were left out or widened, and why. Raises `UnknownName`
        for an unknown format, `UsageError` where the suffix names none, `DataError` where the file cannot be
        written. `kb export` does the same in flat memory.
        """
        from kb.export.export import export
        from kb.export.job import TITLE, Job

        return list(export(self._details, path, format, Job(title or TITLE, self._revisions)).notes())

    def write(self, out: TextIO, format: str = "table") -> None:  # noqa: A002
        """Write the events in a format: table, json, jsonl, csv or markdown. Raises `UnknownName`."""
        from kb.export.formats import write_events

        write_events(self, format, out)

    def text(self, format: str = "table") -> str:  # noqa: A002
        """What `write` writes. Raises `UnknownName`."""
        from io import StringIO

        out = StringIO()
        self.write(out, format)
        return out.getvalue()

    def to_arrow(self) -> Any:  # noqa: ANN401 - extras have no types here
        """A `pyarrow.Table` with a row an event, typed as in Parquet. Raises `DataError` without pyarrow."""
        from kb.export.frames import to_arrow

        return to_arrow(self)

    def to_pandas(self) -> Any:  # noqa: ANN401
        """A `pandas.DataFrame` with a row an event. Raises `DataError` without pandas and pyarrow."""
        from kb.export.frames import to_pandas

        return to_pandas(self)

    def to_polars(self) -> Any:  # noqa: ANN401
        """A `polars.DataFrame` with a row an event. Raises `DataError` without polars and pyarrow."""
        from kb.export.frames import to_polars

        return to_polars(self)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from kb.export.frames import html_table

        return html_table(self)
