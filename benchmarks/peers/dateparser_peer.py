"""dateparser's search, with each found piece parsed once more for the period that the search leaves out."""

# mypy: disable-error-code="import-not-found, import-untyped"

from datetime import datetime

from dateparser.date import DateDataParser
from dateparser.search import search_dates

from benchmarks.peers.serve import Mention, serve, span_of


def read(text: str, reference: datetime, language: str) -> list[Mention]:
    settings = {"RELATIVE_BASE": reference}
    parser = DateDataParser(languages=[language], settings=settings)
    mentions: list[Mention] = []
    at = 0
    for piece, moment in search_dates(text, languages=[language], settings=settings) or []:
        start = text.find(piece, at)
        if start < 0:
            continue
        at = start + len(piece)
        period = parser.get_date_data(piece).period or "day"
        mentions.append((start, at, *span_of(moment.date(), period)))
    return mentions


serve(read)
