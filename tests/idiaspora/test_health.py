"""What a load balancer is told."""

from typing import Any

import pytest
from django.test import Client

from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def test_live_as_long_as_the_process_answers(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "up"}


def test_ready_when_every_part_is(client: Client, search_index: SearchIndex) -> None:
    search_index.rebuild()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]) == (200, {"database": "up", "cache": "up", "search": "up"})
    assert "no-store" in response["Cache-Control"]


def test_not_ready_before_the_index_is_filled(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["search"]) == (503, "down")


def test_not_ready_without_the_cache(client: Client, settings: Any) -> None:
    nobody_listens = "redis://127.0.0.1:1"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": nobody_listens}
    }
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["parts"]["cache"]) == (503, "down")
