"""What every test stands on: a database made once with the taxonomy in it, and three people."""

import os
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase
from django.utils import timezone, translation
from hypothesis import settings as hypothesis_settings

from tests.databases import Database, database_for
from tests.search.plugin import (  # noqa: F401 - fixtures: an index of its own for every test
    _own_index,
    embedded_index,
    search_index,
)

# In CI what is drawn hangs on --hypothesis-seed alone, which differs between the two runs of the suite (.ci/run).
hypothesis_settings.register_profile("seeded", hypothesis_settings.get_profile("ci"), derandomize=False)
if os.environ.get("CI"):
    hypothesis_settings.load_profile("seeded")


def pytest_report_header() -> str:
    """What this run is of: the services that the environment names."""
    connection = connections["default"]
    return f"on: {connection.display_name}, {settings.TEST_ENGINE}, {settings.CACHES['default']['BACKEND'].rpartition('.')[2]}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What hangs on no database is run where the suite is on SQLite, once."""
    if connections["default"].vendor == "sqlite":
        return
    once = [item for item in items if item.get_closest_marker("on_sqlite_alone")]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if item not in once]


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


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any) -> Database:
    """How this process comes by its database."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    return database_for(worker, django_db_blocker)


@pytest.fixture(scope="session")
def django_db_setup(database: Database, django_db_blocker: Any) -> Iterator[None]:
    """A full database; what a test with real commits leaves is replaced by another full one, not by an empty one."""
    with django_db_blocker.unblock():
        database.open()
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", lambda test: database.refill()):
        yield
    with django_db_blocker.unblock():
        database.close()


@pytest.fixture(autouse=True)
def _english() -> None:
    """A request leaves its language active in the thread; every test begins in English and in UTC."""
    translation.activate(settings.LANGUAGE_CODE)
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """What a test has counted and kept is not the next one's."""
    cache.clear()


@pytest.fixture
def full_database(transactional_db: None) -> None:
    """For tests with a live server: real commits.  All is there at the start, as for every test."""
