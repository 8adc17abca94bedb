"""A deadline that was public is a promise: it is moved openly, and whoever counts on it is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django_tasks_db.models import DBTaskResult

from opportunities.models import DeadlineChange, Opportunity
from opportunities.moments import ANYWHERE
from opportunities.services import (
    close_early,
    create_draft,
    extend_deadline,
    make_choice,
    save_draft,
    submit_opportunity,
)
from profiles.models import Organization, Profile
from tests.opportunities.factories import DECLARED, make_opportunity
from tests.search.plugin import SearchIndex

NOW = datetime(2026, 7, 3, 12, tzinfo=UTC)
CLOSES = datetime(2026, 7, 5, 12, tzinfo=UTC)  # 18:00 in Bishkek
LATER = CLOSES + timedelta(days=7)


@pytest.fixture(autouse=True)
def _on_the_third_of_july() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def post(verified: Organization) -> Opportunity:
    return make_opportunity(
        organization=verified, title="Welder", closes=CLOSES, zone="Asia/Bishkek", deadline_text="by Sunday evening"
    )


def deadline_of(post: Opportunity) -> tuple[Any, str, str]:
    kept = Opportunity.objects.get(pk=post.pk)
    return kept.closes, kept.zone, kept.deadline_text


class TestExtending:
    def test_keeps_what_was_announced_and_shows_it(self, post: Opportunity, author: Any) -> None:
        extend_deadline(opportunity=post, by=author, closes=LATER, zone="Asia/Bishkek", words="one more week")
        assert deadline_of(post) == (LATER, "Asia/Bishkek", "one more week")
        change = DeadlineChange.objects.get()
        assert (change.was, change.was_zone, change.was_text, change.closes, change.made, change.by) == (
            CLOSES, "Asia/Bishkek", "by Sunday evening", LATER, NOW, author,
        )  # fmt: skip
        page = Client().get(post.get_absolute_url()).content.decode()
        assert "It was Sun 5 July, 18:00 Bishkek; extended on 3 July 2026" in page
        assert ("one more week" in page, "by Sunday evening" in page) == (True, False)

    def test_may_say_it_in_another_zone(self, post: Opportunity, author: Any) -> None:
        extend_deadline(opportunity=post, by=author, closes=LATER, zone=ANYWHERE)
        assert deadline_of(post) == (LATER, ANYWHERE, "")

    @pytest.mark.parametrize("closes", [CLOSES, CLOSES - timedelta(seconds=1), NOW, NOW - timedelta(days=1)])
    def test_only_to_a_later_moment(self, post: Opportunity, author: Any, closes: datetime) -> None:
        with pytest.raises(ValidationError, match="later than Sun 5 July, 18:00 Bishkek"):
            extend_deadline(opportunity=post, by=author, closes=closes, zone="Asia/Bishkek")
        assert (deadline_of(post)[0], DeadlineChange.objects.count()) == (CLOSES, 0)

    def test_an_open_ended_post_has_nothing_to_extend(self, verified: Organization, author: Any) -> None:
        post = make_opportunity(organization=verified, closes=None)
        with pytest.raises(ValidationError, match="no closing date"):
            extend_deadline(opportunity=post, by=author, closes=LATER, zone="UTC")

    def test_opens_a_closed_post_again(self, post: Opportunity, author: Any) -> None:
        with time_machine.travel(CLOSES + timedelta(hours=1), tick=False):
            assert not Opportunity.objects.get(pk=post.pk).is_open()
            extend_deadline(opportunity=post, by=author, closes=LATER, zone="Asia/Bishkek")
            assert Opportunity.objects.get(pk=post.pk).is_open()

    def test_but_not_a_tender(self, verified: Organization, author: Any) -> None:
        tender = make_opportunity(organization=verified, kind="tender", closes=CLOSES)
        with time_machine.travel(CLOSES, tick=False), pytest.raises(ValidationError, match="can be opened"):
            extend_deadline(opportunity=tender, by=author, closes=LATER, zone="UTC")

    def test_needs_no_review_and_ends_none(self, unverified: Organization, author: Any, moderator: Any) -> None:
        """What waits for a moderator waits on, and brings the old deadline back in no version."""
        post = make_opportunity(organization=unverified, title="Old", closes=CLOSES)
        save_draft(opportunity=post, author=author, title="New")
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author)
        extend_deadline(opportunity=Opportunity.objects.get(), by=author, closes=LATER, zone="UTC")
        now = Opportunity.objects.get()
        assert (now.title, now.closes, now.current_workflow_state is not None) == ("Old", LATER, True)
        now.current_workflow_task_state.approve(user=moderator)
        now = Opportunity.objects.get()
        assert (now.title, now.closes) == ("New", LATER)

    def test_an_unpublished_change_keeps_the_new_deadline(self, verified: Organization, author: Any) -> None:
        post = create_draft(
            organization=verified, author=author, kind="vacancy", title="T", description="D", closes=CLOSES
        )
        submit_opportunity(declared=DECLARED, opportunity=post, author=author)
        save_draft(opportunity=Opportunity.objects.get(), author=author, title="Changed")
        extend_deadline(opportunity=Opportunity.objects.get(), by=author, closes=LATER, zone="UTC")
        assert Opportunity.objects.get().has_unpublished_changes
        submit_opportunity(declared=DECLARED, opportunity=Opportunity.objects.get(), author=author)
        now = Opportunity.objects.get()
        assert (now.title, now.closes) == ("Changed", LATER)

    def test_is_found_by_its_new_deadline(self, post: Opportunity, author: Any, search_index: SearchIndex) -> None:
        search_index.drain()
        with time_machine.travel(CLOSES + timedelta(days=1), tick=False):
            assert "Welder" not in Client().get("/contribute/").content.decode()
        extend_deadline(opportunity=post, by=author, closes=LATER, zone="Asia/Bishkek")
        search_index.drain()
        with time_machine.travel(CLOSES + timedelta(days=1), tick=False):
            assert "Welder" in Client().get("/contribute/").content.decode()


class TestClosingEarly:
    def test_takes_no_answers_from_this_second_on(self, post: Opportunity, author: Any) -> None:
        close_early(opportunity=post, by=author)
        assert deadline_of(post) == (NOW, "Asia/Bishkek", "")
        assert "closed sooner on 3 July 2026" in Client().get(post.get_absolute_url()).content.decode()
        with pytest.raises(ValidationError, match="closed already"):
            close_early(opportunity=post, by=author)

    def test_ends_one_without_a_date(self, verified: Organization, author: Any) -> None:
        post = make_opportunity(organization=verified, closes=None)
        close_early(opportunity=post, by=author)
        assert deadline_of(post)[0] == NOW
        assert "It had no closing date until 3 July 2026" in Client().get(post.get_absolute_url()).content.decode()

    def test_never_a_tender(self, verified: Organization, author: Any) -> None:
        tender = make_opportunity(organization=verified, kind="tender", closes=CLOSES)
        with pytest.raises(ValidationError, match="sealed until the announced hour"):
            close_early(opportunity=tender, by=author)


class TestTelling:
    def test_who_saved_it_in_their_language(
        self, post: Opportunity, author: Any, colleague: Any, stranger: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        Profile.objects.filter(user=stranger).update(locale="fr")
        make_choice(user=stranger, opportunity=post, decision="saved")
        make_choice(user=colleague, opportunity=post, decision="dismissed")
        make_choice(user=author, opportunity=post, decision="saved")  # who moves it knows
        with django_capture_on_commit_callbacks(execute=True):
            extend_deadline(opportunity=post, by=author, closes=LATER, zone="Asia/Bishkek")
        assert [(letter.to, letter.subject) for letter in mail.outbox] == [
            (["stranger@example.org"], "Plus de temps : « Welder »")
        ]
        assert "dim. 12 juillet" in mail.outbox[0].body
        assert "dim. 5 juillet" in mail.outbox[0].body
        assert f"http://127.0.0.1:8000{post.get_absolute_url()}" in mail.outbox[0].body
        assert "author@" not in mail.outbox[0].body

    def test_nobody_of_a_post_that_is_out_of_sight(
        self, post: Opportunity, author: Any, stranger: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        make_choice(user=stranger, opportunity=post, decision="saved")
        with django_capture_on_commit_callbacks(execute=True):
            extend_deadline(opportunity=post, by=author, closes=LATER, zone="UTC")
            Opportunity.objects.filter(pk=post.pk).update(live=False)
        assert mail.outbox == []

    def test_is_queued_in_the_transaction_that_moves_it(self, post: Opportunity, author: Any, settings: Any) -> None:
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        extend_deadline(opportunity=post, by=author, closes=LATER, zone="UTC")
        queued = DBTaskResult.objects.filter(task_path="opportunities.tasks.tell_of_deadline")
        assert [task.args_kwargs for task in queued] == [
            {"args": [], "kwargs": {"pk": DeadlineChange.objects.get().pk}}
        ]


class TestPages:
    DATA = {"date": "2026-07-12", "time": "18:00", "zone": "Asia/Bishkek", "words": "one more week"}

    @pytest.mark.parametrize("path", ["deadline", "close"])
    def test_are_for_the_team_of_a_public_post(
        self,
        path: str,
        post: Opportunity,
        verified: Organization,
        author: Any,
        colleague: Any,
        stranger: Any,
        as_user: Any,
    ) -> None:
        draft = make_opportunity(organization=verified, live=False)
        people = {"author": author, "colleague": colleague, "stranger": stranger, "visitor": None}
        asked = {
            who: [as_user(user).get(f"/contribute/{each.slug}/{path}/").status_code for each in (post, draft)]
            for who, user in people.items()
        }
        assert asked == {
            "author": [200, 404],
            "colleague": [200, 404],
            "stranger": [404, 404],
            "visitor": [302, 302],
        }

    def test_more_time(self, post: Opportunity, colleague: Any, as_user: Any) -> None:
        answer = as_user(colleague).post(f"/contribute/{post.slug}/deadline/", self.DATA)
        assert (answer.url, deadline_of(post)) == (post.get_absolute_url(), (LATER, "Asia/Bishkek", "one more week"))

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"date": "2026-07-04"}, "later than"),
            ({"date": ""}, "required"),
            ({"date": "soon"}, "We couldn&#x27;t read that date"),
            ({"date": "9999-12-31"}, "We can&#x27;t use that date"),
            ({"zone": "Europe/Berlin", "date": "2027-03-28", "time": "02:30"}, "the clocks go forward"),
            ({"zone": "Mars/Olympus"}, "Select a valid choice"),
            ({"words": "x" * 10_000}, "at most 200"),
            ({"time": "\x00"}, "We couldn&#x27;t read that time"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_done(
        self, post: Opportunity, author: Any, as_user: Any, wrong: dict[str, str], words: str
    ) -> None:
        answer = as_user(author).post(f"/contribute/{post.slug}/deadline/", {**self.DATA, **wrong})
        assert (answer.status_code, words in answer.content.decode()) == (200, True)
        assert deadline_of(post)[0] == CLOSES

    def test_closing_now(self, post: Opportunity, author: Any, as_user: Any) -> None:
        answer = as_user(author).post(f"/contribute/{post.slug}/close/")
        assert (answer.url, deadline_of(post)[0]) == (post.get_absolute_url(), NOW)
        assert "closed already" in as_user(author).post(f"/contribute/{post.slug}/close/").content.decode()

    def test_the_form_of_a_public_post_leaves_the_deadline_alone(
        self, post: Opportunity, author: Any, as_user: Any
    ) -> None:
        page = as_user(author).get(f"/contribute/{post.slug}/edit/").content.decode()
        assert ("closes_date" in page, f"/contribute/{post.slug}/deadline/" in page) == (False, True)
        facts = {"title": "Welder", "description": "New.", "language": "en", "remote": "no"}
        as_user(author).post(f"/contribute/{post.slug}/edit/", {**facts, "closes_date": "2030-01-01", "zone": "UTC"})
        as_user(author).post(f"/contribute/{post.slug}/check/", {"declared": DECLARED})
        kept = Opportunity.objects.get()
        assert (kept.description, *deadline_of(post)) == ("New.", CLOSES, "Asia/Bishkek", "by Sunday evening")


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"details_questions_until": "2026-07-08T12:00", "details_answers_on": "2026-07-09T12:00"}, ""),
        (
            {"details_questions_until": "2026-07-09T12:00", "details_answers_on": "2026-07-08T12:00"},
            "Questions until must come before Answers on.",
        ),
        ({"details_questions_until": "2026-07-10T18:00"}, "Questions until must come before Last day."),
        ({"details_answers_on": "2026-07-10T17:59"}, ""),
        ({"details_answers_on": "2026-07-11T17:59"}, "Answers on must come before Last day."),
        ({"details_questions_until": "0001-01-01T00:00"}, "We can&#x27;t use that date."),
    ],
)
def test_the_dates_of_a_tender_follow_each_other(
    facts: dict[str, str], told: str, verified: Organization, author: Any, as_user: Any
) -> None:
    closing = {"closes_date": "2026-07-10", "closes_time": "18:00", "zone": "Asia/Bishkek"}
    basic = {"title": "T", "description": "D", "language": "en", "remote": "no"}
    answer = as_user(author).post("/contribute/post/tender/", {**basic, **closing, **facts})
    assert (answer.status_code, told in answer.content.decode()) == (200 if told else 302, True)
