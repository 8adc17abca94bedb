"""Verifying an organization: asked by its owner, decided by a moderator with a reason, ended by time, name or hand."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from profiles import services
from profiles.models import Organization, Profile, Verification
from tests.profiles.factories import make_member, make_organization

BrowserOf = Callable[[Any], Client]
Commit = Any
QUEUE = "/admin/organizations-to-check/"
YES = {"decision": "accept", "reason": "In the register.", "checklist": ["register", "website"]}


def verify(organization: Organization, moderator: Any, expires: date | None = None) -> Verification:
    return services.verify_organization(
        organization=organization, by=moderator, reason="Seen.", checklist=["person"], expires=expires
    )


def statuses(organization: Organization) -> list[str]:
    return list(organization.verifications.order_by("pk").values_list("status", flat=True))


def is_verified(organization: Organization) -> bool:
    return Organization.objects.get(pk=organization.pk).is_verified


def test_from_the_request_to_the_decision(
    organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Commit,
) -> None:  # fmt: skip
    address = f"{organization.get_absolute_url()}verification/"
    assert browser_of(owner).post(address, {"statement": "Register number 7."}).status_code == 302
    request = Verification.objects.get()
    staff = browser_of(moderator)
    assert f"{QUEUE}request/{request.pk}/" in staff.get(QUEUE).content.decode()
    assert "Register number 7." in staff.get(f"{QUEUE}request/{request.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(f"{QUEUE}request/{request.pk}/", {**YES, "expires": "2999-01-31"})["Location"] == QUEUE
    request.refresh_from_db()
    assert (request.status, request.decided_by, request.reason, request.checklist, request.expires) == (
        "accepted",
        moderator,
        "In the register.",
        ["register", "website"],
        date(2999, 1, 31),
    )
    assert is_verified(organization)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["nurgul@example.org"], "Osh Water Users is verified")
    ]
    assert "In the register." in mail.outbox[0].body
    assert ModelLogEntry.objects.filter(action="profiles.verify").count() == 1
    text = browser_of(owner).get(address).content.decode()
    assert ("In the register." in text, "mira@example.org" in text) == (True, False)
    public = browser_of(None).get(organization.get_absolute_url()).content.decode()
    assert ("Verified" in public, "2999" in public) == (True, False)
    assert staff.get(f"{QUEUE}request/{request.pk}/").status_code == 404  # it is decided


def test_a_refusal_says_why_and_one_may_ask_again(
    organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Commit,
) -> None:  # fmt: skip
    client, address = browser_of(owner), f"{organization.get_absolute_url()}verification/"
    client.post(address, {"statement": "Trust us."})
    request = Verification.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(moderator).post(
            f"{QUEUE}request/{request.pk}/", {"decision": "refuse", "reason": "No register has it.", "expires": ""}
        )
    assert (statuses(organization), is_verified(organization)) == (["refused"], False)
    assert "No register has it." in mail.outbox[0].body
    assert "No register has it." in client.get(address).content.decode()
    assert client.post(address, {"statement": "Register number 7."}).status_code == 302
    assert statuses(organization) == ["refused", "waiting"]


def test_one_request_waits_at_a_time_and_few_come_in_a_day(
    organization: Organization, owner: Profile, browser_of: BrowserOf
) -> None:
    client, address = browser_of(owner), f"{organization.get_absolute_url()}verification/"
    assert client.post(address, {"statement": "1"}).status_code == 302
    assert client.post(address, {"statement": "2"}).status_code == 422
    for number in (2, 3):
        client.post(f"{address}withdraw/")
        assert client.post(address, {"statement": f"{number}"}).status_code == 302
    client.post(f"{address}withdraw/")
    assert client.post(address, {"statement": "4"}).status_code == 422
    assert client.post(f"{address}withdraw/").status_code == 404
    assert statuses(organization) == ["withdrawn", "withdrawn", "withdrawn"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "   "},
        {"checklist": []},
        {"checklist": ["horoscope"]},
        {"expires": "2001-01-01"},
        {"expires": "soon"},
        {"decision": "perhaps"},
        {"reason": "x" * 10_000},
        {"reason": "a\x00b"},
    ],
)
def test_a_decision_that_makes_no_sense_is_none(
    wrong: dict[str, Any], organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    request = services.ask_for_verification(organization=organization, by=owner.user, statement="We.")
    answer = browser_of(moderator).post(f"{QUEUE}request/{request.pk}/", {**YES, "expires": "2999-01-31", **wrong})
    assert (answer.status_code, statuses(organization), is_verified(organization)) == (422, ["waiting"], False)


def test_the_first_decision_holds(organization: Organization, owner: Profile, moderator: Any) -> None:
    request = services.ask_for_verification(organization=organization, by=owner.user, statement="We.")
    verify(organization, moderator)
    with pytest.raises(ValidationError, match="meanwhile"):
        services.refuse_verification(request=request, by=moderator, reason="No.")
    assert statuses(organization) == ["accepted"]


def test_a_moderator_verifies_and_takes_back_without_a_request(
    organization: Organization, moderator: Any, browser_of: BrowserOf, django_capture_on_commit_callbacks: Commit
) -> None:
    staff, base = browser_of(moderator), f"/admin/profiles/{{}}/{organization.pk}/"
    staff.post(base.format("verify"), {"reason": "Seen.", "checklist": ["person"], "expires": ""})
    assert (statuses(organization), is_verified(organization)) == (["accepted"], True)
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(base.format("unverify"), {"reason": ""}).status_code == 422
        staff.post(base.format("unverify"), {"reason": "The register lost it."})
    row = organization.verifications.get()
    assert (row.status, row.ended_by, row.end_reason, row.reason) == (
        "taken-back",
        moderator,
        "The register lost it.",
        "Seen.",
    )
    assert not is_verified(organization)
    assert [message.subject for message in mail.outbox] == ["Osh Water Users is no longer verified"]


def test_the_list_leads_to_the_request_that_waits(
    organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    request = services.ask_for_verification(organization=organization, by=owner.user, statement="We.")
    answer = browser_of(moderator).get(f"/admin/profiles/verify/{organization.pk}/")
    assert answer["Location"] == f"{QUEUE}request/{request.pk}/"


def test_nobody_decides_about_their_own_organization(
    organization: Organization, owner: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    request = services.ask_for_verification(organization=organization, by=owner.user, statement="We.")
    organization.memberships.create(user=moderator, role="member")
    staff = browser_of(moderator)
    assert "Osh Water Users" not in staff.get(QUEUE).content.decode()
    assert staff.post(f"{QUEUE}request/{request.pk}/", YES).status_code == 404
    said = {"reason": "We are fine.", "checklist": ["person"]}
    staff.post(f"/admin/profiles/verify/{organization.pk}/", said)
    assert (statuses(organization), is_verified(organization)) == (["waiting"], False)


def test_a_new_verification_takes_the_place_of_the_old(organization: Organization, moderator: Any) -> None:
    first = verify(organization, moderator, date(2999, 1, 1))
    second = verify(organization, moderator, date(3000, 1, 1))
    assert statuses(organization) == ["renewed", "accepted"]
    assert (first.pk != second.pk, is_verified(organization)) == (True, True)


def test_a_new_name_ends_it(organization: Organization, owner: Profile, moderator: Any) -> None:
    verify(organization, moderator)
    organization.refresh_from_db()
    services.update_organization(organization=organization, by=owner.user, name="Ministry of Justice")
    assert (statuses(organization), is_verified(organization)) == (["renamed"], False)


def test_time_ends_it_once_and_owners_hear_of_it_before(
    organization: Organization, moderator: Any, django_capture_on_commit_callbacks: Commit, capsys: Any
) -> None:
    today = timezone.localdate()
    verify(organization, moderator, today + timedelta(days=40))
    unending = make_organization("Union")
    verify(unending, moderator)

    def run(days: int) -> str:
        mail.outbox.clear()
        with (
            time_machine.travel(timezone.now() + timedelta(days=days)),
            django_capture_on_commit_callbacks(execute=True),
        ):
            call_command("expire_verifications")
        return f"{capsys.readouterr().out.strip()}; {[message.subject for message in mail.outbox]}"

    assert run(9) == "0 ended, 0 reminded; []"
    assert run(10) == "0 ended, 1 reminded; ['The verification of Osh Water Users ends soon']"
    assert run(10) == "0 ended, 0 reminded; []"
    assert run(39) == "0 ended, 0 reminded; []"
    assert is_verified(organization)
    assert run(40) == "1 ended, 0 reminded; ['Osh Water Users is no longer verified']"
    assert run(41) == "0 ended, 0 reminded; []"
    assert (statuses(organization), is_verified(organization), is_verified(unending)) == (["expired"], False, True)


def test_whoever_was_missed_by_the_reminder_is_not_told_of_the_past(
    organization: Organization, moderator: Any, django_capture_on_commit_callbacks: Commit
) -> None:
    verify(organization, moderator, timezone.localdate() + timedelta(days=2))
    mail.outbox.clear()
    with (
        time_machine.travel(timezone.now() + timedelta(days=5)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        call_command("expire_verifications")
    assert [message.subject for message in mail.outbox] == ["Osh Water Users is no longer verified"]


def test_the_queue_is_oldest_first_and_costs_the_same(
    owner: Profile, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    staff = browser_of(moderator)

    def add(number: int) -> None:
        organization = make_organization(f"Number {number}", owner=owner.user)
        services.ask_for_verification(organization=organization, by=owner.user, statement="We.")
        Verification.objects.filter(organization=organization).update(
            asked=timezone.now() - timedelta(days=200 - number)
        )
        nobodys = make_organization(f"Nobody's {number}")
        claimant = make_member()
        services.claim_organization(organization=nobodys, by=claimant.user, why="Mine.", proof="Ask.")

    def count() -> int:
        staff.get(QUEUE)
        with CaptureQueriesContext(connection) as captured:
            staff.get(QUEUE)
        return len(captured)

    add(1)
    used = count()
    for number in range(2, 16):
        add(number)
    assert count() == used
    rows = staff.get(QUEUE).context["rows"]
    assert [row["row"].organization.name for row in rows] == [
        *(f"Number {number}" for number in range(1, 16)),
        *(f"Nobody's {number}" for number in range(1, 16)),
    ]


def test_the_queue_is_for_moderators(organization: Organization, owner: Profile, browser_of: BrowserOf) -> None:
    request = services.ask_for_verification(organization=organization, by=owner.user, statement="We.")
    for who in (owner, None):
        for address in (QUEUE, f"{QUEUE}request/{request.pk}/"):
            response = browser_of(who).get(address)
            assert (response.status_code, "Osh Water" in response.content.decode()) == (302, False)


def test_what_was_said_goes_with_the_account_and_the_history_stays(
    organization: Organization, owner: Profile, moderator: Any
) -> None:
    services.ask_for_verification(organization=organization, by=owner.user, statement="Call me at home.")
    verify(organization, moderator)
    services.ask_for_verification(organization=organization, by=owner.user, statement="Call me again.")
    services.delete_account(user=owner.user)
    rows = organization.verifications.order_by("pk").values_list("status", "statement", "asked_by", "reason")
    assert list(rows) == [("accepted", "", None, "Seen."), ("withdrawn", "", None, "")]


def test_organizations_that_were_verified_before_have_a_history(organization: Organization, moderator: Any) -> None:
    migration = import_module("profiles.migrations.0011_organizations")
    then = timezone.now() - timedelta(days=100)
    Organization.objects.update(verified_at=then, verified_by=moderator)
    make_organization("Not verified")
    for _time in range(2):
        migration.record(apps, None)
        assert list(Verification.objects.values_list("organization", "status", "decided", "decided_by", "expires")) == [
            (organization.pk, "accepted", then, moderator.pk, None)
        ]
