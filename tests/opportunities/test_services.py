"""What becomes of a post, from the draft to the board and back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from opportunities.models import Opportunity, OpportunityPlace
from opportunities.services import (
    RESERVED_SLUGS,
    create_draft,
    delete_draft,
    problems_of,
    save_draft,
    submit_opportunity,
    withdraw_opportunity,
)
from profiles.models import Organization
from profiles.reviewing import ReviewState, review_states, start_review
from tests.opportunities.factories import DECLARED, make_opportunity


def draft_of(organization: Organization, author: Any, **values: Any) -> Opportunity:
    values = {
        "title": "Irrigation engineer",
        "description": "Three months in Osh.",
        "closes": timezone.now() + timedelta(days=5),
        **values,
    }
    return create_draft(organization=organization, author=author, kind="vacancy", **values)


def state_of(opportunity: Opportunity) -> ReviewState:
    opportunity.refresh_from_db()
    return review_states([opportunity])[opportunity.pk]


class TestDraft:
    def test_is_kept_with_all_its_parts_and_not_public(self, verified: Organization, author: Any) -> None:
        opportunity = draft_of(
            verified,
            author,
            expertise=["irrigation engineering"],
            useful=["kyrgyz"],
            places=[OpportunityPlace(city="Osh", country="KG")],
            details={"apply": {"email": "jobs@example.org"}},
        )
        kept = Opportunity.objects.get()
        assert (kept.live, kept.slug, kept.author, kept.organization) == (
            False,
            "irrigation-engineer",
            author,
            verified,
        )
        assert [term.name for term in kept.expertise.all()] == ["irrigation engineering"]
        assert [term.name for term in kept.useful.all()] == ["kyrgyz"]
        assert [str(place) for place in kept.places.all()] == ["Osh, Kyrgyzstan"]
        assert kept.details == {"apply": {"email": "jobs@example.org"}}
        assert state_of(opportunity) == ReviewState("draft")

    def test_two_with_one_title_have_two_addresses_and_none_of_the_site(
        self, verified: Organization, author: Any
    ) -> None:
        slugs = [draft_of(verified, author, title=title).slug for title in ("Welder", "Welder", "Mine", "سباك", "***")]
        assert slugs == ["welder", "welder-2", "mine-2", "سباك", "opportunity"]
        assert not set(slugs) & set(RESERVED_SLUGS)

    def test_may_be_incomplete_until_it_is_submitted(self, verified: Organization, author: Any) -> None:
        opportunity = create_draft(organization=verified, author=author, kind="vacancy", title="Later", description="")
        with pytest.raises(ValidationError, match="Write what it is about"):
            submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
        assert state_of(opportunity).name == "draft"


class TestSubmitting:
    def test_a_verified_organization_publishes_at_once(self, verified: Organization, author: Any) -> None:
        opportunity = draft_of(verified, author, expertise=["welding"])
        assert submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author) is True
        assert state_of(opportunity) == ReviewState("published", live=True)
        published = Opportunity.objects.published().get()
        assert (published.first_published_at is not None, [t.name for t in published.expertise.all()]) == (
            True,
            ["welding"],
        )

    def test_another_waits_for_a_moderator(self, unverified: Organization, author: Any) -> None:
        opportunity = draft_of(unverified, author)
        assert submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author) is False
        state = state_of(opportunity)
        assert (state.name, state.live, state.since is not None) == ("waiting", False, True)
        assert not Opportunity.objects.published().exists()

    def test_twice_waits_once(self, unverified: Organization, author: Any) -> None:
        opportunity = draft_of(unverified, author)
        for _time in range(2):
            submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
        assert opportunity.workflow_states.count() == 1

    def test_not_after_the_closing_time(self, verified: Organization, author: Any) -> None:
        opportunity = draft_of(verified, author, closes=timezone.now() - timedelta(seconds=1))
        with pytest.raises(ValidationError, match="closing time has passed"):
            submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)

    def test_a_colleague_may_submit_what_the_author_wrote(
        self, verified: Organization, author: Any, colleague: Any
    ) -> None:
        assert submit_opportunity(declared=DECLARED, opportunity=draft_of(verified, author), author=colleague) is True


class TestEditingWhatIsPublic:
    def test_the_old_version_stays_until_the_new_one_is_approved(
        self, unverified: Organization, author: Any, moderator: Any
    ) -> None:
        opportunity = make_opportunity(organization=unverified, title="Old", expertise=["welding"])
        save_draft(opportunity=opportunity, author=author, title="New", expertise=["plumbing"])
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author)
        public = Opportunity.objects.published().get()
        assert (public.title, [t.name for t in public.expertise.all()]) == ("Old", ["welding"])
        assert (state_of(opportunity).name, state_of(opportunity).has_changes) == ("waiting", True)
        opportunity.current_workflow_task_state.approve(user=moderator)
        public = Opportunity.objects.published().get()
        assert (public.title, [t.name for t in public.expertise.all()]) == ("New", ["plumbing"])
        assert state_of(opportunity) == ReviewState("published", live=True)

    def test_of_a_verified_organization_is_public_at_once(self, verified: Organization, author: Any) -> None:
        opportunity = make_opportunity(organization=verified, title="Old", places=[("Osh", "KG")])
        save_draft(
            opportunity=opportunity, author=author, title="New", places=[OpportunityPlace(city="Naryn", country="KG")]
        )
        assert Opportunity.objects.get().title == "Old"
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author)
        public = Opportunity.objects.get()
        assert (public.title, public.slug, [place.city for place in public.places.all()]) == (
            "New",
            opportunity.slug,
            ["Naryn"],
        )

    def test_an_edit_during_the_review_takes_it_back(self, unverified: Organization, author: Any) -> None:
        opportunity = draft_of(unverified, author)
        submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
        save_draft(
            opportunity=Opportunity.objects.get().get_latest_revision_as_object(), author=author, description="Changed."
        )
        assert state_of(opportunity) == ReviewState("draft")


class TestReview:
    @pytest.fixture
    def waiting(self, unverified: Organization, author: Any) -> Opportunity:
        opportunity = draft_of(unverified, author)
        submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
        mail.outbox.clear()
        return Opportunity.objects.get()

    def test_returned_with_a_comment_changed_and_sent_again(
        self, waiting: Opportunity, author: Any, moderator: Any
    ) -> None:
        waiting.current_workflow_task_state.reject(user=moderator, comment="Say how many hours.")
        assert state_of(waiting) == ReviewState("returned", comment="Say how many hours.")
        save_draft(opportunity=waiting.get_latest_revision_as_object(), author=author, description="20 hours a week.")
        assert state_of(waiting) == ReviewState("returned", comment="Say how many hours.")
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author)
        assert state_of(waiting).name == "waiting"
        Opportunity.objects.get().current_workflow_task_state.approve(user=moderator)
        assert Opportunity.objects.published().get().description == "20 hours a week."

    def test_the_author_is_told_in_the_language_they_read(
        self, unverified: Organization, author: Any, moderator: Any
    ) -> None:
        opportunity = draft_of(unverified, author)
        with translation.override("fr"):
            start_review(opportunity, user=author)
        mail.outbox.clear()
        Opportunity.objects.get().current_workflow_task_state.approve(user=moderator)
        author.wagtail_userprofile.refresh_from_db()
        assert author.wagtail_userprofile.preferred_language == "fr"
        assert [(letter.to, letter.subject) for letter in mail.outbox] == [
            (["author@example.org"], "«\xa0Irrigation engineer\xa0» est en ligne")
        ]
        assert "http://127.0.0.1:8000/contribute/irrigation-engineer/" in mail.outbox[0].body
        assert "admin" not in mail.outbox[0].body

    def test_the_author_is_told_too_when_the_moderator_just_publishes(
        self, waiting: Opportunity, moderator: Any, as_user: Any
    ) -> None:
        waiting.get_latest_revision().publish(user=moderator)
        assert state_of(waiting) == ReviewState("published", live=True)
        assert [(letter.to, letter.subject) for letter in mail.outbox] == [
            (["author@example.org"], "«Irrigation engineer» is public")
        ]

    def test_but_not_when_the_review_ends_without_publishing(
        self, waiting: Opportunity, moderator: Any, author: Any
    ) -> None:
        waiting.current_workflow_state.cancel(user=moderator)
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author)
        mail.outbox.clear()
        withdraw_opportunity(opportunity=Opportunity.objects.get(), author=author)
        assert mail.outbox == []


class TestWithdrawing:
    def test_leaves_the_board_and_can_come_back(self, verified: Organization, author: Any) -> None:
        opportunity = make_opportunity(organization=verified)
        withdraw_opportunity(opportunity=opportunity, author=author)
        assert (state_of(opportunity), Opportunity.objects.published().exists()) == (ReviewState("withdrawn"), False)
        assert submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author) is True
        assert Opportunity.objects.published().exists()

    def test_takes_it_out_of_review(self, unverified: Organization, author: Any) -> None:
        opportunity = draft_of(unverified, author)
        submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
        withdraw_opportunity(opportunity=opportunity, author=author)
        assert state_of(opportunity) == ReviewState("draft")

    def test_what_was_public_is_not_deleted(self, verified: Organization, author: Any) -> None:
        opportunity = make_opportunity(organization=verified)
        with pytest.raises(ValidationError, match="can be withdrawn but not deleted"):
            delete_draft(opportunity=opportunity)
        never_public = draft_of(verified, author)
        delete_draft(opportunity=never_public)
        assert list(Opportunity.objects.all()) == [opportunity]


def test_a_record_of_long_ago_is_read_but_not_submitted_again(verified: Organization) -> None:
    opportunity = make_opportunity(organization=verified, closes=datetime(2019, 7, 5, 12, tzinfo=UTC))
    assert problems_of(opportunity) == ["The closing time has passed. Set a later one."]
