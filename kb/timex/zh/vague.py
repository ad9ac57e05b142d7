"""Chinese times without days: vague ones, recurrences, unnumbered lengths; and names that look like dates."""

from __future__ import annotations

import re

from kb.lang.load import one_of
from kb.timex.meaning import Duration, Meaning, Recurring, Vague
from kb.timex.rules import NOTHING, Grammar
from kb.timex.zh import guards
from kb.timex.zh import words as w
from kb.timex.zh.counted import ISO

_MANY = "(?:好几|几十|数十|十几|十多|上百|若干|[数几多])"
_UNIT = f"(?:{w.whole('年')}|月|{w.whole('周')}|星期|{w.whole('天')}|日)"


def add_rules(grammar: Grammar) -> None:
    """Register the rules of times without days."""
    _vague(grammar)
    _lengths(grammar)
    _recurring(grammar)

    @grammar.rule("before-christ", r"公元前\d{1,4}年", priority=9)
    @grammar.rule("name", one_of(w.WORDS["names"]["words"]), priority=9)
    def _name(match: re.Match[str]) -> Meaning:
        return NOTHING


def _vague(grammar: Grammar) -> None:
    @grammar.rule("vague", one_of(w.WORDS["vague"]), guard=guards.owns_its_head)
    def _word(match: re.Match[str]) -> Meaning:
        return Vague(w.WORDS["vague"][match.group()])

    @grammar.rule("vague", rf"(?<!第){_MANY}个?{_UNIT}(?:之|以)?(?P<d>前|后)(?!期)")
    @grammar.rule(
        "vague",
        rf"(?:近|最近|过去|未来|接下来|今后|前|这)的?(?:几十|数十|[几数多些])个?(?:{_UNIT}|季度?)(?:以?来|里|内|间)?(?P<d>)",
        priority=-4,
    )
    def _some(match: re.Match[str]) -> Meaning:
        future = match["d"] == "后" or match.group().startswith(("未来", "接下来", "今后"))
        return Vague("FUTURE_REF" if future else "PAST_REF")


def _lengths(grammar: Grammar) -> None:
    @grammar.rule(
        "vague-duration",
        rf"{_MANY}个?(?P<u>{w.whole('年')}|月|{w.whole('周')}|星期|{w.whole('天')}|季度|世纪|小时|分钟)"
        r"(?![前后度]|(?<=[周期])[一二三四五六日末])",
    )
    def _many(match: re.Match[str]) -> Meaning | None:
        if match["u"] == "月" and "个" not in match.group():
            return None
        return Duration(ISO[w.WORDS["units"][match["u"]]].format("X"))


def _recurring(grammar: Grammar) -> None:
    @grammar.rule(
        "set",
        r"每(?:隔|逢)?一?(?P<k>\d+|[两三四五六七八九十]+)?个?"
        r"(?P<u>年度|年|季度|季|月份|月|星期|周|礼拜|天|日|小时|分钟)(?P<d>[一二三四五六日天末](?![个次直])(?:至周?[一二三四五六日天])?)?",
    )
    def _every(match: re.Match[str]) -> Meaning:
        unit = match["u"].removesuffix("份").removesuffix("度") or match["u"]
        key = "day" if unit in ("天", "日") else w.WORDS["units"].get(unit, "month")
        return Recurring(ISO[key].format(w.number(match["k"]) if match["k"] else 1))

    @grammar.rule("set", "逐[年季月周日]|年年|月月")
    def _steadily(match: re.Match[str]) -> Meaning:
        return Recurring(ISO[w.WORDS["units"][match.group()[1]]].format(1))
