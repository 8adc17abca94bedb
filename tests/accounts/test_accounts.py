"""Signing up and logging in by e-mail; the editors' log-in."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from profiles.models import Profile
from tests.profiles.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db
CODE_PAGE = "/accounts/confirm-email/"


def sign_up(client: Client, email: str) -> Any:
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})


def test_an_account_by_e_mail_counts_after_the_code_and_begins_in_the_editor(client: Client) -> None:
    assert sign_up(client, "azamat@example.org")["Location"] == CODE_PAGE
    assert Profile.objects.count() == 0
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[0].body, re.MULTILINE)
    assert code
    assert client.post(CODE_PAGE, {"code": code[1]})["Location"] == "/profile/?welcome=1"
    profile = Profile.objects.get()
    assert (profile.user.email, profile.name) == ("azamat@example.org", "")
    assert "azamat" not in profile.slug


def test_signing_up_does_not_tell_whether_an_address_has_an_account(client: Client) -> None:
    make_member("azamat@example.org")
    known, unknown = sign_up(client, "azamat@example.org"), sign_up(Client(), "new@example.org")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["azamat@example.org"], ["new@example.org"]]


def test_nor_does_asking_for_a_new_password(client: Client) -> None:
    make_member("azamat@example.org")
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("azamat@example.org", "new@example.org")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0]["Location"] == answers[1]["Location"]


def test_guessing_a_password_stops_after_a_few_tries(client: Client) -> None:
    make_member("azamat@example.org", password=PASSWORD)
    for _ in range(6):
        client.post("/accounts/login/", {"login": "azamat@example.org", "password": "wrong password"})
    client.post("/accounts/login/", {"login": "azamat@example.org", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_the_editors_log_in_is_the_same_one(client: Client) -> None:
    get_user_model().objects.create_superuser("editor@example.org", PASSWORD)
    for response in (
        client.get("/admin/login/?next=/admin/"),
        client.post("/admin/login/?next=/admin/", {"username": "editor@example.org", "password": PASSWORD}),
    ):
        assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    client.post("/admin/password_reset/", {"email": "editor@example.org"})
    assert mail.outbox == []


def test_a_next_address_elsewhere_is_not_followed(client: Client) -> None:
    make_member("azamat@example.org", password=PASSWORD)
    response = client.post(
        "/accounts/login/?next=https://evil.example/", {"login": "azamat@example.org", "password": PASSWORD}
    )
    assert response["Location"] == "/for-you/"
