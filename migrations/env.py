"""Runs migrations on the connection that kb hands over, or, under the `alembic` command, on
KB_DATABASE_URL."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection

from kb.store.revisions import SEARCH_TABLE, VERSION_TABLE
from kb.store.schema import complete_metadata


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """FTS5 keeps its index in tables of its own."""
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLE))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=complete_metadata(),
        version_table=VERSION_TABLE,
        include_name=include_name,
        compare_type=True,
        transactional_ddl=True,
        render_as_batch=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_alone() -> None:
    from kb.store.database import Database

    url = context.get_x_argument(as_dictionary=True).get("db") or os.environ.get(
        "KB_DATABASE_URL", "sqlite:///kb.db"
    )
    database = Database(url)
    with database.write() as connection:
        run(connection)


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    run_alone()
