"""A new address counts when both have agreed, or when the old one was silent for a week."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from idiaspora.models import EmailChange
from tests.accounts.helpers import (
    CODE_PAGE,
    code_to,
    confirm_it_is_me,
    found_in_mail,
    is_in,
    log_in,
    mails,
    make_nurgul,
)
from tests.profiles.factories import PASSWORD, make_member

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.usefixtures("commits")]
OLD, NEW = "nurgul@example.org", "new@example.org"


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    """What waits for a commit happens at the end of each block."""
    return django_capture_on_commit_callbacks


def ask_for(client: Client, commits: Any, email: str = NEW) -> None:
    """The member asks for a new address and proves it by the code that it gets."""
    log_in(client)
    confirm_it_is_me(client)
    client.post("/accounts/email/", {"action_add": "", "email": email})
    with commits(execute=True):
        client.post(CODE_PAGE, {"code": code_to(email)})


def addresses() -> list[tuple[str, bool, bool]]:
    return list(EmailAddress.objects.values_list("email", "verified", "primary"))


def link_to_old() -> str:
    return found_in_mail(r"https?://[^/]+(/account/email-change/\S+/)", OLD)


def test_the_old_address_agrees_and_opens_nothing_afterwards(client: Client, commits: Any) -> None:
    member = make_nurgul()
    ask_for(client, commits)
    assert addresses() == [(OLD, True, True)]

    elsewhere = Client()
    assert NEW in elsewhere.get(link_to_old()).content.decode()
    with commits(execute=True):
        elsewhere.post(link_to_old(), {"answer": "yes"})

    member.user.refresh_from_db()
    assert (member.user.email, addresses(), EmailChange.objects.count()) == (NEW, [(NEW, True, True)], 0)
    assert mails()[-2:] == [(OLD, "Your account has a new address"), (NEW, "Your account has a new address")]
    client.post("/accounts/logout/")
    log_in(client, OLD)
    assert not is_in(client)
    log_in(client, NEW)
    assert is_in(client)


def test_the_old_address_refuses_and_the_thief_has_nothing(client: Client, commits: Any) -> None:
    member = make_nurgul()
    ask_for(client, commits, "thief@example.org")
    link = link_to_old()
    assert "choose a new password" in Client().post(link, {"answer": "no"}).content.decode()
    member.user.refresh_from_db()
    assert (member.user.email, addresses()) == (OLD, [(OLD, True, True)])
    assert Client().get(link).status_code == 404


def test_until_then_the_new_address_resets_no_password_and_logs_nobody_in(client: Client, commits: Any) -> None:
    make_nurgul()
    ask_for(client, commits, "thief@example.org")
    cache.clear()
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": "thief@example.org"})
    assert "/password/reset/key/" not in str(mail.outbox[0].body)
    thief = Client()
    log_in(thief, "thief@example.org")
    assert not is_in(thief)


def test_a_lost_mailbox_is_waited_for_and_no_longer(client: Client, commits: Any) -> None:
    make_nurgul()
    ask_for(client, commits)
    client.post("/account/email-change/", {"answer": "finish"})
    assert addresses() == [(OLD, True, True)]
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert "Use the new address" in client.get("/accounts/email/").content.decode()
        client.post("/account/email-change/", {"answer": "finish"})
    assert addresses() == [(NEW, True, True)]


def test_an_address_that_another_account_got_meanwhile_is_not_taken(client: Client, commits: Any) -> None:
    make_nurgul()
    ask_for(client, commits)
    other = make_member(NEW, password=PASSWORD)
    page = Client().post(link_to_old(), {"answer": "yes"}, follow=True)
    assert page.status_code == 200
    assert EmailAddress.objects.get(email=NEW).user == other.user
    assert EmailAddress.objects.get(email=OLD).primary


def test_a_stranger_neither_guesses_the_link_nor_answers_for_the_owner(client: Client, commits: Any) -> None:
    make_nurgul()
    ask_for(client, commits)
    stranger = Client()
    stranger.force_login(make_member().user)
    assert stranger.post("/account/email-change/guessed/", {"answer": "yes"}).status_code == 404
    assert stranger.post("/account/email-change/", {"answer": "cancel"}).status_code == 404
    assert EmailChange.objects.count() == 1


def test_a_change_asks_for_the_password_again(client: Client) -> None:
    make_nurgul()
    log_in(client)
    response = client.post("/accounts/email/", {"action_add": "", "email": NEW})
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert mail.outbox == []
