"""Conversations: between connections, and with an organization's team."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from profiles import services
from profiles.models import Conversation, Message, Organization, Profile
from profiles.waiting import waiting_for
from tests.profiles.factories import make_member
from tests.profiles.test_relations import connect

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(owner: Profile, stranger: Profile) -> Conversation:
    connect(owner, stranger)
    return services.converse_with_member(user=owner.user, other=stranger.user)


@pytest.fixture
def write(django_capture_on_commit_callbacks: Any) -> Any:
    def write(conversation: Conversation, author: Profile, text: str) -> Message:
        with django_capture_on_commit_callbacks(execute=True):
            return services.write_message(conversation=conversation, author=author.user, text=text)

    return write


def mails() -> list[tuple[str, str]]:
    return [(each.to[0], each.subject) for each in mail.outbox if "wrote to" in each.subject]


def test_two_connections_write(
    conversation: Conversation, owner: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    write(conversation, owner, "Shall we meet?")
    write(conversation, owner, "On Friday?")
    assert mails() == [("pierre@example.org", "Nurgul Asanova wrote to you")]  # one, until he looks
    assert "Shall we meet?" not in mail.outbox[-1].body
    assert (waiting_for(stranger.user), waiting_for(owner.user)) == (1, 0)
    browser = browser_of(stranger)
    assert "Shall we meet?" in browser.get(conversation.get_absolute_url()).content.decode()
    assert Conversation.objects.unread_by(stranger.user).count() == 0
    assert browser.post(conversation.get_absolute_url(), {"text": "Yes."}).status_code == 302
    assert [(m.author_id, m.text) for m in conversation.messages.all()] == [
        (owner.user_id, "Shall we meet?"),
        (owner.user_id, "On Friday?"),
        (stranger.user_id, "Yes."),
    ]


def test_no_address_is_shown(
    conversation: Conversation, owner: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    write(conversation, owner, "Hello")
    browser = browser_of(stranger)
    shown = "".join(
        browser.get(page).content.decode() for page in ("/messages/", conversation.get_absolute_url(), "/connect/mine/")
    )
    assert "nurgul@example.org" not in shown + str(mail.outbox[-1].message())


@pytest.mark.parametrize(("wish", "told"), [("text", True), ("notice", False), ("none", None)])
def test_mail_as_the_reader_wishes(
    wish: str,
    told: bool | None,
    conversation: Conversation,
    owner: Profile,
    stranger: Profile,
    write: Any,
    browser_of: Any,
) -> None:
    browser_of(stranger).post("/messages/mail/", {"wish": wish})
    write(conversation, owner, "Zebras in Osh")
    bodies = [each.body for each in mail.outbox if "wrote to" in each.subject]
    assert [("Zebras in Osh" in body) for body in bodies] == ([] if told is None else [told])


def test_muted_and_left(
    conversation: Conversation, owner: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    write(conversation, owner, "One")
    browser = browser_of(stranger)
    browser.post(f"{conversation.get_absolute_url()}mute/", {"on": "1"})
    browser.post(f"{conversation.get_absolute_url()}leave/")
    assert list(Conversation.objects.visible_to(stranger.user)) == []
    write(conversation, owner, "Two")
    assert list(Conversation.objects.visible_to(stranger.user)) == [conversation]  # it comes back
    assert len(mails()) == 1


def test_a_third_person_gets_nothing(conversation: Conversation, colleague: Profile, browser_of: Any) -> None:
    browser = browser_of(colleague)
    answers = {
        path: getattr(browser, method)(f"{conversation.get_absolute_url()}{path}").status_code
        for path, method in (("", "get"), ("mute/", "post"), ("leave/", "post"))
    }
    assert answers == {"": 404, "mute/": 404, "leave/": 404}
    assert browser.post(conversation.get_absolute_url(), {"text": "Hi"}).status_code == 404
    assert Message.objects.count() == 0


def test_only_connections_can_write(
    owner: Profile, stranger: Profile, conversation: Conversation, browser_of: Any
) -> None:
    other = make_member()
    with pytest.raises(ValidationError, match="Ask to connect first"):
        services.converse_with_member(user=other.user, other=owner.user)
    services.block_member(blocker=stranger.user, blocked=owner.user)
    assert browser_of(owner).get(conversation.get_absolute_url()).status_code == 404
    with pytest.raises(ValidationError, match="not connected any more"):
        services.write_message(conversation=conversation, author=owner.user, text="Hello?")


def test_an_organization_answers_as_one(
    organization: Organization, owner: Profile, colleague: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    browser = browser_of(stranger)
    opened = browser.post(f"{organization.get_absolute_url()}write/")
    conversation = Conversation.objects.get()
    assert opened["Location"] == conversation.get_absolute_url()
    write(conversation, stranger, "May I help?")
    assert sorted(mails()) == [
        ("azamat@example.org", "Pierre Martin wrote to Osh Water Users"),
        ("nurgul@example.org", "Pierre Martin wrote to Osh Water Users"),
    ]
    write(conversation, colleague, "Gladly.")
    page = browser.get(conversation.get_absolute_url()).content.decode()
    assert ("Osh Water Users" in page, "Azamat" in page) == (True, False)
    assert "Azamat" in browser_of(owner).get(conversation.get_absolute_url()).content.decode()
    assert browser_of(make_member()).get(conversation.get_absolute_url()).status_code == 404


def test_who_blocked_an_editor_is_out_of_their_sight(
    organization: Organization, owner: Profile, colleague: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    conversation = services.converse_with_organization(user=stranger.user, organization=organization)
    write(conversation, stranger, "May I help?")
    services.block_member(blocker=stranger.user, blocked=colleague.user)
    for who, sees in ((owner, True), (colleague, False), (stranger, True)):
        browser = browser_of(who)
        assert ("May I help?" in browser.get("/messages/").content.decode()) == sees
        assert browser.get(conversation.get_absolute_url()).status_code == (200 if sees else 404)


def test_who_no_longer_posts_for_it_reads_no_more(
    organization: Organization, colleague: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    conversation = services.converse_with_organization(user=stranger.user, organization=organization)
    write(conversation, stranger, "May I help?")
    browser = browser_of(colleague)
    assert browser.get(conversation.get_absolute_url()).status_code == 200
    services.remove_member(membership=organization.memberships.get(user=colleague.user))
    assert browser.get(conversation.get_absolute_url()).status_code == 404
    assert "May I help?" not in browser.get("/messages/").content.decode()


def test_a_team_member_takes_it_out_of_their_list(
    organization: Organization, owner: Profile, colleague: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    conversation = services.converse_with_organization(user=stranger.user, organization=organization)
    write(conversation, stranger, "May I help?")
    browser_of(owner).post(f"{conversation.get_absolute_url()}leave/")
    assert "May I help?" not in browser_of(owner).get("/messages/").content.decode()
    assert "May I help?" in browser_of(colleague).get("/messages/").content.decode()


def test_writing_again_after_leaving(
    conversation: Conversation, stranger: Profile, owner: Profile, browser_of: Any
) -> None:
    services.leave_conversation(conversation=conversation, user=owner.user)
    opened = browser_of(owner).post(f"{stranger.get_absolute_url()}write/", follow=True)
    assert (opened.status_code, opened.redirect_chain[-1][0]) == (200, conversation.get_absolute_url())


def test_conversations_go_with_an_account(
    organization: Organization, conversation: Conversation, stranger: Profile
) -> None:
    services.converse_with_organization(user=stranger.user, organization=organization)
    services.delete_account(user=stranger.user)
    assert not Conversation.objects.exists()


def test_one_conversation_each(organization: Organization, stranger: Profile) -> None:
    made = {services.converse_with_organization(user=stranger.user, organization=organization).pk for _ in range(3)}
    assert len(made) == 1


def test_the_list_takes_as_many_statements_for_many(owner: Profile, write: Any, browser_of: Any) -> None:
    browser, counts = browser_of(owner), []
    for _ in range(2):
        for _ in range(4):
            other = make_member()
            connect(other, owner)
            write(services.converse_with_member(user=other.user, other=owner.user), other, "Hello")
        browser.get("/messages/")
        with CaptureQueriesContext(database) as statements:
            browser.get("/messages/")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_empty_pages_say_what_to_do(owner: Profile, browser_of: Any) -> None:
    browser = browser_of(owner)
    assert "You can write to your connections" in browser.get("/messages/").content.decode()
    assert "No connections yet" in browser.get("/connect/mine/").content.decode()


def test_colleagues_who_block_each_other_are_both_the_organization(
    organization: Organization, owner: Profile, colleague: Profile, stranger: Profile, write: Any, browser_of: Any
) -> None:
    conversation = services.converse_with_organization(user=stranger.user, organization=organization)
    write(conversation, stranger, "Do you need a welder?")
    write(conversation, owner, "We do.")
    address = conversation.get_absolute_url()
    assert "Nurgul Asanova" in browser_of(colleague).get(address).content.decode()
    services.block_member(blocker=owner.user, blocked=colleague.user)
    page = browser_of(colleague).get(address).content.decode()
    assert "We do." in page
    assert "Nurgul Asanova" not in page
    assert "Pierre Martin" in page
