from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.entities.find import EntityFinder
from kb.entities.naming import naming
from kb.entities.provisional import candidate_names, find_provisional
from kb.knowledge.gazetteer import load_gazetteer
from kb.lang.fold import fold

FINDER = EntityFinder(load_gazetteer())


def found(text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [(m.text, e.type.value) for m, e in find_provisional(text, folded, FINDER.find(text, folded))]


def candidates(text: str) -> list[str]:
    return [mention.text for mention, _ in candidate_names(text, fold(text), 0, len(text))]


ORG, PERSON, PRODUCT = "organization", "person", "product"

NAMES = [
    # what follows a Chinese name is none of it, nor what it ends with a word of its own
    ("海岭实现营收18.9亿元，海岭股价昨收8元。", [("海岭", ORG), ("海岭", ORG)]),
    ("云桥航空签约。云桥航空收涨。云桥获批。", [("云桥航空", ORG), ("云桥航空", ORG), ("云桥", ORG)]),
    ("社長高橋興三宣布辭職", [("高橋興三", PERSON)]),
    ("副总裁竺文清跳槽", [("竺文清", PERSON)]),
    # what a number shows of craft
    ("天狼三号火箭首飞成功", [("天狼三号", PRODUCT)]),
    ("搭载嫦娥九号发射升空", [("嫦娥九号", PRODUCT)]),
    ("雪狼-2将于明年下水", [("雪狼-2", PRODUCT)]),
    # whose a place, a list and an owner are is no part of a name
    ("Pune-based Kaveri Hospitals Inc. fell.", [("Kaveri Hospitals", ORG)]),
    ("It agreed with Attorney General Dana Roe.", [("Dana Roe", PERSON)]),
    ("The Society of Boat Makers and Traders said so.", [("Society of Boat Makers and Traders", ORG)]),
    (
        "Few did as well as Kallang Offshore. Kallang's shares rose. Kallang sold a ship.",
        [("Kallang Offshore", ORG), ("Kallang", ORG), ("Kallang", ORG)],
    ),
    # what a noun shows
    ("Chip startup Zettasil raised $640 million.", [("Zettasil", ORG)]),
    ("Zettasil, an Israeli AI chip startup, was founded in 2021.", [("Zettasil", ORG)]),
    ("OpenAI agreed to buy carmaker Voltari on Friday.", [("Voltari", ORG)]),
    ("晶片公司Zettasil宣布完成融資", [("Zettasil", ORG)]),
    ("以色列AI晶片新創Orbit Silicon獲投資", [("Orbit Silicon", ORG)]),
    ("新创公司寒序科技获投资", [("寒序科技", ORG)]),
    ("The startup, called Zettasil, makes a chip dubbed Sohu.", [("Zettasil", ORG), ("Sohu", PRODUCT)]),
    ("一款名為Sohu的晶片", [("Sohu", PRODUCT)]),
    # what an ending shows
    ("Wolfden Semiconductor Corp. fell 5% in New York.", [("Wolfden Semiconductor", ORG)]),
    (
        "Analysts at Bluepeak Securities and Stonegate Capital agree.",
        [("Bluepeak Securities", ORG), ("Stonegate Capital", ORG)],
    ),
    ("清微智能宣布完成新一輪融資", [("清微智能", ORG)]),
    ("昨天，安睿半导体股份有限公司成立", [("安睿半导体", ORG)]),
    ("訂單流向英偉達、瀚海科技、台積電", [("瀚海科技", ORG)]),
    # people
    ("Chief Executive Gavin Ubertson stepped down.", [("Gavin Ubertson", PERSON)]),
    ("Gavin Ubertson, chief executive of the firm, resigned.", [("Gavin Ubertson", PERSON)]),
    ("分析師王小明表示，需求強勁", [("王小明", PERSON)]),
    ("執行長山姆·奧爾森表示", [("山姆·奧爾森", PERSON)]),
    # products
    (
        "Nvidia unveiled the RTX 5095 and MI375X chips in Q3 2025.",
        [("RTX 5095", PRODUCT), ("MI375X", PRODUCT)],
    ),
    ("小米發布Mi 15 Ultra手機", [("Mi 15 Ultra", PRODUCT)]),
    # a name once shown is one everywhere
    ("Zettasil grew. Chip startup Zettasil hired 30 people.", [("Zettasil", ORG), ("Zettasil", ORG)]),
    # what a stock's code, a line of business or a title shows
    ("零組件廠昇揚光（3999）昨日公布營收", [("昇揚光", ORG)]),
    ("星落咖啡下周招股。星落2021年遞表，星落營收成長。", [("星落咖啡", ORG), ("星落", ORG), ("星落", ORG)]),
    ("康霖生醫上週五獲准", [("康霖生醫", ORG)]),
    ("手遊《長安燼》公測，《反壟斷法》施行", [("長安燼", PRODUCT)]),
    ("另一家平台“同鹿”2022年12月被罰", [("同鹿", ORG)]),
    # where a name stands again and again, or what it owns
    ("鹿遙股價大跌。", [("鹿遙", ORG)]),
    ("鹿遙5月融資，鹿遙計劃上市，鹿遙與騰訊簽約", [("鹿遙", ORG)] * 3),
    # verbs that only somebody can have; first names; what a text goes on to call a name
    ("Shares rose after Zettasil said it had sold a unit.", [("Zettasil", ORG)]),
    (
        "Christina Hensley left in May. Hensley had joined in 2019.",
        [("Christina Hensley", PERSON), ("Hensley", PERSON)],
    ),
    ("Wolfden Robotics sold arms. Wolfden also makes legs.", [("Wolfden Robotics", ORG), ("Wolfden", ORG)]),
    ("傳言沈硯將在3月辭去董事長一職", [("沈硯", PERSON)]),
    # what no ordinary word covers
    ("2019年，翎动押注海外。上月，翎动换了审计师。", [("翎动", ORG), ("翎动", ORG)]),
    ("沃兰特今日宣布首飞，由沃兰特交付", [("沃兰特", ORG), ("沃兰特", ORG)]),
    ("霍啟邦因屆退休年齡，將於下月卸任。霍啟邦2008年10月臨危受命", [("霍啟邦", PERSON)] * 2),
    ("其妹秦守芳接任代理董事長", [("秦守芳", PERSON)]),
    ("磐鋰電能9月初創下天價。磐鋰上月底宣布", [("磐鋰電能", ORG), ("磐鋰", ORG)]),
    ("“陆地航母”飞行汽车四季度开启预售", [("陆地航母", PRODUCT)]),
    ("佛山市監局3月20日罰款80萬元", [("佛山市監局", ORG)]),
]


STANDING = [
    # how English names stand: behind titles and openers, with their adjectives, before what they mean to do
    ("Chief Financial Officer Zadie Aldama left.", [("Zadie Aldama", PERSON)]),
    (
        "Great Fens Cellular sued Velo North, a bicycle chain.",
        [("Great Fens Cellular", ORG), ("Velo North", ORG)],
    ),
    ("Wexcombe to cut 500 jobs", [("Wexcombe", ORG)]),
]


@pytest.mark.parametrize(("text", "expected"), STANDING)
def test_names_that_stand_as_names_do(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_that_the_text_shows(text, expected):
    assert found(text) == expected


NO_NAMES = [
    "他告訴《航旅圈》",
    "官方今早叫好，市场买单。官方昨日叫好，市场买单。",
    "The company Monday said nothing. On Tuesday it rose. Revenue fell 5% in March.",
    "Nvidia and the startup agreed. The Chinese carmaker said Friday it would cut prices.",
    "CES 2025 opened; Section 301 tariffs; a Phase 3 launch; announced on May 15; a new COVID-19 app.",
    "Tech: AI | Chips | Social Media | Venture Capital | Clean Energy | Private Capital",
    "Fiscal Q3 2025 sales rose; FY2025 will be launched; the G20 announced 5G.",
    "Group, Holdings and Inc. are endings. The Group said so. Technologies change.",
    "发展科技，拥抱人工智能科技，中国汽车，新能源汽车，消费电子，第三代半导体，商业银行",
    "公司提供软件，厂商生产电子，分析师平均预期，CEO强调，总裁高度评价，董事长曾表示",
    "AI晶片、GPU伺服器、AR眼鏡、LED面板、5G手機",
    "ISBN 978-7-111 网页版适用于 Chrome 120",
    "apple, meta and intel in small letters; nothing here.",
    "公司股價下跌，市場預計，公司今年上市，公司已公布，董事會昨日通過，平台去年整改，項目第三季完工",
    "Inflation rose in Ohio. Builders in Ohio said prices fell.",
    "在線旅遊去年增長，現磨咖啡今年降價，跨境支付去年放開",
    "四天後股價寫下天價，兩週內股價大漲，三個月來股價下跌",
    "市場今日回落，監管部門已約談業者，多家銀行昨日降息，老周今天搬走了，監管機構將檢查",
]


@pytest.mark.parametrize("text", NO_NAMES)
def test_words_that_are_no_names(text):
    assert found(text) == []


CANDIDATES = [
    ("Etchwell raised $120 million in May.", ["Etchwell"]),
    ("Revenue at the company rose on Monday.", []),
    ("Acme Robotics Inc. said Rivulet would ship.", ["Acme Robotics", "Rivulet"]),
    ("寒序科技推出「龍蝦」與Falcon 3", ["寒序科技", "龍蝦", "Falcon 3"]),
    ("在AI和GPU市場", []),
    ("Section 301 and Q3 2025", []),
    ("Apples fell; apples are fruit.", []),
]


@pytest.mark.parametrize(("text", "expected"), CANDIDATES)
def test_candidates_for_a_clause(text, expected):
    assert candidates(text) == expected


def test_candidates_lie_within_the_clause():
    text = "Etchwell rose. Zettasil fell. Orbitron stood."
    start, end = text.index("Zettasil"), text.index(" Orbitron")
    assert [m.text for m, _ in candidate_names(text, text, start, end)] == ["Zettasil"]


def test_the_entity_made_is_provisional_and_named_as_written():
    text = "新創公司寒序科技與晶片公司Habana-X Labs"
    (_, chinese), (_, latin) = find_provisional(text, fold(text), [])
    assert (chinese.id, chinese.names, chinese.provisional) == ("寒序科技", {"zh-Hans": ("寒序科技",)}, True)
    assert (latin.id, latin.names) == ("habana-x-labs", {"en": ("Habana-X Labs",)})


def test_a_short_name_is_of_the_full_one():
    text = "鹿遙互娛今日宣布，鹿遙計劃上市。Wolfden Robotics sold arms. Wolfden also makes legs."
    folded = fold(text)
    idents = [mention.entity for mention, _ in find_provisional(text, folded, FINDER.find(text, folded))]
    assert idents == ["鹿遥互娱", "鹿遥互娱", "wolfden-robotics", "wolfden-robotics"]


def test_both_scripts_give_one_id():
    simplified, traditional = "新创公司无极电子宣布", "新創公司無極電子宣布"
    assert [e.id for _, e in find_provisional(simplified, fold(simplified), [])] == ["无极电子"]
    assert [e.id for _, e in find_provisional(traditional, fold(traditional), [])] == ["无极电子"]


TEXTS = [text for text, _ in NAMES] + NO_NAMES + [text for text, _ in CANDIDATES]


@given(st.lists(st.sampled_from(TEXTS), max_size=5).map("\n".join))
@settings(max_examples=50, deadline=None)
def test_provisional_and_known_mentions_are_disjoint_and_true_to_the_text(text):
    folded = fold(text)
    known = FINDER.find(text, folded)
    mentions = sorted([*known, *(m for m, _ in find_provisional(text, folded, known))], key=lambda m: m.start)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_text_raises(text):
    folded = fold(text)
    find_provisional(text, folded, FINDER.find(text, folded))
    candidate_names(text, folded, 0, len(text))


def test_no_word_of_the_lists_is_given_twice_as_a_name_and_as_none():
    words = naming()
    assert not words.legal_forms & words.not_names
    assert words.not_last.isdisjoint(words.organization_ends)


def test_the_one_institution_of_its_kind_is_named_for_short():
    text = "The Bank of England cut rates. The Bank said so. Bank Rate fell; Barclays Bank rose. Ask the Bank of Mum."
    known = FINDER.find(text)
    again = [m for m, _ in find_provisional(text, fold(text), known) if m.entity == "bank-of-england"]
    assert [(m.text, m.start) for m in again] == [("Bank", text.index("Bank said"))]
