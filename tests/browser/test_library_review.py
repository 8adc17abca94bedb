"""A contribution on its way: suggested topics, a question, a change asked for, a collection; and the editors' pages of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from profiles.uploads import PUBLICATIONS, check_upload
from resources.models import Resource
from resources.review_services import ask_contributor
from resources.services import create_draft, submit_resource
from tests.browser.conftest import WIDTHS, axe, log_in, looks_well, make_moderator, overflow, screenshot
from tests.profiles.factories import PASSWORD, make_member
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_collection, make_resource

pytestmark = pytest.mark.django_db(transaction=True)

OpenBrowser = Callable[..., Page]
NURGUL, MIRA = "nurgul@example.org", "mira@example.org"
TITLE = "Canals of Aravan"


def contribute(page: Page, *, topics_come_by_themselves: bool) -> None:
    page.goto("/learn/contribute/")
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("What it is").select_option("Report")
    page.get_by_label("Where it can be found").fill("https://example.org/canals")
    page.get_by_label("What it tells").fill("How irrigation was mended.")
    page.get_by_label("Authors").fill("Nurgul Asanova")
    page.locator("[name=year]").fill("2024")
    if topics_come_by_themselves:
        page.get_by_role("checkbox", name="irrigation").check()
        page.get_by_role("button", name="Save and check").click()
    else:
        page.get_by_role("button", name="Save and check").click()
        page.get_by_role("link", name="Choose among them").click()
        page.get_by_role("checkbox", name="irrigation").check()
        page.get_by_role("button", name="Save and check").click()
    page.get_by_role("button", name="Send for review").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_a_question_to_a_collection(open_browser: OpenBrowser, javascript: bool) -> None:
    make_member(NURGUL, name="Nurgul Asanova", password=PASSWORD)
    moderator = make_moderator(MIRA)
    make_collection("Water", make_resource(title="Wells"))
    nurgul, mira = log_in(open_browser(320, javascript=javascript), NURGUL), log_in(open_browser(), MIRA)
    contribute(nurgul, topics_come_by_themselves=javascript)

    resource = Resource.objects.get(title=TITLE)
    mira.set_default_timeout(30_000)
    mira.goto("/admin/library/waiting/")
    mira.get_by_role("link", name=TITLE).first.click()
    mira.get_by_role("link", name="Ask the contributor").click()
    mira.get_by_label("Your question").fill("Which canals?")
    mira.get_by_role("button", name="Ask", exact=True).click()
    expect(mira.locator(".messages")).to_contain_text("Your question is sent")

    nurgul.goto("/learn/mine/")
    nurgul.get_by_role("link", name="Read and answer").click()
    expect(nurgul.locator("#conversation")).to_contain_text("Which canals?")
    nurgul.get_by_label("Your answer").fill("Those of the north.")
    nurgul.get_by_role("button", name="Answer").click()
    expect(nurgul.locator("#conversation")).to_contain_text("Those of the north.")

    Resource.objects.get(pk=resource.pk).current_workflow_task_state.reject(user=moderator, comment="Say so in it.")
    nurgul.goto("/learn/mine/")
    nurgul.get_by_role("link", name="Read and answer").click()
    expect(nurgul.locator("#conversation")).to_contain_text("Say so in it.")
    nurgul.get_by_role("link", name="Change it").click()
    nurgul.get_by_label("What it tells").fill("How irrigation in the north was mended.")
    nurgul.get_by_role("button", name="Save and send again").click()
    expect(nurgul.get_by_role("main")).to_contain_text("Being reviewed")

    mira.goto(f"/admin/bulk/resources/resource/publish/?id={resource.pk}&next=/admin/")
    mira.get_by_role("button", name="Publish").click()
    expect(mira.locator(".messages")).to_contain_text("1 resource is public.")
    mira.goto(f"/admin/bulk/resources/resource/collect/?id={resource.pk}&next=/admin/")
    mira.get_by_label("Collection").select_option("Water")
    mira.get_by_role("button", name="Add to a collection").click()
    expect(mira.locator(".messages")).to_contain_text("«Water» has 1 more resource.")

    visitor = open_browser(320, "ru")
    visitor.goto("/learn/?q=орошение")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("main")).to_contain_text("in the north")
    expect(visitor.get_by_role("main")).to_contain_text("Nurgul Asanova. (2024).")
    expect(visitor.get_by_role("link", name="Water")).to_be_visible()
    expect(visitor.locator("#conversation")).to_have_count(0)


@pytest.fixture
def review(full_database: None, own_files: None) -> dict[str, str]:
    """A draft with a file, like what is in the library, about which an editor has asked; {name of a page: address}."""
    moderator = make_moderator(MIRA)
    nurgul = make_member(NURGUL, name="Nurgul Asanova", password=PASSWORD).user
    public = make_resource(title=TITLE, url="https://example.org/canals")
    file = check_upload(SimpleUploadedFile("canals.pdf", make_pdf("Canals")), PUBLICATIONS)
    facts = {"type": "report", "summary": "Irrigation.", "url": public.url, "file": file}
    draft = create_draft(contributor=nurgul, title=f"{TITLE} {'x' * 60}", **facts)
    ask_contributor(resource=draft, editor=moderator, words=f"Which?\n\nhttps://example.org/{'x' * 80}")
    waiting = create_draft(contributor=nurgul, title="Wells", type="report", summary="Water.", url="https://x.example")
    submit_resource(resource=Resource.objects.get(pk=waiting.pk), contributor=nurgul)
    return {
        "asked": draft.get_absolute_url(),
        "answer": f"{draft.get_absolute_url()}answer/",
        "rights": f"{draft.get_absolute_url()}check/",
        "topics": f"{draft.get_absolute_url()}edit/",
        "desk-library": "/admin/library/waiting/",
        "desk-conversation": f"/admin/library/{draft.pk}/conversation/",
        "desk-choose": f"/admin/library/{draft.pk}/merge/",
        "desk-merge": f"/admin/library/{draft.pk}/merge/{public.pk}/?stays={public.pk}",
        "desk-bulk": f"/admin/bulk/resources/resource/publish/?id={draft.pk}&id={public.pk}",
    }


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize(("width", "language"), [*((width, "en") for width in WIDTHS), (320, "ru"), (320, "ar")])
def test_the_pages_look_well(open_browser: OpenBrowser, review: dict[str, str], width: int, language: str) -> None:
    mira, nurgul = log_in(open_browser(width, language), MIRA), log_in(open_browser(width, language), NURGUL)
    complaints: list[Any] = []
    mira.set_default_timeout(30_000)
    for page in (mira, nurgul):
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for name, address in review.items():
        page = mira if name.startswith("desk") else nurgul
        response = page.goto(address)
        assert response and response.status == 200, name
        page.wait_for_load_state("networkidle")
        if page is nurgul:
            looks_well(page, f"library-{name}-{language}")
        else:
            screenshot(page, f"library-{name}-{language}")
            assert overflow(page) == 0, name
    assert (complaints, axe(nurgul)) == ([], [])
