"""The link in an invitation: signed, for two weeks, good once; and which invitations are somebody's."""

from typing import Any

from allauth.account.models import EmailAddress
from django.core import signing
from django.db.models import QuerySet

from profiles.models import Invitation

SALT = "profiles.invitation"
DAYS = 14


def token_of(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=SALT)


def sent_to(user: Any) -> QuerySet[Invitation]:
    """Those to any address of an account.  They are kept in small letters, as addresses need not be."""
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    return Invitation.objects.filter(email__in=[address.lower() for address in addresses])


def invitation_of(token: str) -> Invitation | None:
    """The open invitation that a link stands for; None when it is forged, too old, accepted or withdrawn."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=DAYS * 86400)
    except signing.BadSignature:
        return None
    return (
        Invitation.objects.select_related("organization", "invited_by__profile")
        .filter(pk=pk, closed=None, organization__is_hidden=False)
        .first()
    )
