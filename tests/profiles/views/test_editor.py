"""The profile editor, with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from profiles.models import AUDIENCE_FIELDS, Profile
from tests.profiles.conftest import make_picture

BrowserOf = Callable[[Any], Client]
HTMX = {"hx-request": "true"}
YOU = {
    "name": "Nurgul Asanova",
    "headline": "Engineer",
    "about": "",
    "audience_photo": "members",
    "audience_headline": "public",
    "audience_about": "members",
}


def files(settings: Any) -> list[str]:
    return [path.name for path in Path(settings.MEDIA_ROOT).rglob("*.*")]


def test_a_section_saves_by_a_plain_post(owner: Profile, browser_of: BrowserOf) -> None:
    response = browser_of(owner).post("/profile/you/", YOU)
    assert (response.status_code, response["Location"]) == (302, "/profile/#section-you")
    owner.refresh_from_db()
    assert (owner.headline, owner.audience_of("headline"), owner.audience_of("about")) == (
        "Engineer",
        "public",
        "members",
    )


def test_with_htmx_the_answer_is_the_status_and_the_card_follows(owner: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    response = client.post("/profile/you/", YOU, headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Trigger"] == '{"profile-saved": {}}'
    assert "Saved" in response.content.decode()
    assert "<form" not in response.content.decode()
    assert "Engineer" in client.get("/profile/preview/", headers=HTMX).content.decode()


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_half_saved(
    owner: Profile, browser_of: BrowserOf
) -> None:
    client = browser_of(owner)
    for headers in ({}, HTMX):
        response = client.post("/profile/you/", {**YOU, "name": " ", "about": "New"}, headers=headers)
        assert response.status_code == (200 if headers else 422)
        assert "This field is required." in response.content.decode()
        owner.refresh_from_db()
        assert (owner.name, owner.about) == ("Nurgul Asanova", "I grew up beside a canal.")
    assert response["HX-Retarget"] == "#section-you"
    # Once it is right again the section comes back without the errors.
    again = client.post("/profile/you/", {**YOU, "redraw": "1"}, headers=HTMX)
    assert again["HX-Retarget"] == "#section-you"
    assert "This field is required." not in again.content.decode()


@pytest.mark.parametrize(
    ("section", "data", "expected"),
    [
        ("whole", {"audience_profile": "public"}, {"audiences": {"profile": "public"}}),
        (
            "where",
            {
                "place": "Ош",
                "roots": ["KG", "UZ"],
                "roots_place": "Bishkek, Kyrgyzstan",
                "roots_consent": "on",
                "audience_place": "public",
                "audience_roots": "members",
            },
            {
                "city": "Osh",
                "country": "KG",
                "roots": ["KG", "UZ"],
                "roots_consent": True,
                "audiences": {"place": "public", "roots": "members"},
            },
        ),
        ("languages", {"languages": ["ky", "fr"], "audience_languages": "public"}, {"languages": ["fr", "ky"]}),
        (
            "open-to",
            {"open_to": ["mentoring", "return"], "audience_open_to": "private"},
            {"open_to": ["mentoring", "return"]},
        ),
        (
            "links",
            {"links": "example.org/a\n\nhttps://example.org/b", "audience_links": "public"},
            {"links": ["https://example.org/a", "https://example.org/b"]},
        ),
    ],
)
def test_each_section_saves_its_fields(
    section: str, data: dict[str, Any], expected: dict[str, Any], owner: Profile, browser_of: BrowserOf
) -> None:
    assert browser_of(owner).post(f"/profile/{section}/", data).status_code == 302
    owner.refresh_from_db()
    found = {name: getattr(owner, name) for name in expected}
    if section == "languages":
        found["languages"] = sorted(found["languages"])
    assert found == expected


def test_expertise_is_kept_as_typed_and_known_by_its_concept(owner: Profile, browser_of: BrowserOf) -> None:
    data = {
        "expertise": "бухгалтерский учёт, zzyx quux",
        "interests": "",
        "audience_expertise": "members",
        "audience_interests": "members",
    }
    assert browser_of(owner).post("/profile/skills/", data).status_code == 302
    terms = {term.name: term.concept and term.concept.key for term in owner.expertise.select_related("concept")}
    assert terms == {"бухгалтерский учёт": "accounting", "zzyx quux": None}
    assert owner.interests.count() == 0


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("where", {"place": "Nowhereville, Kyrgyzstan", "audience_place": "members", "audience_roots": "private"}),
        ("where", {"roots": ["XX"], "audience_place": "members", "audience_roots": "private"}),
        ("languages", {"languages": ["xx"], "audience_languages": "members"}),
        ("languages", {"languages": ["ky"], "audience_languages": "nonsense"}),
        ("languages", {"languages": ["ky"]}),
        ("open-to", {"open_to": ["crime"], "audience_open_to": "members"}),
        ("links", {"links": "javascript:alert(1)", "audience_links": "members"}),
        ("links", {"links": "http://example.org", "audience_links": "members"}),
        ("links", {"links": "\n".join(f"https://example.org/{n}" for n in range(9)), "audience_links": "members"}),
        ("you", {**YOU, "name": "x" * 121}),
        ("you", {**YOU, "name": "Nur\x00gul"}),
        ("you", {**YOU, "name": "‮ !"}),
        ("you", {**YOU, "about": "x" * 4001}),
        (
            "skills",
            {
                "expertise": ",".join(map(str, range(31))),
                "audience_expertise": "members",
                "audience_interests": "members",
            },
        ),
        ("skills", {"expertise": "a" * 10_000, "audience_expertise": "members", "audience_interests": "members"}),
    ],
)
def test_what_makes_no_sense_is_refused(
    section: str, data: dict[str, Any], owner: Profile, browser_of: BrowserOf
) -> None:
    browser = browser_of(owner)
    before = Profile.objects.filter(pk=owner.pk).values().get()
    assert browser.post(f"/profile/{section}/", data).status_code == 422
    assert Profile.objects.filter(pk=owner.pk).values().get() == before


def test_every_audience_is_offered_for_every_field(owner: Profile, browser_of: BrowserOf) -> None:
    page = browser_of(owner).get("/profile/").content.decode()
    assert page.count('<option value="connections"') == page.count('<option value="private"') == len(AUDIENCE_FIELDS)


def test_a_photo_is_encoded_again_under_a_name_of_ours(
    owner: Profile, stranger: Profile, browser_of: BrowserOf, settings: Any
) -> None:
    client = browser_of(owner)
    assert client.post("/profile/you/", {**YOU, "photo": make_picture()}).status_code == 302
    owner.refresh_from_db()
    assert files(settings) == [Path(owner.photo.name).name]
    assert owner.photo.name.endswith(".webp")
    assert "photo.jpeg" not in owner.photo.name
    response = browser_of(stranger).get(f"{owner.get_absolute_url()}photo/")
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/webp", "private, max-age=600")
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    assert client.get(f"/media/{owner.photo.name}").status_code == 404


def test_a_new_photo_and_no_photo_leave_no_file_behind(
    owner: Profile, browser_of: BrowserOf, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser_of(owner)
    for width in (600, 700):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/profile/you/", {**YOU, "photo": make_picture(width)})
        assert len(files(settings)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/profile/photo/remove/").status_code == 302
    assert files(settings) == []
    assert client.get(f"{owner.get_absolute_url()}photo/").status_code == 404


def test_a_bad_file_says_what_to_do_and_keeps_the_photo(owner: Profile, browser_of: BrowserOf, settings: Any) -> None:
    client = browser_of(owner)
    client.post("/profile/you/", {**YOU, "photo": make_picture()})
    bad = make_picture()
    bad.file.truncate(500)
    bad.size = 500
    response = client.post("/profile/you/", {**YOU, "photo": bad})
    assert response.status_code == 422
    assert "Choose a JPEG, PNG or WebP picture." in response.content.decode()
    assert len(files(settings)) == 1


def test_the_preview_is_what_others_see(owner: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(owner)
    members = client.get("/profile/preview/").content.decode()
    everyone = client.get("/profile/preview/?as=public").content.decode()
    assert "Irrigation engineer" in members
    assert "Kyrgyzstan" not in members
    assert "Only members see you" in everyone
    assert "Irrigation engineer" not in everyone


def test_the_meter_says_what_would_help(stranger: Profile, browser_of: BrowserOf) -> None:
    page = browser_of(stranger).get("/profile/").content.decode()
    assert "Your profile: 11%" in page
    assert '<a href="/profile/#section-skills">what you can do</a>' in page


def test_a_newcomer_gets_an_address_with_their_name_when_they_have_one(
    browser_of: BrowserOf, django_user_model: Any
) -> None:
    client = browser_of(django_user_model.objects.create_user("new@example.org"))
    profile = Profile.objects.get()
    assert profile.slug.startswith("member-")
    client.post("/profile/you/", {**YOU, "name": "Жылдыз Кадырова"})
    profile.refresh_from_db()
    assert profile.slug == "жылдыз-кадырова"
    assert client.get(profile.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("language", ["ar", "ru"])
def test_every_page_is_there_in_other_scripts(owner: Profile, browser_of: BrowserOf, language: str) -> None:
    client = browser_of(owner)
    direction = "rtl" if language == "ar" else "ltr"
    for address in (
        "/profile/",
        "/profile/preview/",
        "/connect/",
        "/connect/organizations/",
        "/connect/organizations/new/",
        owner.get_absolute_url(),
    ):
        response = client.get(address, headers={"accept-language": language})
        assert (response.status_code, f'<html lang="{language}" dir="{direction}">' in response.content.decode()) == (
            200,
            True,
        )


class TestACityThatNoPlaceIsKnownFor:
    @pytest.fixture
    def villager(self, owner: Profile) -> Profile:
        Profile.objects.filter(pk=owner.pk).update(place=None, city="Kök-Art aiyl", country="KG")
        return Profile.objects.get(pk=owner.pk)

    def lives_in(self, villager: Profile, browser: Client, typed: str) -> tuple[int, str, str, str]:
        where = {"place": typed, "audience_place": "members", "audience_roots": "private"}
        status = browser.post("/profile/where/", where).status_code
        villager.refresh_from_db()
        return status, villager.city, villager.country, str(villager.place or "")

    def test_is_shown_and_stays_as_it_is_written(self, villager: Profile, browser_of: BrowserOf) -> None:
        browser = browser_of(villager)
        assert 'value="Kök-Art aiyl, Kyrgyzstan"' in browser.get("/profile/").content.decode()
        assert self.lives_in(villager, browser, "Kök-Art aiyl, Kyrgyzstan") == (302, "Kök-Art aiyl", "KG", "")

    def test_can_be_changed_to_one_that_is_known(self, villager: Profile, browser_of: BrowserOf) -> None:
        assert self.lives_in(villager, browser_of(villager), "Osh, Kyrgyzstan") == (302, "Osh", "KG", "Osh")

    def test_can_be_taken_away(self, villager: Profile, browser_of: BrowserOf) -> None:
        assert self.lives_in(villager, browser_of(villager), "") == (302, "", "", "")

    def test_is_not_given_to_others(self, villager: Profile, stranger: Profile, browser_of: BrowserOf) -> None:
        status, city, _country, _place = self.lives_in(stranger, browser_of(stranger), "Kök-Art aiyl, Kyrgyzstan")
        assert (status, city) == (422, stranger.city)
