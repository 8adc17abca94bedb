"""How many people somebody may turn to in a day.  Who is new gets to know the place first, as do spammers."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.models import Connection, Conversation

NEW_FOR = timedelta(days=7)
CONTACTS_A_DAY, CONTACTS_OF_NEWCOMERS = 20, 5


def spend_contact(user: Any) -> None:
    """Raises ValidationError when somebody has turned to too many new people within 24 hours: asked them to connect, or
    written to an organization for the first time."""
    since = timezone.now() - timedelta(days=1)
    asked = Connection.objects.filter(asker=user, created__gt=since).count()
    begun = Conversation.objects.filter(organization__isnull=False, member=user, created__gt=since).count()
    is_new = user.date_joined > timezone.now() - NEW_FOR
    if asked + begun >= (CONTACTS_OF_NEWCOMERS if is_new else CONTACTS_A_DAY):
        raise ValidationError(_("You turned to many people today. Go on tomorrow."))
