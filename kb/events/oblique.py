"""What grammar shows of a name: that it does something, or that it can be no subject."""

from __future__ import annotations

from kb.events.clauses import Piece
from kb.events.draft import Draft
from kb.events.english import (
    is_agent,
    is_founder,
    is_modifier,
    is_object,
    is_possessor,
    owns_figure,
)
from kb.events.page import entity_type
from kb.events.unclassed import ends_saying
from kb.events.words import affixes, bits_of, mask
from kb.knowledge.gazetteer import Gazetteer
from kb.model import EntityMention, EntityType

_ANAPHOR = bits_of("anaphor")
_REACH = bits_of("reach")
# Kinds in which a preposition may lead to the one whom it is about: the charges against Boeing.
_RECIPROCAL = frozenset({"regulation"})
_OF_SHARES = frozenset({"share_price", "market_cap"})
_SHARES = mask("share", "market_value")
# Characters from a name to the end of a clause with a verb of saying: 黃建恆[在電話會上解釋].
_SPEAKS_WITHIN = 14
# Characters before a name in which a preposition is looked for.
_NEAR = 24
# Kinds in which 獲 opens who gives, and the subject receives: 獲證監會備案, 獲商務部撥出4億美元.
_RECEIVING = frozenset({"other", "investment", "personnel"})


def is_oblique(mention: EntityMention, draft: Draft, gazetteer: Gazetteer) -> bool:
    """Whether Chinese grammar shows that an organization or a person is no subject.

    It stands after a preposition (與輝達), owns the subject (吉利旗下極氪), only speaks (總裁盧偉冰稱), was replaced
    in a post, or follows 並, which goes on with the subject before.
    """
    piece = next((one for one in draft.pieces if one.start <= mention.start < one.end), None)
    kind = entity_type(mention.entity, gazetteer)
    if piece is None or kind not in (EntityType.ORGANIZATION, EntityType.PERSON):
        return False
    if piece.is_latin:
        return _is_latin_oblique(piece, mention, draft)
    if is_governed(piece, mention):
        return True
    before = _without_apposition(piece.text[: mention.start - piece.start].rstrip())
    after = piece.text[mention.end - piece.start :].lstrip()
    if draft.kind in _RECEIVING and before.endswith(affixes("before", "giver")):
        return True
    if is_inside_relative(piece, mention, gazetteer):
        return True
    if draft.kind == "investment" and after.startswith(affixes("after", "leads")):
        return True
    if piece is draft.main and before.startswith(affixes("opening", "same_subject")):
        return True
    if kind is EntityType.ORGANIZATION:
        return False
    if draft.kind == "personnel":
        return any(word in before for word in affixes("before", "replaced"))
    return only_speaks(piece, mention, gazetteer)


def is_inside_relative(piece: Piece, mention: EntityMention, gazetteer: Gazetteer) -> bool:
    """Whether Chinese says it of an organization that follows: 「持有[砚池]61%股权的金橡文化」."""
    return any(
        other.start > mention.end + 1
        and piece.text[: other.start - piece.start].endswith("的")
        and entity_type(other.entity, gazetteer) is EntityType.ORGANIZATION
        for other in piece.entities
    )


def is_governed(piece: Piece, mention: EntityMention) -> bool:
    """Whether a name in a Chinese clause stands after a preposition, or only owns what follows: 與輝達, 吉利旗下."""
    if piece.is_latin:
        return False
    before = _without_apposition(piece.text[: mention.start - piece.start].rstrip())
    after = piece.text[mention.end - piece.start :].lstrip()
    owns = after.startswith(affixes("after", "owner")) and any(
        one.start > mention.start for one in piece.entities
    )
    return owns or before.endswith(affixes("before", "object"))


def only_speaks(piece: Piece, mention: EntityMention, gazetteer: Gazetteer) -> bool:
    """Whether Chinese shows that a person only says what follows: 總裁盧偉冰稱."""
    if piece.is_latin or entity_type(mention.entity, gazetteer) is not EntityType.PERSON:
        return False
    after = piece.text[mention.end - piece.start :].lstrip()
    if after.startswith(affixes("after", "speaker")):
        return True
    speaks = ends_saying(piece) and not any(one.start > mention.start for one in piece.entities)
    return speaks and len(after) <= _SPEAKS_WITHIN


def _without_apposition(before: str) -> str:
    """The text before a name without the nouns that say what it names: 與[美商]…, 向[設備商]…."""
    nouns = affixes("before", "apposition")
    while before.endswith(nouns):
        before = next(before.removesuffix(noun) for noun in nouns if before.endswith(noun))
    return before


def _is_latin_oblique(piece: Piece, mention: EntityMention, draft: Draft) -> bool:
    """Whether English grammar shows that a name is no subject."""
    if draft.kind == "founding" and is_founder(piece, mention):
        return True
    if owns_figure(piece, mention, _SHARES):
        return False
    if draft.kind not in _RECIPROCAL and is_object(piece, mention):
        return True
    return is_possessor(piece, mention) or is_modifier(piece, mention)


def is_surpassed(mention: EntityMention, draft: Draft) -> bool:
    """Whether it is what another passed: `overtook Apple`, 超越蘋果."""
    return any(mark.bits & _REACH and 0 <= mention.start - mark.end <= 1 for mark in draft.main.marks)


def is_doer(mention: EntityMention, draft: Draft) -> bool:
    """Whether the passive names it as the doer: `acquired by Intel`, 被英特爾收購."""
    main = draft.main
    if not main.start <= mention.start < main.end:
        return False
    if not main.is_latin and draft.kind in _RECEIVING:
        return main.text[: mention.start - main.start].endswith(_plain_doers())
    if main.is_latin and draft.kind == "acquisition" and is_agent(main, mention):
        return True
    if main.is_latin:
        between = main.text[draft.trigger.hit.end - main.start : mention.start - main.start][:_NEAR].strip()
        return mention.start > draft.trigger.hit.end and between in affixes("before", "doer")
    return main.text[: mention.start - main.start].endswith(affixes("before", "doer"))


def _plain_doers() -> tuple[str, ...]:
    """What opens the doer and never a giver: 被, not 獲."""
    return tuple(word for word in affixes("before", "doer") if word not in affixes("before", "giver"))


def is_aim(mention: EntityMention, draft: Draft) -> bool:
    """Whether English names it after a preposition and says `it` for the subject: `It shipped one to Intel`."""
    main = draft.main
    if not main.is_latin or not main.start <= mention.start < main.end or not main.bits & _ANAPHOR:
        return False
    before = f" {main.text[: mention.start - main.start].rstrip()}"
    return mention.start > draft.trigger.hit.end and before.endswith(affixes("before", "object"))


def owns(mention: EntityMention, draft: Draft) -> bool:
    """Whether English says whose shares or market value moved."""
    main = draft.main
    if not main.is_latin or draft.kind not in _OF_SHARES or not main.start <= mention.start < main.end:
        return False
    return owns_figure(main, mention, _SHARES)
