"""Everything about one event as JSON: what `kb show --json` and the server say of it."""

from __future__ import annotations

from kb.export.contract import JsonObject, event_object, statement_object
from kb.model import EventDetail, Evidence, Judgement


def detail_object(detail: EventDetail) -> JsonObject:
    """An event with its evidence and judgements."""
    return {
        **event_object(detail.event),
        "evidence": [_evidence_object(each) for each in detail.evidence],
        "judgements": [_judgement_object(each) for each in detail.judgements],
    }


def _evidence_object(evidence: Evidence) -> JsonObject:
    return {
        **statement_object(evidence.statement),
        "sentence_text": evidence.sentence_text,
        "document": evidence.document,
        "title": evidence.title,
        "source": evidence.source,
        "publisher": evidence.publisher,
        "url": evidence.url,
        "published": evidence.published_on.isoformat() if evidence.published_on else None,
        "asserted_on": evidence.asserted_on.isoformat(),
        "recorded_at": evidence.recorded_at.isoformat(),
        "copy_of": evidence.copy_of,
        "similarity": evidence.similarity,
        "found": dict(evidence.found),
        "also": list(evidence.also),
    }


def _judgement_object(judged: Judgement) -> JsonObject:
    return {
        "verdict": judged.verdict,
        "left": judged.left,
        "right": judged.right,
        "amend": judged.amend,
        "by": judged.by,
        "at": judged.at.isoformat(),
        "retracted_at": judged.retracted_at.isoformat() if judged.retracted_at else None,
    }
