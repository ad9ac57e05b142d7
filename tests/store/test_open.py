"""Opening a base: made on first use, refused in one clear line where it cannot be."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import text

from kb.errors import DatabaseError
from kb.store.database import Database, open_database
from kb.store.migrate import downgrade
from kb.store.query import timeline
from kb.store.revisions import HEAD, REVISIONS, VERSION_TABLE
from kb.store.write import write_extraction
from tests.conftest import database_name
from tests.store.samples import ENTITIES, MONDAY, extraction

TEXT = "Nvidia launched Blackwell on March 18, 2024."
SAMPLE = extraction(TEXT, (TEXT, "2024-03-18"))


def refused(url: str, **options) -> str:
    with pytest.raises(DatabaseError) as error:
        open_database(url, **options)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_a_base_is_made_on_first_use_and_then_found(empty_url):
    with open_database(empty_url) as database:
        assert database.version() == HEAD
        write_extraction(database, SAMPLE, ENTITIES, MONDAY)
    with open_database(empty_url, create=False) as database:
        assert len(timeline(database)) == 1


def test_without_leave_to_create_nothing_is_created(empty_url, tmp_path):
    is_file = empty_url.startswith("sqlite")
    said = "there is no file {}; `kb ingest` and" if is_file else "is empty; `kb db upgrade` creates"
    assert said.format(tmp_path / "kb.db") in refused(empty_url, create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not a database URL"),
        ("kb.db", "is not a database URL"),
        ("mysql://localhost/kb", "does not know 'mysql'"),
        ("sqlite:///:memory:", "would be lost"),
        ("sqlite://", "would be lost"),
        ("sqlite:////no/such/directory/kb.db", "the directory /no/such/directory does not exist"),
        ("sqlite:///kb.db?mode=memory", "is not a file"),
        ("postgresql://nobody@127.0.0.1:1/kb", "does not answer"),
        ("postgresql://nobody@127.0.0.1:port/kb", "is not a database URL"),
    ],
)
def test_a_url_that_leads_nowhere(url, said):
    assert said in refused(url, timeout=2)


def test_a_password_is_never_shown():
    message = refused("postgresql://me:secret@127.0.0.1:1/kb", timeout=2)
    assert "secret" not in message
    assert "***" in message


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "kb.db").write_text("Dear diary, " * 100)
    assert "is not a SQLite database" in refused(f"sqlite:///{tmp_path}/kb.db")
    assert "is a directory" in refused(f"sqlite:///{tmp_path}")


def test_a_foreign_base_is_left_alone(empty_url):
    with Database(empty_url).write() as connection:
        connection.execute(text("CREATE TABLE mine (a int)"))
    assert "holds other tables and is not a kb base" in refused(empty_url)
    with pytest.raises(DatabaseError, match="holds other tables"):
        Database(empty_url).upgrade()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_an_older_base_waits_for_the_upgrade(own_url, revision):
    database = Database(own_url)
    with database.write() as connection:
        downgrade(connection, revision)
    message = refused(own_url)
    assert "made by an older kb" in message
    assert "kb db upgrade" in message
    assert database.upgrade() == (revision, HEAD)
    assert database.upgrade() == (HEAD, HEAD)
    open_database(own_url).close()


def test_a_newer_base_asks_for_a_newer_kb(own_url):
    with Database(own_url).write() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    assert "made by a newer kb (schema 9999)" in refused(own_url)
    with pytest.raises(DatabaseError, match="newer kb"):
        Database(own_url).upgrade()


def test_a_locked_base(database_url):
    holder, waiter = Database(database_url), open_database(database_url, timeout=0.2)
    with holder.write() as connection:
        connection.execute(text("UPDATE kind SET id = 'another' WHERE id = 'other'"))
        assert timeline(waiter) == [], "readers do not wait"
        with pytest.raises(DatabaseError, match="locked"):
            write_extraction(waiter, SAMPLE, ENTITIES, MONDAY)
        connection.rollback()
    assert write_extraction(waiter, SAMPLE, ENTITIES, MONDAY).added == 1


@contextmanager
def not_root():
    """Root may write anywhere; nobody may not."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_to_all(tmp_path):
    """pytest shuts others out of its directories."""
    for directory in (tmp_path, *tmp_path.parents):
        if directory.owner() == tmp_path.owner() and directory.stat().st_mode & 0o55 != 0o55:
            directory.chmod(directory.stat().st_mode | 0o55)


def test_a_directory_that_one_may_not_enter(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o700)
    with not_root():
        assert "cannot be opened" in refused(f"sqlite:///{tmp_path}/closed/deeper/kb.db")


@pytest.mark.usefixtures("open_to_all")
def test_a_read_only_file_can_be_read(sqlite_template, tmp_path):
    directory = tmp_path / "medium"
    directory.mkdir()
    url = f"sqlite:///{directory}/kb.db"
    with open_database(url) as database:
        write_extraction(database, SAMPLE, ENTITIES, MONDAY)
    (directory / "kb.db").chmod(0o444)
    directory.chmod(0o555)
    with not_root():
        with open_database(url) as database:
            assert len(timeline(database)) == 1
            with pytest.raises(DatabaseError, match=r"is read-only|cannot be opened"):
                write_extraction(database, extraction("x", source="b.txt"), ENTITIES, MONDAY)
        assert "cannot be opened" in refused(f"sqlite:///{directory}/new.db")
    directory.chmod(0o755)


def test_a_read_only_server(make_postgresql, postgresql_template):
    url = make_postgresql(postgresql_template)
    name = database_name(url)
    with Database(url)._writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    with open_database(url) as database, pytest.raises(DatabaseError, match="is read-only"):
        write_extraction(database, SAMPLE, ENTITIES, MONDAY)


def test_a_connection_that_breaks_changes_nothing_and_a_retry_works(make_postgresql, postgresql_template):
    url = make_postgresql(postgresql_template)
    with open_database(url) as database, open_database(url) as other:
        with pytest.raises(DatabaseError, match="does not answer"):
            _break_off(database, other)
        with database.read() as connection:
            assert connection.scalar(text("SELECT count(*) FROM kind WHERE id = 'half'")) == 0
        assert write_extraction(database, SAMPLE, ENTITIES, MONDAY).added == 1


def _break_off(database: Database, other: Database) -> None:
    with database.write() as connection:
        connection.execute(text("INSERT INTO kind VALUES ('half')"))
        own = connection.scalar(text("SELECT pg_backend_pid()"))
        with other.read() as killer:
            killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": own})
        connection.execute(text("SELECT 1"))


def test_an_error_inside_leaves_the_base_as_it_was(database):
    with pytest.raises(ZeroDivisionError):
        _fail_inside(database)
    with database.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM kind")) == 17


def _fail_inside(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("DELETE FROM kind"))
        raise ZeroDivisionError


def test_a_full_disk(sqlite_template, tmp_path):
    url = f"sqlite:///{tmp_path}/kb.db"
    with open_database(url) as database:
        with database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DatabaseError, match="has no room"):
            write_extraction(database, extraction("x" * 100_000), ENTITIES, MONDAY)
        with database.write() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        write_extraction(database, extraction("x" * 100_000), ENTITIES, MONDAY)


def test_a_damaged_file(tmp_path):
    path = tmp_path / "kb.db"
    open_database(f"sqlite:///{path}").close()
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))
    with pytest.raises(DatabaseError) as error, open_database(f"sqlite:///{path}") as database:
        timeline(database)
    assert "\n" not in str(error.value)


def test_every_sqlite_file_keeps_foreign_keys_and_a_log(tmp_path):
    path = tmp_path / "kb.db"
    with open_database(f"sqlite:///{path}") as database:
        with database.write() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        with closing(sqlite3.connect(path)) as plain:
            assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
