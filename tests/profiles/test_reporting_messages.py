"""A message is reported by whom it reached, read by a moderator without the rest, hidden for both, and appealed."""

import re
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from profiles import services
from profiles.models import Conversation, Message, Organization, Profile, Report
from profiles.personal_data import _messages
from profiles.services.cases import decide_case, possible_actions
from profiles.services.reports import report_thing
from profiles.waiting import waiting_for
from tests.profiles.test_relations import connect

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(owner: Profile, stranger: Profile) -> Conversation:
    connect(owner, stranger)
    return services.converse_with_member(user=owner.user, other=stranger.user)


@pytest.fixture
def message(conversation: Conversation, owner: Profile, stranger: Profile) -> Message:
    for number in range(6):
        services.write_message(conversation=conversation, author=owner.user, text=f"Line {number} of mine")
    return services.write_message(conversation=conversation, author=stranger.user, text="Send me your passport")


def test_two_clicks_from_the_conversation_and_nobody_else_can(
    message: Message, owner: Profile, colleague: Profile, stranger: Profile, moderator: Any, browser_of: Any
) -> None:
    address = reverse("profiles:report", args=["message", message.uuid])
    pages = [browser_of(who).get(message.conversation.get_absolute_url()) for who in (owner, stranger)]
    assert [address in page.content.decode() for page in pages] == [True, False]
    browser = browser_of(owner)
    form = browser.get(address).content.decode()
    assert "They also read the five messages before it." in form
    assert f'href="{message.conversation.get_absolute_url()}#m-{message.uuid}"' in form
    others = (stranger, colleague, moderator, None)
    assert [browser_of(who).post(address, {"reason": "scam"}).status_code for who in others] == [404] * 4
    assert browser.get(reverse("profiles:report", args=["message", "nonsense"])).status_code == 404
    assert browser.post(address, {"reason": "scam"}).status_code == 302
    report = Report.objects.get()
    assert (report.reporter, report.case.thing, report.case.account) == (owner.user, message, stranger.user)


def test_a_moderator_reads_the_message_and_five_before_it_but_no_conversation(
    message: Message, owner: Profile, stranger: Profile, moderator: Any, browser_of: Any
) -> None:
    services.write_message(conversation=message.conversation, author=owner.user, text="What came after")
    case = report_thing(thing=message, reporter=owner.user, reason="scam").case
    page = browser_of(moderator).get(reverse("profiles_case", args=[case.pk])).content.decode()
    assert re.findall(r"<p>([^<]*(?:of mine|passport|came after)[^<]*)</p>", page) == [
        "Send me your passport",
        *(f"Before it, by the other side: Line {number} of mine" for number in range(1, 6)),
    ]
    assert "Its page" not in page
    assert browser_of(moderator).get(message.get_absolute_url()).status_code == 404


def test_hidden_it_is_out_of_sight_for_both_until_it_is_shown_again(
    message: Message, owner: Profile, stranger: Profile, moderator: Any, browser_of: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    case = report_thing(thing=message, reporter=owner.user, reason="scam").case
    assert waiting_for(owner.user) == 1
    with django_capture_on_commit_callbacks(execute=True):
        decide_case(case=case, action="hide", words="Nobody may ask for a passport.", by=moderator)
    assert waiting_for(owner.user) == 0
    (told,) = [each for each in mail.outbox if each.to == ["pierre@example.org"] and "decision" in each.subject]
    assert ("/appeal/" in told.body, "passport" in told.subject) == (True, False)
    for who in (owner, stranger):
        shown = browser_of(who).get(message.conversation.get_absolute_url()).content.decode()
        assert ("Send me your passport" in shown, "A moderator hid this message." in shown) == (False, True)
        assert "Send me your passport" not in browser_of(who).get("/messages/").content.decode()
    copies = [[row["text"] for row in _messages(who.user)] for who in (owner, stranger)]
    assert ["Send me your passport" in copy for copy in copies] == [False, True]  # one's own words stay one's own
    assert browser_of(owner).get(reverse("profiles:report", args=["message", message.uuid])).status_code == 404
    decide_case(case=case, action="show", words="It was a joke.", by=moderator)
    assert "Send me your passport" in browser_of(owner).get(message.conversation.get_absolute_url()).content.decode()


def test_what_a_team_wrote_is_its_organizations_and_its_people_decide_nothing(
    organization: Organization, owner: Profile, colleague: Profile, stranger: Profile, moderator: Any
) -> None:
    conversation = services.converse_with_organization(user=stranger.user, organization=organization)
    first = services.write_message(conversation=conversation, author=stranger.user, text="Is there work?")
    answer = services.write_message(conversation=conversation, author=colleague.user, text="Pay us first")
    case = report_thing(thing=answer, reporter=stranger.user, reason="scam").case
    assert (case.account, case.organization) == (colleague.user, organization)
    moderator.memberships.create(organization=organization, role="member")
    assert type(case).objects.visible_to(moderator).count() == 0
    own = report_thing(thing=first, reporter=owner.user, reason="spam").case
    assert possible_actions(own, stranger.user) == []


def test_who_asks_to_connect_is_reported_from_the_list(owner: Profile, stranger: Profile, browser_of: Any) -> None:
    services.ask_to_connect(asker=stranger.user, asked=owner.user, note="Work in Dubai, give me your passport")
    page = browser_of(owner).get("/connect/mine/").content.decode()
    assert f"/report/profile/{stranger.slug}/" in page
