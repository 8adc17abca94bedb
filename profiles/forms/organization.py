"""Registering and editing organizations, and choosing their people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.models import Membership, Organization
from taxonomy.fields import CountriesField


class OrganizationForm(forms.ModelForm):
    countries = CountriesField(
        label=_("Countries"), required=False, help_text=_("Where it works, and which diaspora it is of.")
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Organization
        fields = ("name", "type", "level", "countries", "website", "description")
        labels = {"name": _("Name"), "type": _("Type"), "level": _("Level"), "description": _("What it does")}
        help_texts = {"level": _("How far its work reaches.")}
        widgets = {"description": forms.Textarea(attrs={"rows": 6})}


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("We send an invitation there. It can be accepted for two weeks.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.EDITOR)
