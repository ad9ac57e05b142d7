"""Running the server until it is told to stop."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.applications import Starlette

from kb.errors import UsageError

# Seconds for answers that are under way when the server is stopped.
_LAST_ANSWERS = 3
# Seconds for which a connection without requests is kept: a busy client must not find it closed.
_IDLE = 75
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_hosts(host: str) -> tuple[str, ...]:
    """The names that a request to a server on loopback may be for; none where others may reach it."""
    return (*_LOCAL_NAMES, host) if is_loopback(host) else ()


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any that is free. Raises `UsageError` where none can."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"--host {host}: {(error.strerror or str(error)).lower()}") from None
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(1024)
    except (OSError, OverflowError) as error:
        listening.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen on {host} port {port}: {reason.lower()}; try another --port"
        ) from None
    return listening


def address_of(listening: socket.socket) -> str:
    """The socket's address as one opens it in a browser."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def run(app: Starlette, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on the socket until SIGINT or SIGTERM; `ready` is called when requests are taken."""
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=_LAST_ANSWERS, timeout_keep_alive=_IDLE,
    )  # fmt: skip
    server = _Server(config, ready)
    # uvicorn raises the signal once more when it has stopped: stopping is what was asked for.
    with listening, suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
