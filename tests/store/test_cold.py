"""What a page of a timeline does without: it is asked from cold processes, where loading is most of the time."""

from __future__ import annotations

import subprocess
import sys

from kb.store.database import open_database
from kb.store.write import write_extraction
from tests.store.samples import ENTITIES, MONDAY, extraction

SCRIPT = """
import sys
from kb.cli.app import run
try:
    run(sys.argv[1:])
except SystemExit as done:
    assert done.code == 0
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""
HEAVY = {"sqlalchemy", "alembic", "dateparser", "pandas", "opencc", "holidays", "rich", "asyncio"}


def test_a_timeline_loads_nothing_heavy(tmp_path):
    url = f"sqlite:///{tmp_path}/kb.db"
    with open_database(url) as database:
        write_extraction(database, extraction("A launch.", ("A launch.", "2030-01-01")), ENTITIES, MONDAY)
    asked = ("timeline", "--entity", "NVDA", "--from", "2030", "--limit", "5", "--db", url)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *asked], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "A launch" in done.stdout
    assert HEAVY & set(done.stderr.split()) == set()
