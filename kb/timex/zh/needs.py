"""What a run must hold for a rule to be tried on it: a character of each of some groups.

A rule is compiled when the first run comes that may hold its date; one that is not named here, with the first run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kb.lang.trie import trie
from kb.timex.fitting import Need
from kb.timex.zh import words as w

_WEEK = "周星礼"
_TO = "起至到开直-~–—―ー－"
_AND = "、和及与"
# What only a search can tell: names of holidays, signs of the lunar calendar.
_HOLIDAY = trie([*w.WORDS["holidays"], "十一"])
_LUNAR = "[农阴旧]历|闰|[正腊]月|初|廿|月十五|年三十"

# Groups are set apart by spaces.
_NEEDS: Mapping[str, str] = {
    "short-year": "年",
    "neighbouring-days": "今昨前明 天日",
    "month-about": "前左",
    "years": f"{_TO}/与和及去今明 年0123456789",
    "year-about": "年 前左",
    "year-part": "年岁季暑春夏秋冬初中之伊底早期末终尾",
    "part-of-year": "年岁",
    "whole-year": "全",
    "this-year": "年",
    "half": "半 年",
    "half-code": "H",
    "season": "春夏秋冬暑",
    "decade": "世年",
    "decades": "十年",
    "century": "世",
    "five-year-plan": "五",
    "month": "月",
    "month-before": "月",
    "month-part": "月旬 初中底末尾旬",
    "part-of-month": "月旬",
    "this-month": "月",
    "months": f"月 {_TO}{_AND}",
    "first-months": "月 前首头",
    "day": "月",
    "day-of-month": "日号",
    "named-day": "(",
    "named-date": "(,",
    "days": f"日号 {_TO}{_AND}",
    "days-of-month": f"日号 {_TO}{_AND}",
    "yearly": "每历 年月",
    "quarter": "季Q",
    "quarter-word": "季",
    "quarter-code": "Q",
    "quarters": "季",
    "fiscal-year": "财会F",
    "fiscal-years": "财会",
    "fiscal-half": "财会F 半H",
    "fiscal-quarter": "季财FQ",
    "week": _WEEK,
    "weekend": "周末",
    "half-week": "半 周",
    "week-of-year": f"第 {_WEEK}",
    "weekday": _WEEK,
    "weekdays": f"一二三四五六天日 {_TO}",
    "weekly": _WEEK,
    "nth": f"前头最第首 {_WEEK}天日月",
    "roc": "./",
    "year-last": "-/",
    "year-month": "-./",
    "month-day": "/",
    "ago": "前日",
    "later": "后",
    "past-window": "以刚最来此过近",
    "next-window": "今后往接未",
    "whole-window": f"上下前后 {_WEEK}天月季",
    "to-date": "今年开月本这",
    "year-earlier": "上前同年",
    "same-period": "同",
    "set": "每逐年月",
    "before-christ": "公",
}
_FOUND: Mapping[str, str] = {"holiday": _HOLIDAY, "holiday-day": _HOLIDAY, "lunar": _LUNAR}


@cache
def needed(rule: str) -> tuple[Need, ...]:
    """What a run must hold for a rule: a character of each group, what a pattern finds; nothing for most runs."""
    if rule in _FOUND:
        return (re.compile(_FOUND[rule]),)
    return tuple(_NEEDS.get(rule, "").split())
