"""The formats that kb reads: a line each. What a file holds counts more than how it is called.

A reader makes the text of one document; a splitter finds the documents of a file that holds many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from kb.errors import ReadError
from kb.reading import archive, csv, docx, feed, html, jsonl, mail, markdown, pdf, plain, warc
from kb.reading.piece import Content, Failure, Manner, Piece
from kb.text.packed import SUFFIXES as PACKED
from kb.text.packed import Stream

Looks = Callable[[bytes], bool]
Read = Callable[[Piece, Manner], Content]
Split = Callable[[Stream, str, Manner], Iterator[Piece | Failure]]
Members = Callable[[Stream, str, Manner], Iterator[archive.Member]]


class Format(NamedTuple):
    """A format: its name, the ends of names that it has, and how its first bytes look (None: like any text)."""

    name: str
    suffixes: tuple[str, ...]
    looks_like: Looks | None = None
    read: Read | None = None
    split: Split | None = None
    members: Members | None = None


# In the order in which contents are looked at: what is told by fewer bytes comes last.
FORMATS = (
    Format("warc", warc.SUFFIXES, warc.looks_like, split=warc.split),
    Format("pdf", pdf.SUFFIXES, pdf.looks_like, read=pdf.read),
    Format("docx", docx.SUFFIXES, docx.looks_like, read=docx.read),
    Format("zip", archive.ZIP_SUFFIXES, archive.looks_like_zip, members=archive.zip_members),
    Format("tar", archive.TAR_SUFFIXES, archive.looks_like_tar, members=archive.tar_members),
    Format("html", html.SUFFIXES, html.looks_like, read=lambda piece, _: html.read(piece)),
    Format("feed", feed.SUFFIXES, feed.looks_like, split=feed.split),
    Format("jsonl", jsonl.SUFFIXES, jsonl.looks_like, split=jsonl.split),
    Format("mail", mail.SUFFIXES, mail.looks_like, read=lambda piece, _: mail.read(piece)),
    Format("csv", csv.SUFFIXES, csv.looks_like, split=csv.split),
    Format("markdown", markdown.SUFFIXES, markdown.looks_like, read=lambda piece, _: markdown.read(piece)),
    Format("text", plain.SUFFIXES, read=lambda piece, _: plain.read(piece)),
)
BY_NAME = {each.name: each for each in FORMATS}
# Where contents say nothing, since they are a person's own words, the name does.
_NAMED = ("markdown", "html", "csv", "jsonl", "mail")


def find_format(head: bytes, name: str) -> Format:
    """The format of a file by its first bytes, else by its name; else it is plain text."""
    return known_format(head, name) or BY_NAME["text"]


def known_format(head: bytes, name: str) -> Format | None:
    """As `find_format`, but None where neither the first bytes nor the name say what a file is."""
    named = _by_name(name)
    # A page about front matter is a page; a text that begins with a brace is none where its name says so.
    if named is not None and named.name == "text" and not _certain(head):
        return named
    for each in FORMATS:
        if each.looks_like is not None and each.looks_like(head):
            return each
    if named is not None and named.looks_like is not None and named.name not in _NAMED:
        raise ReadError(f"{name}: no {named.name}, whatever its name says")
    return named


def _certain(head: bytes) -> bool:
    """Whether a file begins with the mark of a format, which no text does."""
    marks = (warc, pdf, docx, html)
    return any(each.looks_like(head) for each in marks) or archive.looks_like_zip(head)


def _by_name(name: str) -> Format | None:
    suffixes = [each.lower() for each in PurePath(name).suffixes]
    while suffixes and suffixes[-1] in PACKED:
        suffixes.pop()
    return next((each for each in FORMATS if suffixes and suffixes[-1] in each.suffixes), None)
