"""What stands around a mention: its clause, sentence and paragraph, its tense, its prepositions.

All of it is looked up only for the mentions that need it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache

from kb.lang.load import load_words
from kb.timex.edges import Edges, edges, either, last_word
from kb.timex.tenses import REPORTING, english_tense_words, goes_on, tense_words
from kb.when.granularity import Bound

# Both begin with a set of characters, for which `re` has a fast path.
# A dot ends a clause only behind a word of small letters that is no short form: U.S. and Jan. do not.
_NO_SHORT_FORM = (
    r"(?<!\b(?:Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec|Inc|Gov|Sen|Rep|Gen|Rev|Ltd)\.)(?<!\b(?:Sept|Corp|Bros)\.)"
)
_CLAUSE_END = re.compile(
    rf"[,;:。；\n!?.](?:(?<!\.)|(?=\s)(?:(?<=[a-z][a-z\d)%\"']\.){_NO_SHORT_FORM}|(?<=\d\d\.)))"
)
_SENTENCE_END = re.compile(r"[。!?\n.](?:(?<!\.)|(?=\s+[\"'(]*[A-Z]))")
# Further than this a clause or sentence is not followed: text without punctuation must not cost quadratic time.
_REACH = 400
_CLAUSE_REACH = 120
_PREPOSITION = re.compile(
    r"(?:\b(?i:in|on|since|by|from|back in|as early as|and|until|during)|早在|[在于自从到至])\s*$"
)
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_PERIOD_END = re.compile(r"(?:\b(?i:ended|ending|ends|through|as of|to)(?: on)?(?: the)?|截至|截止|止于)\s?$")
_PERIOD_ENDS = frozenset({"ended", "ending", "ends", "through", "of", "to", "on", "至", "止", "于"})
_QUARTER_END = re.compile(
    r"(?i)(?:\b(?:quarter|three[- ]months?|3[- ]months?)(?: period)?,? (?:that )?(?:ended|ending|ends|to)(?: on)?"
    r"|季度?截至|止于)\s?$"
)
_UP_TO_NOW = ("以来", "至今", "迄今")
_SUPERLATIVE = re.compile(
    r"(?i)\b(?:[a-z]+est|worst|least|most|record|low|high|first(?:\stime)?)\b[^.;]*\bsince(?:\sthe)?\s$"
)
_REPORT = re.compile(
    r"['s]*\s?(?i:fiscal )?(?i:results|earnings|report)\b|(?:的)?(?:财报|业绩|季报|财务报告|法说)"
)
_LISTED = re.compile(
    r"(?:\s|,|、|\b(?:and|or|to|then|in|on|by|from|the|of|until)\b|和|及|与|以及|至|到|再到|或)*"
)
_HAPPENS = re.compile(
    r"\s(?:began|started|opened|ended|was|saw|brought|got|proved|turned|has been|had been)\b"
)
_RELATIVE = re.compile(r"[,(] ?(?:who|which|whose|where)\b[^,.;()]*$")
_PLUPERFECT = re.compile(r"\bhad (?:[a-z]+ly )?(?!to\b)[a-z]+\b[^,;.]*$")
_CONDITION = re.compile(r"\b(?:if|unless)\b[^.;]*\b(?:has|have)(?: not|n't)?\b[^.;]*$")
_OVER = re.compile("[^,。;]*[已了曾]")
_SENTENCE_OPENERS = frozenset("。.!?\n")
_OPENERS = frozenset("。.!?;:,(\"'-—、")


@dataclass(slots=True)
class Passage:
    """A folded text, with the answers that reading it asks for."""

    folded: str
    foreign: re.Pattern[str] | None = None  # the words of tense where the text is neither Chinese nor English
    _start: int = -1
    _word: str = ""
    _edges: Edges = field(default_factory=edges)
    _tenses: dict[tuple[int, int], int] = field(default_factory=dict)
    _clauses: array[int] | None = None

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence of a mention starts and ends."""
        last = _SENTENCE_END.search(self.folded, end, end + _REACH)
        return self._sentence_start(start), (last.start() if last else min(len(self.folded), end + _REACH))

    def _sentence_start(self, start: int) -> int:
        """Where the sentence of a mention starts; the marks that end one wherever they stand are looked for first."""
        first = max(0, start - _REACH)
        for mark in "\n。":
            first = max(first, self.folded.rfind(mark, first, start) + 1)
        for match in _SENTENCE_END.finditer(self.folded, first, start):
            first = match.end()
        return first

    def _clause_start(self, start: int) -> int:
        """Where the clause of a mention starts: all clauses are found when one is asked for."""
        if self._clauses is None:
            self._clauses = array("L", [match.end() for match in _CLAUSE_END.finditer(self.folded)])
        before = bisect_right(self._clauses, start)
        first = max(0, start - _CLAUSE_REACH)
        return max(first, self._clauses[before - 1]) if before else first

    def same_sentence(self, left: int, right: int) -> bool:
        """Whether no sentence ends between two offsets."""
        return right - left <= _REACH and _SENTENCE_END.search(self.folded, left, right) is None

    def same_paragraph(self, left: int, right: int) -> bool:
        """Whether no line ends between two offsets."""
        return self.folded.find("\n", left, right) < 0

    def alone(self, start: int, end: int) -> bool:
        """Whether the text is nothing but the mention, so that nothing is reported."""
        around = len(self.folded) - (end - start)
        return around < 4 and not (self.folded[:start] + self.folded[end:]).strip(" .,。")

    def listed(self, left: int, right: int) -> bool:
        """Whether nothing but joining words stands between two dates: in March 2023 and in June."""
        return _LISTED.fullmatch(self.folded, left, right) is not None

    def aside(self, start: int, end: int, later: int) -> bool:
        """Whether a mention stands in brackets or an English relative clause that is over at a later offset."""
        between = self.folded[end:later]
        if between.count(")") > between.count("("):
            return True
        first = max(0, start - _CLAUSE_REACH)
        return "," in between and _RELATIVE.search(self.folded, first, start) is not None

    def before_that(self, start: int) -> bool:
        """Whether the English clause before a mention tells of what had been: which it had promised in February."""
        return _PLUPERFECT.search(self.folded, max(0, start - _CLAUSE_REACH), start) is not None

    def conditional(self, start: int) -> bool:
        """Whether the mention is in an English condition: if it has not closed by April 25."""
        return _CONDITION.search(self.folded, max(0, start - _CLAUSE_REACH), start) is not None

    def leads(self, start: int) -> bool:
        """Whether a mention opens its clause, a preposition aside: In 2015, …; 2015年，…"""
        before = _PREPOSITION.sub("", self.folded[max(0, start - 16) : start]).rstrip()
        return start <= 1 or not before or before[-1] in _OPENERS or before.endswith("\n")

    def opens(self, start: int) -> bool:
        """Whether a mention opens its sentence, a preposition aside."""
        before = _PREPOSITION.sub("", self.folded[max(0, start - 16) : start]).rstrip(" \t\"'(")
        return start <= 1 or not before or before[-1] in _SENTENCE_OPENERS

    def tells_of(self, start: int, end: int) -> bool:
        """Whether a mention is the subject of its clause: For Boeing, 2024 began badly."""
        before = self.folded[max(0, start - 4) : start].rstrip(" ")
        leads = not before or before[-1] in _OPENERS or before[-1] == "\n"
        return leads and _HAPPENS.match(self.folded, end) is not None

    def begins_after(self, first: int, start: int) -> bool:
        """Whether a mention opens the sentence behind the one that an offset stands in."""
        return (
            self.opens(start)
            and start - first <= _REACH
            and len(_SENTENCE_END.findall(self.folded, first, start)) == 1
        )

    def tense(self, start: int, end: int) -> int:
        """2 where the clause speaks of what is to come, -2 where of what was, 0 where it does not say.

        1 and -1 are told by the clauses before, in Chinese.

        The word nearest before the mention decides, else the first one after it: "announced on Friday that it
        will", 12月將推出.
        """
        known = self._tenses.get((start, end))
        if known is None:
            known = self._tenses[start, end] = self._tense(start, end)
        return known

    def _tense(self, start: int, end: int) -> int:
        first = self._clause_start(start)
        word = None
        for match in self._words_of_tense(first, start).finditer(self.folded, first, start):
            if word is None or not goes_on(word, match):
                word = match
        if word is None:
            if self.folded.startswith(",", end) and self.leads(start):
                end += 1  # a date before its clause: In March, the firm will …
            stop = _CLAUSE_END.search(self.folded, end, end + _CLAUSE_REACH)
            last = stop.start() if stop else end + _CLAUSE_REACH
            word = self._words_of_tense(end, last).search(self.folded, end, last)
        if word is None:
            return self._shared_tense(first, start)
        return 2 if word.lastgroup == "future" else -2

    def in_chinese(self, start: int, end: int) -> bool:
        """Whether a mention is in Chinese."""
        return not self.folded[start:end].isascii()

    def over(self, start: int, end: int) -> bool:
        """Whether the Chinese clause of a mention says that it is over: 已, 了, 曾."""
        first = self._clause_start(start)
        return _OVER.match(self.folded, first, end + _CLAUSE_REACH) is not None

    def _words_of_tense(self, first: int, last: int) -> re.Pattern[str]:
        """The words of tense in the language of a stretch."""
        if self.foreign is not None:
            return self.foreign
        return tense_words() if _IDEOGRAPH.search(self.folded, first, last) else english_tense_words()

    def _shared_tense(self, clause: int, start: int) -> int:
        """In Chinese the clauses of a sentence share the tense of the ones before."""
        if not _IDEOGRAPH.search(self.folded, max(0, start - 8), start + 8):
            return 0
        told = [
            word
            for word in tense_words().finditer(self.folded, self._sentence_start(start), clause)
            if word.group() not in REPORTING
        ]
        return 0 if not told else 1 if told[-1].lastgroup == "future" else -1

    def told_before(self, start: int, end: int) -> bool:
        """It did, as a two-minute video, on January 16: whether the clauses before tell of what was, in English."""
        if self.foreign is not None or (self.leads(start) and self.folded[end : end + 1] not in (".", ";")):
            return False
        first = self._sentence_start(start)
        words = [match.lastgroup for match in english_tense_words().finditer(self.folded, first, start)]
        return words[-1:] == ["past"]

    def ends_period(self, start: int) -> bool:
        """Whether the mention is the day on which a period ends: 截至2024年10月27日, the quarter ended July 28."""
        if self.word_before(start) not in _PERIOD_ENDS:
            return False
        return _PERIOD_END.search(self.folded, max(0, start - 24), start) is not None

    def outdone_since(self, start: int) -> bool:
        """Whether the mention is when something was last so: the steepest drop since Nov. 15."""
        return _SUPERLATIVE.search(self.folded, max(0, start - 60), start) is not None

    def looks_back(self, start: int, end: int) -> bool:
        """Whether something has gone on from the mention up to now: since December, 12月以來."""
        return self.word_before(start) == "since" or self.folded.startswith(_UP_TO_NOW, end)

    def ends_quarter(self, start: int) -> bool:
        """Whether what ends on the day at this place is called a quarter."""
        return _QUARTER_END.search(self.folded, max(0, start - 40), start) is not None

    def names_report(self, end: int) -> bool:
        """Whether a report is named by the period that the mention tells: third-quarter results, 第三季財報."""
        return _REPORT.match(self.folded, end, end + 24) is not None

    def compared(self, start: int) -> bool:
        """Whether the mention is what something is compared with: 較去年, from a year earlier."""
        return self._edges.compares(self.folded, start, self.word_before(start))

    def tells_results(self, start: int, end: int, reach: int) -> bool:
        """Whether a word of a company's results stands within `reach` characters."""
        first, last = self.sentence(start, end)
        return (
            _result_words().search(self.folded, max(first, start - reach), min(last, end + reach)) is not None
        )

    def word_before(self, start: int) -> str:
        """The word before an offset, an article aside, in small letters; in Chinese the character."""
        if start != self._start:
            self._start = start
            letter = self.folded[start - 1] if start else ""
            # The last character of a word in Chinese is the answer, as it stands.
            is_answer = not letter.isascii() and not letter.isspace()
            self._word = letter if is_answer else last_word(self.folded[max(0, start - 24) : start])
        return self._word

    def touched(self, start: int, end: int) -> bool:
        """Whether anything at the mention's edges can bound it or make it approximate: seldom so."""
        return self._letter_after(end) in self._edges.after or self.word_before(start) in self._edges.before

    def introduced(self, start: int) -> bool:
        """Whether the word before a mention can compare something with it or make it the end of a period."""
        word = self.word_before(start)
        return word in self._edges.compared or word in _PERIOD_ENDS

    def bound(self, start: int, end: int) -> Bound | None:
        """Whether the words at the mention's edges make it one end of what is meant."""
        return self._edges.bound(self.folded, start, end, self.word_before(start), self._letter_after(end))

    def approximate(self, start: int, end: int) -> bool:
        """Whether the words at the mention's edges say about."""
        return self._edges.approximate(
            self.folded, start, end, self.word_before(start), self._letter_after(end)
        )

    def _letter_after(self, end: int) -> str:
        """The first character behind a mention, a space aside."""
        letter = self.folded[end : end + 1]
        return self.folded[end + 1 : end + 2] if letter == " " else letter


@cache
def _result_words() -> re.Pattern[str]:
    """Words of results; most of a text is refused by the characters that they begin with."""
    initials = "".join(sorted({word[0] for word in load_words("zh", "passage")["results"]}))
    return re.compile(rf"(?=[{initials}a-zA-Z]){either('results')}")
