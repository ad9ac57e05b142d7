"""Settings: from `kb.toml` in a directory and from `KB_*` environment variables, which win.

database = "sqlite:///news.db"      # KB_DATABASE_URL
jobs = 4                            # KB_JOBS
gazetteers = ["ours.csv"]           # KB_GAZETTEERS, separated as in PATH; relative to the file

[fiscal.acme]                       # as in kb/knowledge/fiscal.toml
ticker = "ACME"
rule = "last saturday of september"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kb.errors import ReadError, UsageError

CONFIG_FILE = "kb.toml"
DEFAULT_DATABASE = "sqlite:///kb.db"

_KEYS = frozenset({"database", "jobs", "gazetteers", "fiscal"})
_ENVIRONMENT = {"database": "KB_DATABASE_URL", "jobs": "KB_JOBS", "gazetteers": "KB_GAZETTEERS"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. `fiscal` maps entity ids to tables for `kb.knowledge.fiscal.fiscal_calendars`."""

    database: str = DEFAULT_DATABASE
    jobs: int = 1
    gazetteers: tuple[Path, ...] = ()
    fiscal: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))


def load_settings(directory: Path, environ: Mapping[str, str]) -> Settings:
    """The settings of a working directory and an environment (`Path.cwd()`, `os.environ`).

    Raises `ReadError`, with file and key, where `kb.toml` is broken, `UsageError` where a variable is.
    """
    path = directory / CONFIG_FILE
    table = _read_file(path)
    return Settings(
        database=environ.get(_ENVIRONMENT["database"]) or _text(table, "database", path) or DEFAULT_DATABASE,
        jobs=_jobs(table, environ, path),
        gazetteers=_gazetteers(table, environ, path),
        fiscal=_fiscal(table, path),
    )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReadError(f"{path}: {error}") from None
    if unknown := sorted(table.keys() - _KEYS):
        raise ReadError(f"{path}: {unknown[0]}: unknown key; known are {', '.join(sorted(_KEYS))}")
    return table


def _text(table: Mapping[str, Any], key: str, path: Path) -> str | None:
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise ReadError(f"{path}: {key}: expected a text, found {value!r}")
    return value


def _jobs(table: Mapping[str, Any], environ: Mapping[str, str], path: Path) -> int:
    name = _ENVIRONMENT["jobs"]
    if given := environ.get(name):
        if not given.isdecimal() or int(given) < 1:
            raise UsageError(f"{name}: expected a whole number from 1 up, found {given!r}")
        return int(given)
    jobs = table.get("jobs", 1)
    if type(jobs) is not int or jobs < 1:
        raise ReadError(f"{path}: jobs: expected a whole number from 1 up, found {jobs!r}")
    return jobs


def _gazetteers(table: Mapping[str, Any], environ: Mapping[str, str], path: Path) -> tuple[Path, ...]:
    if given := environ.get(_ENVIRONMENT["gazetteers"]):
        return tuple(Path(name) for name in given.split(os.pathsep) if name)
    names = table.get("gazetteers", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ReadError(f"{path}: gazetteers: expected a list of file names, found {names!r}")
    return tuple(path.parent / name for name in names)


def _fiscal(table: Mapping[str, Any], path: Path) -> Mapping[str, Mapping[str, Any]]:
    fiscal = table.get("fiscal", {})
    if not isinstance(fiscal, dict):
        raise ReadError(f"{path}: fiscal: expected tables such as [fiscal.acme], found {fiscal!r}")
    for owner, calendar in fiscal.items():
        if not isinstance(calendar, dict):
            raise ReadError(f"{path}: fiscal.{owner}: expected a table, found {calendar!r}")
    return MappingProxyType({owner: MappingProxyType(calendar) for owner, calendar in fiscal.items()})
