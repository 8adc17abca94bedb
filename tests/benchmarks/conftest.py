"""Which of these tests a run needs."""

import pytest
from django.db import connection


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Those that make a SQLite database of their own, whatever the suite runs on, are run where it is on SQLite."""
    if connection.vendor == "sqlite":
        return
    once = [item for item in items if item.get_closest_marker("on_sqlite_alone")]
    config.hook.pytest_deselected(items=once)
    items[:] = [item for item in items if item not in once]
