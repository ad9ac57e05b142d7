"""Mail (.eml): the plain part of a message, else its page; its headers as facts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kb.errors import ReadError
from kb.reading import html
from kb.reading.facts import FactBook
from kb.reading.piece import Content, Piece
from kb.text.characters import read_characters
from kb.text.html import fragment_text

if TYPE_CHECKING:
    from email.message import EmailMessage

SUFFIXES = (".eml", ".mht", ".mhtml")
# How browsers that save a page as a message (MHTML, RFC 2557) tell its address.
_SAVED_FROM = "Snapshot-Content-Location"

# RFC 5322, section 3.6: fields that a message begins with.
_FIELD = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|received|return-path|mime-version|delivered-to|reply-to|sender"
    rb"|dkim-signature|x-[\w-]+|content-type|list-[\w-]+|authentication-results|arc-[\w-]+): ?\S",
    re.I,
)
_NEXT_FIELDS = re.compile(rb"^(?:date|subject|from|message-id|mime-version):", re.I | re.M)


def looks_like(head: bytes) -> bool:
    """Whether a file begins with two fields of a message, and a line that is none ends them."""
    if not _FIELD.match(head):
        return False
    fields = head.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return len(_NEXT_FIELDS.findall(fields)) >= 2


def read(piece: Piece) -> Content:
    """The text of a message. Raises `ReadError` where it has none."""
    from email import policy
    from email.parser import BytesParser

    name = str(piece.place)
    data = piece.data if isinstance(piece.data, bytes) else piece.data.encode()
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        if message.get(_SAVED_FROM):
            return _saved_page(message, piece)
        book = _facts(message)
        text = _text(message, name)
    except (ReadError, RecursionError) as error:
        raise ReadError(str(error) if isinstance(error, ReadError) else f"{name}: nested too deep") from None
    except Exception as error:
        # The parser of headers raises whatever a broken one leads it to.
        raise ReadError(f"{name}: broken mail: {' '.join(str(error).split())}") from None
    if not text.strip():
        raise ReadError(f"{name}: no text in this mail")
    return Content(text, book.facts, tuple(book.issues))


def _saved_page(message: EmailMessage, piece: Piece) -> Content:
    """A page that a browser saved: the message's date is that of its saving, and says nothing."""
    part = message.get_body(preferencelist=("html",))
    payload = part.get_payload(decode=True) if part is not None else b""
    assert isinstance(payload, bytes)
    content = html.read(Piece(piece.place, payload, "html"))
    book = FactBook(content.facts)
    book.put("url", message.get(_SAVED_FROM), _SAVED_FROM)
    return replace(content, facts=book.facts)


def _facts(message: EmailMessage) -> FactBook:
    from email.utils import parseaddr

    book = FactBook()
    sender, address = parseaddr(str(message.get("From", "")))
    book.put("published", message.get("Date"), "mail Date")
    book.put("title", message.get("Subject"), "mail Subject")
    book.put("author", sender or address, "mail From")
    book.put("publisher", message.get("Organization"), "mail Organization")
    book.put("url", message.get("Archived-At", "").strip("<> "), "mail Archived-At")
    book.put("language", message.get("Content-Language"), "mail Content-Language")
    return book


def _text(message: EmailMessage, name: str) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    text = read_characters(payload, name, part.get_content_charset()).text
    return fragment_text(text, name) if part.get_content_subtype() == "html" else text.replace("\r\n", "\n")
