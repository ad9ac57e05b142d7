"""The filters of a timeline, which every command that shows or writes one takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce, wraps
from typing import TYPE_CHECKING, Any

import click

from kb.cli import options
from kb.errors import UsageError

if TYPE_CHECKING:
    from kb.asking import Wish

_OPTIONS = (
    click.option(
        "--entity", "entity", metavar="NAME", multiple=True, help="Id, name or ticker; may be repeated."
    ),
    click.option("--from", "start", metavar="DATE", help="Leave out what ended before."),
    click.option("--to", "end", metavar="DATE", help="Leave out what began after."),
    click.option("--within", is_flag=True, help="Leave out what reaches beyond --from or --to."),
    click.option(
        "--relation",
        metavar="NAME",
        help="How an event lies to the window: overlaps, within, starts, or as Allen says: before, after, "
        "meets, met_by, during, contains, finishes, finished_by, equals …",
    ),
    click.option("--all-entities", is_flag=True, help="Only what concerns each --entity."),
    click.option(
        "--kind", "kind", metavar="KIND", multiple=True, help="A name of `kb kinds`; may be repeated."
    ),
    click.option(
        "--status", "status", metavar="STATUS", multiple=True, help="actual, planned, forecast, rumored …"
    ),
    click.option("--granularity", metavar="UNIT", help="Leave out what is dated more coarsely: day, month …"),
    click.option("--measure", metavar="TEST", multiple=True, help='Such as "revenue > 30e9 USD".'),
    click.option("--source", metavar="NAME", help="A document's source, publisher or address."),
    click.option("--language", metavar="TAG", help="BCP 47: en, zh, zh-Hant."),
    click.option("--text", metavar="WORDS", help="Words that the title or a quote has."),
    options.as_of,
    options.recorded_by,
    click.option("--newest", is_flag=True, help="Newest first."),
    click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many events."),
)


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options, as one argument `wish` for `kb.base.Base.timeline`."""

    @wraps(command)
    def filtered(
        *,
        entity: tuple[str, ...],
        start: str | None,
        end: str | None,
        within: bool,
        relation: str | None,
        all_entities: bool,
        kind: tuple[str, ...],
        status: tuple[str, ...],
        granularity: str | None,
        measure: tuple[str, ...],
        source: str | None,
        language: str | None,
        text: str | None,
        as_of: str | None,
        recorded_by: str | None,
        newest: bool,
        limit: int | None,
        **rest: Any,  # noqa: ANN401 - the command's own
    ) -> None:
        if within and relation:
            raise UsageError("--within is one of the relations; leave it or --relation out")
        wish: Wish = {
            "entity": entity, "match": "all" if all_entities else "any", "start": start, "end": end,
            "relation": relation or ("within" if within else "overlaps"),
            "kind": kind, "status": status, "granularity": granularity, "measure": measure,
            "source": source, "language": language, "text": text, "as_of": as_of, "recorded_by": recorded_by,
            "newest": newest, "limit": limit,
        }  # fmt: skip
        command(wish=wish, **rest)

    return reduce(lambda made, option: option(made), reversed(_OPTIONS), filtered)
