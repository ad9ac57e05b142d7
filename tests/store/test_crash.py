"""A writer that dies at any moment leaves a sound base; writers and readers share one."""

from __future__ import annotations

import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from datetime import date, timedelta

from kb.store.check import check_rows
from kb.store.database import open_database
from kb.store.query import timeline
from kb.store.sql import run_sql
from kb.store.write import delete_document, write_extraction
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


def write_and_forget(url: str, seed: int) -> None:
    chance = random.Random(seed)
    with open_database(url) as database:
        while True:
            given = reading(chance.randrange(40))
            if chance.random() < 0.3:
                delete_document(database, given.document.id, MONDAY)
            else:
                write_extraction(database, given, ENTITIES, MONDAY)


def test_a_killed_writer_leaves_whole_documents(tmp_path):
    url = f"sqlite:///{tmp_path}/kb.db"
    open_database(url).close()
    chance = random.Random(7)
    for number in range(KILLS):
        child = in_child(lambda seed=number: write_and_forget(url, seed))
        time.sleep(chance.uniform(0.01, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open_database(url) as database:
            counts = run_sql(
                database, "SELECT count(*) FROM statement WHERE retired_at IS NULL GROUP BY document_pk"
            )
            assert {count for (count,) in counts.rows} <= {CLAUSES}
            if number % 10 == 9:
                assert check_rows(database) == []
    with open_database(url) as database:
        assert len(timeline(database)) > 0, "something was written between the kills"
        assert check_rows(database) == []


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
