"""Alternations that fail fast: the words of a list as a tree of their letters.

`re` looks at the first character of every branch before it tries it, so that a word which is none of the list
is refused after one pass over the first letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_GAP = r"\s"


def trie(words: Iterable[str]) -> str:
    """A pattern of the words in any case, longest first; a space in a word is one white space of the text."""
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for letter in word.lower():
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(root)


def _branches(node: dict[str, Any]) -> str:
    ends = "" in node
    parts = [_letter(letter) + _branches(below) for letter, below in sorted(node.items()) if letter]
    if not parts:
        return ""
    if len(parts) == 1 and not ends:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if ends else ''}"


def _letter(letter: str) -> str:
    if letter.isalpha():
        return f"[{letter.upper()}{letter}]"
    return {" ": _GAP, ".": r"\.", "-": r"[-\s]"}.get(letter, letter)
