"""Other languages: strict spans, whole spans resolved, no number taken for a date."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from kb.text.language import detect_language
from kb.timex import TimeContext, read_times

CORPUS = tomllib.loads((Path(__file__).parent.parent / "corpus/timex/other.toml").read_text(encoding="utf-8"))
PUBLISHED = date(2024, 11, 25)
SENTENCES = [(language, *line) for language, table in CORPUS.items() for line in table["sentences"]]
NEGATIVES = [(language, text) for language, table in CORPUS.items() for text in table["negatives"]]


@pytest.mark.parametrize(("language", "sentence", "expected"), SENTENCES)
def test_a_sentence_has_its_one_date(language, sentence, expected):
    mentions = read_times(sentence, TimeContext(PUBLISHED, language=language))
    assert [[mention.text, mention.when and mention.when.edtf] for mention in mentions] == [expected]


@pytest.mark.parametrize(("language", "sentence"), NEGATIVES)
def test_numbers_are_no_dates(language, sentence):
    mentions = read_times(sentence, TimeContext(PUBLISHED, language=language))
    assert [mention.text for mention in mentions if mention.when] == []


@pytest.mark.parametrize("language", CORPUS)
def test_the_language_is_told_by_its_text(language):
    assert detect_language(" ".join(line[0] for line in CORPUS[language]["sentences"])) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "4. September 2024"),
        ("fr", "4 septembre 2024"),
        ("es", "4 de septiembre de 2024"),
        ("ru", "4 сентября 2024"),
    ],
)
def test_whole_dates_are_what_dateparser_reads(language, text):
    import dateparser

    (mention,) = read_times(text, TimeContext(PUBLISHED, language=language))
    parsed = dateparser.parse(text, languages=[language])
    assert mention.when is not None
    assert mention.when.starts_on == parsed.date()
