"""Which characters of its document a statement quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kb.events.dating import Dating
from kb.events.draft import Draft
from kb.model import Participant

_DATELINE = re.compile(r"(?:【[^】\n]{1,14}】|\([^)\n]{1,12}[讯电]\)|[-—–:,;。、\s]+)+")


def quote_of(low: str, draft: Draft, dating: Dating, participants: Sequence[Participant]) -> tuple[int, int]:
    """The first and the last character of a statement's quote; `low` is the folded text."""
    start, end = _quote(draft, dating, participants)
    return _after_dateline(low, start, end), end


def _quote(draft: Draft, dating: Dating, participants: Sequence[Participant]) -> tuple[int, int]:
    """From the date or the subject to the end of the last piece that adds something."""
    start, end = draft.main.start, draft.main.end
    principal = participants[0].entity if participants else None
    named = any(mention.entity == principal for mention in draft.main.entities)
    for piece in draft.lead:
        dates = dating.time is not None and piece.start <= dating.time.start < piece.end
        if dates or (not named and any(mention.entity == principal for mention in piece.entities)):
            start = min(start, piece.start)
    for piece in draft.tail:
        if piece.amounts or piece.times or piece.entities:
            end = max(end, piece.end)
    return start, end


def _after_dateline(low: str, start: int, end: int) -> int:
    """Where a quote begins after 【財聯社訊】 or a dash."""
    match = _DATELINE.match(low, start, end)
    return match.end() if match and match.end() < end else start
