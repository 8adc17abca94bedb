"""What applicants do: keep a draft, send it while the post is open, withdraw it.  The server's clock decides."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities import permissions
from opportunities.models import AddressShown, Application, ApplicationEvent, ApplicationFile, Opportunity
from opportunities.moments import format_moment, get_zone
from opportunities.receipts import new_code
from opportunities.services.deadlines import lock
from opportunities.services.telling import TELL_TEAM_EVERY, tell_team
from profiles.mailing import send_to_member
from profiles.uploads import Checked, all_or_none

MOST_FILES, MOST_BYTES = 5, 25 * 1024 * 1024
MOST_DRAFTS = 50  # of a member, at a time
MOST_A_DAY = 30  # sent by a member within 24 hours
Status = Application.Status


def save_application(
    *, opportunity: Opportunity, applicant: Any, values: Mapping[str, Any], files: Sequence[Checked] = ()
) -> Application:
    """Keeps what somebody writes to a post, and files beside those that are there; nobody else sees it.

    Raises ValidationError when it has been sent already, or there are too many files or drafts; then the files that
    were written are deleted again.
    """
    with all_or_none() as keep, transaction.atomic():
        application = _draft_of(opportunity, applicant)
        for name, value in values.items():
            setattr(application, name, value)
        application.save()
        new = _without_kept(application, files)
        _check_room(application, new)
        for file in new:
            keep(ApplicationFile(application=application, **file.facts), file)
        return application


def _draft_of(opportunity: Opportunity, applicant: Any) -> Application:
    """The draft of a member, held; a new one when there is none."""
    found = Application.objects.select_for_update().filter(opportunity=opportunity, applicant=applicant).first()
    if found is None:
        if not permissions.may_apply(applicant, opportunity):
            raise ValidationError(_("This post takes no applications from you."))
        if Application.objects.filter(applicant=applicant, status=Status.DRAFT).count() >= MOST_DRAFTS:
            raise ValidationError(_("You have very many drafts. Send or delete some of them first."))
        found, _is_new = Application.objects.get_or_create(opportunity=opportunity, applicant=applicant)
    if not found.is_draft:
        raise ValidationError(_("You have sent this application already. Withdraw it to change it."))
    return found


def _without_kept(application: Application, files: Sequence[Checked]) -> list[Checked]:
    """Files that aren't there yet: a second click, or choosing one again, adds nothing."""
    kept = set(application.files.values_list("name", "digest"))
    new = {(file.name, file.digest): file for file in files}
    return [file for key, file in new.items() if key not in kept]


def _check_room(application: Application, files: Sequence[Checked]) -> None:
    if not files:
        return
    kept = application.files.all()
    check_count(len(kept) + len(files))
    if (kept.aggregate(sum=Sum("size"))["sum"] or 0) + sum(file.size for file in files) > MOST_BYTES:
        raise ValidationError(_("The files are larger than 25 MB together. Send fewer or smaller ones."))


def check_count(count: int) -> None:
    """Raises ValidationError for more files than an application may have."""
    if count > MOST_FILES:
        words = ngettext("Send at most %(most)d file.", "Send at most %(most)d files.", MOST_FILES)
        raise ValidationError(words % {"most": MOST_FILES})


@transaction.atomic
def remove_file(*, file: ApplicationFile) -> None:
    """Takes a file out of a draft.  Raises ValidationError when it has been sent."""
    application = Application.objects.select_for_update().get(pk=file.application_id)
    if not application.is_draft:
        raise ValidationError(_("You have sent this application already. Withdraw it to change it."))
    file.delete()


@transaction.atomic
def send_application(*, application: Application) -> Application:
    """Hands a draft to the organization, with a number in the order of arrival and a receipt by mail.

    One transaction holds the post, then reads the clock: what is in before the deadline is in, and nothing after it.
    Sent a second time it is as it was.  Raises ValidationError when the post takes none; the draft stays.
    """
    opportunity = lock(application.opportunity)
    now = timezone.now()
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.has_arrived:
        return application
    _check_sending(application, opportunity, now)
    last = opportunity.applications.aggregate(last=Max("number"))["last"] or 0
    application.status, application.sent, application.number = Status.SENT, now, last + 1
    application.receipt, application.withdrawn = new_code(), None
    application.is_announced = _is_news(opportunity, now)
    application.save()
    ApplicationEvent.objects.create(application=application, status=Status.SENT, created=now)
    _send_receipt(application, opportunity)
    if application.is_announced:
        tell_team(opportunity, "arrived", page="applications")
    return application


def _check_sending(application: Application, opportunity: Opportunity, now: datetime) -> None:
    if not application.is_draft:
        raise ValidationError(_("You have withdrawn this application. Begin it anew first."))
    if opportunity.closes is not None and opportunity.is_closed(now):
        # Translators: moment is «Fri 5 July, 18:00 Bishkek»
        words = _("This closed on %(moment)s. Your text is kept as a draft.")
        raise ValidationError(words % {"moment": format_moment(opportunity.closes, get_zone(opportunity.zone))})
    if not permissions.may_apply(application.applicant, opportunity) or not opportunity.is_open(now):
        raise ValidationError(_("This post takes no applications now. Your text is kept as a draft."))
    sent_today = Application.objects.filter(applicant=application.applicant_id, sent__gt=now - timedelta(days=1))
    if sent_today.count() >= MOST_A_DAY:
        raise ValidationError(_("You sent many applications today. Go on tomorrow; your text is kept as a draft."))


def _is_news(opportunity: Opportunity, now: datetime) -> bool:
    return not opportunity.applications.filter(is_announced=True, sent__gt=now - TELL_TEAM_EVERY).exists()


def _send_receipt(application: Application, opportunity: Opportunity) -> None:
    send_to_member(
        application.applicant,
        "opportunities/email/receipt",
        link=application.get_absolute_url(),
        application=application,
        opportunity=opportunity,
        files=list(application.files.all()),
    )


@transaction.atomic
def withdraw_application(*, application: Application, is_erased: bool = False) -> None:
    """Takes an application back: the organization sees it no more.  `is_erased`: its words and files go, too."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.has_arrived:
        application.status, application.withdrawn = Status.WITHDRAWN, timezone.now()
        application.events.create(status=Status.WITHDRAWN, by=application.applicant)
    if is_erased:
        application.name, application.message, application.answers = "", "", []
        application.files.all().delete()
    # What the team wrote about it was about somebody who asks for nothing any more.
    application.notes.all().delete()
    application.save()


@transaction.atomic
def reopen_application(*, application: Application) -> None:
    """Makes a draft of one that was withdrawn; sent again it arrives anew, behind those that came meanwhile."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.is_withdrawn:
        application.status, application.sent, application.number, application.receipt = Status.DRAFT, None, None, ""
        application.is_announced = False
        application.save()


@transaction.atomic
def delete_draft_application(*, application: Application) -> None:
    """Deletes what nobody else has seen, or has been withdrawn.  Raises ValidationError of one that the team has."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.has_arrived:
        raise ValidationError(_("Withdraw this application first."))
    application.delete()


@transaction.atomic
def show_address(*, opportunity: Opportunity) -> None:
    """Counts that the address of a post was asked for."""
    AddressShown.objects.get_or_create(opportunity=opportunity)
    AddressShown.objects.filter(opportunity=opportunity).update(times=F("times") + 1)
