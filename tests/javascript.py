"""Programs in JavaScript that read what kb exports. `python -m tests.javascript` installs them beside the tests.

They come from the npm registry into tests/js/node_modules, which no commit holds; without them their tests are
skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "js"
MODULES = FOLDER / "node_modules"
_STAMP = MODULES / ".installed"
_MANIFEST = FOLDER / "package.json"


def install() -> None:
    """Install the programs, unless those that the manifest names are there."""
    wanted = _MANIFEST.read_text(encoding="utf-8")
    if _STAMP.exists() and _STAMP.read_text(encoding="utf-8") == wanted:
        return
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=FOLDER, check=True)
    _STAMP.write_text(wanted, encoding="utf-8")


def require(package: str) -> Path:
    """Where a package is installed; the test is skipped where it is not."""
    path = MODULES / package
    if not path.exists():
        pytest.skip(f"{package} is not installed: python -m tests.javascript")
    return path


def run_node(script: str, package: str, file: Path) -> Any:
    """What a script of tests/js, which reads with a package, says of a file."""
    require(package)
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    done = subprocess.run(
        [node, FOLDER / script, file], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


if __name__ == "__main__":
    install()
