"""Applying: one application each, sent while the post is open by the server's clock, withdrawn at will."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opportunities.followers import followers_of
from opportunities.models import Application, ApplicationFile, Opportunity
from opportunities.services import (
    add_note,
    change_status,
    delete_draft_application,
    remove_file,
    reopen_application,
    save_application,
    send_application,
    withdraw_application,
)
from opportunities.services import applying as rules
from opportunities.services.clearing import delete_old_applications, delete_old_drafts
from profiles.models import Organization, Profile
from profiles.services import delete_account, keep_account, leave
from tests.opportunities.factories import HERE, PDF, a_file, apply_to, make_opportunity
from tests.profiles.factories import make_member

CLOSES = datetime(2026, 7, 5, 12, 0, tzinfo=UTC)  # 18:00 in Bishkek
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _the_day_before() -> Iterator[None]:
    with time_machine.travel(CLOSES - timedelta(days=1)):
        yield


@pytest.fixture
def applicant(db: None) -> Profile:
    return make_member("aida@example.org", name="Aida Applicant")


@pytest.fixture
def post(verified: Organization) -> Opportunity:
    return make_opportunity(organization=verified, title="Engineer", closes=CLOSES, zone="Asia/Bishkek", details=HERE)


def draft(post: Opportunity, profile: Profile, **values: Any) -> Application:
    values = {"name": profile.name, "message": "Take me.", **values}
    return save_application(opportunity=post, applicant=profile.user, values=values)


def files_on_disk(settings: Any) -> list[Path]:
    return [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def refusal(act: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        act()
    return " ".join(refused.value.messages)


class TestTheClockDecides:
    def test_the_last_second_counts(self, post: Opportunity, applicant: Profile) -> None:
        with time_machine.travel(CLOSES - timedelta(milliseconds=1), tick=False):
            sent = send_application(application=draft(post, applicant))
        assert (sent.status, sent.number, sent.sent) == ("sent", 1, CLOSES - timedelta(milliseconds=1))

    @pytest.mark.parametrize("late", [timedelta(0), timedelta(milliseconds=1), SECOND, timedelta(days=400)])
    def test_the_deadline_itself_is_too_late(self, post: Opportunity, applicant: Profile, late: timedelta) -> None:
        kept = draft(post, applicant)
        with time_machine.travel(CLOSES + late, tick=False):
            said = refusal(lambda: send_application(application=kept))
        assert said.startswith("This closed on ")
        assert "18:00 Bishkek. Your text is kept as a draft." in said
        kept.refresh_from_db()
        assert (kept.status, kept.message, kept.sent, kept.number) == ("draft", "Take me.", None, None)

    def test_a_deadline_that_was_extended_meanwhile_counts(self, post: Opportunity, applicant: Profile) -> None:
        kept = draft(post, applicant)
        assert kept.opportunity.closes == CLOSES  # what the writer's page still thinks
        Opportunity.objects.filter(pk=post.pk).update(closes=CLOSES + timedelta(days=7))
        with time_machine.travel(CLOSES + SECOND, tick=False):
            assert send_application(application=kept).status == "sent"

    def test_who_writes_or_has_sent_is_told_of_it(self, post: Opportunity, applicant: Profile) -> None:
        writing, withdrawn = make_member(), make_member()
        apply_to(post, applicant)
        draft(post, writing)
        withdraw_application(application=apply_to(post, withdrawn))
        assert {user.pk for user in followers_of(post)} == {applicant.user_id, writing.user_id}

    def test_so_does_one_that_was_brought_forward(self, post: Opportunity, applicant: Profile) -> None:
        kept = draft(post, applicant)
        Opportunity.objects.filter(pk=post.pk).update(closes=CLOSES - timedelta(days=7))
        with time_machine.travel(CLOSES - SECOND, tick=False):
            assert "This closed on" in refusal(lambda: send_application(application=kept))

    def test_not_before_it_opens(self, post: Opportunity, applicant: Profile) -> None:
        Opportunity.objects.filter(pk=post.pk).update(opens=CLOSES - timedelta(days=1))
        kept = draft(post, applicant)
        with time_machine.travel(CLOSES - timedelta(days=1, seconds=1), tick=False):
            assert "takes no applications now" in refusal(lambda: send_application(application=kept))
        with time_machine.travel(CLOSES - timedelta(days=1), tick=False):
            assert send_application(application=kept).status == "sent"

    @pytest.mark.parametrize(
        "change",
        [{"live": False}, {"locked": True}, {"details": {}}, {"organization__is_hidden": True}],
        ids=["withdrawn", "locked by a moderator", "answered elsewhere now", "organization hidden"],
    )
    def test_not_to_a_post_that_takes_none(self, post: Opportunity, applicant: Profile, change: dict[str, Any]) -> None:
        kept = draft(post, applicant)
        if "organization__is_hidden" in change:
            Organization.objects.update(is_hidden=True)
        else:
            Opportunity.objects.filter(pk=post.pk).update(**change)
        with time_machine.travel(CLOSES - SECOND, tick=False):
            assert "takes no applications now" in refusal(lambda: send_application(application=kept))
        other = make_member()
        post.refresh_from_db()
        assert "takes no applications from you" in refusal(lambda: draft(post, other))


class TestOneEach:
    def test_a_second_click_changes_nothing(
        self, post: Opportunity, applicant: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        kept = draft(post, applicant)
        with django_capture_on_commit_callbacks(execute=True):
            first, second = send_application(application=kept), send_application(application=kept)
        assert (first.pk, first.sent, first.number, first.receipt) == (
            second.pk, second.sent, second.number, second.receipt
        )  # fmt: skip
        assert [message.to[0] for message in mail.outbox if "has arrived" in message.subject] == ["aida@example.org"]
        assert first.events.count() == 1

    def test_the_database_holds_to_it(self, post: Opportunity, applicant: Profile) -> None:
        apply_to(post, applicant)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.create(opportunity=post, applicant=applicant.user)
        other = make_member()
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.create(opportunity=post, applicant=other.user, number=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.create(opportunity=post, applicant=other.user, status="accepted")

    def test_what_is_sent_is_not_changed_any_more(self, post: Opportunity, applicant: Profile) -> None:
        sent = apply_to(post, applicant)
        assert "sent this application already" in refusal(lambda: draft(post, applicant, message="Other words"))
        assert "sent this application already" in refusal(lambda: remove_file(file=sent.files.get()))
        assert "Withdraw this application first" in refusal(lambda: delete_draft_application(application=sent))
        sent.refresh_from_db()
        assert (sent.message, sent.files.count()) == ("Take me.", 1)

    def test_numbers_follow_the_order_of_arrival(self, post: Opportunity) -> None:
        begun = [draft(post, make_member()) for _number in range(3)]
        numbers = [send_application(application=each).number for each in reversed(begun)]
        assert numbers == [1, 2, 3]

    def test_nobody_applies_to_their_own_organization(self, post: Opportunity, author: Any, colleague: Any) -> None:
        for user in (author, colleague):
            own = Profile.objects.get(user=user)
            assert "takes no applications from you" in refusal(lambda own=own: draft(post, own))

    def test_there_are_limits(self, post: Opportunity, applicant: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "MOST_A_DAY", 1)
        monkeypatch.setattr(rules, "MOST_DRAFTS", 2)
        posts = [make_opportunity(organization=post.organization, details=HERE) for _number in range(3)]
        apply_to(post, applicant)
        second = draft(posts[0], applicant)
        assert "many applications today" in refusal(lambda: send_application(application=second))
        draft(posts[1], applicant)
        assert "very many drafts" in refusal(lambda: draft(posts[2], applicant))
        with time_machine.travel(CLOSES - timedelta(minutes=-1)):
            assert send_application(application=second).number == 1


class TestMails:
    def test_the_receipt_and_the_word_to_the_team(
        self, post: Opportunity, applicant: Profile, colleague: Any, stranger: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        with timezone.override("Europe/Berlin"), django_capture_on_commit_callbacks(execute=True):
            sent = apply_to(post, applicant, "Secret words")
        told = {message.to[0]: message for message in mail.outbox}
        assert set(told) == {"aida@example.org", "author@example.org", "colleague@example.org"}
        receipt = told["aida@example.org"].body
        assert "Sat 4 July, 18:00 Bishkek (14:00 your time)" in receipt
        assert sent.sent is not None
        assert f"{sent.sent:%Y-%m-%d %H:%M:%S} UTC" in receipt
        assert (sent.receipt in receipt, sent.files.get().digest in receipt, "cv.pdf" in receipt) == (True,) * 3
        assert f"/contribute/applications/{sent.uuid}/" in receipt
        for address in ("author@example.org", "colleague@example.org"):
            words = told[address].body + told[address].subject
            assert [secret for secret in ("Aida", "Secret", "aida@", "cv.pdf") if secret in words] == []
            assert f"/contribute/{post.slug}/applications/" in words

    def test_the_team_is_told_once_an_hour(
        self, post: Opportunity, author: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        told = []
        for minutes in (0, 1, 59, 61, 62):
            at = CLOSES - timedelta(hours=5) + timedelta(minutes=minutes)
            with time_machine.travel(at, tick=False), django_capture_on_commit_callbacks(execute=True):
                apply_to(post, make_member())
            told.append(sum(message.to == ["author@example.org"] for message in mail.outbox))
        assert told == [1, 1, 1, 2, 2]


class TestFiles:
    def test_they_lie_apart_under_names_that_nobody_guesses(
        self, post: Opportunity, applicant: Profile, settings: Any
    ) -> None:
        file = apply_to(post, applicant).files.get()
        (path,) = files_on_disk(settings)
        assert (path.read_bytes(), path.suffix, len(path.stem) >= 32, path.stat().st_mode & 0o077) == (
            PDF,
            ".pdf",
            True,
            0,
        )
        assert (file.name, file.size, file.content_type) == ("cv.pdf", len(PDF), "application/pdf")

    def test_too_many_or_too_large_together(
        self, post: Opportunity, applicant: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def add(count: int) -> Application:
            files = [a_file(f"{uuid4()}.pdf") for _number in range(count)]
            return save_application(opportunity=post, applicant=applicant.user, values={}, files=files)

        add(3)
        assert refusal(lambda: add(3)) == "Send at most 5 files."
        monkeypatch.setattr(rules, "MOST_BYTES", 4 * len(PDF))
        assert "larger than 25 MB together" in refusal(lambda: add(2))
        assert (ApplicationFile.objects.count(), len(files_on_disk(settings))) == (3, 3)

    def test_the_same_file_twice_is_one(self, post: Opportunity, applicant: Profile, settings: Any) -> None:
        for files in ([a_file(), a_file()], [a_file()], [a_file("letter.pdf")]):
            kept = save_application(opportunity=post, applicant=applicant.user, values={}, files=files)
        assert [file.name for file in kept.files.all()] == ["cv.pdf", "letter.pdf"]
        assert len(files_on_disk(settings)) == 2

    def test_what_could_not_be_kept_leaves_no_file(
        self, post: Opportunity, applicant: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = draft(post, applicant)
        real = ApplicationFile.save

        def fail(row: ApplicationFile, *args: Any, **kwargs: Any) -> None:
            """The second file is written when this is asked."""
            if ApplicationFile.objects.exists():
                raise OSError("disk full")
            real(row, *args, **kwargs)

        monkeypatch.setattr(ApplicationFile, "save", fail)
        with pytest.raises(OSError, match="disk full"):
            save_application(opportunity=post, applicant=applicant.user, values={}, files=[a_file("1"), a_file("2")])
        assert (kept.files.count(), files_on_disk(settings)) == (0, [])

    @pytest.mark.parametrize("end", ["remove", "delete", "erase", "account", "post"])
    def test_they_go_with_what_they_belong_to(
        self, post: Opportunity, applicant: Profile, settings: Any, end: str, django_capture_on_commit_callbacks: Any
    ) -> None:
        kept = save_application(opportunity=post, applicant=applicant.user, values={}, files=[a_file()])
        assert len(files_on_disk(settings)) == 1
        with django_capture_on_commit_callbacks(execute=True):
            if end == "remove":
                remove_file(file=kept.files.get())
            elif end == "delete":
                delete_draft_application(application=kept)
            elif end == "erase":
                withdraw_application(application=send_application(application=kept), is_erased=True)
            elif end == "account":
                delete_account(user=applicant.user)
            else:
                post.delete()
        assert (files_on_disk(settings), ApplicationFile.objects.count()) == ([], 0)


class TestWithdrawing:
    def test_it_is_out_of_the_teams_sight_with_its_notes(
        self, post: Opportunity, applicant: Profile, author: Any
    ) -> None:
        sent = apply_to(post, applicant)
        add_note(application=sent, author=author, text="Promising")
        assert list(Application.objects.for_team(author)) == [sent]
        withdraw_application(application=sent)
        sent.refresh_from_db()
        assert (sent.status, sent.message, sent.files.count(), sent.notes.count()) == ("withdrawn", "Take me.", 1, 0)
        assert list(Application.objects.for_team(author)) == []
        assert "withdrawn" in refusal(lambda: change_status(application=sent, by=author, status="invited"))
        assert "withdrawn" in refusal(lambda: add_note(application=sent, author=author, text="Hm"))

    def test_the_words_go_when_asked(self, post: Opportunity, applicant: Profile) -> None:
        sent = apply_to(post, applicant, answers=[{"text": "Why?", "answer": "So."}])
        withdraw_application(application=sent, is_erased=True)
        sent.refresh_from_db()
        assert (sent.name, sent.message, sent.answers, sent.files.count()) == ("", "", [], 0)

    def test_begun_anew_it_arrives_behind_the_others(self, post: Opportunity, applicant: Profile) -> None:
        sent = apply_to(post, applicant)
        apply_to(post, make_member())
        withdraw_application(application=sent)
        assert "Begin it anew first" in refusal(lambda: send_application(application=sent))
        reopen_application(application=sent)
        again = send_application(application=draft(post, applicant, message="Better words"))
        assert (again.pk, again.number, again.message) == (sent.pk, 3, "Better words")
        assert again.receipt not in ("", sent.receipt)


class TestLeavingAndClearing:
    def test_who_is_leaving_is_out_of_the_teams_sight(self, post: Opportunity, applicant: Profile, author: Any) -> None:
        sent = apply_to(post, applicant)
        departure = leave(user=applicant.user)
        assert list(Application.objects.for_team(author)) == []
        keep_account(departure=departure)
        assert list(Application.objects.for_team(author)) == [sent]

    @pytest.mark.parametrize("hidden", ["post", "organization"])
    def test_nobody_reads_what_came_to_a_post_that_a_moderator_took_down(
        self, post: Opportunity, applicant: Profile, author: Any, hidden: str
    ) -> None:
        apply_to(post, applicant)
        if hidden == "post":
            Opportunity.objects.update(locked=True)
        else:
            Organization.objects.update(is_hidden=True)
        assert list(Application.objects.for_team(author)) == []

    def test_old_ones_are_cleared_away(self, post: Opportunity, applicant: Profile, settings: Any) -> None:
        sent, begun = apply_to(post, applicant), draft(post, make_member())
        before = timezone.now()
        assert (delete_old_drafts(before=before), delete_old_applications(before=before)) == (1, 0)
        assert list(Application.objects.values_list("pk", flat=True)) == [sent.pk]
        assert begun.pk != sent.pk
        assert delete_old_applications(before=CLOSES + SECOND) == 1
        assert Application.objects.count() == 0
