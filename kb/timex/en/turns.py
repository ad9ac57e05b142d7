"""Times counted by word: today, last month, the following year, the end of the week."""

from __future__ import annotations

import re

from kb.timex.en import words as w
from kb.timex.en.around import word_stands
from kb.timex.en.name_guards import weekend_stands
from kb.timex.en.phrase_guards import ends_phrase, over, spoken_of, turn_stands, year_end_stands
from kb.timex.meaning import Holding, Meaning, Origin, Part, Portion, Shift, Unit, Weekday, Window
from kb.timex.rules import Grammar

_TURN = (
    r"(?P<t>this|last|next|past|this past|this coming|the (?:past|coming|next|previous|prior|current"
    r"|following|same|upcoming"
    r"|last|preceding|subsequent|present)|current|present|previous|prior|coming|upcoming|following"
    r"|preceding|that(?: same)?)"
)
_PART_OF_DAY = r"(?:morning|afternoon|evening|night)"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of turns."""
    _days(grammar)
    _units(grammar)
    _parts(grammar)
    _ends(grammar)


def _days(grammar: Grammar) -> None:
    days = "|".join(sorted(w.WORDS["days"], key=len, reverse=True))

    @w.register(
        grammar, "day-word", rf"(?:earlier |later )?(?P<w>{days})s?(?!-\w| Show|\w)", guard=word_stands
    )
    def _day(match: re.Match[str]) -> Meaning:
        return Shift(Unit.DAY, w.WORDS["days"][" ".join(match["w"].lower().split())])

    @w.register(grammar, "day-word", rf"(?:early |late )?(?P<t>this|last|tomorrow|yesterday) {_PART_OF_DAY}")
    def _part_of_day(match: re.Match[str]) -> Meaning:
        counts = {"this": 0, "last": -1, "yesterday": -1, "tomorrow": 1}
        return Shift(Unit.DAY, counts[match["t"].lower()])

    @w.register(
        grammar,
        "day-of-text",
        (
            rf"(?P<t>the (?:very )?(?:next|following|previous|preceding|same)|that(?: same| very)?) (?:day"
            rf"|{_PART_OF_DAY})(?!s)"
        ),
        r"(?P<t>next|previous|following|last|this) day(?!s)",
    )
    def _of_text(match: re.Match[str]) -> Meaning:
        word = re.sub(r"\s+(?:very)", "", match["t"].lower())
        if word in ("this", "last"):
            return Shift(Unit.DAY, 0 if word == "this" else -1)
        if not word.startswith(("the", "that")):
            word = f"the {word}"
        return w.turned(word, Unit.DAY)

    @w.register(
        grammar,
        "day-of-text",
        (
            r"(?:the |a |one )?(?P<u>day|week|month|year) (?P<w>before|after|earlier|later|previous|prior)"
            r"(?! (?:yesterday|tomorrow|that|last|next))"
        ),
        guard=ends_phrase,
        priority=-1,
    )
    def _beside(match: re.Match[str]) -> Meaning:
        later = match["w"].lower() in ("after", "later")
        return Shift(w.unit(match["u"]), 1 if later else -1, Origin.TEXT)

    @w.register(grammar, "to-today", r"the (?:present|current) (?:day|date)|current date|present day")
    def _today(match: re.Match[str]) -> Meaning:
        return Shift(Unit.DAY, 0)


def _units(grammar: Grammar) -> None:
    part = (
        r"(?:(?P<p>early|earlier|mid|late|later|(?:the )?(?:beginning|start|middle|end|close) of)(?:[- ]"
        r"(?:in )?))"
    )

    @w.register(
        grammar,
        "turn",
        (
            rf"{part}?{_TURN} (?:calendar |working )?(?P<u>{w.PERIOD_UNIT})(?![s-])(?! and a half|'s (?:Day"
            rf"|Eve))"
        ),
        guard=turn_stands,
    )
    def _turn(match: re.Match[str]) -> Meaning:
        unit, word = w.unit(match["u"]), match["p"]
        if unit is Unit.FORTNIGHT:
            return _fortnight(w.turned(match["t"], unit).count)
        meaning: Meaning = w.turned(match["t"], unit)
        if word is None or word.lower() in ("later", "earlier"):
            return meaning
        key = " ".join(word.lower().split()).removeprefix("the ").removesuffix(" of")
        return Part(meaning, w.portion(key))

    @w.register(
        grammar,
        "past-window",
        (
            r"the (?P<t>past|last|next|coming) (?P<u>day|week|month|quarter|year|half-century"
            r"|quarter-century)(?![s'-])"
        ),
        guard=over,
        priority=1,
    )
    def _window(match: re.Match[str]) -> Meaning | None:
        long = {"half-century": (Unit.YEAR, 50), "quarter-century": (Unit.YEAR, 25)}
        unit, count = long.get(match["u"].lower()) or (w.unit(match["u"]), 1)
        return Window(unit, count if match["t"].lower() in ("next", "coming") else -count)

    @w.register(
        grammar, "unit-after-next", r"(?:the )?(?P<u>week|weekend|month|quarter|year) after (?:the )?next"
    )
    def _after_next(match: re.Match[str]) -> Meaning:
        return Shift(w.unit(match["u"]), 2)

    @w.register(
        grammar,
        "unit-before-last",
        r"(?:the )?(?P<u>week|weekend|month|quarter|year) before (?:the )?last",
    )
    def _before_last(match: re.Match[str]) -> Meaning:
        return Shift(w.unit(match["u"]), -2)


def _fortnight(turn: int) -> Meaning:
    """The two weeks up to now or from now."""
    return Window(Unit.WEEK, 2 * turn) if turn else Shift(Unit.WEEK, 0)


def _parts(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "of-the-unit",
        (
            r"(?:the )?(?P<p>beginning|start|middle|end|close) of (?:the |(?P<t>this|last|next|the "
            r"(?:current|previous|following|coming|next)|current|coming|past|previous) )?(?:calendar )?"
            r"(?P<u>year|month|week|decade|century)(?![s'])"
        ),
        r"(?P<p>early|later?|earlier|mid-?)(?: in)? the (?P<u>year|month|week)(?P<t>)(?!s)",
    )
    def _of_unit(match: re.Match[str]) -> Meaning:
        unit, turn = w.unit(match["u"]), match["t"]
        whole = w.turned(turn, unit) if turn else Shift(unit, 0, Origin.TEXT)
        if match["p"].lower() in ("later", "earlier"):
            return whole
        return Part(whole, w.portion(match["p"]))

    @w.register(grammar, "turn", r"(?:the |this |my )?weekend(?!s|\w)", guard=weekend_stands, priority=-1)
    def _weekend(match: re.Match[str]) -> Meaning:
        """The weekend on the side that the tense asks for; this weekend is that of the week."""
        if match.group().lower().startswith("this"):
            return Shift(Unit.WEEKEND, 0)
        return Holding(Unit.WEEKEND, Weekday(5))

    @w.register(
        grammar,
        "turn",
        r"the (?:(?:entire|whole|full|calendar) )?(?P<u>year|month|week)(?![s'-])",
        r"(?:the )?(?:rest|remainder|balance|remaining)(?: of)? (?:the|this|my) (?P<u>year|month|week)",
        r"all (?P<u>year|month|week)(?! long)",
        guard=spoken_of,
        priority=-1,
    )
    def _the_unit(match: re.Match[str]) -> Meaning:
        unit = w.unit(match["u"])
        return Shift(unit, 0, Origin.NOW if unit is Unit.WEEK else Origin.TEXT)


def _ends(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "year-end",
        r"(?:the )?(?P<u>year|month)[- ]?end(?! (?:bonus|party|list)|\w)",
        r"(?:the )?(?P<u>year|month)'s end",
        guard=year_end_stands,
    )
    def _year_end(match: re.Match[str]) -> Meaning:
        return Part(Shift(w.unit(match["u"]), 0, Origin.TEXT), Portion.LATE)

    @w.register(
        grammar,
        "year-end",
        r"(?:the )?(?P<t>this|last|next) year[- ]?end",
        rf"(?P<y>{w.YEAR}) year[- ]end",
        rf"(?:the )?year[- ]?end(?: of)? (?P<y>{w.YEAR})",
    )
    def _turned_end(match: re.Match[str]) -> Meaning:
        groups = match.groupdict()
        year: Meaning = w.year_span(groups["y"]) if groups.get("y") else w.turned(groups["t"], Unit.YEAR)
        return Part(year, Portion.LATE)

    @w.register(grammar, "year-end", r"(?:the )?(?P<w>EOY|BOY|EOM|BOM)", guard=year_end_stands)
    def _letters(match: re.Match[str]) -> Meaning | None:
        letters = match["w"]
        if not letters.isupper():
            return None
        unit = Unit.YEAR if letters.endswith("Y") else Unit.MONTH
        return Part(Shift(unit, 0), Portion.LATE if letters.startswith("E") else Portion.EARLY)
