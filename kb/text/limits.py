"""How much of a stranger's file is read, and for how long: what is beyond is refused in one line."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import FrameType, ModuleType

from kb.errors import ReadError

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one document (a file, a line of a corpus), its characters, and seconds to read it.

    What unpacks to more than `free_bytes` may be at most `ratio` times as long as it was packed: texts shrink
    to a tenth, bombs to a thousandth.
    """

    document_bytes: int = 64 * MIB
    characters: int = 2_000_000
    seconds: float = 60.0
    free_bytes: int = 16 * MIB
    ratio: int = 200


LIMITS = Limits()


class _TimeIsUp(BaseException):
    """No `Exception`, which libraries catch."""


@contextmanager
def time_limit(seconds: float, name: str) -> Iterator[None]:
    """Raise `ReadError` where the block takes longer. Only a process's main thread can be stopped."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    former = signal.signal(signal.SIGALRM, _stop)
    try:
        try:
            # Again each second, should a library's own handler have swallowed the first.
            signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _TimeIsUp:
        raise ReadError(f"{name}: takes longer than {seconds:g} seconds to read") from None
    finally:
        # Time may have been up just as the block ended, before the timer was stopped.
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let time be up only after the block: a module that is broken off while it loads stays broken."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def library(module: str, package: str, name: str) -> ModuleType:
    """A library of the extra `read`. Raises `ReadError`, naming the extra, where it is not installed."""
    try:
        with uninterrupted():
            return import_module(module)
    except ImportError:
        raise ReadError(f"{name}: reading this needs {package}; pip install 'kb[read]'") from None


def megabytes(count: int) -> str:
    """A limit as a person says it."""
    return f"{count / MIB:g} MB" if count >= MIB else f"{count:,} bytes"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeIsUp
