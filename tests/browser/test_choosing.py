"""Saving a post and putting it aside, as a member does it: with scripts and without."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in, overflow, screenshot
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import PASSWORD, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member(open_browser: Any, search_index: Any) -> str:
    owner = make_member(name="Ulan").user
    organization = make_organization("Osh Water Users", owner=owner, verified=True)
    make_opportunity(organization=organization, title="Canals of Osh", expertise=["irrigation"], places=[("Osh", "KG")])
    email = "nurgul@example.org"
    make_member(email, name="Nurgul Asanova", password=PASSWORD, expertise=["irrigation"])
    search_index.drain()
    return email


@pytest.mark.parametrize("javascript", [True, False])
def test_save_put_aside_and_undo(open_browser: Callable[..., Page], member: str, javascript: bool) -> None:
    page = open_browser(320, javascript=javascript)
    log_in(page, member)
    page.goto("/for-you/")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name="Canals of Osh"))
    card.get_by_role("button", name="Save Canals of Osh").click()
    expect(card.get_by_role("button", name="Saved")).to_be_visible()
    screenshot(page, f"for-you-saved-{javascript}")
    assert overflow(page) == 0
    card.get_by_role("button", name="Not for me").click()
    expect(page.get_by_role("link", name="Canals of Osh")).to_have_count(0)
    expect(page.get_by_text("won't come up for you again")).to_be_visible()
    screenshot(page, f"for-you-dismissed-{javascript}")
    page.get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
    expect(card).to_contain_text("You list")


def test_the_reach_follows_what_is_written(open_browser: Callable[..., Page], member: str) -> None:
    page = open_browser(1280)
    owner = make_member("owner@example.org", name="Aida", password=PASSWORD)
    make_organization("Valley Club", owner=owner.user, verified=True)
    log_in(page, "owner@example.org")
    page.goto("/contribute/post/vacancy/")
    page.get_by_role("combobox", name="Expertise asked for").fill("irrigation,")
    page.get_by_label("Title").click()
    expect(page.get_by_text("Fewer than 5 members could be reached.")).to_be_visible()
    screenshot(page, "post-reach")
