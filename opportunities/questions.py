"""What a post asks of those who apply, besides their message.  Kept in its `details`, so versioned with the post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_QUESTIONS, MOST_CHOICES = 8, 12
MAX_TEXT, MAX_CHOICE, MAX_SHORT, MAX_LONG = 300, 100, 300, 4000
SHORT, LONG, YES_NO, CHOICE = "short", "long", "yes-no", "choice"
KINDS_OF_QUESTION = (
    (SHORT, gettext_lazy("A line")),
    (LONG, gettext_lazy("A longer text")),
    (YES_NO, gettext_lazy("Yes or no")),
    (CHOICE, gettext_lazy("One of several answers")),
)


@dataclass(frozen=True)
class Question:
    id: str  # q1 … q8: its place in the form
    text: str
    kind: str = SHORT
    is_required: bool = False
    choices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "kind": self.kind,
            "required": self.is_required,
            **({"choices": list(self.choices)} if self.kind == CHOICE else {}),
        }

    def form_field(self) -> forms.Field:
        if self.kind == YES_NO:
            choices = [("yes", _("Yes")), ("no", _("No"))]
        else:
            choices = [(choice, choice) for choice in self.choices]
        if self.kind in (YES_NO, CHOICE):
            return forms.ChoiceField(
                label=self.text, choices=choices, required=self.is_required, widget=forms.RadioSelect
            )
        if self.kind == LONG:
            widget = forms.Textarea(attrs={"rows": 5})
            return forms.CharField(label=self.text, required=self.is_required, max_length=MAX_LONG, widget=widget)
        return forms.CharField(label=self.text, required=self.is_required, max_length=MAX_SHORT)


def takes_applications(opportunity: Any) -> bool:
    """Whether people answer a post here, as its author chose."""
    way = opportunity.details.get("apply")
    return opportunity.kind_class.is_answered_here and isinstance(way, Mapping) and way.get("here") is True


def questions_of(details: Mapping[str, Any]) -> list[Question]:
    """The questions in the details of a post; what isn't made as questions are (of imported records) is left out."""
    kept = details.get("questions")
    read = [_read(number, raw) for number, raw in enumerate(kept, 1)] if isinstance(kept, list) else []
    return [question for question in read if question][:MOST_QUESTIONS]


def _read(number: int, raw: Any) -> Question | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
        return None
    choices = tuple(
        each for each in raw.get("choices") or () if isinstance(raw.get("choices"), list) and isinstance(each, str)
    )
    kind = raw.get("kind")
    if kind not in dict(KINDS_OF_QUESTION) or (kind == CHOICE and len(choices) < 2):
        kind = SHORT
    return Question(f"q{number}", raw["text"][:MAX_TEXT], kind, raw.get("required") is True, choices[:MOST_CHOICES])


def answers_to(questions: Sequence[Question], given: Mapping[str, Any]) -> list[dict[str, str]]:
    """What an application keeps: each question as it was asked, with its answer ("" for none)."""
    return [{"text": each.text, "kind": each.kind, "answer": str(given.get(each.id) or "")} for each in questions]


def given_to(questions: Sequence[Question], answers: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """{id: answer} of what was answered before; a question that has been reworded since is a new one."""
    known = {(each.get("text"), each.get("kind")): each.get("answer", "") for each in answers}
    return {each.id: known.get((each.text, each.kind), "") for each in questions}


def words_of(answer: Mapping[str, str]) -> str:
    """An answer as people read it."""
    said = answer.get("answer", "")
    if answer.get("kind") == YES_NO:
        return {"yes": _("Yes"), "no": _("No")}.get(said, said)
    return said
