"""No search for garbage while a long answer is made, and the caller's setting afterwards."""

from __future__ import annotations

import gc

import pytest

from kb.store.garbage import no_search_for_garbage


@pytest.mark.parametrize("enabled", [True, False])
def test_the_callers_setting_holds_again(enabled):
    (gc.enable if enabled else gc.disable)()
    try:
        with no_search_for_garbage():
            assert not gc.isenabled()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
