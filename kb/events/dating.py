"""Which date a statement is about: the clause's own first, then those before it; none is invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kb.events.clauses import Piece
from kb.events.discourse import Discourse, is_day, is_period, recent
from kb.events.draft import Draft, opens_relative
from kb.events.page import Mark
from kb.events.times import PLAIN, Dated, Part, dates_of, is_date_only
from kb.events.verbs import find_verb
from kb.events.words import affixes, bits_of, mask
from kb.model import TimeMention
from kb.when.edtf import parse_edtf
from kb.when.span import TimeSpan

_CAPEX = mask("metric.capex")
_RESULTS = bits_of("results")
_FIGURES = mask("figures")
_QUANTITIES = mask("money", "percent", "count")
_TRADING, _TRADED = bits_of("trading"), bits_of("traded")
_FUTURE, _LIKEWISE = mask("future"), mask("likewise")
# Kinds whose figures go on from sentence to sentence.
COUNTED = frozenset({"market_share", "shipment"})
# Kinds whose steps are told one after the other under one date, by words at least as sure as this.
_GOING_ON = frozenset({"personnel", "regulation"})
_UNSURE = 38
# Kinds whose day is never that on which some period ended.
_OF_DAYS = frozenset({"share_price", "market_cap"})
# Days of a time so long that what is undated after it goes with a day told before: 年內跌幅約13%,總市值….
_LONG = 60
# Days after which a day is no news.
_FRESH = 7
_SHORTLY_BEFORE = bits_of("shortly_before")
_ANNOUNCED = bits_of("announced")
_TOLD_OF_PLAN = mask("announced", "promised")
_ASSERTED = mask("said", "announced")
_REPORTED = mask("present", "said", "announced")


@dataclass(frozen=True, slots=True)
class Dating:
    """When a statement is about, the mention that says so (None if it was carried), and the rule.

    `period` is what dated results were for, `was` a delay's former target, `announced` the day of the
    announcement of a plan or delay.
    """

    when: TimeSpan
    time: TimeMention | None
    rule: str
    period: TimeSpan | None = None
    was: TimeSpan | None = None
    announced: TimeSpan | None = None


def date_draft(draft: Draft, discourse: Discourse) -> Dating | None:
    """When the statement is about; None where nothing says so."""
    match draft.kind:
        case "earnings":
            return _date_results(draft, discourse)
        case "guidance":
            return _date_outlook(draft, discourse)
        case "delay":
            return _date_delay(draft, discourse)
        case "share_price" | "market_cap":
            return _own(draft) or _after_results(draft, discourse) or _of_last_day(draft, discourse)
    dating = _date_plan(draft) or _own(draft) or _after_results(draft, discourse)
    if dating is None and discourse.release and discourse.sentence == discourse.release.when:
        dating = _of_period(draft, discourse)
    dating = dating or _of_sentence(discourse)
    dating = dating or _of_same_day(draft, discourse) or _of_trade(draft, discourse)
    dating = dating or _of_period(draft, discourse) or _of_last_figures(draft, discourse)
    return dating or _of_news_day(draft, discourse) or discourse.coming


def shared_date(draft: Draft, rest: Sequence[Draft]) -> Dating | None:
    """The date after the last of the verbs of one subject: `raised $25 million, opened an office and … in May`."""
    if not draft.main.is_latin or _all_dates(draft.pieces):
        return None
    for before, following in zip([draft, *rest], rest, strict=False):
        found = _shared(before, following)
        if found or not _goes_on(following) or _all_dates(following.pieces):
            return found
    return None


def _goes_on(draft: Draft) -> bool:
    """Whether a clause begins with its verb, its subject being that of the one before."""
    between = draft.main.text[: max(0, draft.trigger.hit.start - draft.main.start)].split()
    return between in ([], ["and"]) and not draft.main.subordinate


def _shared(draft: Draft, following: Draft) -> Dating | None:
    if not following.main.joined or not _goes_on(following) or draft.main.subordinate:
        return None
    own = _own(following)
    return own and replace(own, time=None)


def _of_period(draft: Draft, discourse: Discourse) -> Dating | None:
    """What a company spent, told among its results, goes with their period."""
    if not draft.main.bits & _CAPEX or not draft.main.bits & _QUANTITIES:
        return None
    when = recent(discourse.period, draft.main.sentence.paragraph)
    return Dating(when, None, "period:carried") if when else None


def _of_same_day(draft: Draft, discourse: Discourse) -> Dating | None:
    """What somebody also announced goes with the day that the paragraph last told of: 集團同時宣布."""
    known, sentence = discourse.day, draft.main.sentence
    also = any(piece.bits & _LIKEWISE for piece in (*draft.lead, draft.main))
    if not also or known is None or known.paragraph != sentence.paragraph:
        return None
    return Dating(known.when, None, "day:carried")


def _of_news_day(draft: Draft, discourse: Discourse) -> Dating | None:
    """An undated English step of a court, or an appointment, goes on with the day its paragraph told of."""
    known, main = discourse.day, draft.main
    if draft.kind not in _GOING_ON or not main.is_latin or draft.trigger.rank >= _UNSURE:
        return None
    if known is None or known.paragraph != main.sentence.paragraph or not find_verb(main.text):
        return None
    return None if _all_dates(draft.pieces) else Dating(known.when, None, "day:carried")


def _own(draft: Draft) -> Dating | None:
    """The nearest date of the statement's own pieces: the trigger's, those after it, those before it."""
    main = [dated for dated in dates_of(draft.main) if dated.part in PLAIN]
    if draft.main.is_latin:
        main = [dated for dated in main if dated.part is Part.PLAIN] or main or _ended(draft.main)
    if main:
        return _by(_nearest(main, draft), "clause")
    for pieces, rule in ((draft.tail, "after"), (reversed(draft.lead), "before")):
        for piece in pieces:
            if rule == "before" and opens_relative(piece) and not opens_relative(draft.main):
                continue
            plain = [dated for dated in dates_of(piece) if dated.part in PLAIN]
            if draft.main.is_latin and draft.kind in _OF_DAYS and piece.bits & (_FIGURES | _RESULTS):
                plain = [dated for dated in plain if not is_period(dated.when)]
            if plain:
                told = rule == "before" and piece.bits & _ASSERTED
                return _by(plain[-1] if rule == "before" else plain[0], "said" if told else rule)
    parts = (Part.SPEAKER,) if draft.kind in _OF_DAYS and draft.main.is_latin else (Part.SPEAKER, Part.ENDED)
    spare = [dated for dated in _all_dates(draft.pieces) if dated.part in parts]
    return _by(spare[0], "said" if spare[0].part is Part.SPEAKER else "ended") if spare else None


def _ended(piece: Piece) -> list[Dated]:
    return [dated for dated in dates_of(piece) if dated.part is Part.ENDED]


def _of_sentence(discourse: Discourse) -> Dating | None:
    return Dating(discourse.sentence, None, "neighbour") if discourse.sentence else None


def _date_results(draft: Draft, discourse: Discourse) -> Dating | None:
    """The day of release where the statement has it, with the period beside; else the period."""
    dates = _all_dates(draft.pieces)
    told = [dated for dated in dates if dated.part in (*PLAIN, Part.SPEAKER)]
    period = _period_of(draft, told)
    ended = next((dated for dated in dates if dated.part is Part.ENDED), None)
    days = [dated for dated in told if is_day(dated.when)]
    days.sort(key=lambda dated: not draft.main.start <= dated.time.start < draft.main.end)
    release = next((dated for dated in days if dated.part is Part.SPEAKER), days[0] if days else None)
    if release and _is_release(draft):
        covered = period.when if period else _quarter_ended(ended)
        return Dating(release.when, release.time, "release", period=covered)
    if not draft.main.is_latin and period and _is_announced_ahead(draft, told):
        return Dating(told[-1].when, told[-1].time, "release", period=period.when)
    own = period or ended or release or (told[0] if told else None)
    if own:
        return Dating(own.when, own.time, "period", period=own.when)
    paragraph = draft.main.sentence.paragraph
    if not draft.main.bits & (_FIGURES | _QUANTITIES):
        return _of_sentence(discourse)
    for known, rule in ((discourse.period, "period:carried"), (discourse.release, "release:carried")):
        when = recent(known, paragraph)
        if when:
            return Dating(when, None, rule)
    return _of_sentence(discourse) or _of_news(draft, discourse)


def _of_news(draft: Draft, discourse: Discourse) -> Dating | None:
    """English figures of no period that came out with the news that the text tells, on its day."""
    known, published = discourse.day, discourse.published
    if not draft.main.is_latin or known is None or published is None or not draft.main.bits & _QUANTITIES:
        return None
    is_fresh = 0 <= (published.starts_on - known.when.starts_on).days <= _FRESH
    return Dating(known.when, None, "day:carried") if is_fresh else None


def _is_announced_ahead(draft: Draft, told: Sequence[Dated]) -> bool:
    """Whether a Chinese clause says when results are due: 「全年業績將於明年2月揭盅」."""
    main = draft.main
    due = len(told) > 1 and main.bits & _FUTURE and main.bits & _REPORTED and not main.bits & _QUANTITIES
    return bool(due and told[-1].when.starts_on > told[0].when.starts_on)


def _period_of(draft: Draft, told: Sequence[Dated]) -> Dated | None:
    """The period that results are for: the one beside the first figure, else the first."""
    periods = [dated for dated in told if is_period(dated.when)]
    figured = [piece for piece in draft.pieces if piece.bits & _FIGURES and piece.bits & _QUANTITIES]
    beside = [dated for piece in figured[:1] for dated in periods if dated in dates_of(piece)]
    return next(iter(beside or periods), None)


def _quarter_ended(ended: Dated | None) -> TimeSpan | None:
    """The quarter that ended on a day, where that closes a calendar one; else the day itself."""
    if ended is None:
        return None
    day = ended.when.ends_on
    quarter = TimeSpan.quarter(day.year, (day.month + 2) // 3)
    return quarter if quarter.ends_on == day else ended.when


def _is_release(draft: Draft) -> bool:
    return any(piece.bits & (_REPORTED | _RESULTS | _FIGURES) for piece in draft.pieces)


def _date_outlook(draft: Draft, discourse: Discourse) -> Dating | None:
    """The period that is forecast; the day of the forecast is when it was announced."""
    dates = _all_dates(draft.pieces)
    told = [dated for dated in dates if dated.part in PLAIN and not is_day(dated.when)]
    day = next((dated.when for dated in dates if is_day(dated.when) and dated.part is not Part.ENDED), None)
    main = [dated for dated in told if draft.main.start <= dated.time.start < draft.main.end]
    if told:
        best = _nearest(main, draft) if main else told[0]
        return Dating(best.when, best.time, "period", announced=day)
    own = _own(draft)
    if own:
        return own
    when = recent(discourse.outlook, draft.main.sentence.paragraph)
    if when:
        return Dating(when, None, "period:carried")
    return _of_sentence(discourse)


def _date_delay(draft: Draft, discourse: Discourse) -> Dating | None:
    """The new target; the former one and the day of the announcement are kept beside."""
    dates = [dated for dated in _all_dates(draft.pieces) if dated.part is not Part.COMPARISON]
    after = [dated for dated in dates if dated.part is Part.TARGET] or [
        dated for dated in dates if dated.part is Part.PLAIN and dated.time.start >= draft.trigger.hit.end
    ]
    after = after or [dated for dated in dates if dated.part is Part.FORMER and _is_range(dated, draft)]
    former = next(
        (dated.when for dated in dates if dated.part in (Part.FORMER, Part.ORIGINAL)), discourse.target
    )
    told = [dated for dated in dates if dated.part in (Part.PLAIN, Part.SPEAKER) and dated not in after]
    if after:
        known = next((dated.when for dated in told if dated.when.ends_on < after[-1].when.ends_on), None)
        when, before = _ends_of(after[-1], draft)
        return Dating(when, after[-1].time, "target", was=before or former, announced=known)
    if told:
        return Dating(told[-1].when, told[-1].time, "announced", was=former, announced=told[-1].when)
    carried = _after_results(draft, discourse) or _of_sentence(discourse)
    return carried and replace(carried, was=former)


def _ends_of(dated: Dated, draft: Draft) -> tuple[TimeSpan, TimeSpan | None]:
    """The new target and the former one, where English tells both as one range: `slipped from June to July`."""
    if not _is_range(dated, draft):
        return dated.when, None
    first, _, last = dated.when.edtf.partition("/")
    return parse_edtf(last), parse_edtf(first)


def _is_range(dated: Dated, draft: Draft) -> bool:
    """Whether an English date is two, from one to the other: `from June to July`."""
    piece = next((one for one in draft.pieces if one.start <= dated.time.start < one.end), draft.main)
    before = f" {piece.text[: max(0, dated.time.start - piece.start)].rstrip()}"
    return piece.is_latin and "/" in dated.when.edtf and before.endswith(" from")


def _date_plan(draft: Draft) -> Dating | None:
    """A plan that was announced on a day: the target, with that day beside it."""
    dates = [dated for dated in dates_of(draft.main) if dated.part in (*PLAIN, Part.SPEAKER)]
    dates += [
        dated for piece in draft.lead for dated in dates_of(piece) if dated.part in (*PLAIN, Part.SPEAKER)
    ]
    late = [piece for piece in draft.tail[-1:] if piece.is_latin and is_date_only(piece)]
    dates += [dated for piece in late for dated in dates_of(piece) if dated.part in PLAIN]
    after = [piece for piece in draft.rest if piece.is_latin and piece.bits & _ANNOUNCED]
    dates += [dated for piece in after for dated in dates_of(piece) if dated.part in (*PLAIN, Part.SPEAKER)]
    told_in = (*draft.lead, draft.main, *after)
    word = next((mark for piece in told_in for mark in piece.marks if mark.bits & _TOLD_OF_PLAN), None)
    if word is None or len(dates) < 2:
        return None
    told = _told_on(dates, word, draft)
    targets = [dated for dated in dates if dated.when.starts_on > told.when.ends_on]
    if not targets:
        return _by(told, "clause")
    target = min(targets, key=_begins)
    return Dating(target.when, target.time, "plan", announced=told.when)


def _told_on(dates: Sequence[Dated], word: Mark, draft: Draft) -> Dated:
    """The day of an announcement: the nearest date to its verb; in Chinese that stands before it."""
    before = [dated for dated in dates if dated.time.end <= word.start]
    candidates = before if before and not draft.main.is_latin else dates
    return min(candidates, key=lambda dated: _distance(dated, word))


def _after_results(draft: Draft, discourse: Discourse) -> Dating | None:
    """What came after results came on their day; what came shortly before them, about that month."""
    when = discourse.release.when if discourse.release else None
    results = next((piece for piece in draft.pieces if piece.subordinate and piece.bits & _RESULTS), None)
    if when is None or results is None:
        return None
    if results.bits & _SHORTLY_BEFORE:
        month = TimeSpan.month(when.starts_on.year, when.starts_on.month)
        return Dating(month.approximate(), None, "release:before")
    return Dating(when, None, "release:carried")


def _of_last_day(draft: Draft, discourse: Discourse) -> Dating | None:
    """An undated move goes with the last day that the text told of."""
    if draft.main.is_latin and discourse.published and _trades_now(draft):
        return Dating(discourse.published, None, "published")
    carried = _of_sentence(discourse)
    beside = discourse.market if draft.main.is_latin else discourse.sentence_day
    ahead = draft.main.is_latin and carried and _is_ahead(carried.when, discourse)
    if draft.main.is_latin and discourse.named_day and carried and not is_day(carried.when):
        return Dating(discourse.named_day, None, "neighbour")
    if carried and not ahead and not (beside and _covers(carried.when, beside)):
        return carried
    told_in = draft.pieces if draft.main.is_latin else [draft.main]
    if not any(piece.bits & _QUANTITIES for piece in told_in):
        return None
    paragraph = draft.main.sentence.paragraph
    told = discourse.mentioned if draft.main.is_latin else None
    known = discourse.day and discourse.day.paragraph == paragraph
    if told and told.paragraph == paragraph and not known:
        return Dating(told.when, None, "day:carried")
    days = [recent(known, paragraph) for known in (discourse.day, discourse.release)]
    when = next((day for day in (draft.main.is_latin and discourse.market, *days) if day), None)
    if when and not known and draft.main.is_latin and _is_stale(when, draft, discourse):
        return Dating(discourse.published, None, "published") if discourse.published else None
    return Dating(when, None, "day:carried") if when else None


def _of_trade(draft: Draft, discourse: Discourse) -> Dating | None:
    """The day of trading for English prices of what is traded beside shares: `Gold rose 0.9% to $2,467 an ounce`."""
    return _of_last_day(draft, discourse) if draft.main.is_latin and draft.main.bits & _TRADED else None


def _is_stale(when: TimeSpan, draft: Draft, discourse: Discourse) -> bool:
    """Whether a session without a date, `in afternoon trading`, is not that of a day told of long ago."""
    published = discourse.published
    trades = any(piece.bits & _TRADING for piece in draft.pieces)
    return published is not None and bool(trades) and (published.starts_on - when.ends_on).days > _FRESH


def _is_ahead(when: TimeSpan, discourse: Discourse) -> bool:
    return discourse.published is not None and when.starts_on > discourse.published.ends_on


def _trades_now(draft: Draft) -> bool:
    """Whether a price is that of the moment of writing: `was last up 10%`."""
    return any(word in draft.main.text for word in affixes("bare", "trades_now"))


def _covers(stretch: TimeSpan, day: TimeSpan) -> bool:
    """Whether a longer time, as of what a share has lost this year, holds the day of trading."""
    is_long = (stretch.ends_on - stretch.starts_on).days >= _LONG
    return is_long and stretch.starts_on <= day.starts_on <= stretch.ends_on


def _of_last_figures(draft: Draft, discourse: Discourse) -> Dating | None:
    """Undated figures of a market or of deliveries are for the period that the paragraph last told of."""
    known, main = discourse.figures, draft.main
    if draft.kind not in COUNTED or known is None or not main.bits & _QUANTITIES or main.bits & _FUTURE:
        return None
    return Dating(known.when, None, "period:carried") if known.paragraph == main.sentence.paragraph else None


def _nearest(dates: Sequence[Dated], draft: Draft) -> Dated:
    """The date that stands nearest to the trigger; of two as near, the one before it."""
    return min(dates, key=lambda dated: _distance(dated, draft.trigger.hit))


def _distance(dated: Dated, mark: Mark) -> tuple[int, int]:
    """Characters between a date and a word; of two as near, the date before the word comes first."""
    if dated.time.end <= mark.start:
        return mark.start - dated.time.end, 0
    return max(0, dated.time.start - mark.end), 1


def _by(dated: Dated, rule: str) -> Dating:
    return Dating(dated.when, dated.time, rule)


def _begins(dated: Dated) -> tuple[int, int]:
    return dated.when.starts_on.toordinal(), dated.when.ends_on.toordinal()


def _all_dates(pieces: Iterable[Piece]) -> list[Dated]:
    return [dated for piece in pieces for dated in dates_of(piece)]
