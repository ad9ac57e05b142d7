"""Names in Chinese characters that no gazetteer holds: organizations by endings and codes, people by titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.entities.latin import MASK, Candidate
from kb.entities.naming import Naming
from kb.entities.ordinary import is_ordinary
from kb.entities.subjects import is_common
from kb.model import EntityType

# How many characters the proper part of an organization's name has.
_SHORTEST, _LONGEST = 2, 6
_ENUMERATION = "、"
# 昇達科(3491), 滙豐控股(00005.HK), 宁德时代(300750): the codes of East Asian exchanges have four to six digits.
_CODE = re.compile(r"(?<=[\u4e00-\u9fffA-Z])\((?=\d{4,6}(?:[.-][A-Z]{1,3})?[,)])(?!(?:19|20)\d\d\))")
_HANZI = re.compile(r"[\u4e00-\u9fff]+(?:-?[A-Z]{2})?$")
_QUOTED = re.compile(r"[「『\"]([\u4e00-\u9fffA-Za-z0-9]{2,8})[」』\"]")
_TITLED = re.compile(r"《([^《》\n]{1,20})》")
_FIRM = "公司"
_KIN = frozenset("母子孙总分")
_CLAUSE_ENDS = frozenset('。,;:!?、「」『』"()\n ')
# Characters of dates and pointing words, which no stem holds: 第三季度, 该, 上周.
_NO_STEM = re.compile("[第季年月日周度期本该今明去昨上下全前后各每这那其首末初]")
# How often the stem of a name must stand alone to bear it out.
_RECURS = 2
# Characters of a short name, ending and all: 康霖生醫.
_SHORT = 4


def organizations(folded: str, naming: Naming, strict: bool = True) -> Iterator[Candidate]:
    """Names with an organization's ending; if `strict`, those that something beside them bears out."""
    for ending in naming.hanzi_organization.finditer(folded):
        start = _start(folded, ending.start(), naming)
        if not _SHORTEST <= ending.start() - start <= _LONGEST:
            continue
        if naming.hanzi_generic.fullmatch(folded, start, ending.end()) or _is_kin(folded, ending):
            continue
        end = start + len(naming.hanzi_legal_form.sub("", folded[start : ending.end()]))
        shown = not strict or end < ending.end() or _is_borne_out(folded, start, ending.end(), naming)
        if shown or _recurs(folded, start, ending.start(), naming):
            yield Candidate(start, end, EntityType.ORGANIZATION)


def _is_kin(folded: str, ending: re.Match[str]) -> bool:
    """Whether a company is told by whose it is: 普惠[母公司]."""
    return ending[0] == _FIRM and folded[ending.start() - 1] in _KIN


def _recurs(folded: str, start: int, end: int, naming: Naming) -> bool:
    """Whether an organization's stem, no word of the language, opens a clause here and stands elsewhere too."""
    stem = folded[start:end]
    if not opens_clause(folded, start) or _NO_STEM.search(stem) or is_common(stem, naming):
        return False
    return folded.count(stem) > _RECURS


def coded(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Names before a stock's code."""
    for code in _CODE.finditer(folded):
        end = code.start() - len(_FIRM) * folded.endswith(_FIRM, 0, code.start())
        written = _HANZI.search(folded, max(0, end - 2 * _LONGEST), end)
        start = _start(folded, end, naming)
        if written and _SHORTEST <= end - start <= _LONGEST + 2:
            yield Candidate(max(start, written.start()), end, EntityType.ORGANIZATION)


def recurring(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Names that a line of business ends (山岚咖啡), whose stem alone is a subject elsewhere in the text."""
    for ending in naming.hanzi_business.finditer(folded):
        start = _start(folded, ending.start(), naming)
        stem = folded[start : ending.start()]
        if not _SHORTEST <= len(stem) <= _LONGEST - 2 or _NO_STEM.search(stem):
            continue
        if naming.hanzi_generic.fullmatch(stem):
            continue
        name = folded[start : ending.end()]
        short = len(name) == _SHORT and opens_clause(folded, start) and _goes_on(folded, ending.end(), naming)
        if short or is_subject(folded, stem, naming) or _acts_in_full(folded, name, naming):
            yield Candidate(start, ending.end(), EntityType.ORGANIZATION)


def quoted(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Quoted names after the noun of an organization, or opening a clause whose verb only one who acts has."""
    for name in _QUOTED.finditer(folded):
        before, after = folded[max(0, name.start() - 1) : name.start()], name.end()
        acts = (not before or before in _CLAUSE_ENDS) and naming.hanzi_acts.match(folded, after)
        if acts or naming.hanzi_introduced.search(folded[max(0, name.start() - _LONGEST) : name.start()]):
            yield Candidate(name.start(1), name.end(1), EntityType.ORGANIZATION)


def products(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Quoted names beside the noun of a product: 「陆地航母」飞行汽车, 第三代产品「蜂巢」."""
    for name in _QUOTED.finditer(folded):
        before = folded[max(0, name.start() - _LONGEST) : name.start()]
        if naming.before_product.search(before) or naming.after_product.match(folded, name.end()):
            yield Candidate(name.start(1), name.end(1), EntityType.PRODUCT)


def works(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Works by their title, 《長安燼》, but for laws, papers and the like, and a paper that is told something."""
    for title in _TITLED.finditer(folded):
        told = folded[max(0, title.start() - _LONGEST) : title.start()].endswith(naming.tellers)
        if not told and not naming.hanzi_not_work.search(title[1]):
            yield Candidate(title.start(1), title.end(1), EntityType.PRODUCT)


def stem_of(name: str, naming: Naming) -> str | None:
    """What a name is called for short: 途鹿 for 途鹿旅行; None where the rest is too short or says nothing."""
    ending = next(iter(naming.hanzi_any_end.findall(name)), None)
    stem = name.removesuffix(ending) if ending else ""
    return stem if len(stem) >= _SHORTEST and not naming.hanzi_generic.fullmatch(stem) else None


def people(folded: str, naming: Naming) -> Iterator[Candidate]:
    """Names after a title or between the verbs of an appointment, and foreign names written with a middle dot."""
    for match in naming.hanzi_person.finditer(folded):
        yield Candidate(match.start(1), match.end(1), EntityType.PERSON)
    for match in naming.hanzi_posted.finditer(folded):
        yield Candidate(match.start(1), match.end(1), EntityType.PERSON)
    for match in naming.hanzi_posting.finditer(folded):
        if not naming.hanzi_common.search(match[1]):
            yield Candidate(match.start(1), match.end(1), EntityType.PERSON)
    for match in naming.hanzi_dotted.finditer(folded):
        start = _start(folded, match.end(1), naming)
        if start < match.end(1):
            yield Candidate(start, match.end(), EntityType.PERSON)


def _start(folded: str, end: int, naming: Naming) -> int:
    """Where the name that goes on at `end` begins: after the nearest word that can be no part of it."""
    window = folded[max(0, end - 2 * _LONGEST) : end]
    before = naming.hanzi_start.match(naming.hanzi_before.sub(_cut, window))
    return end - len(window) + (before.end() if before else 0)


def _cut(word: re.Match[str]) -> str:
    """A break in place of a word, so that none of its characters is taken for one (有 of 私有化)."""
    return "\n" * len(word[0])


def _acts_in_full(folded: str, name: str, naming: Naming) -> bool:
    """Whether a text has the whole name more than once, once as the subject of a clause."""
    places = [one.start() for one in re.finditer(re.escape(name), folded)]
    return len(places) >= _RECURS and any(
        opens_clause(folded, start) and naming.hanzi_subject.match(folded, start + len(name))
        for start in places
    )


def is_subject(folded: str, stem: str, naming: Naming, recurs: int = _RECURS) -> bool:
    """Whether a stem stands alone often enough, once as the subject of a clause."""
    places = [one.end() for one in re.finditer(re.escape(stem), folded)]
    alone = [end for end in places if not naming.hanzi_business.match(folded, end)]
    return len(alone) >= recurs and any(
        naming.hanzi_subject.match(folded, end) and opens_clause(folded, end - len(stem)) for end in alone
    )


def opens_clause(folded: str, start: int) -> bool:
    """Whether a clause begins here."""
    return start == 0 or folded[start - 1] in _CLAUSE_ENDS


def _goes_on(folded: str, end: int, naming: Naming) -> bool:
    """Whether what follows a subject follows here: a date, a verb."""
    return bool(naming.hanzi_opened.match(folded, end) or naming.hanzi_after.match(folded, end))


def _is_borne_out(folded: str, start: int, end: int, naming: Naming) -> bool:
    """Whether a verb, a post or a bracket follows, or the name stands in a list with known ones."""
    if naming.hanzi_after.match(folded, end):
        return True
    if end - start == _SHORT and opens_clause(folded, start) and _goes_on(folded, end, naming):
        return not _NO_STEM.search(folded, start, end) and not is_ordinary(folded[start : start + _SHORTEST])
    if naming.hanzi_introduced.search(folded[max(0, start - _LONGEST) : start]):
        return True
    listed_before = folded[max(0, start - 2) : start] == MASK + _ENUMERATION
    return listed_before or folded[end : end + 2] == _ENUMERATION + MASK
