"""Which rules a run is tried on: those whose needs it fulfils. Most rules are spared most runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

# What a run, in lower case, must hold: one of some characters, or what a pattern finds.
Need = str | re.Pattern[str]
R = TypeVar("R")
# Runs fulfil few sets of needs; so many are remembered.
_REMEMBERED = 4096


class Fitting(Generic[R]):
    """Rules in their order, each with its needs; every distinct need is one bit."""

    def __init__(self, rules: Iterable[tuple[R, Sequence[Need]]]) -> None:
        listed = list(rules)
        distinct = dict.fromkeys(need for _, needs in listed for need in needs)
        bits = {need: 1 << place for place, need in enumerate(distinct)}
        self._rules = [(rule, sum(bits[need] for need in set(needs))) for rule, needs in listed]
        self._patterns = [(need, bit) for need, bit in bits.items() if isinstance(need, re.Pattern)]
        self._characters: dict[str, int] = {}
        for need, bit in bits.items():
            for character in need.lower() if isinstance(need, str) else "":
                self._characters[character] = self._characters.get(character, 0) | bit
        self._known: dict[int, list[R]] = {}

    def of(self, low: str) -> list[R]:
        """The rules whose needs a lower-case run fulfils."""
        held = self._held(low)
        known = self._known.get(held)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[held] = [rule for rule, wanted in self._rules if not wanted & ~held]
        return known

    def _held(self, low: str) -> int:
        held = 0
        for character in low:
            held |= self._characters.get(character, 0)
        for pattern, bit in self._patterns:
            if pattern.search(low) is not None:
                held |= bit
        return held
