"""People of the site's tests."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from profiles.models import Profile
from tests.profiles.factories import make_member
from tests.search.faults import front, outage  # noqa: F401 - fixtures

BrowserOf = Callable[[Any], Client]


@pytest.fixture
def engineer(db: None) -> Profile:
    """Nurgul: an irrigation engineer in Berlin whose roots are in Osh, and who lets them count."""
    return make_member(
        name="Nurgul Asanova", city="Berlin", country="DE", expertise=["irrigation", "canal maintenance"],
        languages=["en", "ru", "ky"], roots=["KG"], roots_consent=True, open_to=["volunteering"],
    )  # fmt: skip


@pytest.fixture
def browser_of() -> BrowserOf:
    """A browser in which somebody is signed in; nobody for None."""

    def browser(profile: Profile | None) -> Client:
        client = Client()
        if profile is not None:
            client.force_login(profile.user)
        return client

    return browser
