"""Gold files from annotations that a person can write: `python -m benchmarks.annotate FOLDER [--check]`.

Each NAME.toml of the folder annotates NAME.txt beside it and becomes NAME.json, the gold format:

    language = "en"
    published = 2024-11-25
    times = [
        "last Wednesday | 2024-11-20",                       # in the order of the text
        "the quarter | 2024-07-29/2024-10-27 | quarter",     # granularity, where EDTF does not tell it
        "Nov. 2024 | 2024-11 || 2024-11-01/2024-11-25",      # after ||, other right readings
        "? all year | 2024",                                 # optional: neither a miss nor a false alarm
    ]
    [[event]]
    quote = "Acme reported revenue of $35.1 billion last Wednesday"
    edtf = "2024-11-20"
    kind = "earnings"
    status = "actual"                                        # the default
    entities = ["acme"]
    measures = ["revenue 35100000000 USD", "revenue_change 94 % yoy; approximate"]

Texts are looked for in order, each from where the one before begins (events) or ends (times). An event's
`time` is the first of the times inside its quote that has the event's value. `also`, `also_kinds` and
`optional = true` say what else is right.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.annotations import days_of
from kb.errors import DataError, KbError
from kb.when.edtf import parse_edtf

_BASES = {"yoy", "qoq"}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    stale = []
    try:
        for source in sorted(options.folder.glob("*.toml")):
            target = source.with_suffix(".json")
            made = annotate_file(source)
            if not target.exists() or target.read_text("utf-8") != made:
                stale.append(target.name)
                if not options.check:
                    target.write_text(made, "utf-8")
    except (KbError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if stale:
        print("stale:" if options.check else "wrote:", *stale)
    return 1 if stale and options.check else 0


def annotate_file(source: Path) -> str:
    """The gold JSON for one TOML file, a line for each time and event.

    Raises `DataError` where a text is not found, or an annotation cannot be read; the message names the file.
    """
    article = source.with_suffix(".txt")
    try:
        data = tomllib.loads(source.read_text("utf-8"))
        gold = annotate(article.read_bytes().decode("utf-8"), data)
    except (KeyError, ValueError, DataError) as error:
        raise DataError(f"{source.name}: {error}") from error
    head = {
        "article": f"{source.parent.name}/{article.name}",
        "language": data["language"],
        "published": data["published"].isoformat(),
    }
    return _dump(head, gold)


def annotate(text: str, data: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The times and events of a text with their offsets."""
    times = list(_times(text, data["times"]))
    return {"times": times, "events": list(_events(text, data.get("event", []), times))}


def _times(text: str, lines: Sequence[str]) -> Iterator[dict[str, Any]]:
    at = 0
    for line in lines:
        optional = line.startswith("? ")
        main, _, others = line.removeprefix("? ").partition("||")
        quote, edtf, *granularity = (part.strip() for part in main.split("|"))
        start = _find(text, quote, at)
        at = start + len(quote)
        unit = granularity[0] if granularity else parse_edtf(edtf).granularity.value
        item = {"start": start, "end": at, "text": quote, "edtf": edtf, "granularity": unit}
        also = [_checked(other.strip()) for other in others.split(",") if other.strip()]
        yield {**item, **({"also": also} if also else {}), **({"optional": True} if optional else {})}


def _events(
    text: str, items: Sequence[Mapping[str, Any]], times: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    at = 0
    for item in items:
        at = _find(text, item["quote"], at)
        yield _event(item, at, times)


def _event(item: Mapping[str, Any], start: int, times: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    end = start + len(item["quote"])
    event = {
        "start": start,
        "end": end,
        "quote": item["quote"],
        "edtf": _checked(item["edtf"]),
        "kind": item["kind"],
        "status": item.get("status", "actual"),
        "entities": list(item["entities"]),
    }
    inside = (time for time in times if start <= time["start"] and time["end"] <= end)
    dating = next((time for time in inside if _same_days(time["edtf"], item["edtf"])), None)
    if dating:
        event["time"] = {key: dating[key] for key in ("start", "end", "text")}
    if "measures" in item:
        event["measures"] = [_measure(line) for line in item["measures"]]
    return {**event, **{key: item[key] for key in ("also", "also_kinds", "optional") if key in item}}


def _measure(line: str) -> dict[str, Any]:
    """`metric value unit [yoy|qoq]`, then after semicolons `approximate` or `key = value`."""
    words, *extras = (part.strip() for part in line.split(";"))
    metric, value, unit, *basis = words.split()
    if not set(basis) <= _BASES:
        raise DataError(f"{line!r} has a basis other than yoy and qoq")
    measure: dict[str, Any] = {"metric": metric, "value": value, "unit": unit}
    if basis:
        measure["basis"] = basis[0]
    for extra in extras:
        key, _, found = (part.strip() for part in extra.partition("="))
        measure[key] = found or True
    return measure


def _find(text: str, quote: str, at: int) -> int:
    start = text.find(quote, at)
    if start < 0:
        raise DataError(f"{quote!r} is not in the text from {at} on ({text[at : at + 20]!r}…)")
    return start


def _checked(edtf: str) -> str:
    parse_edtf(edtf)
    return edtf


def _same_days(left: str, right: str) -> bool:
    return days_of(left) == days_of(right)


def _dump(head: Mapping[str, Any], lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    fields = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    for key, items in lists.items():
        rows = ",\n".join(f"  {json.dumps(item, ensure_ascii=False)}" for item in items)
        fields.append(f"{json.dumps(key)}: [\n{rows}\n ]")
    return "{" + ",\n ".join(fields) + "}\n"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.annotate", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 where a file is stale"
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
