"""The days of holidays that news speaks of, exact or not at all.

Fixed dates and weekday rules stand here. Easter comes from `dateutil`, and the feasts of the Chinese, Hindu,
Hebrew and Islamic calendars from the tables of the `holidays` library, within the years that these cover.
The Islamic ones are those of Saudi Arabia's Umm al-Qura calendar; a country that waits for the moon to be
seen can keep them a day later.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from importlib import import_module

from kb.errors import UnknownName
from kb.when.granularity import Granularity
from kb.when.moon import new_moon, solar_longitude
from kb.when.span import DAY, TimeSpan, last_day

Days = tuple[date, date] | None
Rule = Callable[[int], Days]

MONDAY, THURSDAY, SUNDAY = 0, 3, 6
# Meeus' series agree with every published new moon of this range (see the tests), but not with two after it.
_MOON_YEARS = range(1901, 2051)
_CHUSHU = 150.0


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


def _on(month: int, day: int, since: int = 1) -> Rule:
    """One day of every year."""
    return lambda year: _day(date(year, month, day)) if year >= since else None


def _nth(count: int, weekday: int, month: int, since: int = 1, plus: int = 0) -> Rule:
    """The nth weekday of a month, or the last where n is -1, and `plus` days."""

    def rule(year: int) -> Days:
        if year < since:
            return None
        if count < 0:
            end = last_day(year, month)
            return _day(end - (end.weekday() - weekday) % 7 * DAY + plus * DAY)
        first = date(year, month, 1)
        return _day(first + ((weekday - first.weekday()) % 7 + 7 * (count - 1) + plus) * DAY)

    return rule


def _after(key: str, first: int, last: int | None = None, since: int = 1) -> Rule:
    """The days `first` to `last`, counted from the first day of another holiday; -1 is the day before."""

    def rule(year: int) -> Days:
        other = _RULES[key](year) if year >= since else None
        return other and (other[0] + first * DAY, other[0] + (first if last is None else last) * DAY)

    return rule


def _between(calendar: str, start: str, end: str, before_end: int = 0) -> Rule:
    """From a holiday of the library's tables to the next one of another name, or some days before that."""

    def rule(year: int) -> Days:
        first = next(iter(_dates(calendar, start, year)), None)
        ends = [day - before_end * DAY for at in (year, year + 1) for day in _dates(calendar, end, at)]
        last = next((day for day in ends if first and day >= first), None)
        return (first, last) if first and last else None

    return rule


def _in_years(rule: Rule, fits: Callable[[int], bool]) -> Rule:
    return lambda year: rule(year) if fits(year) else None


def _easter(method: int) -> Rule:
    """Easter Sunday by `dateutil`'s numbers: 3 is the Western, 2 the Orthodox one, both Gregorian dates."""
    return lambda year: _day(import_module("dateutil.easter").easter(year, method)) if year > 1582 else None


def _table(calendar: str, name: str) -> Rule:
    """The first holiday of that name in a year, by the library's table."""

    def rule(year: int) -> Days:
        found = _dates(calendar, name, year)
        return _day(found[0]) if found else None

    return rule


def _dates(calendar: str, name: str, year: int) -> list[date]:
    """Every day of that name in a year, by the library's table: year → (month, day), or several of these.

    A lunar year is shorter than a civil one, so that a year can hold two (Eid al-Fitr in 2033).
    """
    found = getattr(getattr(import_module("holidays.calendars"), calendar), f"{name}_DATES").get(year) or ()
    several = found if found and isinstance(found[0], tuple) else [found] if found else []
    return sorted(date(year, month, day) for month, day in several)


def _solar_term(method: str) -> Rule:
    """A solar term that the library computes, in the years for which it vouches."""

    def rule(year: int) -> Days:
        day, estimated = getattr(import_module("holidays.calendars")._ChineseLunisolar(), f"{method}_date")(
            year
        )
        return None if estimated else _day(day)

    return rule


def _seventh_month(day: int) -> Rule:
    """A day of the seventh Chinese month: the lunation in which the sun reaches 150° (GB/T 33661-2017)."""

    def rule(year: int) -> Days:
        mid_autumn = _RULES["mid_autumn"](year) if year in _MOON_YEARS else None
        if mid_autumn is None:
            return None
        first = new_moon(mid_autumn[0] - 15 * DAY)
        if solar_longitude(first - DAY) >= _CHUSHU:
            first = new_moon(first - DAY)
        return _day(first + (day - 1) * DAY)

    return rule


def _kings_day(year: int) -> Days:
    """April 27, or the 26th where that is a Sunday."""
    day = date(year, 4, 27)
    return _day(day - DAY if day.weekday() == SUNDAY else day) if year >= 2014 else None


def _tu_bishvat(year: int) -> Days:
    """15 Shevat: 59 days before Passover, 89 in a leap year, which has an Adar more (19-year cycle)."""
    passover = _RULES["passover_first_day"](year)
    leap = (7 * (year + 3760) + 1) % 19 < 7
    return passover and _day(passover[0] - (89 if leap else 59) * DAY)


def _day(day: date) -> tuple[date, date]:
    return day, day


_RULES: Mapping[str, Rule] = {
    # fixed dates, international
    "new_year": _on(1, 1),
    "new_years_eve": _on(12, 31),
    "epiphany": _on(1, 6),
    "valentines_day": _on(2, 14),
    "womens_day": _on(3, 8, since=1911),
    "pi_day": _on(3, 14),
    "consumer_rights_day": _on(3, 15, since=1983),
    "st_patricks_day": _on(3, 17),
    "april_fools": _on(4, 1),
    "earth_day": _on(4, 22, since=1970),
    "labour_day": _on(5, 1, since=1890),
    "halloween": _on(10, 31),
    "all_saints": _on(11, 1),
    "all_souls": _on(11, 2),
    "singles_day": _on(11, 11, since=1993),
    "world_aids_day": _on(12, 1, since=1988),
    "christmas_eve": _on(12, 24),
    "christmas": _on(12, 25),
    "boxing_day": _on(12, 26),
    "orthodox_christmas": _in_years(_on(1, 7), lambda year: 1901 <= year <= 2100),
    # United States (5 U.S.C. 6103 and its history)
    "mlk_day": _nth(3, MONDAY, 1, since=1986),
    "groundhog_day": _on(2, 2),
    "presidents_day": _nth(3, MONDAY, 2, since=1971),
    "cinco_de_mayo": _on(5, 5),
    "mothers_day": _nth(2, SUNDAY, 5, since=1914),
    "memorial_day": _nth(-1, MONDAY, 5, since=1971),
    "flag_day_us": _on(6, 14, since=1916),
    "juneteenth": _on(6, 19, since=1866),
    "fathers_day": _nth(3, SUNDAY, 6, since=1910),
    "independence_day_us": _on(7, 4, since=1776),
    "labor_day_us": _nth(1, MONDAY, 9, since=1894),
    "patriot_day": _on(9, 11, since=2001),
    "columbus_day": _nth(2, MONDAY, 10, since=1971),
    "boss_day": _on(10, 16),
    "election_day_us": _in_years(_nth(1, MONDAY, 11, since=1846, plus=1), lambda year: year % 2 == 0),
    "veterans_day": _on(11, 11, since=1978),
    "thanksgiving": _nth(4, THURSDAY, 11, since=1942),
    "black_friday": _after("thanksgiving", 1),
    "small_business_saturday": _after("thanksgiving", 2, since=2010),
    "cyber_monday": _after("thanksgiving", 4, since=2005),
    "giving_tuesday": _after("thanksgiving", 5, since=2012),
    "kwanzaa": _after("boxing_day", 0, 6, since=1966),
    # other countries
    "australia_day": _on(1, 26),
    "republic_day_in": _on(1, 26, since=1950),
    "peace_memorial_day_tw": _on(2, 28, since=1997),
    "childrens_day_tw": _on(4, 4),
    "anzac_day": _on(4, 25, since=1916),
    "kings_day_nl": _kings_day,
    "golden_week_jp": lambda year: (date(year, 4, 29), date(year, 5, 5)) if year >= 1948 else None,
    "canada_day": _on(7, 1, since=1868),
    "hksar_day": _on(7, 1, since=1997),
    "bastille_day": _on(7, 14, since=1880),
    "fathers_day_tw": _on(8, 8),
    "independence_day_in": _on(8, 15, since=1947),
    "liberation_day_kr": _on(8, 15, since=1945),
    "teachers_day_tw": _on(9, 28),
    "gandhi_jayanti": _on(10, 2),
    "german_unity_day": _on(10, 3, since=1990),
    "national_day_tw": _on(10, 10, since=1912),
    "thanksgiving_ca": _nth(2, MONDAY, 10, since=1957),
    "guy_fawkes": _on(11, 5),
    # China, fixed dates
    "arbor_day_cn": _on(3, 12),
    "youth_day_cn": _on(5, 4, since=1949),
    "may_20": _on(5, 20),
    "childrens_day_cn": _on(6, 1, since=1950),
    "june_18": _on(6, 18, since=2004),
    "party_day_cn": _on(7, 1, since=1938),
    "army_day_cn": _on(8, 1, since=1933),
    "teachers_day_cn": _on(9, 10, since=1985),
    "national_day_cn": _on(10, 1, since=1949),
    "programmers_day_cn": _on(10, 24, since=2010),
    "constitution_day_cn": _on(12, 4, since=2014),
    "double_twelve": _on(12, 12, since=2010),
    "nanjing_memorial_day": _on(12, 13, since=2014),
    # the Chinese calendar
    "lunar_new_year": _table("_ChineseLunisolar", "LUNAR_NEW_YEAR"),
    "lunar_new_year_eve": _after("lunar_new_year", -1),
    "lantern_festival": _after("lunar_new_year", 14),
    "qingming": _solar_term("qingming"),
    "buddhas_birthday": _table("_ChineseLunisolar", "BUDDHA_BIRTHDAY"),
    "dragon_boat": _table("_ChineseLunisolar", "DRAGON_BOAT"),
    "qixi": _seventh_month(7),
    "ghost_festival": _seventh_month(15),
    "mid_autumn": _table("_ChineseLunisolar", "MID_AUTUMN"),
    "double_ninth": _table("_ChineseLunisolar", "DOUBLE_NINTH"),
    "winter_solstice": _solar_term("winter_solstice"),
    # Western Christianity
    "easter": _easter(3),
    "shrove_tuesday": _after("easter", -47),
    "ash_wednesday": _after("easter", -46),
    "lent": _after("easter", -46, -1),
    "palm_sunday": _after("easter", -7),
    "maundy_thursday": _after("easter", -3),
    "good_friday": _after("easter", -2),
    "holy_saturday": _after("easter", -1),
    "easter_monday": _after("easter", 1),
    "mothering_sunday": _after("easter", -21),
    "ascension": _after("easter", 39),
    "pentecost": _after("easter", 49),
    "whit_monday": _after("easter", 50),
    "trinity_sunday": _after("easter", 56),
    "corpus_christi": _after("easter", 60),
    # Orthodox Christianity
    "orthodox_easter": _easter(2),
    "orthodox_lent": _after("orthodox_easter", -48, -9),
    "orthodox_palm_sunday": _after("orthodox_easter", -7),
    "orthodox_good_friday": _after("orthodox_easter", -2),
    "orthodox_holy_saturday": _after("orthodox_easter", -1),
    "orthodox_easter_monday": _after("orthodox_easter", 1),
    # Islam
    "islamic_new_year": _table("_IslamicLunar", "HIJRI_NEW_YEAR"),
    "ashura": _table("_IslamicLunar", "ASHURA"),
    "mawlid": _table("_IslamicLunar", "MAWLID"),
    "isra_and_miraj": _table("_IslamicLunar", "ISRA_AND_MIRAJ"),
    "ramadan_beginning": _table("_IslamicLunar", "RAMADAN_BEGINNING"),
    "ramadan": _between("_IslamicLunar", "RAMADAN_BEGINNING", "EID_AL_FITR", before_end=1),
    "laylat_al_qadr": _table("_IslamicLunar", "LAYLAT_AL_QADR"),
    "eid_al_fitr": _table("_IslamicLunar", "EID_AL_FITR"),
    "arafat_day": _after("eid_al_adha", -1),
    "eid_al_adha": _table("_IslamicLunar", "EID_AL_ADHA"),
    # Judaism
    "tu_bishvat": _tu_bishvat,
    "purim": _table("_HebrewLunisolar", "PURIM"),
    "passover_first_day": _table("_HebrewLunisolar", "PASSOVER"),
    "passover": _after("passover_first_day", -1, 7),
    "independence_day_il": _table("_HebrewLunisolar", "INDEPENDENCE_DAY"),
    "lag_baomer": _table("_HebrewLunisolar", "LAG_BAOMER"),
    "shavuot_first_day": _table("_HebrewLunisolar", "SHAVUOT"),
    "shavuot": _after("shavuot_first_day", -1, 1),
    "tisha_bav": _table("_HebrewLunisolar", "TISHA_BAV"),
    "rosh_hashanah_first_day": _table("_HebrewLunisolar", "ROSH_HASHANAH"),
    "rosh_hashanah": _after("rosh_hashanah_first_day", -1, 1),
    "yom_kippur": _table("_HebrewLunisolar", "YOM_KIPPUR"),
    "sukkot_first_day": _table("_HebrewLunisolar", "SUKKOT"),
    "sukkot": _after("sukkot_first_day", -1, 7),
    "shemini_atzeret": _after("sukkot_first_day", 7),
    "simchat_torah": _after("sukkot_first_day", 8),
    "hanukkah_first_day": _table("_HebrewLunisolar", "HANUKKAH"),
    "hanukkah": _after("hanukkah_first_day", -1, 6),
    # India and its diaspora
    "makar_sankranti": _table("_HinduLunisolar", "MAKAR_SANKRANTI"),
    "pongal": _table("_HinduLunisolar", "PONGAL"),
    "thaipusam": _table("_HinduLunisolar", "THAIPUSAM"),
    "maha_shivaratri": _table("_HinduLunisolar", "MAHA_SHIVARATRI"),
    "holi": _table("_HinduLunisolar", "HOLI"),
    "ram_navami": _table("_HinduLunisolar", "RAM_NAVAMI"),
    "vaisakhi": _table("_HinduLunisolar", "VAISAKHI"),
    "vesak": _table("_BuddhistLunisolar", "VESAK"),
    "raksha_bandhan": _table("_HinduLunisolar", "RAKSHA_BANDHAN"),
    "janmashtami": _table("_HinduLunisolar", "JANMASHTAMI"),
    "ganesh_chaturthi": _table("_HinduLunisolar", "GANESH_CHATURTHI"),
    "onam": _table("_HinduLunisolar", "ONAM"),
    "navaratri": _between("_HinduLunisolar", "SHARAD_NAVRATRI", "MAHA_NAVAMI"),
    "dussehra": _table("_HinduLunisolar", "DUSSEHRA"),
    "choti_diwali": _table("_HinduLunisolar", "NARAKA_CHATURDASHI"),
    "diwali": _table("_HinduLunisolar", "DIWALI_INDIA"),
    "chhath_puja": _table("_HinduLunisolar", "CHHATH_PUJA"),
    "guru_nanak_jayanti": _table("_HinduLunisolar", "GURU_NANAK_JAYANTI"),
}
