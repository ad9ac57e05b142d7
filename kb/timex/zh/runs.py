"""What Chinese runs are made of: stretches of nothing but words of time, which the rules then parse.

It is generous, since rules refuse what is no date; but most places are refused by their first two characters.
"""

from __future__ import annotations

from kb.lang.trie import trie
from kb.timex.zh import words as w

_NUMERALS = "〇零○0一二三四五六七八九十百千廿卅两几数"
_NUMBER = rf"(?:\d{{1,5}}(?:\.\d)?|[{_NUMERALS}]{{1,7}})"
_LIST = r"(?:[-~–—―至到起直]{1,3}|[、和或与及/]|ー)"
_UNIT = (
    r"(?:个?[多余来几]?个?半?(?:年代|周年|年|月|季度?|星期|礼拜|周|世纪|工作日|交易日|小时|钟头)[半多]?"
    r"|[多余来几]?[日天]|号|旬|分钟|秒钟|个?财季)"
)
_COUNTED = rf"{_NUMBER}\s?(?:{_LIST}\s?第?{_NUMBER}\s?)?{_UNIT}"
_FISCAL = "(?:财年|财政年度|会计年度|财会年度|财务年度)"
_YEAR = r"(?:19|20)\d\d"
_CODE = r"(?:Q[1-4]|[1-4]Q|H[12]|[12]H)(?:\s?'?(?:20)?\d\d)?(?:FY\d{2,4})?(?![A-Za-z\d])(?:\s?季度?)?"
_WEEK = "(?:周|星期|礼拜)"
_DAY_IN_BRACKETS = (
    r"\(\s?(?:\d{1,2}(?:/\d{1,2})?[日号]?|[一二三四五六日]|廿?[一二三四五六七八九十]{1,3}日?)\s?\)"
)


_WORD_TABLES = [
    name + part
    for name in (
        "years",
        "months",
        "quarters",
        "quarters_of_today",
        "days",
        "parts_of_day",
        "holidays",
        "vague",
    )
    for part in ("", "_of_text")
]
_WORDS = [word for name in _WORD_TABLES for word in w.WORDS.get(name, ())] + w.WORDS["names"]["words"]
_WEEKS = [*w.WORDS["weeks"], *w.WORDS["weeks_of_text"]]
_CLIPPED = "".join(sorted({verb[0] for verb in w.WORDS["clipped"]["verbs"]}))
_ERA_GOES_ON = "".join(sorted({era[1] for era in w.WORDS["eras"]}))

# The characters that a token can begin with, those that can come second (`ANY` that can in another token), and the
# token. The first that matches is taken, so that longer ones stand first. Words of the tables are looked up before.
ANY = ""
_COUNT_GOES_ON = f"0-9{_NUMERALS}-\\s~–—―至到起直、和或与及/ー个多余来半年月季星礼周世工交小钟日天号旬分秒财"
DIGIT_TOKENS = (
    # fiscal years: 2025財年, 2024-25財年
    rf"\d{{2,4}}\s?年?(?:[-/–]\d{{2,4}})?\s?{_FISCAL}",
    trie(word for word in _WORDS if word[0].isdigit()),
    rf"{_YEAR}{_LIST}(?:{_YEAR}年?|\d\d(?:年|(?=赛季|学年|榨季|产季)))",
    # dates in digits, ISO or not: 2024-09-04, 11/20, 20240904, 2022 11 23, 2024.9, 113.9.4
    rf"{_YEAR}\s?[-/.]\s?\d\d?\s?[-/.]\s?\d\d?日",
    r"(?:\d{1,4}\s?[-/]|(?:[12]\d{3}|1[0-4]\d(?=\.\d\d?\.\d))\s?\.)\s?\d{1,2}"
    r"(?:\s?[-/.]\s?(?:\d{1,2}|(?:19|20)\d\d)(?![-/.]?\d))?(?!\d|\s?[年月日号个])",
    rf"{_YEAR}(?:\d{{4}}|\s\d\d\s\d\d)(?!\d)",
    rf"{_YEAR}(?=\s?(?:FY|[上下]半年|第[一二三四1-4]季|[、,和及与]\s?{_YEAR}\s?年))",
    # quarters, halves and fiscal years in code: 2024Q3, 3Q24, H1 2025, FY25
    rf"(?:\d{{2,4}}\s?[-/]?\s?年?)?{_CODE}",
    # numbers with a unit of time, also lists and ranges of them: 2024年, 3至5月, 第三季, 前9個月
    _COUNTED,
    r"\d{1,2}[、和](?=\d{1,2}月)",
)
TOKENS = (
    ("QH", "0-9", _CODE),
    ("'", "0-9", rf"'\d{{2,4}}\s?[-/]?\s?年?{_CODE}"),
    ("F", "Y", r"FY\s?'?(?:[1-4]Q)?\d{2,4}"),
    (_NUMERALS.replace("0", ""), _COUNT_GOES_ON, _COUNTED),
    (
        "第前首头近最上下后",
        rf"后初\s0-9{_NUMERALS}",
        rf"(?:第|前|首|头|近|最后|最初|上|下|后)\s?{_COUNTED}(?:(?<=[周期拜])[一二三四五六日天])?",
    ),
    ("'", "0-9", r"'\d\d\s?年"),
    # what else names years, parts of them, days and weeks
    ("去今明", "、,今明后", r"[去今明][、,]?[今明后][两三23]年"),
    ("今去明", "春夏秋冬", "[今去明][春夏秋冬]"),
    ("今昨明", _CLIPPED, f"[今昨明](?={trie(w.WORDS['clipped']['verbs'])})"),
    ("昨", w.WORDS["clipped"]["after_yesterday"], f"昨(?=[{w.WORDS['clipped']['after_yesterday']}])"),
    ("今昨明", r"\s(", rf"[今昨明]\s?{_DAY_IN_BRACKETS}[日天晨晚早]?"),
    ("年月岁", "初中末底尾终内", "(?:年|月|岁)(?:初|中|末|底|尾|终|内)"),
    ("全同", "年周期", "全[年周]|同期"),
    ("今昨明前", "明昨今后", "今明后三[天日]|(?:前昨|昨今|今明|明后)[两二2]?[天日]"),
    ("周星礼", "期拜一二三四五六日天末尾", rf"{_WEEK}[一二三四五六日天末尾]"),
    ("上前下后中", "半旬", r"[上下前后]半(?:财?年|周)|[上中下]旬"),
    (
        "首末本上下今去明新当",
        "月季一个财会",
        rf"(?:首月|[首末]财?季|(?:本|上一?个?|下一?个?|今|去|明|新|当)(?:{_FISCAL}|财季))",
    ),
    # stretches, recurrences, vague words
    (
        "过最未今接往刚此后",
        "去近来后下刚过前续",
        "(?:过去|最近|未来|今后|接下来|往后|刚刚?过去|此前|后续)的?这?",
    ),
    ("近", ANY, "近的?这?"),
    (
        "每历",
        f"隔逢一0-9{_NUMERALS}个年季月星礼周天日小分",
        rf"(?:每|历)(?:[隔逢])?一?{_NUMBER}?个?(?:年度?|季度?|月份?|星期|周|礼拜|天|日|小时|分钟)",
    ),
    ("逐年月", "年季月周日", "逐[年季月周日]|年年|月月"),
    (
        "数几好多些若十上前近这",
        "几干多百十近前这好若上数些个年月周星天日季",
        r"(?:[近前这]|好几|若干|十几|十多|上百|数十|几十|[数几多些])+个?(?:年|月|周|星期|天|日|季度?)",
    ),
    ("半", "个年月天世小", "半个?(?:年多?|月|天|世纪|小时)"),
    # eras, plans, the lunar calendar, holidays, names
    ("公西", "元历", r"(?:公元|西元|公历)(?=\s?\d)|公元前\d{1,4}年"),
    ("本上下", "个世", "[本上下]个?世纪"),
    ("元开", "月年", "元月份?|开年以来"),
    (w.initials("eras"), _ERA_GOES_ON, rf"{w.ERA}\s?(?:\d{{1,3}}|元|[{_NUMERALS}]{{1,6}})\s?年"),
    (
        '"「一二三四五六七八九十',
        "一二三四五六七八九十",
        r'["「]?(?:十[一二三四五六]?|[一二三四五六七八九])五(?:["」](?:期间|时期)?|期间|时期|(?=计划|规划|收官|开局))',
    ),
    ("农阴旧正腊", "历月", "农历|阴历|旧历|[正腊]月"),
    ("闰", ANY, "闰"),
    ("初", "一二三四五六七八九十", "(?<=[至到])初[一二三四五六七八九十]"),
    ("大年", "年初三", r"大?年(?:初[一二三四五六七八九十]|三十)"),
    ('十"「', "十一", '["「]?十一["」]?(?=国庆|黄金周|长假|假期|期间)'),
)
# Before all of them: the weeks that words name, with a day of them, and the words of the tables.
WEEK_STARTS = "上下这本今"
WEEKS = rf"(?:{trie(_WEEKS)}的?{_WEEK}?|[{WEEK_STARTS}]个?{_WEEK})[一二三四五六日天末尾]?"
WEEK_WORDS = frozenset(_WEEKS)
WORDS = frozenset(word for word in _WORDS if not word[0].isdigit())
# The characters that a tail can begin with, and the tail.
TAIL_STARTS = (
    r"\s\d()一二三四五六七八九十廿度份年月日季"
    + '"「『春夏秋冬早时暑岁全初末底尾终首期同以来之前后上中下内里间至迄过的伊假长黄小连左'
)
TAIL = (
    rf"(?:(?<=年)[\"「『]{trie(w.WORDS['holidays'])}[\"」』]"
    r"|度|份|的?全年|小?长假|假期|假日|连假|黄金周|前后|左右|[上中下]旬|[早后前]期|初[一二三四五六七八九十]日?|同期|同时期|同一时期|同季|同月|以来|之后|以后|之前|以前|前|过?后|来|之?以?内|里|间|中(?!秋)[期叶]?|之?初期?|末期?|底|尾|终"
    r"|伊始|[上下前后]半年|年[初底末中内]|年?年[底末初终]|月[初底末中]|迄今|至今(?![年天日晚晨早])|的?时间|之久|时光"
    r"|时期|期间|[春夏秋冬](?!节)[季天]?|暑[期假]|季度?|[上下]半叶|首月|岁末"
    rf"|(?<=月)(?:廿?[一二三四五六七八九十]{{1,3}}|\d{{1,2}})(?:[日号]|(?![\d年月]))|\s?{_DAY_IN_BRACKETS}|\s?\(\s?{_WEEK}[一二三四五六日天]\s?\)|(?<=[日号\d])\s?\))"
)
# What may stand between two tokens, apart from white space, one 的, a comma and a bracket: some dashes in a row, or
# one joining word.
DASHES = frozenset("-~–—―至到起直")
MOST_DASHES = 3
JOINERS = frozenset("、和或与及/ー")
