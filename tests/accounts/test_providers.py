"""Signing up and in by LinkedIn, Google and Facebook, against a provider that really answers."""

import re
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client

from profiles.models import Profile
from tests.accounts.provider import Provider
from tests.profiles.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db

LINKEDIN, GOOGLE, FACEBOOK = "/accounts/oidc/linkedin/login/", "/accounts/google/login/", "/accounts/facebook/login/"
NURGUL = {"sub": "n-1", "id": "n-1", "name": "Nurgul Asanova", "given_name": "Nurgul", "family_name": "Asanova"}
EDITOR = "/profile/?welcome=1"
CODE_PAGE = "/accounts/confirm-email/"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


def ask(client: Client, provider_login: str, **data: str) -> str:
    """Goes to the provider as a browser does; returns the address that it sends the browser back to."""
    response = client.post(provider_login, data)
    assert response.status_code == 302, response.content
    try:
        build_opener(_Stay).open(response["Location"])
    except HTTPError as redirect:
        return redirect.headers["Location"].replace("http://testserver", "")
    raise AssertionError("the provider did not send the browser back")


def sign_in(client: Client, provider_login: str, **data: str) -> Any:
    return client.get(ask(client, provider_login, **data))


def signed_in_as(client: Client) -> str | None:
    user = client.get("/profile/").context
    return user["user"].email if user and user["user"].is_authenticated else None


def a_minute_later() -> None:
    """The limits of how often a code is sent to an address have passed."""
    cache.clear()
    mail.outbox.clear()


def code_in(message: Any) -> str:
    found = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", message.body, re.MULTILINE)
    assert found, message.body
    return found[1]


@pytest.mark.parametrize("login", [LINKEDIN, GOOGLE])
def test_a_newcomer_with_an_address_that_the_provider_verified_is_in_at_once(
    client: Client, provider: Provider, login: str
) -> None:
    provider.issuer = "https://accounts.google.com" if login == GOOGLE else ""
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}

    response = sign_in(client, login)

    assert (response.status_code, response["Location"]) == (302, EDITOR)
    assert signed_in_as(client) == "nurgul@example.org"
    assert list(Profile.objects.values_list("name", "user__email")) == [("Nurgul Asanova", "nurgul@example.org")]
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("nurgul@example.org", True)]
    assert mail.outbox == []


def test_a_newcomer_is_greeted_in_the_editor_with_the_name_filled_in(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    page = client.get(sign_in(client, LINKEDIN)["Location"]).content.decode()
    assert 'value="Nurgul Asanova"' in page
    assert 'name="welcome" value="1"' in page


def test_the_second_time_one_goes_where_every_log_in_goes(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    sign_in(client, LINKEDIN)
    client.post("/accounts/logout/")
    response = sign_in(client, LINKEDIN)
    assert response["Location"] == "/for-you/"
    assert get_user_model().objects.count() == 1


@pytest.mark.parametrize("login", [LINKEDIN, FACEBOOK])
def test_an_address_that_the_provider_did_not_verify_counts_after_our_code(
    client: Client, provider: Provider, login: str
) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": False}

    response = sign_in(client, login)

    assert response["Location"] == CODE_PAGE
    assert signed_in_as(client) is None
    assert Profile.objects.count() == 0
    [message] = mail.outbox
    assert message.to == ["nurgul@example.org"]

    wrong = client.post(CODE_PAGE, {"code": "AAA-AAA"})
    assert wrong.status_code == 200
    assert signed_in_as(client) is None

    right = client.post(CODE_PAGE, {"code": code_in(message)})
    assert (right.status_code, right["Location"]) == (302, EDITOR)
    assert signed_in_as(client) == "nurgul@example.org"
    assert Profile.objects.get().name == "Nurgul Asanova"


@pytest.mark.parametrize("login", [LINKEDIN, FACEBOOK])
def test_an_address_that_has_an_account_is_never_joined_with_a_provider(
    client: Client, provider: Provider, login: str
) -> None:
    make_member("nurgul@example.org", name="Nurgul", password=PASSWORD)
    provider.person = {**NURGUL, "email": "Nurgul@example.org", "email_verified": True}

    response = sign_in(client, login)

    # The page is the one that a newcomer sees, so it doesn't tell who has an account …
    assert response["Location"] == CODE_PAGE
    assert signed_in_as(client) is None
    assert SocialAccount.objects.count() == 0
    assert get_user_model().objects.count() == 1
    # … and the owner of the address is told what to do.
    [message] = mail.outbox
    assert message.to == ["nurgul@example.org"]
    assert "/accounts/login/" in message.body or "/accounts/password/reset/" in message.body
    assert client.post(CODE_PAGE, {"code": "AAA-AAA"}).status_code in (200, 302)
    assert signed_in_as(client) is None


def test_nor_is_an_account_whose_own_address_was_never_verified(client: Client, provider: Provider) -> None:
    squatter = Client()
    squatter.post("/accounts/signup/", {"email": "nurgul@example.org", "password1": PASSWORD})
    assert get_user_model().objects.count() == 1
    a_minute_later()
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}

    response = sign_in(client, LINKEDIN)

    assert response["Location"] == CODE_PAGE
    assert SocialAccount.objects.count() == 0
    assert signed_in_as(client) is None
    a_minute_later()
    assert (
        squatter.post("/accounts/login/", {"login": "nurgul@example.org", "password": PASSWORD})["Location"]
        == CODE_PAGE
    )
    assert signed_in_as(squatter) is None


def reset_password(client: Client, email: str, password: str) -> None:
    mail.outbox.clear()
    client.post("/accounts/password/reset/", {"email": email})
    [message] = mail.outbox
    link = re.search(r"http://\S+", message.body)
    assert link
    form = client.get(link[0].replace("http://testserver", ""), follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})


def test_who_began_an_account_with_anothers_address_does_not_come_in_later(client: Client, provider: Provider) -> None:
    attacker = Client()
    provider.person = {**NURGUL, "name": "Attacker", "email": "victim@example.org", "email_verified": False}
    sign_in(attacker, FACEBOOK)
    assert SocialAccount.objects.count() == 1

    a_minute_later()
    reset_password(client, "victim@example.org", "a password of my own")
    client.post("/accounts/login/", {"login": "victim@example.org", "password": "a password of my own"})
    client.post(CODE_PAGE, {"code": code_in(mail.outbox[-1])})
    assert signed_in_as(client) == "victim@example.org"

    sign_in(attacker, FACEBOOK)
    assert signed_in_as(attacker) is None
    assert SocialAccount.objects.count() == 0
    assert Profile.objects.get().name == ""


def test_a_denied_consent_makes_no_account_and_says_so(client: Client, provider: Provider) -> None:
    provider.consents = False
    response = client.get(ask(client, LINKEDIN), follow=True)
    assert response.status_code == 200
    assert get_user_model().objects.count() == 0
    assert signed_in_as(client) is None


def test_a_forged_state_makes_no_account(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    back = ask(client, LINKEDIN)
    query = {key: values[0] for key, values in parse_qs(urlsplit(back).query).items()}
    forged = f"{urlsplit(back).path}?{urlencode({**query, 'state': 'x' * 16})}"
    response = client.get(forged)
    assert response.status_code in (200, 401)
    assert get_user_model().objects.count() == 0


def test_anothers_answer_in_my_browser_signs_nobody_in(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "attacker@example.org", "email_verified": True}
    back = ask(Client(), LINKEDIN)
    client.get(back)
    assert signed_in_as(client) is None
    assert get_user_model().objects.count() == 0


def test_a_code_is_good_once(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    back = ask(client, LINKEDIN)
    client.get(back)
    client.post("/accounts/logout/")

    client.get(back)
    assert signed_in_as(client) is None
    # With a state that is fresh the provider itself refuses the code.
    fresh = parse_qs(urlsplit(ask(client, LINKEDIN)).query)["state"][0]
    used = parse_qs(urlsplit(back).query)["code"][0]
    client.get(f"{urlsplit(back).path}?{urlencode({'code': used, 'state': fresh})}")
    assert provider.refused == ["unknown or used code"]
    assert signed_in_as(client) is None


def test_a_member_connects_a_provider_from_their_account(client: Client, provider: Provider) -> None:
    member = make_member("nurgul@example.org", name="Nurgul", password=PASSWORD)
    client.post("/accounts/login/", {"login": "nurgul@example.org", "password": PASSWORD})
    provider.person = {**NURGUL, "email": "work@example.com", "email_verified": True}

    response = sign_in(client, LINKEDIN, process="connect")
    assert (response["Location"], SocialAccount.objects.count()) == ("/accounts/reauthenticate/", 0)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert list(SocialAccount.objects.values_list("user", "uid")) == [(member.user.pk, "n-1")]
    client.post("/accounts/logout/")
    sign_in(client, LINKEDIN)
    assert signed_in_as(client) == "nurgul@example.org"


def test_a_provider_that_is_connected_to_another_account_is_not_taken_over(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    sign_in(client, LINKEDIN)
    owner = SocialAccount.objects.get().user_id

    stranger = Client()
    make_member("stranger@example.org", password=PASSWORD)
    stranger.post("/accounts/login/", {"login": "stranger@example.org", "password": PASSWORD})
    sign_in(stranger, LINKEDIN, process="connect")

    assert SocialAccount.objects.get().user_id == owner
    assert signed_in_as(stranger) == "stranger@example.org"


def test_a_hostile_name_of_a_provider_does_no_harm(client: Client, provider: Provider) -> None:
    name = "<script>\x00\ud800\u202e" + "x" * 400
    provider.person = {
        **NURGUL,
        "given_name": name,
        "name": name,
        "email": "nurgul@example.org",
        "email_verified": True,
        "address": {"lines\x00": ["\x00\udfff"]},
    }
    response = client.get(sign_in(client, LINKEDIN)["Location"])
    assert response.status_code == 200
    assert b"<script>x" not in response.content
    assert len(Profile.objects.get().name) == 120
