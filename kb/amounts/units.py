"""The unit of a number: a currency, a percentage, or what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kb.amounts.numbers import Number
from kb.amounts.words import WINDOW, any_of, backwards, before, either, reversed_any_of, words
from kb.knowledge.currencies import NO_CURRENCY, load_currencies

SHARES = ("%", "pp", "bp")
COUNT = "count"

_TENTH = Decimal(10)
_PERCENT_UNITS = ("sign", "point", "basis", "tenth")
_LATIN_OR_SPACE = frozenset("abcdefghijklmnopqrstuvwxyz -~–—")
_HUNDREDTH = Decimal("0.01")
# Letters for a scale, after a currency sign only: $500m.
_LETTER_SCALES = {"k": Decimal(10**3), "m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(10**12)}
_LETTER = re.compile(r"[ -]?([kmbt])(?![a-z0-9])")
# A number that follows one of these is a part of something: #01, 3/4, GPT-4, 1.5.2.
_JOINED = re.compile(r"[#@/_]|[.,]\d|[a-z]|-[a-z]", re.ASCII)
_NOUN = re.compile(r"[ -]([a-z][a-z'-]*)(?![a-z0-9])")
# A model that stands between a number and what it counts: 75 A320neo-family jets.
_MODEL = re.compile(r" (?=[a-z-]*\d)(?=\d*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*(?= [a-z])")
# The number of a product's generation between its name and a noun: 9.5 million PlayStation 5 consoles.
_GENERATION = re.compile(r" \d{1,2}(?= [a-z])")
_LATIN_NOUN = re.compile(r" ?([a-z][a-z0-9]+)")
_YEARS = (1900, 2099)
_LARGE = 1000
_STOPS = re.compile(r"\s*(?:[,。;、)!?]|$|\.(?!\d))")


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its unit, at `start:end`, currency signs included. `noun` is what is counted."""

    number: Number
    start: int
    end: int
    value: Decimal
    unit: str
    noun: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether the unit is a currency, be it unnamed."""
        return self.unit not in (*SHARES, COUNT)


@cache
def unit_leads() -> frozenset[str]:
    """The characters that a number with a unit before it follows."""
    return frozenset(word[-1] for word in (*load_currencies().before, *words("percent.prefix")))


@cache
def unit_follows() -> frozenset[str]:
    """The characters that may follow a number with a unit after it, or one that opens a range."""
    currencies = load_currencies()
    units = [
        *currencies.after,
        *currencies.hundredths,
        *words("money.plain"),
        *_words_of("percent", _PERCENT_UNITS),
    ]
    counts = _words_of("count", ("classifiers", "more"))
    joints = _words_of("range", ("joiners", "pair"))
    return frozenset(word[0] for word in (*units, *counts, *joints)) | _LATIN_OR_SPACE


def _words_of(room: str, classes: Iterable[str]) -> Iterator[str]:
    return (word for name in classes for word in words(f"{room}.{name}"))


def read_unit(low: str, number: Number, chinese: bool) -> Reading | None:
    """The number with the unit that stands before or after it, or None; `chinese` decides whose sign ¥ is."""
    behind = before(low, number.start)
    if sign := _sign().match(behind):
        return _money_with_sign(low, number, sign, chinese)
    if number.scale == 1 and not number.words and _JOINED.match(behind):
        return None
    if percent := _percent_prefix().match(behind):
        return Reading(number, number.start - percent.end(), number.end, number.value, "%")
    if unit := _unit().match(low, number.end):
        return _with_unit(number, unit, behind)
    return (
        _counted(low, number, behind)
        or _unnamed_money(low, number, behind)
        or _count_named_before(low, number, behind)
    )


def _money_with_sign(low: str, number: Number, sign: re.Match[str], chinese: bool) -> Reading:
    """US$5.5bn, $500m, 新台幣1,420.97億元; in 人民幣約2281億元 the amount starts at its number."""
    currencies = load_currencies()
    written = sign["sign"][::-1]
    code = (currencies.chinese.get(written) if chinese else None) or currencies.before[written]
    start = number.start if sign["filler"] else number.start - sign.end()
    value, end = number.value, number.end
    if number.scale == 1 and (letter := _LETTER.match(low, end)):
        scale = _LETTER_SCALES[letter[1]]
        value, end, number = _plain(value * scale), letter.end(), number._replace(scale=scale)
    if unit := _money_after().match(low, end):
        end = unit.end()
    return Reading(number, start, end, value, code)


def _with_unit(number: Number, unit: re.Match[str], behind: str) -> Reading | None:
    """The number with the unit after it, by the name of the pattern's group."""
    group, word = unit.lastgroup, unit[unit.lastgroup or 0]
    currencies = load_currencies()
    start, end, value = number.start, unit.end(), number.value
    match group:
        case "plain":
            return Reading(number, start, end, value, NO_CURRENCY)
        case "currency" if word in _ALSO_WEIGHTS and number.scale == 1:
            return None
        case "currency":
            return Reading(number, start, end, value, currencies.after[word])
        case "hundredth":
            return Reading(number, start, end, value * _HUNDREDTH, currencies.hundredths[word])
        case "point":
            return Reading(number, start, end, value, "pp")
        case "basis":
            return Reading(number, start, end, value, "bp")
        case "percent":
            return Reading(number, start, end, value, "%")
        case "tenth" if number.words and 1 <= value < 10:
            return Reading(number, start, end, value * _TENTH, "%")
        case "classifier" if _counts(number, behind) and not _is_model_number(number):
            return Reading(number, start, end, value, COUNT, word)
    return None


def _counts(number: Number, behind: str) -> bool:
    """Whether the number counts: 一家公司 is an article, 第3家 an ordinal, 兩家公司 points back."""
    if number.words and (number.value <= 2 or (number.value in _ROUND and number.scale >= number.value)):
        return False
    return not _uncounted().match(behind)


def _is_model_number(number: Number) -> bool:
    """Whether the number names a product: five new 737 aircraft."""
    return number.scale == 1 and str(number.value) in words("count.models")


# What is money behind millions only: 500 pounds are a weight.
_ALSO_WEIGHTS = frozenset({"pounds"})

# 百, 千 and 萬 by themselves (百家爭鳴, 千人) are many, not a number.
_ROUND = frozenset(Decimal(10**power) for power in (1, 2, 3, 4, 6, 7))


def _counted(low: str, number: Number, behind: str) -> Reading | None:
    """A count whose noun is a plural (`44 new companies`) or Latin in a Chinese text (10萬GPU)."""
    if number.scale > 1 and low[number.end - 1] in "万亿兆" and (latin := _LATIN_NOUN.match(low, number.end)):
        return (
            None
            if latin[1] in _not_nouns()
            else Reading(number, number.start, latin.end(), number.value, COUNT, latin[1])
        )
    if not _may_count(low, number, behind):
        return None
    end, reach = number.end, 3 if number.scale > 1 or number.value >= 1000 else 2
    for _ in range(reach):
        if model := _MODEL.match(low, end):
            end = model.end()
        word = _NOUN.match(low, end)
        if word is None or word[1] in _stops():
            return None
        end = word.end()
        if word[1] in words("count.modifiers"):
            continue
        if word[1] in _nouns() or (word[1].endswith("s") and not word[1].endswith(("ss", "'s"))):
            counted = word[1] not in _not_nouns()
            return Reading(number, number.start, end, number.value, COUNT, word[1]) if counted else None
        if reach > 2 and (generation := _GENERATION.match(low, end)):
            end = generation.end()
    return None


def _may_count(low: str, number: Number, behind: str) -> bool:
    """No year, no model (`the 737 jets`), nothing that points back (`the two companies`)."""
    if number.scale > 1:
        return True
    written = low[number.start : number.end]
    if "." in written or number.value < 2 or _is_model_number(number):
        return False
    if "," not in written and _YEARS[0] <= number.value <= _YEARS[1]:
        return False
    return not _points_back().match(behind)


def _unnamed_money(low: str, number: Number, behind: str) -> Reading | None:
    """279bn; 營收351億 and "revenue of 30.8 billion" where the clause stops at the number."""
    reading = Reading(number, number.start, number.end, number.value, NO_CURRENCY)
    if number.money:
        return reading
    if number.scale < 10**6 or not _STOPS.match(low, number.end):
        return None
    return reading if _money_noun().search(behind) else None


def _count_named_before(low: str, number: Number, behind: str) -> Reading | None:
    """A large count whose noun or verb stands before it: `shipments rose to 1.24 billion after a fall`."""
    written = low[number.start : number.end]
    if number.value < _LARGE or (number.scale < _LARGE and "," not in written):
        return None
    following = _NOUN.match(low, number.end)
    ends = _STOPS.match(low, number.end) or (following and following[1] in _stops())
    if not ends or not _measured().match(behind):
        return None
    return Reading(number, number.start, number.end, number.value, COUNT)


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


@cache
def _sign() -> re.Pattern[str]:
    """A currency before its number, on reversed text; a word of approximation may part 人民幣 from it."""
    filler = backwards("approximate.before")
    return re.compile(rf" ?(?P<filler>{filler})?(?P<sign>{reversed_any_of(load_currencies().before)})")


@cache
def _percent_prefix() -> re.Pattern[str]:
    return re.compile(backwards("percent.prefix"))


@cache
def _money_after() -> re.Pattern[str]:
    """What may follow money that a sign has already named: NT$500億元, US$5億美元."""
    return re.compile(f" ?{_plain_money()}| ?{any_of(load_currencies().after)}")


def _plain_money() -> str:
    return f"(?!{either('money.not_plain')}){either('money.plain')}"


@cache
def _unit() -> re.Pattern[str]:
    currencies = load_currencies()
    return re.compile(
        "[ -]?(?:"
        f"(?P<currency>{any_of(currencies.after)})|"
        f"(?P<plain>{_plain_money()})|"
        f"(?P<hundredth>{any_of(currencies.hundredths)})|"
        f"(?P<point>{either('percent.point')})|"
        f"(?P<basis>{either('percent.basis')})|"
        f"(?P<percent>{either('percent.sign')})|"
        f"(?!{either('percent.not_tenth')})(?P<tenth>{either('percent.tenth')})|"
        f"(?!{either('count.not_classifiers')})(?P<classifier>{either('count.classifiers')}))"
    )


@cache
def _uncounted() -> re.Pattern[str]:
    return re.compile(f" ?(?:{backwards('count.not_after')})")


@cache
def _points_back() -> re.Pattern[str]:
    return re.compile(f" (?:{backwards('count.not_after')})")


@cache
def _money_noun() -> re.Pattern[str]:
    """A noun of money shortly before, on reversed text."""
    return re.compile(rf"(?<![a-z]){backwards('money.nouns')}")


@cache
def _measured() -> re.Pattern[str]:
    """What is counted, earlier in the clause of a number, on reversed text; no price: `sold for 1.5 million`."""
    return re.compile(rf"(?! ?rof )[^,;:()$]{{0,{WINDOW}}}?(?<![a-z]){backwards('count.measured')}")


@cache
def _nouns() -> frozenset[str]:
    return frozenset(words("count.classifiers"))


@cache
def _not_nouns() -> frozenset[str]:
    return frozenset(words("count.not_nouns"))


@cache
def _stops() -> frozenset[str]:
    return frozenset(words("count.stop"))
