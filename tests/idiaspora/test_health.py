"""What a load balancer is told."""

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from search.documents import kinds
from search.models import OutboxRow
from tests.search.faults import Fault, Outage
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
NOTHING_WAITS = {"waiting": 0, "oldest_seconds": 0, "parked": 0}


def ready(client: Client) -> tuple[int, dict[str, Any]]:
    response = client.get("/health/ready")
    assert "no-store" in response["Cache-Control"]
    return response.status_code, response.json()


def test_live_as_long_as_the_process_answers(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "up"}


def test_ready_when_every_part_is(client: Client, search_index: SearchIndex) -> None:
    search_index.rebuild()
    status, told = ready(client)
    told["search"].pop("cluster")  # its colour, where there is one
    assert (status, told) == (
        200,
        {
            "status": "up",
            "parts": {"database": "up", "cache": "up", "search": "up", "outbox": "up"},
            "search": {"engine": search_index.engine.name, "kinds": dict.fromkeys(kinds(), "ready")},
            "outbox": NOTHING_WAITS,
        },
    )


def test_an_index_that_is_not_filled_is_told_and_takes_nothing_out_of_service(client: Client) -> None:
    status, told = ready(client)
    assert (status, told["status"], told["parts"]["search"]) == (200, "degraded", "degraded")
    assert told["search"]["kinds"] == dict.fromkeys(kinds(), "missing")


def test_what_waits_too_long_in_the_outbox_and_what_is_parked(client: Client, search_index: SearchIndex) -> None:
    search_index.rebuild()
    row = OutboxRow.objects.create(kind="profile", object_id=1)
    assert ready(client)[1]["parts"]["outbox"] == "up"
    OutboxRow.objects.filter(pk=row.pk).update(created=timezone.now() - timedelta(minutes=6))
    OutboxRow.objects.create(kind="profile", object_id=2, is_parked=True)
    OutboxRow.objects.create(kind="profile", object_id=3, is_held=True)
    status, told = ready(client)
    assert (status, told["status"], told["parts"]["outbox"]) == (200, "degraded", "degraded")
    assert (told["outbox"]["waiting"], told["outbox"]["parked"]) == (1, 1)
    assert 360 <= told["outbox"]["oldest_seconds"] < 420


def test_without_a_database_it_is_down(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    assert ready(client) == (503, {"status": "down", "parts": {"database": "down", "cache": "up"}})


def test_without_its_cache_it_serves_on_and_says_so(client: Client, search_index: SearchIndex, settings: Any) -> None:
    search_index.rebuild()
    nobody_listens = "redis://127.0.0.1:1"
    settings.CACHES = {"default": {"BACKEND": "idiaspora.caches.TolerantRedisCache", "LOCATION": nobody_listens}}
    status, told = ready(client)
    assert (status, told["status"], told["parts"]["cache"], told["parts"]["search"]) == (200, "degraded", "down", "up")


@pytest.mark.parametrize("fault", [None, Fault.HANG, Fault.UNAVAILABLE], ids=str)
def test_without_elasticsearch_the_site_stays_in_service_and_says_so_soon(
    fault: Fault | None, client: Client, outage: Outage
) -> None:
    outage.begin(fault, timeout=0.2)
    start = time.monotonic()
    status, told = ready(client)
    assert time.monotonic() - start < 1.0
    assert (status, told["status"], told["parts"]["search"]) == (200, "degraded", "down")
    assert told["search"] == {"engine": "elasticsearch", "cluster": "", "kinds": {}}
    assert outage.front.url.removeprefix("http://") not in str(told)  # nobody is told where it is


def test_with_elasticsearch_its_colour_is_told(client: Client, outage: Outage) -> None:
    status, told = ready(client)
    assert (status, told["search"]["kinds"]) == (200, dict.fromkeys(kinds(), "missing"))
    assert told["search"]["cluster"] in ("green", "yellow", "red")
    assert told["parts"]["search"] == "degraded"
