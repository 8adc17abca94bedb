"""What is new, by mail: to whom, what, and never twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from idiaspora.digesting.finding import find
from idiaspora.digesting.readers import batches, due, read
from idiaspora.digesting.sending import send_due
from opportunities.models import Opportunity
from opportunities.services import give_reason, make_choice
from profiles.models import Digest, Organization, Profile, SavedSearch
from profiles.services import block_member, choose_digest, leave, save_search
from search import engines
from search.engines.base import EngineError
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def union(db: None) -> Organization:
    return make_organization("Osh Water Users", verified=True, owner=make_member(name="Ulan").user)


@pytest.fixture
def send(django_capture_on_commit_callbacks: Any, search_index: SearchIndex) -> Any:
    """Runs what cron runs and gives the mails of it."""

    def run(**options: Any) -> list[Any]:
        search_index.drain()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            send_due(**options)
        return list(mail.outbox)

    return run


def subscribe(profile: Profile, frequency: str = "daily") -> Digest:
    """Chose it yesterday: it is due now."""
    digest = choose_digest(user=profile.user, frequency=frequency)
    Digest.objects.filter(pk=digest.pk).update(looked=timezone.now() - DAY, due=timezone.now() - timedelta(hours=1))
    return Digest.objects.get(pk=digest.pk)


def again(profile: Profile) -> None:
    """A day later."""
    Digest.objects.filter(user=profile.user).update(due=timezone.now() - timedelta(hours=1))


def test_what_fits_comes_once_with_its_reasons(engineer: Profile, union: Organization, send: Any) -> None:
    post = make_opportunity(
        organization=union, title="Canals of Osh", expertise=["irrigation"], places=[("Osh", "KG")], languages=["ky"]
    )
    subscribe(engineer)
    (sent,) = send()
    html = sent.alternatives[0][0]
    assert (sent.to, sent.subject) == ([engineer.user.email], "1 new for you: Canals of Osh")
    for words in ("Canals of Osh", "Osh Water Users", "You list", "Kyrgyzstan is where your roots are", "Closes "):
        assert (words in sent.body, words in html) == (True, True), words
    assert f"http://127.0.0.1:8000/contribute/{post.slug}/" in sent.body
    assert send() == []
    again(engineer)
    assert send() == []


def test_the_mail_can_be_switched_off_by_one_click(engineer: Profile, union: Organization, send: Any) -> None:
    make_opportunity(organization=union, expertise=["irrigation"])
    subscribe(engineer)
    (sent,) = send()
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (address in sent.body, address in sent.alternatives[0][0]) == (True, True)
    path = address.removeprefix("http://127.0.0.1:8000")
    assert Client(enforce_csrf_checks=True).post(path).status_code == 200
    again(engineer)
    make_opportunity(organization=union, expertise=["irrigation"])
    assert send(everybody=True) == []


def test_nobody_is_mailed_who_did_not_choose_or_may_not_be(union: Organization, send: Any) -> None:
    make_opportunity(organization=union, expertise=["irrigation"])
    people = [make_member(name=f"Member {i}", expertise=["irrigation"]) for i in range(7)]
    silent, off, unconfirmed, suspended, dormant, leaving, reader = people
    assert silent.user.is_active
    for each in people[1:]:
        subscribe(each)
    choose_digest(user=off.user, frequency="off")
    unconfirmed.user.emailaddress_set.update(verified=False)
    suspended.user.is_active = False
    suspended.user.save()
    Profile.objects.filter(pk=dormant.pk).update(is_dormant=True)
    leave(user=leaving.user)
    assert [message.to for message in send(everybody=True)] == [[reader.user.email]]


def test_nothing_new_is_no_mail_and_what_is_old_is_not_new(engineer: Profile, union: Organization, send: Any) -> None:
    before = timezone.now() - 3 * DAY
    make_opportunity(organization=union, title="Old", expertise=["irrigation"], first_published_at=before)
    make_opportunity(organization=union, title="Dentist", expertise=["dentistry"])
    subscribe(engineer)
    assert send() == []
    digest = Digest.objects.get()
    assert (digest.mailed, digest.due > timezone.now(), digest.looked > timezone.now() - timedelta(minutes=1)) == (
        None,
        True,
        True,
    )


def test_what_opens_today_is_new_whenever_it_was_published(engineer: Profile, union: Organization, send: Any) -> None:
    published, opens = timezone.now() - 9 * DAY, timezone.now() - timedelta(hours=1)
    make_opportunity(
        organization=union, title="Opens now", expertise=["irrigation"], first_published_at=published, opens=opens
    )
    subscribe(engineer)
    assert [message.subject for message in send()] == ["1 new for you: Opens now"]


def test_neither_ones_own_nor_what_one_has_decided_about(union: Organization, engineer: Profile, send: Any) -> None:
    mine = make_organization("Mine", owner=engineer.user, verified=True)
    make_opportunity(organization=mine, title="My own", expertise=["irrigation"])
    saved = make_opportunity(organization=union, title="Saved", expertise=["irrigation"])
    make_choice(user=engineer.user, opportunity=saved, decision="saved")
    subscribe(engineer)
    assert send() == []


def test_what_the_member_wants_left_out_is(union: Organization, engineer: Profile, send: Any) -> None:
    for title in ("One", "Two"):
        post = make_opportunity(organization=union, title=title, expertise=["irrigation"])
        make_choice(user=engineer.user, opportunity=post, decision="dismissed")
        give_reason(user=engineer.user, opportunity=post, reason="field")
    make_opportunity(organization=union, title="Only irrigation", expertise=["irrigation"])
    make_opportunity(organization=union, title="With canals", expertise=["irrigation", "canal maintenance"])
    subscribe(engineer)
    (sent,) = send()
    assert ("With canals" in sent.body, "Only irrigation" in sent.body) == (True, False)


def test_what_may_not_be_seen_when_it_is_sent_is_not_in_it(
    union: Organization, engineer: Profile, send: Any, search_index: SearchIndex
) -> None:
    gone = make_opportunity(organization=union, title="Taken down", expertise=["irrigation"])
    search_index.drain()
    Opportunity.objects.filter(pk=gone.pk).update(live=False)  # the index has not heard of it
    subscribe(engineer)
    assert send() == []


class TestSavedSearches:
    def test_bring_what_they_found_of_every_kind(self, engineer: Profile, union: Organization, send: Any) -> None:
        save_search(user=engineer.user, kind="profile", query="q=welding")
        save_search(user=engineer.user, kind="opportunity", query="q=dentist")
        subscribe(engineer)
        engineer.user.saved_searches.update(seen=timezone.now() - DAY)
        for i in range(7):
            make_member(name=f"Welder {i}", headline="Welding")
        make_opportunity(organization=union, title="Dentist wanted", expertise=["dentistry"])
        (sent,) = send()
        assert sent.subject.startswith("8 new for you: ")
        assert [words in sent.body for words in ("People: «welding»", "2 more:", "Dentist wanted")] == [True] * 3
        assert sent.body.count("Welder ") == 5
        again(engineer)
        assert send() == []

    def test_what_was_looked_at_on_the_site_is_not_mailed(self, engineer: Profile, send: Any) -> None:
        saved = save_search(user=engineer.user, kind="profile", query="q=welding")
        make_member(name="Welder", headline="Welding")
        subscribe(engineer)
        type(saved).objects.update(seen=timezone.now() + timedelta(minutes=1))
        assert send() == []

    def test_nothing_stands_in_a_mail_twice(self, engineer: Profile, union: Organization, send: Any) -> None:
        save_search(user=engineer.user, kind="opportunity", query="q=canals")
        engineer.user.saved_searches.update(seen=timezone.now() - DAY)
        make_opportunity(organization=union, title="Canals of Osh", expertise=["irrigation"])
        subscribe(engineer)
        (sent,) = send()
        assert (sent.subject, sent.body.count("Canals of Osh")) == ("1 new for you: Canals of Osh", 1)

    def test_blocked_and_hidden_people_are_in_none(self, engineer: Profile, send: Any) -> None:
        save_search(user=engineer.user, kind="profile", query="q=welding")
        engineer.user.saved_searches.update(seen=timezone.now() - DAY)
        blocked, blocker = (make_member(name=name, headline="Welding") for name in ("Blocked", "Blocker"))
        block_member(blocker=engineer.user, blocked=blocked.user)
        block_member(blocker=blocker.user, blocked=engineer.user)
        make_member(name="Shy", headline="Welding", audiences={"headline": "private"})
        make_member(name="Gone", headline="Welding", audiences={"profile": "private"})
        subscribe(engineer)
        assert send() == []


def test_it_is_in_the_readers_language_and_direction(union: Organization, send: Any) -> None:
    make_opportunity(organization=union, title="Canals", expertise=["irrigation"])
    for language in ("ru", "ar"):
        member = make_member(f"{language}@example.org", expertise=["irrigation"])
        Profile.objects.filter(pk=member.pk).update(locale=language)
        subscribe(member)
    found = {message.to[0]: message for message in send()}
    assert "Почему:" in found["ru@example.org"].body
    assert '<html lang="ar" dir="rtl">' in found["ar@example.org"].alternatives[0][0]


def test_what_members_wrote_can_be_no_mark_up(union: Organization, engineer: Profile, send: Any) -> None:
    make_opportunity(organization=union, title="<script>x</script>\nBcc: a@b", expertise=["irrigation"])
    subscribe(engineer)
    (sent,) = send()
    assert ("\n" in sent.subject, "<script>" in sent.alternatives[0][0]) == (False, False)
    assert "<script>x</script>" in sent.body


def test_two_runs_at_once_mail_once(
    union: Organization, engineer: Profile, search_index: SearchIndex, send: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_opportunity(organization=union, expertise=["irrigation"])
    digest = subscribe(engineer)
    stale = Digest.objects.select_related("user__profile").get(pk=digest.pk)
    assert len(send()) == 1
    # A run that read the row before the other wrote it.
    monkeypatch.setattr("idiaspora.digesting.sending.batches", lambda rows: iter([("en", [stale])]))
    assert send() == []


def test_while_search_is_away_nothing_is_lost(
    union: Organization, engineer: Profile, send: Any, monkeypatch: pytest.MonkeyPatch, search_index: SearchIndex
) -> None:
    make_opportunity(organization=union, title="Canals", expertise=["irrigation"])
    before = subscribe(engineer)
    search_index.drain()

    def away(kind: str, bodies: Any) -> Any:
        raise EngineError("it is resting")

    with monkeypatch.context() as patched:
        patched.setattr(engines.get_engine(), "search_many", away)
        with pytest.raises(CommandError, match="Not looked through: 1.*it is resting"):
            call_command("send_digests")
    after = Digest.objects.get()
    assert (after.due, after.looked, mail.outbox) == (before.due, before.looked, [])
    assert [message.subject for message in send()] == ["1 new for you: Canals"]


def test_the_command_says_what_it_did(
    union: Organization, engineer: Profile, search_index: SearchIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    make_opportunity(organization=union, expertise=["irrigation"])
    choose_digest(user=engineer.user, frequency="weekly")
    Digest.objects.update(looked=timezone.now() - DAY)
    search_index.drain()
    call_command("send_digests")
    call_command("send_digests", "--now")
    call_command("send_digests", "--now")
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Mailed")]
    assert told == [
        "Mailed: 0. Nothing new for: 0.",
        "Mailed: 1. Nothing new for: 0.",
        "Mailed: 0. Nothing new for: 1.",
    ]


def test_reading_and_asking_take_as_many_statements_for_many_members(union: Organization) -> None:
    def statements(members: int) -> int:
        for i in range(members):
            member = make_member(expertise=["irrigation"], interests=["welding"], city="Berlin", country="DE")
            save_search(user=member.user, kind="opportunity", query=f"q=canals {i}")
            save_search(user=member.user, kind="profile", query=f"q=welding {i}")
            subscribe(member)
        with CaptureQueriesContext(connection) as captured:
            for _language, digests in batches(due(timezone.now())):
                find(read(digests))
        return len(captured)

    statements(1)
    assert statements(1) == statements(28)


def test_a_search_of_the_library_tells_of_each_resource_once(engineer: Profile, send: Any) -> None:
    save_search(user=engineer.user, kind="resource", query="sdgs=6&from=2020")
    SavedSearch.objects.update(seen=timezone.now() - DAY)
    subscribe(engineer)
    assert send() == []  # never an empty one
    again(engineer)
    make_resource(title="Too old", year=2010, sdgs=[6])
    make_resource(title="A draft", year=2022, sdgs=[6], live=False)
    wells = make_resource(title="Wells", year=2022, sdgs=[6], authors=["Aida"])
    (sent,) = send()
    assert sent.subject == "1 new for you: Wells"
    assert ("6. Clean water and sanitation · from 2020" in sent.body, "Report · 2022 · Aida" in sent.body) == (
        True,
        True,
    )
    assert ("Too old" in sent.body, "A draft" in sent.body) == (False, False)
    # A new version of it is nothing new.
    again(engineer)
    wells.save_revision().publish()
    assert send() == []
