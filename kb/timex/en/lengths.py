"""Lengths of time, recurrences, and words that leave the time open (TIMEX3 DURATION, SET and *_REF)."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.en import words as w
from kb.timex.en.amounts import AMOUNT, ISO, amount, iso
from kb.timex.en.around import word_stands
from kb.timex.en.phrase_guards import length_stands, some_stand, vague_stands
from kb.timex.meaning import Duration, Meaning, Recurring, Unit, Vague
from kb.timex.rules import Grammar

_UNITS = r"days|weeks|months|quarters|years|decades|centuries|hours|minutes|weekends"
_BEHIND = r"(?P<w> ago| later| earlier| from now| hence)?"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of durations, sets and vague times."""
    _durations(grammar)
    _sets(grammar)
    _vague(grammar)


def _durations(grammar: Grammar) -> None:
    @w.register(
        grammar,
        "duration",
        rf"{AMOUNT}(?:-(?:long|old))?(?<!-old)",
        priority=-2,
        guard=length_stands,
    )
    def _duration(match: re.Match[str]) -> Meaning:
        return Duration(iso(*amount(match)))

    @w.register(
        grammar,
        "duration",
        (
            rf"(?P<k>(?:just |only )?(?:a |the )?few|several|many|some|dozens of|hundreds of|thousands of"
            rf"|a number of|multiple|a handful of|many more|two or three|three or four) (?:more )?"
            rf"(?P<u>{_UNITS}){_BEHIND}"
        ),
        rf"(?P<k>)(?P<u>{_UNITS})(?P<w> ago| later| earlier| from now| hence)",
        guard=some_stand,
    )
    def _several(match: re.Match[str]) -> Meaning:
        behind = " ".join((match["w"] or "").lower().split())
        if behind:
            return Vague("PAST_REF" if behind in ("ago", "earlier") else "FUTURE_REF")
        return Duration(ISO[w.unit(match["u"])].format("X"))

    @w.register(
        grammar,
        "duration",
        rf"(?P<a>{w.COUNT}) (?:or|to|and|-) (?P<b>{w.COUNT}) (?P<u>{_UNITS})",
        rf"(?P<a>\d{{1,3}})[-–](?P<b>\d{{1,3}}) (?P<u>{_UNITS})",
        guard=length_stands,
        priority=-1,
    )
    def _from_to(match: re.Match[str]) -> Meaning | None:
        if match["a"].lower() in ("a", "an"):
            return None
        return Duration(ISO[w.unit(match["u"])].format(w.number(match["b"])))

    @w.register(
        grammar,
        "duration",
        (
            r"(?P<lead>(?:for|in|over|takes?|took|spent) )(?P<x>(?P<u>days|weeks|months|years|decades"
            r"|centuries))"
        ),
    )
    def _bare(match: re.Match[str]) -> Meaning:
        return Duration(ISO[w.unit(match["u"])].format("X"))


def _sets(grammar: Grammar) -> None:
    names = rf"{w.FULL_WEEKDAY}|spring|summer|fall|autumn|winter|{w.MONTH}|weekday|morning|night|evening"

    @w.register(
        grammar,
        "set",
        rf"(?:almost |nearly )?(?:every|each) (?:(?P<k>other|single|few|{w.NUMBER_WORD}|\d{{1,3}}) )?"
        rf"(?P<u>days?|weeks?|months?|quarters?|years?|decades?|weekends?|hours?|minutes?|{names})(?!\w|-)",
    )
    def _every(match: re.Match[str]) -> Meaning:
        word, count = match["u"].lower().removesuffix("s"), (match["k"] or "1").lower()
        unit = w.unit(word) if word in w.WORDS["units"] else _unit_of_name(word)
        if count in ("single", "few"):
            return Recurring(ISO[unit].format(1 if count == "single" else "X"))
        return Recurring(ISO[unit].format(2 if count == "other" else w.number(count)))

    @w.register(
        grammar,
        "set",
        (
            r"(?:(?:once|twice|two times|three times|four times|\d times) )?(?:a|per) (?P<u>day|week|month"
            r"|year|quarter)(?! (?:ago|earlier|later|before|after|or))"
        ),
        guard=_never,
    )
    def _times(match: re.Match[str]) -> Meaning:
        return Recurring(ISO[w.unit(match["u"])].format(1))

    adverbs = one_of(w.WORDS["sets"])

    @w.register(grammar, "set", rf"(?P<w>{adverbs})(?![\w-])", guard=word_stands)
    def _adverb(match: re.Match[str]) -> Meaning:
        return Recurring(w.WORDS["sets"][match["w"].lower()])

    @w.register(grammar, "set", rf"{w.DAY_NAME}s(?!\w)")
    def _weekdays(match: re.Match[str]) -> Meaning:
        return Recurring("P1W")


def _never(text: str, start: int, end: int) -> bool:
    return (
        text[start:end].lower().startswith(("once", "twice", "two", "three", "four")) or text[start].isdigit()
    )


def _unit_of_name(name: str) -> Unit:
    if name in w.WORDS["weekdays"] or name == "weekday":
        return Unit.WEEK
    return Unit.DAY if name in ("morning", "night", "evening") else Unit.YEAR


def _vague(grammar: Grammar) -> None:
    words = one_of(w.WORDS["vague"]).replace(r"\ ", " ")

    @w.register(grammar, "vague", rf"(?P<w>{words})(?!\w)", priority=-2, guard=vague_stands)
    def _word(match: re.Match[str]) -> Meaning:
        return Vague(w.WORDS["vague"][" ".join(match["w"].lower().split())])
