"""What follows from what moderators do in the admin."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from opportunities.models import Opportunity
from opportunities.services import release_hold


@receiver(published, sender=Opportunity, dispatch_uid="opportunities.release_hold")
def let_pass(sender: Any, instance: Opportunity, **kwargs: Any) -> None:
    """Whoever publishes a held post has read the words that held it."""
    release_hold(opportunity=instance)
