"""Which kind of event a clause states, by the classes of its words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from kb.events.page import Mark
from kb.events.words import mask
from kb.knowledge.kinds import Kind, load_kinds


class Trigger(NamedTuple):
    """The kind that a clause states, the word that says so, and how surely (lower is surer)."""

    kind: Kind
    hit: Mark
    rank: int


class _Rule(NamedTuple):
    kind: Kind
    rank: int
    all: tuple[int, ...]
    any: int
    none: int
    trigger: int

    def holds(self, bits: int) -> bool:
        return (
            not bits & self.none
            and all(bits & one for one in self.all)
            and (not self.any or bool(bits & self.any))
        )


def find_trigger(bits: int, marks: Iterable[Mark]) -> Trigger | None:
    """The kind of a clause with these classes and marks; None where it states no event."""
    if not bits & trigger_bits():
        return None
    best: Trigger | None = None
    for rule in _candidates(bits):
        hit = next((mark for mark in marks if mark.bits & rule.trigger), None)
        if hit is None:
            continue
        found = Trigger(rule.kind, hit, rule.rank)
        if best is None or (found.rank, found.hit.start) < (best.rank, best.hit.start):
            best = found
        if rule.rank > best.rank:
            break
    return best


@lru_cache(maxsize=16384)
def _candidates(bits: int) -> tuple[_Rule, ...]:
    """The rules that hold, best first. Clauses repeat their patterns, so this is mostly remembered."""
    return tuple(rule for rule in _rules() if rule.holds(bits))


@cache
def _rules() -> tuple[_Rule, ...]:
    rules = (
        _Rule(
            kind,
            rule.rank,
            tuple(mask(name) for name in rule.all),
            mask(*rule.any) if rule.any else 0,
            mask(*rule.none) if rule.none else 0,
            mask(rule.trigger),
        )
        for kind in load_kinds().values()
        for rule in kind.rules
    )
    return tuple(sorted(rules, key=lambda rule: rule.rank))


@cache
def trigger_bits() -> int:
    """The classes of which a clause must have one to state anything."""
    bits = 0
    for rule in _rules():
        bits |= rule.trigger
    return bits
