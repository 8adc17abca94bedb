"""What is kept of an account where no foreign key leads: erased together with it, whoever deletes it."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, RevisionMixin
from wagtail.users.models import UserProfile

from profiles.invitations import sent_to
from profiles.models import Profile
from profiles.tasks import end_sessions, enqueue
from profiles.uploads import delete_file
from taxonomy.models import Term
from taxonomy.services import delete_unused_terms


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="profiles.erase_account")
def erase_account(sender: Any, instance: Any, **kwargs: Any) -> None:
    sent_to(instance).delete()
    _unsign_revisions(instance)
    enqueue(end_sessions, user_pk=instance.pk)


@receiver(post_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="profiles.erased_account")
def erased_account(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Last of all: what is saved while an account goes may have noted it anew."""
    for entries in registry.get_log_entry_models():
        entries.objects.filter(user_id=instance.pk).update(user=None)
    _forget_references(instance)


@receiver(pre_delete, sender=Profile, dispatch_uid="profiles.erase_profile")
def erase_profile(sender: Any, instance: Profile, **kwargs: Any) -> None:
    tagged = Q(profile_expertise__content_object=instance) | Q(profile_interests__content_object=instance)
    vars(instance)["typed"] = list(Term.objects.filter(tagged, concept=None).values_list("pk", flat=True))


@receiver(post_delete, sender=Profile, dispatch_uid="profiles.erased_profile")
def erased_profile(sender: Any, instance: Profile, **kwargs: Any) -> None:
    """Labels that only this member has typed go with it: nobody else has them, and they may say who it was."""
    delete_unused_terms(vars(instance).pop("typed", ()))
    _forget_references(instance)
    delete_file(instance.photo)


@receiver(post_delete, sender=UserProfile, dispatch_uid="profiles.erased_editor")
def erased_editor(sender: Any, instance: UserProfile, **kwargs: Any) -> None:
    """The picture of an editor in the admin."""
    delete_file(instance.avatar)


def _unsign_revisions(user: Any) -> None:
    """Takes the number of an account out of old versions of what it wrote, which are kept as JSON."""
    for model in apps.get_models():
        names = [field.name for field in model._meta.concrete_fields if field.related_model is type(user)]
        if not issubclass(model, RevisionMixin) or not names:
            continue
        own = Q(*((name, user) for name in names), _connector=Q.OR)
        objects = [str(pk) for pk in model._default_manager.filter(own).values_list("pk", flat=True)]
        kind = ContentType.objects.get_for_model(model)
        for revision in Revision.objects.filter(Q(object_id__in=objects) | Q(user=user), content_type=kind):
            signed = [name for name in names if revision.content.get(name) == user.pk]
            revision.content.update(dict.fromkeys(signed))
            revision.save(update_fields=["content"])


def _forget_references(instance: Model) -> None:
    """Wagtail's list of what refers to what, and the names that its log gives to things."""
    kind = ContentType.objects.get_for_model(instance)
    ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(instance.pk)).delete()
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(instance.pk)).update(label="", data={})
