"""Events of GDELT (versions 1 and 2): tab-separated, no header; its codes are those of CAMEO.

The GDELT Event Database Data Format Codebook V2.0, 2015.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from kb.pipeline import Knowledge


class _Columns(NamedTuple):
    """Where the columns are that a version numbers in its own way."""

    place: int
    added: int
    url: int | None


# By the number of columns: version 2, and version 1 with and without the address of its source.
_VERSIONS = {61: _Columns(52, 59, 60), 58: _Columns(50, 56, 57), 57: _Columns(50, 56, None)}
_DAY, _ACTOR, _OTHER, _ROOT = 1, 6, 16, 28
_DROPPED = {
    "event code": 26, "quad class": 29, "Goldstein scale": 30, "mentions": 31, "sources": 32, "articles": 33,
    "tone": 34,
}  # fmt: skip
# CAMEO's root codes.
_ACTS = {
    "01": "makes a public statement", "02": "appeals", "03": "expresses intent to cooperate", "04": "consults",
    "05": "engages in diplomatic cooperation", "06": "engages in material cooperation", "07": "provides aid",
    "08": "yields", "09": "investigates", "10": "demands", "11": "disapproves", "12": "rejects", "13": "threatens",
    "14": "protests", "15": "exhibits force posture", "16": "reduces relations", "17": "coerces",
    "18": "assaults", "19": "fights", "20": "uses unconventional mass violence",
}  # fmt: skip


def looks_like(text: str) -> bool:
    """Whether the first line has as many columns as a version of GDELT, and its day and number in their places."""
    cells = text.partition("\n")[0].rstrip("\r").split("\t")
    return len(cells) in _VERSIONS and cells[0].isdigit() and len(cells[_DAY]) == 8 and cells[_DAY].isdigit()


def read(
    text: str, dropped: Counter[str], knowledge: Knowledge
) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """A row for each event; `dropped` counts what is left out: codes, tone, numbers of mentions."""
    for number, line in enumerate(text.split("\n"), 1):
        cells = line.rstrip("\r").split("\t")
        if not line.strip():
            continue
        columns = _VERSIONS.get(len(cells))
        if columns is None:
            yield number, f"{len(cells)} columns, where GDELT has 57, 58 or 61"
            continue
        dropped.update(name for name, at in _DROPPED.items() if cells[at])
        yield number, _row(cells, columns, knowledge)


def _row(cells: list[str], columns: _Columns, knowledge: Knowledge) -> dict[str, Any]:
    url = cells[columns.url] if columns.url else ""
    day = cells[_DAY]
    row: dict[str, Any] = {
        "written": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "title": _title(cells, columns),
        "publisher": urlsplit(url).hostname or "GDELT",
        "url": url,
        "kind": "other",
        "status": "actual",
        "published": _day(cells[columns.added]),
    }
    known = [entity.id for name in (cells[_ACTOR], cells[_OTHER]) if (entity := _known(name, knowledge))]
    return row | ({"entities": known} if known else {})


def _title(cells: list[str], columns: _Columns) -> str:
    act = _ACTS.get(cells[_ROOT].zfill(2), f"acts ({cells[_ROOT]})")
    parts = [cells[_ACTOR].title() or "Somebody", act, f"– {cells[_OTHER].title()}" if cells[_OTHER] else ""]
    place = f"({cells[columns.place]})" if cells[columns.place] else ""
    return " ".join(filter(None, (*parts, place)))


def _known(name: str, knowledge: Knowledge) -> Any:  # noqa: ANN401 - an entity, or None
    return knowledge.gazetteer.find_by_name(name.title()) if name else None


def _day(added: str) -> str:
    return f"{added[:4]}-{added[4:6]}-{added[6:8]}" if added[:8].isdigit() else ""
