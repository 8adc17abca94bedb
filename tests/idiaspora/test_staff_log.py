"""What staff look at is written down: once a look, whichever page shows it, for superusers to read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from idiaspora.staff import LISTED, LOOK, OPENED
from profiles import services
from profiles.models import Profile
from profiles.services.reports import report_thing
from tests.profiles.factories import make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def nurgul() -> Profile:
    return make_member("nurgul@example.org", name="Nurgul Asanova")


@pytest.fixture
def superuser() -> Any:
    return get_user_model().objects.create_superuser("root@example.org", "correct horse battery")


@pytest.fixture
def moderator() -> Any:
    user = make_member("mira@example.org", name="Mira Karimova").user
    user.groups.add(Group.objects.get(name="Moderators"))
    return user


@pytest.fixture
def desk_of(client: Client) -> Callable[[Any], Client]:
    """The editors' desk, with somebody at it."""

    def sit_down(user: Any) -> Client:
        client.force_login(user)
        return client

    return sit_down


def looks() -> list[tuple[str, Any, str]]:
    """What was done, who did it, and with what."""
    entries = ModelLogEntry.objects.filter(action__in=(OPENED, LISTED)).order_by("timestamp", "pk")
    return [(entry.action, entry.user_id, entry.object_id) for entry in entries]


@pytest.mark.parametrize("page", ["edit", "history", "usage", "delete"])
def test_an_account(page: str, nurgul: Profile, superuser: Any, desk_of: Callable[[Any], Client]) -> None:
    address = f"/admin/users/{page}/{nurgul.user_id}/"
    assert desk_of(superuser).get(address).status_code == 200
    assert looks() == [(OPENED, superuser.pk, str(nurgul.user_id))]


@pytest.mark.parametrize("page", ["edit", "history", "usage"])
def test_a_profile(page: str, nurgul: Profile, moderator: Any, desk_of: Callable[[Any], Client]) -> None:
    address = f"/admin/snippets/profiles/profile/{page}/{nurgul.pk}/"
    assert desk_of(moderator).get(address).status_code == 200
    assert looks() == [(OPENED, moderator.pk, str(nurgul.pk))]


def test_the_words_of_those_who_report(nurgul: Profile, moderator: Any, desk_of: Callable[[Any], Client]) -> None:
    case = report_thing(thing=nurgul, reporter=make_member().user, reason="spam", words="Secret words.").case
    page = desk_of(moderator).get(f"/admin/reports-of-members/{case.pk}/")
    assert "Secret words." in page.content.decode()
    assert looks() == [(OPENED, moderator.pk, str(case.pk))]


def test_what_organizations_show_and_who_claims_one(
    nurgul: Profile, moderator: Any, desk_of: Callable[[Any], Client]
) -> None:
    claimed, own = make_organization("Nobody's"), make_organization("Own", owner=nurgul.user)
    claim = services.claim_organization(organization=claimed, by=nurgul.user, why="I lead it.", proof="Its statute.")
    request = services.ask_for_verification(organization=own, by=nurgul.user, statement="We are registered.")
    for kind, row in (("claim", claim), ("request", request)):
        assert desk_of(moderator).get(f"/admin/organizations-to-check/{kind}/{row.pk}/").status_code == 200
    assert looks() == [(OPENED, moderator.pk, str(row.pk)) for row in (claim, request)]


def test_the_two_that_are_to_be_merged(nurgul: Profile, superuser: Any, desk_of: Callable[[Any], Client]) -> None:
    other = make_member("other@example.org")
    desk = desk_of(superuser)
    desk.get("/admin/accounts/merge/")
    desk.post("/admin/accounts/merge/", {"kept": "nurgul@example.org", "other": "nobody@example.org"})
    assert looks() == []  # nobody was shown
    desk.post("/admin/accounts/merge/", {"kept": "nurgul@example.org", "other": "other@example.org"})
    assert looks() == [(OPENED, superuser.pk, str(user.pk)) for user in (nurgul.user, other.user)]


def test_a_list_of_accounts_is_one_look_however_it_is_searched(
    nurgul: Profile, superuser: Any, desk_of: Callable[[Any], Client]
) -> None:
    desk = desk_of(superuser)
    for address in ("/admin/users/", "/admin/users/results/?q=nur", "/admin/users/?p=1"):
        assert desk.get(address).status_code == 200
    assert looks() == [(LISTED, superuser.pk, str(superuser.pk))]


def test_to_look_again_later_is_another_look(nurgul: Profile, moderator: Any, desk_of: Callable[[Any], Client]) -> None:
    address = f"/admin/snippets/profiles/profile/edit/{nurgul.pk}/"
    now = timezone.now()
    numbers = []
    for later in (timedelta(0), LOOK / 2, LOOK + timedelta(seconds=1)):
        with time_machine.travel(now + later, tick=False):
            assert desk_of(moderator).get(address).status_code == 200
        numbers.append(len(looks()))
    assert numbers == [1, 1, 2]


def test_what_is_ones_own_or_refused_is_no_look(
    nurgul: Profile, moderator: Any, superuser: Any, desk_of: Callable[[Any], Client]
) -> None:
    assert desk_of(superuser).get(f"/admin/users/edit/{superuser.pk}/").status_code == 200
    assert desk_of(moderator).get(f"/admin/snippets/profiles/profile/edit/{moderator.profile.pk}/").status_code == 200
    assert desk_of(moderator).get(f"/admin/users/edit/{nurgul.user_id}/").status_code == 302
    assert desk_of(superuser).get("/admin/users/edit/999999999/").status_code == 404
    assert looks() == []


def test_only_superusers_read_who_looked(
    nurgul: Profile, moderator: Any, superuser: Any, desk_of: Callable[[Any], Client]
) -> None:
    desk_of(moderator).get(f"/admin/snippets/profiles/profile/edit/{nurgul.pk}/")
    addresses = ("/admin/reports/private-data/", "/admin/reports/private-data/results/")
    assert [desk_of(moderator).get(address).status_code for address in addresses] == [302, 302]
    for address in addresses:
        page = desk_of(superuser).get(address).content.decode()
        assert "Nurgul Asanova" in page
        assert "Private data opened by staff" in page
    nothing = desk_of(superuser).get("/admin/reports/private-data/results/?label=Azamat").content.decode()
    assert "Nurgul Asanova" not in nothing
    assert "/admin/reports/private-data/" in desk_of(superuser).get("/admin/").content.decode()
    assert "/admin/reports/private-data/" not in desk_of(moderator).get("/admin/").content.decode()
