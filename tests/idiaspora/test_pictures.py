"""Pictures for networks: whole words in every script, small, and of nothing that is not public."""

from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image, features

from idiaspora import pictures
from idiaspora.pictures import Colours, Words, draw_picture, fit_title, reads_from_right, width_of
from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_organization
from tests.resources.factories import make_resource

COLOURS = Colours("#fbf8f3", "#1f2430", "#0f5c5c", "#e08a3c")
ROOM = 1200 - 2 * 72
TITLES = {
    "latin": "Volunteer irrigation engineer for three months",
    "cyrillic": "Инженер-мелиоратор на три месяца — Ысык-Көл, Өмүрбекова",
    "arabic": "مهندس ري متطوع لمدة ثلاثة أشهر في أوش",
    "long": "Senior coordinator of the national programme " * 12,
    "one word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "empty": "",
}


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def ink(data: bytes, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of the picture are nearly as dark as its text."""
    return sum(opened(data).convert("L").crop(box).histogram()[:80])


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_stands_in_whole_words_within_the_picture(title: str) -> None:
    size, lines = fit_title(title)
    assert len(lines) <= 4
    assert all(width_of(line, size) <= ROOM for line in lines)
    written = " ".join(lines)
    whole = " ".join(title.split())
    assert written == whole or whole.startswith(written.removesuffix("…"))
    if title != TITLES["one word"]:
        assert set(written.removesuffix("…").split()) <= set(title.split())


def test_a_word_that_no_line_holds_is_cut_and_the_others_stay() -> None:
    size, lines = fit_title(f"Call {TITLES['one word']} for engineers")
    assert (lines[0], lines[1].startswith("Donaudampf"), lines[1][-1], lines[2:]) == (
        "Call",
        True,
        "…",
        ["for engineers"],
    )
    assert all(width_of(line, size) <= ROOM for line in lines)


def test_what_does_not_fit_ends_with_an_ellipsis() -> None:
    assert fit_title(TITLES["long"])[1][-1].endswith("…")
    assert fit_title(TITLES["one word"])[1][-1].endswith("…")
    assert not fit_title(TITLES["latin"])[1][-1].endswith("…")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_is_a_small_png_of_the_size_that_networks_want(title: str) -> None:
    data = draw_picture(Words("iDiaspora", "Vacancy", title, ("Osh Water Users", "Closes on Fri 5 July")), COLOURS)
    assert (opened(data).format, opened(data).size) == ("PNG", (1200, 630))
    assert 1_000 < len(data) <= 100_000


def test_arabic_stands_at_the_right_and_is_joined() -> None:
    assert features.check("raqm")
    assert [reads_from_right(TITLES[name]) for name in ("latin", "cyrillic", "arabic")] == [False, False, True]
    left, right = (0, 100, 300, 480), (900, 100, 1186, 480)
    arabic = draw_picture(Words("", "", "مهندس ري"), COLOURS)
    latin = draw_picture(Words("", "", "Engineer"), COLOURS)
    assert (ink(arabic, left), ink(latin, right)) == (0, 0)
    assert ink(arabic, right) > 500
    # Joined letters are narrower than the same ones apart.
    assert width_of("مهندس", 76) < sum(width_of(letter, 76) for letter in "مهندس")


def test_every_letter_of_the_sites_languages_is_in_the_font() -> None:
    letters = "abcéñßабвгёйқңөүғұҳӣарабحخدذرزسشصضطظعغفقكلمنهويءآأؤإئ؟،«»—…·"
    missing = bytes(pictures._font(40).getmask("\U0010fffe"))
    assert [letter for letter in letters if bytes(pictures._font(40).getmask(letter)) == missing] == []


def test_without_raqm_no_letters_stand_apart(monkeypatch: Any) -> None:
    monkeypatch.setattr(features, "check", lambda name: False)
    arabic = draw_picture(Words("iDiaspora", "", "مهندس ري"), COLOURS)
    assert ink(arabic, (100, 20, 1100, 500)) == 0
    assert ink(draw_picture(Words("iDiaspora", "", "Engineer"), COLOURS), (60, 20, 1100, 500)) > 500


@pytest.mark.django_db
class TestAddresses:
    def test_of_a_post_only_when_it_is_public(self, engineer: Profile, client: Client) -> None:
        organization = make_organization("Osh Water Users", owner=engineer.user)
        post, draft = (
            make_opportunity(organization=organization),
            make_opportunity(organization=organization, live=False),
        )
        client.force_login(engineer.user)
        answers = [client.get(f"{each.get_absolute_url()}picture.png") for each in (post, draft)]
        assert [response.status_code for response in answers] == [200, 404]
        assert (answers[0]["Content-Type"], answers[0]["Cache-Control"]) == ("image/png", "public, max-age=3600")
        assert "Cookie" not in answers[0]["Vary"]
        Organization.objects.update(is_hidden=True)
        assert client.get(f"{post.get_absolute_url()}picture.png").status_code == 404

    def test_is_drawn_once_and_anew_when_it_changes(self, client: Client, monkeypatch: Any) -> None:
        post = make_opportunity(organization=make_organization())
        address = f"{post.get_absolute_url()}picture.png"
        first = client.get(address)
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        monkeypatch.setattr("idiaspora.views.pictures.draw_picture", lambda *args: b"drawn again")
        assert client.get(address).content == first.content
        Opportunity.objects.update(title="Another title")
        assert client.get(address).content == b"drawn again"
        cache.clear()

    def test_of_a_resource_an_organization_and_the_site(self, client: Client) -> None:
        resource, organization = make_resource(), make_organization("Клуб земляков")
        hidden, private = make_organization(is_hidden=True), make_resource(live=False)
        found = {
            each: client.get(f"{each}picture.png").status_code
            for each in (
                resource.get_absolute_url(), organization.get_absolute_url(), "/",
                hidden.get_absolute_url(), private.get_absolute_url(), "/contribute/none/", "/learn/none/",
            )
        }  # fmt: skip
        assert list(found.values()) == [200, 200, 200, 404, 404, 404, 404]

    def test_people_have_none(self, engineer: Profile, client: Client) -> None:
        Profile.objects.update(audiences={"profile": "public"})
        assert client.get(f"{engineer.get_absolute_url()}picture.png").status_code == 404
        page = client.get(engineer.get_absolute_url()).content.decode()
        assert '<meta property="og:image" content="http://testserver/picture.png">' in page
        assert f'<meta property="og:title" content="{engineer.name}">' in page

    def test_a_profile_for_members_tells_networks_nothing(self, engineer: Profile, client: Client) -> None:
        client.force_login(engineer.user)
        assert "og:" not in client.get(engineer.get_absolute_url()).content.decode()
