"""What only one process may do at a time, on whatever machine: it ends with the process, however that ends."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from search.engines.base import EngineError


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Holds a name; EngineError at once when another process holds it.

    With PostgreSQL it is an advisory lock of the session (so the connection must not go through a pooler that shares
    sessions between transactions); with SQLite, which is on one machine, a lock of the operating system
    on a file beside the database.
    """
    with _in_database(name) if connection.vendor == "postgresql" else _in_folder(name):
        yield


@contextmanager
def _in_database(name: str) -> Iterator[None]:
    key = zlib.crc32(f"idiaspora {name}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise _taken(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _in_folder(name: str) -> Iterator[None]:
    path = Path(f"{connection.settings_dict['NAME']}.{name}.lock")
    try:
        file = path.open("a")
    except OSError as error:
        raise EngineError(f"{path} can't be written to: {error}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _taken(name) from None
        yield


def _taken(name: str) -> EngineError:
    return EngineError(f"Another process is at it already: {name}")
