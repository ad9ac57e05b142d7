"""Commands about the base itself."""

from __future__ import annotations

import click

from kb.cli import options


@click.group()
def db() -> None:
    """Create, upgrade and check the base."""


@db.command()
@options.database
def upgrade(url: str | None) -> None:
    """Create the base, or bring an older one up to date."""
    from kb.store.database import Database

    with Database(url or options.settings().database) as database:
        before, after = database.upgrade()
        name = database.name
    if before == after:
        click.echo(f"{name} is up to date (schema {after})")
    else:
        click.echo(
            f"{name}: {f'upgraded from schema {before} to' if before else 'created with schema'} {after}"
        )


@db.command()
@options.database
def check(url: str | None) -> None:
    """Tell whether the base is sound.

    Looks at its schema, its integrity, and its offsets against the stored texts; notes what a person should
    see.
    """
    from kb.store.check import check_base
    from kb.store.database import open_database

    with open_database(url or options.settings().database, create=False) as database:
        findings = check_base(database)
        name = database.name
    for finding in findings:
        click.echo(f"kb: {finding.check}: {finding.what}", err=True)
    if any(finding.is_error for finding in findings):
        raise click.exceptions.Exit(1)
    click.echo(f"{name} is sound" + (f", with {len(findings)} notes" if findings else ""))


@db.command()
@options.database
def path(url: str | None) -> None:
    """Print where the base is."""
    from kb.store.database import Database

    with Database(url or options.settings().database) as database:
        click.echo(str(database.path.resolve()) if database.path else database.name)
