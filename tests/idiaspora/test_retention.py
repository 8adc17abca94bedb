"""manage.py retention: what its time is over goes, and nothing else."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from idiaspora.retention import JOBS, delete_expired_sessions, delete_old_invitations, delete_unconfirmed
from profiles.models import Departure, Invitation
from profiles.services import leave
from tests.profiles.factories import make_member, make_organization


def days_ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def begun(email: str, days: float, *, verified: bool = False, **fields: Any) -> Any:
    """An account as signing up leaves it before its address is confirmed."""
    user = get_user_model().objects.create_user(email, date_joined=days_ago(days), **fields)
    user.emailaddress_set.create(email=email, verified=verified, primary=True)
    return user


def emails() -> set[str]:
    return set(get_user_model().objects.values_list("email", flat=True))


def test_accounts_that_nobody_entered(db: None) -> None:
    begun("old@example.org", 8)
    begun("young@example.org", 6)
    begun("confirmed@example.org", 8, verified=True)
    begun("here@example.org", 8, last_login=timezone.now())
    begun("staff@example.org", 8, is_staff=True)
    get_user_model().objects.create_user("by-an-editor@example.org", date_joined=days_ago(8))
    make_member("member@example.org")
    assert (delete_unconfirmed(), delete_unconfirmed()) == (1, 0)
    assert emails() == {
        "young@example.org", "confirmed@example.org", "here@example.org", "staff@example.org",
        "by-an-editor@example.org", "member@example.org",
    }  # fmt: skip


def test_invitations(db: None) -> None:
    organization = make_organization()
    for email, created, closed in (
        ("ignored@example.org", 31, None),
        ("waits@example.org", 29, None),
        ("taken@example.org", 60, 31),
        ("taken-lately@example.org", 60, 29),
    ):
        row = Invitation.objects.create(organization=organization, email=email, closed=closed and days_ago(closed))
        Invitation.objects.filter(pk=row.pk).update(created=days_ago(created))
    assert delete_old_invitations() == 2
    assert set(Invitation.objects.values_list("email", flat=True)) == {"waits@example.org", "taken-lately@example.org"}


def test_sessions(db: None) -> None:
    member = make_member()
    for _ in range(2):
        Client().force_login(member.user)
    Session.objects.filter(pk=Session.objects.values_list("pk", flat=True)[0]).update(expire_date=days_ago(1))
    assert delete_expired_sessions() == 1
    assert Session.objects.count() == 1


def test_zero_days_is_for_ever(db: None, settings: Any) -> None:
    settings.RETENTION = dict.fromkeys(settings.RETENTION, 0)
    begun("old@example.org", 4000)
    Invitation.objects.create(organization=make_organization(), email="old@example.org", closed=days_ago(4000))
    assert (delete_unconfirmed(), delete_old_invitations()) == (0, 0)


def test_the_command_does_all_and_says_what(db: None) -> None:
    leave(user=make_member().user)
    Departure.objects.update(due=timezone.now())
    out = StringIO()
    call_command("retention", stdout=out)
    assert out.getvalue().splitlines() == [
        "Accounts erased that their owners had left: 1",
        "Accounts deleted that nobody ever entered: 0",
        "Old invitations deleted: 0",
        "Drafts of applications deleted that were long untouched: 0",
        "Applications deleted whose posts closed long ago: 0",
        "Requests for files deleted that came to nothing long ago: 0",
        "Tables deleted that nobody went on importing: 0",
        "Files deleted that nobody went on importing: 0",
        "Expired sessions deleted: 0",
        "Tasks of a worker that is gone, queued again: 0",
        "Failed tasks forgotten: 0",
        "Members reminded that they have not been here for long: 0",
        "Profiles out of sight because nobody came: 0",
    ]


def test_a_job_that_fails_keeps_no_other_from_being_done(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> int:
        raise OSError("the disk is full")

    monkeypatch.setitem(JOBS, "departures", (JOBS["departures"][0], fail))
    begun("old@example.org", 8)
    with pytest.raises(CommandError, match="Not done, see above: departures"):
        call_command("retention", stdout=StringIO())
    assert emails() == set()


def test_a_job_that_there_is_not(db: None) -> None:
    with pytest.raises(CommandError, match="There is no job nonsense"):
        call_command("retention", "nonsense")
