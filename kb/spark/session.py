"""The Spark session of a command."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import DataError, UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_SETTINGS = {
    # A worker holds the rows of so many articles at a time.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "500",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
}
# A cluster tries a task so often; `local[N]` alone would give up when a worker dies.
_TRIES = 4
_WITHOUT_RETRIES = re.compile(r"local\[(\d+|\*)\]")
# What Spark can be told to run on; see its documentation, "Master URLs".
_MASTERS = ("local", "spark://", "yarn", "k8s://")
# Spark itself asks a master for a minute, and ends in a stack trace.
_STANDALONE = "spark://"
_PATIENCE = 5.0
# What only a session that lives on this machine is told.
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # The work is Python's: Java's second compiler would take a tenth of the cores from it and give nothing back.
    # What Spark says of itself while it works would bury what kb says; what breaks comes back as an exception.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 "
    f"-Dlog4j2.configurationFile={(Path(__file__).parent / 'log4j2.properties').as_uri()}",
}


def open_session(master: str | None = None) -> SparkSession:
    """A session on a cluster (`spark://…`, `yarn`, `k8s://…`) or on this machine (`local[4]`).

    Without `master` it is the one that `spark-submit` gave, else all of this machine. Raises `UsageError` where
    PySpark or Java is missing, `DataError` where no master answers.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise UsageError(f"Spark needs {error.name}: pip install 'kb[spark]'") from None
    submitted = "PYSPARK_GATEWAY_PORT" in os.environ
    where = master or (None if submitted else "local[*]")
    settings = dict(_SETTINGS)
    if where is not None:
        _require_master(where)
    if where is not None and where.startswith("local"):
        # Workers run what this process runs.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings |= _LOCAL
        where = _WITHOUT_RETRIES.sub(rf"local[\1,{_TRIES}]", where)
    builder = SparkSession.builder.appName("kb")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = (builder.master(where) if where else builder).getOrCreate()
    except (PySparkException, RuntimeError) as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"Spark cannot start (is Java 17 or newer installed?): {reason[:200]}") from None
    if where is None or not where.startswith("local"):
        session.sparkContext.setLogLevel("ERROR")
    return session


@contextmanager
def errors_in_a_line() -> Iterator[None]:
    """Raise what breaks in Spark as a `DataError` that says in a line what Java's stack traces say in pages."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JJavaError) as error:
        lines = [line.strip() for line in str(error).splitlines()]
        causes = [line for line in lines if line.startswith("Caused by: ")] or lines
        raise DataError(f"Spark broke off: {causes[-1].removeprefix('Caused by: ')[:300]}") from error


def _require_master(master: str) -> None:
    if not master.startswith(_MASTERS):
        raise UsageError(
            f"{master}: no master that Spark knows; write local[4], spark://host:port, yarn or k8s://…"
        )
    if master.startswith(_STANDALONE):
        _require_answer(master)


def _require_answer(master: str) -> None:
    """Raise where none of the machines of `spark://host:port,host:port` takes a connection."""
    for place in master.removeprefix(_STANDALONE).split(","):
        host, _, port = place.rpartition(":")
        try:
            with socket.create_connection((host, int(port)), _PATIENCE):
                return
        except ValueError:
            raise UsageError(f"{master}: write a master as spark://host:port") from None
        except OSError as error:
            reason = error.strerror or error
    raise DataError(
        f"{master}: no Spark master answers there ({reason}); start it, or give --master local[*]"
    )
