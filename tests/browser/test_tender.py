"""A tender with two lots as its people live it, from the draft to the award; without JavaScript too, on a phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from opportunities.models import Bid, Opportunity
from opportunities.moments import ANYWHERE
from opportunities.services import add_document, answer_question, ask_question, extend_deadline, send_bid
from profiles.models import Organization
from profiles.uploads import check_upload
from tests.browser.conftest import log_in, looks_well
from tests.opportunities.factories import make_opportunity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_files")]

PDF = {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\nthe offer\n%%EOF\n"}
TITLE = "Water gates for the canal"


def post_a_tender(page: Page) -> Opportunity:
    page.goto("/contribute/post/tender/")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("What it is about").fill("Twenty-four gates and twelve meters, delivered to Osh.")
    page.get_by_label("Lots").fill("Gates\nMeters")
    page.get_by_label("How proposals come in").select_option("here")
    page.get_by_label("Last day").fill((timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d"))
    page.get_by_label("Time zone").select_option("Anywhere on Earth (UTC−12)")
    page.get_by_role("button", name="Save and check").click()
    page.get_by_role("link", name="Manage the tender").click()
    page.get_by_role("link", name="Add a document").click()
    page.get_by_label("Title").fill("Terms of reference")
    page.get_by_label("File").set_input_files(PDF)
    page.get_by_role("button", name="Add").click()
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish").click()
    return Opportunity.objects.get()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_draft_to_the_award(open_browser: Callable[..., Page], people: None, javascript: bool) -> None:
    ulan = log_in(open_browser(1280, javascript=javascript), "ulan@example.org")
    nurgul = log_in(open_browser(320, javascript=javascript), "nurgul@example.org")
    post = post_a_tender(ulan)
    expect(ulan.get_by_role("heading", level=1)).to_have_text(TITLE)

    nurgul.goto(post.get_absolute_url())
    expect(nurgul.get_by_text("Anywhere on Earth").first).to_be_visible()
    with nurgul.expect_download() as download:
        nurgul.get_by_role("link", name="Terms of reference").click()
    assert download.value.suggested_filename == "offer.pdf"
    nurgul.get_by_role("link", name="Ask a question").click()
    nurgul.get_by_label("Your question").fill("Which steel?")
    nurgul.get_by_role("button", name="Send the question").click()
    expect(nurgul.get_by_text("Waits for an answer")).to_be_visible()

    ulan.goto(f"{post.get_absolute_url()}tender/")
    expect(ulan.get_by_role("main")).not_to_contain_text("Nurgul")
    ulan.get_by_role("link", name="Answer", exact=True).click()
    ulan.get_by_label("Answer for all").fill("S355.")
    ulan.get_by_role("button", name="Publish the answer").click()

    nurgul.goto(post.get_absolute_url())
    expect(nurgul.get_by_text("S355.")).to_be_visible()
    if javascript:
        looks_well(nurgul, "tender")
    nurgul.get_by_role("link", name="Send a sealed proposal").click()
    nurgul.get_by_label("Lot 1: Gates").check()
    nurgul.get_by_label("Files").set_input_files(PDF)
    if javascript:
        looks_well(nurgul, "tender-bid")
    nurgul.get_by_role("button", name="Seal and send").click()
    expect(nurgul.get_by_role("heading", level=1)).to_have_text("Receipt")
    if javascript:
        looks_well(nurgul, "tender-receipt")

    ulan.goto(f"{post.get_absolute_url()}tender/")
    expect(ulan.get_by_text("nor whether there are any")).to_be_visible()
    expect(ulan.get_by_role("main")).not_to_contain_text("Nurgul")
    ended = timezone.now() - timedelta(minutes=1)  # the clock of the server can't be moved here
    Opportunity.objects.update(closes=ended)
    Bid.objects.update(sealed_until=ended)

    ulan.reload()
    ulan.get_by_role("link", name="Open the proposals").click()
    ulan.get_by_role("button", name="Open them").click()
    expect(ulan.get_by_role("heading", name="Nurgul Asanova")).to_be_visible()
    for lot, status in (("Lot 1: Gates", "Awarded"), ("Lot 2: Meters", "Without result")):
        ulan.get_by_role("link", name=f"Decide {lot}").click()
        ulan.get_by_label(status, exact=True).check()
        if status == "Awarded":
            ulan.get_by_label("Awarded to").fill("Nurgul Asanova")
            ulan.get_by_label("Value").fill("48,200 euros")
        ulan.get_by_role("button", name="Save").click()
    if javascript:
        looks_well(ulan, "tender-desk")
    ulan.get_by_role("link", name="Publish the award").click()
    ulan.get_by_label("What was decided, and why").fill("The best of one.")
    ulan.get_by_role("button", name="Publish").click()

    nurgul.goto(post.get_absolute_url())
    expect(nurgul.get_by_role("heading", name="The award")).to_be_visible()
    expect(nurgul.get_by_text("Awarded to Nurgul Asanova")).to_be_visible()
    if javascript:
        looks_well(nurgul, "tender-awarded")


PAGES = {
    "tender": ("nurgul@example.org", ""),
    "ask": ("nurgul@example.org", "ask/"),
    "bid": ("nurgul@example.org", "bid/"),
    "desk": ("ulan@example.org", "tender/"),
    "document": ("ulan@example.org", "tender/documents/"),
    "lot": ("ulan@example.org", "tender/lots/1/"),
    "deadline": ("ulan@example.org", "deadline/"),
    "close": ("ulan@example.org", "close/"),
    "open": ("ulan@example.org", "tender/open/"),
}


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize(("width", "language"), [(320, "ar"), (768, "ru"), (1280, "en"), (320, "en")])
def test_its_pages_in_every_language(
    open_browser: Callable[..., Page], people: None, width: int, language: str
) -> None:
    ulan, nurgul = (get_user_model().objects.get(email=f"{name}@example.org") for name in ("ulan", "nurgul"))
    tender = make_opportunity(
        organization=Organization.objects.get(),
        kind="tender",
        title=TITLE,
        zone=ANYWHERE,
        details={"reference_number": "RFP-2026-114", "proposals": "here", "lots": [{"number": 1, "title": "Gates"}, {"number": 2, "title": "Meters"}]},
    )  # fmt: skip
    extend_deadline(opportunity=tender, by=ulan, closes=timezone.now() + timedelta(days=20), zone=ANYWHERE)
    offer = check_upload(SimpleUploadedFile("terms-of-reference-for-the-water-gates-2026.pdf", PDF["buffer"]))
    first = add_document(opportunity=tender, title="Terms of reference", file=offer)
    add_document(opportunity=tender, title="Terms of reference", file=offer, supersedes=first)
    add_document(opportunity=tender, title="Addendum 1: drawings", file=offer, is_addendum=True)
    asked = [
        ask_question(opportunity=tender, asker=nurgul, text=text) for text in ("Which steel?", "Who pays customs?")
    ]
    answer_question(question=asked[0], text="S355, as on page 12 of the terms.")
    bid = send_bid(opportunity=tender, bidder=nurgul, name="Gate Works", lot=1, files=[offer], message="Ours.")
    for name, (who, path) in {**PAGES, "receipt": ("nurgul@example.org", bid.get_absolute_url())}.items():
        page = log_in(open_browser(width, language), who)
        page.goto(path if path.startswith("/") else f"{tender.get_absolute_url()}{path}")
        looks_well(page, f"tenders-{name}-{language}")
