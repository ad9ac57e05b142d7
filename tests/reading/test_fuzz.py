"""Whatever the bytes are, a reader gives texts or one line for each that it refuses."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.errors import ReadError
from kb.reading import Failure, Manner, Place
from kb.reading.document import read_piece
from kb.reading.find import _of_stream
from kb.text.characters import read_characters
from kb.text.limits import LIMITS
from tests.reading import files

MANNER = Manner(limits=replace(LIMITS, document_bytes=100_000, seconds=5.0))
SEEDS = {
    "html": files.page().encode(),
    "pdf": files.pdf(),
    "docx": files.docx(),
    "eml": files.mail(),
    "rss": files.RSS.encode(),
    "atom": files.ATOM.encode(),
    "jsonl": files.jsonl({"text": "Nvidia fell.", "date": "2024-09-04"}, {"body": "x"}),
    "csv": b'title,body,date\nA,"x ""y"" z",2024-09-05\nB,second,2024-09-06\n',
    "warc": files.warc(("https://example.org/", "text/html", files.page().encode())),
    "zip": files.zipped(a__txt=b"Nvidia fell.", b__html=files.page().encode()),
    "gz": gzip.compress(files.jsonl({"text": "Nvidia fell."}), mtime=0),
    "md": b"---\ntitle: x\ndate: 2024-09-05\n---\n# H\n\ntext *b*\n",
}
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of some format with a few places changed, cut or doubled."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    data = bytearray(SEEDS[name])
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        match draw(st.sampled_from(["set", "cut", "double", "insert"])):
            case "set":
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case "cut":
                del data[at : at + draw(st.integers(1, 40))]
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 40))]
            case "insert":
                data[at:at] = draw(st.binary(max_size=12))
    return name, bytes(data)


def _read(name: str, data: bytes) -> None:
    for each in _of_stream(io.BytesIO(data), f"a.{name}", MANNER):
        if isinstance(each, Failure):
            assert "\n" not in str(each)
            continue
        try:
            document, issues = read_piece(each, MANNER)
        except ReadError as error:
            line = str(error)
        else:
            line = ""
        assert "\n" not in line
        if line:
            continue
        document.text.encode()
        assert document.text.strip()
        assert all(0 <= issue.start <= issue.end <= len(document.text) for issue in issues)


@QUICK
@given(damaged())
@example(("jsonl", b'{"text": "Nv\x98dia fell.", "date": "2024-09-04"}\n{"body": "x"}\n'))
def test_damaged_files(file: tuple[str, bytes]) -> None:
    _read(*file)


@QUICK
@given(st.sampled_from(sorted(SEEDS)), st.binary(max_size=400))
def test_noise(name: str, data: bytes) -> None:
    _read(name, data)


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from([None, "big5", "gb2312", "utf-8", "iso-8859-1", "shift_jis", "klingon", "rot13", "idna"]),
)
def test_no_declaration_breaks_a_text(text: str, encoding: str, declared: str | None) -> None:
    try:
        found = read_characters(text.encode(encoding), "a", declared)
    except ReadError:
        return
    found.text.encode()
    if encoding in ("utf-8", "utf-8-sig", "utf-16") and not text.startswith("\ufeff"):
        assert found.text == text


def test_places_read_as_people_write_them() -> None:
    assert [str(Place("a")), str(Place("a", "3"))] == ["a", "a:3"]
