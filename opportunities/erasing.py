"""What of a member stands on the board beside their account, and files beside their rows: erased together with them."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver

from opportunities.models import ApplicationFile, BidFile, TenderDocument, TenderQuestion
from profiles.uploads import delete_file


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="opportunities.erase_questions")
def erase_questions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Questions that nobody answered go.  Of the others the answer stays, which all bidders relied on."""
    TenderQuestion.objects.filter(asker=instance, published=None).delete()
    TenderQuestion.objects.filter(asker=instance).update(text="", asker=None)


@receiver(post_delete, sender=ApplicationFile, dispatch_uid="opportunities.erased_application_file")
@receiver(post_delete, sender=BidFile, dispatch_uid="opportunities.erased_bid_file")
@receiver(post_delete, sender=TenderDocument, dispatch_uid="opportunities.erased_document")
def erased_file(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Files go with their rows, whoever deletes them."""
    delete_file(instance.file)
