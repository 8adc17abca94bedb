"""Reporting, the moderators' queue, what is decided, and appeals."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from opportunities.models import Opportunity
from profiles.models import Case, CaseEvent, HelpLine, Organization, Profile, Report
from profiles.services import block_member, delete_account
from profiles.services.cases import decide_case, possible_actions
from profiles.services.reports import report_thing
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization

BrowserOf = Callable[[Any], Client]
Commit = Callable[..., Any]
ADMIN = "/admin/reports-of-members/"


@pytest.fixture
def three_old_members(db: None) -> list[Any]:
    users = [make_member().user for _ in range(3)]
    get_user_model().objects.filter(pk__in=[user.pk for user in users]).update(
        date_joined=timezone.now() - timedelta(days=2)
    )
    return users


def mails() -> list[tuple[str, str]]:
    return sorted((message.to[0], message.subject) for message in mail.outbox)


def appeal_link(to: str) -> str:
    body = next(str(message.body) for message in reversed(mail.outbox) if message.to == [to])
    found = re.search(r"/appeal/\S+", body)
    assert found
    return found[0]


def decide(case: Case, action: str, by: Any, words: str = "Because of the rules.") -> Case:
    decide_case(case=case, action=action, words=words, by=by)
    return Case.objects.get(pk=case.pk)


def test_a_report_is_two_clicks_and_acknowledged_on_the_page_and_by_mail(
    owner: Profile, stranger: Profile, browser_of: BrowserOf, django_capture_on_commit_callbacks: Commit
) -> None:
    client = browser_of(stranger)
    address = f"/report/profile/{owner.slug}/"
    assert address in client.get(owner.get_absolute_url()).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address, {"reason": "scam"}, follow=True)
    assert "Thank you for your report" in response.content.decode()
    assert mails() == [("pierre@example.org", "We got your report")]
    report = Report.objects.get()
    assert (report.reporter, report.reason, report.case.thing) == (stranger.user, "scam", owner)
    for other in (owner, None):
        assert browser_of(other).get(f"/reported/{report.pk}/").status_code == 404


def test_a_second_report_adds_words(owner: Profile, stranger: Profile) -> None:
    report_thing(thing=owner, reporter=stranger.user, reason="spam", words="First.")
    report_thing(thing=owner, reporter=stranger.user, reason="scam", words="Second.")
    assert list(Report.objects.values_list("reason", "words")) == [("scam", "First.\n\nSecond.")]


def test_nobody_reports_themselves_or_what_they_may_not_see(
    owner: Profile, colleague: Profile, organization: Organization, browser_of: BrowserOf
) -> None:
    assert browser_of(owner).post(f"/report/profile/{owner.slug}/", {"reason": "spam"}).status_code == 404
    assert browser_of(None).post(f"/report/profile/{owner.slug}/", {"reason": "spam"}).status_code == 404
    assert browser_of(None).get(f"/report/nonsense/{owner.slug}/").status_code == 404
    assert browser_of(colleague).post(f"/report/profile/{owner.slug}/", {"reason": "x"}).status_code == 422
    assert not Report.objects.exists()


def test_visitors_report_public_things_a_few_times_an_hour(organization: Organization, browser_of: BrowserOf) -> None:
    client = browser_of(None)
    address = f"/report/organization/{organization.slug}/"
    assert [client.post(address, {"reason": "spam"}).status_code for _ in range(6)] == [302] * 5 + [422]
    assert Organization.objects.get().is_hidden is False


def test_trafficking_tells_moderators_at_once_and_shows_help_lines_of_the_country_first(
    organization: Organization,
    moderator: Any,
    browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    reporter = make_member("anna@example.org", country="FR")
    for name, country in (("Berlin line", "DE"), ("World line", ""), ("Paris line", "FR")):
        HelpLine.objects.create(name=name, country=country, phone="116 000")
    with django_capture_on_commit_callbacks(execute=True):
        page = (
            browser_of(reporter)
            .post(f"/report/organization/{organization.slug}/", {"reason": "trafficking"}, follow=True)
            .content.decode()
        )
    assert re.findall(r"(\w+ line)</strong>", page) == ["Paris line", "World line", "Berlin line"]
    assert mails() == [("anna@example.org", "We got your report"), ("mira@example.org", "Urgent report")]


def test_enough_members_hide_a_thing_but_new_accounts_do_not(
    owner: Profile, moderator: Any, three_old_members: list[Any], django_capture_on_commit_callbacks: Commit
) -> None:
    for _ in range(3):
        report_thing(thing=owner, reporter=make_member().user, reason="spam")
    assert not Profile.objects.get(pk=owner.pk).is_hidden
    with django_capture_on_commit_callbacks(execute=True):
        for user in three_old_members:
            report_thing(thing=owner, reporter=user, reason="spam")
    assert Profile.objects.get(pk=owner.pk).is_hidden
    told = [each for each in mails() if each[0] in ("mira@example.org", "nurgul@example.org")]
    assert told == [
        ("mira@example.org", "Hidden by the number of reports"),
        ("nurgul@example.org", "A decision about «Nurgul Asanova»"),
    ]


def test_the_queue_is_oldest_first_and_takes_as_many_statements_for_many(
    moderator: Any, stranger: Profile, browser_of: BrowserOf, django_assert_num_queries: Any
) -> None:
    client = browser_of(moderator)
    for number in range(12):
        report = report_thing(thing=make_organization(f"Number {number:02}"), reporter=stranger.user, reason="spam")
        Case.objects.filter(pk=report.case_id).update(since=timezone.now() - timedelta(days=400 - number))
    page = client.get(ADMIN).content.decode()
    assert re.findall(r"Number \d\d", page) == [f"Number {number:02}" for number in range(12)]
    with django_assert_num_queries(3):
        [(case.thing, case.number, list(case.reports.all())) for case in Case.objects.all().waiting()]


def test_only_moderators_see_cases_and_none_about_themselves(
    owner: Profile, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    case = report_thing(thing=owner, reporter=stranger.user, reason="spam", words="Secret words.").case
    addresses = (ADMIN, f"{ADMIN}{case.pk}/", f"{ADMIN}figures/")
    for who in (owner, stranger, None):
        assert [browser_of(who).get(address).status_code for address in addresses] == [302, 302, 302]
    assert [browser_of(moderator).get(address).status_code for address in addresses] == [200, 200, 200]
    assert "Secret words." in browser_of(moderator).get(addresses[1]).content.decode()
    owner.user.groups.add(Group.objects.get(name="Moderators"))
    assert [browser_of(owner).get(address).status_code for address in addresses] == [200, 404, 200]


def test_a_block_hides_the_reporters_name_from_a_moderator_but_no_case(
    owner: Profile, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    case = report_thing(thing=owner, reporter=stranger.user, reason="spam", words="I saw it.").case
    address, client = f"{ADMIN}{case.pk}/", browser_of(moderator)
    assert "Pierre Martin" in client.get(address).content.decode()
    for other in (owner, stranger):  # who is reported can't be out of reach of moderators by blocking them
        block_member(blocker=other.user, blocked=moderator)
    page = client.get(address).content.decode()
    assert "I saw it." in page
    assert "Nurgul Asanova" in page
    assert "Pierre Martin" not in page
    assert "Nurgul Asanova" in client.get(ADMIN).content.decode()


def test_a_decision_needs_a_reason_and_is_logged_and_told(
    owner: Profile,
    stranger: Profile,
    moderator: Any,
    browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    case = report_thing(thing=owner, reporter=stranger.user, reason="spam").case
    client = browser_of(moderator)
    assert client.post(f"{ADMIN}{case.pk}/", {"action": "warn"}).status_code == 422
    assert client.post(f"{ADMIN}{case.pk}/", {"action": "suspend", "words": "Spam."}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{ADMIN}{case.pk}/", {"action": "warn", "words": "No spam."}).status_code == 302
    assert list(CaseEvent.objects.values_list("action", "by", "words")) == [("warn", moderator.pk, "No spam.")]
    assert list(ModelLogEntry.objects.values_list("action", "user")) == [("profiles.case-warn", moderator.pk)]
    assert "No spam." in str(mail.outbox[-1].body)
    assert "Pierre" not in str(mail.outbox[-1].body)
    assert not Case.objects.get().is_open


def test_a_suspended_account_is_out_and_appeals_once_with_another_moderator(
    owner: Profile,
    stranger: Profile,
    moderator: Any,
    browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    signed_in = browser_of(owner)
    case = report_thing(thing=owner, reporter=stranger.user, reason="scam").case
    with django_capture_on_commit_callbacks(execute=True):
        case = decide(case, "suspend", moderator)
    assert signed_in.get("/profile/").status_code == 302
    assert browser_of(stranger).get(owner.get_absolute_url()).status_code == 404
    link = appeal_link("nurgul@example.org")
    visitor = browser_of(None)
    assert visitor.post(link, {"words": "It was not me."}).status_code == 200
    assert visitor.post(link, {"words": "Again."}).status_code == 422
    page = browser_of(moderator).get(f"{ADMIN}{case.pk}/").content.decode()
    assert "You decided this." in page
    assert "It was not me." in page
    case = decide(Case.objects.get(), "restore", moderator)
    assert (case.is_open, case.is_suspended, get_user_model().objects.get(pk=owner.user.pk).is_active) == (
        False,
        False,
        True,
    )
    assert visitor.get(link).status_code == 404  # there is nothing left to appeal against


def test_a_hidden_post_stays_down_until_the_same_version_is_shown_again(
    organization: Organization, owner: Profile, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    post = make_opportunity(title="Welder", organization=organization)
    case = decide(report_thing(thing=post, reporter=stranger.user, reason="scam").case, "hide", moderator)
    hidden = Opportunity.objects.get(pk=post.pk)
    assert (hidden.live, hidden.locked) == (False, True)
    assert browser_of(owner).get(f"/contribute/{post.slug}/edit/").status_code == 404
    decide(case, "show", moderator)
    shown = Opportunity.objects.get(pk=post.pk)
    assert (shown.live, shown.locked) == (True, False)


def test_two_moderators_cannot_decide_the_same_thing(owner: Profile, stranger: Profile, moderator: Any) -> None:
    case = report_thing(thing=owner, reporter=stranger.user, reason="spam").case
    decide(case, "dismiss", moderator)
    assert [str(action) for action in possible_actions(Case.objects.get(), moderator)] == ["hide", "suspend", "delete"]
    with pytest.raises(Exception, match="Somebody else"):
        decide(case, "dismiss", moderator)


def test_what_is_deleted_leaves_no_words(owner: Profile, stranger: Profile, moderator: Any) -> None:
    case = report_thing(thing=owner, reporter=stranger.user, reason="scam", words="Nurgul did it").case
    decide(case, "delete", moderator, words="Nurgul must go")
    assert not Profile.objects.filter(pk=owner.pk).exists()
    assert list(Report.objects.values_list("words", flat=True)) == [""]
    assert list(CaseEvent.objects.values_list("action", "words")) == [("delete", "")]
    other = report_thing(thing=make_member(), reporter=stranger.user, reason="spam", words="I saw it")
    delete_account(user=stranger.user)
    other.refresh_from_db()
    assert (other.reporter, other.words) == (None, "")


def test_figures_count_and_name_nobody(
    owner: Profile, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    decide(report_thing(thing=owner, reporter=stranger.user, reason="scam").case, "warn", moderator)
    page = browser_of(moderator).get(f"{ADMIN}figures/").content.decode()
    assert "Scam or fraud" in page
    assert "Warned" in page
    assert "Nurgul" not in page
    assert "Pierre" not in page
