"""What is the same for all XML from strangers."""

from __future__ import annotations

from kb.errors import ReadError


def refuse_entities(data: bytes, name: str) -> None:
    """Raise `ReadError` where XML declares entities: no feed or document needs any, and bombs are made of them.

    https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing
    """
    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise ReadError(f"{name}: declares XML entities; refused")
