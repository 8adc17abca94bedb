"""Asking for files that are given on request: asking, taking back, giving, refusing, ending."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from profiles.budgets import Budget
from profiles.mailing import send_to_member
from profiles.relations import relations_of
from resources import permissions
from resources.models import FileRequest, Resource

Status = FileRequest.Status
ASKS = Budget(20, 5)
AGAIN_AFTER = timedelta(days=30)  # a no holds so long
# {what is done: (the status that it takes, the one that it makes)}
DECISIONS = {
    "grant": (Status.ASKED, Status.GRANTED),
    "refuse": (Status.ASKED, Status.REFUSED),
    "end": (Status.GRANTED, Status.ENDED),
}


def asks_again_from(before: FileRequest | None) -> datetime | None:
    """The moment from which somebody whose latest request this is may ask again; None: at once."""
    if before is None or before.status not in (Status.REFUSED, Status.ENDED):
        return None
    moment = (before.decided or before.created) + AGAIN_AFTER
    return moment if moment > timezone.now() else None


@transaction.atomic
def ask_for_file(*, asker: Any, resource: Resource, reason: str) -> FileRequest:
    """Asks for the file of a published resource; one that waits or is granted stays as it is.

    Raises ValidationError when there is nothing to ask for, a no is fresh, or the asker asked for many files today.
    """
    own = FileRequest.objects.of(asker)
    before = own.filter(resource=resource).first()
    if before is not None and before.status in (Status.ASKED, Status.GRANTED):
        return before
    if not permissions.may_ask_for_file(asker, resource):
        raise ValidationError(_("The file of this resource can't be asked for."))
    if moment := asks_again_from(before):
        day = timezone.localdate(moment)
        raise ValidationError(_("This was decided not long ago. Ask again from %(day)s on.") % {"day": day})
    if ASKS.is_spent(asker, own.filter(created__gt=timezone.now() - timedelta(days=1)).count()):
        raise ValidationError(_("You asked for many files today. Go on tomorrow."))
    try:
        with transaction.atomic():
            made: FileRequest = FileRequest.objects.create(asker=asker, resource=resource, reason=reason.strip())
    except IntegrityError:  # asked twice at the same moment
        return own.get(resource=resource, status__in=[Status.ASKED, Status.GRANTED])
    _tell_who_decides(made)
    return made


@transaction.atomic
def withdraw_request(*, asker: Any, resource: Resource) -> None:
    """Takes back what still waits for an answer; nobody is told."""
    waiting = FileRequest.objects.filter(asker=asker, resource=resource, status=Status.ASKED)
    waiting.update(status=Status.WITHDRAWN, decided=timezone.now())


@transaction.atomic
def decide(*, request: FileRequest, by: Any, decision: str, answer: str = "") -> None:
    """Gives or refuses a file, or ends that it is given; `decision` is one of DECISIONS.  The asker is told.

    Raises ValidationError when somebody decided meanwhile, or it was taken back.
    """
    before, after = DECISIONS[decision]
    now, words = timezone.now(), answer.strip()
    changed = FileRequest.objects.filter(pk=request.pk, status=before)
    if not changed.update(status=after, answer=words, decided=now):
        raise ValidationError(_("This was withdrawn or answered meanwhile."))
    log(request.resource, f"resources.{decision}_file", user=by)
    permissions.forget_granted(request.asker)
    _send(request.asker, "decided", request, request.resource.get_absolute_url(), status=str(after), answer=words)


def delete_decided(*, before: datetime) -> int:
    """Forgets requests that came to nothing, once that is long ago; what is granted stays as long as that."""
    closed = FileRequest.objects.filter(status__in=[Status.REFUSED, Status.WITHDRAWN, Status.ENDED])
    deleted, _by_model = closed.filter(decided__lte=before).delete()
    return deleted


def _tell_who_decides(made: FileRequest) -> None:
    """Mails the contributor, unless the two are out of each other's sight, and the editors."""
    contributor = made.resource.contributor
    told = {made.asker_id}
    if contributor is not None and contributor.is_active and contributor.pk not in relations_of(made.asker).blocked:
        told.add(contributor.pk)
        _send(contributor, "asked", made, reverse("resources:requests", args=[made.resource.slug]), reason=made.reason)
    for editor in _editors():
        if editor.pk not in told:
            _send(editor, "asked", made, reverse("resources_file_requests"), reason=made.reason)


def _editors() -> Any:
    may = Q(
        groups__permissions__codename="change_resource", groups__permissions__content_type__app_label="resources"
    ) | Q(is_superuser=True)
    return get_user_model().objects.filter(may, is_active=True).distinct()


def _send(user: Any, what: str, request: FileRequest, link: str, **context: Any) -> None:
    send_to_member(user, f"resources/email/file_{what}", link=link, title=request.resource.title, **context)
