"""Which statements tell one event: same kind and principal, compatible time, compatible measures.

Statements are compared only with those of their kind and principal whose spans touch theirs (at most a day
between them), so that a change is resolved again among these alone. Their order changes nothing.

What is planned and what came of it are two events; a schedule sets them side by side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kb.events.grouping import UNSETTLED, Settled, group_block
from kb.events.record import StatementRecord
from kb.events.summary import summarize
from kb.model import Event, Judgement

_Group = list[StatementRecord]


def resolve(
    records: Iterable[StatementRecord],
    judgements: Iterable[Judgement] = (),
    settled: Settled = UNSETTLED,
    standing: Collection[frozenset[str]] = (),
) -> list[Event]:
    """The events that statements tell, sorted by day and id, but for those of the groups `standing`: it is known
    what these tell.

    A person's judgements have the last word: `same`, `different`, and `wrong`, which leaves a statement out.
    A retracted one counts for nothing, a later one overrules an earlier.

    To resolve again after a change, hand in the statements of that kind and principal whose spans touch the
    changed one's or each other's, and those that judgements name together with any of them. Fewer will do
    where `settled` says what the others would.
    """
    verdicts = _Verdicts(judgements)
    blocks: dict[tuple[str, str | None], _Group] = defaultdict(list)
    for record in records:
        if record.id not in verdicts.wrong:
            blocks[record.kind, record.principal].append(record)
    groups = [
        group
        for block in blocks.values()
        for group in (group_block(block, verdicts.apart, settled) if len(block) > 1 else [block])
    ]
    events = [
        summarize(group)
        for group in verdicts.applied(groups)
        if not standing or frozenset(record.id for record in group) not in standing
    ]
    return sorted(events, key=lambda event: (event.when.starts_on, event.when.ends_on, event.id))


class _Verdicts:
    """What persons said of pairs of statements, the last word on each pair."""

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        standing = sorted(
            (each for each in judgements if each.retracted_at is None), key=lambda each: each.at
        )
        pairs = {
            frozenset((each.left, each.right)): each.verdict
            for each in standing
            if each.right is not None and each.verdict in ("same", "different")
        }
        self.wrong = frozenset(each.left for each in standing if each.verdict == "wrong")
        self.apart = _partners(pair for pair, verdict in pairs.items() if verdict == "different")
        self._together = _partners(pair for pair, verdict in pairs.items() if verdict == "same")

    def applied(self, groups: Iterable[_Group]) -> list[_Group]:
        """The groups, those joined that hold statements judged the same."""
        if not self._together:
            return list(groups)
        home = {record.id: group for group in map(list, groups) for record in group}
        for judged in _components(self._together, home):
            held = list({id(home[name]): home[name] for name in judged}.values())
            joined, left = self._join(judged, held)
            home.update((record.id, group) for group in (joined, *left) for record in group)
        return list({id(group): group for group in home.values()}.values())

    def _join(self, judged: set[str], groups: Iterable[_Group]) -> tuple[_Group, list[_Group]]:
        """One group of all, but for statements judged different from one in it, which stay behind."""
        joined = [record for group in groups for record in group if record.id in judged]
        taken, left = set(judged), []
        for group in groups:
            behind = []
            for record in sorted(group, key=lambda record: record.age):
                if record.id in judged:
                    continue
                if self.apart.get(record.id, frozenset()) & taken:
                    behind.append(record)
                else:
                    joined.append(record)
                    taken.add(record.id)
            left += [behind] if behind else []
        return joined, left


def _partners(pairs: Iterable[frozenset[str]]) -> dict[str, frozenset[str]]:
    """Each statement with all that it is paired with."""
    partners: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for name in pair:
            partners[name] |= pair - {name}
    return {name: frozenset(others) for name, others in partners.items()}


def _components(partners: Mapping[str, frozenset[str]], known: Iterable[str]) -> list[set[str]]:
    """The known statements that chains of pairs tie together, in one order whatever the input's."""
    here, seen, components = set(known), set(), []
    for start in sorted(partners):
        component, waiting = set(), [start]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                component.add(name)
                waiting.extend(partners[name])
        if len(component & here) > 1:
            components.append(component & here)
    return components
