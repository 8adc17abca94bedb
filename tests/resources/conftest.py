"""A contributor, a stranger and a moderator."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from tests.profiles.factories import make_member


@pytest.fixture
def contributor(db: None) -> Any:
    return make_member("contributor@example.org", name="Nurgul Asanova").user


@pytest.fixture
def stranger(db: None) -> Any:
    return make_member("stranger@example.org", name="Pierre Martin").user


@pytest.fixture
def moderator(db: None) -> Any:
    user = get_user_model().objects.create_user("moderator@example.org", first_name="Mira")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def as_user() -> Any:
    """A browser in which somebody is signed in; nobody when given None."""

    def sign_in(user: Any = None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
