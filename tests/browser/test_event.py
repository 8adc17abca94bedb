"""An event in two languages as its people live it, from the draft to its closing; without JavaScript too."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from opportunities.models import Opportunity
from tests.browser.conftest import log_in, looks_well

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_files")]

TITLE, RUSSIAN = "Meeting of the water users", "Встреча водопользователей"


def in_days(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).strftime("%Y-%m-%d")


def write_an_event(page: Page) -> Opportunity:
    """Kept as a draft, in English and half in Russian."""
    page.goto("/contribute/post/event/")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("What it is about", exact=True).fill("Who uses the canals, and who pays for them.")
    page.get_by_text("Add a language").first.click()
    page.get_by_label("Language (optional)", exact=True).first.select_option("Russian")
    page.get_by_label("Heading in this language").first.fill(RUSSIAN)
    page.get_by_label("Venue").fill("Town hall")
    page.get_by_label("Begins").fill(f"{in_days(20)}T10:00")
    page.get_by_label("Ends").fill(f"{in_days(20)}T17:00")
    page.get_by_label("Last day").fill(in_days(9))
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("article").filter(has_text=TITLE)).to_contain_text("Draft")
    return Opportunity.objects.get()


def finish(page: Page, post: Opportunity, *, javascript: bool) -> None:
    page.goto(f"{post.get_absolute_url()}check/")
    expect(page.get_by_text("Finish title and text in this language, or remove it: Russian.")).to_be_visible()
    page.goto(f"{post.get_absolute_url()}edit/")
    page.get_by_label("Text in this language").first.fill("Кто пользуется каналами и кто за них платит.")
    if javascript:
        looks_well(page, "event-form")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Your post is public now.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_draft_to_its_closing(open_browser: Callable[..., Page], people: None, javascript: bool) -> None:
    ulan = log_in(open_browser(1280, javascript=javascript), "ulan@example.org")
    nurgul = log_in(open_browser(320, javascript=javascript), "nurgul@example.org")
    post = write_an_event(ulan)
    address = post.get_absolute_url()
    assert nurgul.goto(address).status == 404  # type: ignore[union-attr]
    finish(ulan, post, javascript=javascript)

    visitor = open_browser(320, "ru", javascript=javascript)
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(RUSSIAN)
    if javascript:
        looks_well(visitor, "event-ru")
    visitor.get_by_role("link", name="Читать оригинал").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)

    nurgul.goto(address)
    expect(nurgul.get_by_text("Town hall")).to_be_visible()
    with nurgul.expect_download() as download:
        nurgul.get_by_role("link", name="Add to your calendar").click()
    assert download.value.suggested_filename.endswith(".ics")
    nurgul.goto(f"{address}apply/")
    nurgul.get_by_label("A word to the organizers").fill("There are two of us.")
    nurgul.get_by_role("button", name="Send the application").click()

    ulan.goto(f"{address}applications/")
    expect(ulan.get_by_role("link", name="Nurgul Asanova")).to_be_visible()
    ulan.goto(f"{address}deadline/")
    ulan.get_by_label("New last day").fill(in_days(12))
    ulan.get_by_role("button", name="Give more time").click()
    nurgul.goto(address)
    expect(nurgul.locator(".deadline").first).to_contain_text("Closes in 12 days")

    ulan.goto(f"{address}deadline/")
    ulan.get_by_role("link", name="Close it now").click()
    ulan.get_by_role("button", name="Close it now").click()
    nurgul.reload()
    expect(nurgul.get_by_role("heading", name="This post is closed")).to_be_visible()
    expect(nurgul.get_by_text("You applied on")).to_be_visible()
    if javascript:
        looks_well(nurgul, "event-closed")
    assert nurgul.goto(f"{address}apply/").status == 200  # type: ignore[union-attr]
