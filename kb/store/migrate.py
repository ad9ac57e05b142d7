"""Runs the Alembic migrations that ship with kb. Imported only when a base is created, upgraded or
checked."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from kb.errors import DatabaseError
from kb.store.revisions import HEAD, SEARCH_TABLE, VERSION_TABLE
from kb.store.schema import complete_metadata


def migrations_directory() -> Path:
    """Where the migrations are: inside the installed package, or beside it in the repository."""
    package = Path(__file__).resolve().parent.parent
    for directory in (package / "migrations", package.parent / "migrations"):
        if (directory / "env.py").is_file():
            return directory
    raise DatabaseError(f"the migrations are missing from {package}; install kb again")


def script_revisions() -> tuple[str, ...]:
    """The revisions of the migration scripts, oldest first."""
    scripts = ScriptDirectory.from_config(_config())
    return tuple(script.revision for script in reversed(list(scripts.walk_revisions())))


def upgrade(connection: Connection, revision: str = HEAD) -> None:
    """Bring the base up to a revision, inside the connection's transaction."""
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection, revision: str = "base") -> None:
    """Take the base down to a revision; what that revision cannot hold is dropped."""
    command.downgrade(_config(connection), revision)


def drift(connection: Connection) -> list[Any]:
    """What differs between the base and the declared tables; empty where nothing does."""
    options = {
        "version_table": VERSION_TABLE,
        "compare_type": True,
        "include_name": lambda name, kind, _: kind != "table" or not (name or "").startswith(SEARCH_TABLE),
    }
    with warnings.catch_warnings():
        # The index of PostgreSQL's search is an expression, which SQLite cannot reflect and need not.
        warnings.filterwarnings("ignore", message="autogenerate skipping")
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), complete_metadata())
        )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_directory()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
