"""A real Spark on this machine, with two cores, as long as the tests of this folder live."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'kb[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed; on Debian: apt-get install openjdk-17-jre-headless")
    from kb.spark.session import open_session

    session = open_session("local[2]")
    # A few rows each: compiling code for them takes longer than interpreting.
    for name, value in {
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.sources.parallelPartitionDiscovery.threshold": "1000",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }.items():
        session.conf.set(name, value)
    yield session
    session.stop()
