"""Countries as those who act: `the US lifted its ban`, 中國對稀土實施管制. Everywhere else their names are places."""

from __future__ import annotations

import re

from kb.entities.proper import is_verb

# Behind these it is a place: in China, of Japan, between the UK and France.
_PLACED = re.compile(
    r"\b(?:in|of|from|to|for|at|with|by|across|outside|inside|within|into|and|or|near|through|over|around|between|"
    r"against|than|per|via|on|toward|towards|throughout),? (?:the )?(?:rest of )?$|[-/&]$"
    r"|\b(?!The|But|And|While|As|When|If|After|Since|Though|Although|That|Then|So|Yet|Now|Because)[A-Z][A-Za-z-]+ $"
)
_ACTS = re.compile(
    r"(?:'s (?:government|cabinet|parliament|president|prime minister))?"
    r" (?:also |now |then |later |soon |first |already |again |still |quickly |formally |separately |"
    r"on [A-Z][a-z]+ |last [a-z]+ |this [a-z]+ |in [A-Z][a-z]+ )?([a-z]+)\b(?! (?:by|from) )"
)
# What statisticians count of a country: Britain's economy, U.S. consumer prices.
_COUNTED = re.compile(
    r"(?:'s)? (?:annual |core |headline |new-?|monthly |quarterly |overall |total |merchandise |services )?"
    r"(?:economy|economic growth|GDP|gross domestic product|inflation|consumer prices|producer prices|retail sales|"
    r"exports?|imports?|unemployment|jobless rate|industrial (?:output|production)|factory (?:output|orders)|wages|"
    r"payrolls|house prices|home prices|home sales|housing starts|trade (?:surplus|deficit|gap)|"
    r"car (?:production|output|sales|registrations)|vehicle (?:production|output|sales)|manufacturing output|"
    r"consumer (?:spending|confidence))\b"
)
_OPENS = re.compile(r"(?:^|[。,;:!?、「」『』\"()\n ]|但|而|惟|若|如果|因|由于|随着|称|指|据|受)$")
_ACTS_ZH = re.compile(
    r"(?:政府|当局|官方|方面|政府部门)?(?:也|亦|已|又|曾|再|再次|今年|去年|明年|本月|上月|上周|本周|昨日|今日|周[一二三四五六日]|"
    r"\d{1,4}年|\d{1,2}月|\d{1,2}日|[上中下]旬|底|初)*"
    r"(?:宣布|将|对|拟|正式|计划|批准|禁止|限制|取消|加征|征收|撤销|放宽|收紧|实施|发布|同意|要求|指控|决定|启动|解除|恢复|终止|退出|"
    r"重返|与|和.{1,8}(?:达成|签署)|暂停|暂缓|延长|扩大|公布|颁布|通过|修订|调查|制裁|封杀|禁用|下令|提出|承诺|开放|关闭|把|向|就|成为|超越)"
)
_REACH = 40


def acts(folded: str, start: int, end: int) -> bool:
    """Whether the country named between two offsets does something there, or something is counted of it."""
    if folded[start].isascii():
        if _COUNTED.match(folded, end):
            return True
        before = folded[max(0, start - _REACH) : start]
        verb = _ACTS.match(folded, end)
        return verb is not None and is_verb(verb[1]) and _PLACED.search(before) is None
    opens = _OPENS.search(folded, max(0, start - 2), start) is not None or not start
    return opens and _ACTS_ZH.match(folded, end) is not None
