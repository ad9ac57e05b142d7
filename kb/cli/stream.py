"""JSON Lines in, JSON Lines out: a line for each line, in order, as they come, in flat memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from kb.config import Settings
from kb.errors import DataError, KbError, ReadError
from kb.export.contract import JsonObject, extraction_object, times_object
from kb.export.jsonl import dump_line
from kb.reading import dates, extract_document, load_knowledge, read_words

Answer = Callable[[object, str, date | None], JsonObject]


def extract_lines(path: str, settings: Settings) -> None:
    """The extraction of each line's text."""
    knowledge = load_knowledge(settings)

    def answer(identity: object, text: str, published: date | None) -> JsonObject:
        if not text.strip():
            raise ReadError("empty")
        document, issues = read_words(text, published)
        extraction = extract_document(document, knowledge, issues)
        return {"id": identity, **extraction_object(extraction)}

    _answer_lines(path, answer)


def date_lines(path: str) -> None:
    """The time mentions of each line's text."""

    def answer(identity: object, text: str, published: date | None) -> JsonObject:
        return times_object(identity, dates(text, published))

    _answer_lines(path, answer)


def _answer_lines(path: str, answer: Answer) -> None:
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                sys.stdout.write(dump_line(_answer_line(number, line, answer)))
                # Whoever pipes texts in may wait for one answer before sending the next.
                sys.stdout.flush()


@contextmanager
def _opened(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(path).open("rb") as file:
            yield file
    except OSError as error:
        if error.filename != path:
            raise
        raise ReadError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None


def _answer_line(number: int, line: bytes, answer: Answer) -> JsonObject:
    """The answer to one line, or what is wrong with it. Nothing that a text does may end the stream."""
    identity: object = None
    try:
        given = _parse(number, line)
        identity = given.get("id")
        return answer(identity, _text(given), _published(given.get("published")))
    except KbError as error:
        return {"id": identity, "error": " ".join(str(error).split())}
    except Exception as error:
        return {"id": identity, "error": f"{type(error).__name__}: {' '.join(str(error).split())}"}


def _parse(number: int, line: bytes) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        raise DataError(f"line {number} is not JSON") from None
    if not isinstance(given, dict):
        raise DataError(f"line {number} is not a JSON object")
    return given


def _text(given: dict[str, Any]) -> str:
    if not isinstance(given.get("text"), str):
        raise DataError("no text")
    return str(given["text"])


def _published(given: object) -> date | None:
    """A publication date: YYYY-MM-DD, with or without a time of day behind it."""
    if given is None:
        return None
    try:
        return date.fromisoformat(str(given)[:10])
    except ValueError:
        raise DataError(f"the publication date {given!r} is no day; write YYYY-MM-DD") from None
