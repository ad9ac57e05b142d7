"""HTML as plain text: each block its line, nothing of scripts, menus or markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kb.text.limits import library

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({"head", "noscript", "script", "style", "template", "svg", "math", "iframe", "object"})
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_LINES = re.compile(r"\s*\n\s*")


def fragment_text(markup: str, name: str) -> str:
    """The words of a piece of HTML, such as a feed's summary. Raises `ReadError` where lxml is missing."""
    etree = library("lxml.etree", "lxml", name)
    try:
        # Without its limits on depth: what stands in five hundred boxes is a text all the same.
        tree = etree.fromstring(markup, etree.HTMLParser(huge_tree=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    if tree is None:
        return ""
    return _LINES.sub("\n", "".join(_words(tree))).strip()


def _words(tree: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """The text with line ends around blocks; a loop and no recursion, for markup as deep as it likes."""
    unseen = 0
    etree = library("lxml.etree", "lxml", "")
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event == "start":
            unseen += node.tag in _UNSEEN
            if node.tag in _BLOCKS:
                yield "\n"
            if not unseen and node.text:
                yield _SPACES.sub(" ", node.text)
            continue
        if event == "end":
            unseen -= node.tag in _UNSEEN
            if node.tag in _BLOCKS:
                yield "\n"
        if not unseen and node.tail and node is not tree:
            yield _SPACES.sub(" ", node.tail)
