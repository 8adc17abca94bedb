"""What the team of an organization does with applications: statuses, notes, answers.  Nobody is ranked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.models import Application, ApplicationEvent, ApplicationNote, Opportunity
from opportunities.querysets import ARRIVED
from profiles.mailing import send_to_member
from profiles.services import write_for_organization

TOLD_BY_MAIL = (Application.Status.INVITED, Application.Status.ACCEPTED, Application.Status.DECLINED)
MOST_AT_ONCE = 100


@transaction.atomic
def change_status(*, application: Application, by: Any, status: str) -> None:
    """Gives an application a status, which its applicant sees; a mail tells of those that settle something.

    Raises ValidationError when it has been withdrawn meanwhile, or the status is none that a team gives.
    """
    application = _held(application)
    if status not in ARRIVED:
        raise ValidationError(_("Choose one of the statuses."))
    if application.status == status:
        return
    _set_status([application], by, status)
    if status in TOLD_BY_MAIL:
        send_to_member(
            application.applicant,
            "opportunities/email/status",
            link=application.get_absolute_url(),
            opportunity=application.opportunity,
        )


def _held(application: Application) -> Application:
    """The row as it is now, until the transaction ends."""
    held = Application.objects.select_for_update().get(pk=application.pk)
    if not held.has_arrived:
        raise ValidationError(_("This application has been withdrawn."))
    return held


def _set_status(applications: Sequence[Application], by: Any, status: str, batch: UUID | None = None) -> None:
    """Gives all of them a status, on record; two statements."""
    ApplicationEvent.objects.bulk_create(
        ApplicationEvent(application=each, status=status, by=by, batch=batch) for each in applications
    )
    Application.objects.filter(pk__in=[each.pk for each in applications]).update(status=status, updated=timezone.now())


@transaction.atomic
def answer_applications(
    *, opportunity: Opportunity, applications: Sequence[Application], by: Any, status: str, text: str, batch: UUID
) -> list[Application]:
    """Writes the same to several applicants of a post, in its organization's name, and gives all the same status.

    Returns those who were written to: not who has withdrawn meanwhile.  `batch` names this answer: given twice, nobody
    gets it twice.  Raises ValidationError for too many, or an empty text.
    """
    if len(applications) > MOST_AT_ONCE:
        raise ValidationError(_("Answer at most %(most)d at once.") % {"most": MOST_AT_ONCE})
    if status not in ARRIVED:
        raise ValidationError(_("Choose one of the statuses."))
    rows = Application.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in applications])
    rows = rows.filter(opportunity=opportunity).select_related("applicant").order_by("pk")
    answered = [row for row in rows if row.has_arrived]
    done = set(
        ApplicationEvent.objects.filter(application__in=answered, batch=batch).values_list("application", flat=True)
    )
    new = [row for row in answered if row.pk not in done]
    _set_status(new, by, status, batch)
    members = [row.applicant for row in new]
    write_for_organization(organization=opportunity.organization, members=members, author=by, text=text)
    return answered


@transaction.atomic
def add_note(*, application: Application, author: Any, text: str) -> ApplicationNote:
    """Writes something down for the team.  Raises ValidationError when there is no text, or it is withdrawn."""
    if not text.strip():
        raise ValidationError(_("Write something first."))
    return ApplicationNote.objects.create(application=_held(application), author=author, text=text.strip())


@transaction.atomic
def delete_note(*, note: ApplicationNote) -> None:
    note.delete()
