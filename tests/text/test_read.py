"""Files as documents."""

from datetime import date
from pathlib import Path

import pytest

from kb.errors import ReadError
from kb.model import Publication, PublishedHow
from kb.text.corpus import find_texts
from kb.text.markdown import plain_text
from kb.text.metadata import day_in_name
from kb.text.read import document_id, find_title, read_bytes, read_file, read_text


def test_a_plain_text_is_stored_unchanged(tmp_path: Path) -> None:
    text = "\n輝達\r\n\r\n  2024年9月4日，輝達大跌。 \n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    document = read_file(path)
    assert (document.text, document.language, document.source) == (text, "zh-Hant", str(path))
    assert document.published is None


def test_markdown_with_front_matter() -> None:
    data = (
        b'---\ntitle: "A day"\ndate: 2024-09-05T08:00:00Z\nauthor: [A, B]\nsource: Example Wire\n'
        b"link: https://example.org/2024/09/04/\n---\n\n"
        b"# Heading\n\nNvidia **fell** in [one](https://x.org) day.\n"
    )
    document = read_bytes(data, "a.md", markdown=True)
    assert document.text == "# Heading\n\nNvidia fell in one day.\n"
    assert document.published == Publication(date(2024, 9, 5), PublishedHow.METADATA)
    assert (document.title, document.author, document.publisher) == ("A day", "A, B", "Example Wire")
    assert document.url == "https://example.org/2024/09/04/"


@pytest.mark.parametrize(
    "value", ["2024-09-05", "2024/9/5", "2024年9月5日", "Sept 5, 2024", "5 September 2024"]
)
def test_publication_dates_of_front_matter(value: str) -> None:
    document = read_bytes(f"---\ndate: {value}\n---\ntext".encode(), "a.md", markdown=True)
    assert document.published is not None
    assert document.published.day == date(2024, 9, 5)


@pytest.mark.parametrize("value", ["2024-02-30", "someday", "03/04/2024", "September 2024"])
def test_a_publication_date_that_is_none(value: str) -> None:
    with pytest.raises(ReadError, match=f"a.md: the publication date '{value}' is no day"):
        read_bytes(f"---\ndate: {value}\n---\ntext".encode(), "a.md", markdown=True)


def test_front_matter_in_toml_and_in_chinese() -> None:
    toml = read_bytes(b'+++\ntitle = "T"\ndate = 2024-09-05\n+++\ntext', "a.md", markdown=True)
    chinese = read_bytes("---\n標題: 題\n日期: 2024-09-05\n---\n內文".encode(), "a.md", markdown=True)
    assert (toml.title, chinese.title) == ("T", "題")
    assert toml.published == chinese.published == Publication(date(2024, 9, 5), PublishedHow.METADATA)


@pytest.mark.parametrize("data", [b"---\na: [\n---\ntext", b"+++\na = \n+++\ntext"])
def test_broken_front_matter_is_one_line(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"a.md: front matter is not (YAML|TOML)") as caught:
        read_bytes(data, "a.md", markdown=True)
    assert "\n" not in str(caught.value)


def test_what_is_given_counts_more_than_metadata_and_name() -> None:
    data = b"---\ndate: 2024-09-05\n---\ntext"
    given = read_bytes(data, "2024-01-01.md", markdown=True, published=date(2024, 9, 6)).published
    stated = read_bytes(data, "2024-01-01.md", markdown=True).published
    assert given == Publication(date(2024, 9, 6), PublishedHow.GIVEN)
    assert stated == Publication(date(2024, 9, 5), PublishedHow.METADATA)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2024-09-05-drop.md", date(2024, 9, 5)),
        ("folder-2020-01-01/drop_20240905.txt", date(2024, 9, 5)),
        ("2024-13-05.md", None),
        ("120240905.txt", None),
        ("drop.txt", None),
    ],
)
def test_day_in_name(name: str, day: date | None) -> None:
    assert day_in_name(name) == day


def test_markdown_keeps_words_and_nothing_else() -> None:
    markdown = (
        "# T *x*\n\nA wrapped\nline. 中文\n換行。\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "```\n2024-01-01\n```\n> quoted &amp; so\n\n<div>2024-01-02</div>\n\n![x](y.png)\n"
    )
    assert plain_text(markdown) == (
        "# T x\n\nA wrapped line. 中文換行。\n\n- one\n- two\n\na | b\n1 | 2\n\nquoted & so\n"
    )


def test_a_text_is_one_document_wherever_it_lies() -> None:
    text = "一。\n二。\n"
    assert document_id(text) == document_id(text.replace("\n", "\r\n")) == document_id(f"\n{text}\n")
    assert document_id(text) != document_id("一。二。")
    assert read_text(text, source="a").id == read_text(text, source="b", published=date(2024, 1, 1)).id


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Nvidia's day\n\nIt fell.", "Nvidia's day"),
        ("\n輝達單日蒸發2790億美元\n輝達大跌。", "輝達單日蒸發2790億美元"),
        ("作者|某某,編輯|某某\n生成式AI的下一步。", None),
        ("By Jane Doe\nNvidia fell.", None),
        ("By Jane Doe\n\nNvidia's worst day\n\nNvidia fell.", "Nvidia's worst day"),
        ("Nvidia fell.", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert find_title(text) == title


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.txt", b"", "empty.txt: empty"),
        ("empty.md", b"---\ntitle: x\n---\n\n", "empty.md: empty"),
        ("binary.txt", b"\x00\x01", "binary.txt: binary, not a text"),
    ],
)
def test_unreadable_files(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_file(tmp_path / name)
    assert str(caught.value) == f"{tmp_path}/{message}"


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(ReadError, match="Is a directory"):
        read_file(tmp_path)


def test_texts_of_a_folder_are_sorted_and_not_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.TXT", ".git/x.txt", "picture.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("text")
    found = [path.relative_to(tmp_path).as_posix() for path in find_texts([tmp_path])]
    assert found == ["a.md", "b.txt", "sub/c.TXT"]


def test_folders_without_texts_and_missing_paths(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no text in this folder"):
        list(find_texts([tmp_path]))
    with pytest.raises(ReadError, match="none: no such file"):
        list(find_texts([tmp_path / "none"]))
