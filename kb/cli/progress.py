"""A bar on a terminal for what takes long; nothing where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown(total: int, what: str) -> Iterator[Callable[[], object]]:
    """Gives what is to be called after each of `total` steps."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Lines that go to the terminal stand above the bar; those for a file or pipe go there.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    ) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@contextmanager
def corpus(measure: Callable[[], int | None]) -> Iterator[Callable[[int, int, int], object]]:
    """Gives what is to be called with the documents, statements and bytes done; `measure` says how many bytes
    there are, where that can be told."""
    if not sys.stderr.isatty():
        yield lambda documents, statements, position: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Documents a second since the beginning."""

        def render(self, task: Task) -> Text:
            seconds = task.elapsed or 0
            return Text(
                f"{task.fields['documents'] / seconds:,.1f}/s" if seconds else "", "progress.data.speed"
            )

    counts = "{task.fields[documents]:,} documents · {task.fields[statements]:,} statements"
    columns = (TextColumn("reading"), BarColumn(), TextColumn(counts), Rate(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    ) as bar:
        task = bar.add_task("reading", total=measure(), documents=0, statements=0)
        yield lambda documents, statements, position: bar.update(
            task, completed=position, documents=documents, statements=statements
        )
