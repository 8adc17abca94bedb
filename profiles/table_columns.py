"""Which column of a table holds what: guessed by its name, in any of the site's languages, and corrected by hand."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from taxonomy.folding import fold

NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Target:
    """What a column can hold; `names` are what tables call it."""

    name: str
    label: Any
    names: tuple[str, ...]


def guess_columns(targets: Sequence[Target], columns: Sequence[str]) -> dict[str, int]:
    """{what: number of its column}: first by equal names, its label in any language among them, then by names that
    begin alike; none is taken twice."""
    keys = [_key(column) for column in columns]
    found: dict[str, int] = {}
    for is_same in (str.__eq__, str.startswith):
        for target in targets:
            names = [_key(name) for name in target.names]
            if is_same == str.__eq__:
                names += _labels(target)
            for number, key in enumerate(keys):
                free = target.name not in found and number not in found.values()
                if free and key and any(is_same(key, name) for name in names):
                    found[target.name] = number
    return found


def _labels(target: Target) -> list[str]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(_key(str(target.label)))
    return found


def _key(name: str) -> str:
    return NOT_WORDS.sub(" ", fold(name)).strip()


class TargetsForm(forms.Form):
    """For everything that a row can hold, the column that holds it; a form adds what holds where no column says it."""

    targets: Sequence[Target] = ()
    needed = frozenset({"title"})

    def __init__(self, data: Any, *, columns: Sequence[str], mapping: Mapping[str, int], initial: Any) -> None:
        start = {f"column_{what}": str(number) for what, number in mapping.items()}
        super().__init__(data, initial={**initial, **start})
        offered = [
            ("", _("— no column —")),
            *((str(number), name or f"({number + 1})") for number, name in enumerate(columns)),
        ]
        for target in self.targets:
            self.fields[f"column_{target.name}"] = forms.ChoiceField(
                label=capfirst(target.label), choices=offered, required=target.name in self.needed
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for target in self.targets:
            name = f"column_{target.name}"
            number = cleaned.get(name)
            if number and number in taken:
                self.add_error(name, _("This column is chosen for something else too. Choose another, or none."))
            elif number:
                taken[number] = name
        return cleaned

    def mapping(self) -> dict[str, int]:
        chosen = ((target.name, self.cleaned_data.get(f"column_{target.name}")) for target in self.targets)
        return {name: int(number) for name, number in chosen if number}

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{target.name}"] for target in self.targets]
