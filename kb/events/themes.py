"""What a weak English clause states by what it is told of: the text's one subject, or the statement before.

`They collapsed that October` is a step of the takeover just told of, `talks with two suitors` in a text about a
takeover are about it, and `Brocade followed in November` was bought like the one before.
"""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.draft import Draft
from kb.events.page import Mark
from kb.events.words import affixes, bits_of, mask
from kb.knowledge.kinds import get_kind

# Words that show what a whole text is about, with the kind that its weaker words then mean.
_SHOWN = {
    "acquisition": mask("buy_strong", "rebuff", "to_buy", "deal_noun", "suitor"),
    "regulation": mask("court_act", "regulation_strong", "penalty"),
}
_MEANT = {"acquisition": mask("deal_talk", "suitor"), "regulation": mask("case_talk")}
# So many such words, and one at least in so many characters, make a text's theme.
_OFTEN, _DENSE = 5, 700
# Rules from this rank on are weak, and so are kinds that a takeover's words are mistaken for.
_WEAK = 43
_MISTAKEN = frozenset({"partnership", "launch", "other", "delay", "personnel"})
_PEOPLE, _TOOK_POST = mask("person", "personal", "post"), bits_of("took_post")
_STEPS = frozenset({"acquisition", "regulation"})
_PROCESS, _FOLLOWS = bits_of("process"), bits_of("follow")
_NAMES, _ANAPHOR = mask("organization", "person", "product"), bits_of("anaphor")
_OWN = mask(
    "thing", "plant", "post", "figures", "occasion", "gathering", "share", "index", "workforce", "incident",
    "price_word",
) | bits_of("metric")  # fmt: skip
_CLOSING, _OVERTAKES = bits_of("closing"), bits_of("reach")


def find_theme(marks: Sequence[Mark], length: int) -> str | None:
    """The kind that a text is about as a whole, if its words show one."""
    counts = {kind: sum(bool(mark.bits & shown) for mark in marks) for kind, shown in _SHOWN.items()}
    kind = max(counts, key=lambda one: counts[one])
    return kind if counts[kind] >= _OFTEN and counts[kind] * _DENSE >= length else None


def rethink(draft: Draft, theme: str | None, previous: Draft | None, deal: bool = False) -> None:
    """Give a weak clause the kind of what it is told of. `deal` says that the text told of an acquisition."""
    if not draft.main.is_latin or draft.kind not in _MISTAKEN:
        return
    of_deal = draft.kind in ("delay", "personnel")
    kind = _of_deal(draft, previous) if of_deal else _weak(draft, theme, previous)
    kind = kind or ("acquisition" if deal and _is_closing(draft) else None)
    if kind and kind != draft.kind:
        draft.trigger = draft.trigger._replace(kind=get_kind(kind))


def _of_deal(draft: Draft, previous: Draft | None) -> str | None:
    """A step of the deal just told of: `Completion is not expected until mid-2025`, `Infineon took over on Aug. 14`."""
    main = draft.main
    if previous is None or previous.kind != "acquisition" or main.bits & _PEOPLE:
        return None
    closes = draft.kind == "delay" and main.text.startswith(affixes("opening", "closing"))
    owns = draft.kind == "personnel" and draft.trigger.hit.bits & _TOOK_POST
    return "acquisition" if closes or owns else None


def _is_closing(draft: Draft) -> bool:
    """Whether the parties of a deal close it: `The companies expect to close in the third quarter`."""
    main = draft.main
    parties = main.text.startswith(affixes("opening", "parties"))
    return draft.kind == "other" and draft.trigger.rank >= _WEAK and bool(parties and main.bits & _CLOSING)


def _weak(draft: Draft, theme: str | None, previous: Draft | None) -> str | None:
    kind = _followed(draft, previous) or _of_theme(draft, theme) or _next_step(draft, theme, previous)
    return kind or _of_previous(draft, previous)


def _of_theme(draft: Draft, theme: str | None) -> str | None:
    if theme is None or not draft.main.bits & _MEANT[theme]:
        return None
    weak = draft.trigger.rank >= _WEAK or draft.trigger.hit.bits & _MEANT[theme]
    return theme if weak and (theme == "acquisition" or draft.kind == "other") else None


def _next_step(draft: Draft, theme: str | None, previous: Draft | None) -> str | None:
    """What became of the deal or the case: `they collapsed that October`, `it was opened in 2016`."""
    main = draft.main
    if draft.kind != "other" or draft.trigger.rank < _WEAK or main.bits & (_OWN | _NAMES):
        return None
    told = previous.kind if previous and previous.kind in _STEPS else theme
    if told == "regulation" and main.bits & _CLOSING:
        return None
    refers = main.bits & _ANAPHOR or main.joined or main.text.startswith(affixes("opening", "definite"))
    return told if refers and main.bits & _PROCESS else None


def _of_previous(draft: Draft, previous: Draft | None) -> str | None:
    """What a clause of no kind means by what the paragraph just told of: a case, a deal, a rank by market value."""
    main = draft.main
    if previous is None or draft.kind != "other" or draft.trigger.rank < _WEAK or main.bits & _OWN:
        return None
    if previous.kind == "regulation" and main.bits & _MEANT["regulation"]:
        return "regulation"
    if previous.kind == "acquisition" and main.bits & _CLOSING:
        return "acquisition"
    return "market_cap" if previous.kind == "market_cap" and draft.main.bits & _OVERTAKES else None


def _followed(draft: Draft, previous: Draft | None) -> str | None:
    """The same of another: `Brocade followed for $5.5 billion last November`."""
    main = draft.main
    if previous is None or draft.kind not in ("other", "launch") or draft.trigger.rank < _WEAK:
        return None
    word = next((mark for mark in main.marks if mark.bits & _FOLLOWS), None)
    if word is None or not main.bits & _NAMES:
        return None
    named = any(one.start < word.start for one in main.entities)
    return (
        previous.kind
        if named and not main.text[word.end - main.start :].startswith((" a ", " the ", " in the foot"))
        else None
    )
