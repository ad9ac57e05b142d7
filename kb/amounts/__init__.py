"""Numbers with their units: money, percentages, counts and ranks, before anything says what they measure."""

from kb.amounts.find import find_amounts

__all__ = ["find_amounts"]
