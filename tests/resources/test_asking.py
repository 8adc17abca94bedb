"""What editors ask about a contribution and its contributor answers: theirs alone, by mail in each one's language."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from profiles.data_sections import sections
from profiles.models import Profile
from profiles.services import delete_account
from resources.models import Resource, ReviewNote
from resources.review_services import answer_editors, ask_contributor
from resources.services import submit_resource, withdraw_resource
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
ASKED, ANSWERED = "Which of the canals?", "The one of Aravan."


@pytest.fixture
def sent(contributor: Any) -> Resource:
    """A contribution that waits for its review."""
    resource = make_resource(title="Canals", slug="canals", contributor=contributor, live=False)
    submit_resource(resource=resource, contributor=contributor)
    mail.outbox.clear()
    return Resource.objects.get()


def told() -> list[tuple[list[str], str]]:
    letters = [(letter.to, letter.subject) for letter in mail.outbox]
    mail.outbox.clear()
    return letters


def desk_of(resource: Resource) -> str:
    return reverse("resources_conversation", args=[resource.pk])


def return_it(desk: Client, resource: Resource, comment: str) -> None:
    state = Resource.objects.get(pk=resource.pk).current_workflow_task_state
    names = ("wagtailsnippets_resources_resource:workflow_action", [resource.pk, "reject", state.pk])
    assert desk.post(reverse(names[0], args=names[1]), {"comment": comment}).status_code == 302


def turns() -> list[tuple[bool, bool, str, bool]]:
    rows = ReviewNote.objects.values_list("is_from_editor", "asks_for_change", "words", "settled")
    return [(*row[:3], row[3] is not None) for row in rows]


def test_a_question_and_its_answer(
    sent: Resource, contributor: Any, moderator: Any, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    desk, member = as_user(moderator), as_user(contributor)
    Profile.objects.filter(user=contributor).update(locale="ru")
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(desk_of(sent), {"words": f" {ASKED} "}).url == desk_of(sent)
    letter = mail.outbox[0]
    assert (ASKED in letter.body, "/learn/canals/#conversation" in letter.body, "Mira" in letter.body) == (
        True,
        True,
        False,
    )
    assert told() == [(["contributor@example.org"], "Вопрос о «Canals»")]
    assert "An editor asks you something" in member.get("/learn/mine/").content.decode()
    page = member.get("/learn/canals/").content.decode()
    assert (ASKED in page, "Editor" in page, "Mira" in page, "moderator@example.org" in page) == (
        True,
        True,
        False,
        False,
    )

    with django_capture_on_commit_callbacks(execute=True):
        assert member.post("/learn/canals/answer/", {"words": ANSWERED}).url == "/learn/canals/#conversation"
    assert ANSWERED not in mail.outbox[0].body  # what contributors write doesn't leave the site
    assert told() == [(["moderator@example.org"], "The contributor answered: «Canals»")]
    assert "An editor asks you something" not in member.get("/learn/mine/").content.decode()
    for address in (desk_of(sent), reverse("wagtailsnippets_resources_resource:edit", args=[sent.pk])):
        shown = desk.get(address).content.decode()
        assert (ASKED in shown, ANSWERED in shown) == (True, True)
    assert turns() == [(True, False, ASKED, True), (False, False, ANSWERED, False)]
    assert Resource.objects.get().workflow_in_progress  # a question leaves the review as it is


def test_requested_changes_are_a_turn_and_sending_again_is_one_click(
    sent: Resource, contributor: Any, moderator: Any, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    desk, member = as_user(moderator), as_user(contributor)
    with django_capture_on_commit_callbacks(execute=True):
        return_it(desk, sent, ASKED)
    assert "/learn/canals/#conversation" in mail.outbox[0].body
    assert told() == [(["contributor@example.org"], "«Canals» needs a change")]
    assert turns() == [(True, True, ASKED, False)]
    page = member.get("/learn/canals/").content.decode()
    assert (ASKED in page, "Send for review again" in page) == (True, True)

    values = {"title": "Canals", "type": "report", "url": "https://example.org/c", "summary": "Of Aravan.", "send": "1"}
    assert "Save and send again" in member.get("/learn/canals/edit/").content.decode()
    assert member.post("/learn/canals/edit/", {**values, "language": "en"}).url == "/learn/mine/"
    resource = Resource.objects.get()
    assert (resource.workflow_in_progress, resource.get_latest_revision_as_object().summary) == (True, "Of Aravan.")
    assert turns() == [(True, True, ASKED, True)]


def test_without_a_change_it_is_sent_again_from_its_page(
    sent: Resource, contributor: Any, moderator: Any, as_user: Any
) -> None:
    return_it(as_user(moderator), sent, "")
    assert turns() == [(True, True, "", False)]
    as_user(contributor).post("/learn/canals/check/")
    assert (Resource.objects.get().workflow_in_progress, turns()) == (True, [(True, True, "", True)])


def test_nobody_else_reads_or_writes_it(sent: Resource, stranger: Any, moderator: Any, as_user: Any) -> None:
    ask_contributor(resource=sent, editor=moderator, words=ASKED)
    Resource.objects.update(live=True)
    for viewer, status in ((stranger, 404), (None, 302)):
        client = as_user(viewer)
        assert ASKED not in client.get("/learn/canals/").content.decode()
        assert client.post("/learn/canals/answer/", {"words": "x"}).status_code == status
        assert client.get(desk_of(sent)).status_code == 302
        assert client.post(desk_of(sent), {"words": "x"}).status_code == 302
    assert ASKED in as_user(moderator).get("/learn/canals/").content.decode()
    assert as_user(moderator).post("/learn/canals/answer/", {"words": "x"}).status_code == 404
    assert ReviewNote.objects.count() == 1


def test_where_nothing_was_asked_nothing_is_answered(sent: Resource, contributor: Any, as_user: Any) -> None:
    member = as_user(contributor)
    assert member.post("/learn/canals/answer/", {"words": "Hello?"}).status_code == 404
    assert "conversation" not in member.get("/learn/canals/").content.decode()


def test_an_empty_answer_is_asked_for_again(sent: Resource, contributor: Any, moderator: Any, as_user: Any) -> None:
    ask_contributor(resource=sent, editor=moderator, words=ASKED)
    answer = as_user(contributor).post("/learn/canals/answer/", {"words": " "})
    assert (answer.status_code, list(answer.context["form"].errors), ASKED in answer.content.decode()) == (
        200,
        ["words"],
        True,
    )
    assert as_user(moderator).post(desk_of(sent), {"words": ""}).status_code == 200
    assert ReviewNote.objects.count() == 1


def test_what_nobody_contributed_has_nobody_to_ask(moderator: Any, as_user: Any) -> None:
    resource = make_resource()
    answer = as_user(moderator).post(desk_of(resource), {"words": ASKED})
    assert (answer.status_code, ReviewNote.objects.count()) == (200, 0)


def test_who_is_an_editor_no_more_is_not_told(
    sent: Resource, contributor: Any, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    other = get_user_model().objects.create_user("other@example.org")
    other.groups.add(Group.objects.get(name="Moderators"))
    ask_contributor(resource=sent, editor=moderator, words=ASKED)
    moderator.groups.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer_editors(resource=sent, contributor=contributor, words=ANSWERED)
    assert told() == [(["other@example.org"], "The contributor answered: «Canals»")]


def test_withdrawing_and_publishing_end_it(sent: Resource, contributor: Any, moderator: Any) -> None:
    ask_contributor(resource=sent, editor=moderator, words=ASKED)
    Resource.objects.get().get_latest_revision().publish(user=moderator)
    assert turns() == [(True, False, ASKED, True)]
    ask_contributor(resource=sent, editor=moderator, words="And now?")
    withdraw_resource(resource=Resource.objects.get(), contributor=contributor)
    assert [turn[3] for turn in turns()] == [True, True]


def test_the_copy_of_ones_data_and_erasure(sent: Resource, contributor: Any, moderator: Any) -> None:
    ask_contributor(resource=sent, editor=moderator, words=ASKED)
    answer_editors(resource=sent, contributor=contributor, words=ANSWERED)
    section = {section.name: section for section in sections()}["review-notes"]
    of_both = [(True, ASKED), (False, ANSWERED)]
    assert [(row["is_from_editor"], row["words"]) for row in section.rows(contributor)] == of_both
    assert [row["words"] for row in section.rows(moderator)] == [ASKED]
    Resource.objects.get().get_latest_revision().publish(user=moderator)
    delete_account(user=contributor)
    assert (Resource.objects.count(), ReviewNote.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "hostile", ["\x00", "a" * 10_000, "'; DROP TABLE x; --", "<script>alert(1)</script>", "\u202e"]
)
def test_hostile_words(sent: Resource, contributor: Any, moderator: Any, as_user: Any, hostile: str) -> None:
    desk, member = as_user(moderator), as_user(contributor)
    ask_contributor(resource=sent, editor=moderator, words="?")
    addresses = ((desk, desk_of(sent)), (member, "/learn/canals/answer/"), (member, "/learn/suggest/"))
    for client, address in addresses:
        answer = client.post(address, {"words": hostile, "title": hostile, "summary": hostile, "suggested": hostile})
        assert answer.status_code in (200, 302)
    merge = reverse("resources_merge_choose", args=[sent.pk])
    assert desk.post(merge, {"other": hostile}).status_code == 200
    assert desk.get(f"{merge}{sent.pk}/", {"stays": hostile}).status_code == 200
    for client, address in ((member, "/learn/canals/"), (desk, desk_of(sent))):
        assert b"<script>alert" not in client.get(address).content
