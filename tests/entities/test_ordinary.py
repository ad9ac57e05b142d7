"""Common Chinese words are no names."""

from __future__ import annotations

import pytest

import kb
from kb.entities.ordinary import is_ordinary


@pytest.mark.parametrize(
    "word", ["新政", "暂扣", "稽核", "首间设", "所幸早", "前退", "今次", "淮海中路", "漳州"]
)
def test_words_are_ordinary(word: str) -> None:
    assert is_ordinary(word)


@pytest.mark.parametrize(
    "name", ["垣信", "苍龙", "翎动", "宇树", "沃兰特", "穹宇动力", "霍启邦", "鹿鸣", "禾颂", "蜜雪", "云桥"]
)
def test_names_are_not(name: str) -> None:
    assert not is_ordinary(name)


def test_a_common_word_is_no_principal() -> None:
    text = "新政2024年8月1日起实施。新政将令利润受压。新政于9月扩大，新政为期三年。"
    assert "新政" not in {mention.text for mention in kb.extract(text, published="2024-11-25").entities}
