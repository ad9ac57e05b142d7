"""What persons said of statements, read from the base."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, select

from kb.model import Judgement
from kb.store.listed import about, fetch_all
from kb.store.statement_rows import chunks
from kb.store.tables import judgement


def load_judgements(connection: Connection, names: Iterable[str]) -> list[Judgement]:
    """The judgements, retracted ones too, on any of these statements, in the order of their making."""
    given = list(names)
    if not given:
        return []
    naming = fetch_all(connection, [about(connection, query, given) for query in _NAMING])
    pks = {row[0] for rows in naming for row in rows}
    found: list[Judgement] = []
    for chunk in chunks(sorted(pks)):
        rows = connection.execute(select(judgement).where(judgement.c.pk.in_(chunk)).order_by(judgement.c.pk))
        found += map(read_judgement, rows.mappings())
    return found


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


_NAMING = tuple(f"SELECT pk FROM judgement WHERE {name} IN {{values}}" for name in ("left_id", "right_id"))
