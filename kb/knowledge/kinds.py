"""The kinds of events as data: what each means, who takes part, what it measures, which words tell it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from kb.errors import DataError, UnknownName
from kb.model import EntityType, Status


@dataclass(frozen=True, slots=True)
class KindRule:
    """A condition on the classes of a clause. `at` names that of the trigger; the lowest `rank` wins."""

    all: tuple[str, ...]
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    at: str = ""
    rank: int = 50

    @property
    def trigger(self) -> str:
        """The class of the word that the rule names as its trigger."""
        return self.at or self.all[0]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event.

    `principal` lists the types of the entity that comes first, best first (none: the first that is named);
    `roles` the part of the principal and of the others. `measures` maps a unit (`money`, `percent`, `count`,
    `rank`) to the metric of a number that no word names. `intended` and `expected` are the status of what
    somebody means to do, and of what is expected. It `absorbs` the kinds by which a clause after it only
    adds a number: 「…建廠,投資41億歐元」. `examples` are sentences that state one.
    """

    name: str
    description: str
    principal: tuple[EntityType, ...]
    roles: tuple[str, str]
    rules: tuple[KindRule, ...]
    metrics: tuple[str, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    intended: Status = Status.FORECAST
    expected: Status = Status.FORECAST
    absorbs: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@cache
def load_kinds() -> Mapping[str, Kind]:
    """Every kind by name, in the order of the table. Raises `DataError` naming the entry that is wrong."""
    return {name: _kind(name, entry) for name, entry in _table()["kinds"].items()}


@cache
def load_groups() -> Mapping[str, tuple[str, ...]]:
    """The names that rules use for several classes of words at once."""
    return {name: tuple(classes) for name, classes in _table().get("groups", {}).items()}


def get_kind(name: str) -> Kind:
    """One kind. Raises `UnknownName` with near names."""
    kinds = load_kinds()
    if name not in kinds:
        raise UnknownName("kind", name, kinds)
    return kinds[name]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("kb.knowledge").joinpath("kinds.toml").read_text(encoding="utf-8"))


def _kind(name: str, entry: dict[str, Any]) -> Kind:
    try:
        return Kind(
            name=name,
            description=entry["description"],
            principal=tuple(EntityType(each) for each in entry["principal"]),
            roles=(entry["roles"][0], entry["roles"][1]),
            rules=tuple(_rule(rule) for rule in entry["rules"]),
            metrics=tuple(entry.get("metrics", ())),
            measures=entry.get("measures", {}),
            intended=Status(entry.get("intended", Status.FORECAST)),
            expected=Status(entry.get("expected", Status.FORECAST)),
            absorbs=tuple(entry.get("absorbs", ())),
            examples=tuple(entry.get("examples", ())),
        )
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise DataError(f"kb/knowledge/kinds.toml: kinds.{name}: {error!r}") from None


def _rule(entry: dict[str, Any]) -> KindRule:
    names = {key: tuple(entry.get(key, ())) for key in ("all", "any", "none")}
    unknown = entry.keys() - {*names, "at", "rank"}
    if unknown or not names["all"]:
        raise ValueError(f"rule {entry}")
    return KindRule(**names, at=entry.get("at", ""), rank=entry.get("rank", 50))
