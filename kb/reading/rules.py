"""A name for the rules and the knowledge that read texts, so that a base can tell what newer ones would change."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

from kb.config import Settings
from kb.errors import ReadError
from kb.reading.piece import Manner, Piece

# The rooms of kb that have no say in what a text means.
_SILENT = frozenset({
    "analysis.py", "asking.py", "base.py", "cli", "export", "ingesting.py", "keeping.py", "loading.py", "review.py",
    "serve", "spark", "store", "timeline.py",
})  # fmt: skip
_SUFFIXES = frozenset({".py", ".toml", ".csv"})


def rules_digest(settings: Settings) -> str:
    """A hash of all that a text is read with: kb's rules and words, the user's gazetteers and calendars.

    Raises `ReadError` where a gazetteer cannot be read.
    """
    digest = blake2b(_shipped(), digest_size=10)
    for path in settings.gazetteers:
        try:
            digest.update(path.read_bytes())
        except OSError as error:
            raise ReadError(f"{path}: {error.strerror}") from None
    digest.update(
        repr(sorted((name, sorted(each.items())) for name, each in settings.fiscal.items())).encode()
    )
    return digest.hexdigest()


def piece_digest(piece: Piece, manner: Manner, rules: str) -> str:
    """A hash of all that a piece is read from: what has the same was read the same."""
    digest = blake2b(piece.data if isinstance(piece.data, bytes) else piece.data.encode(), digest_size=16)
    given = (rules, str(piece.place), piece.reader, piece.charset, manner.published)
    facts = (sorted(piece.facts.items()), sorted(piece.lesser.items()))
    digest.update(repr((given, facts)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _shipped() -> bytes:
    """A hash of the files of kb itself."""
    package = Path(__file__).resolve().parent.parent
    digest = blake2b(digest_size=20)
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.suffix in _SUFFIXES and inside.parts[0] not in _SILENT:
            digest.update(str(inside).encode())
            digest.update(path.read_bytes())
    return digest.digest()
