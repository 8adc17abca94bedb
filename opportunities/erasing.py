"""Files of applications go with their rows, whoever deletes them: the applicant, the account, the post."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from opportunities.models import ApplicationFile
from profiles.erasing import delete_file


@receiver(post_delete, sender=ApplicationFile, dispatch_uid="opportunities.erased_file")
def erased_file(sender: Any, instance: ApplicationFile, **kwargs: Any) -> None:
    delete_file(instance.file)
