"""Names that people give: statuses, kinds, entities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kb.errors import UnknownName
from kb.model import Status
from kb.when.granularity import Granularity

if TYPE_CHECKING:
    from kb.knowledge.gazetteer import Gazetteer


def read_status(name: str) -> Status:
    """A status by name. Raises `UnknownName`."""
    try:
        return Status(name.strip().lower())
    except ValueError:
        raise UnknownName("status", name, list(Status)) from None


def read_kind(name: str) -> str:
    """The name of a kind. Raises `UnknownName`."""
    from kb.knowledge.kinds import get_kind

    return get_kind(name.strip().lower().replace(" ", "_").replace("-", "_")).name


def read_granularity(name: str) -> Granularity:
    """A granularity. Raises `UnknownName`."""
    try:
        return Granularity(name.strip().lower())
    except ValueError:
        raise UnknownName("granularity", name, list(Granularity)) from None


def read_entities(names: Iterable[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """The ids of entities that are given by id, name or ticker. Raises `UnknownName`."""
    return tuple(dict.fromkeys(gazetteer.get(name).id for name in names))
