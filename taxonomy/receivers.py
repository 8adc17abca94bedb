"""What follows when a concept is deleted."""

from typing import Any

from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from taxonomy.models import Concept, Term
from taxonomy.signals import announce_terms
from taxonomy.versions import bump


@receiver(pre_delete, sender=Concept, dispatch_uid="taxonomy.release_terms")
def release_terms(sender: Any, instance: Concept, **kwargs: Any) -> None:
    """Its terms are pending again: they are what people typed, and editors decide anew what they mean."""
    terms = list(Term.objects.filter(concept=instance).values_list("pk", flat=True))
    Term.objects.filter(pk__in=terms).update(concept=None, status=Term.Status.PENDING)
    announce_terms([*terms, *Term.objects.filter(suggestion=instance).values_list("pk", flat=True)])


@receiver(post_delete, sender=Concept, dispatch_uid="taxonomy.forget_concept")
def forget_concept(sender: Any, **kwargs: Any) -> None:
    bump()
