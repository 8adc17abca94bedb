"""What follows from signing in, and from what moderators do in the admin."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils.translation import get_language
from wagtail.admin.mail import WorkflowStateApprovalEmailNotifier
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled

from profiles.services import create_profile, remember_locale, wake_profile


@receiver(user_logged_in, dispatch_uid="profiles.first_login")
def welcome(sender: Any, user: Any, **kwargs: Any) -> None:
    """A profile is made at the first log-in, not before: only then has the person shown that the address is theirs."""
    create_profile(user=user, name=f"{user.first_name} {user.last_name}".strip())
    remember_locale(user=user, locale=get_language() or "")
    wake_profile(user=user)


@receiver(workflow_cancelled, dispatch_uid="profiles.published_during_review")
def tell_the_author(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """«Publish» instead of «Approve» ends a review without a word; the author hears of it all the same."""
    obj: Any = type(instance.content_object)._default_manager.get(pk=instance.object_id)
    publish = f"{obj._meta.app_label}.{get_permission_codename('publish', obj._meta)}"
    is_published = getattr(obj, "author_url", "") and obj.live and not obj.has_unpublished_changes
    if is_published and user is not None and user.has_perm(publish):
        WorkflowStateApprovalEmailNotifier()(instance=instance, user=user)
