"""A writer that dies at any moment leaves a sound base; writers and readers share one."""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from datetime import date, timedelta

from kb.store.bulk import load_events
from kb.store.check import check_base, check_rows
from kb.store.database import Database, open_database
from kb.store.judge import judge, undo, verdicts
from kb.store.known import KnownEvent
from kb.store.migrate import downgrade
from kb.store.query import timeline
from kb.store.revisions import REVISIONS
from kb.store.sql import run_sql
from kb.store.write import delete_document, write_extraction
from kb.when.span import TimeSpan
from tests.store.samples import ENTITIES, MONDAY, extraction, money

KILLS = 100
CLAUSES = 5


def reading(number: int):
    """A document of several clauses, some of which other documents tell too."""
    told = [f"clause {number % 7} {clause}" for clause in range(CLAUSES)]
    day = date(2024, 1, 1) + timedelta(days=number % 7)
    return extraction(
        f"No. {number}: {'; '.join(told)}",
        *((each, day.isoformat(), "launch", ("nvidia", "tsmc"), {"measures": [money(str(at + 1))]})
          for at, each in enumerate(told)),
        source=f"{number}.txt",
    )  # fmt: skip


def in_child(work: Callable[[], None]) -> int:
    """Run something in a process of its own; its number."""
    child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def write_and_forget(database: Database, chance: random.Random) -> None:
    given = reading(chance.randrange(40))
    if chance.random() < 0.3:
        delete_document(database, given.document.id, MONDAY)
    else:
        write_extraction(database, given, ENTITIES, MONDAY)


def load_many(database: Database, chance: random.Random) -> None:
    first = chance.randrange(10_000)
    load_events(
        database,
        [
            KnownEvent(f"Known {at}", TimeSpan.day(date(2020, 1, 1 + at % 28)), entities=("nvidia", "tsmc"))
            for at in range(first, first + 30)
        ],
        ENTITIES,
        MONDAY,
        transaction=10,
    )


def judge_and_undo(database: Database, chance: random.Random) -> None:
    held = verdicts(database)
    if held and chance.random() < 0.5:
        standing = [each for each in held if each.retracted_at is None]
        if standing:
            undo(database, chance.choice(standing).number)
        return
    shown = timeline(database, limit=50)
    if shown:
        judge(database, "wrong", chance.choice(shown).id, by="somebody")


def step_down_and_up(database: Database, chance: random.Random) -> None:
    with database.write() as connection:
        downgrade(connection, chance.choice(REVISIONS))
    database.upgrade()


WORK = (write_and_forget, load_many, judge_and_undo, step_down_and_up)


def work_on(url: str, work: Callable[[Database, random.Random], None], seed: int) -> None:
    chance = random.Random(seed)
    with Database(url) as database:
        database.upgrade()
        while True:
            work(database, chance)


def test_a_killed_writer_leaves_a_sound_base(tmp_path):
    """A hundred times, at whatever moment of ingesting, importing, judging and upgrading."""
    url = f"sqlite:///{tmp_path}/kb.db"
    with open_database(url) as database:
        # What is loaded lazily is there before the clock runs.
        for work in WORK:
            work(database, random.Random(1))
        write_extraction(database, reading(1), ENTITIES, MONDAY)
    chance = random.Random(7)
    for number in range(KILLS):
        child = in_child(lambda at=number: work_on(url, WORK[at % len(WORK)], at))
        time.sleep(chance.uniform(0.01, 0.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        if number % 10 == 9:
            with Database(url) as database:
                database.upgrade()
                assert [each for each in check_rows(database) if each.is_error] == []
                counts = run_sql(
                    database, "SELECT count(*) FROM statement WHERE retired_at IS NULL GROUP BY document_pk"
                )
                assert {count for (count,) in counts.rows} <= {1, CLAUSES}, "documents are whole"
    with Database(url) as database:
        database.upgrade()
        held = run_sql(database, "SELECT count(*) FROM document").rows[0][0]
        judged = run_sql(database, "SELECT count(*) FROM judgement").rows[0][0]
        assert held > 30, "something was written between the kills"
        assert judged > 0
        assert check_base(database) == []


def test_four_writers_and_four_readers_give_the_base_that_one_would(database, tmp_path):
    url = database.url.render_as_string(hide_password=False)
    numbers = list(range(12))

    def write(seed: int) -> None:
        with open_database(url) as own:
            for number in random.Random(seed).sample(numbers, len(numbers)):
                write_extraction(own, reading(number), ENTITIES, MONDAY)

    def read() -> None:
        with open_database(url) as own:
            for _ in range(15):
                assert all(len(event.entities) == 2 for event in timeline(own))

    database.close()
    children = [in_child(lambda seed=seed: write(seed)) for seed in range(4)]
    children += [in_child(read) for _ in range(4)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(children)
    assert check_rows(database) == []
    with open_database(f"sqlite:///{tmp_path}/alone.db") as alone:
        for number in numbers:
            write_extraction(alone, reading(number), ENTITIES, MONDAY)
        assert _by_id(timeline(database)) == _by_id(timeline(alone))


def _by_id(events):
    return sorted(events, key=lambda event: event.id)
