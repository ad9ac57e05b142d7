"""Bytes become the text that was written, or one line that says why not."""

import codecs
import random

import pytest

from kb.errors import ReadError
from kb.text.encodings import decode

TRADITIONAL = "英偉達市值超過蘋果，成為全球市值最高的公司。2024年9月4日損失達到了2790億美元"
SIMPLIFIED = "英伟达市值超过苹果，成为全球市值最高的公司。2024年9月4日损失达到了2790亿美元"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (TRADITIONAL, "utf-8"),
        (TRADITIONAL, "utf-8-sig"),
        (TRADITIONAL, "utf-16"),
        (TRADITIONAL, "utf-32"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("台積電第二季營收創新高，市場看好。", "big5"),
        ("嘅啲嚟：輝達市值大跌，全球股市受累。", "big5hkscs"),
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb2312"),
        (SIMPLIFIED, "gb18030"),
        ("Le 4 septembre 2024, la société a annoncé des résultats décevants.", "cp1252"),
        ("Der größte Verlust an einem Tag: 279 Milliarden", "latin-1"),
        ("Nvidia’s “worst day” – $279 bn", "cp1252"),
        ("Компания потеряла 279 миллиардов долларов", "cp1251"),
        ("エヌビディアの時価総額は過去最大の下落となった。", "shift_jis"),
        ("エヌビディアの時価総額は過去最大の下落となった。", "euc_jp"),
        ("엔비디아는 시가총액이 사상 최대로 하락했다.", "euc_kr"),
    ],
)
def test_reads_what_was_written(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


def test_marks_of_big_endian_encodings() -> None:
    assert decode(codecs.BOM_UTF16_BE + "輝達".encode("utf-16-be"), "a.txt") == "輝達"
    assert decode(codecs.BOM_UTF32_BE + "輝達".encode("utf-32-be"), "a.txt") == "輝達"


def test_line_ends_and_spaces_are_kept() -> None:
    assert decode(" 一\r\n\r\n二\u3000".encode(), "a.txt") == " 一\r\n\r\n二\u3000"


def test_a_declared_encoding_counts() -> None:
    assert decode("é".encode("latin-1"), "a.txt", "latin-1") == "é"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.txt: empty"),
        (b" \r\n\t", "a.txt: empty"),
        (codecs.BOM_UTF8 + b" \n", "a.txt: empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt: binary, not a text"),
        (b"PK\x03\x04abc", "a.txt: binary, not a text"),
        (b"abc \xff\xfe def", "a.txt: not UTF-8 at byte 4, and no other encoding fits"),
        (TRADITIONAL.encode()[:-1], "a.txt: not UTF-8 at byte 106, and no other encoding fits"),
        (TRADITIONAL.encode() + b"\xff", "a.txt: not UTF-8 at byte 109, and no other encoding fits"),
        (codecs.BOM_UTF16_LE + b"a", "a.txt: not utf-16-le at byte 0"),
    ],
)
def test_says_in_one_line_why_not(data: bytes, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, "a.txt")
    assert str(caught.value) == message


def test_an_unknown_declared_encoding() -> None:
    with pytest.raises(ReadError, match="unknown encoding 'klingon'"):
        decode(b"abc", "a.txt", "klingon")


def test_noise_is_no_text() -> None:
    noise = random.Random(1)
    for length in (20, 200, 2000):
        with pytest.raises(ReadError):
            decode(bytes(noise.randrange(128, 256) for _ in range(length)), "a.txt")
