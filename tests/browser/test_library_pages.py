"""The library's own pages, for readers and for editors: readable to everyone, as wide as the window, and without a mouse."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from profiles.tables import Table
from profiles.uploads import PUBLICATIONS, check_upload
from resources.importing.found import Found
from resources.importing.services import keep_file, settle_columns
from resources.models import ImportedFile, Kept, ReadingList, ReadingListItem, ResourceFile
from tests.browser.conftest import LANGUAGES, axe, log_in, make_moderator, overflow, screenshot
from tests.profiles.conftest import make_picture
from tests.profiles.factories import PASSWORD, make_member
from tests.resources.factories import make_collection, make_resource

pytestmark = pytest.mark.django_db(transaction=True)

OpenBrowser = Callable[..., Page]
LONG = "Wassernutzungsgemeinschaftsvorsitzende/r für die Instandsetzung der Bewässerungskanäle"
MEMBER, NEWCOMER, EDITOR = "nurgul@example.org", "newcomer@example.org", "mira@example.org"
LIST = UUID("6a9f0d0e-2c55-4a0e-9a3e-5a0f4f2f9b12")
TABLE, RECORDS = UUID("0b6f7a3e-6a55-4d0e-9a3e-5a0f4f2f9b13"), UUID("0b6f7a3e-6a55-4d0e-9a3e-5a0f4f2f9b14")
# name: (who looks, the address, what it answers with)
PAGES: dict[str, tuple[str, str, int]] = {
    "collections": ("", "/learn/collections/", 200),
    "collection": ("", "/learn/collections/welcome/", 200),
    "gone": ("", "/learn/taken-out/", 410),
    "gone-deleted": ("", "/learn/deleted/", 410),
    "kept": (MEMBER, "/learn/kept/", 200),
    "kept-nothing": (NEWCOMER, "/learn/kept/", 200),
    "note": (MEMBER, "/learn/drip/note/", 200),
    "lists": (MEMBER, "/learn/lists/", 200),
    "lists-nothing": (NEWCOMER, "/learn/lists/", 200),
    "list": (MEMBER, f"/learn/lists/{LIST}/", 200),
    "list-shared": (NEWCOMER, f"/learn/lists/{LIST}/", 200),
    "list-change": (MEMBER, f"/learn/lists/{LIST}/change/", 200),
    "list-delete": (MEMBER, f"/learn/lists/{LIST}/delete/", 200),
    "add-to-list": (MEMBER, "/learn/drip/lists/", 200),
    "not-helpful": (MEMBER, "/learn/drip/not-helpful/", 200),
    "desk-import": (EDITOR, "/admin/library/import/", 200),
    "desk-columns": (EDITOR, f"/admin/library/import/{TABLE}/columns/", 200),
    "desk-table": (EDITOR, f"/admin/library/import/{TABLE}/", 200),
    "desk-records": (EDITOR, f"/admin/library/import/{RECORDS}/?show=faulty", 200),
    "desk-files": (EDITOR, "/admin/library/files/", 200),
    "desk-usage": (EDITOR, "/admin/library/usage/", 200),
}


@pytest.fixture
def library(full_database: None, own_files: None, settings: Any, tmp_path: Path) -> None:
    """What two members keep and list, collections, what is gone, and what an editor is importing."""
    settings.MEDIA_ROOT = tmp_path / "media"
    nurgul = make_member(MEMBER, name="Nurgul Asanova", password=PASSWORD).user
    make_member(NEWCOMER, name="Newcomer", password=PASSWORD)
    drip = make_resource(title="Drip irrigation", slug="drip", topics=["irrigation"], authors=["Aida"], year=2024)
    long = make_resource(title=LONG, slug="long", language="de", summary="x" * 300)
    arabic = make_resource(title="دليل الري بالتنقيط", slug="arabic", language="ar")
    taken_out = make_resource(slug="taken-out", live=False, first_published_at=timezone.now())
    make_resource(slug="deleted").delete()
    for resource, note in ((drip, ""), (long, "y" * 200), (arabic, "اقرأه أولًا"), (taken_out, "What it said.")):
        Kept.objects.create(user=nurgul, resource=resource, note=note)
    listed = ReadingList.objects.create(owner=nurgul, uuid=LIST, title=LONG, is_shared=True)
    for place, resource in enumerate((drip, long, arabic, taken_out)):
        ReadingListItem.objects.create(reading_list=listed, resource=resource, place=place)
    make_collection("Welcome", drip, long, arabic, slug="welcome", audience="newcomer", is_featured=True)
    make_collection(LONG, drip)
    file = check_upload(SimpleUploadedFile(f"{'x' * 100}.png", make_picture().read()), PUBLICATIONS)
    make_resource(title=LONG, keep=file)
    moment = timezone.now() - timedelta(days=9)
    ResourceFile.objects.update(damage="missing", damaged=moment, verified=moment)
    make_imports(make_moderator(EDITOR))


def make_imports(mira: Any) -> None:
    """A table whose rows are right, wrong and long, and records of a file, one of which can't be taken."""
    defaults = {"type": "report", "language": "en"}
    rows = (
        ("Drip irrigation", "tome", "https://example.org/1", "Atlantis"),
        (LONG * 2, "report", "x" * 200, ""),
        ("العنوان", "تقرير", "https://example.org/3", "KG"),
    )
    headings = ("Title", "Type", "Address", "Country")
    table = Table(headings, rows, (2, 3, 4), "A sheet with a long name, too")
    kept = keep_file(user=mira, name=f"{'x' * 80}.xlsx", content=table, defaults=defaults)
    settle_columns(file=kept, mapping=kept.mapping, defaults=defaults)
    ImportedFile.objects.filter(pk=kept.pk).update(token=TABLE)
    records = [Found(1, title="One", addresses=["https://example.org/4"]), Found(9, title=LONG, fault="No end. " * 20)]
    kept = keep_file(user=mira, name="records.bib", content=records, defaults=defaults)
    ImportedFile.objects.filter(pk=kept.pk).update(token=RECORDS)


CUT_OFF = """() => [...document.querySelectorAll("main table, main form")].filter(e => {
  const frame = e.closest(".w-overflow-x-auto") || e;
  return frame.getBoundingClientRect().right > document.documentElement.clientWidth + 1 ||
    frame.getBoundingClientRect().left < -1;
}).map(e => e.outerHTML.slice(0, 100))"""


@pytest.mark.on_sqlite_alone
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_readable_and_as_wide_as_its_window(
    open_browser: OpenBrowser, library: None, width: int, language: str
) -> None:
    browsers: dict[str, Page] = {}
    complaints: list[str] = []
    faults: dict[str, Any] = {}
    for name, (who, address, status) in PAGES.items():
        if who not in browsers:
            page = open_browser(width, language)
            browsers[who] = log_in(page, who) if who else page
            page.set_default_timeout(30_000)  # the first page of the desk has much to load
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page = browsers[who]
        response = page.goto(address)
        screenshot(page, f"library-{name}-{language}")
        headings = 1 if name.startswith("desk") else page.locator("h1").count()
        told = (response and response.status, overflow(page), page.evaluate(CUT_OFF), axe(page), headings)
        if told != (status, 0, [], [], 1):
            faults[name] = told
    assert faults == {}, "\n".join(f"{name}: {told}" for name, told in faults.items())
    assert [each for each in complaints if "410" not in each] == []


def reach(page: Page, wanted: Locator) -> None:
    """Goes on from where the focus is until it is there."""
    for _step in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"no key leads to {wanted}")


def test_what_one_keeps_is_given_up_and_taken_back_without_a_mouse(open_browser: OpenBrowser, library: None) -> None:
    page = log_in(open_browser(1280, "en"), MEMBER)
    page.goto("/learn/kept/")
    reach(page, page.get_by_role("button", name="take «Drip irrigation» off your list"))
    page.keyboard.press("Enter")
    keep = page.get_by_role("button", name="Keep it Drip irrigation")
    expect(keep).to_be_focused()  # the focus stays where it was pressed
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="take «Drip irrigation» off your list")).to_be_focused()
    assert Kept.objects.filter(resource__slug="drip").count() == 1


def test_a_list_is_put_in_order_without_a_mouse(open_browser: OpenBrowser, library: None) -> None:
    page = log_in(open_browser(320, "en"), MEMBER)
    page.goto(f"/learn/lists/{LIST}/")
    reach(page, page.get_by_role("button", name="Down").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("listitem").first.get_by_role("link", name=LONG)).to_be_visible()
    items = ReadingListItem.objects.filter(reading_list__uuid=LIST).order_by("place", "pk")
    assert list(items.values_list("resource__slug", flat=True)) == ["long", "drip", "arabic", "taken-out"]


def test_an_editor_names_columns_and_takes_rows_without_a_mouse(open_browser: OpenBrowser, library: None) -> None:
    page = log_in(open_browser(1280, "en"), EDITOR)
    page.set_default_timeout(30_000)
    page.goto(f"/admin/library/import/{TABLE}/columns/")
    reach(page, page.locator("[name=column_countries]"))
    page.keyboard.press("Home")  # — no column —
    reach(page, page.get_by_role("button", name="Look at it"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/import/{TABLE}/")
    expect(page.get_by_text("«tome»: Write one of these")).to_be_visible()
    expect(page.get_by_text("Atlantis")).to_have_count(0)
    reach(page, page.get_by_role("link", name="Can't be taken: 2"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(3)  # the headings, too
    reach(page, page.get_by_role("button", name="Take all that can be taken"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Resources taken: 1")).to_be_visible()
