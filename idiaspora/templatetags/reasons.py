"""The Why line of a card: its sentences, with what they name as something to follow."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from search.matching import Reason
from taxonomy.tree import concept_tree

register = template.Library()
NAMES_CONCEPTS = frozenset(
    {"expertise", "general", "interest", "offers", "seeks"}
)  # signals whose values are keys of concepts


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; `url` searches for what it names, "" where it names nothing."""

    text: str
    url: str = ""


@register.simple_tag
def parts_of(reason: Reason) -> list[Part]:
    """The sentence of a reason in pieces that make it whole again, in their order."""
    parts, rest = [], reason.text
    for label in _labels(reason):
        before, found, after = rest.partition(label)
        if found:
            parts += [Part(before), Part(label, f"{reverse('search')}?{urlencode({'q': label})}")]
            rest = after
    return [part for part in [*parts, Part(rest)] if part.text]


def _labels(reason: Reason) -> list[str]:
    if reason.code not in NAMES_CONCEPTS:
        return []
    language = get_language() or "en"
    return [concept_tree().label(key, language) for key in reason.params.get("values", ())]
