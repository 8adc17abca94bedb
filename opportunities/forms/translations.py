"""The part of a post's form in which its author writes it in other languages, beside the original."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.forms.selects import LongSelect
from opportunities.models import Opportunity
from opportunities.texts import MOST_TRANSLATIONS, Text, translated
from taxonomy.names import language_choices, language_name

TEXTS = ("title", "description")


def translation_fields(opportunity: Opportunity | None) -> dict[str, forms.Field]:
    """{name of a form field: field} of all languages that can be added; those that the post has come first."""
    kept = translated(opportunity.translations) if opportunity else []
    fields: dict[str, forms.Field] = {}
    for number in range(1, MOST_TRANSLATIONS + 1):
        text = kept[number - 1] if number <= len(kept) else None
        fields |= {_name(number, part): field for part, field in _fields(text).items()}
    return fields


def _fields(text: Text | None) -> dict[str, forms.Field]:
    written = {"dir": "auto", **({"lang": text.language} if text else {})}
    fields: dict[str, forms.Field] = {
        "language": forms.ChoiceField(
            label=_("Language"), required=False, initial=text.language if text else "",
            choices=[("", _("Choose one")), *language_choices(get_language() or "en")], widget=LongSelect,
        ),
        "title": forms.CharField(
            label=_("Heading in this language"), required=False, max_length=250, initial=text.title if text else "",
            widget=forms.TextInput(attrs=written),
        ),
        "description": forms.CharField(
            label=_("Text in this language"), required=False, max_length=20_000,
            initial=text.description if text else "", widget=forms.Textarea(attrs={"rows": 10, **written}),
        ),
    }  # fmt: skip
    if text:
        fields["remove"] = forms.BooleanField(label=_("Remove this language"), required=False)
    return fields


def translation_rows(form: forms.Form) -> list[dict[str, Any]]:
    """Each language as the page shows it: its name ("" for one to be added), fields, and whether it is open."""
    rows = []
    for number in range(1, MOST_TRANSLATIONS + 1):
        names = [_name(number, part) for part in ("language", *TEXTS, "remove")]
        fields = [form[name] for name in names if name in form.fields]
        language = fields[0].value()
        rows.append(
            {
                "number": number,
                "name": language_name(language, get_language() or "en") if language else "",
                "fields": fields,
                "is_open": any(field.value() or field.errors for field in fields),
            }
        )
    return rows


def clean_translations(form: forms.Form, *, draft: bool) -> list[dict[str, str]]:
    """The languages that were written and not removed; errors stand at their fields.  A draft may have half of one."""
    found: list[dict[str, str]] = []
    taken = {form.cleaned_data.get("language")}
    for number in range(1, MOST_TRANSLATIONS + 1):
        given = {part: form.cleaned_data.get(_name(number, part)) or "" for part in ("language", *TEXTS, "remove")}
        if given.pop("remove") or not any(given.values()):
            continue
        if not given["language"]:
            form.add_error(_name(number, "language"), _("Say in which language this is."))
        elif given["language"] in taken:
            form.add_error(_name(number, "language"), _("The post has this language already. Choose another one."))
        for part in () if draft else TEXTS:
            if not given[part] and _name(number, part) not in form.errors:
                message = ValidationError(_("Write it in this language too, or remove the language."), code="required")
                form.add_error(_name(number, part), message)
        taken.add(given["language"])
        found.append(given)
    return found


def _name(number: int, part: str) -> str:
    return f"translation_{number}_{part}"
