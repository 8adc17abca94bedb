"""How often what is new is mailed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import Digest


class DigestForm(forms.Form):
    frequency = forms.ChoiceField(
        label=_("How often"), choices=Digest.Frequency.choices, widget=forms.RadioSelect, initial=Digest.Frequency.OFF
    )
