"""Leaving."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class DeleteAccountForm(forms.Form):
    email = forms.CharField(
        label=_("Your e-mail address"), max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    at_once = forms.BooleanField(
        label=_("Erase everything at once"),
        required=False,
        help_text=_("Then nothing can bring it back, not even we."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"].strip()
        if typed.casefold() != self.user.email.casefold():
            raise ValidationError(_("This is not the address of your account. Write the one you log in with."))
        return typed
