"""The files that the page is made of: a template, styles, a program in JavaScript modules, and words."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "zh-Hant", "zh-Hans")
STYLES = ("tokens", "layout", "parts", "card", "print")
# In the order in which they need each other.
MODULES = (
    "words", "days", "fold", "events", "sources", "filters", "state", "palette", "layout", "axis", "marks", "arrows",
    "lanes", "series", "timeline", "gestures", "overview", "list", "menus", "card", "paper", "controls", "main",
)  # fmt: skip
_IMPORT = re.compile(r"^import\s[^;]*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function\*?|class) (\w+))", re.MULTILINE)


@cache
def template() -> str:
    """The page's markup."""
    return _read("page.html")


@cache
def style() -> str:
    """The whole style sheet."""
    return "\n".join(_read(f"{name}.css") for name in STYLES)


@cache
def program() -> str:
    """The modules as one program: each hands the names that it exports to those after it."""
    return "\n\n".join(_wrapped(_read(f"{name}.js")) for name in MODULES)


@cache
def load_words() -> dict[str, dict[str, Any]]:
    """The page's words by language."""
    folder = files("kb.export.page") / "words"
    return {
        language: tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    }


def _wrapped(module: str) -> str:
    names = ", ".join(_EXPORT.findall(module))
    body = _EXPORT.sub("", _IMPORT.sub("", module)).strip()
    return f"const {{ {names} }} = (() => {{\n{body}\nreturn {{ {names} }};\n}})();"


def _read(name: str) -> str:
    return (files("kb.export.page.assets") / name).read_text(encoding="utf-8")
