"""The words of `naming.toml`, and the patterns that are made of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.lang.fold import fold

_FILE = Path(__file__).parent / "naming.toml"
# Words that a noun phrase may hold between its article and its noun: `an Israeli AI chip company`.
_ADJECTIVES = r"(?:(?!(?:of|for|in|by|to|at|from|with|that|which|and|whose|who)\b)[\w$.'-]+ ){0,5}?"


@dataclass(frozen=True)
class Naming:
    """Words and patterns that tell names apart. The patterns look at what stands right before or after."""

    not_names: frozenset[str]
    not_last: frozenset[str]
    not_alone: frozenset[str]
    not_products: frozenset[str]
    legal_forms: frozenset[str]
    organization_ends: frozenset[str]
    generic: frozenset[str]
    before_organization: re.Pattern[str]
    after_organization: re.Pattern[str]
    before_product: re.Pattern[str]
    after_product: re.Pattern[str]
    launch: re.Pattern[str]
    before_person: re.Pattern[str]
    after_person: re.Pattern[str]
    called: re.Pattern[str]
    after_called_organization: re.Pattern[str]
    after_called_product: re.Pattern[str]
    hanzi_organization: re.Pattern[str]
    hanzi_legal_form: re.Pattern[str]
    hanzi_generic: re.Pattern[str]
    hanzi_person: re.Pattern[str]
    hanzi_posted: re.Pattern[str]
    hanzi_posting: re.Pattern[str]
    hanzi_dotted: re.Pattern[str]
    hanzi_introduced: re.Pattern[str]
    hanzi_after: re.Pattern[str]
    hanzi_start: re.Pattern[str]
    hanzi_before: re.Pattern[str]
    hanzi_business: re.Pattern[str]
    hanzi_any_end: re.Pattern[str]
    hanzi_subject: re.Pattern[str]
    hanzi_opened: re.Pattern[str]
    hanzi_owned: re.Pattern[str]
    hanzi_not_work: re.Pattern[str]
    hanzi_common: re.Pattern[str]
    tellers: tuple[str, ...]
    institution_of: re.Pattern[str]
    institution_nouns: tuple[str, ...]
    numbered: tuple[str, ...]
    numbered_not: tuple[str, ...]
    hanzi_acts: re.Pattern[str]
    given_names: frozenset[str]
    places: frozenset[str]
    institutions: frozenset[str]
    staffed: re.Pattern[str]
    title_words: frozenset[str]
    first_of_names: frozenset[str]
    nationalities: frozenset[str]
    last_of_names: frozenset[str]
    geographic: frozenset[str]
    of_place: re.Pattern[str]
    invested: re.Pattern[str]
    appointed: re.Pattern[str]
    to_post: re.Pattern[str]
    posts: re.Pattern[str]
    dealt_with: re.Pattern[str]
    common_ends: tuple[str, ...]
    common_nouns: frozenset[str]


@cache
def naming() -> Naming:
    """The words and patterns, read once."""
    with _FILE.open("rb") as file:
        table = tomllib.load(file)
    en = {key: words(value) for key, value in table["en"].items()}
    zh = {key: words(value) for key, value in table["zh"].items()}
    company, product = any_of(en["company_nouns"]), any_of(en["product_nouns"])
    titles, titles_zh = any_of(en["titles"]), any_of(zh["titles"])
    company_zh, product_zh = any_of(zh["company_nouns"]), any_of(zh["product_nouns"])
    speech = any_of(zh["speech"])
    surnames = f"(?:{any_of(zh['japanese'])}(?=[\u4e00-\u9fff]{{2}})|{any_of(zh['surnames'])})"
    ends, after = any_of(zh["organization_ends"]), any_of(zh["after_organization"])
    return Naming(
        not_names=frozenset(en["not_names"]),
        not_last=frozenset(en["not_names"]).difference(en["organization_ends"], en["legal_forms"]),
        not_alone=frozenset(en["not_alone"]),
        not_products=frozenset((*en["not_products"], *en["not_names"])),
        legal_forms=frozenset(en["legal_forms"]),
        organization_ends=frozenset((*en["organization_ends"], *en["legal_forms"])),
        generic=frozenset((*en["generic"], *en["organization_ends"], *en["not_names"])),
        before_organization=re.compile(rf"(?:\b{company} |{company_zh}[\"' ]?)$", re.I),
        after_organization=re.compile(
            rf"(?:,| is| was) (?:an?|the) {_ADJECTIVES}{company}\b| plc\b|[\"']? ?(?:公司|集团|实验室|{titles_zh})",
            re.I,
        ),
        before_product=re.compile(rf"(?:\b{product} |{product_zh}[\"' ]?)$"),
        after_product=re.compile(rf" ?{product_zh}"),
        launch=re.compile(
            rf"\b{any_of(en['launch_words'])}|\b{product}\b|{any_of(zh['launch_words'])}|{product_zh}"
        ),
        before_person=re.compile(rf"(?:\b{titles}|{titles_zh}),? ?$", re.I),
        after_person=re.compile(rf", (?:an?|the|its|their)? ?{_ADJECTIVES}{titles}\b|,? ?{titles_zh}", re.I),
        called=re.compile(
            r"(?:(?:called|dubbed|named|code-?named|known as)(?: the)?|名为|叫做|名叫|代号为?|命名为) ?[\"']?$"
        ),
        after_called_organization=re.compile(rf"[\"']? ?的?{company_zh}"),
        after_called_product=re.compile(rf"[\"']? ?的?{product_zh}"),
        hanzi_organization=re.compile(rf"{ends}+"),
        hanzi_legal_form=re.compile(rf"{any_of(zh['legal_forms'])}$"),
        hanzi_generic=re.compile(rf"(?:{any_of(zh['generic'])}|{ends})*"),
        hanzi_person=re.compile(
            rf"{titles_zh}(?!{any_of(zh['not_people'])})"
            rf"({surnames}(?!{speech})[\u4e00-\u9fff]{{1,2}}?)(?={speech}|[^\w]|\d|$)"
        ),
        hanzi_posted=re.compile(
            rf"{any_of(zh['appointing'])}(?!{any_of(zh['not_people'])})"
            rf"({surnames}[\u4e00-\u9fff]{{1,2}})(?={any_of(zh['posted'])})"
        ),
        hanzi_posting=re.compile(
            rf"(?:[,。;:、\s\"]|传言|传闻|传|称|由|任命|聘任|前)"
            rf"(?!{any_of(zh['not_people'])})"
            rf"({surnames}[\u4e00-\u9fff]{{1,2}}?)(?:(?:将|已|会|拟|要)[^,。;:、]{{0,9}}?|也|则|于)?"
            rf"(?:\d{{1,4}}年|\d{{1,2}}月|\d{{1,2}}日)*{any_of(zh['posting'])}"
        ),
        hanzi_dotted=re.compile(
            rf"([\u4e00-\u9fff]{{1,8}})(?:[·‧・•][\u4e00-\u9fff]{{1,7}}?)+"
            rf"(?={speech}|[{''.join(zh['before_name'])}]|[^\w·‧・•]|$)"
        ),
        hanzi_introduced=re.compile(rf"{company_zh}[\"' ]?$"),
        hanzi_after=re.compile(rf"[\"']?{after}"),
        hanzi_start=re.compile(
            rf".*(?:[{''.join(zh['before_name'])}]|{company_zh}|{titles_zh}|[^\w])",
            re.S,
        ),
        hanzi_before=re.compile(any_of(zh["words_before"])),
        hanzi_business=re.compile(any_of(zh["business_ends"])),
        hanzi_any_end=re.compile(rf"{any_of((*zh['business_ends'], *zh['organization_ends']))}$"),
        hanzi_not_work=re.compile(rf"{any_of(zh['not_works'])}$"),
        tellers=zh["tellers"],
        institution_nouns=en["institutions_of"],
        institution_of=re.compile(
            rf"\b{any_of(en['institutions_of'])} (?:of|for|on) (?:the )?"
            r"[A-Z][A-Za-z]+(?:(?: and| &|,)? [A-Z][A-Za-z]+){0,4}"
        ),
        numbered=zh["numbered"],
        numbered_not=zh["numbered_not"],
        hanzi_owned=re.compile(any_of(zh["owned"])),
        hanzi_common=re.compile(any_of(zh["not_subjects"])),
        hanzi_opened=re.compile(any_of(zh["after_opening"])),
        hanzi_subject=re.compile(any_of(zh["after_subject"])),
        hanzi_acts=re.compile(rf"[^,。;:!?、]{{0,8}}?(?:被|遭|{after})"),
        given_names=frozenset(en["given_names"]),
        places=frozenset(en["places"]),
        institutions=frozenset(en["institutions"]),
        staffed=re.compile(
            rf" (?:(?:chief|senior|top|former|long-?time|veteran|board) )?{any_of(en['staff'])}\b"
        ),
        title_words=frozenset(en["title_words"]),
        first_of_names=frozenset(en["first_of_names"]),
        geographic=frozenset(en["geographic"]),
        nationalities=frozenset(en["nationalities"]),
        last_of_names=frozenset(en["last_of_names"]),
        of_place=re.compile(rf"(?:^|[\s(]){any_of(en['of_place'])} $", re.I),
        appointed=re.compile(rf"\b{any_of(en['appointed'])} $"),
        to_post=re.compile(
            rf" (?:as )?(?:its |the |their |his |her )?(?:new |next |interim |first )?{titles}\b"
        ),
        posts=re.compile(rf"(?:,? who\b| (?:has |had |will |would )?{any_of(en['post_verbs'])}\b)"),
        dealt_with=re.compile(rf"\b{any_of(en['dealt_with'])} $", re.I),
        common_ends=en["common_ends"],
        common_nouns=frozenset(en["common_nouns"]),
        invested=re.compile(rf"\b{any_of(en['invested'])} \w+ $", re.I),
    )


def words(listed: str) -> tuple[str, ...]:
    """The words of a comma-separated list, or of a list of single characters separated by spaces, folded."""
    separator = "," if "," in listed else None
    return tuple(word.strip() for word in fold(listed).split(separator) if word.strip())


def any_of(choices: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(choices, key=len, reverse=True)))})"
