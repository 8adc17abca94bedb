"""An account that ends: asked for by its owner, kept after all, or erased."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from profiles.mailing import locale_of, send_to_address, send_to_member
from profiles.models import Case, Departure, Profile
from profiles.tasks import end_sessions, enqueue


@transaction.atomic
def leave(*, user: Any) -> Departure:
    """The owner asks to delete the account: it is out of sight and closed at once, and erased some days later.

    The mail about it has the link that keeps it.  Asking again changes nothing.
    """
    due = timezone.now() + timedelta(days=settings.RETENTION["departures"])
    departure, is_new = Departure.objects.get_or_create(user=user, defaults={"due": due})
    if is_new:
        set_active(user=user, is_active=False)
        link = reverse("profiles:keep-account", args=[departure.token])
        send_to_member(user, "profiles/email/leaving", link=link, due=departure.due)
    return departure


@transaction.atomic
def keep_account(*, departure: Departure) -> None:
    """All is as it was before; an account that a moderator has suspended meanwhile stays closed."""
    user: Any = departure.user
    departure.delete()
    if not Case.objects.filter(account=user, is_suspended=True).exists():
        set_active(user=user, is_active=True)


@transaction.atomic
def delete_account(*, user: Any) -> None:
    """Erases an account with all that is its own: profile, files, memberships, messages, addresses, ways to log in.

    What it published for an organization stays, unsigned.  What no foreign key leads to is erased by what listens to
    the deletion: profiles.forgetting, profiles.erasing and the like of other apps.
    """
    # Held first: a section that is being saved elsewhere would else add rows to what is being deleted.
    Profile.objects.select_for_update().filter(user=user).first()
    address, language = user.email, locale_of(user)
    user.delete()
    send_to_address(address, "profiles/email/left", language=language)


def erase_departed() -> int:
    """Erases the accounts whose days of grace are over, each by itself; returns how many."""
    erased = 0
    for number in Departure.objects.filter(due__lte=timezone.now()).values_list("user", flat=True):
        with transaction.atomic():
            # Asked again, and held: its owner may be keeping it in this moment.
            if Departure.objects.select_for_update().filter(user=number).exists():
                delete_account(user=get_user_model()._default_manager.get(pk=number))
                erased += 1
    return erased


def set_active(*, user: Any, is_active: bool) -> None:
    """Opens or closes an account; whoever is logged in with one that is closed is out."""
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        enqueue(end_sessions, user_pk=user.pk)
