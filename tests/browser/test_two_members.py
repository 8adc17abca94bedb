"""Two members and an organization get to know each other, one of them misbehaves, and a moderator decides."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from profiles.models import Profile
from tests.accounts.helpers import code_for
from tests.browser.conftest import axe, confirm_it_is_me, log_in, make_moderator, overflow
from tests.browser.steps import choose_by_typing, field, letter_to, link_in, nothing_of_it, saved, section
from tests.profiles.factories import PASSWORD, make_member, make_organization

pytestmark = pytest.mark.django_db(transaction=True)

AIGUL, BAKYT, ULAN, MIRA = (f"{name}@example.org" for name in ("aigul", "bakyt", "ulan", "mira"))
NOTE = "We both look after canals. May I ask you about Osh?"
RUDE = "Send me money or I tell everybody where you live."


def sign_up(page: Page, outbox: list[Any]) -> None:
    page.goto("/accounts/signup/")
    page.get_by_label("Email").fill(AIGUL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    code = re.search(r"^ {4}(\S+)$", outbox[-1].body, re.MULTILINE)
    assert code, outbox[-1].body
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome. Tell us a little about you")


def fill_in_profile(page: Page) -> None:
    """Her name, what she can do, where she lives and where her roots are."""
    you = section(page, "you")
    field(you, "Name").fill("Aigul Sadykova")
    field(you, "Headline").fill("Looks after canals")
    field(you, "Headline").press("Tab")
    saved(page, "you")
    choose_by_typing(page, "Expertise", "irrigat", "irrigation")
    saved(page, "skills")
    choose_by_typing(page, "City where you live", "Berli", "Berlin")
    choose_by_typing(page, "Countries your roots are in", "Kyrg", "Kyrgyzstan")
    saved(page, "where")


def be_quiet_and_look(page: Page) -> None:
    """The preset, then the preview as each may see her."""
    button_of(page, "Choose", "Quiet").click()
    page.goto("/profile/preview/?as=public")
    expect(page.get_by_text("Only members see you")).to_be_visible()
    page.get_by_role("navigation", name="Who is looking").get_by_role("link", name="A member").click()
    expect(page.get_by_role("article")).to_contain_text("Aigul Sadykova")
    assert_well_made(page)


def assert_well_made(page: Page) -> None:
    assert axe(page) == []
    assert overflow(page) == 0


def button_of(place: Page | Locator, does: str, what: str) -> Locator:
    """A button that says to screen readers alone what it is for."""
    return place.get_by_role("button", name=re.compile(rf"^{does}\s*: {what}$"))


def unfold(page: Page, summary: str) -> Locator:
    """Opens one of the places where an act asks first; returns it."""
    place = page.get_by_role("main").locator("details", has=page.locator("summary", has_text=summary))
    place.locator("summary").click()
    return place


def write(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".messages-written")).to_contain_text(text)


def set_up_app(page: Page) -> None:
    """The second factor that the editors' desk asks for, from the page to which it leads."""
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/accounts/2fa/$"))
    confirm_it_is_me(page, "/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(code_for(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page).not_to_have_url(re.compile("activate"))
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/$"))


def decide(page: Page, decision: str, why: str, *, is_grave: bool = False) -> None:
    """Opens the oldest case from the menu of the editors' desk, and decides it."""
    page.goto("/admin/")
    page.get_by_role("link", name="Reported (1)").click()
    page.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    page.get_by_label(decision).check()
    page.get_by_label("Reason in your words").fill(why)
    if is_grave:
        page.get_by_label("I am sure").check()
    page.get_by_role("button", name="Decide", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Decided.")


def test_two_members_meet_part_and_a_moderator_decides(
    open_browser: Callable[..., Page], mailoutbox: list[Any], settings: Any
) -> None:
    settings.REQUIRE_STAFF_MFA = True
    make_member(BAKYT, name="Bakyt Osmonov", password=PASSWORD)
    owner = make_member(ULAN, name="Ulan Bekov", password=PASSWORD).user
    water = make_organization("Osh Water Users", owner=owner, verified=True)
    make_moderator(MIRA)

    aigul = open_browser(320)
    sign_up(aigul, mailoutbox)
    fill_in_profile(aigul)
    be_quiet_and_look(aigul)
    her_page, his_page = (Profile.objects.get(user__email=email).get_absolute_url() for email in (AIGUL, BAKYT))
    visitor = open_browser()
    assert visitor.goto(her_page).status == 404  # type: ignore[union-attr]

    bakyt = log_in(open_browser(), BAKYT)
    bakyt.goto("/connect/")
    bakyt.get_by_label("Search people").fill("irrigation")
    bakyt.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    bakyt.get_by_role("article").get_by_role("link", name="Aigul Sadykova").click()
    expect(bakyt.get_by_role("main")).to_contain_text("Looks after canals")
    expect(bakyt.get_by_role("main")).not_to_contain_text("Kyrgyzstan")  # her roots are for herself
    ask = unfold(bakyt, "Connect")
    ask.get_by_label("A few words, if you like").fill(NOTE)
    ask.get_by_role("button", name="Ask to connect").click()
    expect(bakyt.get_by_role("main")).to_contain_text("You asked to connect")

    asked = letter_to(mailoutbox, AIGUL, "Bakyt Osmonov would like to connect with you")
    assert NOTE in asked
    assert BAKYT not in asked
    aigul.goto(link_in(asked))
    aigul.get_by_role("button", name="Accept").click()
    aigul.goto("/connect/mine/")
    button_of(aigul, "Write", "Bakyt Osmonov").click()
    write(aigul, "Ask me anything.")
    assert_well_made(aigul)
    bakyt.goto(link_in(letter_to(mailoutbox, BAKYT, "Aigul Sadykova wrote to you")))
    write(bakyt, "Which canal loses most?")

    aigul.goto(water.get_absolute_url())
    aigul.get_by_role("button", name="Write to this organization").click()
    write(aigul, "Do you need somebody in spring?")
    ulan = log_in(open_browser(), ULAN)
    ulan.goto(link_in(letter_to(mailoutbox, ULAN, "Aigul Sadykova wrote to Osh Water Users")))
    expect(ulan.get_by_role("main")).to_contain_text("You answer in the name of Osh Water Users")
    write(ulan, "We do. Come and see the canals.")
    aigul.goto("/messages/")
    aigul.get_by_role("link", name="Osh Water Users").click()
    answer = aigul.locator(".messages-written > li").last
    expect(answer).to_contain_text("Osh Water Users")
    expect(answer).not_to_contain_text("Ulan")

    bakyt.goto("/messages/")
    bakyt.get_by_role("link", name="Aigul Sadykova").click()
    write(bakyt, RUDE)
    aigul.goto("/messages/")
    aigul.get_by_role("link", name="Bakyt Osmonov").click()
    expect(aigul.get_by_role("main")).to_contain_text(RUDE)
    aigul.get_by_role("link", name="Bakyt Osmonov").click()
    aigul.get_by_role("main").get_by_role("link", name="Report", exact=True).click()
    aigul.get_by_label("What should we know?").fill("He threatens me in a message.")
    aigul.get_by_role("button", name="Harassment or threats").click()
    expect(aigul.get_by_role("heading", level=1)).to_have_text("Thank you for your report")
    assert_well_made(aigul)
    aigul.goto(his_page)
    button_of(unfold(aigul, "Block"), "Block this member", "Bakyt Osmonov").click()
    assert aigul.goto(his_page).status == 404  # type: ignore[union-attr]

    assert bakyt.goto(her_page).status == 404  # type: ignore[union-attr]
    for address in ("/connect/", "/connect/mine/", "/messages/", "/for-you/", "/connect/meet/"):
        nothing_of_it(bakyt, address, "Aigul", "Sadykova")
    bakyt.goto("/connect/?q=irrigation")
    expect(bakyt.get_by_role("article")).to_have_count(0)

    mira = log_in(open_browser(), MIRA)
    set_up_app(mira)
    mira.goto("/admin/reports-of-members/")
    mira.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    expect(mira.get_by_role("main")).to_contain_text("He threatens me in a message.")
    decide(mira, "Suspend the account", "Threats have no place here.", is_grave=True)
    bakyt.goto("/for-you/")
    expect(bakyt).to_have_url(re.compile(r"/accounts/login/"))
    decision = letter_to(mailoutbox, BAKYT, "A decision about «Bakyt Osmonov»")
    assert "Threats have no place here." in decision
    assert "Aigul" not in decision

    bakyt.goto(link_in(decision))
    bakyt.get_by_label("Your words").fill("I was angry and I am sorry.")
    assert_well_made(bakyt)
    bakyt.get_by_role("button", name="Appeal").click()
    expect(bakyt.get_by_role("main")).to_contain_text("A moderator looks at it again")
    mira.goto("/admin/reports-of-members/")
    mira.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    expect(mira.get_by_role("main")).to_contain_text("I was angry and I am sorry.")
    expect(mira.get_by_role("main")).to_contain_text("You decided this.")
    decide(mira, "Open the account again", "Once more and it is for good.")
    assert "Once more and it is for good." in letter_to(mailoutbox, BAKYT, "A decision about «Bakyt Osmonov»")

    log_in(bakyt, BAKYT)
    assert bakyt.goto(her_page).status == 404  # type: ignore[union-attr]
    nothing_of_it(bakyt, "/messages/", "Aigul")
