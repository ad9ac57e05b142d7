"""What strangers send: each refused in one line, and the others go in."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tracemalloc
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.reading import Failure, Manner
from kb.reading.document import read_piece
from kb.reading.find import find_pieces
from kb.text.limits import LIMITS
from tests.reading import files

SMALL = replace(LIMITS, document_bytes=200_000, free_bytes=100_000, seconds=20.0)
BOMB = b"\0" * 1_000_000
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
    '<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&b;</title>'
    "<item><title>&x;</title></item></channel></rss>"
)


def told(path: Path, data: bytes | None = None, limits=SMALL) -> list[str]:
    """What comes of each document of a file: its text, or the line that refuses it."""
    if data is not None:
        path.write_bytes(data)
    manner = Manner(limits=limits)
    lines = []
    for each in find_pieces([str(path)], manner):
        try:
            lines.append(str(each) if isinstance(each, Failure) else read_piece(each, manner)[0].text)
        except ReadError as error:
            lines.append(str(error))
    return [line.replace(str(path.parent) + "/", "") for line in lines]


def refusal(path: Path, data: bytes, limits=SMALL) -> str:
    [line] = told(path, data, limits)
    assert "\n" not in line
    assert line.startswith(path.name)
    return line.removeprefix(f"{path.name}: ")


def test_bombs(tmp_path: Path) -> None:
    large = replace(SMALL, document_bytes=10_000_000)
    line = "unpacks to more than 200 times its size; refused"
    assert refusal(tmp_path / "a.gz", gzip.compress(BOMB), large) == line
    assert refusal(tmp_path / "b.jsonl.gz", gzip.compress(gzip.compress(b"\n" * 1_000_000))) == line
    bomb = gzip.compress(b"x")
    for _ in range(5):
        bomb = gzip.compress(bomb)
    assert refusal(tmp_path / "c.gz", bomb) == "packed more than 3 times over"


def test_a_bomb_among_the_members_of_a_zip(tmp_path: Path) -> None:
    data = files.zipped(bomb__txt=BOMB, good__txt=b"Nvidia fell.")
    assert told(tmp_path / "a.zip", data) == ["a.zip:bomb.txt: longer than 200,000 bytes", "Nvidia fell."]


def test_archives_in_archives(tmp_path: Path) -> None:
    data = files.zipped(good__txt=b"Nvidia fell.")
    for _ in range(6):
        data = files.zipped(a__zip=data)
    [line] = told(tmp_path / "a.zip", data)
    assert line.endswith("archives in archives, 3 deep; refused")


def test_names_that_lead_out_of_an_archive(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("../../etc/passwd.txt", "/etc/shadow.txt", "C:\\x.txt", "good.txt"):
            archive.writestr(name, "Nvidia fell.")
    lines = told(tmp_path / "a.zip", out.getvalue())
    assert [line.endswith("its name leads out of the archive; refused") for line in lines] == [True] * 3 + [
        False
    ]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("../x.txt"))
    assert told(tmp_path / "a.tar", out.getvalue()) == [
        "a.tar:link.txt: a link or device, not a file; refused",
        "a.tar:../x.txt: its name leads out of the archive; refused",
    ]


def test_entities_of_xml(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.rss", ENTITIES.encode()) == "declares XML entities; refused"
    assert refusal(tmp_path / "b.rss", ENTITIES.encode("utf-16")) == "declares XML entities; refused"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert refusal(tmp_path / "a.docx", out.getvalue()) == "declares XML entities; refused"


def test_loops_of_a_pdf(tmp_path: Path) -> None:
    loops = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
        b"<< /Type /Page /Parent 3 0 R /Contents [4 0 R 4 0 R] >>",
        b"<< /Length 5 0 R >>\nstream\nBT (x) Tj ET\nendstream",
        b"5 0 R",
        b"<< >>",
    ]
    assert refusal(tmp_path / "a.pdf", files.assemble(loops)).startswith(("damaged PDF", "no text", "takes"))


def test_a_stream_of_a_pdf_that_unpacks_without_end(tmp_path: Path) -> None:
    stream = zlib.compress(b"BT (x) Tj ET " + b" " * 80_000_000, 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< >>",
    ]
    limits = replace(SMALL, document_bytes=2_000_000, seconds=5.0)
    assert refusal(tmp_path / "a.pdf", files.assemble(objects), limits).startswith(
        ("damaged PDF", "no text", "takes")
    )


def test_a_line_without_end_is_passed_over_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "')
        for _ in range(40):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n{"text": "Nvidia fell."}\n')
    tracemalloc.start()
    assert told(path) == ["a.jsonl:1: longer than 200,000 bytes", "Nvidia fell."]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000
    assert refusal(tmp_path / "b.txt", b"a" * 300_000) == "longer than 200,000 bytes"


def test_texts_longer_than_any_article(tmp_path: Path) -> None:
    limits = replace(LIMITS, characters=1_000)
    assert refusal(tmp_path / "a.txt", b"word " * 300, limits) == "more than 1,000 characters"


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.txt", b"Nvidia \0 fell.", "binary, not a text"),
        ("a.html", b"<html>\0\0</html>", "binary, not a text"),
        ("a.pdf", b"Nvidia fell.", "no pdf, whatever its name says"),
        ("a.docx", files.zipped(word__x=b"x", b__txt=b""), None),
        ("a.xz", b"\xfd7zXZ\0broken", "damaged xz: Corrupt input data"),
        ("a.gz", gzip.compress(b"Nvidia fell." * 100, mtime=0)[:-9], None),
        ("a.pdf", b"%PDF-1.7\nbroken", None),
        ("a.html", b"<html><script>x</script></html>", "no text in this page"),
        ("a.eml", b"From: a\nSubject: b\n\n", "no text in this mail"),
        ("a.csv", b"when,who\n1,2\n", "no column of texts; name it with --map text=COLUMN"),
        ("a.json", b"[{", None),
        ("a.rss", b"<rss></rss>", None),
        ("a.warc", b"WARC/1.0\r\nbroken\r\n", None),
    ],
)
def test_broken_files_are_one_line(tmp_path: Path, name: str, data: bytes, line: str | None) -> None:
    found = refusal(tmp_path / name, data)
    assert found == line or line is None


def test_nul_and_half_characters_in_json(tmp_path: Path) -> None:
    lines = told(tmp_path / "a.jsonl", b'{"text": "a\\u0000b"}\n{"text": "\\ud800"}\n{"text": "Good."}\n')
    assert lines == [
        "a.jsonl:1: holds NUL characters",
        "a.jsonl:2: character 0 is half of a surrogate pair, not a character",
        "Good.",
    ]


def test_deep_nesting(tmp_path: Path) -> None:
    assert "Nvidia" in told(tmp_path / "a.html", b"<html>" + b"<div>" * 1_000 + b"Nvidia fell." * 9)[0]
    [line] = told(tmp_path / "a.jsonl", b'{"text": ' + b"[" * 100_000 + b"\n")
    assert line.startswith("a.jsonl:1: not JSON")


def test_links_that_go_round(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text("Nvidia fell.")
    os.symlink(folder, folder / "below" / "up")
    os.symlink(folder / "x", folder / "y.txt")
    os.symlink(folder / "y.txt", folder / "x")
    lines = [line.split("folder", 1)[-1] for line in told(folder)]
    assert lines[0] == "Nvidia fell."
    assert lines[1] == "/below/up: a link to a folder above itself; not followed"
    assert all("Too many levels of symbolic links" in line for line in lines[2:])
    assert len(lines) == 4


def test_devices_are_no_files(tmp_path: Path) -> None:
    [line] = told(Path("/dev/zero"))
    assert line.endswith("zero: a device, not a file")


def test_slow_readers_are_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.reading import plain
    from kb.reading.formats import BY_NAME

    def forever(*_: object) -> None:
        while True:
            try:
                sum(range(1_000))
            except Exception:
                continue

    monkeypatch.setitem(BY_NAME, "text", BY_NAME["text"]._replace(read=forever))
    assert plain.SUFFIXES
    limits = replace(SMALL, seconds=0.2)
    assert refusal(tmp_path / "a.txt", b"x", limits) == "takes longer than 0.2 seconds to read"


def test_a_missing_library_is_named_with_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pypdf", None)
    line = refusal(tmp_path / "a.pdf", files.pdf())
    assert line == "reading this needs pypdf; pip install 'kb[read]'"
