"""From a typed label to its concept."""

from taxonomy.lexicon import lexicon
from taxonomy.models import Concept


def resolve(label: str) -> Concept | None:
    """The concept that a label names, in any language and script the concepts have labels in; None when none has it."""
    concept_id = lexicon().find(label)
    return Concept.objects.get(pk=concept_id) if concept_id is not None else None


def suggest(label: str) -> Concept | None:
    """The concept an editor would probably merge an unknown label with, by its words; None when nothing is near."""
    concept_id = lexicon().suggest(label)
    return Concept.objects.get(pk=concept_id) if concept_id is not None else None
