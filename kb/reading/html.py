"""Web pages: the main text by trafilatura; facts from JSON-LD (schema.org), meta tags and the document itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from kb.errors import ReadError
from kb.model import Issue
from kb.reading.facts import FactBook
from kb.reading.piece import Content, Facts, Piece
from kb.reading.plain import characters
from kb.text.html import fragment_text
from kb.text.limits import library

SUFFIXES = (".html", ".htm", ".xhtml")

_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML_CHARSET = re.compile(rb"\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Names of meta tags (Open Graph, Dublin Core, Highwire, and those of news systems), best first.
_META = {
    "published": (
        "article:published_time", "og:published_time", "datepublished", "date.issued", "dc.date.issued",
        "dcterms.issued", "citation_publication_date", "citation_date", "parsely-pub-date", "sailthru.date",
        "publishdate", "publish-date", "publish_date", "pubdate", "article.published", "publication_date",
        "dc.date", "dcterms.date", "dcterms.created", "date",
    ),
    "title": ("og:title", "twitter:title", "citation_title", "dc.title", "headline", "parsely-title", "title"),
    "author": ("author", "article:author", "citation_author", "dc.creator", "parsely-author", "byl", "sailthru.author"),
    "publisher": ("og:site_name", "citation_publisher", "dc.publisher", "publisher", "application-name"),
    "url": ("og:url", "twitter:url", "parsely-link"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
}  # fmt: skip
# schema.org types that are an article, best first; others tell of the site.
_ARTICLES = re.compile(
    r"(?:News|Blog|Report|Tech|Scholarly|Social|Live|Opinion|Analysis|Review)?\w*(?:Article|Posting)$"
)
_DEEPEST = 8


def looks_like(head: bytes) -> bool:
    """Whether a file begins as a page does."""
    return _START.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(piece: Piece) -> Content:
    """The main text of a page, and its facts. Raises `ReadError` where there is no text in it."""
    name = str(piece.place)
    found = characters(piece, _declared(piece.data))
    markup = _DECLARATION.sub("", found.text)
    text = _main_text(markup, name)
    if not text.strip():
        raise ReadError(f"{name}: no text in this page")
    facts, issues = read_facts(markup, name)
    # Offsets of the page mean nothing in its text.
    kept = tuple(Issue(0, 0, each.code, each.message) for each in found.issues)
    return Content(text, facts, (*kept, *issues))


def read_facts(markup: str, name: str) -> tuple[Facts, tuple[Issue, ...]]:
    """What a page says of itself: JSON-LD first, then meta tags, then its own elements."""
    html = library("lxml.html", "trafilatura", name)
    tree = html.document_fromstring(markup)
    book = FactBook()
    for node in _articles(_linked_data(tree)):
        _put_linked(book, node)
    metas = dict(reversed([*_metas(tree)]))
    for field, names in _META.items():
        for each in names:
            book.put(field, metas.get(each), f"meta {each}")
    _put_elements(book, tree)
    _complete_url(book, tree)
    return book.facts, tuple(book.issues)


def _declared(data: bytes | str) -> str | None:
    if isinstance(data, str):
        return None
    match = _XML_CHARSET.match(data) or _CHARSET.search(data[:8192])
    return match.group(1).decode() if match else None


def _main_text(markup: str, name: str) -> str:
    trafilatura = library("trafilatura", "trafilatura", name)
    text = trafilatura.extract(markup, include_comments=False, include_tables=True, deduplicate=False)
    # A page of a sentence or two is nothing that trafilatura takes for an article.
    return text or _body_text(markup, name)


def _body_text(markup: str, name: str) -> str:
    return fragment_text(re.sub(r"(?is)<head\b.*?</head>|<title\b.*?</title>", "", markup), name)


def _linked_data(tree: Any) -> Iterator[Any]:  # noqa: ANN401 - lxml has no types
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            yield json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue


def _articles(found: Iterable[Any]) -> list[Mapping[str, Any]]:
    """The objects of JSON-LD that are articles, wherever in it they stand."""
    return [node for node in _nodes(found, 0) if any(map(_ARTICLES.fullmatch, _types(node)))]


def _nodes(found: Any, depth: int) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401 - whatever JSON holds
    if depth > _DEEPEST:
        return
    if isinstance(found, Mapping):
        yield found
        found = found.values()
    elif not isinstance(found, Iterable) or isinstance(found, str):
        return
    for each in found:
        yield from _nodes(each, depth + 1)


def _types(node: Mapping[str, Any]) -> list[str]:
    types = node.get("@type")
    return [each for each in (types if isinstance(types, list) else [types]) if isinstance(each, str)]


def _put_linked(book: FactBook, node: Mapping[str, Any]) -> None:
    page = node.get("mainEntityOfPage")
    url = page.get("@id") if isinstance(page, Mapping) else page
    for field, key, value in (
        ("published", "datePublished", node.get("datePublished") or node.get("dateCreated")),
        ("title", "headline", node.get("headline") or node.get("name")),
        ("author", "author", node.get("author") or node.get("creator")),
        ("publisher", "publisher", node.get("publisher") or node.get("sourceOrganization")),
        ("url", "url", node.get("url") or url),
        ("language", "inLanguage", node.get("inLanguage")),
    ):
        book.put(field, value, f"JSON-LD {key}")


def _metas(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        if name and meta.get("content"):
            yield name.strip().lower(), meta.get("content")


def _put_elements(book: FactBook, tree: Any) -> None:  # noqa: ANN401
    for path in (".//time[@itemprop='datePublished']", ".//time[@pubdate]", ".//article//time[@datetime]"):
        for each in tree.iterfind(path):
            book.put("published", each.get("datetime") or each.text_content(), "time element")
    for link in tree.iterfind(".//link[@rel='canonical']"):
        # The canonical link is made for this purpose, and counts more than others' tags.
        book.facts.pop("url", None)
        book.put("url", link.get("href"), "link canonical")
    for title in tree.iterfind(".//head/title"):
        book.put("title", title.text_content(), "title element")
    book.put(
        "language", tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang"), "html lang"
    )


def _complete_url(book: FactBook, tree: Any) -> None:  # noqa: ANN401
    """An address that is relative counts from the page's base, if it has one; else it is none."""
    fact = book.facts.get("url")
    if fact is None:
        return
    base = next((each.get("href") for each in tree.iter("base") if each.get("href")), "")
    address = urljoin(base, fact.value)
    if address.startswith(("http://", "https://")):
        book.facts["url"] = fact._replace(value=address)
    else:
        del book.facts["url"]
