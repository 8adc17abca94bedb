"""What follows from signing in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from profiles.services import create_profile


@receiver(user_logged_in, dispatch_uid="profiles.first_login")
def welcome(sender: Any, user: Any, **kwargs: Any) -> None:
    """A profile is made at the first log-in, not before: only then has the person shown that the address is theirs."""
    create_profile(user=user, name=f"{user.first_name} {user.last_name}".strip())
