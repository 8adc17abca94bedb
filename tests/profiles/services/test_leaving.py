"""Leaving: out of sight at once, back by a link, gone after some days."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from profiles.models import Case, Connection, Departure, Organization, Profile
from profiles.services import converse_with_member, keep_account, leave, write_message
from profiles.services.cases import decide_case
from profiles.services.leaving import erase_departed
from profiles.services.reports import report_thing
from tests.accounts.helpers import log_in
from tests.profiles.factories import PASSWORD
from tests.search.plugin import SearchIndex

BrowserOf = Callable[[Any], Client]


@pytest.fixture
def friends(owner: Profile, colleague: Profile) -> None:
    """The two are connected, and have written."""
    Connection.objects.create(asker=owner.user, asked=colleague.user, status="accepted")
    conversation = converse_with_member(user=owner.user, other=colleague.user)
    write_message(conversation=conversation, author=owner.user, text="Come to the canal")


def seen_by(browser: Client, name: str) -> set[str]:
    """The pages that show a member's name."""
    pages = ("/connect/", "/connect/mine/", "/messages/", "/connect/?q=Nurgul", "/for-you/")
    return {page for page in pages if name in browser.get(page).content.decode()}


def test_whoever_leaves_is_out_of_sight_at_once_and_all_comes_back(
    owner: Profile, colleague: Profile, organization: Organization, friends: None, browser_of: BrowserOf,
    search_index: SearchIndex, django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    search_index.drain()
    browser = browser_of(colleague)
    before = seen_by(browser, "Asanova")
    assert {"/connect/", "/connect/mine/", "/messages/"} <= before
    own = browser_of(owner)
    with django_capture_on_commit_callbacks(execute=True):
        departure = leave(user=owner.user)
    search_index.drain()
    assert seen_by(browser, "Asanova") == set()
    assert browser.get(owner.get_absolute_url()).status_code == 404
    assert own.get("/profile/").status_code == 302  # logged out
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["nurgul@example.org"], "Your account is closed")
    ]
    keep_account(departure=departure)
    search_index.drain()
    assert seen_by(browser_of(colleague), "Asanova") == before


def test_the_link_in_the_mail_opens_it_again(owner: Profile, django_capture_on_commit_callbacks: Any) -> None:
    owner.user.set_password(PASSWORD)
    owner.user.save()
    with django_capture_on_commit_callbacks(execute=True):
        leave(user=owner.user)
    found = re.search(r"/profile/keep/\S+", str(mail.outbox[0].body))
    assert found
    visitor = Client()
    assert log_in(visitor)["Location"] == "/accounts/inactive/"
    assert visitor.get(found[0]).status_code == 200
    assert not get_user_model().objects.get(pk=owner.user.pk).is_active  # looking is not asking
    assert visitor.post(found[0])["Location"] == "/accounts/login/"
    assert log_in(visitor).status_code == 302
    assert visitor.get("/profile/").status_code == 200
    assert visitor.get(found[0]).status_code == 404  # it was good once


def test_a_guessed_link_opens_nothing(owner: Profile, client: Client) -> None:
    leave(user=owner.user)
    for token in ("guessed", "%00", "x" * 5000):
        assert client.post(f"/profile/keep/{token}/").status_code in (400, 404)
    assert Departure.objects.count() == 1


def test_asking_twice_changes_neither_day_nor_link(owner: Profile) -> None:
    first = leave(user=owner.user)
    assert leave(user=owner.user) == first
    assert Departure.objects.get().due == first.due


def test_it_is_erased_when_the_days_are_over_and_not_before(
    owner: Profile, colleague: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    leave(user=owner.user)
    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23), tick=False):
        assert erase_departed() == 0
    with (
        time_machine.travel(timezone.now() + timedelta(days=14, seconds=1), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert erase_departed() == 1
        assert erase_departed() == 0
    assert list(get_user_model().objects.values_list("email", flat=True)) == ["azamat@example.org"]
    assert mail.outbox[-1].subject == "Your account is erased"


def test_keeping_does_not_undo_what_a_moderator_decided_meanwhile(
    owner: Profile, stranger: Profile, moderator: Any
) -> None:
    departure = leave(user=owner.user)
    owner.user.is_active = True
    owner.user.save()  # a moderator suspends only whom is open: as if she had been reported before
    report = report_thing(thing=owner, reporter=stranger.user, reason="scam")
    decide_case(case=report.case, action="suspend", words="A scam.", by=moderator)
    keep_account(departure=departure)
    assert not get_user_model().objects.get(pk=owner.user.pk).is_active


def test_lifting_a_suspension_does_not_undo_leaving(owner: Profile, stranger: Profile, moderator: Any) -> None:
    report = report_thing(thing=owner, reporter=stranger.user, reason="scam")
    decide_case(case=report.case, action="suspend", words="A scam.", by=moderator)
    owner.user.refresh_from_db()
    leave(user=owner.user)
    decide_case(case=Case.objects.get(), action="restore", words="A mistake.", by=moderator)
    assert not get_user_model().objects.get(pk=owner.user.pk).is_active


def test_one_that_cannot_be_erased_does_not_keep_the_others(owner: Profile, colleague: Profile) -> None:
    """Each account is a transaction of its own; who keeps theirs in the same moment keeps it."""
    keeper, leaver = leave(user=owner.user), leave(user=colleague.user)
    Departure.objects.update(due=timezone.now())
    keep_account(departure=keeper)
    assert erase_departed() == 1
    assert not get_user_model().objects.filter(pk=leaver.user_id).exists()
    assert get_user_model().objects.get(pk=owner.user.pk).is_active
