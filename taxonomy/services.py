"""Writes to the vocabulary: terms that people type, and what editors make of them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext as _

from taxonomy.importing import relabel, resolve_pending_terms
from taxonomy.lexicon import Lexicon, entries_of, lexicon
from taxonomy.models import MAX_LABEL, Concept, Term
from taxonomy.signals import announce_concepts, announce_terms


def clean_label(label: str) -> str:
    """A typed label without control characters and doubled spaces, cut to what a term can hold."""
    printable = "".join(c if c.isprintable() else " " for c in label)
    return " ".join(printable.split())[:MAX_LABEL].strip()


@transaction.atomic
def terms_for(labels: Iterable[str]) -> list[Term]:
    """The terms of typed labels, in their order, each once; new ones are made, with their concept if one is known."""
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
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:  # somebody has typed it in the same moment
        other = Term.objects.filter(name=name).first()
        return other or _create_term(name)
    return term


@transaction.atomic
def save_concept(*, concept: Concept) -> Concept:
    """Adds or changes a concept: its labels are found at once, pending terms that have one of them are resolved,

    and what carries it is indexed again when it has moved.  Raises ValidationError for a concept below itself.
    """
    if concept.pk and concept.parent:
        check_parent(concept.pk, concept.parent)
    before = Concept.objects.filter(pk=concept.pk).values_list("key", "parent_id", "is_general").first()
    concept.is_general = concept.is_general or (concept.parent is not None and concept.parent.is_general)
    concept.save()
    relabel([concept])
    resolve_pending_terms(Lexicon(entries_of(concept)))
    if before is not None and before != (concept.key, concept.parent_id, concept.is_general):
        announce_concepts([concept])
    return concept


def check_parent(concept_id: int, parent: Concept | None) -> None:
    """Raises ValidationError when a concept would be below itself."""
    while parent is not None:
        if parent.pk == concept_id:
            raise ValidationError({"parent": _("A concept can't be below itself. Choose another parent.")})
        parent = parent.parent


@transaction.atomic
def merge_term(*, term: Term, concept: Concept, language: str) -> None:
    """An editor says what a pending term means: the concept gets the label, and all who typed it are found by it."""
    labels = concept.labels.get(language, [])
    if term.name not in labels:
        concept.labels = {**concept.labels, language: [*labels, term.name]}
        save_concept(concept=concept)
    _resolve(term, concept)


@transaction.atomic
def promote_term(*, term: Term, key: str, parent: Concept | None, labels: dict[str, list[str]]) -> Concept:
    """An editor makes a concept of a pending term.  `labels` is {language: [preferred, …]}, English at least."""
    if not labels.get("en"):
        raise ValidationError({"labels": _("Write an English label.")})
    concept = save_concept(concept=Concept(key=key, parent=parent, labels=labels))
    _resolve(term, concept)
    return concept


def _resolve(term: Term, concept: Concept) -> None:
    term.refresh_from_db()
    if (term.concept_id, term.status) == (concept.pk, Term.Status.RESOLVED):  # save_concept() has found its label
        return
    term.concept, term.suggestion, term.status = concept, None, Term.Status.RESOLVED
    term.save(update_fields=["concept", "suggestion", "status"])
    announce_terms([term.pk])


@transaction.atomic
def reject_term(*, term: Term) -> None:
    """An editor says that a term is no expertise: it waits no longer, and stays with those who typed it."""
    term.suggestion, term.status = None, Term.Status.REJECTED
    term.save(update_fields=["suggestion", "status"])
    announce_terms([term.pk])


@transaction.atomic
def delete_unused_terms(term_ids: Iterable[int]) -> None:
    """Deletes those of some terms that mean no concept and that nothing carries any more."""
    unused = Term.objects.filter(pk__in=list(term_ids), concept=None)
    for relation in Term._meta.related_objects:
        unused = unused.exclude(
            Exists(relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")}))
        )
    unused.delete()
