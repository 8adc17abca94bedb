"""A post while it is written and afterwards: it saves itself, says what its text speaks of, is copied, filled, scheduled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from opportunities import services
from opportunities.models import Filling, Opportunity
from profiles.models import Organization, Profile
from taxonomy.suggesting import concepts_in
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization

DECLARED = ("no-fee", "no-passport", "contract-before-travel")


@pytest.fixture
def author(db: None) -> Profile:
    return make_member("nurgul@example.org", name="Nurgul Asanova")


@pytest.fixture
def organization(author: Profile) -> Organization:
    return make_organization("Osh Water Users", owner=author.user, verified=True)


@pytest.fixture
def browser(author: Profile) -> Client:
    client = Client()
    client.force_login(author.user)
    return client


def write(browser: Client, organization: Organization, **fields: str) -> Any:
    """What the page sends by itself."""
    data = {"autosave": "1", "remote": "no", "language": "en", "zone": "UTC", **fields}
    address = f"/contribute/post/vacancy/?organization={organization.slug}"
    return browser.post(address, data, headers={"hx-request": "true"})


class TestSavingItself:
    def test_the_first_words_make_a_draft_and_the_next_go_into_it(
        self, browser: Client, organization: Organization
    ) -> None:
        first = write(browser, organization, title="Irrigation engineer")
        post = Opportunity.objects.get()
        assert first["HX-Replace-Url"] == f"/contribute/{post.slug}/edit/"
        assert f'value="{post.slug}"' in first.content.decode()
        write(browser, organization, title="Irrigation engineer", description="Canals.", draft=post.slug)
        write(browser, organization, title="Irrigation engineer", description="Canals in Osh.", draft=post.slug)
        assert Opportunity.objects.count() == 1
        latest = Opportunity.objects.get().get_latest_revision_as_object()
        assert (latest.description, latest.live) == ("Canals in Osh.", False)
        assert post.revisions.count() == 1  # one version, not one for each pause in typing

    def test_what_cannot_be_read_is_named_and_nothing_is_lost(
        self, browser: Client, organization: Organization
    ) -> None:
        response = write(browser, organization, title="Engineer", closes_date="soon")
        assert "Not saved yet: Last day" in response.content.decode()
        assert Opportunity.objects.count() == 0

    def test_the_same_page_then_saves_it_by_its_button(self, browser: Client, organization: Organization) -> None:
        write(browser, organization, title="Engineer")
        slug = Opportunity.objects.get().slug
        data = {"title": "Engineer", "description": "Canals.", "remote": "no", "language": "en", "draft": slug}
        response = browser.post(f"/contribute/post/vacancy/?organization={organization.slug}", data)
        assert response["Location"] == f"/contribute/{slug}/check/"
        assert Opportunity.objects.count() == 1

    def test_a_stranger_writes_into_nobody_s_draft(self, browser: Client, organization: Organization) -> None:
        write(browser, organization, title="Engineer")
        stranger = make_member()
        own = make_organization(owner=stranger.user)
        other = Client()
        other.force_login(stranger.user)
        assert write(other, own, title="Mine now", draft=Opportunity.objects.get().slug).status_code == 404
        assert Opportunity.objects.get().get_latest_revision_as_object().title == "Engineer"

    def test_a_colleague_s_version_is_not_written_over(
        self, browser: Client, organization: Organization, author: Profile
    ) -> None:
        write(browser, organization, title="Engineer")
        post = Opportunity.objects.get()
        colleague = make_member()
        services.save_draft(opportunity=post.get_latest_revision_as_object(), author=colleague.user, title="Engineers")
        write(browser, organization, title="Engineer again", draft=post.slug)
        assert [row.content["title"] for row in post.revisions.order_by("pk")] == [
            "Engineer", "Engineers", "Engineer again",
        ]  # fmt: skip

    def test_while_moderators_read_it_nothing_saves_itself(self, browser: Client, author: Profile) -> None:
        unverified = make_organization("New", owner=author.user)
        post = services.create_draft(
            organization=unverified, author=author.user, kind="vacancy", title="Engineer", description="Canals."
        )
        services.submit_opportunity(opportunity=post, author=author.user, declared=DECLARED)
        page = browser.get(f"/contribute/{post.slug}/edit/").content.decode()
        assert '"autosave": "1"' not in page


class TestSuggestions:
    @pytest.mark.parametrize(
        ("text", "language", "expected"),
        [
            ("We look for somebody in water management and irrigation.", "en", {"crop-irrigation"}),
            ("Нужен специалист: сварка и бухгалтерский учёт.", "ru", {"welding", "accounting"}),
            ("Nous cherchons une personne pour la comptabilité.", "fr", {"accounting"}),
        ],
    )
    def test_a_text_speaks_of_concepts(self, db: None, text: str, language: str, expected: set[str]) -> None:
        assert expected <= set(concepts_in(text, language))

    def test_nothing_of_nothing(self, db: None) -> None:
        for text in ("", "   ", "\x00", "…", "x" * 20_000, "'\"<>"):
            assert concepts_in(text, "en") == []

    def test_a_tick_adds_it(self, browser: Client, organization: Organization) -> None:
        response = browser.post("/contribute/suggest/", {"title": "Irrigation", "description": "", "language": "en"})
        assert 'name="suggested"' in response.content.decode()
        write(browser, organization, title="Engineer", suggested="irrigation")
        latest = Opportunity.objects.get().get_latest_revision_as_object()
        assert [item.tag.name for item in latest.required_expertise.all()] == ["irrigation"]

    def test_only_for_those_who_post(self, db: None) -> None:
        stranger = Client()
        stranger.force_login(make_member().user)
        assert stranger.post("/contribute/suggest/", {"title": "Irrigation"}).status_code == 404


class TestCopying:
    def test_a_copy_has_everything_but_the_dates(self, browser: Client, organization: Organization) -> None:
        post = make_opportunity(
            organization=organization,
            title="Engineer",
            kind="vacancy",
            details={"grade": "G3"},
            expertise=["irrigation"],
        )
        response = browser.post(f"/contribute/{post.slug}/duplicate/")
        copy = Opportunity.objects.exclude(pk=post.pk).get()
        assert response["Location"] == f"/contribute/{copy.slug}/edit/"
        assert (copy.title, copy.details, copy.live, copy.closes) == ("Engineer", {"grade": "G3"}, False, None)
        assert [item.tag.name for item in copy.required_expertise.all()] == ["irrigation"]


class TestFilling:
    def test_it_closes_in_this_second_and_says_so(self, browser: Client, organization: Organization) -> None:
        post = make_opportunity(organization=organization, title="Engineer")
        assert post.is_open()
        assert browser.get(f"/contribute/{post.slug}/filled/").status_code == 200
        assert browser.post(f"/contribute/{post.slug}/filled/")["Location"] == "/contribute/mine/"
        post.refresh_from_db()
        assert not post.is_open()
        assert Filling.objects.get().opportunity == post
        assert "Filled" in Client().get(post.get_absolute_url()).content.decode()
        assert "Filled" in browser.get("/contribute/mine/").content.decode()

    def test_a_draft_can_t_be_filled(self, browser: Client, organization: Organization) -> None:
        post = make_opportunity(organization=organization, live=False)
        assert browser.post(f"/contribute/{post.slug}/filled/").status_code == 404


class TestScheduling:
    def test_it_becomes_public_by_itself_on_its_day(
        self, browser: Client, author: Profile, organization: Organization,
        django_capture_on_commit_callbacks: Callable[..., Any],
    ) -> None:  # fmt: skip
        day = timezone.now() + timedelta(days=3)
        post = services.create_draft(
            organization=organization, author=author.user, kind="vacancy", title="Engineer", description="Canals.",
            go_live_at=day,
        )  # fmt: skip
        assert not services.submit_opportunity(opportunity=post, author=author.user, declared=DECLARED)
        assert Client().get(post.get_absolute_url()).status_code == 404
        assert "Scheduled" in browser.get("/contribute/mine/").content.decode()
        with time_machine.travel(day + timedelta(minutes=1), tick=False):
            call_command("publish_scheduled")
        assert Client().get(post.get_absolute_url()).status_code == 200

    def test_withdrawn_before_its_day_it_never_comes(
        self, author: Profile, organization: Organization, browser: Client
    ) -> None:
        day = timezone.now() + timedelta(days=3)
        post = services.create_draft(
            organization=organization, author=author.user, kind="vacancy", title="Engineer", description="Canals.",
            go_live_at=day,
        )  # fmt: skip
        services.submit_opportunity(opportunity=post, author=author.user, declared=DECLARED)
        browser.post(f"/contribute/{post.slug}/withdraw/")
        with time_machine.travel(day + timedelta(minutes=1), tick=False):
            call_command("publish_scheduled")
        assert Client().get(post.get_absolute_url()).status_code == 404
