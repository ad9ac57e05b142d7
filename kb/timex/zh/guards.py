"""What stands around a run of time words, and whether it lets them be a date.

Each guard is asked with the folded text and the place that a rule has read.
"""

from __future__ import annotations

from kb.timex.zh import words as w

_EDGES = w.WORDS["edges"]
_TO_COME = (
    "将",
    "会在",
    "会于",
    "须",
    "需",
    "应在",
    "应于",
    "预计",
    "预期",
    "计划",
    "有望",
    "可望",
    "最快",
    "力争",
    "争取",
    "限",
)
_FOUNDED = (
    "成立",
    "创立",
    "创办",
    "建校",
    "建国",
    "建党",
    "建交",
    "建市",
    "开业",
    "上市",
    "入行",
    "从业",
    "开放",
    "执政",
    "创刊",
    "立国",
)
_OWNERS: dict[str, str] = w.WORDS["owners"]


def _before(text: str, start: int) -> str:
    return text[start - 1 : start] if start else ""


def counted(text: str, start: int, end: int) -> bool:
    """The number is not the tail of a longer one, an ordinal, or a model's name."""
    before = _before(text, start)
    if not before:
        return True
    if before.isascii():
        return not (before.isalnum() or before in ".-/$")
    return before not in _EDGES["not_before_count"]


def since_founding(text: str, start: int, end: int) -> bool:
    """成立63年來, 改革開放40年來: how long something has lasted."""
    return counted(text, start, end) and text[max(0, start - 2) : start] in _FOUNDED


def sentence(text: str, start: int, end: int) -> bool:
    """有期徒刑3年6月, 改判2年10月: how long a sentence is."""
    return any(word in text[max(0, start - 6) : start] for word in ("刑", "判处", "改判", "羁押"))


def near_stands(text: str, start: int, end: int) -> bool:
    """近30年 is a stretch up to now, but 有近30年的歷史 is nearly thirty years."""
    if text[start] != "近":
        return True
    return _before(text, start) not in tuple(_EDGES["not_before_near"]) and not text.startswith(
        tuple(_EDGES["not_after_near"]), end
    )


def year_stands(text: str, start: int, end: int) -> bool:
    """2024年 is no part of a longer number; 1500年前 and 1000年歷史 are counts."""
    before = _before(text, start)
    if (before and before in "0123456789.$€£#_") or not owns_its_head(text, start, end):
        return False
    digits = text[start : start + 4]
    if digits.isdigit() and digits < "1700":
        return not text.startswith(tuple(_EDGES["not_after_old_year"]), end)
    return True


def short_year_stands(text: str, start: int, end: int) -> bool:
    """08年 and 九八年 are years, 24年 only after a preposition (自24年), 113年 as 113年度 or 113年同期."""
    before, after = _before(text, start), text[end : end + 1]
    if text[start : start + 3].isdigit():
        return before != "." and (text[end - 1] == "度" or text.startswith("同期", end))
    if before and before in _EDGES["not_before_count"] + "0123456789.":
        return False
    if text[start] in "0〇零○'" or (text[start] in "五六七八九" and not _neighbours(text[start : start + 2])):
        return True
    return before != "" and before in "自从于在到至截" and after not in tuple("前后来间内多以的时历里之")


def _neighbours(numerals: str) -> bool:
    """七八 in 七八年 is a guess at a count, 八五 in 八五年 a year."""
    return numerals in "一二三四五六七八九"


def same_period_stands(text: str, start: int, end: int) -> bool:
    """同期 is the period told of before; 歷史同期 and 往年同期 are no one period."""
    return _before(text, start) not in tuple("史年往比较常") and text[end : end + 1] not in tuple(
        "声生录入毕"
    )


def days_ago_stand(text: str, start: int, end: int) -> bool:
    """10日前, is ten days ago where it opens a clause that tells what was; else a deadline."""
    if text[end : end + 1] != "," or (start and text[start - 1] not in ",。;:\n"):
        return False
    return any(word in text[end : end + 40].partition("。")[0] for word in "了曾已过")


def compares(text: str, start: int, end: int) -> bool:
    """比上年 and 較上年 mean the year before the one compared."""
    return text[max(start - 1, 0) : start] in ("比", "较")


def compares_month(text: str, start: int, end: int) -> bool:
    """比上月: what a month told of in the sentence is compared with."""
    sentence = text[max(0, start - 60) : start].rpartition("。")[2]
    return compares(text, start, end) and "月" in sentence


def owns_its_head(text: str, start: int, end: int) -> bool:
    """The first character belongs to the word: not 本周 in 資本周轉, nor 明年 in 說明年底."""
    before = _before(text, start)
    if before == "过" and text[max(0, start - 2) : start] in ("超过", "不过", "好过", "胜过", "通过", "经过"):
        return True
    return not before or before not in _OWNERS.get(text[start], "")


def whole_year_stands(text: str, start: int, end: int) -> bool:
    """全年 as a time, not as a report's name: 全年業績."""
    if text[max(0, start - 2) : start].rstrip("的").endswith("年"):
        return False
    return not text.startswith(("业绩", "财报", "报告", "股息", "股利"), end)


def within_stands(text: str, start: int, end: int) -> bool:
    """將在十四天內: what is to come; else a length."""
    clause = text[max(0, start - 16) : start].rpartition("。")[2]
    return counted(text, start, end) and any(word in clause for word in _TO_COME)


def clipped_stands(text: str, start: int, end: int) -> bool:
    """昨 and 今 for the whole word; not in 如今 and 當今, nor 明 in 說明."""
    return _before(text, start) not in tuple(w.WORDS["clipped"]["not_before"]) and owns_its_head(
        text, start, end
    )


def starts_word(text: str, start: int, end: int) -> bool:
    """年底 and 月初 stand on their own: no numeral or 每, 多 before them."""
    return start == 0 or text[start - 1] not in _EDGES["not_before_part"]


def month_stands(text: str, start: int, end: int) -> bool:
    """3月 is no part of a longer number and no version (v3月), and 每年3月 is a set."""
    before = _before(text, start)
    if not before:
        return True
    if before == "月" and text[start] in "当同":
        return False
    if before.isascii():
        return not ((before.isalnum() and text[start].isdigit()) or before in ".$")
    return before not in _EDGES["not_before_month"] and owns_its_head(text, start, end)


def open_day_stands(text: str, start: int, end: int) -> bool:
    """3月5 without 日 is a day where a clause ends or a range goes on."""
    after = text[end : end + 1]
    return after == "" or after in ",。;、)）:]\n至到-~—–"


def day_stands(text: str, start: int, end: int) -> bool:
    """A bare 29日: not part of a longer number, not a count of days (3日內, 連續三日, 5日均線)."""
    before = _before(text, start)
    if before and (before.isdigit() or before in _EDGES["not_before_day"]):
        return False
    if text[start:end] == "一日":
        return before in tuple(_EDGES["before_first_day"])
    if text[start] in "二三四五六七八九十" and text.startswith(tuple(_EDGES["not_after_numeral_day"]), end):
        return False
    return not text.startswith(tuple(_EDGES["not_after_day"]), end)


def number_of_day_stands(text: str, start: int, end: int) -> bool:
    """A bare 5號 after a preposition or at a boundary, and no line, building or player."""
    before, after = _before(text, start), text[end : end + 1]
    return (before == "" or before in _EDGES["before_number_of_day"]) and after not in tuple(
        w.WORDS["compounds"]["号"]
    )


def starts_week(text: str, start: int, end: int) -> bool:
    """週三 after a numeral or 每 is a count (兩週三次) or a habit."""
    if text[max(0, start - 2) : start] in ("指数", "次数", "人数", "分数"):
        return True
    return start == 0 or text[start - 1] not in _EDGES["not_before_week"]


def season_stands(text: str, start: int, end: int) -> bool:
    """第二季 of a series is no quarter: 《…》第二季, 第二季節目."""
    return _before(text, start) not in tuple("》〉续连") and not text.startswith(
        tuple(_EDGES["not_after_season"]), end
    )


def holiday_stands(text: str, start: int, end: int) -> bool:
    """張國慶 is a person; a holiday's name follows no surname."""
    return _before(text, start) not in tuple(_EDGES["surnames"]) or text[start] not in "国元建重中"


def not_in_number(text: str, start: int, end: int) -> bool:
    """Digits that no letter, point, sign or other digit touches."""
    before, after = _before(text, start), text[end : end + 1]
    if before and ((before.isascii() and before.isalnum()) or before in ".-/$€£#_"):
        return False
    return not (after and ((after.isascii() and after.isalnum() and after != "T") or after in "%_"))


def number_stands(text: str, start: int, end: int) -> bool:
    """2024.9 and 2016-2018 that no unit makes a quantity."""
    return (
        not_in_number(text, start, end)
        and _before(text, start) not in tuple("第约超近")
        and text[end : end + 1] not in tuple(_EDGES["units"])
    )


def slash_stands(text: str, start: int, end: int) -> bool:
    """11/20 is a day after a preposition, in brackets, or where no fraction is written so."""
    if not not_in_number(text, start, end):
        return False
    before, after = _before(text, start), text[end : end + 1]
    if (before and before in "于在自从至到截") or (before == "(" and after == ")"):
        return True
    month, _, day = text[start:end].partition("/")
    return day.isdigit() and int(day) > 12 and len(month + day) >= 3 and after not in tuple("的以")
