"""Keys that the browser holds: as the second factor of staff, and as the only thing a member needs to log in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, axe, confirm_it_is_me, log_in, make_moderator, overflow, screenshot
from tests.profiles.factories import PASSWORD, make_member

pytestmark = pytest.mark.django_db(transaction=True)

NURGUL, MIRA = "nurgul@example.org", "mira@example.org"
# What a phone or a laptop has: it keeps the key, and asks its owner for a finger or a face, who shows it at once.
PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _plain_http(settings: Any) -> None:
    """Browsers take http://localhost for safe; the site must be told to."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True


def give_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM})


def add_key(page: Page, name: str, *, is_passkey: bool) -> None:
    confirm_it_is_me(page, "/accounts/2fa/webauthn/add/")
    page.locator("[name=name]").fill(name)
    if is_passkey:
        page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    expect(page).not_to_have_url(re.compile("/webauthn/add/"))


def log_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").locator("button[type=submit]").click()
    page.goto("/for-you/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def keys() -> list[tuple[str, str, bool]]:
    """Whose they are, how they are called, whether they open the account without a password."""
    found = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).select_related("user")
    return [(each.user.email, str(each), each.wrap().is_passwordless is True) for each in found]  # type: ignore[union-attr]


def test_a_key_is_the_second_factor_of_staff(open_browser: Callable[..., Page], settings: Any) -> None:
    settings.REQUIRE_STAFF_MFA = True
    make_moderator(MIRA)
    page = open_browser()
    give_authenticator(page)
    log_in(page, MIRA)
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/accounts/2fa/$"))
    add_key(page, "Laptop", is_passkey=False)
    assert keys() == [(MIRA, "Laptop", False)]
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))

    log_out(page)
    log_in(page, MIRA)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))  # the password alone opens nothing
    page.get_by_role("button", name="Use a security key").click()
    expect(page).not_to_have_url(re.compile("/accounts/"))
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))


def test_a_passkey_alone_opens_the_account_of_its_owner(open_browser: Callable[..., Page]) -> None:
    make_member(NURGUL, name="Nurgul Asanova", password=PASSWORD)
    page = open_browser(320)
    give_authenticator(page)
    log_in(page, NURGUL)
    add_key(page, "Phone", is_passkey=True)
    assert keys() == [(NURGUL, "Phone", True)]
    log_out(page)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page).to_have_url(re.compile("/for-you/"))
    page.goto("/profile/")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Nurgul Asanova")


@pytest.mark.parametrize(("width", "language"), [*((width, "en") for width in WIDTHS), (320, "ar"), (320, "ru")])
def test_the_pages_of_second_factors_are_well_made(
    open_browser: Callable[..., Page], width: int, language: str
) -> None:
    make_member(NURGUL, name="Nurgul Asanova", password=PASSWORD)
    page = open_browser(width, language)
    give_authenticator(page)
    log_in(page, NURGUL)
    add_key(page, "Phone", is_passkey=True)
    pages = {
        "2fa": "/accounts/2fa/",
        "2fa-app": "/accounts/2fa/totp/activate/",
        "2fa-keys": "/accounts/2fa/webauthn/",
        "2fa-key": "/accounts/2fa/webauthn/add/",
        "2fa-codes": "/accounts/2fa/recovery-codes/",
        "sessions": "/accounts/sessions/",
    }
    for name, address in pages.items():
        page.goto(address)
        screenshot(page, f"{name}-{language}")
        assert axe(page) == [], name
        assert overflow(page) == 0, name
        expect(page.locator("h1")).to_have_count(1)
    log_out(page)
    log_in(page, NURGUL)
    screenshot(page, f"2fa-authenticate-{language}")
    assert axe(page) == []
    assert overflow(page) == 0
