"""An owner, a colleague from the same organization, and a stranger."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from profiles.models import Community, Discussion, Organization, Post, Profile
from profiles.services.discussions import reply
from tests.profiles.factories import make_community, make_discussion, make_member, make_organization


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def owner(db: None) -> Profile:
    return make_member(
        "nurgul@example.org",
        name="Nurgul Asanova",
        headline="Irrigation engineer",
        about="I grew up beside a canal.",
        city="Berlin",
        country="DE",
        roots=["KG"],
        expertise=["irrigation"],
        interests=["beekeeping"],
        languages=["ka"],
        open_to=["mentoring"],
        links=["https://example.org/nurgul"],
    )


@pytest.fixture
def colleague(db: None) -> Profile:
    return make_member("azamat@example.org", name="Azamat Toktosunov")


@pytest.fixture
def stranger(db: None) -> Profile:
    return make_member("pierre@example.org", name="Pierre Martin")


@pytest.fixture
def moderator(db: None) -> Any:
    user = get_user_model().objects.create_user("mira@example.org")
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def organization(owner: Profile, colleague: Profile) -> Organization:
    return make_organization(
        "Osh Water Users", owner=owner.user, editor=colleague.user, description="We look after the canals."
    )


@pytest.fixture
def browser_of() -> Callable[[Profile | None], Client]:
    """A browser in which somebody is signed in; with None nobody is."""

    def open_browser(who: Any) -> Client:
        client = Client()
        if who is not None:
            client.force_login(getattr(who, "user", who))
        return client

    return open_browser


@pytest.fixture
def community(owner: Profile, colleague: Profile) -> Community:
    """The owner looks after it, the colleague belongs, the stranger doesn't."""
    return make_community("Canals", moderator=owner.user, members=[colleague.user])


@pytest.fixture
def discussion(community: Community, owner: Profile) -> Discussion:
    return make_discussion(community, owner.user, "Cracks in winter", "Who knows why?")


@pytest.fixture
def answer(django_capture_on_commit_callbacks: Any) -> Any:
    def answer(discussion: Discussion, author: Profile, text: str = "I do.") -> Post:
        with django_capture_on_commit_callbacks(execute=True):
            return reply(discussion=discussion, author=author.user, text=text)

    return answer


def make_picture(width: int = 900, height: int = 600, format: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    """What a camera would send: left half red, right half blue."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    file = BytesIO()
    picture.save(file, format, **options)
    return SimpleUploadedFile(f"photo.{format.lower()}", file.getvalue(), f"image/{format.lower()}")


@pytest.fixture
def picture() -> SimpleUploadedFile:
    return make_picture()
