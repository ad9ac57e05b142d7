"""Which language a text is written in."""

import pytest

from kb.text.language import detect_language, paragraph_languages
from kb.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("英偉達市值超過蘋果", "zh-Hant"),
        ("英伟达市值超过苹果高点", "zh-Hans"),
        ("輝達第三季營收創新高，台積電代工", "zh-Hant"),
        ("台积电第三季度营收创新高", "zh-Hans"),
        ("AMD 在 Hot Chips 大會上發布 MI300X Instinct accelerator", "zh-Hant"),
        ("Nvidia fell 9.5% on Tuesday", "en"),
        ("Nvidia (輝達) shares fell the most in a day", "en"),
        ("Am 4. September 2024 verlor der Konzern 279 Milliarden Dollar", "de"),
        ("Le 4 septembre 2024, le groupe a perdu 279 milliards de dollars", "fr"),
        ("El 4 de septiembre de 2024 la empresa perdió 279.000 millones", "es"),
        ("Em 4 de setembro de 2024, a empresa não perdeu", "pt"),
        ("Il 4 settembre 2024 la società ha perso 279 miliardi di dollari", "it"),
        ("2024年9月4日、エヌビディアの時価総額は過去最大の下落となった", "ja"),
        ("엔비디아는 2024년 9월 4일 시가총액이 사상 최대로 하락했다", "ko"),
        ("4 сентября 2024 года компания потеряла 279 миллиардов долларов", "ru"),
        ("Q3 2024", "und"),
        ("", "und"),
        ("12,345 %", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_each_paragraph_has_its_own() -> None:
    text = "英偉達市值超過蘋果。它登頂了。\nThe company is the most valuable.\n2024-09-04\n英伟达跌了。"
    assert paragraph_languages(text, split_sentences(text)) == ["zh-Hant", "en", "zh-Hant", "zh-Hans"]


def test_a_long_text_is_judged_by_samples_of_all_of_it() -> None:
    assert detect_language("The company said. " * 10 + "英偉達市值超過蘋果。" * 10_000) == "zh-Hant"
