"""Browsers: which are logged in, and a notice of one that is new."""

from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.accounts.helpers import is_in, log_in, mails, make_nurgul
from tests.profiles.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db
NOTICE = [("nurgul@example.org", "Your account was entered from a new browser")]


@pytest.fixture
def notices(django_capture_on_commit_callbacks: Any) -> Any:
    def of(client: Client) -> list[tuple[str, str]]:
        before = len(mails())
        with django_capture_on_commit_callbacks(execute=True):
            log_in(client)
        assert is_in(client)
        client.post("/accounts/logout/")
        return mails()[before:]

    return of


def test_a_browser_is_told_of_once_and_the_first_not_at_all(notices: Any) -> None:
    make_nurgul()
    first, second = Client(), Client()
    assert [notices(first), notices(first)] == [[], []]
    assert [notices(second), notices(second)] == [NOTICE, []]


def test_a_forged_or_anothers_cookie_is_not_a_known_browser(notices: Any) -> None:
    make_nurgul()
    notices(Client())
    forged, others = Client(), Client()
    forged.cookies["devices"] = "WyJhIl0:1:forged"
    assert notices(forged) == NOTICE
    make_member("other@example.org", password=PASSWORD)
    log_in(others, "other@example.org")
    others.post("/accounts/logout/")
    assert notices(others) == NOTICE


def test_the_cookie_does_not_say_whose_it_is(client: Client) -> None:
    member = make_nurgul()
    log_in(client)
    cookie = client.cookies["devices"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "nurgul" not in cookie.value
    assert str(member.user.pk) != cookie.value


def test_a_member_ends_one_session_or_all_others_but_nobody_elses(client: Client) -> None:
    make_nurgul()
    make_member("other@example.org", password=PASSWORD)
    phone, laptop, stranger = Client(), Client(), Client()
    for browser in (client, phone, laptop):
        log_in(browser)
    log_in(stranger, "other@example.org")
    of_phone = UserSession.objects.get(session_key=phone.session.session_key)

    stranger.post("/accounts/sessions/", {"session": of_phone.pk})
    assert is_in(phone)
    assert client.get("/accounts/sessions/").content.decode().count("Log out there") == 2
    client.post("/accounts/sessions/", {"session": of_phone.pk})
    assert [is_logged_in(each) for each in (client, phone, laptop, stranger)] == [True, False, True, True]
    client.post("/accounts/sessions/", {"session": "others"})
    assert [is_logged_in(each) for each in (client, phone, laptop, stranger)] == [True, False, False, True]


def is_logged_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200
