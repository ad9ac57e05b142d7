"""Files and strings as documents: decoded, with title, language and what their front matter says."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from kb.errors import ReadError
from kb.lang.fold import fold
from kb.lang.load import load_words
from kb.model import Document, Publication, PublishedHow
from kb.text.encodings import check_characters, decode
from kb.text.language import UNDETERMINED, detect_language
from kb.text.markdown import plain_text, split_front_matter
from kb.text.metadata import Metadata, day_in_name, read_metadata
from kb.text.sentences import split_sentences

MARKDOWN = frozenset({".md", ".markdown", ".mkd"})
PLAIN = frozenset({".txt", ".text", ""})

_NOTHING = Metadata()
_HEAD = 2_000
_TITLE_PARAGRAPHS = 2


def read_file(path: Path, *, published: date | None = None) -> Document:
    """The document in a file of plain text or Markdown.

    Raises `ReadError` where the file is missing, empty, binary or in no encoding that can be told.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: no such file") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}") from None
    return read_bytes(data, str(path), markdown=path.suffix.lower() in MARKDOWN, published=published)


def read_bytes(
    data: bytes, source: str, *, markdown: bool = False, published: date | None = None
) -> Document:
    """The document in a file's bytes. A plain text is stored as decoded, Markdown without its markup."""
    text = decode(data, source)
    if not markdown:
        return read_text(text, source=source, published=published)
    fields, body = split_front_matter(text, source)
    metadata = read_metadata(fields, source)
    plain = plain_text(body)
    if not plain.strip():
        raise ReadError(f"{source}: empty")
    return read_text(plain, source=source, published=published, metadata=metadata)


def read_text(
    text: str,
    *,
    source: str | None = None,
    published: date | None = None,
    metadata: Metadata = _NOTHING,
) -> Document:
    """The document that a string is. A given publication date counts more than metadata or a file's name.

    Raises `ReadError` where the string is no text, for a half of a surrogate pair in it.
    """
    check_characters(text, source or "text")
    return Document(
        id=document_id(text),
        text=text,
        title=metadata.title or find_title(text),
        language=metadata.language or _language(text),
        source=source,
        published=_publication(published, metadata, source),
        publisher=metadata.publisher,
        author=metadata.author,
        url=metadata.url,
    )


def document_id(text: str) -> str:
    """A text's identity: 16 hexadecimal digits that neither line ends nor the file's name change."""
    canonical = "\n".join(line.strip() for line in text.split("\n")).strip()
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def find_title(text: str) -> str | None:
    """The heading that a text opens with, if it does and is no byline."""
    head = text[:_HEAD]
    for sentence in split_sentences(head):
        if sentence.paragraph >= _TITLE_PARAGRAPHS:
            break
        line = head[sentence.start : sentence.end].strip("#*_ ")
        if sentence.heading and line and not _is_byline(line):
            return line
    return None


def _is_byline(line: str) -> bool:
    folded = fold(line).lower()
    return any(
        folded.startswith(word) and not folded[len(word) : len(word) + 1].isalpha()
        for language in ("zh", "en")
        for words in load_words(language, "byline").values()
        for word in words
    )


def _language(text: str) -> str | None:
    language = detect_language(text)
    return None if language == UNDETERMINED else language


def _publication(given: date | None, metadata: Metadata, source: str | None) -> Publication | None:
    if given is not None:
        return Publication(given, PublishedHow.GIVEN)
    day = metadata.published or (day_in_name(source) if source else None)
    return Publication(day, PublishedHow.METADATA) if day else None
