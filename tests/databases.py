"""The database of a test process: a copy of one that is migrated and filled once for each version of the code.

Migrating and filling takes 20 seconds, copying a fraction of one.  A test with real commits gets a new copy after it.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import sqlite3
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connections

ROOT = Path(__file__).parent.parent
# What is of an older version or of a run that was killed; not sooner, for another run may be under way.
FORGOTTEN_AFTER = 24 * 3600  # seconds without use


class Database(ABC):
    """One engine's way of it."""

    @abstractmethod
    def open(self) -> None:
        """Has Django use a full copy of this process's own."""

    @abstractmethod
    def refill(self) -> None:
        """Makes the copy what it was at the start, whatever was committed since."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of the copy."""

    @abstractmethod
    def another(self, folder: Path) -> contextlib.AbstractContextManager[str]:
        """The DATABASE_URL of a further full copy, for a process that a test starts in that folder."""


def database_for(worker: str, blocker: Any) -> Database:
    """The database that DATABASE_URL asks for, in this process of the test run.

    `blocker` keeps tests from it that don't ask for one; copies for other processes are made all the same.
    """
    return Sqlite(worker) if connections["default"].vendor == "sqlite" else PostgreSQL(worker, blocker)


def version() -> str:
    """Changes with everything that the prepared database is made from."""
    patterns = ("*/migrations/*.py", "taxonomy/data/**/*.*", "taxonomy/*.py", "requirements.txt", "tests/databases.py")
    made_from = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def fill() -> None:
    call_command("migrate", verbosity=0)
    call_command("import_taxonomy", verbosity=0)
    call_command("import_places", verbosity=0)


def use(name: str) -> None:
    """Has Django use the database of that name from now on."""
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


class Sqlite(Database):
    """Files in VAR_DIR/tests: prepared-VERSION.sqlite3, and a copy for each process."""

    def __init__(self, worker: str) -> None:
        self.folder = Path(settings.VAR_DIR) / "tests"
        self.prepared = self.folder / f"prepared-{version()}.sqlite3"
        self.copy = self.folder / f"{worker}.sqlite3"

    def open(self) -> None:
        self._prepare()
        connections["default"].close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.copy}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.prepared, self.copy)
        use(str(self.copy))

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for old in self.folder.glob("prepared-*"):
                if old.stat().st_mtime < time.time() - FORGOTTEN_AFTER:
                    old.unlink()
            if not self.prepared.exists():
                self._make()
            self.prepared.touch()

    def _make(self) -> None:
        making = self.folder / "making.sqlite3"
        making.unlink(missing_ok=True)
        use(str(making))
        fill()
        connections["default"].close()
        with contextlib.closing(sqlite3.connect(making)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        making.rename(self.prepared)

    def refill(self) -> None:
        connections["default"].close()
        self._copy_to(self.copy)

    def close(self) -> None:
        connections["default"].close()

    @contextlib.contextmanager
    def another(self, folder: Path) -> Iterator[str]:
        path = folder / "db.sqlite3"
        self._copy_to(path)
        yield f"sqlite:///{path}"

    def _copy_to(self, path: Path) -> None:
        """SQLite's own copying respects whoever still has the file open."""
        full, other = sqlite3.connect(f"{self.prepared.as_uri()}?mode=rw", uri=True), sqlite3.connect(path)
        with contextlib.closing(full), contextlib.closing(other):
            full.backup(other)


class PostgreSQL(Database):
    """Databases beside that of DATABASE_URL, here NAME: test_NAME_prepared_VERSION, and a copy for each process.

    The comment of each says when it was last used.
    """

    MARK = "last used by tests at "

    def __init__(self, worker: str, blocker: Any) -> None:
        self.blocker = blocker
        self.beginning = f"test_{settings.DATABASES['default']['NAME']}_"
        self.prepared = f"{self.beginning}prepared_{version()}"
        # Two checkouts may share a server; what they write is told apart by VAR_DIR.
        place = hashlib.sha256(str(settings.VAR_DIR).encode()).hexdigest()[:6]
        self.copy = f"{self.beginning}{place}_{worker}"

    def open(self) -> None:
        self._prepare()
        self._copy_to(self.copy)
        use(self.copy)

    def _prepare(self) -> None:
        with self._server() as server:
            server.execute("SELECT pg_advisory_lock(hashtext(%s))", [self.beginning])  # held by this connection
            self._drop_forgotten(server)
            server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.prepared])
            if server.fetchone() is None:
                self._make(server)
            self._mark(server, self.prepared)

    def _make(self, server: Any) -> None:
        making = f"{self.beginning}making"
        server.execute(f'DROP DATABASE IF EXISTS "{making}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{making}"')
        use(making)
        fill()
        with connections["default"].cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        connections["default"].close()
        server.execute(f'ALTER DATABASE "{making}" RENAME TO "{self.prepared}"')

    def refill(self) -> None:
        connections["default"].close()
        self._copy_to(self.copy)

    def close(self) -> None:
        connections["default"].close()
        with self._server() as server:
            server.execute(f'DROP DATABASE "{self.copy}" WITH (FORCE)')

    @contextlib.contextmanager
    def another(self, folder: Path) -> Iterator[str]:
        name = f"{self.copy}_another"
        self._copy_to(name)
        try:
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        finally:
            with self._server() as server:
                server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _copy_to(self, name: str) -> None:
        """FORCE ends the connections that threads of a live server still keep."""
        with self._server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.prepared}"')
            self._mark(server, name)

    def _mark(self, server: Any, name: str) -> None:
        server.execute(f'COMMENT ON DATABASE "{name}" IS %s', [f"{self.MARK}{time.time():.0f}"])

    def _drop_forgotten(self, server: Any) -> None:
        server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            " AND starts_with(shobj_description(oid, 'pg_database'), %s) AND shobj_description(oid, 'pg_database') < %s",
            [self.beginning, self.MARK, f"{self.MARK}{time.time() - FORGOTTEN_AFTER:.0f}"],
        )
        for (name,) in server.fetchall():
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextlib.contextmanager
    def _server(self) -> Iterator[Any]:
        """A cursor of a connection to the server that uses none of these databases."""
        with self.blocker.unblock(), connections["default"]._nodb_cursor() as cursor:
            yield cursor
