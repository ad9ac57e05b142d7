"""Who is who: the shipped gazetteer, and gazetteers of one's own, read from CSV.

A gazetteer file has a header. Its columns are `id`, `type`, `tickers`, `of`, `industry`, `country`,
`wikidata`, `source`, and one column of names per language, headed by its BCP 47 tag (`en`, `zh-Hant-TW`,
`zh-Hant-HK`, `zh-Hans`). Several names or tickers in one cell are separated by `|`, the best first. A file
may instead give one name a row, in `name` with its language in `lang`. Rows with the same `id` add up, also
to shipped entities.

`ambiguous.toml` tells when a name that is also a common word means its entity.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path

from kb.errors import ReadError, UnknownName
from kb.lang.fold import fold
from kb.model import Entity, EntityType

_SHIPPED = Path(__file__).parent / "entities"
_FACTS = ("id", "type", "tickers", "of", "industry", "country", "wikidata", "source")
_NOT_LANGUAGES = frozenset((*_FACTS, "name", "lang"))
_ALIASES = {"ticker": "tickers", "qid": "wikidata"}
_LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ID = re.compile(r"[^\W_A-Z]+(?:-[^\W_A-Z]+)*")
_WIKIDATA = re.compile(r"Q[1-9]\d*")


# The industry of those who govern a country.
_STATE = "state"


@dataclass(frozen=True, slots=True)
class NameRule:
    """When a name that is also a common word means its entity. All words are folded.

    `unless` are longer words in which it does not (苹果汁, Apple pie). `against` are words of the same
    sentence that tell of the other sense, `needs` words of which the sentence must hold one, both in small
    letters. `starts` says that the name counts only where a word can begin. `scope` is `text` where it is
    enough that the text shows elsewhere that it speaks of the entity or its family, `sentence` where that is
    not enough, `family` where nothing else will do.
    """

    unless: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    starts: bool = False
    scope: str = "text"

    @property
    def always_holds(self) -> bool:
        """Whether every match of the name counts, save in the words of `unless`."""
        return not (self.against or self.needs or self.starts or self.scope == "family")


@dataclass(frozen=True)
class Gazetteer:
    """Entities by id, and how to find them by any of their names.

    `rules` maps a folded name to its `NameRule`; `common_tickers` are tickers that are also words (COST).
    """

    entities: Mapping[str, Entity]
    rules: Mapping[str, NameRule] = field(default_factory=dict)
    common_tickers: frozenset[str] = frozenset()

    def find_by_name(self, name: str) -> Entity | None:
        """The entity with this id, name (of any script, in any case) or ticker; None if there is none."""
        return self._by_key.get(_key(name))

    def get(self, id_or_name: str) -> Entity:
        """As `find_by_name`, but raises `UnknownName`, with the near names, if there is none."""
        entity = self.entities.get(id_or_name) or self.find_by_name(id_or_name)
        if entity is None:
            raise UnknownName("entity", id_or_name, self._by_key)
        return entity

    @cached_property
    def nations(self) -> Mapping[str, str]:
        """The ISO 3166 code of each country by its English names and adjectives, in small letters."""
        states = (one for one in self.entities.values() if one.industry == _STATE and one.country)
        return {name.lower(): one.country or "" for one in states for name in one.names.get("en", ())}

    @cached_property
    def _by_key(self) -> dict[str, Entity]:
        index: dict[str, Entity] = {}
        own_first = list(self.entities.values())[::-1]
        for keys in (_id_keys, _name_keys, _ticker_keys):
            for entity in own_first:
                for key in keys(entity):
                    index.setdefault(_key(key), entity)
        return index


def entity_id(name: str) -> str:
    """The id that a name gives: a slug (`Habana Labs` gives `habana-labs`), for Chinese the folded name."""
    plain = unicodedata.normalize("NFKD", fold(name).replace(" & ", " and ")).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return "-".join(re.findall(r"[^\W_]+", kept))


def load_gazetteer(extra: Sequence[Path] = ()) -> Gazetteer:
    """The shipped gazetteer, with the entities and names of CSV files of one's own added.

    Raises `ReadError`, with file and line, for a file that cannot be read or a row that makes no sense.
    """
    shipped = _shipped()
    return _with_files(shipped, extra) if extra else shipped


@cache
def _shipped() -> Gazetteer:
    rules, tickers = _read_rules(_SHIPPED / "ambiguous.toml")
    return _with_files(Gazetteer({}, rules, tickers), sorted(_SHIPPED.glob("*.csv")))


def _with_files(gazetteer: Gazetteer, paths: Iterable[Path]) -> Gazetteer:
    entities = dict(gazetteer.entities)
    places: dict[str, str] = {}
    for path in paths:
        for place, row in _rows(path):
            entity = _entity(place, row, entities)
            entities[entity.id] = entity
            places[entity.id] = place
    for name, place in places.items():
        of = entities[name].of
        if of and of not in entities:
            raise ReadError(f"{place}: {UnknownName('entity', of, entities)}, in column 'of'")
    return replace(gazetteer, entities=entities)


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with its place, `file:line`, and its cells by column."""
    name = str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            columns = _columns(path, next(reader, []))
            for cells in reader:
                place = f"{name}:{reader.line_num}"
                if len(cells) > len(columns):
                    raise ReadError(f"{place}: {len(cells)} cells, but the header has {len(columns)}")
                if any(cells):
                    yield place, dict(zip(columns, map(str.strip, cells), strict=False))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path}: cannot be read as a gazetteer: {error}") from error


def _columns(path: Path, header: Sequence[str]) -> list[str]:
    columns = [_ALIASES.get(cell.strip(), cell.strip()) for cell in header]
    for column in columns:
        if column not in _NOT_LANGUAGES and not _LANGUAGE_TAG.fullmatch(column):
            raise ReadError(f"{path}:1: unknown column {column!r}; known are {', '.join(_FACTS)}, name, lang")
    if _NOT_LANGUAGES.difference({"id", "name"}).issuperset(columns):
        raise ReadError(f"{path}:1: a gazetteer needs a column 'id', 'name' or one of a language")
    return columns


def _entity(place: str, row: Mapping[str, str], known: Mapping[str, Entity]) -> Entity:
    """The entity of a row, added to what is known of it."""
    names = _names(row)
    ident = row.get("id") or entity_id(next(iter(names.values()), ("",))[0])
    if not _ID.fullmatch(ident):
        raise ReadError(f"{place}: {ident!r} is no entity id; write lower-case words joined by '-'")
    old = known.get(ident)
    return Entity(
        id=ident,
        type=_type(place, row.get("type", ""), old),
        names=_merged(old.names, names) if old else names,
        tickers=(*(old.tickers if old else ()), *_cell(row.get("tickers", ""))),
        wikidata=_wikidata(place, row.get("wikidata", "")) or (old.wikidata if old else None),
        of=row.get("of") or (old.of if old else None),
        industry=row.get("industry") or (old.industry if old else None),
        country=row.get("country") or (old.country if old else None),
        source=row.get("source") or (old.source if old else None),
    )


def _names(row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    names = {tag: _cell(cell) for tag, cell in row.items() if cell and tag not in _NOT_LANGUAGES}
    if row.get("name"):
        names = _merged(names, {row.get("lang") or "en": _cell(row["name"])})
    return names


def _merged(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    return {tag: tuple(dict.fromkeys((*old.get(tag, ()), *new.get(tag, ())))) for tag in {**old, **new}}


def _cell(cell: str) -> tuple[str, ...]:
    if "|" not in cell:
        return (cell,) if cell else ()
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _type(place: str, value: str, old: Entity | None) -> EntityType:
    if not value and old:
        return old.type
    try:
        return EntityType(value)
    except ValueError:
        raise ReadError(f"{place}: {UnknownName('entity type', value, list(EntityType))}") from None


def _wikidata(place: str, value: str) -> str | None:
    if value and not _WIKIDATA.fullmatch(value):
        raise ReadError(f"{place}: {value!r} is no Wikidata id, such as Q182477")
    return value or None


def _key(name: str) -> str:
    return " ".join(fold(name).casefold().split())


def _id_keys(entity: Entity) -> tuple[str, ...]:
    return (entity.id,)


def _name_keys(entity: Entity) -> Iterator[str]:
    return (name for names in entity.names.values() for name in names)


def _ticker_keys(entity: Entity) -> Iterator[str]:
    return (form for ticker in entity.tickers for form in (ticker, ticker.split(".")[0]))


def _read_rules(path: Path) -> tuple[dict[str, NameRule], frozenset[str]]:
    """The rules by folded name, and the tickers that are also words, of a file like `ambiguous.toml`."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    lists = {f"@{name}": _listed(words.lower()) for name, words in table["words"].items()}
    rules: dict[str, NameRule] = {}
    for entry in table["name"]:
        names = _listed(entry["names"])
        rule = NameRule(
            unless=tuple(
                word.replace("~", name) for word in _listed(entry.get("unless", "")) for name in names
            ),
            against=_with_lists(path, entry.get("against", ""), lists),
            needs=_with_lists(path, entry.get("needs", ""), lists),
            starts=entry.get("starts", False),
            scope=entry.get("scope", "text"),
        )
        rules.update(dict.fromkeys(names, rule))
    return rules, frozenset(_listed(table["common_tickers"]))


def _expanded(words: Iterable[str], names: Sequence[str]) -> Iterator[str]:
    for word in words:
        if "~" in word:
            yield from (word.replace("~", name) for name in names)
        else:
            yield word


def _listed(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in fold(words).split(",") if word.strip())


def _with_lists(path: Path, words: str, lists: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The words, with each `@name` replaced by the list of that name."""
    found: list[str] = []
    for word in _listed(words.lower()):
        if word.startswith("@") and word not in lists:
            raise ReadError(f"{path}: no list of words is called {word}")
        found.extend(lists.get(word, (word,)))
    return tuple(found)
