"""Every page of the site, in a browser: readable to everyone, quiet, light, and usable without a mouse."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Site

from idiaspora.models import StandardPage
from opportunities.importing.services import keep_table
from opportunities.models import ImportedTable
from opportunities.services import create_draft, renew_calendar_link, submit_opportunity
from profiles.models import Discussion, Organization, Profile
from profiles.services.belonging import ask_to_join, invite_to_community
from profiles.services.discussions import reply, set_removed
from profiles.tables import Table
from profiles.uploads import PUBLICATIONS, check_upload
from resources.comment_services import write_comment
from resources.models import Comment, FileRequest
from tests.browser.conftest import LANGUAGES, WIDTHS, axe, log_in, overflow, screenshot
from tests.opportunities.factories import DECLARED, make_opportunity
from tests.profiles.factories import PASSWORD, make_community, make_discussion, make_member, make_organization
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_sqlite_alone]

OpenBrowser = Callable[..., Page]
LONG = "Wassernutzungsgemeinschaftsvorsitzende/r für die Instandsetzung der Bewässerungskanäle"
VISITOR, MEMBER, NEWCOMER = "", "nurgul@example.org", "newcomer@example.org"
DISCUSSION = UUID("7d1c58d2-9f0b-4b55-8a0e-0d2f6a3f5f10")
ASKED = UUID("5c0f9a5e-13c9-4f66-9f2e-63b5a5e1d911")
COMMENT = UUID("2f6c1c57-6f1e-4c0b-8f57-0f1f0f6f3d44")
TABLE = UUID("0b6f7a3e-6a55-4d0e-9a3e-5a0f4f2f9b11")
# name: (who looks, the address)
PAGES: dict[str, tuple[str, str]] = {
    "home": (VISITOR, "/"),
    "standard": (VISITOR, "/about/"),
    "search-empty": (VISITOR, "/search/"),
    "search-nothing": (VISITOR, "/search/?q=zzzz"),
    "board-visitor": (VISITOR, "/contribute/"),
    "people-visitor": (VISITOR, "/connect/"),
    "opportunity": (VISITOR, "/contribute/welder/"),
    "closed": (VISITOR, "/contribute/closed/"),
    "paper": (VISITOR, "/contribute/welder/print/"),
    "framed": (VISITOR, "/embed/organizations/osh-water-users/"),
    "framed-nothing": (VISITOR, "/embed/organizations/diaspora-der-sieben-täler-in-süddeutschland-und-der-schweiz/"),
    "resource": (VISITOR, "/learn/drip/"),
    "missing": (VISITOR, "/people/nobody/"),
    "login": (VISITOR, "/accounts/login/"),
    "signup": (VISITOR, "/accounts/signup/"),
    "for-you": (MEMBER, "/for-you/"),
    "search": (MEMBER, "/search/?q=irrigation"),
    "board": (MEMBER, "/contribute/?closed=1&kind=vacancy"),
    "board-nothing": (MEMBER, "/contribute/?q=zzzz&kind=tender"),
    "post-kind": (MEMBER, "/contribute/post/"),
    "post-facts": (MEMBER, "/contribute/post/tender/"),
    "post-check": (MEMBER, "/contribute/draft/check/"),
    "my-posts": (MEMBER, "/contribute/mine/"),
    "saved": (MEMBER, "/contribute/saved/"),
    "share": (MEMBER, "/connect/organizations/osh-water-users/share/"),
    "import": (MEMBER, "/contribute/import/"),
    "import-columns": (MEMBER, f"/contribute/import/{TABLE}/"),
    "import-check": (MEMBER, f"/contribute/import/{TABLE}/check/"),
    "history": (MEMBER, "/contribute/history/"),
    "left-out": (MEMBER, "/contribute/left-out/"),
    "remind": (MEMBER, "/contribute/welder/remind/"),
    "digest": (MEMBER, "/saved-searches/mail/"),
    "library": (MEMBER, "/learn/"),
    "contribute": (MEMBER, "/learn/contribute/"),
    "my-resources": (MEMBER, "/learn/mine/"),
    "resource-on-request": (NEWCOMER, "/learn/wells/"),
    "ask-for-file": (NEWCOMER, "/learn/wells/ask/"),
    "file-requests": (MEMBER, "/learn/wells/requests/"),
    "discussed": (MEMBER, "/learn/wells/"),
    "answer-comment": (MEMBER, f"/learn/wells/discussion/{COMMENT}/answer/"),
    "delete-comment": (MEMBER, f"/learn/wells/discussion/{COMMENT}/delete/"),
    "comment-mails": (MEMBER, "/learn/comment-mails/"),
    "earlier-version": (VISITOR, "/learn/wells/versions/2/"),
    "decide": (MEMBER, f"/learn/wells/requests/{ASKED}/"),
    "people": (MEMBER, "/connect/"),
    "profile": (MEMBER, "/people/azamat-toktosunov/"),
    "report": (MEMBER, "/report/profile/azamat-toktosunov/"),
    "map": (MEMBER, "/connect/map/"),
    "meet": (MEMBER, "/connect/meet/"),
    "groups": (MEMBER, "/connect/groups/"),
    "groups-nothing": (MEMBER, "/connect/groups/?q=zzzz"),
    "groups-search": (MEMBER, "/connect/groups/search/?q=canals"),
    "my-groups": (MEMBER, "/connect/groups/mine/"),
    "group-new": (MEMBER, "/connect/groups/new/"),
    "group": (MEMBER, "/connect/groups/water-and-canals/"),
    "group-people": (MEMBER, "/connect/groups/water-and-canals/members/"),
    "group-leave": (MEMBER, "/connect/groups/water-and-canals/leave/"),
    "group-begin": (MEMBER, "/connect/groups/water-and-canals/discussions/new/"),
    "group-asking": (NEWCOMER, "/connect/groups/water-and-canals/"),
    "discussion": (MEMBER, f"/connect/groups/water-and-canals/discussions/{DISCUSSION}/"),
    "my-groups-empty": (NEWCOMER, "/connect/groups/mine/"),
    "connections": (MEMBER, "/connect/mine/"),
    "messages": (MEMBER, "/messages/"),
    "saved-searches": (MEMBER, "/saved-searches/"),
    "account": (MEMBER, "/account/"),
    "sessions": (MEMBER, "/accounts/sessions/"),
    "second-factor": (MEMBER, "/accounts/2fa/"),
    "organizations": (MEMBER, "/connect/organizations/"),
    "organization": (MEMBER, "/connect/organizations/osh-water-users/"),
    "members": (MEMBER, "/connect/organizations/osh-water-users/members/"),
    "register": (MEMBER, "/connect/organizations/new/"),
    "editor": (MEMBER, "/profile/"),
    "delete-account": (MEMBER, "/profile/delete/"),
    "addresses": (MEMBER, "/accounts/email/"),
    "welcome": (NEWCOMER, "/profile/?welcome=1"),
    "for-you-empty": (NEWCOMER, "/for-you/"),
    "my-posts-empty": (NEWCOMER, "/contribute/mine/"),
}
MAY_WEIGH, SCRIPTS_MAY_WEIGH = 100_000, 30_000


def make_groups(nurgul: Any, azamat: Profile, layla: Profile) -> None:
    """A group that Nurgul looks after, with a discussion in two scripts, and one to which she is invited."""
    group = make_community("Water and canals", moderator=nurgul, members=[azamat.user], country="KG", language="ru")
    discussion = make_discussion(
        group, azamat.user, "Who knows about canals?", "I looked at https://example.org/" + 60 * "x"
    )
    Discussion.objects.filter(pk=discussion.pk).update(uuid=DISCUSSION, is_pinned=True)
    reply(discussion=discussion, author=nurgul, text="I do.\n\nوالقنوات القديمة أيضًا")
    removed = reply(discussion=discussion, author=azamat.user, text="Buy my pipes")
    set_removed(thing=removed, is_removed=True)
    ask_to_join(community=group, user=layla.user, note="I dig canals.")
    other = make_community(LONG, moderator=azamat.user, entry="invited")
    invite_to_community(community=other, by=azamat.user, user=nurgul)


def make_table(nurgul: Any, osh: Organization) -> None:
    """A table that is being imported: rows that are right, wrong and long, and an address for her calendar."""
    rows = (("Welder", "2099-07-05", "vacancy"), ("", "tomorrow", "robbery"), (LONG * 2, "", "x" * 200))
    table = keep_table(
        user=nurgul, organization=osh, name=f"{'x' * 80}.csv", table=Table(("Title", "Deadline", "Type"), rows)
    )
    defaults = {"kind": "vacancy", "language": "en", "zone": ""}
    ImportedTable.objects.update(token=TABLE, mapping=table.mapping, defaults=defaults)
    renew_calendar_link(user=nurgul)


@pytest.fixture
def community(full_database: None, own_files: None) -> None:
    """A few people, an organization with posts in every state, a library: long words, several scripts."""
    filled = {
        "city": "Berlin",
        "country": "DE",
        "expertise": ["irrigation", "hydrology", "teaching"],
        "languages": ["ky", "ru", "en"],
        "roots": ["KG"],
        "roots_consent": True,
        "open_to": ["volunteering", "mentoring"],
        "headline": "Irrigation engineer",
        "about": "I grew up beside a canal.\n\nI want to give back.",
        "interests": ["beekeeping"],
        "links": ["https://example.org/me"],
    }
    nurgul = make_member(MEMBER, name="Nurgul Asanova", password=PASSWORD, **filled).user
    azamat = make_member("azamat@example.org", name="Azamat Toktosunov", **filled)
    layla = make_member(
        "layla@example.org", name="ليلى حداد", audiences={"profile": "public", "expertise": "public"}, **filled
    )
    make_member(NEWCOMER, name="Newcomer", password=PASSWORD)
    make_groups(nurgul, azamat, layla)
    osh = make_organization("Osh Water Users", owner=nurgul, verified=True, description="We look after the canals.")
    make_organization("Diaspora der sieben Täler in Süddeutschland und der Schweiz")
    places = [("Osh", "KG")]
    other = make_organization("Association of Canals", verified=True)
    make_opportunity(
        organization=osh, title="Welder", slug="welder", expertise=["welding"], places=places, language="en"
    )
    make_opportunity(
        organization=other, title=LONG, language="de", expertise=["irrigation"], places=places, remote="yes"
    )
    make_opportunity(
        organization=other,
        title="مهندس ري متطوع",
        language="ar",
        kind="volunteering",
        expertise=["irrigation"],
        closes=None,
    )
    make_opportunity(organization=osh, title="Closed", slug="closed", closes=timezone.now() - timedelta(days=3))
    create_draft(
        organization=osh, author=nurgul, kind="vacancy", title="Draft", description="A draft.", expertise=["irrigation"]
    )
    waiting = create_draft(organization=osh, author=nurgul, kind="event", title="Waiting", description="An event.")
    osh.verified_at = None
    osh.save()
    submit_opportunity(declared=DECLARED, opportunity=waiting, author=nurgul)
    make_resource(
        title="Drip irrigation",
        slug="drip",
        topics=["irrigation"],
        contributor=nurgul,
        authors=["Nurgul Asanova"],
        year=2024,
    )
    file = check_upload(SimpleUploadedFile("wells.pdf", make_pdf("Wells")), PUBLICATIONS)
    wells = make_resource(title="Wells", slug="wells", contributor=nurgul, keep=file, access="request")
    for title in ("Wells", "Deep wells"):
        latest = wells.get_latest_revision_as_object()
        latest.title, latest.changes = title, LONG
        latest.save_revision().publish()
    write_comment(resource=wells, author=nurgul, text=f"{LONG} https://example.org/{'wells' * 20}")
    Comment.objects.update(uuid=COMMENT)
    write_comment(resource=wells, author=azamat.user, text=LONG * 3, parent=Comment.objects.get())
    FileRequest.objects.create(resource=wells, asker=azamat.user, reason=LONG * 3, uuid=ASKED)
    make_table(nurgul, osh)
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=StandardPage(title="About", body="<h2>Who we are</h2><p>People.</p>", show_in_menus=True))


@dataclass
class Reader:
    """A browser of each of the three, and what it complained about."""

    open_browser: OpenBrowser
    width: int
    language: str
    dark: bool = False
    complaints: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)

    def opens(self, name: str) -> Page:
        who, address = PAGES[name]
        if who not in self.pages:
            page = self.open_browser(self.width, self.language, dark=self.dark)
            if who:
                log_in(page, who)
            page.on("console", lambda message: self.hears(page, message.type, message.text))
            page.on("pageerror", lambda error: self.hears(page, "error", str(error)))
            self.pages[who] = page
        response = self.pages[who].goto(address)
        assert response, address
        assert response.status == (404 if name == "missing" else 200), f"{address}: {response.status}"
        return self.pages[who]

    def hears(self, page: Page, kind: str, text: str) -> None:
        """A browser says itself that a page is missing; everything else is a fault."""
        if kind in ("error", "warning") and "404 (Not Found)" not in text:
            self.complaints.append(f"{page.url}: {text}")


@pytest.mark.parametrize(("width", "language", "dark"), [(320, "ar", False), (1280, "en", False), (768, "ru", True)])
def test_axe_finds_nothing(open_browser: OpenBrowser, community: None, width: int, language: str, dark: bool) -> None:
    reader = Reader(open_browser, width, language, dark)
    faults = {}
    for name in PAGES:
        page = reader.opens(name)
        screenshot(page, f"{name}-{language}")
        if found := axe(page):
            faults[name] = found
        if (ones := page.locator("h1").count()) != 1:
            faults.setdefault(name, []).append(f"{ones} first headings")
    assert faults == {}
    assert reader.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_its_window(open_browser: OpenBrowser, community: None, language: str) -> None:
    reader = Reader(open_browser, 320, language)
    too_wide = {}
    for name in PAGES:
        page = reader.opens(name)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if pixels := overflow(page):
                too_wide[f"{name} at {width}"] = pixels
    assert too_wide == {}
    assert reader.complaints == []


def test_pages_are_light(open_browser: OpenBrowser, community: None) -> None:
    """As a browser gets them for the first time, compressed as they are served; pictures aside."""
    reader = Reader(open_browser, 320, "ru")
    too_heavy = {}
    for name in PAGES:
        page = reader.opens(name)
        weights = {"script": 0, "other": 0}
        for kind, body in _parts_of(page):
            weights["script" if kind == "script" else "other"] += len(gzip.compress(body, 6))
        if sum(weights.values()) > MAY_WEIGH or weights["script"] > SCRIPTS_MAY_WEIGH:
            too_heavy[name] = weights
        assert weights["other"] > 0
    assert too_heavy == {}


def _parts_of(page: Page) -> Iterator[tuple[str, bytes]]:
    """(kind, content) of a page and of all that it loads but pictures."""
    yield "document", page.content().encode()
    selector = "script[src], link[rel=stylesheet]"
    for kind, address in page.eval_on_selector_all(selector, "all => all.map(e => [e.localName, e.src || e.href])"):
        yield kind, page.request.get(address).body()


def test_pages_are_served_compressed(open_browser: OpenBrowser, community: None) -> None:
    page = open_browser()
    response = page.goto("/connect/")
    assert response
    assert response.header_value("content-encoding") == "gzip"


def _focus_is_seen(page: Page) -> bool:
    """Whether the focused element is drawn with an outline or a shadow, itself or by what is around it."""
    return page.evaluate(
        """() => {
          const drawn = (e, pseudo) => {
            const style = getComputedStyle(e, pseudo);
            return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
          };
          const e = document.activeElement;
          if (!e.matches(':focus')) return true; // a part of it that the browser draws: the calendar of a date
          return drawn(e) || drawn(e, '::after') || drawn(e.parentElement);
        }"""
    )


@pytest.mark.parametrize("name", ["home", "board-visitor", "for-you", "editor", "post-facts"])
def test_a_keyboard_goes_through_a_page_and_sees_where_it_is(
    open_browser: OpenBrowser, community: None, name: str
) -> None:
    page = Reader(open_browser, 1280, "en").opens(name)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    unseen, places = [], set()
    for _step in range(40):
        page.keyboard.press("Tab")
        here: Any = page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        if here.startswith("<body"):
            break
        places.add(here)
        if not _focus_is_seen(page):
            unseen.append(here)
    assert unseen == []
    assert len(places) > 5


def test_filters_are_a_sheet_on_phones(open_browser: OpenBrowser, community: None) -> None:
    page = Reader(open_browser, 320, "en").opens("board")
    expect(page.get_by_role("checkbox", name="Volunteering")).to_be_hidden()
    page.get_by_role("link", name="Filters").click()
    page.get_by_role("checkbox", name="Volunteering").check()
    screenshot(page, "board-sheet")
    assert axe(page) == []
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("link", name="Remove Volunteering")).to_be_visible()
