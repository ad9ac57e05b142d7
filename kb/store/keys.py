"""The numbers of events: in the order of their first days, so that the newest are the greatest.

An index over the number, the full-text index's own row number included, is then a timeline.
"""

from __future__ import annotations

from datetime import date

# Ordinals of `date` need 22 bits; 47 bits in all keep a number in six bytes of a SQLite record.
SERIAL_BITS = 25
_SERIALS = 1 << SERIAL_BITS


def first_key(day: date) -> int:
    """The smallest number an event that starts on the day can have."""
    return day.toordinal() << SERIAL_BITS


def last_key(day: date) -> int:
    """The greatest number an event that starts on the day can have."""
    return first_key(day) + _SERIALS - 1


def day_of(key: int) -> date:
    """The first day of the event with that number."""
    return date.fromordinal(key >> SERIAL_BITS)
