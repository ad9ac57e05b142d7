"""Dated statements of a document: what happened, or will, when, to whom and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from kb.events.clauses import Piece, split_clauses
from kb.events.dating import Dating, date_draft, shared_date
from kb.events.discourse import (
    Discourse,
    Known,
    find_interviewed,
    find_main,
    find_main_product,
    is_period,
)
from kb.events.draft import Draft, is_relative
from kb.events.drafts import draft_statements
from kb.events.english import antecedent, lacks_subject, resumed_at
from kb.events.hearing import after_draft, hear, hear_told
from kb.events.measures import read_measures
from kb.events.metrics import RESULTS
from kb.events.names import names_in, names_of
from kb.events.page import Mark, Page, entity_type, union
from kb.events.quoting import quote_of
from kb.events.remember import remember
from kb.events.roles import find_participants
from kb.events.sorts import find_sorts, sort_before
from kb.events.status import find_speaker, read_status
from kb.events.themes import find_theme, rethink
from kb.events.triggers import trigger_bits
from kb.events.unclassed import COMES_ABOUT, is_fine
from kb.events.verbs import find_verb
from kb.events.words import affixes, bits_of, mask
from kb.knowledge.gazetteer import Gazetteer
from kb.knowledge.kinds import get_kind
from kb.model import (
    Amount,
    Document,
    EntityMention,
    EntityType,
    Measure,
    Participant,
    Sentence,
    Statement,
    Status,
    TimeMention,
)
from kb.when.span import TimeSpan

_DATE, _NAMES = bits_of("date"), mask("organization", "person", "product")
_MEANT = mask("organization", "person", "product", "anaphor", "personal")
_DAY, _MARKET = bits_of("day"), mask("share", "index", "trading")
# What keeps a clause without a name from being a tale: a thing of trade, a number, an authority.
_ANCHORS = mask(
    "shortage",
    "thing",
    "plant",
    "post",
    "figures",
    "quantity",
    "authority",
    "exchange",
    "regulation_strong",
    "asserted",
    "occasion",
    "gathering",
    "traded",
    "macro",
    "policy_rate",
)
_PERSONAL, _ANAPHOR = bits_of("personal"), bits_of("anaphor")
# Kinds that go on with what these measured: 「第一季交付…,第二季指引為…」.
_OF_VOLUMES = {"shipment": ("results",)}
_MULTIPLE = mask("multiple", "lose")
# A rule of this rank or above shows too little in a text that is about nobody.
_WEAK = 42
_FIGURES, _NUMBERS = mask("figures"), mask("quantity")
_ORGANIZED = frozenset({EntityType.ORGANIZATION, EntityType.PRODUCT})
_DONE_TO = mask("ship", "produce_strong")
_PRODUCT = bits_of("product")
_ORGANIZATION, _TELLS = bits_of("organization"), mask("asserted", "media")
_DATABLE = mask(
    "likewise", "date", "money", "percent", "rank", "ranked", "results", "post", "regulation_strong"
)


def extract_statements(
    document: Document,
    sentences: Sequence[Sentence],
    times: Sequence[TimeMention],
    entities: Sequence[EntityMention],
    amounts: Sequence[Amount],
    gazetteer: Gazetteer,
) -> list[Statement]:
    """The statements of a document in the order of the text. Clauses without a date give none."""
    page = Page.of(document, sentences, times, entities, amounts, gazetteer)
    theme = find_theme(page.marks, len(page.low))
    main, product = find_main(entities, gazetteer), find_main_product(entities, gazetteer)
    main = main or find_interviewed(page.low, entities, gazetteer)
    discourse = Discourse(gazetteer, main=main, main_product=product, theme=theme)
    discourse.sorts = find_sorts(page.low, entities, gazetteer) if _has_english(page.low) else None
    if document.published:
        discourse.published = TimeSpan.day(document.published.day)
    return [statement for sentence in sentences for statement in _of_sentence(page, sentence, discourse)]


def _has_english(low: str) -> bool:
    """Whether a text holds English sentences: its commonest article stands in it."""
    return " the " in low


def _of_sentence(page: Page, sentence: Sentence, discourse: Discourse) -> Iterator[Statement]:
    marks = page.within(sentence.start, sentence.end)
    bits = union(marks)
    if sentence.paragraph != discourse.paragraph:
        discourse.paragraph = sentence.paragraph
        discourse.previous = discourse.opener = None
        discourse.turn_to_main()
        _turn_to(_opener(marks), discourse, page.low[sentence.start : sentence.end].isascii())
        discourse.person = discourse.person if bits & _PERSONAL else None
    discourse.opener = _opener(marks) or discourse.opener
    discourse.inherited = discourse.organization
    goes_on = _goes_on(page, sentence)
    entry, discourse.entry = discourse.entry, _entry_of(page, sentence, marks)
    entry = entry or _of_entry(discourse.chronicle, sentence.paragraph)
    discourse.chronicle = _heads_entry(page, sentence, marks) or discourse.chronicle
    discourse.basis = None
    if not goes_on:
        discourse.sentence = discourse.target = discourse.thing = discourse.draft = None
        discourse.measured = discourse.sentence_day = None
    discourse.is_entry = entry is not None and not bits & _DATE
    if entry and discourse.is_entry:
        discourse.sentence, goes_on = entry, True
    first = marks[0] if marks and marks[0].bits & _NAMES and marks[0].start <= sentence.start + 4 else None
    discourse.opening = first.thing.entity if first and isinstance(first.thing, EntityMention) else None
    mentioned = _day_of(page, marks, discourse.published)
    if mentioned and bits & _MARKET:
        discourse.market = max(discourse.market or mentioned, mentioned, key=lambda day: day.starts_on)
    discourse.named_day = mentioned
    yield from _stated(page, sentence, marks, discourse, goes_on)
    discourse.mentioned = Known(mentioned, sentence.paragraph) if mentioned else discourse.mentioned


def _day_of(page: Page, marks: Sequence[Mark], published: TimeSpan | None) -> TimeSpan | None:
    """The last day gone by that an English sentence names, but for what only followed it: `after Friday's vote`."""
    days = (
        mark.thing.when
        for mark in reversed(marks)
        if mark.bits & _DAY
        and isinstance(mark.thing, TimeMention)
        and mark.thing.when
        and not page.low.startswith("'s", mark.end)
    )
    day = next(days, None)
    return day if day and published and day.starts_on <= published.starts_on else None


def _stated(
    page: Page, sentence: Sentence, marks: Sequence[Mark], discourse: Discourse, goes_on: bool
) -> Iterator[Statement]:
    bits = union(marks)
    states = _may_state(bits, goes_on) or (discourse.organization and _has_dated_noun(page, sentence, bits))
    if not states or page.low[sentence.end - 1] == "?":
        if _has_pronoun_first(marks):
            discourse.hear_objects(names_in(marks))
        else:
            discourse.hear(names_in(marks))
        return
    if (
        page.low[sentence.start : sentence.end].isascii()
        and not bits & _MEANT
        and discourse.opener in (None, discourse.main)
    ):
        discourse.turn_to_main()
    pieces = split_clauses(page, sentence, marks)
    discourse.opening = discourse.opening or _after_participle(pieces)
    discourse.resumed = resumed_at(pieces) if pieces else None
    drafts = draft_statements(pieces, discourse.draft, discourse.previous)
    discourse.draft = drafts[-1] if drafts else None
    topic = discourse.subject, discourse.organization
    heard, before = 0, discourse.sentence
    kept: tuple[Draft, Sequence[Participant]] | None = None
    for at, draft in enumerate(drafts):
        discourse.coming = shared_date(draft, drafts[at + 1 :])
        main = next(index for index in range(heard, len(pieces)) if pieces[index] is draft.main)
        if kept and not is_relative(draft):
            heard = hear_told(kept, pieces, heard, discourse)
        hear(pieces[heard:main], discourse)
        if heard and is_relative(drafts[0]):
            discourse.subject, discourse.organization = topic
            if at == 1 and not _is_told(drafts[0]):
                discourse.sentence, discourse.reporter = before, None
        heard = main
        opened = discourse.subject, discourse.organization
        discourse.antecedent = antecedent(pieces, main)
        told = list(_state(page, draft, discourse, bits))
        yield from told
        discourse.previous = draft if told else discourse.previous
        kept = (draft, told[0].participants) if told and draft.main.is_latin else None
        if told and not draft.main.is_latin:
            heard = after_draft(draft, pieces, main)
            discourse.hear_objects(names_of(pieces[main:heard]))
        elif not told:
            hear([draft.main], discourse)
        if draft is drafts[0]:
            topic = opened if is_relative(draft) else (discourse.subject, discourse.organization)
    if drafts:
        discourse.subject, discourse.organization = topic
    else:
        hear(pieces, discourse)


def _is_told(draft: Draft) -> bool:
    """Whether what opens as a relative clause is what somebody said: `Airbus said on Thursday [that it would …]`."""
    return any(piece.bits & _TELLS for piece in draft.lead[-1:])


def _after_participle(pieces: Sequence[Piece]) -> str | None:
    """The subject that an English sentence names behind its participle: `Founded by two engineers, Calloway …`."""
    if not pieces or not pieces[0].is_latin or not lacks_subject(pieces[0]):
        return None
    names = (one.entity for piece in pieces[1:] for one in piece.entities if _opens(piece, one))
    return next(names, None)


def _opens(piece: Piece, name: EntityMention) -> bool:
    """Whether a name stands first in its clause, but for an article and what it is: `the broker Castlegate`."""
    before = piece.text[: name.start - piece.start]
    return before in ("", "the ", "its ") or (before.startswith("the ") and sort_before(before))


def _has_pronoun_first(marks: Sequence[Mark]) -> bool:
    """Whether the sentence goes on about the topic: 公司 stands before any name, and not right before it."""
    first = next((mark for mark in marks if mark.bits & (_ANAPHOR | _NAMES)), None)
    if first is None or not first.bits & _ANAPHOR:
        return False
    return not any(mark.start == first.end and mark.bits & _NAMES for mark in marks)


def _opener(marks: Sequence[Mark]) -> str | None:
    """The organization that opens a paragraph, if it is not the one who only tells."""
    for index, mark in enumerate(marks):
        if isinstance(mark.thing, TimeMention):
            continue
        if not isinstance(mark.thing, EntityMention) or not mark.bits & _ORGANIZATION:
            return None
        around = union(marks[index + 1 : index + 2])
        owns = around & _PRODUCT and marks[index + 1].start - mark.end <= 1
        return None if around & _TELLS or owns else mark.thing.entity
    return None


def _turn_to(organization: str | None, discourse: Discourse, is_latin: bool) -> None:
    """Figures in a paragraph about another organization are no longer the last reporter's."""
    if organization and discourse.reporter and organization != discourse.reporter:
        discourse.reporter = None
        if not is_latin:
            discourse.period = discourse.release = None


def _may_state(bits: int, goes_on: bool) -> bool:
    """Whether a sentence with these classes can state something dated: by its own date or a carried one."""
    if bits & _DATE and bits & (COMES_ABOUT | _NAMES):
        return True
    return bool(bits & trigger_bits()) and (goes_on or bool(bits & _DATABLE))


def _has_dated_noun(page: Page, sentence: Sentence, bits: int) -> bool:
    """Whether an English sentence with a date may say what came about, though it names nobody."""
    if not bits & _DATE:
        return False
    text = page.low[sentence.start : sentence.end]
    return text.isascii() and text[0].isalnum() and text.split(" ", 1)[0] not in affixes("bare", "no_subject")


def _entry_of(page: Page, sentence: Sentence, marks: Sequence[Mark]) -> TimeSpan | None:
    """The date that is all a sentence says, as the entries of a chronicle begin: `March 25. Google puts out …`."""
    thing = marks[0].thing if marks else None
    if not isinstance(thing, TimeMention) or thing.when is None:
        return None
    rest = page.low[sentence.start : thing.start] + page.low[thing.end : sentence.end]
    return None if rest.strip(" .:-–—\n#*") else thing.when


def _of_entry(known: Known | None, paragraph: int) -> TimeSpan | None:
    return known.when if known and known.paragraph == paragraph else None


def _heads_entry(page: Page, sentence: Sentence, marks: Sequence[Mark]) -> Known | None:
    """The date under which a chronicle tells the rest of a paragraph: `May 1926: The strike stops all sailings.`"""
    thing = marks[0].thing if marks else None
    if not isinstance(thing, TimeMention) or thing.when is None or thing.start != sentence.start:
        return None
    return Known(thing.when, sentence.paragraph) if page.low.startswith(":", thing.end) else None


def _goes_on(page: Page, sentence: Sentence) -> bool:
    """Whether a semicolon joins the sentence to the one before it."""
    before = page.low[max(0, sentence.start - 3) : sentence.start].rstrip(" ")
    return before.endswith(";")


def _state(page: Page, draft: Draft, discourse: Discourse, bits: int) -> Iterator[Statement]:
    if _is_of_nobody(draft, discourse):
        return
    rethink(draft, discourse.theme, discourse.previous, deal=bool(discourse.deal))
    dating = date_draft(draft, discourse)
    if dating is None or (draft.main.sentence.heading and not _is_news(draft, dating)):
        return
    published = page.document.published.day if page.document.published else None
    if published and _is_forecast(draft, dating, published):
        draft.trigger = draft.trigger._replace(kind=get_kind("guidance"))
    status = read_status(draft, dating, published)
    if (
        dating.rule == "neighbour"
        and status in (Status.PLANNED, Status.FORECAST)
        and published
        and dating.when.ends_on <= published
    ):
        if draft.main.is_latin or status is Status.FORECAST:
            return
        status = Status.ACTUAL
    if status is Status.ACTUAL and draft.main.is_latin:
        dating = _on_its_day(dating, discourse)
    if (
        dating.rule == "neighbour"
        and not discourse.is_entry
        and (_is_about_now(draft) or _is_state(draft, dating) or _is_background(draft))
    ):
        return
    participants, who = find_participants(draft, discourse)
    if not participants and not bits & _ANCHORS:
        return
    start, end = quote_of(page.low, draft, dating, participants)
    hit = draft.trigger.hit
    remember(draft, dating, participants, status, discourse)
    statement = Statement(
        id=_identify(page.document, draft),
        start=start,
        end=end,
        quote=page.document.text[start:end],
        sentence=draft.main.sentence,
        kind=draft.kind,
        status=status,
        when=dating.when,
        time=dating.time if dating.time and start <= dating.time.start and dating.time.end <= end else None,
        participants=participants,
        measures=_measures(draft, dating, discourse),
        rule=f"{draft.kind}:{page.document.text[hit.start : hit.end]} date:{dating.rule} subject:{who}",
        speaker=find_speaker(draft),
        was=dating.was,
        announced=dating.announced,
    )
    if dating.rule == "plan" and dating.announced:
        yield _announcement(page.document, draft, statement, dating.announced)
    yield statement


def _is_of_nobody(draft: Draft, discourse: Discourse) -> bool:
    """Whether an English clause of a weak kind stands in a text that told of no organization or product: a tale."""
    weak = draft.trigger.rank >= _WEAK and draft.main.is_latin
    if not weak or discourse.organization or discourse.product:
        return False
    return not any(
        draft.kind != "other" or entity_type(one.entity, discourse.gazetteer) in _ORGANIZED
        for one in names_of(draft.pieces)
    )


def _is_forecast(draft: Draft, dating: Dating, published: date) -> bool:
    """Whether English figures are of a period yet to begin: `with sales doubling next year`."""
    main = draft.main
    told = dating.rule == "period" and main.is_latin and main.bits & _FIGURES and main.bits & _NUMBERS
    return draft.kind == "earnings" and bool(told) and dating.when.starts_on > published


def _measures(draft: Draft, dating: Dating, discourse: Discourse) -> tuple[Measure, ...]:
    """The measures, of what the statement before measured where they go on with it: 「3月交付…,一季度為…」."""
    kind = "results" if draft.kind in RESULTS else draft.kind
    known = discourse.measured
    metric = (
        known[1]
        if known and kind in (known[0], *_OF_VOLUMES.get(known[0], ())) and not draft.main.is_latin
        else None
    )
    measures = read_measures(draft, dating.period if dating.rule == "release" else None, metric)
    if draft.kind == "earnings" and not draft.main.is_latin:
        measures = tuple(_with_basis(measures, discourse))
    if draft.kind == "earnings" and draft.main.is_latin and is_period(dating.when):
        measures = tuple(_as_compared(measures, dating.when, discourse))
    if measures:
        discourse.measured = kind, measures[-1].metric.removesuffix("_change")
    return measures


def _as_compared(measures: Sequence[Measure], period: TimeSpan, discourse: Discourse) -> Iterator[Measure]:
    """English figures of a period are compared with those of the year before once one of them was said to be."""
    for measure in measures:
        if measure.basis == "yoy":
            discourse.compared = period
        relative = measure.metric.endswith("_change") and measure.unit == "%"
        told = "yoy" if discourse.compared == period else None
        yield replace(measure, basis=measure.basis or told) if relative else measure


def _with_basis(measures: Sequence[Measure], discourse: Discourse) -> Iterator[Measure]:
    """The changes of a Chinese sentence up to `;` are all on the basis that it said last: 「同比增37%,淨利僅增3%」."""
    for measure in measures:
        relative = measure.metric.endswith("_change") and measure.unit == "%"
        discourse.basis = measure.basis or discourse.basis
        yield replace(measure, basis=discourse.basis) if relative else measure


def _is_about_now(draft: Draft) -> bool:
    """Whether English says how things are, or only names something: `is being sampled`, `on a joint venture`."""
    main = draft.main
    if not main.is_latin:
        return False
    told = next((one for one in draft.lead if one.start <= draft.trigger.hit.start < one.end), main)
    verb = find_verb(told.text)
    present = verb is not None and told.text[slice(*verb)] in affixes("bare", "present")
    present = present or any(word in affixes("bare", "still") for word in told.text.split())
    if any(piece.amounts for piece in draft.pieces):
        return present and any(f" {word} " in told.text for word in affixes("bare", "now"))
    return verb is None or present


def _on_its_day(dating: Dating, discourse: Discourse) -> Dating:
    """The sentence's last day for what happened, where the date before it is that of a goal: `for this year`."""
    day, published = discourse.sentence_day, discourse.published
    ahead = published is not None and dating.when.ends_on > published.ends_on
    return replace(dating, when=day) if dating.rule == "neighbour" and day and ahead else dating


def _is_background(draft: Draft) -> bool:
    """Whether an English relative clause without a date tells what had been before: `a search that had dragged on`."""
    first = draft.main.text.split(" ", 2)[:2]
    return is_relative(draft) and first[-1] == "had" and not _is_told(draft)


def _is_state(draft: Draft, dating: Dating) -> bool:
    """Whether a Chinese clause without a date only says how much is made, or what came in a year: 年產能1萬台."""
    if draft.main.is_latin or draft.kind != "shipment":
        return False
    return not draft.trigger.hit.bits & _DONE_TO or not is_fine(dating.when.granularity)


def _is_news(draft: Draft, dating: Dating) -> bool:
    """Whether a heading says more than what its text is about: it has a date up to a month, or one and a number."""
    told = any(piece.amounts or piece.bits & _MULTIPLE for piece in draft.pieces)
    return dating.time is not None and (is_fine(dating.when.granularity) or told)


def _announcement(document: Document, draft: Draft, plan: Statement, day: TimeSpan) -> Statement:
    """The announcement of a plan, which happened on its own day."""
    rule = plan.rule.replace("date:plan", "date:announced")
    told = [piece.end for piece in draft.rest if any(time.when == day for time in piece.times)]
    end = max([plan.end, *told[:1]])
    return replace(
        plan,
        id=_identify(document, draft, "announced"),
        end=end,
        quote=document.text[plan.start : end],
        when=day,
        status=Status.ACTUAL,
        time=None,
        rule=rule,
    )


def _identify(document: Document, draft: Draft, part: str = "") -> str:
    """A hash of document, kind and place."""
    key = f"{document.id}\0{draft.kind}\0{draft.main.start}\0{part}"
    return sha256(key.encode()).hexdigest()[:16]
