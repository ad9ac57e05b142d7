"""The Chinese grammar of time expressions, both scripts (it reads folded text)."""

from __future__ import annotations

import re
from functools import cache

from kb.timex.rules import Grammar
from kb.timex.zh import calendar, relative
from kb.timex.zh import words as w

_SMALL = "[〇零○一二两三四五六七八九十百千廿卅几数]"
_COUNT = rf"(?:\d[\d.]*|{_SMALL}+)"
_UNIT = (
    r"(?:个?(?:半)?(?:年代|年|月|季|星期|礼拜|周|世纪|工作日|交易日|小时|钟头)|日|号|天|世纪|旬|分钟|秒钟"
    r"|多(?:个)?[年月周天日星季]|余(?:个)?[年月周天日]|来年|财季)"
)
_TOKENS = (
    r"\d{2,4}\s?年?\s?(?:财年|财政年度|会计年度|财会年度|财务年度)",
    # numbers with a unit of time, also lists and ranges of them: 2024年, 3至5月, 第三季
    rf"(?:第\s?)?{_COUNT}\s?(?:(?:[-~至到–—/]|―|ー)\s?{_COUNT}\s?)?{_UNIT}",
    # dates in digits, ISO or not, and codes: 2024-09-04, 11/20, 20240904, 2024Q3, 3Q24, FY25
    r"\d{1,4}\s?([-/.])\s?\d{1,2}(?:\s?[-/.]\s?\d{1,2})?(?=\D|$)",
    r"(?:19|20)\d{6}(?!\d)",
    r"(?:'?\d{2,4}\s?[-/]?\s?)?(?:Q[1-4]|[1-4]Q|H[12]|[12]H)(?:\s?'?(?:20)?\d\d)?(?:FY\d{2,4})?(?![A-Za-z\d])",
    r"FY\s?'?(?:[1-4]Q)?\d{2,4}",
    r"(?:19|20)\d\d(?=\s?(?:FY|[上下]半年|第[一二三四1-4]季))",
    # words
    r"(?:[上下]{1,2}|这|本|今)(?:一)?(?:个)?(?:周|星期|礼拜)(?:[一二三四五六日天末1-7])?",
    r"[今去前明昨本上下这次翌同当隔来该大后第](?:[上下前后])?(?:一|二)?(?:个)?(?:年|月|日|天|周|星期|礼拜|季|旬|财|世纪|兒|儿)",
    r"[今昨明当前琴寻听](?:天|日|晚|晨|早|夜|午)",
    r"[今昨明]\s?(?=\(\s?\d)",
    r"(?:年|月|季|岁)(?:初|中|末|底|尾|终|内|关)",
    r"(?:周|星期|礼拜)[一二三四五六日天末1-7]?",
    r"\(\s?(?:周|星期|礼拜)[一二三四五六日天]\s?\)",
    r"\(\s?\d{1,2}(?:/\d{1,2})?[日号]?\s?\)[日天晨晚早]?",
    r"\(\s?[一二三四五六日]\s?\)(?<=[日号]...)",
    r"[上下前后]半(?:财)?年",
    r"(?:首|末|当|次|本|上|下|前|这)(?:一)?(?:个)?(?:财)?季",
    r"(?:前|首)[二两三四五六七八九十\d]{1,2}个?(?:月|季)",
    w.one_of(w.WORDS["vague"]),
    r"(?:过去|最近|近|未来|今后|接下来|往后|刚过去)的?(?:这)?",
    rf"(?:每|逐)(?:隔|逢)?(?:一)?{_COUNT}?(?:个)?(?:年|季|月|星期|周|礼拜|天|日|小时|分钟)",
    r"(?:数|几|好几|多|若干|十几|十多)(?:个)?(?:年|月|周|星期|天|日|季)",
    r"半(?:个)?(?:年|月|天|世纪|小时)",
    r"(?:公元|西元|公历)(?=\s?\d)",
    rf"{w.ERA}\s?(?:\d{{1,3}}|元|{_SMALL}{{1,4}})\s?年",
    r"[今][春夏秋冬]",
    w.one_of(w.WORDS["holidays"]),
    w.one_of(w.WORDS["years_of_text"]),
    w.one_of(w.WORDS["months_of_text"]),
    r"(?:去|今|明|前|上)年(?:的)?同[期季月]|(?:上一|前一)年同期",
)
_TAILS = (
    r"度|份|报|同期|同季|同月|以来|之后|以后|之前|以前|前|后|来|内|里|间|中|初|末|底|尾|起|之初|伊始|中期|早期|后期|末期|初期"
    r"|上旬|中旬|下旬|上半年|下半年|年初|年底|年末|年中|年代|迄今|至今|时间|之久|期|左右|上下|前后|春季|夏季|秋季|冬季|春天|夏天|秋天|冬天|春|夏|秋|冬|暑期"
    r"|季度|季|中叶|上半叶|下半叶|月份|最后"
)
_GLUE = r"(?:\s?的\s?|\s?[-~–—]\s?|\s?(?:至|到|起至|开始到|直到)\s?|[,]?\s?)"
_RUN = rf"(?:{'|'.join(_TOKENS)})(?:{_TAILS})*(?:{_GLUE}(?:{'|'.join(_TOKENS)}|[12]\d{{3}}年?|\d{{1,2}}[月日号])(?:{_TAILS})*)*"
_CONNECTOR = re.compile(r"\s?(?:至|到|起至|开始到|直到|-|~|–|—|――|—-|ー|―)\s?")


@cache
def grammar() -> Grammar:
    """The grammar, built once."""
    from kb.timex.join import joiner

    numbered = re.sub(r"\(\[-/\.\]\)", "[-/.]", _RUN)
    built = Grammar(re.compile(numbered))
    calendar.add_rules(built)
    relative.add_rules(built)
    built.join = joiner(_CONNECTOR)
    return built
