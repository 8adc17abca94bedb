"""Records of what a member agreed to."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import Audience, Consent, Profile

# What is asked, as members read it: the editor shows these very sentences.
WORDS: dict[str, Any] = {
    Consent.Matter.ROOTS: _(
        "Where your roots are can tell about your origin, so we ask. If you agree, opportunities and people from"
        " there come first for you."
        " Without it your roots change nothing. You can take this back at any time."
    ),
    Consent.Matter.PUBLIC: _(
        "«Everyone» are also people without an account, and search engines: they see your name and what you leave open"
        " to everyone. You can take this back at any time."
    ),
}


def record_consent(*, user: Any, matter: str, agrees: bool) -> None:
    """Begins a record at a yes, ends it at a no; the same answer again changes nothing."""
    if agrees:
        Consent.objects.get_or_create(
            user=user, matter=matter, withdrawn=None, defaults={"words": str(WORDS[Consent.Matter(matter)])}
        )
    else:
        Consent.objects.filter(user=user, matter=matter, withdrawn=None).update(withdrawn=timezone.now())


def record_consents(*, user: Any, values: Mapping[str, Any], audiences: Mapping[str, str]) -> None:
    """What follows for the records from fields and audiences that a member has saved."""
    if "roots_consent" in values:
        record_consent(user=user, matter=Consent.Matter.ROOTS, agrees=values["roots_consent"])
    if "profile" in audiences:
        record_consent(user=user, matter=Consent.Matter.PUBLIC, agrees=audiences["profile"] == Audience.PUBLIC)


def unrecorded_matters(profile: Profile) -> list[str]:
    """What is in use without a record of the yes: it is older than the records, or was imported."""
    given = set(Consent.objects.filter(user=profile.user_id, withdrawn=None).values_list("matter", flat=True))
    in_use = {
        Consent.Matter.ROOTS: profile.roots_consent,
        Consent.Matter.PUBLIC: profile.audience_of("profile") == Audience.PUBLIC,
    }
    return [str(matter.label) for matter, is_on in in_use.items() if is_on and matter not in given]
