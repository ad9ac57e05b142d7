"""The names of a sentence's clauses taken in: what the next clauses may be about, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence

from kb.events.clauses import Piece
from kb.events.discourse import Discourse
from kb.events.draft import Draft
from kb.events.english import topics_first
from kb.events.names import names_of
from kb.events.oblique import is_governed, is_inside_relative, only_speaks
from kb.model import Participant


def hear_told(
    told: tuple[Draft, Sequence[Participant]], pieces: Sequence[Piece], heard: int, discourse: Discourse
) -> int:
    """Take in the names of an English statement that is not about them all: the one it is about stays the topic.

    Returns the place of the first piece after it.
    """
    draft, participants = told
    if draft.kind == "regulation" or not participants:
        return heard
    after = max(heard, after_draft(draft, pieces, heard))
    names = names_of(pieces[heard:after])
    mine = [one for one in names if one.entity == participants[0].entity]
    if mine:
        discourse.hear([*mine, *(one for one in names if one not in mine)])
    else:
        discourse.hear_objects(names)
    return after


def hear(pieces: Sequence[Piece], discourse: Discourse) -> None:
    """Take in the names that later clauses may be about, the likeliest first."""
    gazetteer = discourse.gazetteer
    placed = [(piece, one) for piece in pieces for one in names_of([piece])]
    speakers = [one for piece, one in placed if only_speaks(piece, one, gazetteer)]
    inside = [
        one for piece, one in placed if not piece.is_latin and is_inside_relative(piece, one, gazetteer)
    ]
    objects = [one for piece, one in placed if is_governed(piece, one)]
    topics = [one for one in topics_first(pieces, names_of(pieces)) if one not in speakers]
    if topics and all(one in objects for one in topics):
        discourse.hear_objects(topics)
    else:
        discourse.hear(sorted(topics, key=lambda one: one in inside or one in objects))
    discourse.hear_speakers(speakers)


def after_draft(draft: Draft, pieces: Sequence[Piece], main: int) -> int:
    """The place of the first piece after a statement."""
    last = (draft.tail or [draft.main])[-1]
    return next(index for index in range(main, len(pieces)) if pieces[index] is last) + 1
