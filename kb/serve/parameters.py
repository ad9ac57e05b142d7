"""What the address of a request may ask: the parameters of the command line, by the same names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kb.curated.given import first_day, last_day
from kb.errors import UnknownName
from kb.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

PAGE = 100
MOST_ON_PAGE = 1_000
MOST_IN_EXPORT = 100_000
# Days. All that happened since printing began fits; what is asked beyond is a slip of the pen.
MOST_DAYS = 600 * 366

_TRUE, _FALSE = ("", "1", "true", "yes"), ("0", "false", "no")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name in an address, what it means, its name in `Base.timeline`, and its values."""

    name: str
    meaning: str
    key: str
    repeated: bool = False
    read: Callable[[str], Any] = str
    schema: Mapping[str, Any] | None = None


def _flag(text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError("write true or false")


def _choice(chosen: str, other: str) -> Callable[[str], str]:
    """Reads a flag that chooses a value."""
    return lambda text: chosen if _flag(text) else other


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("write a whole number from 1 up")
    return int(text)


_FLAG = {"type": "boolean", "default": False}
AS_OF = Parameter("as-of", "Only what had been asserted by then.", "as_of")
RECORDED_BY = Parameter(
    "recorded-by", "What the base held then: a day, or an ISO time (UTC). Has no pages.", "recorded_by"
)
FILTERS = (
    Parameter("entity", "Id, name or ticker.", "entity", repeated=True),
    Parameter(
        "all-entities", "Only what concerns each entity.", "match", read=_choice("all", "any"), schema=_FLAG
    ),
    Parameter("from", "Leave out what ended before: any date that `kb dates` reads, or EDTF.", "start"),
    Parameter("to", "Leave out what began after.", "end"),
    Parameter(
        "within",
        "Leave out what reaches beyond `from` or `to`.",
        "relation",
        read=_choice("within", "overlaps"),
        schema=_FLAG,
    ),
    Parameter(
        "relation", "How an event lies to the span: overlaps, within, starts, or as Allen says.", "relation"
    ),
    Parameter("kind", "A name of `kb kinds`.", "kind", repeated=True),
    Parameter("status", "actual, planned, forecast, rumored, cancelled or denied.", "status", repeated=True),
    Parameter("text", "Words that the title or a quote has.", "text"),
    Parameter("granularity", "The coarsest that is shown: day, month, quarter …", "granularity"),
    Parameter("source", "A document's source, publisher or address.", "source"),
    Parameter("language", "BCP 47; zh finds zh-Hant.", "language"),
    Parameter("measure", "A test such as `revenue > 30e9 USD`.", "measure", repeated=True),
    AS_OF,
    RECORDED_BY,
    Parameter("newest", "Newest first.", "newest", read=_flag, schema=_FLAG),
)
LIMIT = Parameter(
    "limit", "At most so many.", "limit", read=_count,
    schema={"type": "integer", "minimum": 1, "maximum": MOST_ON_PAGE, "default": PAGE},
)  # fmt: skip
EXPORT_LIMIT = Parameter(
    "limit", "At most so many.", "limit", read=_count,
    schema={"type": "integer", "minimum": 1, "maximum": MOST_IN_EXPORT},
)  # fmt: skip
CURSOR = Parameter("cursor", "That of the page before, to go on after it.", "cursor")
TITLE = Parameter("title", "What the timeline is called in formats that have a title.", "title")


def read_parameters(given: QueryParams, known: Iterable[Parameter]) -> dict[str, Any]:
    """The values given, by their names in Python. Raises `Problem` for wrong names and values.

    Underscores stand for hyphens too, as in Python.
    """
    table = {parameter.name: parameter for parameter in known}
    values: dict[str, Any] = {}
    for name, text in given.multi_items():
        parameter = table.get(name.replace("_", "-"))
        if parameter is None:
            near = tuple(get_close_matches(name, table, n=3))
            raise Problem("unknown-parameter", f"there is no parameter {name!r}", near)
        value = _read(parameter, text)
        if parameter.repeated:
            values.setdefault(parameter.key, []).append(value)
        elif parameter.key in values:
            raise Problem("unknown-parameter", f"{name!r} can be given once only")
        else:
            values[parameter.key] = value
    return _checked(values)


@contextmanager
def named() -> Iterator[None]:
    """A name in a parameter that is none is the parameter's fault: nothing is missing at the address."""
    try:
        yield
    except UnknownName as error:
        raise Problem("invalid-parameter", str(error), tuple(error.near)) from None


def limited(values: dict[str, Any], most: int, usual: int | None = None) -> int:
    """The limit that is asked for, taken out of the values. Raises `Problem` where it is too high."""
    limit: int = values.pop("limit", usual or most)
    if limit > most:
        raise Problem("over-limit", f"limit is {limit}; one answer holds {most} at most")
    return limit


def _read(parameter: Parameter, text: str) -> Any:  # noqa: ANN401 - as the parameter says
    try:
        return parameter.read(text)
    except ValueError as error:
        raise Problem("invalid-parameter", f"{parameter.name}={text}: {error}") from None


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    first, last = first_day(values.get("start")), last_day(values.get("end"))
    if _days(first, last) > MOST_DAYS:
        raise Problem("over-limit", f"from {first} to {last} is too wide; leave one of them out")
    return values


def _days(first: date | None, last: date | None) -> int:
    return (last - first).days if first and last else 0
