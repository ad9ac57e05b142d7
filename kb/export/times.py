"""Time mentions for readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from kb.export import table
from kb.export.records import Record, Records
from kb.model import TimeMention


def write_times(mentions: Iterable[TimeMention], out: TextIO) -> None:
    """Write a line for each mention: where, what, the value in EDTF and days, and the rule that read it."""
    columns = ("at", "text", "edtf", "first day", "last day", "granularity", "fiscal", "from", "rule")
    table.write(Records(columns, map(_record, mentions)), out)


def _record(mention: TimeMention) -> Record:
    when = mention.when
    return {
        "at": f"{mention.start}-{mention.end}",
        "text": mention.text,
        "edtf": when.edtf if when else mention.value,
        "first day": when.starts_on if when else None,
        "last day": when.ends_on if when else None,
        "granularity": f"{when.bound} {when.granularity}" if when and when.bound else mention.granularity,
        "fiscal": when.fiscal_label if when else None,
        "from": mention.anchor,
        "rule": mention.rule,
    }
