"""Any sequence of reading, adding, judging, undoing, reading again and deleting gives the events that a plain
model in memory has, which keeps the documents and the judgements and resolves everything anew each time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kb.errors import DataError
from kb.events.record import StatementRecord
from kb.events.same import resolve
from kb.model import Event, Extraction, Judgement, Statement, Status
from kb.store import fresh
from kb.store.bulk import load_events
from kb.store.check import check_rows
from kb.store.counts import counts
from kb.store.database import Database, open_database
from kb.store.judge import judge, undo
from kb.store.known import KnownEvent
from kb.store.past import timeline_then
from kb.store.query import timeline
from kb.store.records import Verdict
from kb.store.write import delete_document, write_extraction
from kb.when.edtf import parse_edtf
from kb.when.span import TimeSpan
from tests.conftest import _empty
from tests.store.samples import ENTITIES, MONDAY, TUESDAY, document, money, statement

QUOTES = ("First clause", "Second clause", "Third clause", "Fourth clause")
TEXTS = tuple(f"Story {at}. {'. '.join(QUOTES)}." for at in range(4))
DATES = ("2024-06-18", "2024-06-19", "2024-06-20", "2024-06", "2024-34", "2024", "2024-06-17/2024-06-21")
KINDS = ("share_price", "launch", "acquisition", "earnings", "market_cap", "other")
WHO = (("nvidia",), ("nvidia", "tsmc"), ("tsmc",), ("blackwell", "nvidia"), ())
VALUES = ("3e12", "3.01e12", "3.1e12", "5e12", "279e9")
STATUSES = (Status.ACTUAL, Status.PLANNED, Status.RUMORED)

clauses = st.lists(
    st.tuples(
        st.sampled_from(QUOTES),
        st.sampled_from(DATES),
        st.sampled_from(KINDS),
        st.sampled_from(WHO),
        st.lists(st.sampled_from(VALUES), max_size=1),
        st.sampled_from(STATUSES),
    ),
    max_size=4,
    unique_by=lambda clause: clause[0],
)


def reading(text: str, told: list[tuple], published: str | None) -> Extraction:
    """A document of that text with the clauses as its statements."""
    within = document(text, source=f"{text[6]}.txt", published=published)
    made = [
        statement(
            within, quote, edtf, kind, who, status=status, measures=[money(each, kind) for each in values]
        )
        for quote, edtf, kind, who, values, status in told
    ]
    return Extraction(within, statements=tuple(made))


class Model:
    """The documents and judgements of a base, and the events that they make."""

    def __init__(self) -> None:
        self.documents: dict[str, Extraction] = {}
        self.judgements: dict[int, list[Judgement]] = {}

    def statements(self) -> dict[str, tuple[Statement, Extraction]]:
        return {each.id: (each, read) for read in self.documents.values() for each in read.statements}

    def events(self) -> list[Event]:
        records = [self._record(*told) for told in self.statements().values()]
        judged = [each for act in self.judgements.values() for each in act]
        events = [self._amended(event, judged) for event in resolve(records, judged)]
        return sorted(events, key=lambda event: event.id)

    def judge(self, verdict: Verdict) -> None:
        self.judgements[verdict.number] = [
            Judgement(left, verdict.right, verdict.verdict, verdict.by, verdict.at, amend=verdict.amend)
            for left in verdict.left
        ]

    def undo(self, verdict: Verdict) -> None:
        act = self.judgements[verdict.number]
        self.judgements[verdict.number] = [replace(each, retracted_at=verdict.retracted_at) for each in act]

    @staticmethod
    def _record(told: Statement, read: Extraction) -> StatementRecord:
        published = read.document.published
        return StatementRecord.of(
            told,
            read.document.id,
            published.day if published else None,
            read.document.source or read.document.id,
        )

    @staticmethod
    def _amended(event: Event, judged: list[Judgement]) -> Event:
        for each in judged:
            if each.verdict == "amend" and each.retracted_at is None and each.left in event.statements:
                event = replace(event, title=each.amend["title"])
        return event


class Machine(RuleBasedStateMachine):
    """Does the same to a base and to its model."""

    make: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.database = type(self).make()
        self.model = Model()

    @rule(
        text=st.sampled_from(TEXTS),
        told=clauses,
        published=st.sampled_from(["2024-06-20", "2024-07-01", None]),
        many=st.sampled_from([0, fresh.MANY]),
    )
    def read(self, text: str, told: list[tuple], published: str | None, many: int) -> None:
        """A document comes, or is read again and found to say otherwise."""
        read = reading(text, told, published)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fresh, "MANY", many)
            write_extraction(self.database, read, ENTITIES, MONDAY)
        self.model.documents[read.document.id] = read

    @precondition(lambda self: self.model.documents)
    @rule(data=st.data())
    def read_again(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.model.documents)))
        if self.model.documents[name].document.source == "list.csv":
            return
        assert write_extraction(self.database, self.model.documents[name], ENTITIES, TUESDAY).unchanged

    @rule(told=clauses)
    def load(self, told: list[tuple]) -> None:
        """Known events come past the ordinary writer; only what nothing ties to others, which they skip."""
        known = [
            KnownEvent(
                f"Known {quote}", parse_edtf(edtf), "other", source="list.csv", published=date(2024, 6, 20)
            )
            for quote, edtf, *_ in told
        ]
        load_events(self.database, known, ENTITIES, MONDAY)
        for each in known:
            self.model.documents[each.id] = _as_held(each)

    @precondition(lambda self: self.model.documents)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.model.documents)))
        assert delete_document(self.database, name, TUESDAY)
        assert not delete_document(self.database, name, TUESDAY)
        del self.model.documents[name]

    @precondition(lambda self: self.model.statements())
    @rule(data=st.data(), verdict=st.sampled_from(("same", "different", "wrong")))
    def judge(self, data: st.DataObject, verdict: str) -> None:
        names = st.sampled_from(sorted(self.model.statements()))
        left = data.draw(names)
        right = data.draw(names) if verdict != "wrong" else None
        if left == right:
            with pytest.raises(DataError):
                judge(self.database, verdict, left, right, by="ann")
        else:
            self.model.judge(judge(self.database, verdict, left, right, by="ann"))

    @precondition(lambda self: self.model.events())
    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        event = data.draw(st.sampled_from([event.id for event in self.model.events()]))
        title = f"Amended {len(self.model.judgements)}"
        self.model.judge(judge(self.database, "amend", event, by="ann", amend={"title": title}))

    @precondition(lambda self: any(act[0].retracted_at is None for act in self.model.judgements.values()))
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        standing = [number for number, act in self.model.judgements.items() if act[0].retracted_at is None]
        self.model.undo(undo(self.database, data.draw(st.sampled_from(standing))))

    @invariant()
    def the_events_are_the_models(self) -> None:
        held = sorted(timeline(self.database), key=lambda event: event.id)
        assert held == self.model.events()
        assert sum(number for _, number in counts(self.database, TimeSpan.day)) == len(held)

    def teardown(self) -> None:
        assert [each for each in check_rows(self.database) if each.is_error] == []
        now = sorted(timeline_then(self.database), key=lambda event: event.id)
        assert [event.id for event in now] == [event.id for event in self.model.events()]
        self.database.close()


def _as_held(known: KnownEvent) -> Extraction:
    """The document that holds a known event."""
    within = replace(document(known.text, source="list.csv", published="2024-06-20"), id=known.id)
    told = statement(within, known.text, known.when.edtf, known.kind, known.entities)
    return Extraction(within, statements=(replace(told, id=known.id),))


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_base_is_what_its_model_is(request, backend, tmp_path):
    class On(Machine):
        pass

    if backend == "sqlite":
        template = request.getfixturevalue("sqlite_template")

        def make() -> Database:
            (tmp_path / "kb.db-wal").unlink(missing_ok=True)
            (tmp_path / "kb.db-shm").unlink(missing_ok=True)
            shutil.copy(template, tmp_path / "kb.db")
            return open_database(f"sqlite:///{tmp_path}/kb.db")

    else:
        url = request.getfixturevalue("postgresql_base")

        def make() -> Database:
            _empty(url)
            return open_database(url)

    On.make = staticmethod(make)
    On.__qualname__ = f"On_{backend}"
    run_state_machine_as_test(
        On,
        settings=settings(
            max_examples=12 if backend == "sqlite" else 6,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
