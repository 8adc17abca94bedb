"""The licences that a contributor can choose from."""

from django.utils.translation import gettext_lazy as _

# SPDX identifier, what it allows.
LICENCES = (
    ("CC0-1.0", _("No rights reserved (CC0)")),
    ("CC-BY-4.0", _("Free with the author's name (CC BY 4.0)")),
    ("CC-BY-SA-4.0", _("Free with the author's name, under the same terms (CC BY-SA 4.0)")),
    ("CC-BY-NC-4.0", _("Free with the author's name, not to be sold (CC BY-NC 4.0)")),
    ("all-rights-reserved", _("All rights reserved: it can be read, not copied")),
)
ADDRESSES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
}


def licence_name(licence: str) -> str:
    """A licence of these in words; other words, as of a record from elsewhere, as they are."""
    return str(dict(LICENCES).get(licence, licence))


def licence_address(licence: str) -> str:
    """Where its text is, or "" when it has none that is known here."""
    return ADDRESSES.get(licence, "")
