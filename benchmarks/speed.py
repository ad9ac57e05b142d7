"""How fast kb reads: `python -m benchmarks.speed [--characters N] [--peers DIR] [--json]`.

Characters a second of processor time on Chinese and on English news, one core: the dates alone, the whole
extraction, and, as yardsticks on the same text in the same run, one pass of a compiled alternation of sixty patterns
(what a finder built on `re` pays at least), the same with a guard for first characters, and the search of dateparser.

The texts are the articles of examples/ and tests/gold/, which are full of dates; and their sentences that have one
date at most, which is as often as news has one. Each is a document of its own, read in rounds; of each the best round
counts, since other work on the machine only ever slows one down. What a text pays whose expressions were not met
before is told by the articles of tests/heldout/ and tests/unseen/ with their numbers changed, each read once; what is
paid once in a process (patterns are compiled when a text first needs them), by reading these twice.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import cycle
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.cases import Case
from benchmarks.peers.registry import installed_peers
from benchmarks.tally import format_table

if TYPE_CHECKING:
    from kb.model import TimeMention

Read = Callable[[str], object]

_ROOT = Path(__file__).parents[1]
_PUBLISHED = date(2024, 11, 25)
# Other taggers are up to hundreds of times slower: a part of the text tells as much.
_SHARE_FOR_SLOW = 50
_SENTENCE = {"zh": r"[^。！？\n]*[。！？\n]+", "en": r"[^\n]*?(?:[.!?](?=\s)\s*|\n+)"}
_ROUNDS_OF_NEW = 10
_MONTHS = "January February March April June July August September October November December"
_MONTH = re.compile(rf"\b(?:{_MONTHS.replace(chr(32), chr(124))})\b")
_ONCE = "paid once, seconds"
# Sixty ways in which dates begin, as a finder in one regular expression would list them, and a look-ahead for
# the characters that they begin with.
_NUMERIC = r"\d{4}年|\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}|Q[1-4]|[12]H\d\d|"
_PATTERNS = {
    "zh": _NUMERIC
    + "今年|去年|明年|昨日|昨天|今天|明天|上週|上周|本週|本周|下週|下周|上月|本月|下月|年初|年底|年中|"
    "月底|月初|上半年|下半年|首季|上季|本季|財年|财年|週一|週二|週三|週四|週五|周一|周二|周三|周四|"
    "周五|春節|國慶|年前|年後|天前|天後|日前|翌日|同日|當日|年代|世紀|迄今|以來|以来|同期",
    "en": _NUMERIC
    + "January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|"
    "Mar|Apr|Jun|Jul|Aug|Sept|Oct|Nov|Dec|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|"
    "today|yesterday|tomorrow|week|month|quarter|year|fiscal|early|late|mid|first|second|third|"
    "fourth|half|since|until|ago|later|earlier|last|next",
}
_GUARDS = {
    "zh": r"(?=[今去明昨上本下年月首財财週周春國天日翌同當世迄以\dQ])",
    "en": r"(?=[A-Zabdeflmnqstuwy\d])",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    speeds = {
        language: dict(measure(collect_texts(language, options.characters), language, options.peers))
        for language in ("zh", "en")
    }
    print(json.dumps(speeds, indent=2) if options.json else report(speeds))
    return 0


def collect_texts(language: str, characters: int) -> list[str]:
    """Articles in a language, over and over, until they have so many characters."""
    articles = list(_in_language(_articles(), language))
    texts: list[str] = []
    length = 0
    for text in cycle(articles):
        if length >= characters:
            return texts
        texts.append(text)
        length += len(text)
    return texts


def measure(texts: Sequence[str], language: str, peers: Path | None = None) -> Iterator[tuple[str, float]]:
    """What is measured, and its characters a second; with a folder of peers, theirs too."""
    from kb.model import Document, Publication, PublishedHow
    from kb.pipeline import extract
    from kb.timex import TimeContext, read_times

    publication = Publication(_PUBLISHED, PublishedHow.GIVEN)

    def dates(text: str) -> list[TimeMention]:
        return read_times(text, TimeContext(_PUBLISHED))

    unmet = list(_in_language(_unmet(), language))
    once = sum(_seconds(dates, text) for text in unmet) - sum(_seconds(dates, text) for text in unmet)
    few_dates = [thin(text, language, dates(text)) for text in texts]
    yield "dates, one a sentence", best_speeds({"dates": dates}, few_dates)["dates"]
    yield "dates, first met", first_speed(dates, list(renumbered(unmet, _ROUNDS_OF_NEW)))
    yield _ONCE, once
    yield from best_speeds(
        {
            "dates": dates,
            "extraction": lambda text: extract(Document("speed", text, published=publication)),
            "one pass of re": _one_pass(language, ""),
            "same, guarded": _one_pass(language, _GUARDS[language]),
        },
        texts,
    ).items()
    few = texts[: max(1, len(texts) // _SHARE_FOR_SLOW)]
    yield from best_speeds({"dateparser search": _dateparser(language)}, few).items()
    if peers:
        yield from measure_peers(few, language, peers.resolve())


def thin(text: str, language: str, mentions: Sequence[TimeMention]) -> str:
    """The sentences of a text that have one date at most."""
    sentences = re.finditer(_SENTENCE[language], text)
    starts = [mention.start for mention in mentions]
    return "".join(
        sentence.group()
        for sentence in sentences
        if sum(sentence.start() <= start < sentence.end() for start in starts) < 2
    )


def renumbered(texts: Sequence[str], rounds: int) -> Iterator[str]:
    """The texts so many times, each time with other years, months, days and amounts."""
    chance = Random(rounds)

    def other(match: re.Match[str]) -> str:
        number = match.group()
        if len(number) == 4 and number.startswith(("19", "20")):
            return str(chance.randint(1990, 2030))
        if len(number) > 2:
            return str(chance.randrange(10 ** (len(number) - 1), 10 ** len(number)))
        return str(chance.randint(1, 12) if int(number) < 13 else chance.randint(10, 30))

    for _ in range(rounds):
        for text in texts:
            yield _MONTH.sub(lambda _: chance.choice(_MONTHS.split()), re.sub(r"\d+", other, text))


def measure_peers(texts: Sequence[str], language: str, folder: Path) -> Iterator[tuple[str, float]]:
    """The same of each peer that is installed and knows the language, by its own clock."""
    cases = [
        Case(str(at), text, _PUBLISHED.isoformat(), language, (), (), False) for at, text in enumerate(texts)
    ]
    for peer in installed_peers(folder):
        if peer.can_read(cases):
            _, seconds = peer.read(cases, folder)
            yield peer.name, sum(map(len, texts)) / max(seconds, 1e-9)


def best_speeds(reads: Mapping[str, Read], texts: Sequence[str]) -> dict[str, float]:
    """Characters a second of each reader, turn by turn, at the best that it read each text with."""
    counts = Counter(texts)
    best = dict.fromkeys(reads, 0.0)
    for text, rounds in counts.items():
        for name, read in reads.items():
            best[name] += min(_seconds(read, text) for _ in range(rounds + 1))
    length = sum(map(len, counts))
    return {name: length / max(seconds, 1e-9) for name, seconds in best.items()}


def first_speed(read: Read, texts: Sequence[str]) -> float:
    """Characters a second of texts that are read once."""
    return sum(map(len, texts)) / max(sum(_seconds(read, text) for text in texts), 1e-9)


def _seconds(read: Read, text: str) -> float:
    begun = time.process_time()
    read(text)
    return time.process_time() - begun


def report(speeds: dict[str, dict[str, float]]) -> str:
    """A row for each thing measured, with the part of the regular expression's speed that it reaches."""
    names = list(dict.fromkeys(name for measured in speeds.values() for name in measured))
    head = ["characters a second", *(title for language in speeds for title in (language, "of re"))]
    rows = [
        [name, *(cell for measured in speeds.values() for cell in _cells(measured, name))] for name in names
    ]
    return format_table(head, rows)


def _cells(measured: dict[str, float], name: str) -> list[str]:
    if name not in measured:
        return ["-", "-"]
    if name == _ONCE:
        return [f"{measured[name]:.2f}", "-"]
    return [f"{measured[name]:,.0f}", f"{measured[name] / measured['one pass of re']:.2f}"]


def _one_pass(language: str, guard: str) -> Read:
    """A search for all of sixty patterns; a guard looks at the first character before it tries them."""
    pattern = re.compile(rf"(?<![\d.]){guard}(?:{_PATTERNS[language]})")
    return lambda text: sum(1 for _ in pattern.finditer(text))


def _dateparser(language: str) -> Read:
    from dateparser.search import search_dates

    settings = {"RELATIVE_BASE": datetime(_PUBLISHED.year, _PUBLISHED.month, _PUBLISHED.day)}

    def read(text: str) -> object:
        return search_dates(text, languages=[language], settings=settings)

    return read


def _articles() -> Iterator[Path]:
    yield from sorted((_ROOT / "examples").glob("*.md"))
    yield from sorted((_ROOT / "tests" / "gold").glob("*.txt"))


def _unmet() -> Iterator[Path]:
    for folder in ("heldout", "unseen"):
        yield from sorted((_ROOT / "tests" / folder).glob("*.txt"))


def _in_language(paths: Iterable[Path], language: str) -> Iterator[str]:
    return (text for text in map(_read, paths) if _is_chinese(text) == (language == "zh"))


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _is_chinese(text: str) -> bool:
    return sum("\u4e00" <= character <= "\u9fff" for character in text) > len(text) / 4


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--characters", type=int, default=500_000, help="how much text in each language")
    parser.add_argument("--peers", type=Path, help="folder in which `python -m benchmarks.peers` put peers")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
