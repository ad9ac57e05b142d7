"""Invented names in many places of a sentence, written before the rules met them."""

from __future__ import annotations

import pytest

from kb.entities.find import EntityFinder
from kb.entities.provisional import find_provisional
from kb.knowledge.gazetteer import load_gazetteer
from kb.lang.fold import fold

FINDER = EntityFinder(load_gazetteer())

FRESH = [
    ("衡曜科技3月5日宣布完成8亿元B轮融资。", "衡曜科技"),
    ("本报讯 芯屿半导体去年营收增长三成，创始人为柳承泽。", "芯屿半导体"),
    ("浙江澜拓新能源股份有限公司（以下简称“澜拓”）昨日公告，澜拓将投资20亿元建厂。", "澜拓"),
    ("今年4月，沐川生物向港交所递交招股书。", "沐川生物"),
    ("据知情人士透露，法国车企已与越泽汽车签署供货协议。", "越泽汽车"),
    ("财务总监焦明远将于月底离任，由童若溪接任。", "童若溪"),
    ("柏屿股价周三收跌4.2%，柏屿表示不知悉原因。", "柏屿"),
    ("霁云智能收购了一家芯片设计公司，作价3.6亿美元。", "霁云智能"),
    ("其董事长卓立衡在发布会上表示，明年产能将翻倍。", "卓立衡"),
    ("新款手机“星禾X7”将于9月12日发布。", "星禾X7"),
    ("總經理溫博彥表示，新廠明年第二季量產。", "溫博彥"),
    ("外資指出，受惠AI伺服器，岱昇精密訂單能見度看到明年底。", "岱昇精密"),
    ("翊豐航太將與日商合資設廠，斥資30億元。", "翊豐航太"),
    ("法人看好，璟禾生技今年獲利可望創高。", "璟禾生技"),
    ("凱浚集團主席鄺展鴻昨日宣布退任，由其子鄺俊賢接任。", "鄺俊賢"),
    ("尚泓地產今日復牌，股價一度急挫三成。", "尚泓地產"),
    ("珩睿證券發表報告，預期下半年樓價跌5%。", "珩睿證券"),
    ("旗下品牌「沐禾」下月進軍日本。", "沐禾"),
    ("佑霖船務的貨船「海霖號」周一在紅海遇襲。", "佑霖船務"),
    ("Brellmark Systems said on Tuesday it would cut 400 jobs.", "Brellmark Systems"),
    ("Shares of Tolvane rose 6% after the maker of pumps lifted its forecast.", "Tolvane"),
    ("The deal, announced by Quenby Foods last week, values the chain at $2 billion.", "Quenby Foods"),
    ("Ostrava-based Zelkova Motors will open a plant in Kansas in 2027.", "Zelkova Motors"),
    ("Chief executive Ingrid Solheim will step down in June.", "Ingrid Solheim"),
    ("Halden & Price agreed in March to buy its rival for £300m.", "Halden & Price"),
    ("Veyra's revenue fell 3% in the second quarter, and Veyra cut its outlook.", "Veyra"),
    ("In May the court ruled against Drumlin Energy.", "Drumlin Energy"),
    ("Lindqvist AB has delayed its listing until next year.", "Lindqvist"),
    ("Regulators fined Marrow Bank $40 million on Friday.", "Marrow Bank"),
    ("Northgate Rail Authority (NRA) approved the contract in April; NRA will pay $90 million.", "NRA"),
    ("Tessaly plc reported record profit on 3 March.", "Tessaly"),
    ("Dr Amara Nwosu, 51, was named finance director of the charity.", "Amara Nwosu"),
    ("According to Pelham Research, prices will rise 5% next year.", "Pelham Research"),
    ("Rival bidder Castellan Partners withdrew its offer on Thursday.", "Castellan Partners"),
    ("Oxwell Pharma's drug Zanuvia was approved in August.", "Oxwell Pharma"),
    ("The ferry operator Skagen Line ordered two ships last month.", "Skagen Line"),
    ("Mumbai-based Trivandi Steel plans to raise Rs 500 crore.", "Trivandi Steel"),
    ("A unit of Korvex Holdings bought the mine in 2021.", "Korvex Holdings"),
]

SHIPPED = [
    ("东方空间的引力一号首飞成功", "东方空间"),
    ("中科宇航8月启动上市辅导", "中科宇航"),
    ("差估署公布，9月售價指數升1.3%", "差估署"),
    ("普惠母公司提列費用，GTF發動機須回廠", "普惠"),
    ("Research in Motion cut 5,000 jobs", "Research in Motion"),
]


def names(text: str) -> list[str]:
    folded = fold(text)
    known = FINDER.find(text, folded)
    return [m.text for m in known] + [m.text for m, _ in find_provisional(text, folded, known)]


@pytest.mark.parametrize(("text", "name"), FRESH)
def test_a_name_never_met_is_found(text, name):
    assert name in names(text)


@pytest.mark.parametrize(("text", "name"), SHIPPED)
def test_a_shipped_name_is_found_whole(text, name):
    assert name in [mention.text for mention in FINDER.find(text, fold(text))]


OTHER_SENSES = [
    ("银行加大普惠金融投放，支持航空企业。", "普惠"),
    ("国际能源署下调需求预测。", "能源署"),
    ("美国劳动部公布数据。", "劳动部"),
    ("長榮大學與航運業者合作。", "長榮"),
    ("新加坡金管局维持政策不变。", "金管局"),
]


@pytest.mark.parametrize(("text", "name"), OTHER_SENSES)
def test_a_short_name_within_another_is_not_the_one(text, name):
    assert name not in [mention.text for mention in FINDER.find(text, fold(text))]
