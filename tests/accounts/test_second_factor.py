"""Second factors, and that staff have one."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client

from tests.accounts.helpers import code_for, confirm_it_is_me, is_in, log_in, make_nurgul
from tests.accounts.provider import Provider
from tests.accounts.test_providers import LINKEDIN, NURGUL, sign_in
from tests.profiles.factories import PASSWORD

pytestmark = pytest.mark.django_db


def set_up_app(client: Client) -> str:
    """The member connects an authenticator app; returns its secret."""
    confirm_it_is_me(client)
    secret: str = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    return secret


def test_a_password_alone_does_not_open_an_account_with_an_app(client: Client) -> None:
    make_nurgul()
    log_in(client)
    secret = set_up_app(client)
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}

    elsewhere = Client()
    assert log_in(elsewhere)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(elsewhere)
    elsewhere.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_in(elsewhere)
    elsewhere.post("/accounts/2fa/authenticate/", {"code": recovery_code()})
    assert is_in(elsewhere)
    assert secret not in client.get("/accounts/2fa/").content.decode()


def recovery_code() -> str:
    codes: Any = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap()
    return str(codes.get_unused_codes()[0])


def test_a_provider_does_not_go_round_the_second_factor(client: Client, provider: Provider) -> None:
    make_nurgul()
    log_in(client)
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    sign_in(client, LINKEDIN, process="connect")
    set_up_app(client)
    confirm_it_is_me(client)
    elsewhere = Client()
    assert sign_in(elsewhere, LINKEDIN)["Location"].startswith("/accounts/2fa/authenticate/")
    assert not is_in(elsewhere)


def test_staff_are_led_to_set_one_up_before_they_work(client: Client, settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = True
    editor = get_user_model().objects.create_superuser("nurgul@example.org", PASSWORD)
    editor.emailaddress_set.create(email=editor.email, verified=True, primary=True)
    log_in(client)
    for address in ("/admin/", "/admin/users/"):
        assert client.get(address)["Location"] == "/accounts/2fa/"
    assert client.get("/connect/").status_code == 200
    set_up_app(client)
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor_of_staff(client: Client, settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = True
    editor = get_user_model().objects.create_superuser("nurgul@example.org", PASSWORD)
    Authenticator.objects.create(user=editor, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(editor)
    assert client.get("/admin/")["Location"] == "/accounts/2fa/"
