"""A wheel, installed into an empty directory, makes and upgrades a base with the migrations inside it."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SCRIPT = """
import kb.store
from kb.store.database import Database, open_database
from kb.store.migrate import downgrade, migrations_directory
from kb.store.revisions import HEAD, REVISIONS

print(migrations_directory())
with open_database("sqlite:///kb.db") as database:
    assert database.version() == HEAD
    with database.write() as connection:
        downgrade(connection, REVISIONS[0])
with Database("sqlite:///kb.db") as database:
    assert database.upgrade() == (REVISIONS[0], HEAD)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The Python of an environment with the wheel and the packages it needs, without this repository."""
    directory = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(directory),
        str(REPOSITORY),
    ]
    _run(build, directory)
    [wheel] = directory.glob("*.whl")
    _run([sys.executable, "-m", "venv", "--without-pip", str(directory / "venv")], directory)
    python = directory / "venv/bin/python"
    _run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet", str(wheel)],
        directory,
    )
    [packages] = (directory / "venv/lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python


def test_an_installed_wheel_makes_and_upgrades_a_base(installed, tmp_path):
    found = _run([str(installed), "-c", SCRIPT], tmp_path)
    assert Path(found.strip()).is_relative_to(installed.parents[1])
    assert (tmp_path / "kb.db").exists()


def test_the_installed_command_makes_a_base(installed, tmp_path):
    command = str(installed.parent / "kb")
    _run([command, "db", "upgrade"], tmp_path)
    assert (tmp_path / "kb.db").exists()
    assert _run([command, "sql", "SELECT count(*) AS events FROM timeline"], tmp_path).split() == [
        "events",
        "0",
    ]


def _run(command: list[str], directory: Path) -> str:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
