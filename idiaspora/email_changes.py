"""Changing the address of an account: the new one proves itself by a code, the old one agrees.

Who has taken a session, or a password, still can't take the account: the old mailbox is asked, and may say no.  Who has
lost the old mailbox waits for a week, in which it may still say no.
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from idiaspora.models import EmailChange
from profiles.mailing import locale_of, send_to_address


def needs_consent(address: EmailAddress) -> bool:
    """Whether an address that proved itself comes beside another that did before."""
    return EmailAddress.objects.filter(user=address.user_id, verified=True).exclude(email=address.email).exists()


@transaction.atomic
def ask_old_address(*, user: Any, email: str) -> EmailChange:
    """Keeps the new address and asks the one in use; an earlier question is void."""
    EmailChange.objects.filter(user=user).delete()
    change = EmailChange.objects.create(user=user, email=email.lower())
    link = reverse("email-change", args=[change.token])
    send_to_address(
        user.email, "idiaspora/email/email_change", language=locale_of(user), link=link, email=email, due=change.due
    )
    return change


@transaction.atomic
def finish_change(*, change: EmailChange) -> None:
    """The new address is the address from now on; the old ones open nothing any more.

    Raises ValidationError when another account has got it meanwhile.
    """
    user: Any = change.user
    if EmailAddress.objects.filter(email__iexact=change.email, verified=True).exclude(user=user).exists():
        change.delete()
        raise ValidationError(_("This address can't be used. Choose another one."))
    old, language = user.email, locale_of(user)
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=change.email, verified=True, primary=True)
    user.email = change.email
    user.save(update_fields=["email"])
    for address in (old, change.email):
        send_to_address(address, "idiaspora/email/email_changed", language=language, link="/account/")
    change.delete()


@transaction.atomic
def cancel_change(*, change: EmailChange) -> None:
    change.delete()
