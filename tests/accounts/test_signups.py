"""How many accounts one network makes in a day (settings.SIGNUPS_PER_NETWORK)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from tests.accounts.provider import Provider
from tests.accounts.test_providers import LINKEDIN, NURGUL, sign_in
from tests.profiles.factories import PASSWORD

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def join(address: str, name: str) -> int:
    """Somebody signs up from an IP address, without coming near allauth's limit of so many a minute."""
    client = Client(REMOTE_ADDR=address)
    return client.post("/accounts/signup/", {"email": f"{name}@example.org", "password1": PASSWORD}).status_code


def members() -> set[str]:
    return {email.partition("@")[0] for email in get_user_model().objects.values_list("email", flat=True)}


def test_a_network_makes_so_many_accounts_and_others_go_on(settings: Any) -> None:
    settings.SIGNUPS_PER_NETWORK = 2
    came = {
        "aigul": join("203.0.113.5", "aigul"),
        "bakyt": join("203.0.113.77", "bakyt"),  # the same network, as one rented machine has it
        "robot": join("203.0.113.200", "robot"),
        "meerim": join("203.0.114.5", "meerim"),
        "ulan": join("2001:db8:1::5", "ulan"),
        "azamat": join("2001:db8:1:ffff::9", "azamat"),
        "robot6": join("2001:db8:1:2::1", "robot6"),
    }
    assert {name for name, status in came.items() if status == 302} == {"aigul", "bakyt", "meerim", "ulan", "azamat"}
    assert {name for name, status in came.items() if status == 429} == {"robot", "robot6"}
    assert members() == {"aigul", "bakyt", "meerim", "ulan", "azamat"}


def test_the_next_day_it_goes_on(settings: Any) -> None:
    settings.SIGNUPS_PER_NETWORK = 1
    statuses = []
    for later, name in ((timedelta(0), "aigul"), (timedelta(hours=11), "bakyt"), (timedelta(hours=12), "ulan")):
        with time_machine.travel(NOON + later, tick=False):
            statuses.append(join("203.0.113.5", name))
    assert statuses == [302, 429, 302]


def test_who_is_turned_away_reads_when_it_goes_on(settings: Any) -> None:
    settings.SIGNUPS_PER_NETWORK = 1
    with time_machine.travel(NOON, tick=False):
        join("203.0.113.5", "aigul")
        refused = Client(REMOTE_ADDR="203.0.113.5").post(
            "/accounts/signup/", {"email": "bakyt@example.org", "password1": PASSWORD}
        )
    assert (refused.status_code, refused["Retry-After"]) == (429, str(12 * 3600))
    assert "March 2, 2027" in refused.content.decode()


def test_a_provider_is_no_way_round(provider: Provider, settings: Any) -> None:
    settings.SIGNUPS_PER_NETWORK = 1
    assert join("127.0.0.1", "aigul") == 302
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    assert sign_in(Client(), LINKEDIN).status_code == 429
    assert members() == {"aigul"}


def test_none_is_counted_without_a_limit(settings: Any) -> None:
    settings.SIGNUPS_PER_NETWORK = 0
    for name in ("aigul", "bakyt", "ulan"):
        cache.clear()  # allauth's own counters are not what this is about
        assert join("203.0.113.5", name) == 302
    assert members() == {"aigul", "bakyt", "ulan"}
