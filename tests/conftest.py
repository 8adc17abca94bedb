"""What every test stands on: a database made once with the taxonomy in it, and three people."""

import contextlib
import fcntl
import functools
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import timezone, translation

from tests.search.plugin import (  # noqa: F401 - fixtures: an index of its own for every test
    _own_index,
    embedded_index,
    search_index,
)

ROOT = Path(__file__).parent.parent


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says once more, at the end, what was skipped for want of which service."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = {str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped}
    for reason in sorted(reasons):
        terminalreporter.write_line(f"skipped: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With NO_SKIPS, as in .ci/run where every service is up, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NO_SKIPS") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _version() -> str:
    """Changes with everything that the prepared database is made from."""
    patterns = ("*/migrations/*.py", "taxonomy/data/**/*.*", "taxonomy/*.py", "requirements.txt")
    made_from = sorted(path for pattern in patterns for path in ROOT.glob(pattern))
    digest = hashlib.sha256()
    for path in made_from:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _fill() -> None:
    call_command("migrate", verbosity=0)
    call_command("import_taxonomy", verbosity=0)
    call_command("import_places", verbosity=0)


@functools.cache
def _prepared_sqlite(folder: Path) -> Path:
    """A migrated and filled database file, made once for a version and then copied: migrating takes 20 seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    prepared = folder / f"prepared-{_version()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            for old in folder.glob("prepared-*"):
                old.unlink()
            making = folder / "making.sqlite3"
            making.unlink(missing_ok=True)
            _use_sqlite(making)
            _fill()
            connections["default"].close()
            with sqlite3.connect(making) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            making.rename(prepared)
    return prepared


def _use_sqlite(path: Path) -> None:
    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    settings.DATABASES["default"]["NAME"] = str(path)


@pytest.fixture(scope="session")
def prepared_database(worker_id: str) -> tuple[Path, Path] | None:
    """(the prepared file, this process's copy) with SQLite; None with another database."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return None
    return _paths(worker_id)


def _paths(worker_id: str) -> tuple[Path, Path]:
    folder = Path(settings.VAR_DIR) / "tests"
    return folder, folder / f"{worker_id}.sqlite3"


@pytest.fixture(scope="session")
def django_db_setup(prepared_database: Any, django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        if prepared_database is None:
            connection = connections["default"]
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
            _fill()
            yield
            connection.close()
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
            return
        folder, copy = prepared_database
        _copy(_prepared_sqlite(folder), copy)
        yield
        connections["default"].close()


def _copy(prepared: Path, copy: Path) -> None:
    connections["default"].close()
    for suffix in ("-wal", "-shm"):
        Path(f"{copy}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(prepared, copy)
    _use_sqlite(copy)


@pytest.fixture(autouse=True)
def _english() -> None:
    """A request leaves its language active in the thread; every test begins in English and in UTC."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture
def full_database(transactional_db: None) -> None:
    """For tests with a live server: real commits.  All is there at the start, as for every test."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Puts back what a test with real commits leaves empty: the taxonomy, Wagtail's first pages, the moderators."""
    yield
    if "transactional_db" not in getattr(item, "fixturenames", ()) or connections["default"].vendor != "sqlite":
        return
    folder, copy = _paths(getattr(item.config, "workerinput", {}).get("workerid", "main"))
    connections["default"].close()
    full, emptied = sqlite3.connect(_prepared_sqlite(folder)), sqlite3.connect(copy)
    with contextlib.closing(full), contextlib.closing(emptied):
        full.backup(emptied)  # SQLite's own copying respects whoever still has the file open


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")
