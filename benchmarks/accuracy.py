"""How much of what is in a text kb finds: `python -m benchmarks.accuracy GOLD_DIR [--errors] [--json]`.

Scores every gold file of a folder, or, with `--predictions DIR`, the output of any program that prints the
JSON of `kb extract` (one NAME.json for each gold file NAME.json). Texts in the folder's negative/ tell of no
events; what kb finds there is counted by 2,000 characters.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.annotations import Annotations, Gold, read_gold, read_prediction
from benchmarks.misses import list_errors
from benchmarks.scoring import Score, score
from benchmarks.tally import Share, Tally, format_table, percent
from kb.errors import KbError, ReadError

_NEGATIVES_PUBLISHED = date(2024, 11, 25)

Predict = Callable[[Gold], Mapping[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    predict = _from_folder(options.predictions) if options.predictions else predict_with_kb
    try:
        texts = {gold.name: (read_prediction(predict(gold)), gold.truth) for gold in read_gold(options.gold)}
    except (KbError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    scores = score_all(texts)
    if options.errors:
        print(*_error_parts(texts), sep="\n")
    print(json.dumps(_as_json(scores), indent=2) if options.json else report(scores))
    if not options.json and not options.predictions:
        print(*_false_events(options.gold / "negative", errors=options.errors), sep="\n")
    return 0


def score_all(texts: Mapping[str, tuple[Annotations, Annotations]]) -> dict[str, Score]:
    """The score of each text (predicted, gold) by name, and of all together under `total`."""
    scores = {name: score(predicted, gold) for name, (predicted, gold) in texts.items()}
    return {**scores, "total": sum(scores.values(), Score())}


def predict_with_kb(gold: Gold) -> Mapping[str, Any]:
    """What `kb extract --json` prints for the article, made in this process."""
    return extract_text(gold.name, gold.text, gold.published, gold.language)


def extract_text(name: str, text: str, published: date, language: str | None = None) -> Mapping[str, Any]:
    """The JSON of `kb extract` for a text."""
    from kb.export.contract import extraction_object
    from kb.model import Document, Publication, PublishedHow
    from kb.pipeline import extract

    publication = Publication(published, PublishedHow.GIVEN)
    return extraction_object(extract(Document(name, text, language=language, published=publication)))


def _false_events(folder: Path, *, errors: bool) -> Iterator[str]:
    """What is found in texts that tell of no events, if there are any: all of it is false."""
    events = characters = 0
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8")
        found = extract_text(path.stem, text, _NEGATIVES_PUBLISHED)["events"]
        events, characters = events + len(found), characters + len(text)
        if errors:
            yield from (f"{path.stem} {item['start']:5} {item['kind']} {item['quote']!r}" for item in found)
    if characters:
        rate = 2000 * events / characters
        yield f"\nnegative texts: {events} events in {characters:,} characters, {rate:.2f} in 2,000"


def _error_parts(texts: Mapping[str, tuple[Annotations, Annotations]]) -> Iterator[str]:
    for name, (predicted, gold) in texts.items():
        yield "\n".join([f"== {name}", *list_errors(predicted, gold), ""])


def report(scores: Mapping[str, Score]) -> str:
    """Two tables, dates and events, with a row for each text."""
    dates = [[name, *_date_row(one)] for name, one in scores.items()]
    events = [[name, *_event_row(one)] for name, one in scores.items()]
    tables = format_table(["dates", *_DATE_HEAD], dates), format_table(["events", *_EVENT_HEAD], events)
    return "\n\n".join(tables)


_DATE_HEAD = ["strict P", "R", "F1", "relaxed F1", "value F1", "values", "qualifiers", "fiscal", "false"]
_EVENT_HEAD = [
    "P", "R", "F1", "+principal F1", "principal", "status", "amounts F1", "measures F1", "basis", "found",
]  # fmt: skip


def _date_row(one: Score) -> list[str]:
    dates = one.dates
    return [
        *_prf(dates.strict),
        percent(dates.relaxed.f1),
        percent(dates.correct.f1),
        _of(dates.values),
        _of(dates.qualifiers),
        _of(dates.fiscal),
        str(dates.false),
    ]


def _event_row(one: Score) -> list[str]:
    events = one.events
    return [
        *_prf(events.found),
        percent(events.with_principal.f1),
        percent(events.principal.value),
        percent(events.status.value),
        percent(events.amounts.f1),
        percent(events.measures.f1),
        percent(events.basis.value),
        f"{events.found.right}/{events.found.expected}",
    ]


def _prf(tally: Tally) -> list[str]:
    return [percent(tally.precision), percent(tally.recall), percent(tally.f1)]


def _of(share: Share) -> str:
    return f"{share.right}/{share.asked}"


def _as_json(scores: Mapping[str, Score]) -> dict[str, Any]:
    return {name: _with_rates(asdict(one)) for name, one in scores.items()}


def _with_rates(data: dict[str, Any]) -> dict[str, Any]:
    """Counts with the rates they give beside them."""
    for value in data.values():
        if not isinstance(value, dict):
            continue
        if "predicted" in value:
            tally = Tally(**value)
            value.update(precision=tally.precision, recall=tally.recall, f1=tally.f1)
        elif "asked" in value:
            value.update(share=Share(**value).value)
        else:
            _with_rates(value)
    return data


def _from_folder(folder: Path) -> Predict:
    def predict(gold: Gold) -> Mapping[str, Any]:
        path = folder / f"{gold.name}.json"
        if not path.exists():
            raise ReadError(f"no prediction {path} for {gold.article}")
        data: Mapping[str, Any] = json.loads(path.read_bytes())
        return data

    return predict


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("gold", type=Path, help="folder of gold files")
    parser.add_argument("--predictions", type=Path, help="score these files instead of running kb")
    parser.add_argument("--errors", action="store_true", help="list each miss and false alarm")
    parser.add_argument("--json", action="store_true", help="print counts and rates as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
