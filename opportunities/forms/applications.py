"""The forms of those who apply, and of the team that answers them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.models import Application, Opportunity
from opportunities.querysets import ARRIVED
from opportunities.questions import answers_to, given_to, questions_of
from opportunities.services.applying import check_count
from profiles.forms.files import SeveralFilesField, SeveralFilesInput
from profiles.uploads import DOCUMENTS, Checked


class ApplicationForm(forms.Form):
    """What is written to a post: a name, a message, answers to its questions, files.  A draft may lack anything."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, help_text=_("As the organization shall read it in this matter.")
    )
    message = forms.CharField(max_length=8000, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}))
    uploads = SeveralFilesField(
        check_count=check_count,
        label=_("Files"),
        required=False,
        help_text=_("Up to 5 files of 10 MB: PDF, DOCX, ODT, JPG or PNG. Photos lose where and when they were taken."),
        widget=SeveralFilesInput(attrs={"accept": ",".join((*DOCUMENTS, ".jpeg"))}),
    )

    def __init__(
        self,
        *args: Any,
        opportunity: Opportunity,
        application: Application | None,
        name: str = "",
        draft: bool = False,
        **kwargs: Any,
    ) -> None:
        self.questions = questions_of(opportunity.details)
        kept = application or Application(name=name)
        kwargs["label_suffix"] = ""
        kwargs["initial"] = {
            "name": kept.name or name,
            "message": kept.message,
            **given_to(self.questions, kept.answers),
        }
        super().__init__(*args, **kwargs)
        kind = opportunity.kind_class
        message = self.fields["message"]
        message.label, message.help_text, message.required = kind.message_label, kind.message_help, kind.needs_message
        for question in self.questions:
            self.fields[question.id] = question.form_field()
        if kind.takes_files:
            self.fields["uploads"] = self.fields.pop("uploads")  # after the questions
        else:
            del self.fields["uploads"]
        if draft:
            for field in self.fields.values():
                field.required = False

    def values(self) -> dict[str, Any]:
        """What services.save_application keeps: all that could be read, the form valid or not."""
        given = self.cleaned_data
        known: dict[str, Any] = {name: given[name] for name in ("name", "message") if name in given}
        return known | {"answers": answers_to(self.questions, given)}

    def good_files(self) -> list[Checked]:
        field = self.fields.get("uploads")
        return getattr(field, "good", [])


STATUSES = [(value, label) for value, label in Application.Status.choices if value in ARRIVED]


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, help_text=_("The applicant sees it."))


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note for your team"),
        max_length=4000,
        help_text=_("The applicant never sees it."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class AnswerForm(forms.Form):
    """One text and one status for several applicants."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=5000,
        help_text=_("Each of them gets it as a message from your organization and can reply."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )
    status = forms.ChoiceField(
        label=_("Their status from now on"), choices=STATUSES, help_text=_("The applicants see it.")
    )
    batch = forms.UUIDField(widget=forms.HiddenInput)
