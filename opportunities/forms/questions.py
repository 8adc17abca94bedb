"""The part of a post's form in which its author writes questions to those who apply."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from opportunities.questions import (
    CHOICE,
    KINDS_OF_QUESTION,
    MAX_CHOICE,
    MAX_TEXT,
    MOST_CHOICES,
    MOST_QUESTIONS,
    Question,
)

PARTS = ("text", "kind", "choices", "required")


def question_fields(kept: Sequence[Question]) -> dict[str, forms.Field]:
    """{name of a form field: field} of all questions that can be asked; the kept ones come first."""
    fields: dict[str, forms.Field] = {}
    for number in range(1, MOST_QUESTIONS + 1):
        question = kept[number - 1] if number <= len(kept) else Question(f"q{number}", "")
        fields[_name(number, "text")] = forms.CharField(
            label=_("Question"), required=False, max_length=MAX_TEXT, initial=question.text
        )
        fields[_name(number, "kind")] = forms.ChoiceField(
            label=_("What the answer is"), required=False, choices=KINDS_OF_QUESTION, initial=question.kind
        )
        fields[_name(number, "choices")] = forms.CharField(
            label=_("Answers to choose from"),
            required=False,
            max_length=MOST_CHOICES * MAX_CHOICE,
            help_text=_("One a line."),
            initial="\n".join(question.choices),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        fields[_name(number, "required")] = forms.BooleanField(
            label=_("Nobody can apply without an answer"), required=False, initial=question.is_required
        )
    return fields


def question_rows(form: forms.Form) -> list[dict[str, Any]]:
    """Each question as the page shows it: its number, fields, and whether it is open for writing."""
    rows = []
    for number in range(1, MOST_QUESTIONS + 1):
        fields = [form[_name(number, part)] for part in PARTS]
        is_open = bool(fields[0].value()) or any(field.errors for field in fields)
        rows.append({"number": number, "fields": fields, "is_open": is_open})
    return rows


def clean_questions(form: forms.Form) -> list[Question]:
    """The questions that were written; errors stand at their fields."""
    found = []
    for number in range(1, MOST_QUESTIONS + 1):
        given = {part: form.cleaned_data.get(_name(number, part)) for part in PARTS}
        if not given["text"]:
            continue
        kind = given["kind"] or KINDS_OF_QUESTION[0][0]
        choices = _lines(given["choices"] or "") if kind == CHOICE else ()
        if kind == CHOICE and not 2 <= len(choices) <= MOST_CHOICES:
            message = ValidationError(_("Write from 2 to %(most)d answers, one a line."), params={"most": MOST_CHOICES})
            form.add_error(_name(number, "choices"), message)
        found.append(Question(f"q{number}", given["text"], kind, bool(given["required"]), choices))
    return found


def _lines(text: str) -> tuple[str, ...]:
    """Different lines, each short enough for a button."""
    return tuple(dict.fromkeys(line.strip()[:MAX_CHOICE] for line in text.splitlines() if line.strip()))


def _name(number: int, part: str) -> str:
    return f"question_{number}_{part}"
