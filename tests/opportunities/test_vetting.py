"""What keeps the board honest: posting rights, red flags that hold a post, declarations, changes that matter."""

from collections.abc import Callable
from copy import copy
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from opportunities import services
from opportunities.models import Declaration, Hold, Opportunity, PostingRight
from opportunities.permissions import posting_mode
from opportunities.vetting import held_because, material_changes, new_flags
from profiles import reviewing
from profiles.models import Organization, Profile
from search.engines.base import EngineError
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization

ALL = ("no-fee", "no-passport", "contract-before-travel")
FEE = "An application fee of 50 USD must be paid by everybody."


@pytest.fixture
def author(db: None) -> Profile:
    return make_member("nurgul@example.org", name="Nurgul Asanova")


@pytest.fixture
def verified(author: Profile) -> Organization:
    return make_organization("Osh Water Users", owner=author.user, verified=True)


def draft(organization: Organization, author: Profile, **values: Any) -> Opportunity:
    fields = {"title": "Irrigation engineer", "description": "Look after the canals.", **values}
    return services.create_draft(organization=organization, author=author.user, kind="vacancy", **fields)


def submit(opportunity: Opportunity, author: Profile, declared: Any = ALL) -> bool:
    return services.submit_opportunity(opportunity=opportunity, author=author.user, declared=declared)


class TestPostingRights:
    def test_verified_organizations_post_at_once_and_others_after_a_review(
        self, author: Profile, verified: Organization
    ) -> None:
        other = make_organization("New", owner=author.user)
        assert posting_mode(author.user, verified, "vacancy") == "at-once"
        assert posting_mode(author.user, other, "vacancy") == "review"

    def test_nothing_of_a_hidden_organization_is_public_at_once(self, author: Profile, verified: Organization) -> None:
        verified.is_hidden = True
        verified.save()
        assert posting_mode(author.user, verified, "vacancy") == "review"
        PostingRight.objects.create(organization=verified, mode="at-once", reason="They know how.")
        assert posting_mode(author.user, verified, "vacancy") == "review"
        PostingRight.objects.filter(organization=verified).update(mode="never")
        assert posting_mode(author.user, verified, "vacancy") == "never"

    def test_the_exception_that_says_most_counts(self, author: Profile, verified: Organization) -> None:
        colleague = make_member()
        PostingRight.objects.create(kind="tender", mode="review", reason="All tenders are read.")
        assert posting_mode(author.user, verified, "tender") == "review"
        PostingRight.objects.create(organization=verified, kind="tender", mode="at-once", reason="They know how.")
        assert posting_mode(author.user, verified, "tender") == "at-once"
        PostingRight.objects.create(organization=verified, user=colleague.user, mode="never", reason="Left.")
        assert posting_mode(colleague.user, verified, "vacancy") == "never"
        assert posting_mode(author.user, verified, "vacancy") == "at-once"

    def test_there_is_one_of_each_also_where_it_is_for_all(self, author: Profile, verified: Organization) -> None:
        for of in (
            {},
            {"organization": verified},
            {"user": author.user},
            {"organization": verified, "user": author.user},
        ):
            for kind in ("", "vacancy"):
                PostingRight.objects.create(kind=kind, reason="The first.", **of)
                with pytest.raises(ValidationError, match="There is such a posting right already"):
                    PostingRight(kind=kind, reason="The second.", **of).full_clean()
                with pytest.raises(IntegrityError), transaction.atomic():
                    PostingRight.objects.create(kind=kind, reason="The second.", **of)

    def test_a_refused_kind_is_not_offered_and_not_taken(self, author: Profile, verified: Organization) -> None:
        PostingRight.objects.create(organization=verified, kind="vacancy", mode="never", reason="Asked for fees.")
        modes = [posting_mode(author.user, verified, kind) for kind in ("vacancy", "event")]
        assert modes == ["never", "at-once"]
        browser = Client()
        browser.force_login(author.user)
        response = browser.get(f"/contribute/post/vacancy/?organization={verified.slug}")
        assert (response.status_code, response["Location"]) == (302, "/contribute/post/")
        with pytest.raises(ValidationError, match="doesn’t post this kind"):
            submit(draft(verified, author), author)


class TestDeclarations:
    def test_nothing_is_public_before_it_is_declared(self, author: Profile, verified: Organization) -> None:
        post = draft(verified, author)
        with pytest.raises(ValidationError) as refused:
            submit(post, author, declared=["no-fee"])
        assert set(refused.value.message_dict) == {"no-passport", "contract-before-travel"}
        assert Declaration.objects.count() == 0
        assert submit(post, author)
        assert list(Declaration.objects.values_list("name", flat=True)) == list(ALL)

    def test_once_is_enough(self, author: Profile, verified: Organization) -> None:
        post = draft(verified, author)
        submit(post, author)
        services.save_draft(opportunity=post.get_latest_revision_as_object(), author=author.user, description="New.")
        post.refresh_from_db()
        assert submit(post, author, declared=())

    def test_readers_see_what_was_declared(self, author: Profile, verified: Organization) -> None:
        post = draft(verified, author)
        submit(post, author)
        page = Client().get(post.get_absolute_url()).content.decode()
        assert "What Osh Water Users declares" in page
        assert "has a written contract" in page

    def test_the_page_asks_for_them_and_keeps_what_was_ticked(self, author: Profile, verified: Organization) -> None:
        post = draft(verified, author)
        browser = Client()
        browser.force_login(author.user)
        response = browser.post(f"/contribute/{post.slug}/check/", {"declared": ["no-fee"]})
        assert response.status_code == 422
        assert 'value="no-fee" checked' in response.content.decode()
        assert browser.post(f"/contribute/{post.slug}/check/", {"declared": ALL}).status_code == 302
        post.refresh_from_db()
        assert post.live


class TestRedFlags:
    def test_words_that_warn_hold_a_post_and_its_author_is_told_why(
        self, author: Profile, verified: Organization, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        post = draft(verified, author, description=FEE)
        with django_capture_on_commit_callbacks(execute=True):
            assert not submit(post, author)
        post.refresh_from_db()
        assert not post.live
        assert [flag.code for flag in held_because(post)] == ["fee"]
        told = next(message for message in mail.outbox if message.to == ["nurgul@example.org"])
        assert "application fee" in str(told.body)
        browser = Client()
        browser.force_login(author.user)
        assert "application fee" in browser.get("/contribute/mine/").content.decode()

    def test_a_moderator_reads_it_and_lets_it_pass(
        self, author: Profile, verified: Organization, admin_user: Any
    ) -> None:
        post = draft(verified, author, description=FEE)
        submit(post, author)
        browser = Client()
        browser.force_login(admin_user)
        page = browser.get(f"/admin/snippets/opportunities/opportunity/edit/{post.pk}/").content.decode()
        assert "These words kept it from becoming public" in page
        reviewing.publish(post, user=admin_user)
        post.refresh_from_db()
        assert held_because(post) == []
        # What has passed once holds nothing again; something new does.
        services.save_draft(opportunity=post.get_latest_revision_as_object(), author=author.user, title="Engineer")
        post.refresh_from_db()
        assert submit(post, author)
        services.save_draft(
            opportunity=post.get_latest_revision_as_object(), author=author.user,
            description=f"{FEE} Send us a copy of your passport.",
        )  # fmt: skip
        post.refresh_from_db()
        assert not submit(post, author)
        assert post.live  # as it was
        assert [flag.code for flag in held_because(post)] == ["passport"]
        assert Hold.objects.count() == 2

    def test_the_author_sees_the_warning_before_sending(self, author: Profile, verified: Organization) -> None:
        post = draft(verified, author, description=FEE)
        browser = Client()
        browser.force_login(author.user)
        assert "application fee" in browser.get(f"/contribute/{post.slug}/check/").content.decode()


class TestCopiedText:
    TEXT = (
        "We look for a nurse who speaks Russian and Kyrgyz and will help for three months in the hospital of Osh city,"
        " in the ward for children, together with our own doctors."
    )

    def test_a_post_of_others_is_not_repeated_unread(
        self, author: Profile, verified: Organization, search_index: Any, django_assert_num_queries: Any
    ) -> None:
        others = make_organization("Naryn Clinic", verified=True)
        theirs = make_opportunity(organization=others, title="Nurse in Osh", description=self.TEXT)
        old = {"closes": timezone.now() - timedelta(days=1), "first_published_at": timezone.now() - timedelta(days=400)}
        for number in range(10):  # as near, and not asked about: too old, or not public
            make_opportunity(
                organization=others, description=f"{self.TEXT} {number}", **(old if number % 2 else {"live": False})
            )
        search_index.drain()
        repeated = draft(verified, author, description=self.TEXT.replace("three", "four"), language="fr")
        with django_assert_num_queries(2):  # what was let pass, and the nearest texts
            assert [flag.code for flag in new_flags(repeated)] == ["copied"]
        assert not submit(repeated, author)
        [flag] = held_because(repeated)
        assert flag.excerpt.startswith("Nurse in Osh\nWe look for a nurse")
        # One's own organization repeats itself, short texts are everybody's, and what is no longer public isn't looked at.
        again = make_organization("Naryn Clinic, too", owner=author.user)
        assert new_flags(make_opportunity(organization=others, description=self.TEXT, live=False)) == []
        make_opportunity(organization=others, description="Look after the canals.")
        search_index.drain()
        assert new_flags(draft(again, author)) == []
        theirs.delete()
        assert new_flags(repeated) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Ищем медсестру, которая говорит по-русски и по-кыргызски и поможет три месяца в больнице города Ош.",
            "نبحث عن ممرضة تتحدث الروسية والقرغيزية وتساعد ثلاثة أشهر في مستشفى مدينة أوش في قسم الأطفال مع أطبائنا.",
        ],
    )
    def test_in_any_script(self, text: str, author: Profile, verified: Organization, search_index: Any) -> None:
        make_opportunity(organization=make_organization("Naryn Clinic"), description=text, language="ru")
        search_index.drain()
        assert [flag.code for flag in new_flags(draft(verified, author, description=text))] == ["copied"]

    def test_while_the_search_is_away_the_newest_posts_are_read(
        self, author: Profile, verified: Organization, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_opportunity(organization=make_organization("Naryn Clinic"), description=self.TEXT)
        monkeypatch.setattr(
            "opportunities.copies.get_engine", lambda: mock.Mock(search_many=mock.Mock(side_effect=EngineError("away")))
        )
        assert [flag.code for flag in new_flags(draft(verified, author, description=self.TEXT))] == ["copied"]


class TestMaterialChanges:
    @pytest.fixture
    def reviewed(self, author: Profile) -> Opportunity:
        """A post of an organization that is not verified, which a moderator has read."""
        organization = make_organization("New", owner=author.user)
        return make_opportunity(organization=organization, author=author.user, title="Engineer", kind="vacancy")

    def change(self, post: Opportunity, author: Profile, **values: Any) -> bool:
        services.save_draft(opportunity=post.get_latest_revision_as_object() or post, author=author.user, **values)
        post.refresh_from_db()
        return submit(post, author)

    def test_who_is_found_by_it_may_change_at_once(self, reviewed: Opportunity, author: Profile) -> None:
        assert self.change(reviewed, author, expertise=["irrigation"], languages=["ru"])

    @pytest.mark.parametrize(
        "values", [{"title": "Cook"}, {"description": "Other work."}, {"details": {"grade": "G9"}}]
    )
    def test_another_post_is_read_again(self, reviewed: Opportunity, author: Profile, values: dict[str, Any]) -> None:
        assert not self.change(reviewed, author, **values)
        reviewed.refresh_from_db()
        assert (reviewed.title, reviewed.live) == ("Engineer", True)

    def test_an_earlier_deadline_matters_and_a_later_one_does_not(self, reviewed: Opportunity) -> None:
        assert reviewed.closes is not None
        for days, changed in ((-1, ["closes"]), (1, [])):
            after = copy(reviewed)
            after.closes = reviewed.closes + timedelta(days=days)
            assert material_changes(reviewed, after) == changed
