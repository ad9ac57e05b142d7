"""Why a statement says what it says: its trigger, its date and its subject, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from kb.export.labels import date_label
from kb.export.measures import format_measures
from kb.model import Statement

_RULE = re.compile(r"(?P<kind>\w+):(?P<trigger>.*) date:(?P<date>\S+) subject:(?P<subject>\S+)", re.DOTALL)
# Where the date of a clause was found (kb.events.dating).
_DATES = {
    "clause": "in its own clause",
    "before": "in the clause before it",
    "after": "in the clause after it",
    "said": "with who says so",
    "ended": "with the period that had ended",
    "neighbour": "carried from its neighbour, with which it goes",
    "day:carried": "carried: the day that is being told of",
    "period": "the period that its figures are for",
    "period:carried": "carried: the period whose figures are being told",
    "release": "the day on which the results came out",
    "release:carried": "carried: the release of the results being told",
    "release:before": "the release before, told apart from this one",
    "target": "the date that is aimed at",
    "plan": "the date that the plan aims at",
    "announced": "the day on which it was made known",
}
# Who a statement is about, and how that is known (kb.events.roles).
_SUBJECTS = {
    "named": "named in the clause",
    "maker": "who makes or leads what is named",
    "carried": "carried: the clause leaves its subject out",
    "none": "none is named",
}


def write_explained(statements: Iterable[Statement], out: TextIO) -> None:
    """Write each statement in the order of the text, then why it is so."""
    for position, statement in enumerate(statements):
        out.write("\n" * bool(position) + "\n".join(_lines(statement)) + "\n")


def explanation(statement: Statement) -> dict[str, str | None]:
    """The trigger, the date and the subject of a statement, each with the rule that found it."""
    match = _RULE.fullmatch(statement.rule)
    if match is None:
        return {"trigger": None, "date": None, "subject": None, "rule": statement.rule}
    return {
        "trigger": match["trigger"],
        "date": _date(statement, match["date"]),
        "subject": _subject(statement, match["subject"]),
        "rule": statement.rule,
    }


def _lines(statement: Statement) -> Iterator[str]:
    names = " ".join(participant.entity for participant in statement.participants)
    measures = format_measures(statement.measures)
    head = (date_label(statement.when), statement.kind, statement.status.value, names, measures)
    yield "  ".join(filter(None, head))
    yield f"  quote    {' '.join(statement.quote.split())}"
    for name, told in explanation(statement).items():
        if told is not None and name != "rule":
            yield f"  {name:<8} {told}"


def _date(statement: Statement, rule: str) -> str:
    where = _DATES.get(rule, rule)
    time = statement.time
    if time is None:
        return f"{statement.when}, {where}"
    anchor = f" from {time.anchor}" if time.anchor else ""
    return f"{statement.when} from {time.text!r}, {where} (rule {time.rule}{anchor})"


def _subject(statement: Statement, rule: str) -> str:
    how = _SUBJECTS.get(rule, rule)
    return f"{statement.participants[0].entity}, {how}" if statement.participants else how
