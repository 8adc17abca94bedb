"""Reporting, appealing, deciding."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.models import CaseEvent, ReadyReason, Reason
from profiles.services.cases import LASTING


class ReportForm(forms.Form):
    reason = forms.ChoiceField(choices=Reason.choices)
    words = forms.CharField(max_length=2000, required=False)


class WordsForm(forms.Form):
    words = forms.CharField(label=_("Your words"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class DecisionForm(forms.Form):
    """What to do with a case, and why; the owner of the thing reads the reason."""

    action = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    ready = forms.ModelChoiceField(ReadyReason.objects.all(), label=_("Ready reason"), required=False)
    words = forms.CharField(
        label=_("Reason in your words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    sure = forms.BooleanField(
        label=_("I am sure"), required=False, help_text=_("Needed to suspend an account and to delete for good.")
    )

    def __init__(self, *args: Any, actions: list[CaseEvent.Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [(action.value, LABELS[action]) for action in actions]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ready = data["ready"].text if data.get("ready") else ""
        data["reason"] = "\n\n".join(filter(None, [ready, data.get("words", "")]))
        if not data["reason"]:
            self.add_error("words", ValidationError(_("Say why: choose a ready reason or write one.")))
        if data.get("action") in LASTING and not data.get("sure"):
            self.add_error("sure", ValidationError(_("Tick this box to go on: it is a grave decision.")))
        return data


Action = CaseEvent.Action
LABELS = {
    Action.DISMISS: _("Dismiss: nothing is wrong"),
    Action.UPHOLD: _("Keep it as it was decided"),
    Action.WARN: _("Warn its owner by e-mail"),
    Action.HIDE: _("Hide it"),
    Action.SHOW: _("Show it again"),
    Action.SUSPEND: _("Suspend the account"),
    Action.RESTORE: _("Open the account again"),
    Action.DELETE: _("Delete it for good"),
    Action.ESCALATE: _("Hand it to the administrators"),
}
