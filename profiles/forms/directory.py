"""What the directory asks in words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from taxonomy.fields import PlaceField


class NearForm(forms.Form):
    """A city to look around, from the address; it says so when no city is called as it was written."""

    near = PlaceField(label=_("Near"), help_text=_("A city; about 40 km around it."), required=False)
