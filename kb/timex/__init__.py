"""Time mentions: finding them in text, and resolving them to days."""

from kb.timex.context import TimeContext
from kb.timex.read import TimeReading, read, read_times

__all__ = ["TimeContext", "TimeReading", "read", "read_times"]
