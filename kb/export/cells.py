"""Cells that a spreadsheet shows and never runs.

A cell that a spreadsheet would take for a formula begins with an apostrophe, as if a person had typed it so; what
begins so already gets one more, so that `unguarded` gives the text back.
"""

from __future__ import annotations

import re

# As OWASP lists them (CSV injection), with the full-width forms that Excel takes for the same.
_FORMULA = re.compile(r"'*\s*[=+\-@|%＝＋－＠\t\r\n]")


def guarded(cell: str) -> str:
    """The cell as text, whatever it holds."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text of a guarded cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
