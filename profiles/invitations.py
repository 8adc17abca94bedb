"""The link in an invitation: signed, for two weeks, good once."""

from django.core import signing

from profiles.models import Invitation

SALT = "profiles.invitation"
DAYS = 14


def token_of(invitation: Invitation) -> str:
    return signing.dumps(invitation.pk, salt=SALT)


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
