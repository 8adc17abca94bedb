"""Three ways to be here, each one click in the editor: who sees what, all at once."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from profiles.models import AUDIENCE_FIELDS, Audience, Consent
from profiles.services.consents import WORDS


class Preset(NamedTuple):
    label: Promise | str
    text: Promise | str
    audiences: Mapping[str, str]


def _all(audience: Audience, **others: Audience) -> dict[str, str]:
    return {field: str(others.get(field, audience)) for field in AUDIENCE_FIELDS}


# Roots are never made public by a preset: they can tell of ethnic origin.
PRESETS: dict[str, Preset] = {
    "findable": Preset(
        _("Findable"),
        format_lazy(
            "{} {}", WORDS[Consent.Matter.PUBLIC], _("Your roots are for members, your links for connections.")
        ),
        _all(Audience.PUBLIC, roots=Audience.MEMBERS, links=Audience.CONNECTIONS),
    ),
    "quiet": Preset(
        _("Quiet"),
        _("Members find you. Your photo and links are for connections, your roots for you alone."),
        _all(Audience.MEMBERS, photo=Audience.CONNECTIONS, links=Audience.CONNECTIONS, roots=Audience.PRIVATE),
    ),
    "hidden": Preset(
        _("Hidden"),
        _("Nobody finds you; only your connections see your page. You still see what fits you."),
        _all(Audience.CONNECTIONS, roots=Audience.PRIVATE),
    ),
}
