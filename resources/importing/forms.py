"""The forms of an import: the file, and what the columns of a table are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.table_columns import TargetsForm
from profiles.tables import Table
from resources.importing.files import MAX_BYTES, read_file
from resources.importing.found import Found
from resources.importing.tables import TARGETS
from resources.models import Resource
from taxonomy.names import language_choices


class DefaultsForm(forms.Form):
    """What holds for records that don't say it themselves."""

    type = forms.ChoiceField(label=_("What it is, where a record doesn't say it"), choices=Resource.Type.choices)
    language = forms.ChoiceField(label=_("Language, where a record doesn't say it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = (get_language() or "en").split("-")[0]
        self.fields["language"].choices = language_choices(reader)  # type: ignore[attr-defined]
        self.fields["language"].initial = reader

    def defaults(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("type", "language")}


class UploadForm(DefaultsForm):
    """Cleans `file` to the records in it, or to a table."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A table (CSV or XLSX) of up to 2 MB and 5,000 rows, BibTeX or RIS of up to 2 MB, or answers of OAI-PMH in "
            "oai_dc, of up to 20 MB; 10,000 records."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.bib,.ris,.xml,.txt"}),
    )
    field_order = ("file", "type", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.file_name = ""

    def clean_file(self) -> list[Found] | Table:
        upload = self.cleaned_data["file"]
        self.file_name = str(upload.name)
        return read_file(upload.read(MAX_BYTES + 1))


class ColumnsForm(TargetsForm, DefaultsForm):
    """For everything that a resource can have, the column that says it."""

    targets = TARGETS

    def __init__(
        self, data: Any, *, columns: Sequence[str], mapping: Mapping[str, int], defaults: Mapping[str, str]
    ) -> None:
        super().__init__(data, columns=columns, mapping=mapping, initial=defaults)

    @property
    def default_fields(self) -> list[forms.BoundField]:
        return [self["type"], self["language"]]
