"""«This is my organization»: claimed by a member while nobody answers for it, decided by a moderator."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import ModelLogEntry

from profiles import services
from profiles.models import Claim, Organization, Profile
from tests.profiles.factories import make_member, make_organization

BrowserOf = Callable[[Any], Client]
FORM = {"why": "I founded it in 2009.", "proof": "Its imprint names me."}
QUEUE = "/admin/organizations-to-check/"


@pytest.fixture
def nobodys(db: None) -> Organization:
    return make_organization("Green Valley Trust", ref="o7")


def owners(organization: Organization) -> list[Any]:
    return list(organization.memberships.filter(role="owner").values_list("user", flat=True))


def test_from_the_claim_to_the_owner(
    nobodys: Organization, stranger: Profile, moderator: Any, browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    address = f"{nobodys.get_absolute_url()}claim/"
    assert address in browser_of(stranger).get(nobodys.get_absolute_url()).content.decode()
    assert browser_of(stranger).post(address, FORM)["Location"] == address
    assert "I founded it in 2009." in browser_of(stranger).get(address).content.decode()
    claim = Claim.objects.get()
    staff, page = browser_of(moderator), f"{QUEUE}claim/{claim.pk}/"
    assert page in staff.get(QUEUE).content.decode()
    text = staff.get(page).content.decode()
    assert ("Its imprint names me." in text, "Pierre Martin" in text, "pierre@example.org" in text) == (
        True,
        True,
        False,
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert staff.post(page, {"decision": "accept", "reason": "The imprint names him."})["Location"] == QUEUE
    claim.refresh_from_db()
    assert (claim.status, claim.decided_by, claim.reason) == ("accepted", moderator, "The imprint names him.")
    assert owners(nobodys) == [stranger.user_id]
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["pierre@example.org"], "Your claim to Green Valley Trust")
    ]
    assert "The imprint names him." in mail.outbox[0].body
    assert ModelLogEntry.objects.filter(action="profiles.accept-claim", user=moderator).count() == 1
    assert browser_of(stranger).get(address).status_code == 404
    assert address not in browser_of(None).get(nobodys.get_absolute_url()).content.decode()


def test_a_refusal_says_why(
    nobodys: Organization, stranger: Profile, moderator: Any, browser_of: BrowserOf,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    claim = services.claim_organization(organization=nobodys, by=stranger.user, **FORM)
    page = f"{QUEUE}claim/{claim.pk}/"
    for wrong in ({"decision": "refuse", "reason": " "}, {"decision": "", "reason": "No."}, {"reason": "a\x00"}):
        assert browser_of(moderator).post(page, wrong).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        browser_of(moderator).post(page, {"decision": "refuse", "reason": "The imprint names others."})
    assert (owners(nobodys), Claim.objects.get().status) == ([], "refused")
    assert "The imprint names others." in mail.outbox[0].body
    text = browser_of(stranger).get(f"{nobodys.get_absolute_url()}claim/").content.decode()
    assert "The imprint names others." in text
    assert browser_of(moderator).get(page).status_code == 404


def test_what_has_an_owner_or_is_hidden_is_not_claimed(
    organization: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    address = f"{organization.get_absolute_url()}claim/"
    for who in (owner, stranger):
        assert browser_of(who).post(address, FORM).status_code == 404
    with pytest.raises(ValidationError, match="answers for this"):
        services.claim_organization(organization=organization, by=stranger.user, **FORM)
    owner.user.is_active = False
    owner.user.save()  # nobody answers while the account is closed
    assert browser_of(stranger).get(address).status_code == 200
    Organization.objects.update(is_hidden=True)
    assert browser_of(stranger).get(address).status_code == 404
    assert Claim.objects.count() == 0


def test_one_claim_waits_and_is_withdrawn(nobodys: Organization, stranger: Profile, browser_of: BrowserOf) -> None:
    client, address = browser_of(stranger), f"{nobodys.get_absolute_url()}claim/"
    assert [client.post(address, FORM).status_code for _time in range(2)] == [302, 422]
    assert [client.post(f"{address}withdraw/").status_code for _time in range(2)] == [302, 404]
    assert client.post(address, FORM).status_code == 302
    assert list(Claim.objects.values_list("status", flat=True)) == ["withdrawn", "waiting"]


def test_nobody_claims_dozens_a_day(stranger: Profile, browser_of: BrowserOf) -> None:
    client = browser_of(stranger)
    addresses = [f"{make_organization().get_absolute_url()}claim/" for _number in range(6)]
    assert [client.post(address, FORM).status_code for address in addresses] == [302] * 5 + [422]


def test_nobody_withdraws_or_reads_the_claim_of_another(
    nobodys: Organization, owner: Profile, stranger: Profile, browser_of: BrowserOf
) -> None:
    services.claim_organization(organization=nobodys, by=stranger.user, **FORM)
    address = f"{nobodys.get_absolute_url()}claim/"
    assert browser_of(owner).post(f"{address}withdraw/").status_code == 404
    assert "I founded it" not in browser_of(owner).get(address).content.decode()
    assert browser_of(None).get(f"{QUEUE}claim/{Claim.objects.get().pk}/").status_code == 302


def test_of_two_claims_one_is_accepted_and_the_other_is_told(
    nobodys: Organization, owner: Profile, stranger: Profile, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first = services.claim_organization(organization=nobodys, by=stranger.user, **FORM)
    second = services.claim_organization(organization=nobodys, by=owner.user, **FORM)
    with django_capture_on_commit_callbacks(execute=True):
        services.accept_claim(claim=first, by=moderator, reason="He is.")
    second.refresh_from_db()
    assert (owners(nobodys), second.status) == ([stranger.user_id], "refused")
    assert [message.to[0] for message in mail.outbox] == ["pierre@example.org", "nurgul@example.org"]
    assert "He is." not in mail.outbox[1].body
    with pytest.raises(ValidationError, match="by now"):
        services.accept_claim(claim=second, by=moderator, reason="She is.")


def test_a_member_who_claims_is_raised(nobodys: Organization, stranger: Profile, moderator: Any) -> None:
    nobodys.memberships.create(user=stranger.user, role="member")
    claim = services.claim_organization(organization=nobodys, by=stranger.user, **FORM)
    services.accept_claim(claim=claim, by=moderator, reason="He is.")
    assert list(nobodys.memberships.values_list("user", "role")) == [(stranger.user_id, "owner")]


def test_a_moderator_decides_neither_their_own_claim_nor_about_their_organization(
    nobodys: Organization, stranger: Profile, moderator: Any, browser_of: BrowserOf
) -> None:
    own = services.claim_organization(organization=nobodys, by=moderator, **FORM)
    assert browser_of(moderator).get(f"{QUEUE}claim/{own.pk}/").status_code == 404
    other = services.claim_organization(organization=nobodys, by=stranger.user, **FORM)
    nobodys.memberships.create(user=moderator, role="member")
    answer = browser_of(moderator).post(f"{QUEUE}claim/{other.pk}/", {"decision": "refuse", "reason": "No."})
    assert (answer.status_code, Claim.objects.get(pk=other.pk).status) == (404, "waiting")


def test_a_claim_goes_with_its_account(nobodys: Organization) -> None:
    claimant = make_member()
    services.claim_organization(organization=nobodys, by=claimant.user, **FORM)
    services.delete_account(user=claimant.user)
    assert Claim.objects.count() == 0
