"""A resource as its people live it: contributed in Russian, questioned, published, collected, found in English, cited."""

import re
from collections.abc import Callable
from typing import Any

import bibtexparser
import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page, expect

from resources.models import Resource
from tests.browser.conftest import log_in, looks_well, make_moderator
from tests.browser.steps import choose_by_typing, letter_to, link_in
from tests.profiles.factories import PASSWORD, make_member
from tests.resources.factories import make_collection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_files")]

TITLE, SUMMARY = "Арыки без ссор", "Как соседи делят воду."
ASKED, ANSWERED = "For which valley does it hold?", "Для Араванской, с 2019 года."
NURGUL, MIRA, AIDA = "nurgul@example.org", "mira@example.org", "aida@example.org"


@pytest.fixture
def readers(full_database: None) -> None:
    """Nurgul contributes in Russian, Mira edits, Aida reads English and works with irrigation."""
    make_member(NURGUL, name="Nurgul Asanova", password=PASSWORD, locale="ru")
    make_moderator(MIRA)
    make_member(AIDA, name="Aida Toktosunova", password=PASSWORD, expertise=["irrigation"])
    make_collection("Water", slug="water")


def ru(words: str) -> str:
    """As the site says it in Russian."""
    with translation.override("ru"):
        return gettext(words)


def contribute(page: Page) -> Resource:
    page.goto("/learn/contribute/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=type]").select_option("toolkit")
    page.locator("[name=url]").fill("https://example.org/aryki")
    page.locator("[name=summary]").fill(SUMMARY)
    page.locator("select[name=language]").select_option("ru")
    choose_by_typing(page, ru("Topics"), "ороше", "орошение")
    page.locator("[name=authors]").fill("Нургуль Асанова")
    page.locator("[name=year]").fill("2024")
    page.get_by_role("button", name=ru("Save and check")).click()
    looks_well(page, "library-check-ru")
    page.get_by_role("button", name=ru("Send for review")).click()
    expect(page.get_by_role("article").filter(has_text=TITLE)).to_be_visible()
    return Resource.objects.get()


def request_a_change(desk: Page) -> None:
    """From what waits for her to the words that the contributor will read."""
    desk.goto("/admin/library/waiting/")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Request changes").click()
    dialog = desk.get_by_role("dialog")
    dialog.locator("textarea").fill(ASKED)
    dialog.locator("[type=submit]").click()
    desk.wait_for_url("**/resources/resource/")


def answer_and_send_again(page: Page, outbox: Any) -> None:
    """The mail leads to the question; what is changed is sent again in one go."""
    page.goto(link_in(letter_to(outbox, NURGUL, TITLE)))
    expect(page.get_by_text(ASKED)).to_be_visible()
    looks_well(page, "library-question-ru")
    page.locator("#conversation [name=words]").fill(ANSWERED)
    page.locator("#conversation form").first.get_by_role("button").click()
    expect(page.get_by_text(ANSWERED)).to_be_visible()
    page.goto(f"{Resource.objects.get().get_absolute_url()}edit/")
    page.locator("[name=summary]").fill(f"{SUMMARY} Араванская долина.")
    page.get_by_role("button", name=ru("Save and send again")).click()
    expect(page.get_by_role("article").filter(has_text=TITLE)).to_be_visible()


def publish_and_collect(desk: Page, resource: Resource) -> None:
    """The answer stands beside what is approved; then it is put into a collection, from the list."""
    desk.goto(f"/admin/library/{resource.pk}/conversation/")
    expect(desk.get_by_text(ANSWERED)).to_be_visible()
    desk.goto(f"/admin/snippets/resources/resource/edit/{resource.pk}/")
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name=re.compile("^Approve")).first.click()
    desk.wait_for_url("**/resources/resource/")
    desk.get_by_role("row").filter(has_text=TITLE).get_by_role("checkbox").check()
    desk.get_by_role("link", name="Add the chosen resources to a collection").click()
    desk.locator("select[name=collection]").select_option("Water")
    desk.get_by_role("button", name="Add to a collection").click()
    expect(desk.get_by_text("«Water» has 1 more resource.")).to_be_visible()


def find_in_english(page: Page) -> None:
    """By the concept that she has among her own expertise, though no word of it is English."""
    page.goto("/learn/?q=irrigation")
    found = page.get_by_role("article").filter(has_text=TITLE)
    expect(found).to_contain_text("Нургуль Асанова")
    looks_well(page, "library-found")
    page.goto("/for-you/")
    expect(page.get_by_role("article").filter(has_text=TITLE)).to_contain_text("irrigation")
    page.goto("/learn/collections/water/")
    page.get_by_role("link", name=TITLE).click()


def cite(page: Page) -> None:
    expect(page.get_by_text("Нургуль Асанова. (2024). Арыки без ссор")).to_be_visible()
    looks_well(page, "library-resource")
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    (record,) = bibtexparser.parse_string(download.value.path().read_text("utf-8")).entries
    assert (record["title"], record["author"], record["year"]) == (f"{{{TITLE}}}", "{Нургуль Асанова}", "2024")


def test_from_a_contribution_to_a_citation(open_browser: Callable[..., Page], readers: None, mailoutbox: Any) -> None:
    nurgul = log_in(open_browser(320, "ru"), NURGUL)
    resource = contribute(nurgul)
    mira = log_in(open_browser(1280), MIRA)
    mira.set_default_timeout(30_000)
    request_a_change(mira)
    answer_and_send_again(nurgul, mailoutbox)
    publish_and_collect(mira, resource)
    letter_to(mailoutbox, NURGUL, TITLE)
    aida = log_in(open_browser(768), AIDA)
    find_in_english(aida)
    cite(aida)
    nurgul.goto("/learn/?q=полив")  # a synonym that nobody wrote
    expect(nurgul.get_by_role("article").filter(has_text=TITLE)).to_be_visible()
