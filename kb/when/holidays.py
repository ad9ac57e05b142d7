"""The days of holidays that news speaks of, exact or not at all.

Fixed dates and weekday rules stand here. Easter comes from `dateutil`, and the feasts of the Chinese, Hindu,
Hebrew and Islamic calendars from the tables of the `holidays` library, within the years that these cover.
The Islamic ones are those of Saudi Arabia's Umm al-Qura calendar; a country that waits for the moon to be
seen can keep them a day later.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kb.errors import UnknownName
from kb.when.feasts import (
    MONDAY,
    PASSOVER_FIRST_DAY,
    SUNDAY,
    THURSDAY,
    Rule,
    after,
    between,
    easter,
    golden_week,
    in_years,
    kings_day,
    library_term,
    nth,
    on,
    seventh_month,
    solar_term,
    table,
    tu_bishvat,
    yom_hashoah,
)
from kb.when.granularity import Granularity
from kb.when.span import TimeSpan


@lru_cache(maxsize=4096)
def holiday_span(key: str, year: int) -> TimeSpan | None:
    """The days of the holiday (`christmas`, `ramadan`) that begins in a year; None where they are unknown.

    A feast of one day is a day, a longer one (`hanukkah`, `lent`) a range. Jewish feasts of several days
    begin with the evening before. Where a year holds two (Ramadan in 2030), it is the first.

    Raises `UnknownName` where the key is none of `holiday_keys`.
    """
    if key not in _RULES:
        raise UnknownName("holiday", key, _RULES)
    days = _RULES[key](year)
    if days is None:
        return None
    return TimeSpan(*days, Granularity.DAY if days[0] == days[1] else Granularity.RANGE)


def holiday_keys() -> frozenset[str]:
    """Every key that `holiday_span` knows."""
    return frozenset(_RULES)


_BOXING_DAY = on(12, 26)
_EASTER = easter(3)
_EID_AL_ADHA = table("_IslamicLunar", "EID_AL_ADHA")
_HANUKKAH = table("_HebrewLunisolar", "HANUKKAH")
_LUNAR_NEW_YEAR = table("_ChineseLunisolar", "LUNAR_NEW_YEAR")
_ORTHODOX_EASTER = easter(2)
_ROSH_HASHANAH = table("_HebrewLunisolar", "ROSH_HASHANAH")
_SHAVUOT = table("_HebrewLunisolar", "SHAVUOT")
_SUKKOT = table("_HebrewLunisolar", "SUKKOT")
_THANKSGIVING = nth(4, THURSDAY, 11, since=1942)
_DIWALI = table("_HinduLunisolar", "DIWALI_INDIA")
_HOLI = table("_HinduLunisolar", "HOLI")
_PONGAL = table("_HinduLunisolar", "PONGAL")

_RULES: Mapping[str, Rule] = {
    # fixed dates, international
    "new_year": on(1, 1),
    "new_years_eve": on(12, 31),
    "epiphany": on(1, 6),
    "valentines_day": on(2, 14),
    "girls_day_cn": on(3, 7, since=1986),
    "womens_day": on(3, 8, since=1911),
    "pi_day": on(3, 14),
    "consumer_rights_day": on(3, 15, since=1983),
    "st_patricks_day": on(3, 17),
    "april_fools": on(4, 1),
    "earth_day": on(4, 22, since=1970),
    "labour_day": on(5, 1, since=1890),
    "halloween": on(10, 31),
    "all_saints": on(11, 1),
    "all_souls": on(11, 2),
    "singles_day": on(11, 11, since=1993),
    "world_aids_day": on(12, 1, since=1988),
    "christmas_eve": on(12, 24),
    "christmas": on(12, 25),
    "boxing_day": _BOXING_DAY,
    "orthodox_christmas": in_years(on(1, 7), lambda year: 1901 <= year <= 2100),
    # United States (5 U.S.C. 6103 and its history)
    "mlk_day": nth(3, MONDAY, 1, since=1986),
    "groundhog_day": on(2, 2),
    "presidents_day": nth(3, MONDAY, 2, since=1971),
    "cinco_de_mayo": on(5, 5),
    "mothers_day": nth(2, SUNDAY, 5, since=1914),
    "memorial_day": nth(-1, MONDAY, 5, since=1971),
    "flag_day_us": on(6, 14, since=1916),
    "juneteenth": on(6, 19, since=1866),
    "fathers_day": nth(3, SUNDAY, 6, since=1910),
    "independence_day_us": on(7, 4, since=1776),
    "labor_day_us": nth(1, MONDAY, 9, since=1894),
    "patriot_day": on(9, 11, since=2001),
    "columbus_day": nth(2, MONDAY, 10, since=1971),
    "boss_day": on(10, 16),
    "election_day_us": in_years(nth(1, MONDAY, 11, since=1846, plus=1), lambda year: year % 2 == 0),
    "veterans_day": on(11, 11, since=1978),
    "thanksgiving": _THANKSGIVING,
    "black_friday": after(_THANKSGIVING, 1),
    "small_business_saturday": after(_THANKSGIVING, 2, since=2010),
    "cyber_monday": after(_THANKSGIVING, 4, since=2005),
    "giving_tuesday": after(_THANKSGIVING, 5, since=2012),
    "kwanzaa": after(_BOXING_DAY, 0, 6, since=1966),
    # other countries
    "australia_day": on(1, 26),
    "republic_day_in": on(1, 26, since=1950),
    "peace_memorial_day_tw": on(2, 28, since=1997),
    "childrens_day_tw": on(4, 4),
    "anzac_day": on(4, 25, since=1916),
    "kings_day_nl": kings_day,
    "golden_week_jp": golden_week,
    "canada_day": on(7, 1, since=1868),
    "hksar_day": on(7, 1, since=1997),
    "macau_sar_day": on(12, 20, since=1999),
    "bastille_day": on(7, 14, since=1880),
    "fathers_day_tw": on(8, 8),
    "independence_day_in": on(8, 15, since=1947),
    "liberation_day_kr": on(8, 15, since=1945),
    "teachers_day_tw": on(9, 28),
    "gandhi_jayanti": on(10, 2),
    "german_unity_day": on(10, 3, since=1990),
    "national_day_tw": on(10, 10, since=1912),
    "thanksgiving_ca": nth(2, MONDAY, 10, since=1957),
    "guy_fawkes": on(11, 5),
    # China, fixed dates
    "arbor_day_cn": on(3, 12),
    "youth_day_cn": on(5, 4, since=1949),
    "may_20": on(5, 20),
    "childrens_day_cn": on(6, 1, since=1950),
    "june_18": on(6, 18, since=2004),
    "party_day_cn": on(7, 1, since=1938),
    "army_day_cn": on(8, 1, since=1933),
    "teachers_day_cn": on(9, 10, since=1985),
    "national_day_cn": on(10, 1, since=1949),
    "programmers_day_cn": on(10, 24, since=2010),
    "constitution_day_cn": on(12, 4, since=2014),
    "double_twelve": on(12, 12, since=2010),
    "nanjing_memorial_day": on(12, 13, since=2014),
    # the Chinese calendar
    "lunar_new_year": _LUNAR_NEW_YEAR,
    "lunar_new_year_eve": after(_LUNAR_NEW_YEAR, -1),
    "lantern_festival": after(_LUNAR_NEW_YEAR, 14),
    "buddhas_birthday": table("_ChineseLunisolar", "BUDDHA_BIRTHDAY"),
    "dragon_boat": table("_ChineseLunisolar", "DRAGON_BOAT"),
    "qixi": seventh_month(7),
    "ghost_festival": seventh_month(15),
    "mid_autumn": table("_ChineseLunisolar", "MID_AUTUMN"),
    "double_ninth": table("_ChineseLunisolar", "DOUBLE_NINTH"),
    # the 24 solar terms, by the longitude of the sun (GB/T 33661-2017)
    "spring_equinox": solar_term(0),
    "qingming": library_term("qingming"),
    "grain_rain": solar_term(30),
    "summer_begins": solar_term(45),
    "grain_buds": solar_term(60),
    "grain_in_ear": solar_term(75),
    "summer_solstice": solar_term(90),
    "minor_heat": solar_term(105),
    "major_heat": solar_term(120),
    "autumn_begins": solar_term(135),
    "end_of_heat": solar_term(150),
    "white_dew": solar_term(165),
    "autumn_equinox": solar_term(180),
    "cold_dew": solar_term(195),
    "frost_descent": solar_term(210),
    "winter_begins": solar_term(225),
    "minor_snow": solar_term(240),
    "major_snow": solar_term(255),
    "winter_solstice": library_term("winter_solstice"),
    "minor_cold": solar_term(285),
    "major_cold": solar_term(300),
    "spring_begins": solar_term(315),
    "rain_water": solar_term(330),
    "insects_awake": solar_term(345),
    # Western Christianity
    "easter": _EASTER,
    "shrove_tuesday": after(_EASTER, -47),
    "ash_wednesday": after(_EASTER, -46),
    "lent": after(_EASTER, -46, -1),
    "palm_sunday": after(_EASTER, -7),
    "maundy_thursday": after(_EASTER, -3),
    "good_friday": after(_EASTER, -2),
    "holy_saturday": after(_EASTER, -1),
    "easter_monday": after(_EASTER, 1),
    "mothering_sunday": after(_EASTER, -21),
    "ascension": after(_EASTER, 39),
    "pentecost": after(_EASTER, 49),
    "whit_monday": after(_EASTER, 50),
    "trinity_sunday": after(_EASTER, 56),
    "corpus_christi": after(_EASTER, 60),
    # Orthodox Christianity
    "orthodox_easter": _ORTHODOX_EASTER,
    "clean_monday": after(_ORTHODOX_EASTER, -48),
    "lazarus_saturday": after(_ORTHODOX_EASTER, -8),
    "orthodox_lent": after(_ORTHODOX_EASTER, -48, -9),
    "orthodox_palm_sunday": after(_ORTHODOX_EASTER, -7),
    "orthodox_good_friday": after(_ORTHODOX_EASTER, -2),
    "orthodox_holy_saturday": after(_ORTHODOX_EASTER, -1),
    "orthodox_easter_monday": after(_ORTHODOX_EASTER, 1),
    # Islam
    "islamic_new_year": table("_IslamicLunar", "HIJRI_NEW_YEAR"),
    "ashura": table("_IslamicLunar", "ASHURA"),
    "mawlid": table("_IslamicLunar", "MAWLID"),
    "isra_and_miraj": table("_IslamicLunar", "ISRA_AND_MIRAJ"),
    "ramadan_beginning": table("_IslamicLunar", "RAMADAN_BEGINNING"),
    "ramadan": between("_IslamicLunar", "RAMADAN_BEGINNING", "EID_AL_FITR", before_end=1),
    "jumuatul_wida": table("_IslamicLunar", "JUMUATUL_WIDA"),
    "laylat_al_qadr": table("_IslamicLunar", "LAYLAT_AL_QADR"),
    "eid_al_fitr": table("_IslamicLunar", "EID_AL_FITR"),
    "arafat_day": after(_EID_AL_ADHA, -1),
    "eid_al_adha": _EID_AL_ADHA,
    # Judaism
    "tu_bishvat": tu_bishvat,
    "purim": table("_HebrewLunisolar", "PURIM"),
    "passover": after(PASSOVER_FIRST_DAY, -1, 7),
    "yom_hashoah": yom_hashoah,
    "independence_day_il": table("_HebrewLunisolar", "INDEPENDENCE_DAY"),
    "lag_baomer": table("_HebrewLunisolar", "LAG_BAOMER"),
    "shavuot": after(_SHAVUOT, -1, 1),
    "tisha_bav": table("_HebrewLunisolar", "TISHA_BAV"),
    "rosh_hashanah": after(_ROSH_HASHANAH, -1, 1),
    "yom_kippur": table("_HebrewLunisolar", "YOM_KIPPUR"),
    "sukkot": after(_SUKKOT, -1, 7),
    "shemini_atzeret": after(_SUKKOT, 7),
    "simchat_torah": after(_SUKKOT, 8),
    "hanukkah": after(_HANUKKAH, -1, 6),
    # India and its diaspora
    "makar_sankranti": table("_HinduLunisolar", "MAKAR_SANKRANTI"),
    "pongal": _PONGAL,
    "thaipusam": table("_HinduLunisolar", "THAIPUSAM"),
    "maha_shivaratri": table("_HinduLunisolar", "MAHA_SHIVARATRI"),
    "holi": _HOLI,
    "ram_navami": table("_HinduLunisolar", "RAM_NAVAMI"),
    "vaisakhi": table("_HinduLunisolar", "VAISAKHI"),
    "vesak": table("_BuddhistLunisolar", "VESAK"),
    "raksha_bandhan": table("_HinduLunisolar", "RAKSHA_BANDHAN"),
    "janmashtami": table("_HinduLunisolar", "JANMASHTAMI"),
    "ganesh_chaturthi": table("_HinduLunisolar", "GANESH_CHATURTHI"),
    "onam": table("_HinduLunisolar", "ONAM"),
    "navaratri": between("_HinduLunisolar", "SHARAD_NAVRATRI", "MAHA_NAVAMI"),
    "dussehra": table("_HinduLunisolar", "DUSSEHRA"),
    "choti_diwali": table("_HinduLunisolar", "NARAKA_CHATURDASHI"),
    "diwali": _DIWALI,
    "chhath_puja": table("_HinduLunisolar", "CHHATH_PUJA"),
    "guru_nanak_jayanti": table("_HinduLunisolar", "GURU_NANAK_JAYANTI"),
    "dhanteras": after(_DIWALI, -2),
    "bhai_dooj": after(_DIWALI, 2),
    "holika_dahan": after(_HOLI, -1),
    "bhogi": after(_PONGAL, -1),
    "mattu_pongal": after(_PONGAL, 1),
    "kaanum_pongal": after(_PONGAL, 2),
    "basant_panchami": table("_HinduLunisolar", "BASANT_PANCHAMI"),
    "ugadi": table("_HinduLunisolar", "GUDI_PADWA"),
    "mahavir_jayanti": table("_HinduLunisolar", "MAHAVIR_JAYANTI"),
    "rath_yatra": table("_HinduLunisolar", "RATH_YATRA"),
    "karva_chauth": table("_HinduLunisolar", "KARWA_CHAUTH"),
    "valmiki_jayanti": table("_HinduLunisolar", "MAHARSHI_VALMIKI_JAYANTI"),
    "ravidas_jayanti": table("_HinduLunisolar", "GURU_RAVIDAS_JAYANTI"),
    "guru_gobind_singh_jayanti": table("_HinduLunisolar", "GURU_GOBIND_SINGH_JAYANTI"),
}
