"""Every format: the text that it holds, and what is known of it, each with how it was found."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from datetime import date
from pathlib import Path

import pytest
import zstandard

from kb.model import Document, Issue, PublishedHow
from kb.reading import Failure, Manner
from kb.reading.document import read_piece
from kb.reading.find import find_pieces
from kb.reading.formats import FORMATS, find_format
from tests.reading import files

Read = list[tuple[str, Document, tuple[Issue, ...]] | Failure]


def read(path: Path, data: bytes | None = None, **manner) -> Read:
    if data is not None:
        path.write_bytes(data)
    wish = Manner(**manner)
    return [
        each if isinstance(each, Failure) else (each.place.part or "", *read_piece(each, wish))
        for each in find_pieces([str(path)], wish)
    ]


def one(path: Path, data: bytes, **manner) -> Document:
    [found] = read(path, data, **manner)
    assert not isinstance(found, Failure), found
    return found[1]


@pytest.mark.parametrize(
    ("name", "data", "facts", "how"),
    [
        (
            "a.html",
            files.page().encode(),
            ("2024-09-04", "Nvidia's worst day", "Jane Doe, John Roe", "Example Wire", "en"),
            "JSON-LD datePublished",
        ),
        (
            "a.pdf",
            files.pdf(),
            ("2024-09-04", "Nvidia's worst day", "Jane Doe", None, "en"),
            "PDF CreationDate",
        ),
        (
            "a.docx",
            files.docx(),
            ("2024-09-04", "Nvidia's worst day", "Jane Doe", None, "en"),
            "docx created",
        ),
        ("a.eml", files.mail(), ("2024-09-04", "Nvidia's worst day", "Jane Doe", None, "en"), "mail Date"),
        (
            "a.md",
            f"---\ntitle: T\ndate: 2024-09-05\nsource: Wire\nlang: en-GB\n---\n{files.ENGLISH}".encode(),
            ("2024-09-05", "T", None, "Wire", "en"),
            "front matter date",
        ),
        (
            "a.jsonl",
            files.jsonl(
                {"text": files.ENGLISH, "headline": "T", "pub_date": "Sep 5, 2024", "byline": "J. D."}
            ),
            ("2024-09-05", "T", "J. D.", None, "en"),
            "column pub_date",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:3] else "",
)
def test_facts_and_how_they_were_found(
    tmp_path: Path, name: str, data: bytes, facts: tuple[str | None, ...], how: str
) -> None:
    document = one(tmp_path / name, data)
    assert document.published is not None
    day = document.published.day.isoformat()
    assert (day, document.title, document.author, document.publisher, document.language) == facts
    assert document.published.how is PublishedHow.METADATA
    assert dict(document.found)["published"] == how
    told = {name for name in ("title", "author", "publisher", "url", "language") if getattr(document, name)}
    assert dict(document.found).keys() == {*told, "published"}
    assert "Nvidia lost $279 billion in market value on Tuesday, September 3, 2024" in document.text


@pytest.mark.parametrize("name", ["a", "a.txt", "a.pdf", "a.html"])
@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "warc", "zip"])
def test_what_a_file_holds_counts_more_than_its_name(tmp_path: Path, name: str, kind: str) -> None:
    data = {
        "html": files.page().encode(),
        "pdf": files.pdf(),
        "docx": files.docx(),
        "warc": files.warc(("https://example.org/", "text/html", files.page().encode())),
        "zip": files.zipped(a__html=files.page().encode()),
    }[kind]
    assert "shares fell 9.5%" in one(tmp_path / name, data).text


def test_a_page_is_its_article_and_no_menu(tmp_path: Path) -> None:
    text = one(tmp_path / "a.html", files.page().encode()).text
    assert "Markets Opinion" not in text
    assert "All rights reserved" not in text


@pytest.mark.parametrize(
    ("head", "day", "how"),
    [
        ('<meta name="pubdate" content="2024-09-04">', "2024-09-04", "meta pubdate"),
        ('<meta itemprop="datePublished" content="2024-09-04T01:00Z">', "2024-09-04", "meta datepublished"),
        ('<meta property="article:modified_time" content="2024-09-09">', None, None),
        ('<script type="application/ld+json">{broken</script>', None, None),
        (
            '<script type="application/ld+json">[{"@type":["Thing","BlogPosting"],"datePublished":"4 Sept 2024"}]'
            "</script>",
            "2024-09-04",
            "JSON-LD datePublished",
        ),
    ],
)
def test_dates_of_pages(tmp_path: Path, head: str, day: str | None, how: str | None) -> None:
    data = f"<html><head>{head}</head><body><p>{files.ENGLISH}</p></body></html>".encode()
    document = one(tmp_path / "a.html", data)
    published = document.published
    assert (published.day.isoformat() if published else None, dict(document.found).get("published")) == (
        day,
        how,
    )


def test_a_day_that_is_none_is_an_issue(tmp_path: Path) -> None:
    page = f'<html><head><meta name="date" content="soon"></head><body><p>{files.ENGLISH}</p></body></html>'
    [(_, document, issues)] = read(tmp_path / "a.html", page.encode())
    assert document.published is None
    assert [(each.code, each.message) for each in issues] == [
        ("publication-date", "meta date: 'soon' is no day")
    ]


def test_a_saved_page_is_not_dated_by_its_saving(tmp_path: Path) -> None:
    page = "<html><body><p>" + files.ENGLISH + "</p></body></html>"
    data = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/1\r\nSubject: T\r\n"
        "Date: Mon, 25 Nov 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n'
        f"{page}\r\n--b--\r\n"
    )
    document = one(tmp_path / "a.mhtml", data.encode())
    assert document.published is None
    assert document.url == "https://example.org/1"


def test_each_entry_of_a_feed_is_a_document(tmp_path: Path) -> None:
    first, second = read(tmp_path / "feed", files.RSS.encode())
    assert not isinstance(first, Failure)
    assert not isinstance(second, Failure)
    assert (first[0], first[1].title, first[1].url) == ("entry 1", "Nvidia falls", "https://example.org/1")
    # The day where it was written, not the one that it was in Greenwich.
    assert first[1].published is not None
    assert first[1].published.day == date(2024, 9, 4)
    assert "<b>" not in first[1].text
    [(_, atom, _)] = read(tmp_path / "atom.xml", files.ATOM.encode())
    assert (atom.author, atom.publisher, atom.published.day) == ("王小明", "Example Blog", date(2024, 9, 5))


def test_columns_of_a_corpus(tmp_path: Path) -> None:
    rows = [{"inhalt": {"lang": files.ENGLISH}, "tag": 1725408000, "titel": "T"}]
    columns = {"text": "inhalt.lang", "published": "tag", "title": "titel"}
    document = one(tmp_path / "a.jsonl", files.jsonl(*rows), columns=columns)
    assert (document.title, document.published.day, document.source) == (
        "T", date(2024, 9, 4), f"{tmp_path}/a.jsonl:1",
    )  # fmt: skip


def test_rows_of_csv_with_broken_ones(tmp_path: Path) -> None:
    table = (
        'date;body\n2024-09-05;"A long\ntext fell."\n2024-09-06;one;two\n\n2024-09-07;Last.\n2024-09-08;\n'
    )
    found = read(tmp_path / "a.csv", table.encode())
    told = [str(each) if isinstance(each, Failure) else (each[0], each[1].text) for each in found]
    source = f"{tmp_path}/a.csv"
    assert told == [
        ("2", "A long\ntext fell."),
        f"{source}:4: 3 cells, but the header has 2",
        ("6", "Last."),
        f"{source}:7: no text; name its column with --map text=COLUMN",
    ]


def test_lines_that_hold_no_document_are_told_with_their_number(tmp_path: Path) -> None:
    good = files.jsonl({"text": files.ENGLISH})
    found = read(tmp_path / "a.jsonl", b'{"text": 1}\n\n{bad\n[1]\n' + good)
    assert [str(each).removeprefix(f"{tmp_path}/a.jsonl:")[:14] for each in found[:3]] == [
        "1: no text; na", "3: not JSON: E", "4: not a JSON ",
    ]  # fmt: skip
    assert not isinstance(found[3], Failure)


@pytest.mark.parametrize("encoding", ["big5hkscs", "gb18030", "utf-16", "utf-16-le", "utf-8-sig"])
def test_corpora_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    lines = "".join(f'{{"text": "{line}"}}\n' for line in files.CHINESE.split("\n") if line)
    found = read(tmp_path / "a.jsonl", lines.encode(encoding))
    assert [each[1].text for each in found] == [line for line in files.CHINESE.split("\n") if line]


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress], ids=["gz", "bz2", "xz", "zst"]
)
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.txt", files.ENGLISH.encode()), ("a.html", files.page().encode()), ("a.pdf", files.pdf())],
)
def test_packed_or_not_is_the_same(tmp_path: Path, pack, name: str, data: bytes) -> None:
    plain = one(tmp_path / name, data)
    packed = one(tmp_path / f"{name}.packed", pack(pack(data)))
    assert (packed.text, packed.published) == (plain.text, plain.published)


def test_pages_of_a_web_archive(tmp_path: Path) -> None:
    data = files.warc(
        ("https://example.org/1", "text/html; charset=big5", files.page(files.CHINESE).encode("big5")),
        ("https://example.org/1.png", "image/png", b"\x89PNG"),
        ("https://example.org/2", "text/plain", files.ENGLISH.encode()),
    )
    first, second = read(tmp_path / "a.warc.gz", data)
    assert "單日蒸發2790億美元" in first[1].text
    # The page's own word on its address counts more than where it was fetched.
    assert [first[1].url, second[1].url] == ["https://news.example.org/nvidia-falls", "https://example.org/2"]
    assert dict(second[1].found)["url"] == "WARC-Target-URI"


def test_members_of_archives(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in {"a.txt": files.ENGLISH.encode(), "b.jsonl": files.jsonl({"text": "One."})}.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    assert [each[0] for each in read(tmp_path / "a.tgz", out.getvalue())] == ["a.txt", "b.jsonl:1"]
    inner = files.zipped(a__txt=files.ENGLISH.encode(), picture__png=b"\x89PNG\0\0")
    assert [each[0] for each in read(tmp_path / "a.zip", files.zipped(inner__zip=inner))] == [
        "inner.zip:a.txt"
    ]


def test_lines_of_a_pdf_are_paragraphs_again(tmp_path: Path) -> None:
    text = one(tmp_path / "a.pdf", files.pdf()).text
    assert files.ENGLISH.split("\n\n")[0] in text


def test_a_folder_without_pictures_and_tables(tmp_path: Path) -> None:
    for name, data in {
        "a.txt": b"One.", "b.html": files.page().encode(), "c.png": b"\x89PNG\0", "d.csv": b"when,what\n2024,x\n",
        ".hidden.txt": b"x", "sub/e.jsonl": files.jsonl({"text": "Two."}), "f.json": b'{"a": {"b": 1}}',
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    found = [str(each.place).removeprefix(f"{tmp_path}/") for each in find_pieces([str(tmp_path)], Manner())]
    assert found == ["a.txt", "b.html", "f.json:1", "sub/e.jsonl:1"]
    pattern = [str(each.place) for each in find_pieces([f"{tmp_path}/**/*.[tj]*"], Manner())]
    assert len(pattern) == 3


def test_every_format_has_its_own_suffixes() -> None:
    suffixes = [suffix for each in FORMATS for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))
    for each in FORMATS:
        assert sum(bool(part) for part in (each.read, each.split, each.members)) == 1


@pytest.mark.parametrize(
    ("head", "name", "format_"),
    [
        (b"From here on Nvidia: up", "a.txt", "text"),
        (b'{"a": 1}', "a.txt", "text"),
        (b"# Heading", "a.md", "markdown"),
        (b"---\ntitle: x\n---\n", "a", "markdown"),
        (b"title,text\na,b", "a", "csv"),
        (b"He said, text is text", "a", "text"),
        (b"<p>fragment</p>", "a.html", "html"),
        (b"Subject: x\nDate: y\n\nbody", "a", "mail"),
    ],
)
def test_format_by_content_first_and_name_second(head: bytes, name: str, format_: str) -> None:
    assert find_format(head, name).name == format_


def test_an_undecodable_byte_of_a_record_is_told_where_its_text_shows_it(tmp_path: Path) -> None:
    line = b'{"title": "Q", "text": "Nv\x98dia fell.", "date": "2024-09-04"}\n'
    [(_, document, [issue])] = read(tmp_path / "a.jsonl", line)
    assert (document.text[issue.start : issue.end], issue.code) == ("\ufffd", "undecodable")
    [(_, document, [issue])] = read(tmp_path / "b.jsonl", line.replace(b"\x98", b"i").replace(b"Q", b"\x98"))
    assert (issue.start, issue.end, issue.code) == (0, 0, "undecodable")
