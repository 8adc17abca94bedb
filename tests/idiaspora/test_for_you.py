"""What a member finds on «For you»."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from idiaspora.digesting.finding import find
from idiaspora.digesting.readers import read
from opportunities.services import save_application
from profiles.models import Membership, Profile
from profiles.services import choose_digest, save_section
from tests.idiaspora.conftest import BrowserOf
from tests.opportunities.factories import HERE, apply_to, make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def union(db: None) -> Any:
    return make_organization("Osh Water Users' Association", verified=True, owner=make_member(name="Ulan").user)


def page_of(profile: Profile, browser_of: BrowserOf) -> str:
    response = browser_of(profile).get("/for-you/")
    assert response.status_code == 200
    return response.content.decode()


def test_what_fits_is_there_with_its_reasons(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    make_opportunity(
        organization=union, title="Canals of Osh", expertise=["irrigation"], places=[("Osh", "KG")], languages=["ky"]
    )
    make_resource(title="Watering by drops", topics=["drip irrigation"], language="ru")
    make_member(name="Azamat", expertise=["irrigation"], languages=["ky"])
    search_index.drain()
    page = page_of(engineer, browser_of)
    assert "Canals of Osh" in page
    assert "Watering by drops" in page
    assert "Azamat" in page
    assert "Kyrgyzstan is where your roots are" in page
    assert "You speak Kyrgyz" in page


def test_what_one_has_applied_to_is_no_news(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex, settings: Any, tmp_path: Path
) -> None:
    settings.PRIVATE_ROOT = tmp_path
    common = {"organization": union, "expertise": ["irrigation"], "details": HERE}
    applied, begun = (make_opportunity(title=title, **common) for title in ("Applied to", "Begun only"))
    apply_to(applied, engineer)
    save_application(opportunity=begun, applicant=engineer.user, values={"message": "Half a"})
    search_index.drain()
    page = page_of(engineer, browser_of)
    assert ("Applied to" in page, "Begun only" in page, "You have a draft for this" in page) == (False, True, True)


def test_closed_unpublished_and_unspoken_posts_are_not(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    now = timezone.now()
    common = {"organization": union, "expertise": ["irrigation"]}
    make_opportunity(title="Closed a second ago", closes=now - timedelta(seconds=1), **common)
    make_opportunity(title="Opens tomorrow", opens=now + timedelta(days=1), **common)
    make_opportunity(title="Still a draft", live=False, **common)
    make_opportunity(title="In Japanese", languages=["ja"], **common)
    search_index.drain()
    page = page_of(engineer, browser_of)
    for title in ("Closed a second ago", "Opens tomorrow", "Still a draft", "In Japanese"):
        assert title not in page


def test_place_alone_is_no_reason(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    make_opportunity(organization=union, title="Dentist in Berlin", expertise=["dentistry"], places=[("Berlin", "DE")])
    search_index.drain()
    assert "Dentist in Berlin" not in page_of(engineer, browser_of)


def test_roots_count_only_with_consent(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    make_opportunity(organization=union, title="Canals of Osh", expertise=["irrigation"], places=[("Osh", "KG")])
    search_index.drain()
    assert "where your roots are" in page_of(engineer, browser_of)
    save_section(profile=engineer, values={"roots_consent": False}, audiences={})
    assert "where your roots are" not in page_of(engineer, browser_of)


def test_one_organization_does_not_fill_the_page(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    for number in range(5):
        make_opportunity(organization=union, title=f"Canal {number}", expertise=["irrigation"])
    search_index.drain()
    assert page_of(engineer, browser_of).count('href="/contribute/opportunity') == 2


@pytest.mark.parametrize("role", Membership.Role.values)
def test_what_ones_own_organization_posts_is_no_news_here_nor_by_mail(
    role: str, engineer: Profile, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    own, stranger = make_organization("Nurgul's own", verified=True), make_member(expertise=["irrigation"])
    Membership.objects.create(organization=own, user=engineer.user, role=role)
    post = make_opportunity(organization=own, title="My own post", expertise=["irrigation"])
    search_index.drain()
    yesterday = timezone.now() - timedelta(days=1)
    readers = read([choose_digest(user=who.user, frequency="daily") for who in (engineer, stranger)])
    for reader in readers:
        reader.digest.looked = yesterday
    mailed = [[match.hit.object_id for match in each.matches] for each in find(readers)]
    shown = ["My own post" in page_of(who, browser_of) for who in (engineer, stranger)]
    assert (shown, mailed) == ([False, True], [[], [post.pk]])


def test_what_is_not_for_somebody_stays_away_from_them_alone(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    post = make_opportunity(organization=union, title="Canals of Osh", expertise=["irrigation"])
    other = make_member(name="Azamat", expertise=["irrigation"])
    search_index.drain()
    assert f'action="/contribute/{post.slug}/dismiss/"' in page_of(engineer, browser_of)
    browser_of(engineer).post(f"/contribute/{post.slug}/dismiss/")
    # Its words stand once more on the next page: above it, with the way back.
    page_of(engineer, browser_of)
    assert [name in page_of(who, browser_of) for who in (engineer, other) for name in ("Canals of Osh",)] == [
        False,
        True,
    ]


def test_what_is_saved_still_fits(
    engineer: Profile, union: Any, browser_of: BrowserOf, search_index: SearchIndex
) -> None:
    post = make_opportunity(organization=union, title="Canals of Osh", expertise=["irrigation"])
    search_index.drain()
    browser_of(engineer).post(f"/contribute/{post.slug}/save/")
    assert f'action="/contribute/{post.slug}/unsave/"' in page_of(engineer, browser_of)


def test_a_newcomer_is_told_what_would_help(browser_of: BrowserOf, search_index: SearchIndex) -> None:
    page = page_of(make_member(name="Newcomer"), browser_of)
    assert "Nothing fits yet" in page
    assert "what you can do" in page


def test_an_account_without_a_profile_is_led_to_the_editor(django_user_model: Any, client: Any) -> None:
    client.force_login(django_user_model.objects.create_user("bare@example.org"))
    assert client.get("/for-you/")["Location"] == "/profile/?welcome=1"


@pytest.mark.parametrize("many", [1, 30])
def test_queries_do_not_grow_with_what_fits(
    many: int, engineer: Profile, browser_of: BrowserOf, search_index: SearchIndex, django_assert_max_num_queries: Any
) -> None:
    for number in range(many):
        organization = make_organization(f"Organization {number}", verified=True)
        make_opportunity(organization=organization, expertise=["irrigation"], places=[("Osh", "KG")])
        make_resource(topics=["irrigation"])
        make_member(expertise=["irrigation"], city="Berlin")
    search_index.drain()
    browser = browser_of(engineer)
    browser.get("/for-you/")  # the taxonomy is read once in a process
    with django_assert_max_num_queries(40) as queries:
        browser.get("/for-you/")
    assert len(queries) == QUERIES


# Session, account, profile, its terms, the footer, which a process keeps for longer elsewhere, what they saved and put
# aside and why; then for each of the three kinds its objects and what their cards show.
QUERIES = 18
