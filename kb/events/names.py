"""The names in the pieces of a statement, without those that only say where the news comes from."""

from __future__ import annotations

from collections.abc import Iterable

from kb.events.clauses import Piece
from kb.events.page import Mark, union
from kb.events.verbs import find_present, find_verb
from kb.events.words import affixes, bits_of, mask
from kb.lang.fold import fold
from kb.model import EntityMention

_TELLERS = mask("media", "exchange")
_EXCHANGE = bits_of("exchange")
_INDEX, _MOVE = bits_of("index"), mask("move")
# Chinese leaves the verb to another clause: 恒指收市報26,572點,跌500點.
_MARKET = mask("move", "trading", "metric.share_price")
_THIRD_PARTY = bits_of("third_party")
_JUDGING = mask("said", "forecast", "market_noun", "share_of_market")
_TELLING = mask("said", "forecast", "announced")
# Characters from a bank's name to what it says: 花旗發表報告維持….
_TELLS_WITHIN = 10
# Characters before a name in which a preposition is looked for.
_NEAR = 24


def names_of(pieces: Iterable[Piece]) -> list[EntityMention]:
    """The names in some pieces, in order, without sources (the press, research firms, analysts)."""
    return [name for piece in pieces for name in _names_of(piece)]


def _names_of(piece: Piece) -> list[EntityMention]:
    """The names of one piece, looked at once: every statement near it asks."""
    if piece.names is None:
        piece.names = [
            mark.thing
            for index, mark in enumerate(piece.marks)
            if isinstance(mark.thing, EntityMention) and not _is_source(piece, index)
        ]
    return piece.names


def names_in(marks: Iterable[Mark]) -> list[EntityMention]:
    """The names among the marks of a sentence that states nothing."""
    return [mark.thing for mark in marks if isinstance(mark.thing, EntityMention)]


def _is_source(piece: Piece, index: int) -> bool:
    """Whether a name only says where the news comes from: `according to …`, 據…, TrendForce."""
    mark = piece.marks[index]
    at = mark.start - piece.start
    before = piece.text[max(0, at - _NEAR) : at].rstrip()
    if (before.removesuffix(" the") if piece.is_latin else before).endswith(affixes("before", "source")):
        return True
    if piece.is_latin and piece.text[mark.end - piece.start :].startswith(affixes("after", "maker")):
        return True
    around = piece.marks[max(0, index - 2) : index + 3]
    over = union(other for other in around if other.start < mark.end and mark.start < other.end)
    if over & _EXCHANGE and (_moves(piece, mark, over) or (not piece.is_latin and _acts(piece, mark))):
        return False
    third = bool(over & _THIRD_PARTY) or (not piece.is_latin and _is_house(mark))
    told = _judges(piece, mark) if piece.is_latin else _tells(piece, mark)
    return bool(over & _TELLERS) or (third and told)


def _is_house(name: Mark) -> bool:
    """Whether a Chinese name is that of a broker or a researcher: 浙商證券."""
    return isinstance(name.thing, EntityMention) and fold(name.thing.text).endswith(affixes("bare", "house"))


def _acts(piece: Piece, name: Mark) -> bool:
    """Whether an exchange opens a clause and acts, or its code cuts it off: 上交所連夜發出問詢函, 港交所(00388)."""
    opens = not piece.text[: name.start - piece.start].strip()
    after = piece.text[name.end - piece.start :]
    return opens and (not after or after.startswith(affixes("after", "acting")))


def _moves(piece: Piece, name: Mark, over: int) -> bool:
    """Whether a clause begins with an index that is named like its exchange: `The Nasdaq composite fell`, 恒指升1%."""
    opens = piece.text[: name.start - piece.start].strip() in ("", "the", "and the", "while the", "but the")
    return bool(opens and over & _INDEX and piece.bits & (_MOVE if piece.is_latin else _MARKET))


def _tells(piece: Piece, name: Mark) -> bool:
    """Whether a Chinese bank or researcher speaks, and is not itself spoken of: 滙豐預計…, not 滙豐減值…."""
    after = piece.text[name.end - piece.start :]
    if not after or after.startswith(affixes("after", "telling")):
        return True
    near = [
        mark for mark in piece.marks if mark.bits & _TELLING and 0 <= mark.start - name.end <= _TELLS_WITHIN
    ]
    return any(
        piece.text[mark.start - piece.start : mark.end - piece.start] not in _deciding() for mark in near
    )


def _judges(piece: Piece, name: Mark) -> bool:
    """Whether an English bank or researcher says or foresees something, and does nothing itself."""
    acts = find_verb(piece.text) or find_present(piece.text, name.end - piece.start)
    return bool(piece.bits & _JUDGING) or not acts


def _deciding() -> tuple[str, ...]:
    """What one says of one's own plans: 滙豐宣布收購…; those who judge others 發表 and 預計."""
    return affixes("bare", "deciding")
