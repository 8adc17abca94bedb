"""The form of signing up, with the operator's challenge in it."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django.conf import settings
from django.utils.module_loading import import_string

from idiaspora.challenges import Challenge


class SignupForm(AllauthSignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = settings.SIGNUP_CHALLENGE
        self.challenge: Challenge | None = import_string(path)() if path else None
        if self.challenge:
            self.fields.update(self.challenge.fields())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if self.challenge:
            self.challenge.check(data)
        return data
