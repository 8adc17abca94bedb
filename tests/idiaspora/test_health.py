"""What a load balancer is told."""

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
