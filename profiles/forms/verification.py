"""Asking for verification, claiming, and what moderators decide of both."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.evidence import KINDS, check_count
from profiles.forms.files import SeveralFilesField
from profiles.models import Check
from profiles.services.verification import YEARS


class VerificationForm(forms.Form):
    statement = forms.CharField(
        label=_("Who you are"),
        help_text=_(
            "Its legal name, its registration number and the register, who answers for it, "
            "and an address of its own domain."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    evidence = SeveralFilesField(
        accept=KINDS,
        check_count=check_count,
        label=_("Evidence"),
        required=False,
        help_text=_(
            "A certificate of registration, statutes, a letter of appointment: up to 5 PDF, JPEG or PNG files "
            "of 10 MB. Only moderators read them, and they are deleted once it is decided."
        ),
    )
    evidence.widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"


class ClaimForm(forms.Form):
    why = forms.CharField(
        label=_("Why it is yours"),
        help_text=_("What you do in it, and since when."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    proof = forms.CharField(
        label=_("How we can check it"),
        help_text=_("A page that names you, a telephone number of its office, a register."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def in_two_years() -> date:
    """The same day of the month, as long as there is one."""
    today = timezone.localdate()
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year + YEARS, day=day)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Those whom it is about read it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class VerifyForm(ReasonForm):
    """What was made sure of, why, and until when it holds."""

    checklist = forms.MultipleChoiceField(
        label=_("What you have checked"), choices=Check.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    expires = forms.DateField(
        label=_("Holds until"),
        required=False,
        initial=in_two_years,
        help_text=_("Leave it empty for a verification without an end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    field_order: Iterable[str] | None = ("checklist", "reason", "expires")

    def clean_expires(self) -> date | None:
        expires: date | None = self.cleaned_data["expires"]
        if expires is not None and expires <= timezone.localdate() + timedelta(days=1):
            raise ValidationError(_("This day is too near or past. Choose a later one."))
        return expires

    def _needs_checks(self) -> bool:
        return True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self._needs_checks() and not data.get("checklist") and "checklist" not in self.errors:
            self.add_error("checklist", ValidationError(_("Tick what you have checked: at least one of these.")))
        return data


class VerificationDecisionForm(VerifyForm):
    """The same for a request, which may also be refused."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Verify it")), ("refuse", _("Refuse it"))],
        widget=forms.RadioSelect,
    )
    field_order = ("checklist", "decision", "reason", "expires")

    def _needs_checks(self) -> bool:
        return self.data.get("decision") == "accept"


class ClaimDecisionForm(ReasonForm):
    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("accept", _("Make the claimant its owner")), ("refuse", _("Refuse the claim"))],
        widget=forms.RadioSelect,
    )
    field_order = ("decision", "reason")
