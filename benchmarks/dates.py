"""How well kb reads dates: `python -m benchmarks.dates [CASES_DIR] [--suite NAME] [--errors] [--peers DIR]`.

Prints for each suite of cases (NAME.jsonl) precision, recall and F1 of the dates found at the right place
with the right days, the dates found where there is none, and the characters read in a second; beside it, with
`--peers`, the same for other taggers on the same machine in the same run (see `benchmarks.peers`). Cases
listed in known_differences.toml are left out of the column "F1 less known".
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.cases import (
    Case,
    Found,
    Mention,
    OpenDays,
    Outcome,
    differs_by_bound,
    judge,
    read_cases,
    read_known_differences,
)
from benchmarks.peers.registry import installed_peers
from benchmarks.tally import Tally, format_table, percent
from kb.errors import KbError

# From cases to what was found in each, and the seconds that the reading took, start-up left out.
Tagger = Callable[[Sequence[Case]], tuple[list[list[Found]], float]]

_KNOWN = Path(__file__).with_name("known_differences.toml")
_HEAD = ["suite", "tagger", "cases", "P", "R", "F1", "F1 less known", "false", "chars/s"]


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """What a tagger did on one suite."""

    suite: str
    tagger: str
    cases: Sequence[Case]
    outcomes: Sequence[Outcome]
    seconds: float
    known: Mapping[str, str]

    @property
    def tally(self) -> Tally:
        return sum((outcome.tally for outcome in self.outcomes), Tally())

    @property
    def tally_less_known(self) -> Tally:
        pairs = zip(self.cases, self.outcomes, strict=True)
        return sum((outcome.tally for case, outcome in pairs if case.id not in self.known), Tally())

    @property
    def false(self) -> int:
        """Dates found where none stands."""
        return sum(outcome.false for outcome in self.outcomes)

    @property
    def speed(self) -> float:
        """Characters a second."""
        return sum(len(case.text) for case in self.cases) / max(self.seconds, 1e-9)


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    try:
        known = read_known_differences(_KNOWN)
        suites = {name: read_cases(options.cases / f"{name}.jsonl") for name in _suites(options)}
        results = [
            run(name, tagger_name, tagger, cases, known)
            for name, cases in suites.items()
            for tagger_name, tagger in _taggers(options, cases)
        ]
    except (KbError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if options.errors:
        print(*(line for result in results for line in list_failures(result)), "", sep="\n")
    print(json.dumps([_as_json(result) for result in results], indent=2) if options.json else report(results))
    return 0


def run(
    suite: str, tagger_name: str, tagger: Tagger, cases: Sequence[Case], known: Mapping[str, str]
) -> SuiteResult:
    """Put the cases to a tagger and judge each."""
    found, seconds = tagger(cases)
    outcomes = [judge(case, items) for case, items in zip(cases, found, strict=True)]
    return SuiteResult(suite, tagger_name, cases, outcomes, seconds, known)


def read_with_kb(cases: Sequence[Case]) -> tuple[list[list[Found]], float]:
    """The tagger that is kb itself."""
    from kb.model import TimeMention
    from kb.timex import TimeContext, read_times

    def found(mention: TimeMention) -> Found | None:
        when = mention.when
        if when is None:
            return None
        days = when.starts_on, when.ends_on
        return Found(mention.start, mention.end, mention.text, days, when.bound, mention.rule)

    read_times("2024年9月4日, September 4, 2024", TimeContext(None))
    begun = time.perf_counter()
    mentions = [read_times(case.text, TimeContext(case.day)) for case in cases]
    seconds = time.perf_counter() - begun
    return [[item for item in map(found, texts) if item] for texts in mentions], seconds


def list_failures(result: SuiteResult) -> Iterator[str]:
    """Each case that failed: id, reference day and text; then what was expected and what was found."""
    yield f"== {result.suite} ({result.tagger})"
    for case, outcome in zip(result.cases, result.outcomes, strict=True):
        if not outcome.passed:
            reason = f"  KNOWN: {result.known[case.id]}" if case.id in result.known else ""
            yield f"{case.id}  {case.day}  {case.text!r}{reason}"
            yield from (f"    want {_wanted(mention)}" for mention in outcome.wrong)
            yield from (f"    got  {_got(item)}{_remark(outcome, item)}" for item in outcome.extra)
        elif case.id in result.known:
            yield f"{case.id}  right, though listed as a known difference"


def report(results: Sequence[SuiteResult]) -> str:
    """A row for each suite and tagger."""
    return format_table(_HEAD, [_row(result) for result in results])


def _row(result: SuiteResult) -> list[str]:
    tally = result.tally
    return [
        result.suite,
        result.tagger,
        str(len(result.cases)),
        percent(tally.precision),
        percent(tally.recall),
        percent(tally.f1),
        percent(result.tally_less_known.f1),
        str(result.false),
        f"{result.speed:,.0f}",
    ]


def _as_json(result: SuiteResult) -> dict[str, Any]:
    tally = result.tally
    return {
        "suite": result.suite,
        "tagger": result.tagger,
        "cases": len(result.cases),
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
        "f1_less_known": result.tally_less_known.f1,
        "false": result.false,
        "characters_per_second": round(result.speed),
    }


def _wanted(mention: Mention) -> str:
    return f"{mention.text!r} " + " or ".join(_days(reading) for reading in mention.readings)


def _got(found: Found) -> str:
    bound = f" {found.bound}" if found.bound else ""
    return f"{found.text!r} {_days(found.days)}{bound} [{found.rule}]"


def _remark(outcome: Outcome, found: Found) -> str:
    exclusive = any(differs_by_bound(mention, found) for mention in outcome.wrong)
    return "  (the bound leaves the named period out)" if exclusive else ""


def _days(days: OpenDays) -> str:
    first, last = days
    return str(first) if first == last else f"{first or ''}..{last or ''}"


def _taggers(options: argparse.Namespace, cases: Sequence[Case]) -> Iterator[tuple[str, Tagger]]:
    yield "kb", read_with_kb
    if options.peers:
        folder = options.peers.resolve()
        for peer in installed_peers(folder):
            if peer.can_read(cases):
                yield peer.name, partial(peer.read, folder=folder)


def _suites(options: argparse.Namespace) -> list[str]:
    return options.suite or sorted(path.stem for path in options.cases.glob("*.jsonl"))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dates", description=__doc__)
    default = Path(__file__).parents[2] / "shared" / "cases"
    parser.add_argument("cases", type=Path, nargs="?", default=default, help="folder of case files")
    parser.add_argument("--suite", action="append", help="only this suite; may be repeated")
    parser.add_argument("--errors", action="store_true", help="list each case that failed")
    parser.add_argument("--peers", type=Path, help="folder in which `python -m benchmarks.peers` put peers")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
