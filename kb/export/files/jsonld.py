"""JSON-LD: schema.org's Event with PROV's word on where it comes from. Its context is inline, so it parses offline."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO
from urllib.parse import quote

from kb.export.job import Job
from kb.export.telling import source_name, web_address
from kb.model import Entity, EntityType, EventDetail, Evidence, Measure, Status

_EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_CONTEXT = {
    "@vocab": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "startDate": {"@type": "xsd:date"},
    "endDate": {"@type": "xsd:date"},
    "previousStartDate": {"@type": "xsd:date"},
    "datePublished": {"@type": "xsd:date"},
    "eventStatus": {"@type": "@id"},
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "temporalCoverage": {"@type": _EDTF},
    "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
}
_TYPES = {
    EntityType.ORGANIZATION: "Organization",
    EntityType.PERSON: "Person",
    EntityType.PRODUCT: "Product",
    EntityType.PLACE: "Place",
    EntityType.GATHERING: "Event",
}
_GONE = (Status.CANCELLED, Status.DENIED)


def write(details: Iterable[EventDetail], out: TextIO, job: Job) -> None:
    """Write the graph, event by event."""
    out.write('{"@context": ' + json.dumps(_CONTEXT) + ',\n"@graph": [')
    separator = "\n"
    for detail in details:
        out.write(separator + json.dumps(_event(detail), ensure_ascii=False))
        separator = ",\n"
    out.write("\n]}\n")


def _event(detail: EventDetail) -> dict[str, Any]:
    event = detail.event
    when = event.when
    former = _former(detail)
    told: dict[str, Any] = {
        "@id": _urn("event", event.id),
        "@type": ["Event", "prov:Entity"],
        "identifier": event.id,
        "name": event.title,
        "additionalType": event.kind,
        "startDate": when.starts_on.isoformat(),
        "endDate": when.ends_on.isoformat(),
        "temporalCoverage": when.edtf,
        "eventStatus": _status(event.status, former),
        "creativeWorkStatus": event.status.value,
    }
    parts = {
        "previousStartDate": former,
        "about": [_entity(name, detail.described.get(name)) for name in event.entities],
        "additionalProperty": [_measure(each) for each in event.measures],
        "subjectOf": [_work(each) for each in detail.evidence],
        "wasDerivedFrom": list(dict.fromkeys(_urn("document", each.document) for each in detail.evidence)),
    }
    return told | {name: value for name, value in parts.items() if value}


def _urn(kind: str, name: str) -> str:
    return f"urn:kb:{kind}:{quote(name)}"


def _former(detail: EventDetail) -> list[str]:
    """The first days that the event had before it slipped."""
    start = detail.event.when.starts_on
    days = [each.statement.was.starts_on for each in detail.evidence if each.statement.was]
    return [day.isoformat() for day in dict.fromkeys(days) if day != start]


def _status(status: Status, former: list[str]) -> str:
    name = "EventCancelled" if status in _GONE else "EventRescheduled" if former else "EventScheduled"
    return f"https://schema.org/{name}"


def _entity(name: str, entity: Entity | None) -> dict[str, Any]:
    told: dict[str, Any] = {"@id": _urn("entity", name)}
    if entity is None:
        return {**told, "@type": "Thing", "name": name}
    names = [spelling for spellings in entity.names.values() for spelling in spellings]
    told |= {"@type": _TYPES[entity.type], "name": entity.label()}
    if others := [each for each in dict.fromkeys(names) if each != told["name"]]:
        told["alternateName"] = others
    if entity.wikidata:
        told["sameAs"] = f"http://www.wikidata.org/entity/{entity.wikidata}"
    return told


def _measure(measure: Measure) -> dict[str, Any]:
    unit = "unitCode" if len(measure.unit) == 3 and measure.unit.isupper() else "unitText"
    return {
        "@type": "PropertyValue",
        "name": measure.metric,
        # Text, as a number would lose digits.
        "value": format(measure.value, "f"),
        unit: measure.unit,
    }


def _work(evidence: Evidence) -> dict[str, Any]:
    told = {
        "@id": _urn("statement", evidence.statement.id),
        "@type": "Article",
        "headline": evidence.title,
        "text": evidence.statement.quote,
        "url": web_address(evidence),
        "datePublished": evidence.published_on and evidence.published_on.isoformat(),
        "publisher": {"@type": "Organization", "name": source_name(evidence)},
        "author": evidence.author,
        "inLanguage": evidence.language,
        "wasDerivedFrom": _urn("document", evidence.document),
    }
    return {name: value for name, value in told.items() if value}
