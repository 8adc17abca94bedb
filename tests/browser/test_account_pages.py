"""Making an account, logging in and choosing a new password: on a phone and a desk, with and without JavaScript."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from wagtail.models import Site

from idiaspora.models import SiteAppearance
from tests.browser.conftest import WIDTHS, axe, overflow, screenshot

PAGES = {"signup": "/accounts/signup/", "login": "/accounts/login/", "reset": "/accounts/password/reset/"}
PASSWORD = "apricots by the canal"


@pytest.fixture
def aizada(full_database: None) -> Any:
    """A member who has confirmed her address."""
    user = get_user_model().objects.create_user("aizada@example.org", PASSWORD)
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def assert_well_made(page: Page) -> None:
    assert axe(page) == []
    assert overflow(page) == 0
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize("width", WIDTHS)
def test_account_pages_are_accessible_at_every_width(open_browser: Any, width: int) -> None:
    page = open_browser(width)
    for name, address in PAGES.items():
        page.goto(address)
        screenshot(page, name)
        assert_well_made(page)


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize("language", ["ru", "ar"])
def test_account_pages_are_accessible_in_other_scripts_and_in_the_dark(open_browser: Any, language: str) -> None:
    page = open_browser(320, language, dark=True)
    for name, address in PAGES.items():
        page.goto(address)
        screenshot(page, f"{name}-{language}-dark")
        assert_well_made(page)
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_errors_stand_beside_the_field_and_in_a_summary_that_leads_there(open_browser: Any) -> None:
    page = open_browser(320)
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("nurgul@example.org")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make my account").click()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.get_by_label("Password")).to_be_focused()
    described_by = page.get_by_label("Password").get_attribute("aria-describedby") or ""
    assert "id_password1_error" in described_by.split()
    expect(page.get_by_label("Email")).to_have_value("nurgul@example.org")
    screenshot(page, "signup-errors")
    assert_well_made(page)


def test_a_newcomer_makes_an_account_without_javascript(open_browser: Any, mailoutbox: list[Any]) -> None:
    page = open_browser(320, javascript=False)
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill("nurgul@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    code = re.search(r"^ {4}(\S+)$", mailoutbox[0].body, re.MULTILINE)
    assert code, mailoutbox[0].body
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    assert get_user_model().objects.get().emailaddress_set.get().verified


def test_a_member_logs_in_and_out_without_javascript(open_browser: Any, aizada: Any) -> None:
    page = open_browser(320, javascript=False)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(aizada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    page.goto("/accounts/email/")
    page.locator("summary", has_text="Account menu").click()
    page.get_by_role("button", name="Log out").click()
    page.goto("/accounts/email/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))


def test_a_member_who_forgot_their_password_chooses_a_new_one_without_javascript(
    open_browser: Any, aizada: Any, mailoutbox: list[Any]
) -> None:
    page = open_browser(320, javascript=False)
    page.goto("/accounts/password/reset/")
    page.get_by_label("Email").fill(aizada.email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    link = re.search(r"http\S+", mailoutbox[0].body)
    assert link, mailoutbox[0].body
    page.goto(link[0])
    for field in page.locator("main input[type=password]").all():
        field.fill("walnuts in the forest of Arslanbob")
    page.get_by_role("button", name="Change my password").click()
    aizada.refresh_from_db()
    assert aizada.check_password("walnuts in the forest of Arslanbob")


def test_pages_of_the_account_are_accessible(open_browser: Any, aizada: Any) -> None:
    page = open_browser(320)
    page.goto("/accounts/login/?next=/accounts/email/")
    page.get_by_label("Email").fill(aizada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    for address in ["/accounts/email/", "/accounts/password/change/", "/accounts/3rdparty/", "/accounts/logout/"]:
        page.goto(address)
        screenshot(page, address.strip("/").replace("/", "-"))
        assert_well_made(page)


def test_a_menu_closes_on_escape_and_gives_the_focus_back(open_browser: Any, aizada: Any) -> None:
    page = open_browser(1280)
    page.goto("/accounts/login/?next=/accounts/email/")
    page.get_by_label("Email").fill(aizada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    menu = page.locator("summary", has_text="Account menu")
    menu.click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    assert_well_made(page)
    screenshot(page, "account-menu")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Log out")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_browsers_time_zone_reaches_the_site(open_browser: Any) -> None:
    page = open_browser()
    page.goto("/accounts/login/")
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert cookies["timezone"] == "Asia/Bishkek"


def test_a_reader_changes_the_language_in_the_footer(open_browser: Any) -> None:
    page = open_browser(320, javascript=False)
    page.goto("/accounts/login/")
    page.get_by_role("button", name="العربي").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.url.endswith("/accounts/login/")


def test_the_operators_own_colours_and_name_are_on_every_page(open_browser: Any) -> None:
    appearance = SiteAppearance.for_site(Site.objects.get(is_default_site=True))
    appearance.name = "Diaspora of the Seven Valleys in Europe"
    appearance.paper, appearance.ink, appearance.accent, appearance.warm = "#fdf6f9", "#2a1020", "#7a1f4b", "#f2c14e"
    appearance.full_clean()
    appearance.save()
    for width, dark in [(320, False), (1280, False), (320, True)]:
        page = open_browser(width, dark=dark)
        page.goto("/accounts/signup/")
        screenshot(page, "signup-own-colours-dark" if dark else "signup-own-colours")
        expect(page).to_have_title("Join · Diaspora of the Seven Valleys in Europe")
        expect(page.locator("body")).to_have_css(
            "background-color", "rgb(20, 24, 29)" if dark else "rgb(253, 246, 249)"
        )
        assert_well_made(page)
