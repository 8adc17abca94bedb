"""A vacancy as its people live it, from the draft until somebody is found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from opportunities.models import Opportunity
from tests.browser.conftest import log_in, looks_well

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_files")]

TITLE = "Canal engineer for two years"
CV = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def write_a_vacancy(page: Page) -> Opportunity:
    """Kept as a draft; what is promised to those who apply isn't declared yet."""
    page.goto("/contribute/post/vacancy/")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("What it is about", exact=True).fill("You look after forty kilometres of canals.")
    page.get_by_label("Pay").fill("30,000 KGS a month")
    page.get_by_label("Last day").fill((timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d"))
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_role("article").filter(has_text=TITLE)).to_contain_text("Draft")
    return Opportunity.objects.get()


def publish(page: Page, post: Opportunity) -> None:
    """Not before it is declared what protects those who apply."""
    page.goto(f"{post.get_absolute_url()}check/")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_be_visible()
    for box in page.get_by_role("group", name="We declare").get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Your post is public now.")).to_be_visible()


def test_from_the_draft_until_somebody_is_found(open_browser: Callable[..., Page], people: None) -> None:
    ulan, nurgul = log_in(open_browser(1280), "ulan@example.org"), log_in(open_browser(320), "nurgul@example.org")
    post = write_a_vacancy(ulan)
    address = post.get_absolute_url()
    publish(ulan, post)

    nurgul.goto(address)
    expect(nurgul.get_by_text("30,000 KGS a month")).to_be_visible()
    nurgul.get_by_role("button", name=f"Save {TITLE}").click()
    expect(nurgul.get_by_role("button", name=f"take «{TITLE}» off your list")).to_be_visible()
    nurgul.goto(f"{address}apply/")
    nurgul.get_by_label("Why you").fill("I mended canals in Osh for six years.")
    nurgul.get_by_label("Files").set_input_files(CV)
    nurgul.get_by_role("button", name="Send the application").click()
    expect(nurgul.get_by_role("heading", name="Your receipt")).to_be_visible()
    looks_well(nurgul, "vacancy-receipt")

    ulan.goto(f"{address}applications/")
    ulan.get_by_role("link", name="Nurgul Asanova").click()
    expect(ulan.get_by_role("main")).to_contain_text("I mended canals in Osh for six years.")
    expect(ulan.get_by_role("link", name="Report", exact=True)).to_be_visible()
    ulan.get_by_label("Status").select_option("Invited")
    ulan.get_by_role("button", name="Save", exact=True).click()
    looks_well(ulan, "vacancy-arrived")
    nurgul.goto("/contribute/applications/")
    expect(nurgul.get_by_role("article").filter(has_text=TITLE)).to_contain_text("Invited")

    ulan.goto("/contribute/mine/")
    ulan.get_by_role("link", name="Somebody was found").click()
    ulan.get_by_role("button", name="Mark it as filled").click()
    nurgul.goto(address)
    expect(nurgul.get_by_text("Filled", exact=True)).to_be_visible()
    expect(nurgul.get_by_role("heading", name="This post is closed")).to_be_visible()
    expect(nurgul.get_by_text("You applied on")).to_be_visible()
    nurgul.goto("/contribute/")
    expect(nurgul.get_by_role("article").filter(has_text=TITLE)).to_have_count(0)
