"""JioNLP's extraction of times, points and spans only."""

# mypy: disable-error-code="import-not-found, import-untyped"

from datetime import date, datetime

import jionlp

from benchmarks.peers.serve import Mention, serve


def read(text: str, reference: datetime, language: str) -> list[Mention]:
    found = jionlp.ner.extract_time(text, time_base=reference.timestamp(), with_parsing=True)
    return [
        (*item["offset"], *map(_day, item["detail"]["time"]))
        for item in found
        if item["type"] in ("time_point", "time_span")
    ]


def _day(moment: str) -> date | None:
    return None if moment == "inf" else date.fromisoformat(moment[:10])


serve(read)
