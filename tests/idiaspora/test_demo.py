"""The demo community: the same for the same seed, with everything in it that one would like to see."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from PIL import Image

from idiaspora.demo.community import load_community
from idiaspora.demo.library import read_library
from idiaspora.demo.logins import ADMIN, EDITOR, LOGINS, MEMBER, NEWCOMER, ORGANIZATION, PASSWORD, UNVERIFIED
from idiaspora.demo.people import THEMES, imagine_people, professions
from idiaspora.demo.posts import read_posts
from idiaspora.demo.vocabulary import Vocabulary
from idiaspora.for_you import suggestions_for_profile
from idiaspora.models import HomePage, StandardPage
from idiaspora.records.exporting import all_records
from opportunities.kinds import KINDS
from opportunities.models import Opportunity
from profiles.communities import own_communities
from profiles.completeness import completeness_of
from profiles.models import Community, Discussion, Organization, Post, Profile
from profiles.reviewing import review_states
from resources.models import Resource
from taxonomy.models import Term
from tests.search.plugin import SearchIndex

NOW = timezone.now()
MEMBERS = 30


def load(seed: int = 1) -> None:
    load_community(members=MEMBERS, seed=seed, now=NOW, progress=lambda rows, desc: rows)


@pytest.fixture(scope="module")
def community(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A small community, loaded once for all tests of this file; each test's own changes are taken back."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(community: None, db: None) -> None:
    """The community, in a transaction of the test's own."""


def account(login: Any) -> Any:
    return get_user_model().objects.get(email=login.email)


def records() -> list[str]:
    return [json.dumps(record, ensure_ascii=False, sort_keys=True) for record in all_records()]


# The first test: after it the community stays in the database.
def test_the_same_seed_gives_the_same_community(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    found = []
    for _time in range(2):
        with transaction.atomic():
            load()
            found.append(records())
            transaction.set_rollback(True)

    assert len(found[0]) > 250
    assert found[0] == found[1]


def test_another_seed_gives_other_people(db: None) -> None:
    vocabulary = Vocabulary()
    first, again, other = (imagine_people(Random(seed), MEMBERS, vocabulary, NOW) for seed in (1, 1, 2))

    assert first == again
    assert [person.name for person in first] != [person.name for person in other]


def test_every_label_of_posts_and_resources_is_a_concepts(db: None) -> None:
    known = set(Vocabulary().concepts)
    named = {key for post in read_posts() for key in [*post.asks, *post.useful]}
    named |= {key for source in read_library() for key in source.topics}

    assert named - known == set()
    assert {*professions(), *THEMES} - known == set()


def test_every_kind_of_post_is_there_in_every_state(demo: None) -> None:
    published = Opportunity.objects.filter(live=True)
    held = list(Opportunity.objects.filter(live=False))

    assert set(published.values_list("kind", flat=True)) == set(KINDS)
    assert published.filter(closes__gt=NOW).count() > 80
    assert published.filter(closes__lt=NOW).count() >= 8
    assert published.filter(closes__gt=NOW, closes__lt=NOW + timedelta(days=1)).count() >= 1
    assert published.filter(opens__gt=NOW).count() >= 2
    assert published.filter(closes=None).count() >= 5
    assert {state.name for state in review_states(held).values()} == {"draft", "waiting"}
    assert {post.organization.is_verified for post in held if review_states([post])[post.pk].name == "waiting"} == {
        False
    }
    assert set(published.values_list("language", flat=True)) == {"en", "ru", "fr", "es", "ar"}


def test_no_post_was_published_after_it_closed(demo: None) -> None:
    late = [
        post.title
        for post in Opportunity.objects.filter(live=True, closes__lt=NOW)
        if post.first_published_at >= post.closes
    ]

    assert late == []


def test_organizations_are_of_all_types_levels_and_states(demo: None) -> None:
    organizations = Organization.objects.all()

    assert set(organizations.values_list("type", flat=True)) == set(Organization.Type.values)
    assert set(organizations.values_list("level", flat=True)) == set(Organization.Level.values)
    assert organizations.filter(verified_at=None, is_hidden=False).count() == 3
    assert organizations.filter(is_hidden=True).count() == 1
    assert organizations.exclude(memberships__role="owner").count() == 0


def test_the_library_has_all_types_and_some_wait(demo: None) -> None:
    waiting = Resource.objects.filter(live=False)

    assert set(Resource.objects.filter(live=True).values_list("type", flat=True)) == set(Resource.Type.values)
    assert sorted(state.name for state in review_states(list(waiting)).values()) == ["draft"] + 4 * ["waiting"]


def test_there_are_groups_of_each_entry_with_discussions(demo: None) -> None:
    member = account(MEMBER)

    assert [(group.entry, group.discussions.count()) for group in Community.objects.order_by("pk")] == [
        ("open", 3), ("request", 2), ("invited", 2),
    ]  # fmt: skip
    assert [row.membership.status for row in own_communities(member)] == ["invited", "active", "active"]
    assert Post.objects.filter(created__gt=NOW).count() == 0
    assert Discussion.objects.visible_to(member).count() == 5


def test_members_differ_in_what_they_show(demo: None) -> None:
    members = Profile.objects.filter(ref__startswith="demo-profile-1-0")

    assert members.count() == MEMBERS
    assert 10 <= members.exclude(photo="").count() <= 26
    assert members.filter(audiences__profile="public").count() >= 4
    assert members.filter(audiences={}).count() >= 1
    assert members.filter(roots_consent=True).count() >= 20
    assert len({profile.country for profile in members}) >= 8


def test_photos_are_drawn_as_square_webp(demo: None) -> None:
    profile = Profile.objects.exclude(photo="").first()
    assert profile is not None
    with profile.photo.open() as file, Image.open(BytesIO(file.read())) as picture:
        assert (picture.format, picture.size) == ("WEBP", (512, 512))


def test_some_labels_wait_for_an_editor(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    load_community(members=120, seed=9, now=NOW, progress=lambda rows, desc: rows)

    assert Term.objects.filter(status=Term.Status.PENDING).count() >= 2


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.email)
def test_each_login_works(demo: None, client: Client, login: Any) -> None:
    response = client.post("/accounts/login/", {"login": login.email, "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/for-you/")
    assert EmailAddress.objects.get(email=login.email).verified


def test_editors_enter_the_admin_and_members_do_not(demo: None, client: Client) -> None:
    entered = {}
    for login in (MEMBER, ORGANIZATION, EDITOR, ADMIN):
        client.force_login(account(login))
        entered[login.email] = client.get("/admin/").status_code == 200

    assert entered == {MEMBER.email: False, ORGANIZATION.email: False, EDITOR.email: True, ADMIN.email: True}


def test_the_logins_own_what_they_say(demo: None) -> None:
    owned = {
        login.email: Organization.objects.owned_by(account(login)).get().is_verified
        for login in (ORGANIZATION, UNVERIFIED)
    }

    assert owned == {ORGANIZATION.email: True, UNVERIFIED.email: False}
    assert not Profile.objects.filter(user=account(NEWCOMER)).exists()


def test_the_member_has_a_full_profile_and_gets_fitting_posts_with_reasons(
    demo: None, search_index: SearchIndex
) -> None:
    search_index.rebuild()
    member = account(MEMBER).profile

    found = suggestions_for_profile(member, "opportunity", limit=5)

    assert completeness_of(member).percent == 100
    assert found[0].object.title == "Irrigation engineer for two canals, three months"
    assert all(suggestion.reasons for suggestion in found)


def test_what_moderators_hid_is_nowhere(demo: None, search_index: SearchIndex) -> None:
    search_index.rebuild()
    hidden = Profile.objects.filter(is_hidden=True).get()
    scam = Organization.objects.get(is_hidden=True)

    for viewer in (AnonymousUser(), account(MEMBER)):
        assert not Profile.objects.visible_to(viewer).filter(pk=hidden.pk).exists()
        assert not Organization.objects.visible_to(viewer).filter(pk=scam.pk).exists()
        assert not Opportunity.objects.visible_to(viewer).filter(organization=scam).exists()
    indexed = {fields["object_id"] for fields in search_index.engine.documents("profile", -1, None).values()}
    assert hidden.pk not in indexed
    assert account(MEMBER).profile.pk in indexed


def test_the_front_page_takes_the_place_of_the_welcome(demo: None, client: Client) -> None:
    home = HomePage.objects.get()

    assert client.get("/").status_code == 200
    assert home.get_url() == "/"
    assert [page.slug for page in StandardPage.objects.order_by("path")] == ["about", "safety", "privacy"]
    assert [client.get(page.get_url()).status_code for page in StandardPage.objects.all()] == [200, 200, 200]


def test_loading_writes_to_nobody(demo: None) -> None:
    assert mail.outbox == []


def test_a_second_run_refuses_and_changes_nothing(demo: None) -> None:
    before = Profile.objects.count()

    with pytest.raises(CommandError, match="members already, and nothing was changed"):
        call_command("demo", public_passwords=True, members=MEMBERS, verbosity=0)
    with pytest.raises(CommandError, match="seed 1 are here already"):
        call_command("demo", public_passwords=True, members=MEMBERS, add=True, verbosity=0)

    assert Profile.objects.count() == before


def test_another_seed_adds_people_and_nothing_twice(demo: None) -> None:
    before = (
        Profile.objects.count(),
        Organization.objects.count(),
        Opportunity.objects.count(),
        HomePage.objects.count(),
    )

    call_command("demo", public_passwords=True, members=MEMBERS, seed=2, add=True, verbosity=0)

    after = (
        Profile.objects.count(),
        Organization.objects.count(),
        Opportunity.objects.count(),
        HomePage.objects.count(),
    )
    assert after == (before[0] + MEMBERS, *before[1:])


def test_the_command_tells_the_logins(demo: None) -> None:
    said = StringIO()

    call_command("demo", public_passwords=True, members=10, seed=3, add=True, stdout=said)

    assert all(login.email in said.getvalue() for login in LOGINS)
    assert PASSWORD in said.getvalue()


def test_a_real_site_gets_no_accounts_with_known_passwords(db: None) -> None:
    with pytest.raises(CommandError, match="public-passwords"):
        call_command("demo", members=10, verbosity=0)


@pytest.mark.parametrize("members", [0, -5, 9, 10**9])
def test_a_senseless_number_of_members_is_refused(db: None, members: int) -> None:
    with pytest.raises(CommandError, match="give a number from 10 to"):
        call_command("demo", public_passwords=True, members=members, verbosity=0)
