"""The house's one rule: a module imports only layers below its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KB = Path(__file__).parent.parent / "kb"

# Lowest first. Rooms of one layer are blind to each other. `kb.errors` is everybody's.
LAYERS = (
    {"errors"},
    {"when", "config"},
    {"model"},
    {"lang", "rows"},
    {"knowledge"},
    {"text"},
    {"timex", "entities", "amounts"},
    {"events"},
    {"dateline"},
    {"pipeline", "store", "export"},
    {"curated"},
    {"reading"},
    {"review", "keeping", "timeline", "ingesting", "loading"},
    {"asking"},
    {"analysis"},
    {"base"},
    {"spark", "serve"},
    {"cli"},
    {"__main__"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
# The package's own file hands out names from above when they are asked for.
ENTRANCE = KB / "__init__.py"
MODULES = sorted(path for path in KB.rglob("*.py") if path != ENTRANCE and "migrations" not in path.parts)


def _room(path: Path) -> str:
    return path.relative_to(KB).with_suffix("").parts[0]


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """The rooms of kb that a module imports, wherever in it, with the line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute"
            names = (
                [f"kb.{alias.name}" for alias in node.names] if node.module == "kb" else [node.module or ""]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name.split(".")[1]) for name in names if name.startswith("kb."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(KB).as_posix())
def test_imports_only_lower_layers(path: Path) -> None:
    room = _room(path)
    for line, other in _imports(path):
        lower = other == room or LEVEL[other] < LEVEL[room]
        assert lower, f"{path.relative_to(KB)}:{line} imports kb.{other}, which is not below kb.{room}"


def test_every_room_has_its_layer() -> None:
    assert {_room(path) for path in MODULES} == set(LEVEL)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(KB).as_posix())
def test_no_module_reads_the_clock(path: Path) -> None:
    """Only the store may: when it came to hold a thing is the clock's."""
    if _room(path) == "store":
        return
    source = path.read_text(encoding="utf-8")
    for call in ("date.today(", "datetime.now(", "time.time(", "utcnow("):
        assert call not in source, f"{path.relative_to(KB)} reads the clock: {call})"


def test_imports_are_found_at_all() -> None:
    assert {room for _, room in _imports(KB / "base.py")} >= {
        "config",
        "analysis",
        "model",
        "store",
        "keeping",
    }
