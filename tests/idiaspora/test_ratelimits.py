"""Who asks too often waits; who comes from elsewhere does not wait for them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from profiles.models import Profile
from profiles.switching_off import off_path
from tests.idiaspora.conftest import BrowserOf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _three_a_minute(settings: Any) -> Iterator[None]:
    settings.RATE_LIMITS = {"write": (3, 60), "enumerate": (3, 60)}
    with time_machine.travel(datetime.now(UTC), tick=False):  # so that no minute ends within a test
        yield


def statuses(browser: Client, address: str, times: int, **headers: str) -> list[int]:
    return [browser.get(address, headers=headers or None).status_code for _ in range(times)]


def test_completions_can_be_asked_so_often_and_no_more(client: Client) -> None:
    assert statuses(client, "/taxonomy/expertise/?q=a", 5) == [200, 200, 200, 429, 429]
    refused = client.get("/taxonomy/expertise/?q=a")
    assert 0 < int(refused["Retry-After"]) <= 60


def test_each_account_has_its_own_measure(engineer: Profile, browser_of: BrowserOf, client: Client) -> None:
    assert statuses(client, "/search/?q=a", 4)[-1] == 429
    assert statuses(browser_of(engineer), "/search/?q=a", 3) == [200, 200, 200]


def test_reading_pages_is_not_limited(client: Client) -> None:
    assert set(statuses(client, "/contribute/", 6)) == {200}


def test_writing_is_limited_and_a_forged_address_does_not_help(client: Client) -> None:
    got = [
        client.post("/language/", {"language": "ru"}, headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code
        for n in range(5)
    ]
    assert got == [302, 302, 302, 429, 429]


def test_a_mail_provider_may_switch_off_mails_of_many(engineer: Profile, client: Client) -> None:
    address = off_path(engineer.user, "digest")
    assert [client.post(address).status_code for _time in range(6)] == [200] * 6
