"""The English grammar of time expressions."""

from __future__ import annotations

import re
from functools import cache

from kb.timex.en import calendar, quarters, relative
from kb.timex.en import words as w
from kb.timex.join import joiner
from kb.timex.rules import Grammar

_NUMBER = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?![\d.:%/]|,\d)|{w.NUMBER_WORD}|{w.ORDINAL_WORD})"
_UNIT = r"(?:[Dd]ays?|[Ww]eekends?|[Ww]eeks?|[Ff]ortnights?|[Mm]onths?|[Qq]uarters?|[Hh]alf|[Yy]ears?|[Dd]ecades?|[Cc]entur(?:y|ies)|[Hh]ours?|[Mm]inutes?)(?:'s?)?"
_MODIFIER = (
    r"(?:[Tt]he|[Aa]n?|[Tt]his|[Tt]hat|[Tt]hese|[Tt]hose|[Ll]ast|[Nn]ext|[Pp]ast|[Pp]revious|[Pp]rior|[Pp]receding|[Cc]oming|[Uu]pcoming|[Ff]ollowing|"
    r"[Ss]ame|[Cc]urrent|[Rr]ecent|[Ee]arly|[Ee]arlier|[Ll]ate|[Ll]ater|[Mm]id|[Mm]iddle|[Bb]eginning|[Ss]tart|[Ee]nd|[Cc]lose|[Ff]inal|[Ll]atter|"
    r"[Cc]orresponding|[Cc]omparable|[Ee]very|[Ee]ach|[Oo]ther|[Ff]iscal|[Cc]alendar|[Bb]usiness|[Tt]rading|[Ww]orking|[Hh]alf|[Cc]ouple|[Dd]ozen|[Ff]ew|[Ss]everal|[Mm]any|"
    r"[Ss]ome|[Mm]ore\sthan|[Ll]ess\sthan|[Oo]ver|[Aa]t\sleast|[Nn]early|[Aa]lmost|[Aa]bout|[Aa]round|[Rr]oughly|[Aa]pproximately|[Aa]nother|[Ss]o\sfar|[Tt]hus\sfar|very|just-ended|most\srecent|[Ll]atest)"
)
_CORE = (
    rf"(?:{w.MONTH}(?:\s?(?:\d{{1,2}}(?:st|nd|rd|th)?|{w.ORDINAL_WORD})(?![\d:%]))?"
    rf"|{w.WEEKDAY}"
    rf"|{_UNIT}"
    r"|(?:1[5-9]|20)\d\d(?:[-/.]\d\d?(?:[-/.]\d\d?)?|'?s|\s?[-–/]\s?\d\d(?:\d\d)?)?(?![\d%]|[.,]\d)"
    r"|\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/])|\d{1,2}[-.]\d{1,2}[-.]\d{4}(?!\d)"
    r"|'\d\ds?(?!\w)|[1-9]0'?s(?!\w)"
    r"|(?:'?\d{2,4}\s?[-/]?\s?)?(?:Q[1-4]|[1-4]Q|H[12]|[12]H)(?:\s?[-/,]?\s?'?(?:20)?\d\d)?(?:\s?FY\s?'?\d{2,4})?(?![\w%])"
    r"|(?:[Ss]ame|[Cc]orresponding|[Cc]omparable|[Ee]quivalent)\s(?:period|time|date|point)|[Yy]ear[-\s](?:ago|earlier|before)[-\s]period"
    r"|FY\s?'?\d{2,4}|CY\s?'?\d{2,4}|YTD|EOY|20\d\d-?W\d\d"
    rf"|{w.cased(list(w.WORDS['days']))}|{w.cased(list(w.WORDS['vague']))}|{w.cased(list(w.WORDS['holidays']))}|{w.cased(list(w.WORDS['seasons']))}"
    r"|(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
    r"|[Aa]nnually|[Yy]early|[Mm]onthly|[Ww]eekly|[Dd]aily|[Qq]uarterly|[Aa]nnual|[Yy]ear-?end"
    r"|[Nn]ineteen\s\w+(?:[-\s](?:one|two|three|four|five|six|seven|eight|nine))?|[Tt]wo\sthousand(?:\sand)?\s\w+)(?!\w)"
)
_TAIL = r"(?:ago|later|earlier|before|after|hence|afterwards?|previously|from\snow|prior|from\stoday|so\sfar|to\sdate|thus\sfar|and\sa\shalf|period|quarter|time|old|long|night|morning|evening)"
_GLUE = r"(?:\s?[-–—]\s?|,?\s(?:of\s|in\s|to\s|and\s|through\s|until\s|till\s|on\s|for\s|from\s|after\s|before\s)?(?:the\s|its\s)?|\s?\(|,|/)"
_PIECE = rf"(?:(?:{_MODIFIER}|{_NUMBER})[-\s](?:of\s|in\s|and\sa\s)?(?:the\s)?)*{_CORE}(?:[-\s]{_TAIL})*"
_RUN = rf"(?<![\w$€£#@])(?=[\dA-Za-z'])(?:{_NUMBER}\s?(?:-|–|to|and|through)\s?)?{_PIECE}(?:{_GLUE}(?:{_PIECE}|{_NUMBER}(?:{_GLUE}{_PIECE})?))*"
_CONNECTOR = re.compile(r"\s?(?:-|–|—)\s?|,?\s(?:to|through|until|till|thru)\s(?:the\s)?(?:early\s|late\s)?")


@cache
def grammar() -> Grammar:
    """The grammar, built once."""
    built = Grammar(re.compile(_RUN))
    calendar.add_rules(built)
    quarters.add_rules(built)
    relative.add_rules(built)
    built.join = joiner(_CONNECTOR)
    return built
