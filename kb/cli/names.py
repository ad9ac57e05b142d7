"""Commands on entities: listing them, and saying what those are that texts name and kb does not know."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kb.cli import options

if TYPE_CHECKING:
    from kb.export.records import Records
    from kb.model import Entity
    from kb.store.names import Unconfirmed


class _Listing(click.Group):
    """A group that lists entities where no subcommand is named: `kb entities nvidia`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Listing)
def entities() -> None:
    """List the entities that kb knows, and say what new ones are.

    `kb entities NAME` is short for `kb entities list NAME`.
    """


@entities.command("list")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--used", is_flag=True, help="Only those of the base, with the number of their events.")
@click.option("--new", is_flag=True, help="Only those that texts name and nobody confirmed.")
@options.output_format()
@options.as_json
@options.database
def list_(
    names: tuple[str, ...], used: bool, new: bool, format_: str, as_json: bool, url: str | None
) -> None:
    """List the entities that kb knows.

    They are organizations, people, products, places and gatherings; with NAMEs, those that are called so.
    With --new each comes with the number of its statements, where they stand, and the first of them.
    """
    from kb.export.entities import entity_records
    from kb.export.formats import write_records
    from kb.reading import load_knowledge

    name = options.format_name(format_, as_json)
    if new:
        with options.open_base(url) as base:
            write_records(_new_records(base.new_entities()), name, sys.stdout)
        return
    if used:
        with options.open_base(url) as base:
            counted: list[tuple[Entity, int | None]] = [*base.entities()]
            known = base.knowledge.gazetteer
    else:
        known = load_knowledge(options.settings()).gazetteer
        counted = [(entity, None) for entity in known.entities.values()]
    wanted = {known.get(each).id for each in names}
    records = entity_records(
        (entity, count) for entity, count in counted if not wanted or entity.id in wanted
    )
    write_records(records, name, sys.stdout)


@entities.command()
@click.argument("new")
@click.argument("known")
@options.by
@options.database
def merge(new: str, known: str, by: str, url: str | None) -> None:
    """Say once and for all that NEW is KNOWN.

    Both are ids, names or tickers. KNOWN takes the place of NEW in every event, now and when texts are read
    again. `kb undo` takes it back.
    """
    with options.open_base(url) as base:
        options.tell_judgement(base.merge_entity(new, known, by=by))


@entities.command()
@click.argument("new")
@click.argument("name")
@options.by
@options.database
def rename(new: str, name: str, by: str, url: str | None) -> None:
    """Say once and for all that NEW is called NAME, from which its id is made, too."""
    with options.open_base(url) as base:
        options.tell_judgement(base.rename_entity(new, name, by=by))


def _new_records(found: list[Unconfirmed]) -> Records:
    from kb.export.records import Records

    rows = [
        {
            "entity": each.entity.id,
            "type": each.entity.type.value,
            "name": each.entity.label(),
            "statements": each.statements,
            "sources": list(each.sources),
            "quote": each.quote,
        }
        for each in found
    ]
    return Records(("entity", "type", "name", "statements", "sources", "quote"), rows)
