"""The forms of a tender: of those who take part, and of its team."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.models import Lot
from opportunities.models.tender import WHOLE
from profiles.forms.files import SeveralFilesField
from profiles.models import Organization
from profiles.uploads import DOCX, ODT, PDF, Checked, check_upload

# What is kept is what was sent, byte for byte, so that its digest can be checked; pictures would be encoded again.
SEALED = (PDF, DOCX, ODT)


class BidForm(forms.Form):
    """A sealed proposal."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("For which organization"), required=False, to_field_name="slug",
        empty_label=_("For none that is on this site"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name of the bidder"), max_length=200, help_text=_("The company or person who bids.")
    )
    lot = forms.TypedChoiceField(label=_("Lot"), coerce=int, widget=forms.RadioSelect)
    attachments = SeveralFilesField(
        accept=SEALED,
        label=_("Files"),
        help_text=_("PDF, DOCX or ODT, up to 10 MB each, at most 10. They are kept exactly as you send them."),
    )
    message = forms.CharField(
        label=_("Message"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, lots: Sequence[Lot], organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        if not organizations:
            del self.fields["organization"]
        if [lot.number for lot in lots] == [WHOLE]:
            del self.fields["lot"]
        else:
            self.fields["lot"].choices = [(lot.number, str(lot)) for lot in lots]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What services.send_bid takes."""
        cleaned = self.cleaned_data
        return {
            "name": cleaned["name"],
            "message": cleaned["message"],
            "organization": cleaned.get("organization"),
            "files": cleaned["attachments"],
            "lot": cleaned.get("lot", WHOLE),
        }


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Question and answer are shown to everybody, your name to nobody. Don't write it into the text."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Answer for all"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It is public as soon as you send it, together with the question."),
    )  # fmt: skip


class DocumentForm(forms.Form):
    """A document, or with `version` the next version of one, which keeps its title."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("For example: Terms of reference."))
    is_addendum = forms.BooleanField(
        label=_("It is an addendum: it changes or completes what was published"), required=False
    )
    file = forms.FileField(label=_("File"), help_text=_("PDF, DOCX or ODT, up to 10 MB."))

    def __init__(self, *args: Any, version: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version:
            del self.fields["title"]
            del self.fields["is_addendum"]

    def clean_file(self) -> Checked:
        return check_upload(self.cleaned_data["file"], SEALED)


class LotForm(forms.Form):
    status = forms.ChoiceField(label=_("What becomes of it"), choices=Lot.Status, widget=forms.RadioSelect)
    awarded_to = forms.CharField(
        label=_("Awarded to"), max_length=200, required=False, help_text=_("The name as it is published.")
    )
    award_value = forms.CharField(
        label=_("Value"), max_length=100, required=False, help_text=_("For example: 48,200 euros.")
    )
    description = forms.CharField(
        label=_("Why, or what else to know"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AwardForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided, and why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it on the page of the tender; whoever bid gets it by mail."),
    )  # fmt: skip
