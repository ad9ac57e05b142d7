from __future__ import annotations

import json
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="session")
def articles():
    """Annotated articles as (text, events), where they are at hand."""
    gold = sorted((SHARED / "gold").glob("*.json"))
    if not gold:
        pytest.skip("no annotated articles beside the project")
    pairs = []
    for path in gold:
        text = (SHARED / "articles" / path.with_suffix(".txt").name).read_text("utf-8")
        pairs.append((text, json.loads(path.read_text("utf-8"))["events"]))
    return pairs
