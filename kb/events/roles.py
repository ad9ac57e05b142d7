"""Who takes part in a statement, the principal first; a subject that is left out is carried from before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kb.events.carried import has_product, leaves_product, only_judges, product_of, tells_of_deal
from kb.events.clauses import Piece
from kb.events.discourse import Discourse
from kb.events.draft import Draft, is_relative
from kb.events.english import (
    acts_by_organ,
    first_of_list,
    is_apposition,
    is_partner,
    lacks_subject,
    opens_with_verb,
    says_we,
)
from kb.events.names import names_of
from kb.events.oblique import is_aim, is_doer, is_oblique, is_surpassed, owns
from kb.events.page import Mark, entity_type
from kb.events.sorts import meant_by_noun
from kb.events.triggers import trigger_bits
from kb.events.words import affixes, bits_of, mask
from kb.knowledge.gazetteer import Gazetteer
from kb.model import EntityMention, EntityType, Participant

_TELLERS, _THIRD_PARTY = mask("media", "exchange"), bits_of("third_party")
_TELLING = mask("said", "forecast", "announced")
# Characters from a bank's name to what it says: 花旗發表報告維持….
_TELLS_WITHIN = 10
# What happens to nobody that the text told of: elections, statistics.
_OCCASIONAL = mask("hold", "statistic", "need")
_BOTH = bits_of("both")
_ORGANIZATION = bits_of("organization")
_ANAPHOR, _REACH = bits_of("anaphor"), bits_of("reach")
# Kinds in which English "it" may be the product last told of as well as its maker.
_OF_THINGS = frozenset({"launch", "shipment", "delay"})
_OF_LISTED = frozenset({"share_price", "market_cap", "guidance"})
_NAMED = mask("organization", "person", "product")
_SUBJECTS = mask("organization", "person", "product", "anaphor", "personal")
_OF_SHARES, _SHARES = frozenset({"share_price", "market_cap"}), mask("share", "market_value")
_SHARE = mask("share")
_PERSONAL, _SAID = bits_of("personal"), bits_of("said")
# Characters before a name in which a preposition is looked for.
_NEAR = 24
# Kinds in which 獲 opens who gives, and the subject receives: 獲證監會備案, 獲商務部撥出4億美元.
_RECEIVING = frozenset({"other", "investment"})
# Kinds that one does to another: their subject stands before the trigger.
_TRANSITIVE = frozenset({"acquisition", "investment", "partnership", "launch", "facility", "regulation"})


def find_participants(draft: Draft, discourse: Discourse) -> tuple[tuple[Participant, ...], str]:
    """The participants of a statement and the rule that found its principal: named, maker or carried."""
    gazetteer = discourse.gazetteer
    named = _named(draft)
    if tells_of_deal(draft, named, discourse):
        return _parties(discourse.deal, draft), "deal"
    principal, rule = _principal(draft, named, discourse)
    if principal is None:
        return (), "none"
    others = dict.fromkeys(mention.entity for mention in named)
    if rule == "carried" and draft.kind in _OF_THINGS and leaves_product(draft, named, discourse):
        others.update(dict.fromkeys(product_of(principal, draft, discourse)))
    others.update(dict.fromkeys(_makers([principal, *others], gazetteer)))
    others.update(dict.fromkeys(_meant(draft, discourse)))
    if draft.main.is_latin and (rule == "carried" or _is_person(principal, gazetteer)):
        others.update(dict.fromkeys(_concerned(draft, named, discourse)))
    others.pop(principal, None)
    return _parties((principal, *others), draft), rule


def _parties(entities: Sequence[str], draft: Draft) -> tuple[Participant, ...]:
    """Participants with the roles of the kind, the principal first."""
    first, second = draft.trigger.kind.roles
    return tuple(Participant(one, second if at else first) for at, one in enumerate(entities))


def _meant(draft: Draft, discourse: Discourse) -> Iterator[str]:
    """Whom the pronouns of a clause mean: `It was bought by Kallstad`, `he joined Sprint`, 他發了那條推特."""
    pieces = [piece for piece in (*draft.lead[-1:], draft.main) if piece.is_latin]
    if discourse.organization and any(_stands_for_another(piece) for piece in pieces):
        yield discourse.organization
    said = pieces if draft.main.is_latin else [draft.main] if _says_he(draft.main, draft) else []
    if discourse.person and any(piece.bits & _PERSONAL for piece in said):
        yield discourse.person


def _concerned(draft: Draft, named: Sequence[EntityMention], discourse: Discourse) -> Iterator[str]:
    """Whom an English clause that leaves out its subject concerns beside: who decides, the product, the text's own."""
    if draft.kind == "regulation" and discourse.authority:
        yield discourse.authority
    if draft.kind in _OF_THINGS and discourse.product and not has_product(named, discourse.gazetteer):
        yield discourse.product
    if discourse.main and not any(_is_organization(one, discourse) for one in named):
        yield discourse.main


def _stands_for_another(piece: Piece) -> bool:
    """Whether a piece has a pronoun, and no organization before it that it stands for: `AMD launched its MI325X`."""
    first = next((mark for mark in piece.marks if mark.bits & (_ANAPHOR | _ORGANIZATION)), None)
    return first is not None and bool(first.bits & _ANAPHOR)


def _says_he(piece: Piece, draft: Draft) -> bool:
    """Whether he or 他 stands before the verb of a piece."""
    return any(mark.bits & _PERSONAL and mark.start < draft.trigger.hit.start for mark in piece.marks)


def _principal(draft: Draft, named: Sequence[EntityMention], discourse: Discourse) -> tuple[str | None, str]:
    gazetteer = discourse.gazetteer
    if discourse.latter and any(word in draft.main.text for word in affixes("bare", "latter")):
        return discourse.latter, "carried"
    if discourse.main and _is_ours(draft, named, gazetteer):
        return discourse.main, "carried"
    listed = first_of_list(draft.lead, draft.main)
    if listed and entity_type(listed.entity, gazetteer) is EntityType.ORGANIZATION:
        return listed.entity, "named"
    known, kinds = discourse.antecedent, draft.trigger.kind.principal
    if known and (not kinds or entity_type(known, gazetteer) in kinds) and _fits(draft, known, gazetteer):
        return known, "named"
    founded = _founded(draft, discourse) if draft.kind == "founding" else None
    if founded:
        return founded, "named"
    resumed = _resumed(draft, discourse)
    if resumed and (not kinds or entity_type(resumed, gazetteer) in kinds):
        return resumed, "named"
    meant = meant_by_noun(draft, discourse.sorts) if discourse.sorts else None
    if meant is None and _is_main(discourse) and acts_by_organ(draft.main, draft.trigger.hit.start):
        meant = discourse.main
    if meant and (not kinds or EntityType.ORGANIZATION in kinds):
        return meant, "carried"
    if not draft.trigger.kind.principal:
        return _first_named(draft, named, discourse)
    subjects = _subjects(draft, named, gazetteer)
    if (
        draft.trigger.kind.principal[0] is EntityType.PRODUCT
        and discourse.thing
        and not has_product(named, gazetteer)
    ):
        return discourse.thing, "carried"
    if draft.kind == "personnel" and discourse.person and _goes_on_with_person(draft, named, gazetteer):
        return discourse.person, "carried"
    if draft.kind == "partnership" and not named and discourse.main and draft.main.bits & _BOTH:
        return discourse.main, "carried"
    if draft.kind == "delay" and not named and not draft.main.is_latin and _tells_of_product(discourse):
        return discourse.product, "carried"
    if not named and (_takes_subject(draft, discourse) or _goes_on_with_index(draft, discourse)):
        return discourse.subject, "carried"
    for kind in draft.trigger.kind.principal:
        of_type = [one.entity for one in subjects if entity_type(one.entity, gazetteer) is kind]
        if of_type:
            return of_type[0], "named"
        if kind is EntityType.ORGANIZATION:
            makers = [
                maker
                for one in subjects or _people(named, gazetteer)
                if not _is_acted_on(one, draft) and (maker := _maker(one.entity, gazetteer))
            ]
            if makers:
                return makers[0], "maker"
            carried = _carried_organization(draft, discourse)
            if carried and not _is_object_only(draft, named, subjects, gazetteer):
                return carried, "carried"
    for kind in draft.trigger.kind.principal:
        carried = discourse.topic(kind)
        if carried and all(is_oblique(one, draft, gazetteer) or is_aim(one, draft) for one in named):
            return carried, "carried"
    if draft.kind == "personnel" and discourse.organization and not named:
        return discourse.organization, "carried"
    return (named[0].entity, "named") if named else (None, "none")


def _fits(draft: Draft, entity: str, gazetteer: Gazetteer) -> bool:
    """Whether a relative pronoun is the subject and can mean it: `who` a person, not `which Amazon bought`."""
    main, verb = draft.main, draft.trigger.hit.start
    if any(mark.bits & _SUBJECTS and mark.start < verb for mark in main.marks):
        return False
    return not main.text.startswith("who ") or _is_person(entity, gazetteer)


def _is_main(discourse: Discourse) -> bool:
    """Whether the paragraph is about what the text is about: no other organization opened it and is still the topic."""
    return discourse.opener in (None, discourse.main) or discourse.organization != discourse.opener


def _is_ours(draft: Draft, named: Sequence[EntityMention], gazetteer: Gazetteer) -> bool:
    """Whether `we` are the subject, that is the organization that a text is about and lets speak."""
    principal = draft.trigger.kind.principal
    about = not principal or EntityType.ORGANIZATION in principal
    product_first = principal and principal[0] is EntityType.PRODUCT
    if not about or (product_first and has_product(named, gazetteer)):
        return False
    return says_we(draft.main, draft.trigger.hit.start)


def _founded(draft: Draft, discourse: Discourse) -> str | None:
    """The organization before `…, a start-up founded in 2016` or `…, the bank they set up`, if none is in it."""
    if not is_apposition(draft.main) or any(_is_organization(one, discourse) for one in draft.main.entities):
        return None
    beside = draft.lead[-1].entities[-1:] if draft.lead else []
    return next((one.entity for one in beside if _is_organization(one, discourse)), discourse.latter)


def _is_person(entity: str, gazetteer: Gazetteer) -> bool:
    return entity_type(entity, gazetteer) is EntityType.PERSON


def _is_organization(mention: EntityMention, discourse: Discourse) -> bool:
    return entity_type(mention.entity, discourse.gazetteer) is EntityType.ORGANIZATION


def _resumed(draft: Draft, discourse: Discourse) -> str | None:
    """The name that opens an English sentence, where its clause goes on with a verb after asides."""
    main = draft.main
    if discourse.resumed and discourse.resumed[1] == main.start:
        return discourse.resumed[0]
    if not main.is_latin or main.joined or not discourse.opening:
        return None
    if main.start == main.sentence.start:
        return discourse.opening if lacks_subject(main) else None
    return discourse.opening if main.text.split(" ", 1)[0] in affixes("bare", "finite") else None


def _first_named(
    draft: Draft, named: Sequence[EntityMention], discourse: Discourse
) -> tuple[str | None, str]:
    """Of kinds that anything can be the subject of: the first name that can be one, else what was last told of."""
    if not draft.main.is_latin and discourse.person and _is_he(draft, named, discourse.gazetteer):
        return discourse.person, "carried"
    aims = named if _has_pronoun(draft) else _speakers(draft)
    oblique = {one.entity for one in named if one in aims or is_oblique(one, draft, discourse.gazetteer)}
    for mention in named:
        if mention.entity not in oblique:
            return mention.entity, "named"
    if draft.trigger.hit.bits & _OCCASIONAL:
        return None, "none"
    subject = _carried_subject(draft, discourse)
    if subject or not named:
        return subject, "carried"
    return named[0].entity, "named"


def _has_pronoun(draft: Draft) -> bool:
    """Whether the subject of an English clause is `it` or the like, so that its names are no subject."""
    main, trigger = draft.main, draft.trigger.hit.start
    if not main.is_latin or draft.lead or not main.start <= trigger < main.end:
        return False
    marks = [mark for mark in main.marks if mark.bits & (_ANAPHOR | _NAMED)]
    return bool(marks) and marks[0].start < trigger and _text(main, marks[0]) in affixes("bare", "pronoun")


def _text(piece: Piece, mark: Mark) -> str:
    return piece.text[mark.start - piece.start : mark.end - piece.start]


def _carried_subject(draft: Draft, discourse: Discourse) -> str | None:
    """The topic; of a clause without `he` or 他, a person's organization rather than the person."""
    subject = discourse.subject
    is_person = subject and entity_type(subject, discourse.gazetteer) is EntityType.PERSON
    acts = draft.kind == "regulation" or draft.main.bits & _PERSONAL
    if draft.kind != "regulation" and _goes_back(draft.main, discourse):
        return discourse.main
    if is_person and not acts:
        return discourse.organization or subject
    return subject


def _goes_back(piece: Piece, discourse: Discourse) -> bool:
    """Whether an English clause with a noun of its own goes back to what the text is about: `A review is announced`."""
    return (
        piece.is_latin
        and discourse.main is not None
        and not piece.joined
        and not piece.bits & (_ANAPHOR | _PERSONAL)
    )


def _people(named: Sequence[EntityMention], gazetteer: Gazetteer) -> Sequence[EntityMention]:
    return [one for one in named if entity_type(one.entity, gazetteer) is EntityType.PERSON]


def _is_acted_on(mention: EntityMention, draft: Draft) -> bool:
    """Whether a verb stands before a name in its Chinese clause, so that it is an object: 取消24架737 MAX訂單."""
    main = draft.main
    if main.is_latin or not main.start <= mention.start < main.end:
        return False
    return any(mark.bits & trigger_bits() and mark.end <= mention.start for mark in main.marks)


def _goes_on_with_person(draft: Draft, named: Sequence[EntityMention], gazetteer: Gazetteer) -> bool:
    """Whether a clause says `he`, or Chinese drops him and names people only beside: 「2011年獲霍啟邦挖角加盟德盛」."""
    if _is_he(draft, named, gazetteer):
        return True
    people = _people(named, gazetteer)
    return (
        bool(people) and not draft.main.is_latin and all(is_oblique(one, draft, gazetteer) for one in people)
    )


def _is_he(draft: Draft, named: Sequence[EntityMention], gazetteer: Gazetteer) -> bool:
    """Whether `he` or 他 stands before the verb, and nobody is named: 他2014年辭去星巴克…一職."""
    return _says_he(draft.main, draft) and not _people(named, gazetteer)


def _takes_subject(draft: Draft, discourse: Discourse) -> bool:
    """Whether a clause without names is about what the last one was."""
    if discourse.subject is None or draft.kind in ("earnings", *_OF_LISTED):
        return False
    return entity_type(discourse.subject, discourse.gazetteer) in draft.trigger.kind.principal


def _goes_on_with_index(draft: Draft, discourse: Discourse) -> bool:
    """Whether a clause of a market report goes on about the index named last: 恒指升1%,今年以來累升三成."""
    known = discourse.gazetteer.entities.get(discourse.subject or "")
    if known is None or known.industry != "indices" or draft.main.is_latin:
        return False
    return draft.kind == "share_price" and not draft.main.bits & _SHARE


def _carried_organization(draft: Draft, discourse: Discourse) -> str | None:
    """Figures without a name are the reporting company's; else the last topic."""
    if draft.main.is_latin and draft.main.text.startswith(affixes("opening", "group")):
        return _listed(discourse)
    mine = draft.kind in _TRANSITIVE and discourse.opener in (None, discourse.main)
    if mine and _goes_back(draft.main, discourse) and not lacks_subject(draft.main):
        return discourse.main
    if _says_company(draft) and discourse.opener and discourse.organization == discourse.inherited:
        return discourse.opener
    if _says_company(draft) and discourse.main and discourse.organization != discourse.opener:
        return discourse.main
    anaphor = any(piece.bits & _ANAPHOR for piece in (*draft.lead, draft.main))
    if draft.kind in ("earnings", "guidance") and discourse.reporter and not anaphor:
        return discourse.reporter
    if draft.kind in _OF_SHARES and not draft.main.is_latin and only_judges(discourse):
        return discourse.main
    own = draft.main.is_latin and draft.main.text.startswith(affixes("opening", "its"))
    return _listed(discourse) if draft.kind in _OF_LISTED and not own else discourse.organization


def _tells_of_product(discourse: Discourse) -> bool:
    """Whether the paragraph is about a product of the organization that it tells of."""
    known = discourse.gazetteer.entities.get(discourse.product or "")
    same = known is not None and (known.provisional or known.of == discourse.organization)
    return same and discourse.told_of == discourse.paragraph


def _says_company(draft: Draft) -> bool:
    """Whether a Chinese clause says 公司 or 該行 for its subject."""
    main = draft.main
    if main.is_latin:
        return False
    before = main.text[: max(0, draft.trigger.hit.start - main.start)]
    return any(word in before for word in affixes("bare", "company"))


def _listed(discourse: Discourse) -> str | None:
    """Whose shares and forecasts are meant: the parent of a unit; of one without shares, who was named before."""
    known = discourse.gazetteer.entities.get(discourse.organization or "")
    other = discourse.gazetteer.entities.get(discourse.listed or "")
    if known and other and known.provisional and other.provisional and not known.tickers:
        return other.id
    return (known and known.of) or discourse.organization


def _subjects(draft: Draft, named: Sequence[EntityMention], gazetteer: Gazetteer) -> Sequence[EntityMention]:
    """The names that can be the subject; of what one does to another, those before the verb or the doer's."""
    able = [one for one in named if not (is_oblique(one, draft, gazetteer) or is_aim(one, draft))]
    if draft.kind not in _TRANSITIVE:
        owners = [one for one in able if owns(one, draft)]
        return owners or [one for one in able if not is_surpassed(one, draft)]
    doers = [one for one in named if is_doer(one, draft)]
    if doers:
        return doers
    before = [one for one in able if one.start < draft.trigger.hit.start]
    own = [one for one in before if one.start >= draft.main.start] if is_relative(draft) else []
    return own or before


def _is_object_only(
    draft: Draft, named: Sequence[EntityMention], subjects: Sequence[EntityMention], gazetteer: Gazetteer
) -> bool:
    """Whether English names the doer after the trigger only: `the acquisition of Arm by Nvidia`."""
    if (
        subjects
        or draft.kind not in _TRANSITIVE
        or not draft.main.is_latin
        or draft.trigger.hit.start < draft.main.start
    ):
        return False
    hit = draft.trigger.hit
    if opens_with_verb(draft.main, hit.start, hit.end):
        return False
    return not draft.main.bits & _ANAPHOR and any(
        entity_type(one.entity, gazetteer) is EntityType.ORGANIZATION and not is_partner(draft.main, one)
        for one in named
    )


def _named(draft: Draft) -> list[EntityMention]:
    """The names in the statement's pieces; those of the clause before those of who only says it."""
    said = [piece for piece in (*draft.lead, *draft.tail) if piece.bits & _SAID and piece.is_latin]
    if not said:
        return names_of(draft.pieces)
    others = [piece for piece in draft.pieces if piece not in said]
    return [*names_of(others), *names_of(said)]


def _speakers(draft: Draft) -> Sequence[EntityMention]:
    """Who only says it, after an English statement: `…, finance chief Jane Roe said`."""
    return names_of(piece for piece in draft.tail if piece.bits & _SAID and piece.is_latin)


def _maker(entity: str, gazetteer: Gazetteer) -> str | None:
    known = gazetteer.entities.get(entity)
    if known is None or known.type is EntityType.ORGANIZATION:
        return None
    return known.of


def _makers(entities: Iterable[str], gazetteer: Gazetteer) -> Iterator[str]:
    """Who makes the products among some entities. People change employers, so theirs are not told."""
    for entity in entities:
        known = gazetteer.entities.get(entity)
        if known and known.of and known.type is EntityType.PRODUCT:
            yield known.of
