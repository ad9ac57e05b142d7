"""The corpus is the specification: an expression in a sentence, and all that is to be found in it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.amounts import find_amounts
from kb.lang.fold import fold

# text, then each amount as "text = value unit" with: ..high, +/- sign, ~ approximate, ± tolerance, # noun.
CORPUS = [
    # Money, Chinese
    ("市值達到3.65萬億美元", ["3.65萬億美元 = 3650000000000 USD"]),
    ("市值达到3.65万亿美元", ["3.65万亿美元 = 3650000000000 USD"]),
    ("达308 億美元", ["308 億美元 = 30800000000 USD"]),
    ("營收新台幣1,420.97億元", ["新台幣1,420.97億元 = 142097000000 TWD"]),
    ("營收為2.06兆元", ["2.06兆元 = 2060000000000 XXX"]),
    ("每股0.78美元", ["0.78美元 = 0.78 USD"]),
    ("突破兩億元大關", ["兩億元 = 200000000 XXX"]),
    ("市值首次站上500億元", ["500億元 = 50000000000 XXX"]),
    ("募資5億港元", ["5億港元 = 500000000 HKD"]),
    ("港幣500萬元", ["港幣500萬元 = 5000000 HKD"]),
    ("300億日圓", ["300億日圓 = 30000000000 JPY"]),
    ("淨利5.75兆韓圜、9.18兆韓元", ["5.75兆韓圜 = 5750000000000 KRW", "9.18兆韓元 = 9180000000000 KRW"]),
    ("人民币925亿元", ["人民币925亿元 = 92500000000 CNY"]),
    ("罚款18亿欧元和3億英鎊", ["18亿欧元 = 1800000000 EUR", "3億英鎊 = 300000000 GBP"]),
    ("１，０００億日圓", ["１，０００億日圓 = 100000000000 JPY"]),
    ("三點五億美元", ["三點五億美元 = 350000000 USD"]),
    ("兩千五百萬美元", ["兩千五百萬美元 = 25000000 USD"]),
    ("1億2000萬歐元", ["1億2000萬歐元 = 120000000 EUR"]),
    ("市值突破兆元", ["兆元 = 1000000000000 XXX"]),
    ("突破萬億美元", ["萬億美元 = 1000000000000 USD"]),
    ("投资20多億美元", ["20多億美元 = 2000000000 USD ~"]),
    ("總價¥500億元", ["¥500億元 = 50000000000 CNY"]),
    ("全年營收351億,表現亮眼", ["351億 = 35100000000 XXX"]),
    # Money, English
    ("lost $279 billion", ["$279 billion = 279000000000 USD -"]),
    ("worth 279bn", ["279bn = 279000000000 XXX"]),
    ("a US$5.5bn plant", ["US$5.5bn = 5500000000 USD"]),
    ("at $3.2 trillion", ["$3.2 trillion = 3200000000000 USD"]),
    ("paid €500m", ["€500m = 500000000 EUR"]),
    ("a £1.2 billion bid", ["£1.2 billion = 1200000000 GBP"]),
    ("5.5 billion yen", ["5.5 billion yen = 5500000000 JPY"]),
    ("300 million euros", ["300 million euros = 300000000 EUR"]),
    ("RMB 3 billion", ["RMB 3 billion = 3000000000 CNY"]),
    ("HK$12.5 a share", ["HK$12.5 = 12.5 HKD"]),
    ("¥8,500 apiece", ["¥8,500 = 8500 JPY"]),
    ("$1.5T, $5M and $10k", ["$1.5T = 1500000000000 USD", "$5M = 5000000 USD", "$10k = 10000 USD"]),
    ("a $500-million fine", ["$500-million = 500000000 USD"]),
    ("1.2 trillion won, A$30 million",
     ["1.2 trillion won = 1200000000000 KRW", "A$30 million = 30000000 AUD"]),
    ("Rs 500 crore", ["Rs 500 crore = 5000000000 INR"]),
    ("earned 78 cents a share", ["78 cents = 0.78 USD"]),
    ("half a billion dollars", ["half a billion dollars = 500000000 USD"]),
    ("Two and a half million euros", ["Two and a half million euros = 2500000 EUR"]),
    ("revenue of 5.5 billion.", ["5.5 billion = 5500000000 XXX"]),
    ("3.5 billion Hong Kong dollars", ["3.5 billion Hong Kong dollars = 3500000000 HKD"]),
    # The currency said earlier
    ("港幣5億元,其後200億元", ["港幣5億元 = 500000000 HKD", "200億元 = 20000000000 HKD"]),
    ("達351億美元,淨利200億元", ["351億美元 = 35100000000 USD", "200億元 = 20000000000 USD"]),
    ("達351億美元。\n淨利200億元", ["351億美元 = 35100000000 USD", "200億元 = 20000000000 XXX"]),
    ("新台幣8億元。\n美國子公司3億美元。\n全年200億元",
     ["新台幣8億元 = 800000000 TWD", "3億美元 = 300000000 USD", "200億元 = 20000000000 TWD"]),
    # 元 is the money of the script; another currency goes on within its paragraph
    ("港幣3億元。\n人民幣6億元。\n總額200億元",
     ["港幣3億元 = 300000000 HKD", "人民幣6億元 = 600000000 CNY", "200億元 = 20000000000 HKD"]),
    ("募资3亿港元。\n全年收入200亿元", ["3亿港元 = 300000000 HKD", "200亿元 = 20000000000 XXX"]),
    ("to $5.5 billion from revenue of 4.2 billion.",
     ["$5.5 billion = 5500000000 USD", "4.2 billion = 4200000000 USD"]),
    # Conversions are the same sum again
    ("351億美元(摺合人民幣約為2281億元)", ["351億美元 = 35100000000 USD"]),
    ("308 億美元（約2231億元），創新高", ["308 億美元 = 30800000000 USD"]),
    ("€500m ($540 million) in cash", ["€500m = 500000000 EUR"]),
    ("300 million euros, or about $320 million, in cash", ["300 million euros = 300000000 EUR"]),
    ("18亿欧元，约合20亿美元", ["18亿欧元 = 1800000000 EUR"]),
    # Ranges, tolerances, approximations
    ("花500-600億美元", ["500-600億美元 = 50000000000..60000000000 USD"]),
    ("$37.5bn to $38bn", ["$37.5bn to $38bn = 37500000000..38000000000 USD"]),
    ("between $10 billion and $12 billion", ["$10 billion and $12 billion = 10000000000..12000000000 USD"]),
    ("介於261億美元到269億美元之間", ["261億美元到269億美元 = 26100000000..26900000000 USD"]),
    ("介於500億至600億美元", ["500億至600億美元 = 50000000000..60000000000 USD"]),
    ("10%-12%", ["10%-12% = 10..12 %"]),
    ("between 10 and 15 percent", ["10 and 15 percent = 10..15 %"]),
    ("three to five billion dollars", ["three to five billion dollars = 3000000000..5000000000 USD"]),
    ("from $37bn–$40bn", ["$37bn–$40bn = 37000000000..40000000000 USD"]),
    ("從5%升至8%", ["5% = 5 %", "8% = 8 %"]),
    ("from 5% to 8%", ["5% = 5 %", "8% = 8 %"]),
    ("營收為375億美元,上下浮動2%", ["375億美元 = 37500000000 USD ±2%"]),
    ("$37.5 billion, plus or minus 2%", ["$37.5 billion = 37500000000 USD ±2%"]),
    ("$20 billion, plus or minus $500 million", ["$20 billion = 20000000000 USD ±500000000 USD"]),
    ("375億美元,±2%", ["375億美元 = 37500000000 USD ±2%"]),
    ("分別為73.0%和73.5%,上下浮動50個基點", ["73.0% = 73.0 % ±50bp", "73.5% = 73.5 % ±50bp"]),
    ("分別約為48億美元和34億美元", ["48億美元 = 4800000000 USD ~", "34億美元 = 3400000000 USD ~"]),
    ("about $4.8 billion and $3.4 billion, respectively",
     ["$4.8 billion = 4800000000 USD ~", "$3.4 billion = 3400000000 USD ~"]),
    ("收入約31億美元", ["31億美元 = 3100000000 USD ~"]),
    ("佔15%左右", ["15% = 15 % ~"]),
    ("近200%", ["200% = 200 % ~"]),
    ("nearly 22%", ["22% = 22 % ~"]),
    ("逾31億美元", ["31億美元 = 3100000000 USD"]),
    ("over $3 billion", ["$3 billion = 3000000000 USD"]),
    ("簽下合約31億美元", ["31億美元 = 3100000000 USD"]),
    ("最近5%", ["5% = 5 %"]),
    ("分別為30萬和45萬元人民幣", ["30萬 = 300000 CNY", "45萬元人民幣 = 450000 CNY"]),
    ("分別下降17和18個百分點", ["17 = 17 pp -", "18個百分點 = 18 pp -"]),
    ("17 and 18 percent, respectively", ["17 = 17 %", "18 percent = 18 %"]),
    # Percentages and directions
    ("同比增長17%,環比增長94%", ["17% = 17 % +", "94% = 94 % +"]),
    ("增長百分之十七，17 per cent", ["百分之十七 = 17 % +", "17 per cent = 17 %"]),
    ("下降0.7個百分點", ["0.7個百分點 = 0.7 pp -"]),
    ("0.5 percentage points", ["0.5 percentage points = 0.5 pp"]),
    ("raised prices of its chips by about 5%", ["5% = 5 % + ~"]),
    ("cut rates by 25 basis points", ["25 basis points = 25 bp -"]),
    ("下調75bp", ["75bp = 75 bp -"]),
    ("近三成", ["三成 = 30 % ~"]),
    ("三成長期持有", []),
    ("毛利率降至75.0%,同比下降0.7%", ["75.0% = 75.0 %", "0.7% = 0.7 % -"]),
    ("股價跌接近55%", ["55% = 55 % - ~"]),
    ("暴跌大約5%,後收窄至2.29%", ["5% = 5 % - ~", "2.29% = 2.29 % -"]),
    ("跌幅達9.5%,跌幅收窄至2.3%,漲幅為3.1%", ["9.5% = 9.5 % -", "2.3% = 2.3 % -", "3.1% = 3.1 % +"]),
    ("9.5%的跌幅", ["9.5% = 9.5 % -"]),
    ("市值損失達到了2790億美元", ["2790億美元 = 279000000000 USD -"]),
    ("淨虧損166億美元", ["166億美元 = 16600000000 USD -"]),
    ("net loss of $1.2 billion", ["$1.2 billion = 1200000000 USD -"]),
    ("fell 9.5% to $108", ["9.5% = 9.5 % -", "$108 = 108 USD"]),
    ("a 9.5% drop", ["9.5% = 9.5 % -"]),
    ("up 17% from a year earlier and 94% from the previous quarter", ["17% = 17 % +", "94% = 94 % +"]),
    ("down 17% from a year ago and 5% sequentially", ["17% = 17 % -", "5% = 5 % -"]),
    ("分別下降17%和5%", ["17% = 17 % -", "5% = 5 % -"]),
    ("up to 17% of staff", ["17% = 17 %"]),
    ("revenue rose to 17%", ["17% = 17 %"]),
    ("年增率-2.5%", ["-2.5% = 2.5 % -"]),
    ("EPS為-0.35元", ["-0.35元 = 0.35 XXX -"]),
    # Counts
    ("投資至少44家企業", ["44家 = 44 count #家"]),
    ("推出20款遊戲", ["20款 = 20 count #款"]),
    ("建成10萬GPU資料中心", ["10萬GPU = 100000 count #GPU"]),
    ("產能到不了100萬顆", ["100萬顆 = 1000000 count #顆"]),
    ("已有13,000個晶片樣品", ["13,000個 = 13000 count #個"]),
    ("包含2080億個電晶體", ["2080億個 = 208000000000 count #個"]),
    ("裁員1.5萬人", ["1.5萬人 = 15000 count #人"]),
    ("兩萬五千名員工", ["兩萬五千名 = 25000 count #名"]),
    ("sold 1.2 million vehicles", ["1.2 million vehicles = 1200000 count #vehicles"]),
    ("500,000 units", ["500,000 units = 500000 count #units"]),
    ("cut 15,000 jobs", ["15,000 jobs = 15000 count #jobs"]),
    ("44 new companies", ["44 new companies = 44 count #companies"]),
    ("about 770 aircraft", ["770 aircraft = 770 count ~ #aircraft"]),
    ("three chip plants", ["three chip plants = 3 count #plants"]),
    # Ranks
    ("成為全球市值最高的公司", ["市值最高 = 1 rank"]),
    ("全球市值第一", ["第一 = 1 rank"]),
    ("躍居全球第二,", ["第二 = 2 rank"]),
    ("全球第三大晶圓代工廠", ["第三大 = 3 rank"]),
    ("the world's most valuable company", ["most valuable = 1 rank"]),
    ("the second-largest chipmaker", ["second-largest = 2 rank"]),
    ("the third most valuable company", ["third most valuable = 3 rank"]),
    ("the largest U.S. company by market value", ["largest = 1 rank"]),
    ("ranked No. 2 in the world", ["No. 2 = 2 rank"]),
]  # fmt: skip

NOTHING = [
    "數十億美元", "幾百億元", "上千億元", "tens of billions of dollars", "several hundred million dollars",
    "H100、RTX 4090、TPU v5e、GPT-4", "臺積電4NP工藝", "較5nm晶片", "A320 and 5奈米",
    "2024年", "11月21日", "#01", "10:30", "90W熱設計功耗",
    "3倍", "doubled", "threefold", "122天",
    "30年時間", "every 9 months", "for 30 years", "第三季度", "第六代TPU",
    "第3家工廠", "前5大客戶", "一家公司", "兩家公司",
    "百家爭鳴", "the two companies", "a company", "Windows 11 users",
    "In 2024 sales rose", "the 737 jets", "five new 737 aircraft", "14 new Airbus A330",
    "three fridays", "iPhone 16 models", "call 0800-123-456",
    "version 1.5.2", "24/7", "3-0", "每秒321萬億次",
    "三元電池", "5元件", "No. 5 reactor",
    "largest drop ever", "5,000 pounds", "2,300 megawatts", "萬億俱樂部",
    "二零二四年", "三星", "百度", "千瓦", "3個月", "20個小時", "一點也不",
    "1,000,0", "", "%", "$", "億", "第", "。",
]  # fmt: skip


def written(amount) -> str:
    high = "" if amount.high is None else f"..{amount.high:f}"
    marks = [
        "" if not amount.sign else "+" if amount.sign > 0 else "-",
        "~" if amount.approximate else "",
        f"±{amount.tolerance}" if amount.tolerance else "",
        f"#{amount.noun}" if amount.noun else "",
    ]
    return " ".join([f"{amount.text} = {amount.value:f}{high} {amount.unit}", *filter(None, marks)])


@pytest.mark.parametrize(("text", "expected"), CORPUS)
def test_corpus(text, expected):
    assert [written(amount) for amount in find_amounts(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_to_find(text):
    assert find_amounts(text) == []


@pytest.mark.parametrize(("text", "expected"), CORPUS)
def test_surroundings_change_nothing(text, expected):
    around = f"據報導,{text}。"
    found = [written(amount) for amount in find_amounts(around)]
    assert [line.split(" = ")[0] for line in found] == [line.split(" = ")[0] for line in expected]


def test_taken_spans_are_left_alone():
    text = "2024年,20家公司;20億元"
    taken = [(text.index("20億元"), len(text)), (text.index("20家"), text.index("20家") + 3)]
    assert find_amounts(text, taken=taken) == []
    assert len(find_amounts(text)) == 2


def test_taken_spans_hold_for_ranks():
    assert find_amounts("全球市值第一", taken=[(4, 6)]) == []


def test_a_folded_text_may_be_given():
    text = "營收３００億美元"
    assert find_amounts(text, fold(text)) == find_amounts(text)


def test_values_are_exact_and_plain():
    (amount,) = find_amounts("2.06兆元")
    assert str(amount.value) == "2060000000000"
    assert str(find_amounts("毛利率75.0%")[0].value) == "75.0"
    assert str(find_amounts("$0.10")[0].value) == "0.10"


ALPHABET = (
    "0123456789,. %$-~()年億萬兆一二三十百千個家元美人民幣約下跌至到第大和abk billion million percent and"
)


@given(st.text(st.sampled_from(ALPHABET), max_size=80))
def test_offsets_hold_and_amounts_are_disjoint(text):
    amounts = find_amounts(text)
    assert all(text[amount.start : amount.end] == amount.text for amount in amounts)
    assert all(left.end <= right.start for left, right in pairwise(amounts))
    assert all(amount.value.is_finite() and amount.unit for amount in amounts)
    assert all(amount.high is None or amount.value < amount.high for amount in amounts)


UNITS = {"億美元": 10**8, " billion euros": 10**9, "萬人": 10**4, "%": 1, "個基點": 1}


@given(st.decimals(min_value=0, max_value=10**6, places=2), st.sampled_from(sorted(UNITS)))
def test_the_number_written_is_the_number_read(number, unit):
    (amount,) = find_amounts(f"計{number}{unit}。")
    assert amount.value == number * UNITS[unit]


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_range_keeps_its_ends(low, high):
    amounts = find_amounts(f"expects ${low} million to ${high} million")
    ends = [(amount.value / 10**6, amount.high and amount.high / 10**6) for amount in amounts]
    assert ends == ([(low, high)] if low < high else [(low, None), (high, None)])


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "," * 100_000, "億" * 100_000,
    "1," * 50_000, "$" * 100_000, "三" * 100_000, "one " * 25_000,
             "a " * 50_000, "第" * 100_000, "most " * 20_000, "(" * 100_000, "5-" * 5_000],
)  # fmt: skip
def test_hostile_text_finds_nothing_false(text):
    assert find_amounts(text) == []


def test_gold_article_values_are_found(articles):
    missing = [
        (measure["value"], measure["unit"], event["quote"])
        for text, events in articles
        for event in events
        for measure in event.get("measures", ())
        if not any(same_number(amount, measure) for amount in find_amounts(event["quote"]))
        and not any(same_number(amount, measure) for amount in near(text, event))
    ]
    assert missing == []


def near(text, event):
    return [amount for amount in find_amounts(text) if event["start"] <= amount.start < event["end"] + 60]


def same_number(amount, measure) -> bool:
    signed = amount.value * (amount.sign or 1)
    return signed == Decimal(measure["value"]) and amount.unit == measure["unit"]
