"""Writes of claims: a member says that an organization without an owner is theirs, a moderator decides."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.mailing import send_to_member
from profiles.models import Claim, Membership, Organization
from profiles.services.holding import hold_anew

Status = Claim.Status
CLAIMS_A_DAY = 5


@transaction.atomic
def claim_organization(*, organization: Organization, by: Any, why: str, proof: str) -> Claim:
    """Puts a claim into the moderators' queue.

    Raises ValidationError when the organization has an owner, is claimed by this account already, or it claimed too
    many today.
    """
    if not Organization.objects.claimable_by(by).filter(pk=organization.pk).exists():
        raise ValidationError(_("Somebody answers for this organization already. Write to it."))
    since = timezone.now() - timedelta(days=1)
    if Claim.objects.filter(user=by, created__gt=since).count() >= CLAIMS_A_DAY:
        raise ValidationError(_("You claimed several organizations today. Go on tomorrow."))
    try:
        with transaction.atomic():
            return Claim.objects.create(organization=organization, user=by, why=why, proof=proof)
    except IntegrityError as error:
        raise ValidationError(_("You asked already. A moderator looks at it, the oldest request first.")) from error


@transaction.atomic
def withdraw_claim(*, claim: Claim) -> None:
    """The claimant thinks otherwise."""
    Claim.objects.filter(pk=claim.pk, status=Status.WAITING).update(status=Status.WITHDRAWN, decided=timezone.now())


@transaction.atomic
def accept_claim(*, claim: Claim, by: Any, reason: str) -> None:
    """The claimant becomes the owner; whoever else claimed the same is told that somebody answers for it now.

    Raises ValidationError when no reason is given, the claim was decided, or the organization has an owner meanwhile.
    """
    organization = claim.organization
    hold_anew(organization)
    if not Organization.objects.ownerless().filter(pk=organization.pk).exists():
        raise ValidationError(_("Somebody answers for this organization by now. Refuse the claim."))
    _decide(claim, Status.ACCEPTED, by, reason)
    membership, _made = Membership.objects.get_or_create(organization=organization, user=claim.user)
    membership.role = Membership.Role.OWNER
    membership.save(update_fields=["role"])
    others = Claim.objects.filter(organization=organization, status=Status.WAITING).select_related("user")
    for other in others:
        other.status, other.decided, other.decided_by = Status.REFUSED, timezone.now(), by
        other.save(update_fields=["status", "decided", "decided_by"])
        _tell(other, "taken")


@transaction.atomic
def refuse_claim(*, claim: Claim, by: Any, reason: str) -> None:
    """Raises ValidationError when no reason is given, or the claim was withdrawn or decided meanwhile."""
    _decide(claim, Status.REFUSED, by, reason)


def _decide(claim: Claim, status: str, by: Any, reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why, in a sentence. The claimant reads it."))
    decided = Claim.objects.filter(pk=claim.pk, status=Status.WAITING).update(
        status=status, decided=timezone.now(), decided_by=by, reason=reason.strip()
    )
    if not decided:
        raise ValidationError(_("This was withdrawn or decided meanwhile."))
    _tell(claim, status, reason.strip())


def _tell(claim: Claim, what: str, reason: str = "") -> None:
    organization = claim.organization
    accepted = what == Status.ACCEPTED
    link = reverse("profiles:organization-members", args=[organization.slug]) if accepted else ""
    send_to_member(claim.user, "profiles/email/claim", link=link, organization=organization, what=what, reason=reason)
