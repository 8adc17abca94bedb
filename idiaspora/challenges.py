"""What keeps programs from making accounts: settings.SIGNUP_CHALLENGE names a class like the one here.

A challenge adds fields to the form of signing up and judges what came in them.  docs/recipes/signup-challenge.md shows
how to bring another.
"""

import time
from typing import Any, Protocol

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

SALT = "idiaspora.challenges"


class Challenge(Protocol):
    def fields(self) -> dict[str, forms.Field]:
        """The fields to add, by name."""

    def check(self, data: dict[str, Any]) -> None:
        """Judges the cleaned data; raises ValidationError, with what to do, for who may not pass."""


class TimedField:
    """Two fields that people don't fill: one hidden, which programs do fill, and the signed time of the page.

    It needs no third party, no picture and no JavaScript.  It stops programs that post what they find, not one written
    for this site: the limits of how many accounts a network makes are for those.
    """

    FASTEST, LONGEST = 2, 6 * 3600  # seconds between the page and the answer

    def fields(self) -> dict[str, forms.Field]:
        now = signing.dumps(int(time.time()), salt=SALT)
        return {
            "homepage": forms.CharField(
                required=False, label=gettext_lazy("Leave this empty"), widget=forms.TextInput(attrs={"hidden": True})
            ),
            "opened": forms.CharField(required=False, initial=now, widget=forms.HiddenInput()),
        }

    def check(self, data: dict[str, Any]) -> None:
        try:
            age = time.time() - signing.loads(data.get("opened") or "", salt=SALT)
        except signing.BadSignature:
            age = self.LONGEST + 1.0
        if data.get("homepage") or age < self.FASTEST:
            raise ValidationError(_("That went faster than a person can write. Wait a moment, then send it again."))
        if age > self.LONGEST:
            raise ValidationError(_("This page was open for very long. Open it again, then send it."))
