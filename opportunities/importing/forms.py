"""The forms of an import: the file, and what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from opportunities.forms import zone_choices
from opportunities.importing.columns import TARGETS
from opportunities.importing.rows import Defaults
from opportunities.kinds import KINDS
from profiles.models import Organization
from profiles.table_columns import TargetsForm
from profiles.tables import MAX_BYTES, Table, read_table
from taxonomy.names import language_choices

MAX_ROWS = 500


class UploadForm(forms.Form):
    """Cleans `file` to a Table."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("For which organization"), to_field_name="slug", empty_label=None
    )
    file = forms.FileField(
        label=_("Table"),
        help_text=_("A CSV or XLSX file of up to 2 MB and 500 rows. The first line names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
    )

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        self.file_name = ""

    def clean_file(self) -> Table:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 2 MB. Divide it into several."))
        self.file_name = str(upload.name)
        return read_table(upload.read(), max_rows=MAX_ROWS)


class ColumnsForm(TargetsForm):
    """For everything that a post can hold, the column that holds it; and what holds where no column says it."""

    targets = TARGETS

    kind = forms.ChoiceField(label=_("Kind, where the table doesn't say it"))
    language = forms.ChoiceField(label=_("Language of the posts, where the table doesn't say it"))
    zone = forms.ChoiceField(label=_("Time zone, where the table doesn't say it"), required=False)

    def __init__(
        self, data: Any, *, columns: Sequence[str], mapping: Mapping[str, int], defaults: Mapping[str, str]
    ) -> None:
        reader = (get_language() or "en").split("-")[0]
        start = {"kind": "vacancy", "language": reader, **defaults}
        super().__init__(data, columns=columns, mapping=mapping, initial=start)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in KINDS.values()]  # type: ignore[attr-defined]
        self.fields["language"].choices = language_choices(reader)  # type: ignore[attr-defined]
        self.fields["zone"].choices = [("", _("The time of the place")), *zone_choices()]  # type: ignore[attr-defined]

    def defaults(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("kind", "language", "zone")}

    @property
    def default_fields(self) -> list[forms.BoundField]:
        return [self["kind"], self["language"], self["zone"]]


def defaults_of(kept: Mapping[str, str]) -> Defaults:
    """What was chosen, as check_rows() takes it."""
    return Defaults(kind=kept["kind"], language=kept["language"], zone=kept.get("zone", ""))
