"""The link with which somebody appeals, signed, so that it works though their account is suspended."""

from django.core import signing
from django.urls import reverse

from profiles.models import CaseEvent

SALT = "profiles.appeal"
DAYS = 60
APPEALABLE = (CaseEvent.Action.AUTO_HIDE, CaseEvent.Action.HIDE, CaseEvent.Action.SUSPEND)


def appeal_path(event: CaseEvent) -> str:
    return reverse("profiles:appeal", args=[signing.dumps(event.pk, salt=SALT)])


def event_of(token: str) -> CaseEvent | None:
    """The decision that a link appeals against; None when it is forged, too old or undone meanwhile."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return None
    event = CaseEvent.objects.select_related("case__content_type").filter(pk=pk, action__in=APPEALABLE).first()
    if event is None:
        return None
    is_suspension = event.action == CaseEvent.Action.SUSPEND
    return event if (event.case.is_suspended if is_suspension else event.case.is_hidden) else None
