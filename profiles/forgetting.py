"""What people wrote in reports goes with the account or the thing it is about; that there was a report stays."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from profiles import reportable
from profiles.models import Case, CaseEvent, Report


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="profiles.forget_reporter")
def forget_reporter(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an account goes: what it wrote in reports, and what was written to it."""
    Report.objects.filter(reporter=instance).update(words="")
    CaseEvent.objects.filter(case__account=instance).update(words="")
    Report.objects.filter(case__account=instance).update(words="")


@receiver(post_delete, dispatch_uid="profiles.forget_thing")
def forget_thing(sender: Any, instance: Any, **kwargs: Any) -> None:
    """When a thing goes, its case is over: nothing is left to decide."""
    if sender not in reportable.models():
        return
    kind = ContentType.objects.get_for_model(sender)
    case = Case.objects.filter(content_type=kind, object_id=str(instance.pk)).first()
    if case is None:
        return
    case.reports.update(words="")
    case.reports.filter(handled=None).update(handled=timezone.now())
    case.events.update(words="")
    Case.objects.filter(pk=case.pk).update(is_open=False, is_appealed=False, is_hidden=False, is_suspended=False)
