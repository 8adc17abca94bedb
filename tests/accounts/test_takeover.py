"""Ways to take over an account by a provider that others have found elsewhere; here each is refused.

An unverified address and a victim for whom an account was begun beforehand: test_providers.py.  A changed address of the
account: test_email_change.py.
"""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from tests.accounts.helpers import confirm_it_is_me, log_in, make_nurgul
from tests.accounts.provider import Provider
from tests.accounts.test_providers import LINKEDIN, NURGUL, sign_in, signed_in_as
from tests.profiles.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db


def connect(client: Client, provider: Provider) -> None:
    log_in(client)
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    sign_in(client, LINKEDIN, process="connect")
    confirm_it_is_me(client)
    assert SocialAccount.objects.count() == 1


def disconnect(client: Client) -> None:
    client.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})


def test_an_address_that_changed_at_the_provider_opens_nobody_elses_account(client: Client, provider: Provider) -> None:
    make_member("victim@example.org", password=PASSWORD)
    make_nurgul()
    connect(client, provider)
    provider.person = {**NURGUL, "email": "victim@example.org", "email_verified": True}
    thief = Client()
    sign_in(thief, LINKEDIN)
    assert signed_in_as(thief) == "nurgul@example.org"  # the account is known by its number, not by an address


def test_a_new_account_at_the_provider_with_a_members_address_does_not_open_theirs(
    client: Client, provider: Provider
) -> None:
    make_nurgul()
    connect(client, provider)
    provider.person = {**NURGUL, "sub": "n-2", "email": "nurgul@example.org", "email_verified": True}
    thief = Client()
    sign_in(thief, LINKEDIN)
    assert signed_in_as(thief) is None
    assert SocialAccount.objects.count() == 1


def test_a_disconnected_provider_opens_nothing_any_more(client: Client, provider: Provider) -> None:
    make_nurgul()
    connect(client, provider)
    disconnect(client)
    assert SocialAccount.objects.count() == 0
    assert mail.outbox[-1].subject == "A way to log in is removed"
    thief = Client()
    sign_in(thief, LINKEDIN)
    assert signed_in_as(thief) is None


def test_disconnecting_asks_for_the_password_again(client: Client, provider: Provider) -> None:
    make_nurgul()
    connect(client, provider)
    stolen = Client()
    log_in(stolen)
    response = stolen.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.count() == 1


def test_the_last_way_in_is_not_disconnected(client: Client, provider: Provider) -> None:
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    sign_in(client, LINKEDIN)
    disconnect(client)
    assert SocialAccount.objects.count() == 1


def test_nobody_disconnects_anothers(client: Client, provider: Provider) -> None:
    make_nurgul()
    connect(client, provider)
    stranger = Client()
    make_member("stranger@example.org", password=PASSWORD)
    log_in(stranger, "stranger@example.org")
    confirm_it_is_me(stranger)
    disconnect(stranger)
    assert SocialAccount.objects.count() == 1
