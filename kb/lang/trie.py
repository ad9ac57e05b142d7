"""Alternations that fail fast: the words of a list as a tree of their letters.

`re` looks at the first character of every branch before it tries it, so that a word which is none of the list
is refused after one pass over the first letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any


def trie(words: Iterable[str]) -> str:
    """A pattern of the words as they are written, the longest that fits: 今(?:日|天|年)."""
    return _branches(_tree(words), re.escape)


def trie_of_any_case(words: Iterable[str]) -> str:
    """A pattern of the words in any case; a space in a word is one white space of the text.

    Only first letters are spelt in both cases: patterns of many sets take `re` long to compile.
    """
    tree = _tree(word.lower() for word in words)
    parts = [_either_case(letter) + _ignoring_case(below) for letter, below in sorted(tree.items())]
    return f"(?:{'|'.join(parts)})"


def _ignoring_case(node: dict[str, Any]) -> str:
    rest = _branches(node, _letter)
    return f"(?i:{rest})" if rest else ""


def _either_case(letter: str) -> str:
    return f"[{letter.upper()}{letter}]" if letter.isalpha() else _letter(letter)


def _tree(words: Iterable[str]) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return root


def _branches(node: dict[str, Any], spell: Callable[[str], str]) -> str:
    ends = "" in node
    parts = [spell(letter) + _branches(below, spell) for letter, below in sorted(node.items()) if letter]
    if not parts:
        return ""
    if len(parts) == 1 and not ends:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if ends else ''}"


def _letter(letter: str) -> str:
    return {" ": r"\s", "-": r"[-\s]"}.get(letter) or re.escape(letter)
