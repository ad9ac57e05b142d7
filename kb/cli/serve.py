"""Serving the page and the JSON API over a base."""

from __future__ import annotations

import click

from kb.cli import options
from kb.errors import UsageError


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Where to listen; this machine only.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="0 takes any that is free.",
)
@click.option("--title", default="Timeline", metavar="TEXT", help="What the page is called.")
@options.database
def serve(host: str, port: int, title: str, url: str | None) -> None:
    """Serve the base's timeline as a page to look at, and as a read-only JSON API.

    The page is at /, the API's description at /api/openapi.json. Nobody but this machine is served unless
    --host says otherwise; there is no password. Ctrl-C stops. Needs the extra: pip install 'kb[serve]'.
    """
    try:
        from kb.serve.app import make_app
        from kb.serve.run import address_of, bind, is_loopback, own_hosts, run
    except ModuleNotFoundError as error:
        raise UsageError(f"kb serve needs {error.name}: pip install 'kb[serve]'") from None
    from kb.store.database import open_database

    settings = options.settings()
    with open_database(url or settings.database, create=False, read_only=True) as database:
        app = make_app(database, settings, title=title, hosts=own_hosts(host))
        listening = bind(host, port)
        address = address_of(listening)
        run(app, listening, lambda: _tell(database.name, address, is_loopback(host)))
    click.echo("kb: stopped", err=True)


def _tell(base: str, address: str, loopback: bool) -> None:
    click.echo(f"kb: serving {base} at {address}, read-only; Ctrl-C stops", err=True)
    if loopback:
        click.echo("kb: only this machine can reach it", err=True)
    else:
        click.echo("kb: warning: others can reach it, and there is no password", err=True)
