"""What runs in Spark's Python workers: batches of articles in, batches of rows out. No Spark is imported here.

A worker loads the gazetteer and the rules once and keeps them for all its tasks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from kb.config import Settings
from kb.curated.given import day
from kb.errors import DataError
from kb.reading import extract_document, load_knowledge
from kb.rows.extractions import Row, extraction_rows
from kb.rows.schemas import TABLES, schema

if TYPE_CHECKING:
    import pyarrow as pa

    from kb.model import Document
    from kb.pipeline import Knowledge

# Articles whose rows are handed to Spark together: enough to pay for a batch, little enough to hold.
_ARTICLES = 64
# What an article can be given beside its text, as the columns of a table of articles name them.
GIVEN = ("source", "title", "publisher", "author", "url", "language")


@dataclass(frozen=True)
class Job:
    """What to extract: which column holds the text and which the publication date, and which tables to fill.

    `gazetteers` and `fiscal` are as in `kb.config.Settings`, which itself does not travel between machines.
    """

    text: str
    published: str | None
    tables: tuple[str, ...]
    gazetteers: tuple[str, ...] = ()
    fiscal: str = "{}"

    def schema(self) -> pa.Schema:
        """A row is an article, with a list of rows for each table."""
        import pyarrow as pa

        return pa.schema([(table, pa.list_(pa.struct(schema(table)))) for table in self.tables])

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows of each batch of articles."""
        import pyarrow as pa

        out = self.schema()
        for batch in batches:
            for start in range(0, batch.num_rows, _ARTICLES):
                articles = batch.slice(start, _ARTICLES).to_pylist()
                rows = [self._read(article) for article in articles]
                yield pa.RecordBatch.from_pylist(rows, schema=out)

    def _read(self, article: Row) -> dict[str, list[Row]]:
        source = article.get("source")
        return rows_of(self, None if source is None else str(source), lambda: self._document(article))

    def _document(self, article: Row) -> Document:
        from kb.text.metadata import Metadata
        from kb.text.read import read_text

        text = article[self.text]
        if not isinstance(text, str) or not text.strip():
            raise DataError("empty")
        given = {name: str(article[name]) for name in GIVEN if article.get(name) is not None}
        published = article[self.published] if self.published else None
        return read_text(
            text,
            source=given.pop("source", None),
            published=day(published or None),
            metadata=Metadata(
                title=given.get("title"),
                language=given.get("language"),
                publisher=given.get("publisher"),
                author=given.get("author"),
                url=given.get("url"),
            ),
        )


def columns_of(job: Job, present: Sequence[str]) -> list[str]:
    """The columns that the job reads, of those that a table of articles has."""
    wanted = [job.text, *filter(None, [job.published]), *GIVEN]
    return [name for name in dict.fromkeys(wanted) if name in present]


def rows_of(job: Job, source: str | None, read: Callable[[], Document]) -> dict[str, list[Row]]:
    """The rows of one document; what cannot be read is an issue, and the others go on."""
    try:
        knowledge = _knowledge(job.gazetteers, job.fiscal)
        document = read()
        if "\x00" in document.text:
            # No base could hold it.
            raise DataError("the text holds NUL characters; is it a binary file?")
        return extraction_rows(extract_document(document, knowledge), _version(), job.tables)
    except DataError as error:
        return failed_rows(job, source, str(error))
    except Exception as error:
        # One article in a hundred million must not end the job; the table of issues says which it was.
        return failed_rows(job, source, f"{type(error).__name__}: {error}", code="failed")


def failed_rows(job: Job, source: str | None, message: str, code: str = "unreadable") -> dict[str, list[Row]]:
    """An issue in place of a document."""
    row: Row = dict.fromkeys(TABLES["issues"])
    row |= {
        "source": source,
        "start_char": 0,
        "end_char": 0,
        "code": code,
        "message": " ".join(message.split()),
    }
    return {table: [row] if table == "issues" else [] for table in job.tables}


@cache
def _knowledge(gazetteers: tuple[str, ...], fiscal: str) -> Knowledge:
    import gc
    import json
    from pathlib import Path

    found = load_knowledge(
        Settings(gazetteers=tuple(Path(name) for name in gazetteers), fiscal=json.loads(fiscal))
    )
    # It stays as long as the worker does: nothing in it need be looked at again for what is no longer used.
    gc.freeze()
    return found


@cache
def _version() -> str:
    return version("kb")


def as_job(text: str, published: str | None, tables: Sequence[str], settings: Settings | None) -> Job:
    """The job of those settings."""
    import json

    given = settings or Settings()
    fiscal: dict[str, Any] = {owner: dict(calendar) for owner, calendar in given.fiscal.items()}
    return Job(
        text,
        published,
        tuple(tables),
        tuple(str(path.absolute()) for path in given.gazetteers),
        json.dumps(fiscal, sort_keys=True, default=str),
    )
