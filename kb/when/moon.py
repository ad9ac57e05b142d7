"""New moons and the sun's longitude, for the festivals of the Chinese calendar that no table of dates has.

Source: J. Meeus, Astronomical Algorithms, 2nd ed. 1998, chapters 25 (sun, good to 0.01° or a quarter of an
hour) and 49 (moon phases, with the terms over 0.001 day, good to some minutes).
"""

from __future__ import annotations

from datetime import date, timedelta
from math import radians, sin

# Julian day - this = ordinal of the calendar day and its fraction since midnight: 2000-01-01 is 730120.
_JULIAN_DAY_ZERO = 1721424.5
_J2000 = 2451545.0
# China Standard Time is UTC+8; dynamical time is 69 s ahead of UTC in 2020, 24 s in 1930.
_CHINA_FROM_DYNAMICAL = 8 / 24 - 69 / 86400
_SYNODIC_MONTH = 29.530588861

# Days = amplitude × sin(a·M + b·M' + c·F): sun's anomaly M, moon's anomaly M', moon's argument of latitude F.
_NEW_MOON_TERMS = (
    (-0.40720, 0, 1, 0), (0.17241, 1, 0, 0), (0.01608, 0, 2, 0), (0.01039, 0, 0, 2), (0.00739, -1, 1, 0),
    (-0.00514, 1, 1, 0), (0.00208, 2, 0, 0), (-0.00111, 0, 1, -2),
)  # fmt: skip


def new_moon(on_or_before: date) -> date:
    """The last day, up to the given one, on which the moon was new in China."""
    count = round((on_or_before.toordinal() + _JULIAN_DAY_ZERO - 2451550.09766) / _SYNODIC_MONTH) + 1
    while (day := _new_moon(count)) > on_or_before:
        count -= 1
    return day


def solar_longitude(day: date) -> float:
    """The sun's apparent ecliptic longitude, in degrees, at the end of a day in China."""
    days = day.toordinal() + 1 + _JULIAN_DAY_ZERO - _CHINA_FROM_DYNAMICAL - _J2000
    t = days / 36525
    mean = 280.46646 + 36000.76983 * t
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly)
    centre += 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    nutation = 0.00569 + 0.00478 * sin(radians(125.04 - 1934.136 * t))
    return (mean + centre - nutation) % 360


def _new_moon(count: int) -> date:
    """The Chinese day of a new moon, counted from that of 2000-01-06."""
    t = count / 1236.85
    mean = 2451550.09766 + _SYNODIC_MONTH * count + 0.00015437 * t * t
    sun = radians(2.5534 + 29.10535670 * count)
    moon = radians(201.5643 + 385.81693528 * count + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * count - 0.0016118 * t * t)
    shift = sum(size * sin(a * sun + b * moon + c * latitude) for size, a, b, c in _NEW_MOON_TERMS)
    local = mean + shift + _CHINA_FROM_DYNAMICAL - _JULIAN_DAY_ZERO
    return date.min + timedelta(days=int(local) - 1)
