"""Tests that change concepts leave nothing of them in the process's memory."""

from collections.abc import Iterator

import pytest

from taxonomy import versions


@pytest.fixture(autouse=True)
def _fresh_vocabulary() -> Iterator[None]:
    yield
    versions.check()
