"""Time that is up is one line, and leaves nothing behind that is broken."""

from __future__ import annotations

import signal
import sys
import time

import pytest

from kb.errors import ReadError
from kb.text.limits import library, time_limit


def test_a_block_that_takes_too_long_is_refused():
    with (
        pytest.raises(ReadError, match=r"^a: takes longer than 0\.01 seconds to read$"),
        time_limit(0.01, "a"),
    ):
        time.sleep(5)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_time_may_be_up_at_once():
    for _ in range(50):
        with pytest.raises(ReadError), time_limit(0.000_001, "a"):
            time.sleep(5)


def test_a_library_is_loaded_to_its_end(tmp_path, monkeypatch):
    """Else it stays in pieces for as long as the process lives."""
    (tmp_path / "slow_to_load.py").write_text("import time\ntime.sleep(0.05)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ReadError, match="takes longer"), time_limit(0.01, "a"):
        library("slow_to_load", "slow", "a")
    assert library("slow_to_load", "slow", "a").whole
    monkeypatch.delitem(sys.modules, "slow_to_load")
