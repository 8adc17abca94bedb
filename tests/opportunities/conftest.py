"""Three people around one organization's posts, and a moderator."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from profiles.models import Membership, Organization
from tests.profiles.factories import make_member, make_organization


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


@pytest.fixture
def author(db: None) -> Any:
    return make_member("author@example.org", name="Nurgul Asanova").user


@pytest.fixture
def stranger(db: None) -> Any:
    return make_member("stranger@example.org", name="Pierre Martin").user


@pytest.fixture
def moderator(db: None) -> Any:
    user = get_user_model().objects.create_user("moderator@example.org", first_name="Mira")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def verified(author: Any) -> Organization:
    return make_organization("Osh Water Users", owner=author, verified=True)


@pytest.fixture
def unverified(author: Any) -> Organization:
    return make_organization("New Club", owner=author)


@pytest.fixture
def colleague(verified: Organization, unverified: Organization) -> Any:
    """Posts for both organizations, too."""
    user = make_member("colleague@example.org", name="Azamat Bekov").user
    for organization in (verified, unverified):
        Membership.objects.create(organization=organization, user=user, role=Membership.Role.EDITOR)
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
