"""Pages and feeds of the web, fetched only where a user names their address.

A name is resolved once and the connection goes to the address that was looked at, at each hop of a redirection:
private networks are refused unless they are allowed. Sites are asked for their robots.txt (RFC 9309) first,
and are not asked twice within the pause.
"""

from __future__ import annotations

import gzip
import io
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import BinaryIO, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from kb.errors import ReadError
from kb.reading.piece import Manner
from kb.text.limits import megabytes, time_limit

AGENT = "kb"
_HEADERS = {
    "User-Agent": f"{AGENT}/0.1 (event timelines; reads pages that a person names)",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
    "Accept-Encoding": "identity",
}
_MOST_HOPS = 5
_ROBOTS_BYTES = 512 * 1024  # RFC 9309, section 2.5: no less
_STEP = 64 * 1024
# Seconds that a server may stay silent; all in all it has those of the limits.
_TIMEOUT = 10.0
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
# A site may ask for more than the pause between two requests; so much more is waited for.
_LONGEST_PAUSE = 30.0


class Page(NamedTuple):
    """What an address gave: its bytes, the address that they came from, a name to guess a format by."""

    body: BinaryIO
    address: str
    name: str
    charset: str | None


class Web:
    """Fetches, remembering what sites forbid and when they were asked last."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._robots: dict[str, RobotFileParser | None] = {}
        self._asked: dict[str, float] = {}

    def fetch(self, address: str) -> Page:
        """The body of an address, after redirections.

        Raises `ReadError` where it is refused, forbidden, too slow, too long, or there is none.
        """
        with time_limit(self._manner.limits.seconds, address):
            return self._fetch(address, address)

    def _fetch(self, address: str, named: str) -> Page:
        for _ in range(_MOST_HOPS + 1):
            parts = _split(address, named)
            self._require_allowed(parts, named)
            with self._answer(parts, named) as response:
                if response.status in _REDIRECTIONS:
                    address = urljoin(address, response.headers.get("Location", ""))
                    continue
                if response.status != 200:
                    raise ReadError(f"{named}: the server answers {response.status} {response.reason}")
                limit = self._manner.limits.document_bytes
                body = io.BytesIO(_read(response, limit, named))
                return Page(body, address, _name(parts, response), response.headers.get_content_charset())
        raise ReadError(f"{named}: more than {_MOST_HOPS} redirections")

    def _require_allowed(self, parts: SplitResult, named: str) -> None:
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(parts, named)
        rules = self._robots[site]
        if rules is not None and not rules.can_fetch(AGENT, parts.geturl()):
            raise ReadError(f"{named}: {parts.netloc} forbids it in its robots.txt")

    def _read_robots(self, parts: SplitResult, named: str) -> RobotFileParser | None:
        """What a site lets be read; None where it says nothing (RFC 9309, section 2.3.1)."""
        place = parts._replace(path="/robots.txt", query="", fragment="")
        try:
            with self._answer(place, named) as response:
                if response.status != 200:
                    return None
                text = _read(response, _ROBOTS_BYTES, named).decode("utf-8", "replace")
        except _Slow:
            return None
        rules = RobotFileParser()
        rules.parse(text.splitlines())
        return rules

    @contextmanager
    def _answer(self, parts: SplitResult, named: str) -> Iterator[HTTPResponse]:
        self._wait(parts)
        connection = _Connection(parts, named, self._manner.allow_private)
        try:
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            connection.request("GET", path, headers=_HEADERS)
            yield connection.getresponse()
        except TimeoutError:
            raise _Slow(f"{named}: {parts.hostname} is too slow") from None
        except (OSError, HTTPException, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ReadError(f"{named}: {' '.join(reason.split())}") from None
        finally:
            connection.close()

    def _wait(self, parts: SplitResult) -> None:
        """A pause between two requests to one site, or what it asks for."""
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asked = rules.crawl_delay(AGENT) if rules else None
        pause = min(max(self._manner.pause, float(asked or 0)), _LONGEST_PAUSE)
        if parts.path != "/robots.txt" and (last := self._asked.get(parts.netloc)) is not None:
            time.sleep(max(0.0, last + pause - time.monotonic()))
        if parts.path != "/robots.txt":
            self._asked[parts.netloc] = time.monotonic()


class _Slow(ReadError):
    pass


class _Connection(HTTPConnection):
    """A connection to an address that was looked at before."""

    def __init__(self, parts: SplitResult, named: str, allow_private: bool) -> None:
        self._secure = parts.scheme == "https"
        self.default_port = 443 if self._secure else 80
        super().__init__(parts.hostname or "", parts.port or self.default_port)
        self._named, self._allow_private = named, allow_private

    def connect(self) -> None:
        """Connect to the first address of the host; each of them must be one of the open internet."""
        address = resolve(self.host, self.port, self._named, self._allow_private)
        self.sock = socket.create_connection((address, self.port), _TIMEOUT)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def resolve(host: str, port: int, named: str, allow_private: bool) -> str:
    """The address of a host. Raises `ReadError` where any of its addresses is in a private network."""
    try:
        found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise ReadError(f"{named}: no such host {host!r}") from None
    if not allow_private:
        for each in found:
            if not _is_public(each):
                raise ReadError(f"{named}: {host} is in a private network; refused without --allow-private")
    return found[0]


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (mapped is None or mapped.is_global)


def _split(address: str, named: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise ReadError(f"{named}: {address!r} is no address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ReadError(f"{named}: leads to {address!r}, which is not of the web; refused")
    return parts


def _read(response: HTTPResponse, limit: int, named: str) -> bytes:
    """The body, as it comes, as long as there is time."""
    parts, length = [], 0
    while data := response.read1(_STEP):
        parts.append(data)
        length += len(data)
        if length > limit:
            raise ReadError(f"{named}: longer than {megabytes(limit)}")
    return _plain(b"".join(parts), response.headers.get("Content-Encoding", ""), limit, named)


def _plain(data: bytes, encoding: str, limit: int, named: str) -> bytes:
    """The body of a server that packs though it was asked not to."""
    if encoding.lower() in ("", "identity"):
        return data
    try:
        if encoding.lower() in ("gzip", "x-gzip"):
            plain = gzip.GzipFile(fileobj=io.BytesIO(data)).read(limit + 1)
        else:
            plain = zlib.decompressobj().decompress(data, limit + 1)
    except (OSError, EOFError, zlib.error):
        raise ReadError(f"{named}: damaged {encoding}") from None
    if len(plain) > limit:
        raise ReadError(f"{named}: longer than {megabytes(limit)}")
    return plain


def _name(parts: SplitResult, response: HTTPResponse) -> str:
    """A name with the end that the content's type says, where the address has none."""
    kinds = {"text/html": ".html", "application/pdf": ".pdf", "text/markdown": ".md", "text/csv": ".csv"}
    return parts.path.rsplit("/", 1)[-1] + kinds.get(response.headers.get_content_type(), "")
