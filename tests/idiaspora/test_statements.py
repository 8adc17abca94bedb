"""A page takes a fixed number of SQL statements, however much stands on it."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from idiaspora.frame import forget
from idiaspora.models import SiteAppearance
from profiles.models import Profile
from tests.idiaspora.conftest import BrowserOf
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_community, make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db

# Address (or the name of the object whose page it is) → the most statements for a member.
PAGES = {
    "/contribute/": 12,
    "/learn/": 12,
    "/connect/": 12,
    "/connect/organizations/": 12,
    "opportunity": 12,
    "resource": 12,
    "profile": 12,
    "organization": 14,
    "/for-you/": 14,  # three lists, and what is known of the member
    "/search/?q=irrigation": 20,  # five lists
}


def fill(many: int, search_index: SearchIndex) -> dict[str, str]:
    """So many of each kind; the addresses of the last of each."""
    union = make_organization("Osh Irrigation Union", verified=True, owner=make_member(name="Ulan").user)
    for i in range(many):
        skills = ["irrigation", f"canals {i}"]
        other = make_organization(f"Irrigation {i}", verified=True)
        person = make_member(
            name=f"Azamat {i}", headline="Irrigation", expertise=skills, city="Osh", country="KG", languages=["ky"]
        )
        post = make_opportunity(
            organization=union if i % 2 else other, title=f"Irrigation {i}", expertise=skills, useful=["welding"],
            places=[("Osh", "KG")], languages=["ky"],
        )  # fmt: skip
        make_community(f"Irrigation {i}", moderator=person.user)
        resource = make_resource(title=f"Irrigation {i}", topics=skills, organization=other)
    search_index.drain()
    shown = {"opportunity": post, "resource": resource, "profile": person, "organization": union}
    return {name: obj.get_absolute_url() for name, obj in shown.items()}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_a_member(
    page: str, engineer: Profile, browser_of: BrowserOf, search_index: SearchIndex, settings: Any
) -> None:
    settings.FRAME_SECONDS = 30
    forget(SiteAppearance)
    browser = browser_of(engineer)
    for many in (1, 30):
        address = fill(many, search_index).get(page, page)
        assert browser.get(address).status_code == 200  # what a process keeps is kept from now on
        with CaptureQueriesContext(connection) as statements:
            response = browser.get(address)
        assert b"rrigation" in response.content
        said = [statement["sql"] for statement in statements]
        assert len(said) <= PAGES[page], "\n".join(said)


@pytest.mark.parametrize("part", ["", "check/"])
def test_a_post_for_those_who_post(part: str, browser_of: BrowserOf, search_index: SearchIndex, settings: Any) -> None:
    settings.FRAME_SECONDS = 30
    forget(SiteAppearance)
    owner = make_member(name="Ulan")
    union = make_organization("Osh Irrigation Union", owner=owner.user)
    post = make_opportunity(organization=union, title="Canals", expertise=["irrigation"], places=[("Osh", "KG")])
    for i in range(4):
        make_opportunity(organization=make_organization(f"Other {i}"), title=f"Water {i}", expertise=["irrigation"])
    search_index.drain()
    browser, address = browser_of(owner), f"{post.get_absolute_url()}{part}"
    assert browser.get(address).status_code == 200
    with CaptureQueriesContext(connection) as statements:
        response = browser.get(address)
    assert b"Canals" in response.content
    said = [statement["sql"] for statement in statements]
    assert len(said) <= 12, "\n".join(said)
