"""The form of an upload."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resources.importing.files import MAX_BYTES, read_file
from resources.importing.found import Found
from resources.models import Resource
from taxonomy.names import language_choices


class UploadForm(forms.Form):
    """Cleans `file` to the records in it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("BibTeX or RIS of up to 2 MB, or answers of OAI-PMH in oai_dc, of up to 20 MB; 10,000 records."),
        widget=forms.FileInput(attrs={"accept": ".bib,.ris,.xml,.txt"}),
    )
    type = forms.ChoiceField(label=_("What it is, where a record doesn't say it"), choices=Resource.Type.choices)
    language = forms.ChoiceField(label=_("Language, where a record doesn't say it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = (get_language() or "en").split("-")[0]
        self.fields["language"].choices = language_choices(reader)  # type: ignore[attr-defined]
        self.fields["language"].initial = reader
        self.file_name = ""

    def clean_file(self) -> list[Found]:
        upload = self.cleaned_data["file"]
        self.file_name = str(upload.name)
        return read_file(upload.read(MAX_BYTES + 1))

    def defaults(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("type", "language")}
