"""Form fields of the shared vocabulary: expertise labels, places, countries, languages."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taxonomy.models import Place
from taxonomy.names import country_choices, country_name, language_choices
from taxonomy.places import find_written_place
from taxonomy.services import MAX_LABEL, clean_label
from taxonomy.widgets import CompletionInput, ManyCompletionInput, ManyFromList

MAX_TERMS = 30


# A label that has a comma of its own stands in double quotes.  taxonomy/completion.js reads and writes the same.
_PART = re.compile(r'\s*(?:"([^"]*)"[^\S\n]*(?=[,;\n]|$)|([^,;\n]*))(?:[,;\n]|$)')


def typed_labels(text: str) -> list[str]:
    """What stands between commas, semicolons and new lines."""
    found = (quoted or plain for quoted, plain in _PART.findall(text))
    return [part for part in map(str.strip, found) if part]


def written_labels(labels: Iterable[str]) -> str:
    """Labels as a person would type them: typed_labels() gives them back."""
    return ", ".join('"' + label.replace('"', "") + '"' if set(label) & set(",;") else label for label in labels)


class TermsField(forms.CharField):
    """Labels parted by commas, semicolons or new lines; cleans to a list of them, each once.  May begin with a list."""

    widget = ManyCompletionInput

    def __init__(self, *, max_terms: int = MAX_TERMS, **kwargs: Any) -> None:
        self.max_terms = max_terms
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return written_labels(value) if isinstance(value, list | tuple) else value

    def clean(self, value: str) -> Any:
        parts = typed_labels(super().clean(value) or "")
        labels = list(dict.fromkeys(label for label in map(clean_label, parts) if label))
        if len(labels) > self.max_terms:
            raise ValidationError(
                _("You listed %(count)d; list %(max)d at most, the ones that tell most."),
                params={"count": len(labels), "max": self.max_terms},
            )
        too_long = next((part for part in parts if len(part) > MAX_LABEL), None)
        if too_long:
            raise ValidationError(_("«%(label)s…» is too long. Use a few words."), params={"label": too_long[:40]})
        return labels


class PlaceField(forms.CharField):
    """A city as «Osh» or «Osh, Kyrgyzstan», in any script; cleans to a Place, or None when left empty."""

    widget = CompletionInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Place.objects.filter(pk=value).first()
        if isinstance(value, Place):
            language = get_language() or "en"
            return f"{value.label(language)}, {country_name(value.country, language)}"
        return value

    def clean(self, value: str) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        place = find_written_place(typed)
        if place is None:
            raise ValidationError(
                _(
                    "We don't know a city called «%(city)s». "
                    "Choose one from the list, or write the nearest larger city."
                ),
                params={"city": typed},
            )
        return place

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class WrittenPlaceField(PlaceField):
    """A place; one that a record wrote and nobody knows may stay as it is `written`: that cleans to `kept`."""

    def __init__(self, *, written: str = "", kept: Any = None, **kwargs: Any) -> None:
        self.written, self.kept = written, kept
        super().__init__(**kwargs)

    def clean(self, value: str) -> Any:
        if self.written and (value or "").strip() == self.written:
            return self.kept
        return super().clean(value)


class _ListField(forms.MultipleChoiceField):
    """Several of a long list, by name in the reader's language; cleans to a list of codes."""

    widget = ManyFromList
    choices_for: Callable[[str], list[tuple[str, str]]]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=lambda: type(self).choices_for(get_language() or "en"), **kwargs)


class CountriesField(_ListField):
    choices_for = staticmethod(country_choices)


class LanguagesField(_ListField):
    choices_for = staticmethod(language_choices)
