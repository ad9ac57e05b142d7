"""Which language a text is written in, by script and by function words. Languages are named in BCP 47."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from kb.model import Sentence

UNDETERMINED = "und"

_SCRIPTS = {
    "han": re.compile("[\u3400-\u9fff\uf900-\ufaff]"),
    "kana": re.compile("[\u3041-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "cyrillic": re.compile("[\u0400-\u04ff]"),
    "arabic": re.compile("[\u0600-\u06ff]"),
    "thai": re.compile("[\u0e01-\u0e5b]"),
    "latin": re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
}
_SOLE_LANGUAGE = {"kana": "ja", "hangul": "ko", "arabic": "ar", "thai": "th"}
_CYRILLIC_LANGUAGES = frozenset({"ru", "uk"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# A character of these scripts says as much as about three letters.
_WEIGHT = {"han": 3, "kana": 3, "hangul": 3}
# Japanese is written with kana throughout; a Chinese text may quote a little of it.
_JAPANESE_KANA = 0.1
# A sample of so many characters from each of so many places settles any text.
_SAMPLE, _PLACES = 400, 5


class _Marks(NamedTuple):
    words: dict[str, frozenset[str]]
    shared: Counter[str]
    traditional: re.Pattern[str]
    simplified: re.Pattern[str]


def detect_language(text: str) -> str:
    """The language in which most of a text is written: `zh-Hant`, `zh-Hans`, `en`, `de` … or `und`."""
    sample = _sample(text)
    if sample.isascii():
        return _by_words(sample, cyrillic=False) if _SCRIPTS["latin"].search(sample) else UNDETERMINED
    weights = {name: len(found.findall(sample)) * _WEIGHT.get(name, 1) for name, found in _SCRIPTS.items()}
    if weights["kana"] > _JAPANESE_KANA * (weights["han"] + weights["kana"]):
        weights["kana"] += weights.pop("han")
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return UNDETERMINED
    language = _of_script(script, sample)
    return _chinese(sample) if language == UNDETERMINED and weights.get("han") else language


def paragraph_languages(text: str, sentences: Iterable[Sentence]) -> list[str]:
    """The language of each paragraph by its number; one that says too little speaks the text's."""
    bounds: dict[int, tuple[int, int]] = {}
    for sentence in sentences:
        start, _ = bounds.get(sentence.paragraph, (sentence.start, sentence.end))
        bounds[sentence.paragraph] = start, sentence.end
    whole = detect_language(text)
    found = (detect_language(text[start:end]) for start, end in bounds.values())
    return [whole if language == UNDETERMINED else language for language in found]


def _of_script(script: str, sample: str) -> str:
    if script == "han":
        return _chinese(sample)
    return _SOLE_LANGUAGE.get(script) or _by_words(sample, cyrillic=script == "cyrillic")


def _sample(text: str) -> str:
    if len(text) <= _SAMPLE * _PLACES:
        return text
    step = (len(text) - _SAMPLE) // (_PLACES - 1)
    return " ".join(text[place * step : place * step + _SAMPLE] for place in range(_PLACES))


def _chinese(sample: str) -> str:
    """The script in which Chinese is written; what both scripts write alike counts as Traditional."""
    marks = _marks()
    traditional = len(marks.traditional.findall(sample))
    return "zh-Hans" if len(marks.simplified.findall(sample)) > traditional else "zh-Hant"


def _by_words(sample: str, *, cyrillic: bool) -> str:
    words = Counter(word.lower().replace("’", "'") for word in _WORD.findall(sample))
    marks = _marks()
    scores = {
        language: sum(words[word] / marks.shared[word] for word in known & words.keys())
        for language, known in marks.words.items()
        if cyrillic == (language in _CYRILLIC_LANGUAGES)
    }
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else UNDETERMINED


@cache
def _marks() -> _Marks:
    data = tomllib.loads(files("kb.lang").joinpath("languages.toml").read_text("utf-8"))
    traditional, simplified = set(data["chinese"]["traditional"]), set(data["chinese"]["simplified"])
    words = {language: frozenset(known.split()) for language, known in data["words"].items()}
    shared = Counter(word for known in words.values() for word in known)
    return _Marks(words, shared, _one_of(traditional - simplified), _one_of(simplified - traditional))


def _one_of(characters: set[str]) -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(characters))}]")
