"""Forms of the editors' admin: a concept's labels one a line, and what becomes of a pending term."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from taxonomy.folding import LANGUAGES, fold, languages_of
from taxonomy.lexicon import lexicon
from taxonomy.models import MAX_LABEL, Concept, Term
from taxonomy.names import language_name
from taxonomy.resolving import resolve
from taxonomy.services import check_parent, clean_label, save_concept
from taxonomy.widgets import CompletionInput, expertise_source

CODES = ("ISCED-F", "ISCO-08", "ESCO", "SDG")


class ConceptField(forms.CharField):
    """A concept by its key or any of its labels, completed as one types; cleans to a Concept, or None when empty."""

    widget = CompletionInput(source=expertise_source)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Concept.objects.filter(pk=value).first()
        return value.key if isinstance(value, Concept) else value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        concept = Concept.objects.filter(key=typed).first() or resolve(typed)
        if concept is None:
            raise ValidationError(
                _("No concept is called «%(label)s». Choose one from the list."), params={"label": typed}
            )
        return concept


class LabelsField(forms.CharField):
    """Labels, one a line, the preferred one first; cleans to a list of them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        lines = (super().clean(value) or "").splitlines()
        labels = list(dict.fromkeys(label for label in (" ".join(line.split()) for line in lines) if label))
        for label in labels:
            if len(label) > MAX_LABEL:
                raise ValidationError(_("«%(label)s…» is too long. Use a few words."), params={"label": label[:40]})
            if not fold(label) or "|" in label:
                raise ValidationError(_("«%(label)s» is no label. Write words."), params={"label": label})
        return labels


def label_fields() -> dict[str, LabelsField]:
    """One field for each language; English is needed."""
    return {
        f"labels_{code}": LabelsField(label=language_name(code, "en"), required=code == "en", widget=LabelsField.widget)
        for code in LANGUAGES
    }


def labels_in(cleaned: dict[str, Any]) -> dict[str, list[str]]:
    return {code: cleaned[f"labels_{code}"] for code in LANGUAGES if cleaned.get(f"labels_{code}")}


def others_labels(labels: dict[str, list[str]], own: int | None) -> Iterable[tuple[str, str]]:
    """(label, key of the concept that it is found by already)."""
    found = lexicon().by_folded
    keys = dict(Concept.objects.values_list("pk", "key"))
    for text in (text for texts in labels.values() for text in texts):
        concept_id = found.get(fold(text))
        if concept_id is not None and concept_id != own:
            yield text, keys[concept_id]


class LabelsMixin:
    """Refuses a label that another concept is found by: nobody would find this one by it."""

    cleaned_data: dict[str, Any]

    def check_labels(self, own: int | None) -> None:
        for code in LANGUAGES:
            texts = {code: self.cleaned_data.get(f"labels_{code}") or []}
            for text, key in others_labels(texts, own):
                message = _("«%(label)s» is a label of %(key)s already. Take it out, here or there.") % {
                    "label": text,
                    "key": key,
                }
                self.add_error(f"labels_{code}", message)  # type: ignore[attr-defined]


class ConceptForm(LabelsMixin, WagtailAdminModelForm):
    parent = ConceptField(label=_("Belongs under"), required=False)
    codes = forms.CharField(
        label=_("Codes"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, like ISCO-08: 2411. Known schemes: ISCED-F, ISCO-08, ESCO, SDG."),
    )  # fmt: skip
    vars().update(label_fields())

    class Meta:
        model = Concept
        fields: ClassVar = ["key", "parent", "is_general", "codes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["codes"] = "\n".join(f"{scheme}: {code}" for scheme, code in self.instance.codes.items())
        for code in LANGUAGES:
            self.initial[f"labels_{code}"] = self.instance.labels.get(code, [])

    def clean_codes(self) -> dict[str, str]:
        codes = {}
        for line in filter(None, map(str.strip, self.cleaned_data["codes"].splitlines())):
            scheme, _colon, code = (part.strip() for part in line.partition(":"))
            if scheme not in CODES or not code:
                raise ValidationError(_("«%(line)s» is no code. Write it like ISCO-08: 2411."), params={"line": line})
            codes[scheme] = code
        return codes

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("parent") is not None and self.instance.pk:
            try:
                check_parent(self.instance.pk, cleaned["parent"])
            except ValidationError as error:
                self.add_error(None, error)
        self.check_labels(self.instance.pk)
        return cleaned

    def save(self, commit: bool = True) -> Concept:
        concept = super().save(commit=False)
        others = {code: texts for code, texts in concept.labels.items() if code not in LANGUAGES}
        concept.labels = {**labels_in(self.cleaned_data), **others}
        return save_concept(concept=concept) if commit else concept


class MergeForm(forms.Form):
    """Which concept a term means; it becomes one of the concept's labels in a language."""

    concept = ConceptField(label=_("Concept"))
    language = forms.ChoiceField(
        label=_("The label's language"), choices=lambda: [(c, language_name(c, "en")) for c in LANGUAGES]
    )

    def __init__(self, data: Any = None, *, term: Term) -> None:
        initial = {"concept": term.suggestion, "language": languages_of(term.name)[0]}
        super().__init__(data, initial=initial, prefix="merge")


class PromoteForm(LabelsMixin, forms.Form):
    """A new concept made of a term."""

    key = forms.SlugField(
        label=_("Key"), max_length=100, help_text=_("Letters a–z, digits and hyphens; it never changes.")
    )
    parent = ConceptField(label=_("Belongs under"), required=False)
    vars().update(label_fields())

    def __init__(self, data: Any = None, *, term: Term) -> None:
        suggested = term.suggestion.parent if term.suggestion else None
        initial = {"parent": suggested, f"labels_{languages_of(term.name)[0]}": [clean_label(term.name)]}
        super().__init__(data, initial=initial, prefix="promote")

    def clean_key(self) -> str:
        key = self.cleaned_data["key"].lower()
        if Concept.objects.filter(key=key).exists():
            raise ValidationError(
                _("There is a concept %(key)s already. Choose another key, or merge."), params={"key": key}
            )
        return key

    def clean(self) -> dict[str, Any]:
        self.check_labels(None)
        return self.cleaned_data
