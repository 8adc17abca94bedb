"""Registering, editing and showing organizations."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from profiles.models import Membership, Organization, Profile
from profiles.services import save_section
from tests.profiles.factories import make_organization

BrowserOf = Callable[[Any], Client]
FORM = {
    "name": "Ала-Тоо",
    "type": "association",
    "level": "local",
    "countries": ["KG", "DE"],
    "website": "example.org",
    "description": "We sing.",
}


def test_a_member_registers_an_organization_and_owns_it(stranger: Profile, browser_of: BrowserOf) -> None:
    response = browser_of(stranger).post("/connect/organizations/new/", FORM)
    organization = Organization.objects.get()
    assert (response.status_code, response["Location"]) == (302, organization.get_absolute_url())
    assert (organization.slug, organization.is_verified, organization.website) == (
        "ала-тоо",
        False,
        "https://example.org",
    )
    assert sorted(organization.countries) == ["DE", "KG"]
    assert list(Membership.objects.values_list("user", "role")) == [(stranger.user.pk, "owner")]


def test_names_may_be_alike_and_addresses_differ(stranger: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(stranger)
    for name in ("New", "Ала-Тоо", "Ала-Тоо", "!!!"):
        sent = {**FORM, "name": name, "anyway": name}
        assert client.post("/connect/organizations/new/", sent).status_code == 302
    slugs = list(Organization.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs[1:3] == ["ала-тоо", "ала-тоо-2"]
    assert all(slug.startswith("organization-") for slug in (slugs[0], slugs[3]))


def test_nobody_registers_dozens_a_day(stranger: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(stranger)
    sent = {**FORM, "anyway": FORM["name"]}
    statuses = [client.post("/connect/organizations/new/", sent).status_code for _ in range(6)]
    assert statuses == [302, 302, 302, 302, 302, 422]
    assert Organization.objects.count() == 5


def test_what_makes_no_sense_is_refused(stranger: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(stranger)
    for wrong in (
        {"name": ""},
        {"type": "cult"},
        {"countries": ["XX"]},
        {"website": "javascript:alert(1)"},
        {"name": "a\x00b"},
        {"description": "x" * 8001},
    ):
        assert client.post("/connect/organizations/new/", {**FORM, **wrong}).status_code == 422
    assert Organization.objects.count() == 0


def test_an_owner_edits_and_a_new_name_has_to_be_verified_again(owner: Profile, browser_of: BrowserOf) -> None:
    organization = make_organization("Ала-Тоо", owner=owner.user, verified=True)
    client = browser_of(owner)
    client.post(f"{organization.get_absolute_url()}edit/", FORM)
    organization.refresh_from_db()
    assert (organization.description, organization.is_verified) == ("We sing.", True)
    client.post(f"{organization.get_absolute_url()}edit/", {**FORM, "name": "Ministry of Justice"})
    organization.refresh_from_db()
    assert (organization.name, organization.is_verified, organization.slug) == ("Ministry of Justice", False, "ала-тоо")


def test_strangers_and_colleagues_edit_nothing(
    organization: Organization, colleague: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    for who in (colleague, stranger, None):
        browser_of(who).post(f"{organization.get_absolute_url()}edit/", FORM)
    organization.refresh_from_db()
    assert organization.name == "Osh Water Users"


def test_the_page_shows_those_people_whose_profile_the_reader_may_see(
    organization: Organization, colleague: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    def people(who: Any) -> list[str]:
        return [view.name for view in browser_of(who).get(organization.get_absolute_url()).context["people"]]

    assert people(stranger) == ["Azamat Toktosunov", "Nurgul Asanova"]
    assert people(None) == []
    save_section(profile=colleague, values={}, audiences={"profile": "private"})
    assert people(stranger) == ["Nurgul Asanova"]


def test_a_hidden_organization_is_seen_by_its_own_people_only(
    organization: Organization, colleague: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    Organization.objects.update(is_hidden=True)
    statuses = [browser_of(who).get(organization.get_absolute_url()).status_code for who in (colleague, stranger, None)]
    assert statuses == [200, 404, 404]


def test_a_name_that_is_markup_stays_text(browser_of: BrowserOf, db: None) -> None:
    organization = make_organization("</script><script>alert(1)</script>", description="</script><b>")
    page = browser_of(None).get(organization.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "\\u003C/script\\u003E\\u003Cscript\\u003Ealert(1)" in page
