"""Synthetic news for the benchmark of ingestion: made up, plausible, no two alike, a third of it in Chinese.

An article has a head and eight to sixteen sentences of business news, each put together from parts with numbers, days
and names of its own. Half of them are of the company that the article is about. Companies are those of kb's gazetteer,
some of them in the news every day and most of them seldom, as it is (Zipf's law). The same seed makes the same
articles.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from kb.knowledge.gazetteer import load_gazetteer
from kb.model import EntityType

Article = dict[str, str]

_ODD = {
    "en": ("harvest", "window", "river", "ladder", "cabinet", "signal", "orchard", "bridge", "meadow",
           "engine", "anchor", "lantern", "quarry", "harbour", "compass", "granite", "velvet", "copper",
           "timber",
           "canvas", "marble", "saddle"),
    "zh": tuple("山川河海風雲雨雪花草樹木石金銀銅鐵燈窗門橋路車船馬牛羊書筆紙墨琴棋茶酒米麥豆糖鹽油"),
}  # fmt: skip
_SENTENCES = {
    "en": (
        "{a} shares {moved} {n}.{d}% on {day}, {why} {odd} and {odd2}.",
        "On {day}, {a} {reported} revenue of ${n}.{d} billion, {compared} ${m}.{d} billion {ago}.",
        "{a} plans to launch its {odd} {odd2} processor in {quarter}, {said}.",
        "{a} agreed on {day} to buy the {odd} maker {b} has backed for ${m} billion, {said}.",
        "The market value of {a} {moved} by ${m} billion on {day} while {b} {moved2} {d}.{n}%.",
        "{a} delayed the {odd2} plant from {month} {year} to {quarter}, citing {odd} shortages and {odd3}.",
        "Analysts at a {odd} fund expect {a} to earn ${d}.{n} a share in {quarter}, up from ${d}.{m} {ago}.",
        "{a} opened a {odd} factory near the {odd3} {odd2} on {day} at a cost of ${m} million.",
        "{b} denied on {day} that it would sell its {odd} unit to {a} for ${m} billion.",
        "Nobody at the {odd} desk of {a} would talk about the {odd2}, the {odd3} or the {odd4} behind it.",
        "The {odd} and the {odd2} matter less, {said}, than whether {b} can keep its {odd3} {odd4} supplied.",
    ),
    "zh": (
        "{a}股價{day}{moved}{n}.{d}%，{why}{odd}{odd2}與{odd3}{odd4}。",
        "{a}{day}公布營收{m}.{d}億美元，{compared}{n}.{d}億美元，{odd}{odd2}部門占{d}成。",
        "{a}計劃{quarter}推出{odd}{odd2}晶片，{said}。",
        "{a}{day}宣布以{m}億美元收購{odd}{odd2}公司，{said}。",
        "{a}市值{day}{moved}{m}億美元，{b}同日{moved2}{d}.{n}%。",
        "{a}將{odd}{odd2}廠由{year}年{month}延後至{quarter}，{why}{odd3}{odd4}短缺。",
        "分析師預期{a}{quarter}每股盈餘{d}.{n}美元，高於{odd}{odd2}的{d}.{m}美元。",
        "{b}{day}否認將{odd}{odd2}部門賣給{a}。",
        "{odd}{odd2}一事，{a}的{odd3}部門與{odd4}部門都不願多談，{said}。",
    ),
}  # fmt: skip
_PARTS = {
    "en": {
        "moved": ("fell", "dropped", "rose", "jumped", "slid", "gained"),
        "moved2": ("rose", "fell", "added", "lost"),
        "why": ("after talk of", "on worries over", "as buyers weighed", "hurt by", "helped by"),
        "reported": ("reported", "posted", "booked"),
        "compared": ("against", "compared with", "up from", "down from"),
        "ago": ("a year earlier", "the year before", "in the same quarter last year"),
        "said": (
            "the company said",
            "according to two people",
            "its chief executive said",
            "a spokesman said",
        ),
    },
    "zh": {
        "moved": ("下跌", "重挫", "上漲", "大漲", "回落"),
        "moved2": ("上漲", "下跌"),
        "why": ("受累於", "主因", "市場關注", "受惠於"),
        "compared": ("去年同期為", "高於前一季的", "低於前一年的"),
        "said": ("公司表示", "執行長說", "據知情人士透露", "發言人表示"),
    },
}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip
_FIRST = date(2022, 1, 3)
_DAYS = 1_000
# The share of the company of rank r is 1 / (r + so much): of all sentences the commonest has one in fifty.
_SHIFT = 10
_TAGS = {"en": ("en",), "zh": ("zh-Hant-TW",)}


def articles(count: int, seed: int = 2024) -> Iterator[Article]:
    """So many articles, each with its text, title, publication date, publisher and language."""
    chance = random.Random(seed)
    for number in range(count):
        language = "zh" if number % 3 == 2 else "en"
        published = _FIRST + timedelta(chance.randrange(_DAYS))
        yield _article(chance, language, published, number)


def _article(chance: random.Random, language: str, published: date, number: int) -> Article:
    [subject] = _companies(chance, language, 1)
    sentences = [_sentence(chance, language, published, subject) for _ in range(chance.randint(8, 16))]
    space = "" if language == "zh" else " "
    cut = len(sentences) // 2
    body = space.join(sentences[:cut]) + "\n\n" + space.join(sentences[cut:])
    head = _sentence(chance, language, published, subject).rstrip(".。")[:60]
    return {
        "title": head,
        "text": f"{head}\n\n{body}\n",
        "date": published.isoformat(),
        "source": f"Wire {number % 40}",
    }


def _companies(chance: random.Random, language: str, count: int) -> list[str]:
    names, shares = _known(language)
    return chance.choices(names, cum_weights=shares, k=count)


@cache
def _known(language: str) -> tuple[list[str], list[float]]:
    """The companies' names in a language, and the shares of each and all before it, added up."""
    names = [
        spellings[0]
        for entity in load_gazetteer().entities.values()
        for tag, spellings in entity.names.items()
        if entity.type is EntityType.ORGANIZATION and tag in _TAGS[language] and len(spellings[0]) > 1
    ]
    return names, list(accumulate(1 / (rank + _SHIFT) for rank in range(len(names))))


def _sentence(chance: random.Random, language: str, published: date, subject: str) -> str:
    names = list(dict.fromkeys([subject] * (chance.random() < 0.5) + _companies(chance, language, 2)))
    names += [subject] * (len(names) < 2)
    odd = chance.sample(_ODD[language], 4)
    told = published - timedelta(chance.randrange(60))
    parts = {name: chance.choice(words) for name, words in _PARTS[language].items()}
    return chance.choice(_SENTENCES[language]).format(
        a=names[0], b=names[1], odd=odd[0], odd2=odd[1], odd3=odd[2], odd4=odd[3],
        n=chance.randint(1, 40), m=chance.randint(41, 900), d=chance.randint(1, 9),
        day=_day(told, language), month=_MONTHS[told.month - 1] if language == "en" else f"{told.month}月",
        year=told.year, quarter=_quarter(published + timedelta(chance.randrange(40, 400)), language), **parts,
    )  # fmt: skip


def _day(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def _quarter(day: date, language: str) -> str:
    quarter = (day.month + 2) // 3
    if language == "zh":
        return f"{day.year}年第{'一二三四'[quarter - 1]}季"
    return f"the {('first', 'second', 'third', 'fourth')[quarter - 1]} quarter of {day.year}"
