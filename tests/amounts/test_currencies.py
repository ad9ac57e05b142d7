from __future__ import annotations

import re

import pytest

from kb.errors import ReadError
from kb.knowledge import currencies
from kb.knowledge.currencies import load_currencies


@pytest.mark.parametrize(
    ("side", "word", "code"),
    [("before", "nt$", "TWD"), ("before", "新台币", "TWD"), ("before", "¥", "JPY"),
     ("chinese", "¥", "CNY"),
     ("after", "美元", "USD"), ("after", "韩圜", "KRW"), ("after", "yen", "JPY"),
     ("hundredths", "pence", "GBP")],
)  # fmt: skip
def test_spellings_are_folded(side, word, code):
    assert getattr(load_currencies(), side)[word] == code


def test_domestic_currencies_are_plain_ones():
    domestic = load_currencies().domestic
    assert domestic == {"Hans": {"CNY"}, "Hant": {"TWD", "HKD"}}
    assert domestic["Hans"] | domestic["Hant"] < load_currencies().plain


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[usd]\nbefore = ["$"]', "'usd' is no ISO 4217 code with a table"),
        ('[USD]\nbefor = ["$"]', "USD.befor is no known key"),
        ('[USD]\nbefore = [""]', "USD.before must be a list of words"),
        ('[USD]\nplain = "yes"', "USD.plain must be 'passage', 'Hans' or 'Hant'"),
        ('[USD]\nbefore = ["$"]\n[AUD]\nbefore = ["$"]', "AUD.before: '$' already means USD"),
        ("[USD", "currencies.toml"),
    ],
)
def test_broken_tables_are_refused_by_key(tmp_path, monkeypatch, text, message):
    (tmp_path / "currencies.toml").write_text(text, "utf-8")
    monkeypatch.setattr(currencies, "__file__", str(tmp_path / "currencies.py"))
    load_currencies.cache_clear()
    with pytest.raises(ReadError, match=re.escape(message)):
        load_currencies()
    monkeypatch.undo()
    load_currencies.cache_clear()
