"""The main job end to end, as its people live it: each in a browser of their own, all on one running site."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from csp.constants import SELF
from django.conf import settings as site_settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from idiaspora.content_security import sign_in_origins
from opportunities.models import Opportunity
from profiles.models import Profile
from tests.accounts.provider import Provider
from tests.browser.conftest import log_in, make_moderator
from tests.browser.steps import choose_by_typing, declare, field, nothing_of_it, saved, section
from tests.profiles.factories import PASSWORD, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True)

NURGUL = {"sub": "n-1", "name": "Nurgul Asanova", "given_name": "Nurgul", "family_name": "Asanova"}
OWN_WORDS = "snow leopard counting"  # a label that no concept has
TITLE = "Volunteer irrigation engineer, 3 months"


@pytest.fixture
def linkedin(provider: Provider, settings: Any) -> Provider:
    """LinkedIn is the provider on loopback, and the policy is what the settings would make of it."""
    provider.person = {**NURGUL, "email": "nurgul@example.org", "email_verified": True}
    policy = site_settings.CONTENT_SECURITY_POLICY
    targets = [SELF, *sign_in_origins({"openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]})]
    settings.CONTENT_SECURITY_POLICY = {**policy, "DIRECTIVES": {**policy["DIRECTIVES"], "form-action": targets}}
    return provider


def sign_up_by_linkedin(page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Join", exact=True).click()
    page.get_by_role("link", name="LinkedIn").or_(page.get_by_role("button", name="LinkedIn")).click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome. Tell us a little about you")


def fill_in_profile(page: Page) -> None:
    """What she can do, where she lives, where her roots are and that they may count, which languages she speaks."""
    choose_by_typing(page, "Expertise", "irrigat", "irrigation")
    field(page, "Expertise").fill(OWN_WORDS)
    field(page, "Expertise").press("Enter")
    saved(page, "skills")
    choose_by_typing(page, "City where you live", "Berli", "Berlin")
    choose_by_typing(page, "Countries your roots are in", "Kyrg", "Kyrgyzstan")
    choose_by_typing(page, "City or town your roots are in", "Ош", "Osh")
    page.get_by_label("Use my roots to find what fits me").check()
    saved(page, "where")
    choose_by_typing(page, "Languages you speak", "Russ", "Russian")
    saved(page, "languages")
    page.get_by_label("Volunteering").check()
    saved(page, "open-to")


def post_an_opportunity(page: Page) -> None:
    """The three steps: what kind, the facts, check."""
    page.goto("/contribute/")
    page.get_by_role("link", name="Post an opportunity").click()
    page.get_by_role("radio", name="Volunteering").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What it is about").fill("Our canals lose half of their water. Help us to find out where.")
    field(page, "Place").fill("Osh, Kyrgyzstan")
    page.get_by_label("Last day").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    field(page, "Expertise asked for").fill("irrigation")
    page.get_by_label("E-mail address").fill("water@example.org")
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_role("heading", name="Is everything right?")).to_be_visible()
    declare(page)
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_text("Your post is with our moderators.")).to_be_visible()


def approve(page: Page, snippets: str, title: str) -> None:
    """Through the pages of the editors' desk, from its menu to the button."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto("/admin/")
    page.get_by_role("link", name=snippets, exact=True).first.click()
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name="More actions").or_(
        page.locator("footer [data-w-dropdown-target=toggle]")
    ).first.click()
    page.get_by_role("button", name="Approve and publish", exact=False).first.click()
    expect(page.locator(".messages")).to_contain_text(f"'{title}' updated")
    assert complaints == []


def test_a_newcomer_finds_what_fits_and_keeps_what_is_hers(
    open_browser: Callable[..., Page], linkedin: Provider
) -> None:
    make_member("ulan@example.org", name="Ulan Bekov", password=PASSWORD)
    make_moderator("mira@example.org")
    make_member("azamat@example.org", name="Azamat Toktosunov", password=PASSWORD)

    nurgul = open_browser()
    sign_up_by_linkedin(nurgul)
    assert linkedin.refused == []
    fill_in_profile(nurgul)
    expect(nurgul.get_by_label("How others see you")).to_contain_text("Nurgul Asanova")
    nurgul.get_by_role("link", name="See what fits you").click()
    expect(nurgul.get_by_text("Nothing fits yet")).to_be_visible()

    ulan = log_in(open_browser(), "ulan@example.org")
    ulan.goto("/connect/organizations/new/")
    field(ulan, "Name").fill("Osh Water Users")
    field(ulan, "Type").select_option("Association")
    field(ulan, "What it does").fill("We look after the canals.")
    ulan.get_by_role("button", name="Register").click()
    expect(ulan.get_by_role("heading", level=1)).to_contain_text("Osh Water Users")
    post_an_opportunity(ulan)
    for address in ["/contribute/", "/for-you/", "/search/?q=irrigation", "/"]:
        nothing_of_it(nurgul, address, TITLE)

    mira = log_in(open_browser(), "mira@example.org")
    approve(mira, "Opportunities", TITLE)

    nurgul.goto("/for-you/")
    card = nurgul.get_by_role("article").filter(has_text=TITLE)
    expect(card.locator(".why li")).to_have_text(
        ["You list irrigation", "Osh is where your roots are", "You are open to this kind of opportunity"]
    )
    expect(card.locator(".deadline")).to_contain_text("Closes in ")
    card.get_by_role("link", name=TITLE).click()
    expect(nurgul.get_by_role("link", name="Offer your help").first).to_be_visible()

    azamat, visitor = log_in(open_browser(), "azamat@example.org"), open_browser()
    own_page = Profile.objects.get(name="Nurgul Asanova").get_absolute_url()
    azamat.goto(own_page)
    expect(azamat.get_by_role("main")).to_contain_text(OWN_WORDS)
    azamat.goto("/connect/?q=irrigation")
    expect(azamat.get_by_role("article")).to_have_count(1)

    nurgul.goto("/profile/")
    section(nurgul, "skills").get_by_label("Who sees this: Expertise").select_option("private")
    saved(nurgul, "skills")

    nothing_of_it(azamat, own_page, "irrigation", OWN_WORDS)
    nothing_of_it(azamat, "/connect/", "irrigation", OWN_WORDS)
    for page in (azamat, visitor):
        for words in ("irrigation", OWN_WORDS, "snow"):
            page.goto(f"/connect/?q={words}")
            expect(page.get_by_role("article")).to_have_count(0)
            page.goto(f"/search/?q={words}")
            expect(page.get_by_role("link", name="Nurgul Asanova")).to_have_count(0)
        assert page.request.get("/taxonomy/expertise/?q=snow leop").json() == {"results": []}
    assert visitor.goto(own_page).status == 404  # type: ignore[union-attr]
    nurgul.goto("/for-you/")  # what is hidden from others still finds what fits its owner
    expect(nurgul.get_by_role("link", name=TITLE)).to_be_visible()


def test_a_contributed_resource_reaches_the_library_through_an_editor(open_browser: Callable[..., Page]) -> None:
    make_member("nurgul@example.org", name="Nurgul Asanova", password=PASSWORD)
    make_moderator("mira@example.org")
    nurgul = log_in(open_browser(), "nurgul@example.org")
    nurgul.goto("/learn/")
    nurgul.get_by_role("link", name="Contribute a resource").first.click()
    nurgul.get_by_label("Title").fill("Drip irrigation for small gardens")
    nurgul.get_by_label("What it is").select_option("Toolkit")
    nurgul.get_by_label("Where it can be found").fill("https://example.org/drip")
    nurgul.get_by_label("What it tells").fill("How to water a garden with a tenth of the water.")
    nurgul.get_by_role("button", name="Save and check").click()
    declare(nurgul)
    nurgul.get_by_role("button", name="Send for review").click()
    visitor = open_browser()
    nothing_of_it(visitor, "/learn/", "Drip irrigation")

    approve(log_in(open_browser(), "mira@example.org"), "Resources", "Drip irrigation for small gardens")

    visitor.goto("/learn/?q=drip")
    visitor.get_by_role("link", name="Drip irrigation for small gardens").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Drip irrigation for small gardens")


def test_the_same_without_javascript(open_browser: Callable[..., Page], linkedin: Provider) -> None:
    ulan = make_member("ulan@example.org", name="Ulan Bekov", password=PASSWORD).user
    make_organization("Osh Water Users", owner=ulan)
    nurgul = open_browser(320, javascript=False)
    sign_up_by_linkedin(nurgul)
    skills, where = section(nurgul, "skills"), section(nurgul, "where")
    field(skills, "Expertise").fill(f"Irrigation, {OWN_WORDS}")
    skills.get_by_role("button", name="Save").click()
    where = section(nurgul, "where")
    field(where, "City where you live").fill("Berlin, Germany")
    field(where, "Countries your roots are in").select_option("Kyrgyzstan")
    field(where, "City or town your roots are in").fill("Osh, Kyrgyzstan")
    where.get_by_label("Use my roots to find what fits me").check()
    where.get_by_role("button", name="Save").click()
    languages = section(nurgul, "languages")
    field(languages, "Languages you speak").select_option(["Russian", "English"])
    languages.get_by_role("button", name="Save").click()

    owner = log_in(open_browser(320, javascript=False), "ulan@example.org")
    post_an_opportunity(owner)
    expect(owner.get_by_role("article").filter(has_text=TITLE)).to_contain_text("Being reviewed")
    post = Opportunity.objects.get(title=TITLE)
    post.get_latest_revision().publish()

    nurgul.get_by_role("link", name="See what fits you").click()
    card = nurgul.get_by_role("article").filter(has_text=TITLE)
    expect(card.locator(".why li").first).to_have_text("You list irrigation")
    nurgul.goto("/profile/")
    section(nurgul, "skills").get_by_label("Who sees this: Expertise").select_option("private")
    section(nurgul, "skills").get_by_role("button", name="Save").click()
    make_member("azamat@example.org", name="Azamat Toktosunov", password=PASSWORD)
    azamat = log_in(open_browser(320, javascript=False), "azamat@example.org")
    azamat.goto("/connect/?q=irrigation")
    expect(azamat.get_by_role("article")).to_have_count(0)
