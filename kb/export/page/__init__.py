"""The page: a timeline to look at, as one HTML file that needs no network."""

from kb.export.page.build import live_page, policy, write_page
from kb.export.page.chunk import event_chunk, revision_rows, telling_chunk
from kb.export.page.revision import Revision

__all__ = [
    "Revision",
    "event_chunk",
    "live_page",
    "policy",
    "revision_rows",
    "telling_chunk",
    "write_page",
]
