"""The API: what it answers, and what it says where it cannot."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from kb.errors import DatabaseError
from kb.export.contract import EVENT_COLUMNS
from kb.serve.openapi import describe
from kb.serve.parameters import MOST_ON_PAGE
from kb.serve.problems import PROBLEMS
from kb.store.database import open_database
from tests.serve.conftest import EVENTS, fill


def _titles(client: TestClient, query: str = "") -> list[str]:
    answer = client.get(f"/api/timeline?{query}")
    assert answer.status_code == 200, answer.text
    return [event["title"] for event in answer.json()["events"]]


def test_timeline(client: TestClient) -> None:
    answer = client.get("/api/timeline")
    assert answer.headers["content-type"] == "application/json"
    first, *_ = answer.json()["events"]
    assert tuple(first) == EVENT_COLUMNS
    assert (first["edtf"], first["entities"]) == ("2024-03-18", ["nvidia", "blackwell"])
    assert answer.json()["cursor"] is None
    assert "link" not in answer.headers


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("entity=nvidia", 3),
        ("entity=輝達&kind=launch", 1),
        ("entity=nvidia&entity=AMD", 4),
        ("from=2024-06&to=2024-Q3", 2),
        ("from=2025-02-01&to=2025-12-31", 1),
        ("from=2025-02-01&within=true", 0),
        ("kind=launch&kind=delay", 3),
        ("status=rumored", 1),
        ("text=推迟", 1),
        ("text=nvidia", 3),
        ("as-of=1999", 0),
        ("as_of=1999", 0),
        ("limit=2", 2),
        ("entity=nvidia&entity=blackwell&all-entities=true", 1),
        ("granularity=month", 4),
        ("source=Harbor Wire", 5),
        ("source=nobody", 0),
        ("from=2024-09-03&to=2024-09-03&relation=equals", 1),
        ("from=2024-04-01&relation=starts", 4),
        ("recorded-by=1999-01-01", 0),
    ],
)
def test_parameters_are_those_of_the_command_line(client: TestClient, query: str, count: int) -> None:
    assert len(_titles(client, query)) == count


def test_newest_first(client: TestClient) -> None:
    assert _titles(client, "newest=1") == _titles(client)[::-1] == [title for _, title, *_ in EVENTS][::-1]


def test_pages_are_followed_by_cursor(client: TestClient) -> None:
    found: list[str] = []
    address: str | None = "/api/timeline?limit=2&entity=nvidia&entity=amd"
    while address:
        answer = client.get(address)
        found += [event["title"] for event in answer.json()["events"]]
        link = answer.headers.get("link")
        address = link[1 : link.index(">")] if link else None
        assert (address is None) == (answer.json()["cursor"] is None)
    assert found == _titles(client, "entity=nvidia&entity=amd")
    assert len(found) == 4


@pytest.mark.parametrize(
    ("address", "status", "problem", "said"),
    [
        ("/api/timeline?form=2024", 400, "unknown-parameter", "'form'"),
        ("/api/timeline?text=a&text=b", 400, "unknown-parameter", "once"),
        ("/api/timeline?entity=nvidai", 400, "invalid-parameter", "did you mean nvidia"),
        ("/api/timeline?kind=lunch", 400, "invalid-parameter", "launch"),
        ("/api/timeline?measure=much", 400, "invalid-parameter", "much"),
        ("/api/timeline?status=done", 400, "invalid-parameter", "done"),
        ("/api/timeline?from=2024-13", 400, "invalid-parameter", "2024-13"),
        ("/api/timeline?from=2025&to=2024", 400, "invalid-parameter", "reversed"),
        ("/api/timeline?limit=0", 400, "invalid-parameter", "limit"),
        ("/api/timeline?limit=-5", 400, "invalid-parameter", "limit"),
        ("/api/timeline?within=perhaps", 400, "invalid-parameter", "true or false"),
        ("/api/timeline?cursor=nonsense", 400, "invalid-parameter", "cursor"),
        ("/api/timeline?text=!", 400, "invalid-parameter", "no letter or digit"),
        (f"/api/timeline?limit={MOST_ON_PAGE + 1}", 400, "over-limit", str(MOST_ON_PAGE)),
        ("/api/timeline?from=0001&to=9999", 400, "over-limit", "too wide"),
        ("/api/timeline.csv?limit=1000000", 400, "over-limit", "limit"),
        ("/api/timeline.docx", 404, "not-found", ".docx"),
        ("/api/entities.docx", 404, "not-found", ".docx"),
        ("/api/events/zzzz", 404, "unknown-name", "zzzz"),
        ("/api/schedule/nobody-at-all", 404, "unknown-name", "nobody-at-all"),
        ("/api/entities?x=1", 400, "unknown-parameter", "'x'"),
        ("/nothing", 404, "not-found", "openapi"),
    ],
)
def test_problems(client: TestClient, address: str, status: int, problem: str, said: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == status
    told = answer.json()
    assert told["type"] == f"/api/problems#{problem}"
    assert told["status"] == status
    assert told["instance"] == address.partition("?")[0]
    assert said in told["detail"]
    assert "Traceback" not in answer.text


def test_near_names_are_listed(client: TestClient) -> None:
    assert "nvidia" in client.get("/api/schedule/nvidai").json()["near"]
    assert client.get("/api/timeline?form=2024").json()["near"] == ["from"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_is_written(client: TestClient, method: str) -> None:
    answer = client.request(method, "/api/timeline")
    assert answer.status_code == 405
    assert answer.json()["type"] == "/api/problems#method-not-allowed"


def test_the_connection_cannot_write(database_url: str) -> None:
    import kb
    from kb.config import Settings

    fill(database_url)
    with open_database(database_url, create=False, read_only=True) as database:
        with pytest.raises(DatabaseError, match="read-only"):
            kb.Base(database, Settings()).add("2024", "must not be held", kind="other")
        with pytest.raises(DatabaseError, match="read-only"), database.write() as connection:
            connection.exec_driver_sql("DELETE FROM event")
        assert len(kb.Base(database, Settings()).timeline()) == len(EVENTS)


@pytest.mark.parametrize(
    "address",
    ["/", "/api/timeline", "/api/timeline.csv", "/api/entities.csv", "/api/openapi.json", "/page/events"],
)
def test_what_is_known_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    tag = first.headers["etag"]
    assert re.fullmatch(r'W/"\w+"', tag)
    for given in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        again = client.get(address, headers={"If-None-Match": given})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_changes_with_the_base(client: TestClient, database_url: str) -> None:
    import kb

    tag = client.get("/api/timeline").headers["etag"]
    with kb.open(database_url) as base:
        base.add("2026", "Rubin", kind="launch", entities=("rubin",), status="planned")
    answer = client.get("/api/timeline", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert len(answer.json()["events"]) == len(EVENTS) + 1


def test_event(client: TestClient) -> None:
    event = client.get("/api/timeline?kind=delay").json()["events"][0]
    told = client.get(f"/api/events/{event['id']}").json()
    assert told["title"] == "Blackwell 推遲出貨"
    assert told["evidence"][0]["publisher"] == "Harbor Wire"
    assert client.get(f"/api/events/{event['id'][:12]}").json() == told
    assert client.get(f"/api/events/{event['id']}?as-of=1999").status_code == 404


def test_schedule_entities_and_conflicts(client: TestClient) -> None:
    revisions = client.get("/api/schedule/Blackwell").json()["revisions"]
    assert [(each["milestone"], each["edtf"], each["status"]) for each in revisions] == [
        ("shipment", "2025-33", "rumored")
    ]
    entities = client.get("/api/entities").json()["entities"]
    assert {each["entity"]: each["events"] for each in entities} == {"nvidia": 3, "blackwell": 2, "amd": 1}
    assert client.get("/api/conflicts").json() == {"conflicts": []}


@pytest.mark.parametrize("name", ["schedule/Blackwell", "entities", "conflicts"])
@pytest.mark.parametrize(("suffix", "kind"), [("csv", "text/csv"), ("jsonl", "application/x-ndjson")])
def test_tables_by_suffix(client: TestClient, name: str, suffix: str, kind: str) -> None:
    answer = client.get(f"/api/{name}.{suffix}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(kind)
    (listed,) = client.get(f"/api/{name}").json().values()
    rows = list(csv.reader(io.StringIO(answer.text))) if suffix == "csv" else answer.text.splitlines()
    assert len(rows) == len(listed) + (suffix == "csv")


@pytest.mark.parametrize(
    ("suffix", "kind", "begins"),
    [
        ("csv", "text/csv", "id,"),
        ("json", "application/json", "["),
        ("jsonl", "application/x-ndjson", '{"'),
        ("ics", "text/calendar", "BEGIN:VCALENDAR"),
        ("html", "text/html", "<!doctype html>"),
        ("md", "text/markdown", ""),
        ("svg", "image/svg+xml", "<"),
        ("timelinejs.json", "application/json", "{"),
        ("mmd", "text/plain", ""),
    ],
)
def test_exports_by_suffix(client: TestClient, suffix: str, kind: str, begins: str) -> None:
    answer = client.get(f"/api/timeline.{suffix}?kind=launch&title=Launches")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f'filename="timeline.{suffix}"' in answer.headers["content-disposition"]
    assert answer.text.startswith(begins)
    assert "AMD" in answer.text
    assert "279 billion" not in answer.text


def test_exports_leave_nothing_behind(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("exports")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert client.get("/api/timeline.csv").status_code == 200
    assert client.get("/api/timeline.csv?entity=nvidai").status_code == 400
    tag = client.get("/api/timeline.ics").headers["etag"]
    assert client.get("/api/timeline.ics", headers={"If-None-Match": tag}).status_code == 304
    assert list(folder.iterdir()) == []


def test_answers_are_compressed(client: TestClient) -> None:
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "<title>Chips</title>" in answer.text


def test_the_page_has_its_policy_in_a_header(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("frame-ancestors 'none'")
    assert "connect-src 'self'" in policy


def test_head(client: TestClient) -> None:
    answer = client.head("/api/timeline")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["etag"] == client.get("/api/timeline").headers["etag"]


def _references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [each for inner in value.values() for each in _references(inner)]
    return [each for inner in value for each in _references(inner)] if isinstance(value, list) else []


def test_openapi_describes_what_there_is(client: TestClient) -> None:
    told = client.get("/api/openapi.json").json()
    assert told == json.loads(json.dumps(describe()))
    assert told["openapi"].startswith("3.1")
    for reference in _references(told):
        found = told
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
    routes = {route.path for route in client.app.routes if route.path.startswith("/api/")}  # type: ignore[attr-defined]
    described = {path.replace("{entity}", "{entity:path}") for path in told["paths"]}
    assert routes - {"/api/openapi.json"} == described
    for path, methods in told["paths"].items():
        assert set(methods) == {"get"}
        needed = set(re.findall(r"\{(\w+)\}", path))
        assert needed == {each["name"] for each in methods["get"]["parameters"] if each["in"] == "path"}


def test_openapi_parameters_are_known_to_the_command_line() -> None:
    """What can be asked of `kb timeline` can be asked here, by the same name."""
    from kb.cli.ask import timeline

    options = {option.lstrip("-") for parameter in timeline.params for option in parameter.opts}
    asked = {each["name"] for each in describe()["paths"]["/api/timeline"]["get"]["parameters"]}
    # These say how to print it.
    assert options - asked == {"format", "json", "sql", "db", "pages"}


def test_problems_are_explained(client: TestClient) -> None:
    assert set(client.get("/api/problems").json()) == set(PROBLEMS)


def test_a_base_that_is_gone(tmp_path_factory: pytest.TempPathFactory) -> None:
    from kb.serve.app import make_app

    path = tmp_path_factory.mktemp("gone") / "kb.db"
    fill(f"sqlite:///{path}")
    with open_database(f"sqlite:///{path}", create=False, read_only=True) as database:
        database.close()
        for each in path.parent.iterdir():
            each.unlink()
        with TestClient(make_app(database), raise_server_exceptions=False) as client:
            answer = client.get("/api/timeline")
    assert (answer.status_code, answer.json()["type"]) == (503, "/api/problems#unavailable")


def test_other_hosts_are_refused(database_url: str) -> None:
    from kb.serve.app import make_app

    with open_database(database_url, create=False, read_only=True) as database:
        app = make_app(database, hosts=("127.0.0.1", "localhost"))
        with TestClient(app, base_url="http://localhost:8000") as client:
            assert client.get("/api/timeline").status_code == 200
            refused = client.get("/api/timeline", headers={"Host": "rebound.example"})
    assert (refused.status_code, refused.json()["type"]) == (421, "/api/problems#unknown-host")


def test_the_pages_own_addresses(client: TestClient) -> None:
    page = client.get("/page/events?limit=2&entity=nvidia").json()
    assert page["events"]["title"] == ["Nvidia unveils Blackwell", "Nvidia closes above $3 trillion"]
    rest = client.get(f"/page/events?limit=2&entity=nvidia&cursor={page['next']}").json()
    assert (rest["events"]["title"], rest["next"]) == (["Nvidia loses $279 billion in a day"], None)
    telling = client.get(f"/page/tellings/{rest['events']['id'][0]}").json()
    assert telling["documents"][telling["rows"][0]["evidence"][0][0]][0] == "Harbor Wire"
    assert [row[1] for row in client.get("/page/revisions").json()] == ["shipment"]
