"""Pages and feeds of the web, from a server on this machine; nothing here leaves it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from kb.errors import ReadError
from kb.reading import Failure, Manner, read_document
from kb.reading.find import find_pieces
from kb.reading.web import Web, resolve
from kb.text.limits import LIMITS
from tests.cli.conftest import Kb
from tests.reading import files

MANNER = Manner(allow_private=True, pause=0.0, limits=replace(LIMITS, document_bytes=50_000, seconds=3.0))
Answer = Callable[[BaseHTTPRequestHandler], None]


def _send(handler: BaseHTTPRequestHandler, body: bytes, kind: str = "text/html", status: int = 200) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.end_headers()
    handler.wfile.write(body)


def _redirect(handler: BaseHTTPRequestHandler, address: str) -> None:
    handler.send_response(302)
    handler.send_header("Location", address)
    handler.end_headers()


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.1)


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(1_000):
        handler.wfile.write(b"a" * 1_000)


ANSWERS: dict[str, Answer] = {
    "/page": lambda handler: _send(handler, files.page().encode()),
    "/big5": lambda handler: _send(handler, files.CHINESE.encode("big5"), "text/plain; charset=iso-8859-1"),
    "/feed": lambda handler: _send(handler, files.RSS.encode(), "application/rss+xml"),
    "/moved": lambda handler: _redirect(handler, "/page"),
    "/round": lambda handler: _redirect(handler, "/round"),
    "/file": lambda handler: _redirect(handler, "file:///etc/passwd"),
    "/gone": lambda handler: _send(handler, b"gone", status=410),
    "/drip": _drip,
    "/endless": _endless,
    "/private/page": lambda handler: _send(handler, files.page().encode()),
    "/robots.txt": lambda handler: _send(handler, b"User-agent: *\nDisallow: /private/\n", "text/plain"),
}


class _Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, float]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, time.monotonic()))
        answer = ANSWERS.get(self.path)
        with suppress(OSError):
            answer(self) if answer else self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def refusal(address: str, manner: Manner = MANNER) -> str:
    [found] = find_pieces([address], manner)
    assert isinstance(found, Failure)
    line = str(found)
    assert line.startswith(address)
    assert "\n" not in line
    return line.removeprefix(f"{address}: ")


def test_a_page(site: str) -> None:
    document, _ = read_document(f"{site}/page", MANNER)
    assert document.title == "Nvidia's worst day"
    assert document.source == f"{site}/page"
    # The page names its canonical address; one that does not is known by where it was found.
    assert document.url == "https://news.example.org/nvidia-falls"
    plain, _ = read_document(f"{site}/big5", MANNER)
    assert (plain.url, plain.text) == (f"{site}/big5", files.CHINESE)


def test_a_redirection_is_followed(site: str) -> None:
    document, _ = read_document(f"{site}/moved", MANNER)
    assert document.title == "Nvidia's worst day"


def test_each_entry_of_a_feed(site: str) -> None:
    found = list(find_pieces([f"{site}/feed"], MANNER))
    assert [str(each.place) for each in found] == [f"{site}/feed:entry 1", f"{site}/feed:entry 2"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/gone", "the server answers 410 Gone"),
        ("/none", "the server answers 404 Not Found"),
        ("/round", "more than 5 redirections"),
        ("/file", "leads to 'file:///etc/passwd', which is not of the web; refused"),
        ("/endless", "longer than 50,000 bytes"),
        ("/drip", "takes longer than 3 seconds to read"),
    ],
)
def test_what_is_refused(site: str, path: str, line: str) -> None:
    assert refusal(site + path) == line


def test_what_a_site_forbids(site: str) -> None:
    host = site.removeprefix("http://")
    assert refusal(f"{site}/private/page") == f"{host} forbids it in its robots.txt"


def test_private_networks(site: str) -> None:
    line = "127.0.0.1 is in a private network; refused without --allow-private"
    assert refusal(f"{site}/page", Manner()) == line


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "fc00::1",
    ],
)
def test_addresses_that_are_private(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)
    with pytest.raises(ReadError, match="private network"):
        resolve("example.org", 80, "x", allow_private=False)
    assert resolve("example.org", 80, "x", allow_private=True) == address


def test_every_hop_is_looked_at(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A public page that leads to a private one: the first hop is let pass, as if it were public."""
    port = site.rpartition(":")[2]
    real = socket.getaddrinfo

    def answer(host, *rest, **named):
        return real("127.0.0.1" if host == "public.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr("kb.reading.web._is_public", lambda address: not hops)
    hops: list[str] = []
    monkeypatch.setitem(
        ANSWERS, "/leads", lambda handler: (hops.append("x"), _redirect(handler, f"{site}/page"))
    )
    address = f"http://public.example:{port}/leads"
    assert refusal(address, replace(MANNER, allow_private=False)).startswith(
        "127.0.0.1 is in a private network"
    )


def test_a_site_is_not_asked_twice_at_once(site: str) -> None:
    web = Web(replace(MANNER, pause=0.3))
    _Handler.asked.clear()
    for _ in range(2):
        web.fetch(f"{site}/page")
    asked = [(path, at) for path, at in _Handler.asked]
    assert [path for path, _ in asked] == ["/robots.txt", "/page", "/page"]
    assert asked[2][1] - asked[1][1] >= 0.25


def test_nobody_answers() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert "refused" in refusal(f"http://127.0.0.1:{port}/").lower()
    assert refusal("http://:80/").startswith("leads to")


def test_an_address_goes_in_with_files(kb: Kb, site: str) -> None:
    refused = kb("ingest", f"{site}/page")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    done = kb("ingest", "--allow-private", f"{site}/page", "-", stdin="Intel fell on March 5, 2024.")
    assert (done.code, done.out.count("\n")) == (0, 2)


def test_one_address_is_read_as_it_would_go_in(kb: Kb, site: str) -> None:
    refused = kb("extract", f"{site}/page")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "--allow-private" in refused.err
    assert kb("extract", "--allow-private", f"{site}/page").code == 0
