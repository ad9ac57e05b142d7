"""What a clause leaves to the text before it, beside its subject: the deal, the product, whose shares are meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.events.discourse import Discourse
from kb.events.draft import Draft
from kb.events.english import lacks_subject
from kb.events.page import entity_type
from kb.events.words import affixes, mask
from kb.knowledge.gazetteer import Gazetteer
from kb.lang.fold import fold
from kb.model import EntityMention, EntityType

_DEALS = mask("deal_noun", "closing", "both")
# Industries that tell of others' shares.
_JUDGES = frozenset({"banks", "research", "media", "investment"})


def tells_of_deal(draft: Draft, named: Sequence[EntityMention], discourse: Discourse) -> bool:
    """Whether a clause says what became of the deal told before, and names none of its parties: 交易9月完成交割."""
    if draft.kind != "acquisition" or not discourse.deal:
        return False
    goes_on = draft.main.is_latin and not draft.main.joined and lacks_subject(draft.main)
    return not named and (goes_on or bool(draft.main.bits & _DEALS))


def leaves_product(draft: Draft, named: Sequence[EntityMention], discourse: Discourse) -> bool:
    """Whether a clause leaves out the product as well."""
    if draft.main.is_latin:
        return not named
    return not has_product(named, discourse.gazetteer)


def product_of(maker: str, draft: Draft, discourse: Discourse) -> Iterator[str]:
    """The product that the paragraph or the text tells of, unless it is another's, or in Chinese may be."""
    told = discourse.told_of == discourse.paragraph or not discourse.main_product
    product = discourse.product if told else discourse.main_product
    known = discourse.gazetteer.entities.get(product or "")
    if known is None:
        return
    own = draft.main.is_latin or (maker == discourse.main and product == discourse.main_product)
    if known.of == maker or (own and known.of is None and known.provisional):
        yield known.id


def only_judges(discourse: Discourse) -> bool:
    """Whether the topic is a bank or researcher in a text about another company: 摩通…. 股價應聲大漲."""
    known = discourse.gazetteer.entities.get(discourse.organization or "")
    if known is None or not discourse.main or discourse.main == known.id:
        return False
    names = [fold(name) for spelt in known.names.values() for name in spelt]
    return known.industry in _JUDGES or any(name.endswith(affixes("bare", "house")) for name in names)


def has_product(named: Sequence[EntityMention], gazetteer: Gazetteer) -> bool:
    """Whether one of the names is a product."""
    return any(entity_type(one.entity, gazetteer) is EntityType.PRODUCT for one in named)
