"""Markdown as plain text: front matter apart, no markup but the number signs of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kb.errors import ReadError
from kb.text.limits import uninterrupted

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n(.*?)^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_MANY_LINE_ENDS = re.compile(r"\n{3,}")
_CJK = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")


def split_front_matter(text: str, name: str) -> tuple[dict[str, Any], str]:
    """A file's front matter (YAML between `---`, TOML between `+++`) and what follows it.

    Raises `ReadError` where the front matter cannot be parsed.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    fence, source = match.groups()
    fields = _parse_yaml(source, name) if fence == "---" else _parse_toml(source, name)
    return (fields, text[match.end() :]) if isinstance(fields, dict) else ({}, text)


def _parse_yaml(source: str, name: str) -> Any:  # noqa: ANN401 — whatever the front matter holds
    with uninterrupted():
        import yaml

    try:
        # The base loader keeps every scalar a string: dates are read by `kb.text.metadata`.
        return yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise ReadError(f"{name}: front matter is not YAML: {_one_line(error)}") from None


def _parse_toml(source: str, name: str) -> Any:  # noqa: ANN401
    import tomllib

    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"{name}: front matter is not TOML: {_one_line(error)}") from None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def plain_text(markdown: str) -> str:
    """The words of a Markdown text, a block a line; code, images and raw HTML are left out."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return _MANY_LINE_ENDS.sub("\n\n", "".join(_blocks(tokens))).strip() + "\n"


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    """Each block with its line ends; ` | ` parts the cells of a table, `- ` begins the items of a list."""
    prefix = parting = ""
    for token in tokens:
        match token.type:
            case "heading_open":
                prefix = "#" * int(token.tag[1:]) + " "
            case "list_item_open":
                prefix = "- "
            case "inline":
                words = _words(token.children or ())
                yield prefix + words if words else ""
                prefix = ""
            case "tr_open":
                parting = ""
            case "td_open" | "th_open":
                prefix, parting = parting, " | "
            case (
                "heading_close"
                | "paragraph_close"
                | "bullet_list_close"
                | "ordered_list_close"
                | "table_close"
            ):
                yield "\n" if token.hidden else "\n\n"
            case "tr_close":
                yield "\n"


def _words(children: Sequence[Token]) -> str:
    return "".join(_word(children, index) for index in range(len(children))).strip()


def _word(children: Sequence[Token], index: int) -> str:
    token = children[index]
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "hardbreak":
            return "\n"
        case "softbreak":
            return _space(children[index - 1].content, children[index + 1].content)
    return ""


def _space(before: str, after: str) -> str:
    """What a wrapped line's end stands for: a space, and nothing between Chinese characters."""
    return "" if _CJK.match(before[-1:]) and _CJK.match(after[:1]) else " "
