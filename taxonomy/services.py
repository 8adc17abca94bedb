"""Writes to the vocabulary: terms that people type, and what editors make of them."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify

from taxonomy.importing import relabel
from taxonomy.lexicon import lexicon
from taxonomy.models import Concept, Term

MAX_LABEL = 200


def clean_label(label: str) -> str:
    """A typed label without control characters and doubled spaces, cut to what a term can hold."""
    printable = "".join(c if c.isprintable() else " " for c in label)
    return " ".join(printable.split())[:MAX_LABEL]


@transaction.atomic
def terms_for(labels: Iterable[str]) -> list[Term]:
    """The terms of typed labels, in their order, each once; new ones are made, with their concept where one is known."""
    names = list(dict.fromkeys(name for name in map(clean_label, labels) if name))
    known = {term.name: term for term in Term.objects.filter(name__in=names).select_related("concept")}
    for name in names:
        if name not in known:
            known[name] = _create_term(name)
    return [known[name] for name in names]


def _create_term(name: str) -> Term:
    words = lexicon()
    concept_id = words.find(name)
    term = Term(name=name, concept_id=concept_id)
    if concept_id is None:
        term.suggestion_id = words.suggest(name)
    else:
        term.status = Term.Status.RESOLVED
    # Two labels may differ by punctuation only (C, C++), so the name's slug alone would not be unique.
    base = slugify(name, allow_unicode=True)[:200] or "term"
    term.slug = base
    number = 1
    while Term.objects.filter(slug=term.slug).exists():
        number += 1
        term.slug = f"{base}-{number}"
    term.save()
    return term


@transaction.atomic
def merge_term(*, term: Term, concept: Concept, language: str) -> None:
    """An editor says that a pending term means a concept: the concept gets the label, and all who typed it are found by it."""
    labels = concept.labels.get(language, [])
    if term.name not in labels:
        concept.labels = {**concept.labels, language: [*labels, term.name]}
        concept.save()
        relabel([concept])
    term.concept, term.suggestion, term.status = concept, None, Term.Status.RESOLVED
    term.save()


@transaction.atomic
def promote_term(*, term: Term, key: str, parent: Concept | None, labels: dict[str, list[str]]) -> Concept:
    """An editor makes a concept of a pending term.  `labels` is {language: [preferred, …]}, English at least."""
    concept = Concept.objects.create(key=key, parent=parent, labels=labels)
    relabel([concept])
    term.concept, term.suggestion, term.status = concept, None, Term.Status.RESOLVED
    term.save()
    return concept


@transaction.atomic
def reject_term(*, term: Term) -> None:
    """An editor says that a term is no expertise: it is no longer offered, and stays with those who typed it."""
    term.status = Term.Status.REJECTED
    term.save()
