"""English names by how they stand: capitalised within sentences, they act, own, are dealt with.

What one place shows of a name is true of it everywhere in the text, so the signs of all its places are counted
before it is decided whether it names a person, a product, a place or an organization.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from kb.entities.latin import Candidate, capitalised, is_product, shown
from kb.entities.naming import Naming
from kb.lang.lexicon import inflect
from kb.lang.load import load_words
from kb.model import EntityType

_SENTENCE_ENDS = ".!?:;\n-|·*#"
_SMALL = re.compile(r"(?<![A-Za-z'-])[a-z]{2,}")
_LONGEST_PREPOSITION = 12
# What is read before a name, in characters.
_REACH = 64
_SHORT_ACRONYM = 3
_OFTEN = 2
# What may stand between a name and its verb: a date, an adverb.
_ACTS = re.compile(
    r"(?:,? (?:late |early )?(?:on|in|last|this) (?:[A-Z]?[a-z]+\.?)(?: \d{1,4}\b)?,?)?"
    r" (?:(?:also|now|once|then|later|soon|never|still|only|first|recently|reportedly|today|yesterday|separately|"
    r"already|just|quickly|since|long|quietly|formally|initially|originally|nearly|abruptly) )?([a-z]+)\b"
)
# How a headline says what somebody will do: `Vesper to cut 500 jobs`.
_AIMS = re.compile(r" to ([a-z]+)\b")
# What stands between a name and its verb and says who that is: `Vantner, a private equity house, bought`.
_APPOSED = re.compile(r", (?:an?|the|its|one of) [^,.;:\n]{3,90}, ([a-z]+)\b")
_OWNS = re.compile(r"'s?(?= )")
_RELATIVE = re.compile(r", (?:which|whose|who|where (?:he|she))\b")
_AGED = re.compile(r", \d\d,")
_AFTER_AGENCY = re.compile(r"\) ?(?:--|[-–—])\s")
_ARTICLE = re.compile(r"(?:^|[\s(])(?:[Tt]he|[Aa]n?|[Ii]ts|[Nn]ew|[Tt]heir) $")
# A capitalised word with no other before or behind it, and without `'s`.
_ALONE = re.compile(
    r"(?<![A-Z][a-z] )(?<![a-z.] [A-Z]\. )(?<![A-Za-z'-])"
    r"[A-Z][A-Za-z]*(?:-[A-Za-z]+|'(?!s\b)[A-Za-z]+)*+(?![A-Za-z-]| [A-Z0-9])"
)
_DEALT = re.compile(r"\b(?:by|with|against|between|from|for|like|of|sued) $")


_LED = re.compile(r"(?<![A-Za-z'-])(?:[A-Z][a-z]+ ){1,2}$")
# Capitalised words that open sentences and no names.
_OPENERS = frozenset(
    (
        "The",
        "But",
        "And",
        "As",
        "When",
        "While",
        "If",
        "After",
        "Before",
        "For",
        "In",
        "On",
        "At",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Sir",
    )
)


@dataclass(slots=True)
class _Signs:
    """What the places of one name show."""

    places: list[tuple[int, int]] = field(default_factory=list)
    inside: int = 0
    acts: int = 0
    owns: int = 0
    located: int = 0
    toward: int = 0
    dealt: int = 0
    article: int = 0
    aged: int = 0


@dataclass(frozen=True, slots=True)
class _Text:
    """A folded text with the known names masked, and the words that it has in small letters."""

    folded: str
    small: frozenset[str]
    alone: frozenset[str]


def named(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Names with a proof beside them, and those that the places where they stand show to be names."""
    signs: dict[str, _Signs] = {}
    kinds: dict[str, EntityType | None] = {}
    yield from _institutions(folded, naming)
    text = _Text(folded, frozenset(_SMALL.findall(folded)), _words_alone(folded))
    for first, end in capitalised(folded, naming):
        if is_agency(folded, first, end):
            continue
        start = _without_opener(text, first, end, naming)
        if candidate := shown(folded, start, end, naming):
            yield candidate
            kinds[folded[candidate.start : candidate.end]] = candidate.type
        elif _is_latin_text(folded, start, end) and not _in_headline(folded, start):
            _look(folded, start, end, signs.setdefault(folded[start:end], _Signs()), naming)
    kinds.update((name, _kind(name, seen, text, naming)) for name, seen in signs.items() if name not in kinds)
    kinds.update(_spelt_out(signs, kinds))
    brief = {_brief(name, kind) for name, kind in kinds.items() if kind and " " in name}
    for name, seen in signs.items():
        if (kind := kinds[name]) and name not in brief:
            yield from (Candidate(start, end, kind) for start, end in seen.places)


def _institutions(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Those named by what they are of: State Bank of India, Society of Motor Manufacturers and Traders."""
    for found in naming.institution_of.finditer(folded):
        start = found.start()
        led = _LED.search(folded, max(0, start - _REACH), start)
        if led is not None:
            opener = led[0].partition(" ")[0]
            start = led.start() + (len(opener) + 1 if opener in _OPENERS else 0)
        yield Candidate(start, found.end(), EntityType.ORGANIZATION)


def _spelt_out(
    signs: Mapping[str, _Signs], kinds: Mapping[str, EntityType | None]
) -> Iterator[tuple[str, EntityType]]:
    """The longer names by which a text first calls those that it then calls by the first word: Kallang Offshore."""
    for brief, kind in kinds.items():
        if kind is not EntityType.ORGANIZATION or " " in brief or brief not in signs:
            continue
        first = signs[brief].places[0][0]
        longer = (name for name in signs if name.startswith(f"{brief} ") and not name[-1].isdigit())
        name = min(longer, key=lambda one: signs[one].places[0][0], default=None)
        if name is not None and kinds[name] is None and signs[name].places[0][0] < first:
            yield name, kind


def is_agency(folded: str, start: int, end: int) -> bool:
    """NEW YORK, Sept 4 (Harbor Wire) - …: whether a name in brackets is the agency of a dateline."""
    return folded[max(0, start - 1) : start] == "(" and _AFTER_AGENCY.match(folded, end) is not None


def _brief(name: str, kind: EntityType) -> str:
    """What a text goes on to call a name: a person by the surname, an organization by its first word."""
    words = name.split(" ")
    return words[-1] if kind is EntityType.PERSON else words[0]


def _is_latin_text(folded: str, start: int, end: int) -> bool:
    """Whether English stands around a name: no Chinese text beside it, and a word in small letters."""
    return folded[max(0, start - 3) : end + 3].isascii()


def _in_headline(folded: str, start: int) -> bool:
    """Whether every longer word of the line is capitalised, so that capitals there show nothing."""
    first, last = folded.rfind("\n", 0, start) + 1, folded.find("\n", start)
    line = folded[first : last if last >= 0 else len(folded)]
    words = [word for word in line.split() if len(word) > _SHORT_ACRONYM and word[0].isalpha()]
    small = sum(word[0].islower() for word in words)
    return small * 3 <= len(words) and not line.rstrip().endswith((".", '"', "!", "?"))


def _without_opener(text: _Text, start: int, end: int, naming: Naming) -> int:
    """Where a name begins behind a common word that only opens its sentence: `Former Lanyon Bank`."""
    folded = text.folded
    first, space, _ = folded[start:end].partition(" ")
    if not space or not opens_sentence(folded, start):
        return start
    word = first.lower()
    common = word in text.small or word in naming.common_nouns
    return start + len(first) + 1 if common else start


def _look(folded: str, start: int, end: int, signs: _Signs, naming: Naming) -> None:
    before = folded[max(0, start - _REACH) : start]
    signs.places.append((start, end))
    opens = opens_sentence(folded, start)
    signs.inside += not opens
    verb = _ACTS.match(folded, end) or _APPOSED.match(folded, end)
    aim = _AIMS.match(folded, end)
    acts = bool((verb and is_verb(verb[1])) or (aim and aim[1] in _stems()))
    follows = acts or _RELATIVE.match(folded, end) is not None
    signs.acts += follows
    owns = bool(_OWNS.match(folded, end) or naming.staffed.match(folded, end))
    signs.owns += owns
    signs.aged += _AGED.match(folded, end) is not None
    if naming.of_place.search(before[-_LONGEST_PREPOSITION:]) and not naming.invested.search(before):
        toward = before.endswith(("to ", "from "))
        signs.toward += toward
        signs.located += not toward and not owns and not _RELATIVE.match(folded, end)
    signs.article += _ARTICLE.search(before) is not None
    signs.dealt += bool(_DEALT.search(before) or naming.dealt_with.search(before))


def is_verb(word: str) -> bool:
    """Whether a small word is a finite form of a verb that one who acts has."""
    return word in _verbs() or (len(word) > _SHORT_ACRONYM and word.endswith("ed") and word[-3] != "e")


def _kind(name: str, seen: _Signs, text: _Text, naming: Naming) -> EntityType | None:
    """What a name names, if it is one of those who do or are done to something."""
    words = name.split(" ")
    if any(map(str.isdigit, name)):
        told = seen.inside and (seen.article or len(seen.places) >= _OFTEN)
        return EntityType.PRODUCT if told and is_product(name, naming) else None
    if name in naming.places or name in naming.organization_ends:
        return None
    if name.isupper() and len(name) <= _SHORT_ACRONYM and len(seen.places) < _OFTEN:
        return None
    if seen.located * 2 >= len(seen.places) + bool(seen.acts) or not _is_name(name, seen, text, naming):
        return None
    if _is_person(words, seen, text, naming):
        return EntityType.PERSON
    active = seen.acts + seen.owns
    if seen.article * 2 > len(seen.places):
        is_institution = words[-1] in naming.institutions
        if not is_institution and not active:
            return None
        return EntityType.ORGANIZATION if is_institution else EntityType.PRODUCT
    proven = active and (seen.inside or len(words) == 1 or len(seen.places) >= _OFTEN or seen.acts)
    again = seen.inside and len(seen.places) >= _OFTEN and seen.dealt + seen.toward
    dealt = seen.dealt and len(words) > 1
    return EntityType.ORGANIZATION if proven or again or dealt else None


def _is_name(name: str, seen: _Signs, text: _Text, naming: Naming) -> bool:
    """Whether a word is no common one that only opens sentences."""
    if " " in name:
        return True
    small = name.lower()
    if small in text.small or small in naming.common_nouns:
        return False
    return bool(seen.inside) or not (name.endswith(naming.common_ends) or len(name) <= _SHORT_ACRONYM)


def _is_person(words: Sequence[str], seen: _Signs, text: _Text, naming: Naming) -> bool:
    """Whether it is made as a person's name, and the text goes on with the surname alone, or says the age."""
    plain = all(word.replace("-", "").replace("'", "").isalpha() and not word.isupper() for word in words)
    if not plain or not 1 < len(words) <= 3 or words[-1] in naming.organization_ends or seen.article:
        return False
    if seen.aged:
        return True
    return words[-1] in text.alone and words[0] not in text.alone and words[-1] not in naming.institutions


def _words_alone(folded: str) -> frozenset[str]:
    """The words that stand somewhere as a name without another beside it."""
    return frozenset(
        match[0] for match in _ALONE.finditer(folded) if not _follows_capital(folded, match.start())
    )


def _follows_capital(folded: str, start: int) -> bool:
    before = folded[max(0, start - _REACH) : start]
    if not before.endswith(" "):
        return False
    last = before.rstrip().rpartition(" ")[2]
    return last[:1].isupper() and last[-1:].isalpha() and last not in _OPENERS


def opens_sentence(folded: str, start: int) -> bool:
    """Whether a capital is there because a sentence, a heading or an item begins."""
    before = folded[max(0, start - 3) : start].rstrip(" \"'(")
    return not before or before[-1] in _SENTENCE_ENDS


@cache
def _verbs() -> frozenset[str]:
    """Finite forms of verbs: pasts, those of the third person, auxiliaries."""
    table = load_words("en", "verbs")
    forms = {form for stem in _stems() for form in inflect(f"{stem}~")[1:] if not form.endswith("ing")}
    forms |= {past for each in table["irregular"].values() for past in each}
    return frozenset({*forms, *table["auxiliary"], *table["modal"]})


@cache
def _stems() -> frozenset[str]:
    table = load_words("en", "verbs")
    return frozenset({*table["irregular"], *table["acting"]})
