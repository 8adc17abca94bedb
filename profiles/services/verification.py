"""Writes of verification: asked for by owners, decided by moderators, ended by them, by a new name or by time."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.belonging import active_owners
from profiles.evidence import check_count
from profiles.mailing import send_to_member
from profiles.models import Check, Evidence, Organization, Verification
from profiles.services.holding import hold, hold_anew
from profiles.uploads import Checked, all_or_none, delete_file

Status = Verification.Status
YEARS = 2  # what a moderator is offered
REQUESTS_A_DAY = 3
REMIND_BEFORE = timedelta(days=30)


def ask_for_verification(
    *, organization: Organization, by: Any, statement: str, files: Sequence[Checked] = ()
) -> Verification:
    """Puts an organization into the moderators' queue, with what its owner says and shows.

    Raises ValidationError when it is there already, was there too often today, or there are too many files.
    """
    check_count(len(files))
    with all_or_none() as keep, transaction.atomic():
        hold_anew(organization)
        rows = Verification.objects.filter(organization=organization)
        if rows.filter(status=Status.WAITING).exists():
            raise ValidationError(_("You asked already. A moderator looks at it, the oldest request first."))
        if rows.filter(asked__gt=timezone.now() - timedelta(days=1), statement__gt="").count() >= REQUESTS_A_DAY:
            raise ValidationError(_("You asked several times today. Go on tomorrow."))
        request = Verification.objects.create(organization=organization, asked_by=by, statement=statement)
        for checked in files:
            keep(Evidence(verification=request, name=checked.name, digest=checked.digest), checked)
        return request


@transaction.atomic
def withdraw_verification(*, request: Verification) -> None:
    """Its owners think otherwise; the files go at once."""
    if Verification.objects.filter(pk=request.pk, status=Status.WAITING).update(
        status=Status.WITHDRAWN, ended=timezone.now()
    ):
        forget_files(Evidence.objects.filter(verification=request))


@transaction.atomic
def verify_organization(
    *, organization: Organization, by: Any, reason: str, checklist: Sequence[str], expires: date | None = None
) -> Verification:
    """A moderator has seen that the organization is who it says it is; answers a request if one waits.

    Without `expires` it holds until somebody takes it back.  Raises ValidationError when no reason is given.
    """
    _need_a_reason(reason)
    hold_anew(organization)
    now = timezone.now()
    _end(organization, Status.RENEWED, by)
    row = organization.verifications.filter(status=Status.WAITING).first() or Verification(
        organization=organization, asked=now
    )
    row.status, row.decided, row.decided_by, row.reason = Status.ACCEPTED, now, by, reason.strip()
    row.checklist = [check.value for check in Check if check in checklist]
    row.expires = expires
    row.save()
    forget_files(Evidence.objects.filter(verification=row))
    _mark(organization, now, by)
    _tell_owners(organization, "accepted", reason)
    return row


@transaction.atomic
def refuse_verification(*, request: Verification, by: Any, reason: str, checklist: Sequence[str] = ()) -> None:
    """A moderator says no to a request and why; what was verified before stays as it is.

    Raises ValidationError when no reason is given, or somebody else decided meanwhile.
    """
    _need_a_reason(reason)
    decided = Verification.objects.filter(pk=request.pk, status=Status.WAITING).update(
        status=Status.REFUSED,
        decided=timezone.now(),
        decided_by=by,
        reason=reason.strip(),
        checklist=[check.value for check in Check if check in checklist],
    )
    if not decided:
        raise ValidationError(_("This was withdrawn or decided meanwhile."))
    forget_files(Evidence.objects.filter(verification=request))
    _tell_owners(request.organization, "refused", reason)


@transaction.atomic
def unverify_organization(*, organization: Organization, by: Any, reason: str) -> None:
    """A moderator takes the verification back.  Raises ValidationError when no reason is given."""
    _need_a_reason(reason)
    hold_anew(organization)
    _end(organization, Status.TAKEN_BACK, by, reason.strip())
    _mark(organization, None, None)
    _tell_owners(organization, "taken-back", reason)


def end_by_new_name(*, organization: Organization, by: Any) -> None:
    """Marks the history of an organization whose owner renames it; the caller holds and saves the organization."""
    _end(organization, Status.RENAMED, by)


def expire_verifications(*, today: date) -> int:
    """Ends those whose time is over, each in a transaction of its own; returns how many.  May run again at any time."""
    due, done = Verification.objects.due(today), 0
    for pk, number in list(due.values_list("pk", "organization")):
        with transaction.atomic():
            held = hold(Organization.objects.filter(pk=number))
            if not due.filter(pk=pk).exists():  # renewed or taken back in this moment
                continue
            [organization] = held
            _end(organization, Status.EXPIRED, None)
            _mark(organization, None, None)
            _tell_owners(organization, "expired")
            done += 1
    return done


def remind_of_expiry(*, today: date) -> int:
    """Tells owners, once, of verifications that end within 30 days; returns of how many."""
    soon = Verification.objects.filter(status=Status.ACCEPTED, reminded=None, expires__gt=today)
    done = 0
    for pk in list(soon.filter(expires__lte=today + REMIND_BEFORE).values_list("pk", flat=True)):
        with transaction.atomic():
            if not Verification.objects.filter(pk=pk, reminded=None).update(reminded=timezone.now()):
                continue
            row = Verification.objects.select_related("organization").get(pk=pk)
            _tell_owners(row.organization, "ends-soon", expires=row.expires)
            done += 1
    return done


@transaction.atomic
def record_verifications(*, organizations: Iterable[Organization]) -> None:
    """Brings the history in line with organizations whose verification came from elsewhere, such as an import.

    Nobody is told.  A constant number of statements.
    """
    by_pk = {organization.pk: organization for organization in organizations}
    accepted = Verification.objects.filter(organization__in=by_pk, status=Status.ACCEPTED)
    recorded = set(accepted.values_list("organization", flat=True))
    over = [pk for pk in recorded if not by_pk[pk].is_verified]
    accepted.filter(organization__in=over).update(status=Status.TAKEN_BACK, ended=timezone.now())
    Verification.objects.bulk_create(
        Verification(
            organization=organization,
            asked=organization.verified_at or timezone.now(),
            decided=organization.verified_at,
            decided_by_id=organization.verified_by_id,
            status=Status.ACCEPTED,
        )
        for pk, organization in by_pk.items()
        if organization.is_verified and pk not in recorded
    )


def forget_files(evidence: Any) -> None:
    """Deletes the files of some evidence once the change is certain; names and digests stay."""
    for each in evidence:
        delete_file(each.file)
    evidence.update(file="")


def _need_a_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Say why, in a sentence. Its owners read it."))


def _end(organization: Organization, status: str, by: Any, reason: str = "") -> None:
    organization.verifications.filter(status=Status.ACCEPTED).update(
        status=status, ended=timezone.now(), ended_by=by, end_reason=reason
    )


def _mark(organization: Organization, when: Any, by: Any) -> None:
    organization.verified_at, organization.verified_by = when, by
    organization.save(update_fields=["verified_at", "verified_by", "updated"])


def _tell_owners(organization: Organization, what: str, reason: str = "", expires: date | None = None) -> None:
    link = reverse("profiles:organization-verification", args=[organization.slug])
    context = {"organization": organization, "what": what, "reason": reason.strip(), "expires": expires}
    for owner in active_owners(organization):
        send_to_member(owner, "profiles/email/verification", link=link, **context)
