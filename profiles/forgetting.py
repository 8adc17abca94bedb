"""What goes with an account or a thing: its words, evidence; and who answers afterwards for what it led."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from profiles import reportable
from profiles.models import (
    Case,
    CaseEvent,
    CommunityMembership,
    Discussion,
    Evidence,
    Post,
    Report,
    Verification,
)
from profiles.services.belonging import leave_community
from profiles.services.discussions import take_post_back
from profiles.services.succession import settle_succession
from profiles.services.verification import withdraw_verification
from profiles.uploads import delete_file


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="profiles.forget_reporter")
def forget_reporter(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an account goes: what it wrote in reports, and what was written to it."""
    Report.objects.filter(reporter=instance).update(words="")
    CaseEvent.objects.filter(case__account=instance).update(words="")
    Report.objects.filter(case__account=instance).update(words="")


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="profiles.leave_organizations")
def leave_organizations(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an account goes: who takes its organizations over, and what it asked moderators for them."""
    settle_succession(leaver=instance)
    asked = Verification.objects.filter(asked_by=instance)
    for request in asked.filter(status=Verification.Status.WAITING):
        withdraw_verification(request=request)
    Evidence.objects.filter(verification__asked_by=instance).update(name="")
    asked.update(statement="")


@receiver(post_delete, sender=Evidence, dispatch_uid="profiles.forget_evidence")
def forget_evidence(sender: Any, instance: Evidence, **kwargs: Any) -> None:
    """A file goes with its request, and that with its organization."""
    delete_file(instance.file)


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="profiles.forget_writer")
def forget_writer(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before an account goes: what it wrote in groups, of which a note stays where others have answered; then it leaves
    its groups, as one leaves them by oneself."""
    for post in Post.objects.filter(author=instance).select_related("discussion").order_by("-created", "-pk"):
        take_post_back(post=post)
    for discussion in Discussion.objects.filter(author=instance):
        discussion.title = ""
        discussion.save(update_fields=["title"])
    own = CommunityMembership.objects.filter(user=instance, status=CommunityMembership.Status.ACTIVE)
    for membership in own.select_related("community", "user").order_by("community"):
        leave_community(membership=membership)


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
