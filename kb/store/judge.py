"""What persons say of events and statements, said and taken back. The statements themselves stay as read.

A judgement names statements, by ids that a new reading keeps, so it holds when a document is read again. The
rows that one act makes have one author and one moment; the first of their numbers stands for the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection, insert, select, update

from kb.errors import DataError, UnknownName
from kb.knowledge.kinds import load_kinds
from kb.model import Judgement
from kb.store.database import Database
from kb.store.judgements import read_judgement
from kb.store.names import MERGE, RENAME, relink, unname
from kb.store.records import Verdict
from kb.store.resolve import Change, resolve_changes
from kb.store.statement_rows import Stored, insert_row, load_statements
from kb.store.tables import event, judgement, kind, statement

# On pairs of statements, so that the event of each is told together or apart.
PAIRS = ("same", "different")


def judge(
    database: Database,
    verdict: str,
    left: str,
    right: str | None = None,
    *,
    by: str,
    amend: dict[str, str] | None = None,
) -> Verdict:
    """Hold a judgement on events or statements, given by id or the beginning of one, and make the events so.

    `same` and `different` take two; `wrong` leaves out a statement, or all that tell an event; `amend` gives
    an event another `when` (EDTF), `kind`, `status` or `title`. Raises `UnknownName` where there is no such
    event or statement, `DataError` where the two are one.
    """
    at = datetime.now(UTC)
    with database.write() as connection:
        ours = _find(connection, left)
        theirs = _find(connection, right) if right is not None else []
        lefts, other = _named(verdict, ours, theirs)
        if amend and "kind" in amend:
            put_kind(connection, amend["kind"])
        rows = [
            {
                "left_id": name, "right_id": other, "verdict": verdict, "author": by, "judged_at": at,
                "amend": amend or {},
            }
            for name in lefts
        ]  # fmt: skip
        numbers = [insert_row(connection, judgement, row) for row in rows]
        _resolve(connection, [*ours, *theirs], at)
    return Verdict(numbers[0], verdict, lefts, other, amend or {}, by, at)


def undo(database: Database, number: int) -> Verdict:
    """Take a judgement back, and make the events what they are without it.

    Raises `DataError` where there is none of that number, or it was taken back already.
    """
    at = datetime.now(UTC)
    with database.write() as connection:
        found = next((each for each in _verdicts(connection) if each.number == number), None)
        if found is None:
            raise DataError(f"no judgement has the number {number}; `kb judgements` lists them")
        if found.retracted_at is not None:
            raise DataError(f"judgement {number} was taken back already")
        acted = judgement.c.author == found.by, judgement.c.judged_at == found.at
        connection.execute(update(judgement).where(*acted).values(retracted_at=at))
        _take_back(connection, found, at)
    return Verdict(found.number, found.verdict, found.left, found.right, found.amend, found.by, found.at, at)


def _take_back(connection: Connection, found: Verdict, at: datetime) -> None:
    """Bring the events up to date once a judgement counts no more."""
    if found.verdict not in (MERGE, RENAME):
        names = {*found.left, *([found.right] if found.right else [])}
        _resolve(connection, _current(connection, names), at)
        return
    if found.right is not None and found.left == (found.right,):
        unname(connection, found.right, found.amend["name"])
    relink(connection, at)


def verdicts(database: Database) -> list[Verdict]:
    """All judgements, taken back or not, in the order of their making. Stands for `SELECT * FROM
    judgement`."""
    with database.read() as connection:
        return _verdicts(connection)


def _verdicts(connection: Connection) -> list[Verdict]:
    rows = connection.execute(select(judgement).order_by(judgement.c.pk)).mappings()
    acts = groupby(((row["pk"], read_judgement(row)) for row in rows), key=lambda each: _act(each[1]))
    return [_verdict(list(act)) for _, act in acts]


def _act(given: Judgement) -> tuple[object, ...]:
    return given.by, given.at, given.verdict, given.right


def _verdict(act: Sequence[tuple[int, Judgement]]) -> Verdict:
    number, first = act[0]
    left = tuple(each.left for _, each in act)
    return Verdict(
        number, first.verdict, left, first.right, first.amend, first.by, first.at, first.retracted_at
    )


def _find(connection: Connection, name: str) -> list[Stored]:
    """The statements that tell an event, or the one statement, the first asserted first."""
    # "~" sorts after the letters and digits of ids.
    begins = (name, f"{name}~")
    events = connection.execute(
        select(event.c.id, event.c.statements).where(event.c.id.between(*begins)).limit(6)
    ).all()
    statements = connection.scalars(
        select(statement.c.id)
        .where(statement.c.id.between(*begins), statement.c.retired_at.is_(None))
        .limit(6)
    ).all()
    names = {row.id: row.statements for row in events} | {each: [each] for each in statements}
    wanted = names.get(name) or (next(iter(names.values())) if len(names) == 1 and name else None)
    if wanted is None:
        raise UnknownName("event or statement", name, names)
    found = {each.statement.id: each for each in _current(connection, wanted)}
    return [found[each] for each in wanted]


def _current(connection: Connection, names: Iterable[str]) -> list[Stored]:
    return load_statements(connection, statement.c.id.in_(list(names)) & statement.c.retired_at.is_(None))


def _named(
    verdict: str, ours: Sequence[Stored], theirs: Sequence[Stored]
) -> tuple[tuple[str, ...], str | None]:
    """The statements that the judgement names: all of a wrong event, else the one first asserted."""
    if verdict == "wrong":
        return tuple(each.statement.id for each in ours), None
    left = ours[0].statement.id
    if not theirs:
        return (left,), None
    right = theirs[0].statement.id
    if left == right:
        raise DataError(f"a judgement of {verdict!r} needs two events or statements; these are one")
    return (left,), right


def _resolve(connection: Connection, judged: Iterable[Stored], at: datetime) -> None:
    """Bring the events up to date around the statements that were judged."""
    told = list(judged)
    changes = [
        Change(
            each.statement.kind, each.principal_pk, each.statement.when.starts_on, each.statement.when.ends_on
        )
        for each in told
    ]
    resolve_changes(connection, changes, {each.event_pk for each in told if each.event_pk}, at)


def put_kind(connection: Connection, name: str) -> None:
    """Hold a kind that events are to be shown as. Raises `UnknownName` where kb knows none such."""
    if name not in load_kinds():
        raise UnknownName("kind", name, load_kinds())
    if connection.scalar(select(kind.c.id).where(kind.c.id == name)) is None:
        connection.execute(insert(kind), [{"id": name}])
