"""`kb extract --explain` says why."""

from __future__ import annotations

from tests.cli.conftest import Kb

TEXT = "2024年9月4日，輝達股價下跌9.5%，市值損失2790億美元。"


def test_explain(kb: Kb) -> None:
    done = kb("extract", "-", "--published", "2024-11-25", "--explain", stdin=TEXT)
    assert (done.code, done.err) == (0, "")
    first, second = done.out.split("\n\n")
    assert first.startswith("2024-09-04  share_price  actual  nvidia  share_price_change=-9.5 %\n  quote    ")
    assert "  trigger  " in first
    assert "  date     2024-09-04 from '2024年9月4日', in the clause before it (rule day)" in first
    assert "  subject  nvidia, named in the clause" in first
    assert "  subject  nvidia, carried: the clause leaves its subject out" in second


def test_explain_in_json(kb: Kb) -> None:
    arguments = ["extract", "-", "--published", "2024-11-25", "--json"]
    plain, explained = kb(*arguments, stdin=TEXT).json, kb(*arguments, "--explain", stdin=TEXT).json
    for event in explained["events"]:
        told = event.pop("explain")
        assert set(told) == {"trigger", "date", "subject", "rule"}
        assert told["trigger"] in TEXT
        assert told["rule"] == event["rule"]
    assert explained == plain


def test_explain_goes_with_one_text(kb: Kb) -> None:
    done = kb("extract", "--jsonl", "--explain")
    assert (done.code, done.err) == (2, "kb: --explain goes with one text; leave out --jsonl\n")
