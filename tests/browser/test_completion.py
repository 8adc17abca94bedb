"""Completion in the profile editor: with keys alone, as chips, right to left, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from profiles.models import Profile
from tests.browser.conftest import axe, overflow
from tests.profiles.factories import PASSWORD, make_member

OpenBrowser = Callable[..., Page]
FIELD = "input[id$=expertise]"


@pytest.fixture
def member(full_database: None) -> Profile:
    return make_member("nurgul@example.org", name="Nurgul", password=PASSWORD)


def sign_in(page: Page, member: Profile) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(member.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit], main form button").first.click()
    page.goto("/profile/")


def field(page: Page) -> Any:
    return page.locator(FIELD).first


def test_a_label_is_chosen_with_keys_alone(open_browser: OpenBrowser, member: Profile) -> None:
    page = open_browser()
    sign_in(page, member)
    box = field(page)
    box.focus()
    box.press_sequentially("сварк")
    options = page.locator(".completion-list [role=option]")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"[id='{active}']")).to_have_attribute("aria-selected", "true")
    assert axe(page) == []
    box.press("Enter")
    chips = page.locator(".chip-list").first.locator(".chip")
    expect(chips).to_have_count(1)
    box.press_sequentially("my own words")
    box.press("Escape")
    box.press(",")
    expect(chips).to_have_count(2)
    box.press("Backspace")
    expect(chips).to_have_count(1)


def test_a_label_with_a_comma_is_one_chip(open_browser: OpenBrowser, member: Profile) -> None:
    page = open_browser(320)
    sign_in(page, member)
    box = field(page)
    box.focus()
    box.press_sequentially("gates")
    page.locator(".completion-list [role=option]", has_text="gates, railings").first.click()
    chip = page.locator(".chip-list").first.locator(".chip")
    expect(chip).to_have_count(1)
    assert (
        page.locator("input[type=hidden][name$=expertise]").first.input_value()
        == '"gates, railings and metal structures"'
    )
    assert overflow(page) == 0


def test_right_to_left_the_list_stays_on_the_page(open_browser: OpenBrowser, member: Profile) -> None:
    page = open_browser(320, "ar")
    sign_in(page, member)
    box = field(page)
    box.focus()
    box.press_sequentially("محاس")
    expect(page.locator(".completion-list [role=option]").first).to_be_visible()
    assert overflow(page) == 0


def test_without_javascript_labels_are_typed_with_commas(open_browser: OpenBrowser, member: Profile) -> None:
    page = open_browser(javascript=False)
    sign_in(page, member)
    field(page).fill('welding, "gates, railings and metal structures"')
    page.locator("section", has=page.locator(FIELD)).locator("form button").last.click()
    page.goto("/profile/")
    assert field(page).input_value() == 'welding, "gates, railings and metal structures"'
