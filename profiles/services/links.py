"""Writes of umbrellas: an owner asks another organization, an owner of that one answers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.belonging import active_owners
from profiles.counters import count_up
from profiles.links import is_above
from profiles.mailing import send_to_member
from profiles.models import Organization, OrganizationLink
from profiles.services.holding import hold

Status = OrganizationLink.Status
ASKED_A_DAY = 20


@transaction.atomic
def ask_for_link(*, asker: Organization, other: Organization, kind: str, is_parent: bool, by: Any) -> OrganizationLink:
    """Asks another organization to be under `asker` (or above, where not `is_parent`) and tells its owners.

    Raises ValidationError for what would go round in a circle, is tied already, or was asked too often today.
    """
    if asker.pk == other.pk:
        raise ValidationError(_("That is the organization itself. Choose another one."))
    parent, child = (asker, other) if is_parent else (other, asker)
    _refuse_circle(parent, child)
    if OrganizationLink.objects.filter(parent__in=[parent, child], child__in=[parent, child]).exists():
        raise ValidationError(_("These two are tied already, or one has asked the other."))
    if count_up(f"organization-links:{by.pk}", 86400) > ASKED_A_DAY:
        raise ValidationError(_("You asked many organizations today. Go on tomorrow."))
    try:
        with transaction.atomic():
            link = OrganizationLink.objects.create(
                parent=parent, child=child, kind=kind, is_asked_by_parent=is_parent, asked_by=by
            )
    except IntegrityError as error:  # both asked at the same moment
        raise ValidationError(_("These two are tied already, or one has asked the other.")) from error
    _tell(other, asker, link, "asked")
    return link


@transaction.atomic
def accept_link(*, link: OrganizationLink, by: Organization) -> None:
    """The other side says yes.  Raises ValidationError when it was taken back, or would now go round in a circle."""
    hold(Organization.objects.filter(pk__in=[link.parent_id, link.child_id]))
    _refuse_circle(link.parent, link.child)
    accepted = OrganizationLink.objects.filter(pk=link.pk, status=Status.ASKED).update(
        status=Status.ACCEPTED, answered=timezone.now()
    )
    if not accepted:
        raise ValidationError(_("This was withdrawn or answered meanwhile."))
    _tell(link.other(by), by, link, "accepted")


@transaction.atomic
def end_link(*, link: OrganizationLink) -> None:
    """Either side says no, takes its question back, or ends what both agreed to; nobody is told."""
    link.delete()


def _refuse_circle(parent: Organization, child: Organization) -> None:
    if is_above(child, parent):
        raise ValidationError(
            _("%(parent)s is itself under %(child)s: an organization can't be its own umbrella."),
            params={"parent": parent.name, "child": child.name},
        )


def _tell(told: Organization, other: Organization, link: OrganizationLink, what: str) -> None:
    path = reverse("profiles:organization-links", args=[told.slug])
    is_parent = link.child_id == told.pk  # `other` is above
    context = {"organization": told, "other": other, "kind": link.kind, "is_parent": is_parent, "what": what}
    for owner in active_owners(told):
        send_to_member(owner, "profiles/email/link", link=path, **context)
