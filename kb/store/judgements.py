"""What persons said of statements, read from the base."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, RowMapping, or_, select

from kb.model import Judgement
from kb.store.statement_rows import chunks
from kb.store.tables import judgement


def load_judgements(connection: Connection, names: Iterable[str]) -> list[Judgement]:
    """The judgements, retracted ones too, on any of these statements, in the order of their making."""
    found: dict[int, Judgement] = {}
    for chunk in chunks(names):
        named: ColumnElement[bool] = or_(judgement.c.left_id.in_(chunk), judgement.c.right_id.in_(chunk))
        rows = connection.execute(select(judgement).where(named)).mappings()
        found.update((row["pk"], read_judgement(row)) for row in rows)
    return [found[pk] for pk in sorted(found)]


def read_judgement(row: RowMapping) -> Judgement:
    """A judgement's row."""
    return Judgement(
        left=row["left_id"],
        right=row["right_id"],
        verdict=row["verdict"],
        by=row["author"],
        at=row["judged_at"],
        retracted_at=row["retracted_at"],
        amend=row["amend"],
    )
