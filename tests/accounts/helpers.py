"""What the stories of accounts have in common."""

import re
from typing import Any

from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client

from tests.profiles.factories import PASSWORD, make_member

CODE_PAGE = "/accounts/confirm-email/"


def make_nurgul(**fields: Any) -> Any:
    return make_member("nurgul@example.org", name="Nurgul", password=PASSWORD, **fields)


def log_in(client: Client, email: str = "nurgul@example.org", password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password})


def confirm_it_is_me(client: Client) -> None:
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def mails() -> list[tuple[str, str]]:
    """To whom, about what."""
    return [(message.to[0], message.subject) for message in mail.outbox]


def found_in_mail(pattern: str, to: str) -> str:
    """The first group of a pattern in the newest message to an address."""
    body = next(message.body for message in reversed(mail.outbox) if message.to == [to])
    found = re.search(pattern, str(body), re.MULTILINE)
    assert found, body
    return found[1]


def code_to(email: str) -> str:
    return found_in_mail(r"^\s*([A-Z0-9-]{6,})\s*$", email)


def code_for(secret: str) -> str:
    """What an authenticator app with this secret shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
