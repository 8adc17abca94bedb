"""A day and a time of day, as they are asked for in every form of the board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


def day_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("We couldn't read that date. Write it like 2026-07-05.")},
    )


def time_field(label: Any, *, help_text: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("We couldn't read that time. Write it like 18:00.")},
    )
