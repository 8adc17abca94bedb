"""Concepts from the reviewable files of taxonomy/data/concepts/ (or an operator's own) into the database."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from taxonomy import lexicon, tree
from taxonomy.folding import LANGUAGES, fold
from taxonomy.models import Concept, Label, Term

CONCEPTS_DIR = Path(__file__).parent / "data" / "concepts"
GENERAL_ROOT = "general"  # the field whose concepts are general skills


class TaxonomyError(ValueError):
    """A file of concepts is not as it should be; the message names the file, the concept and the cure."""


@dataclass
class ConceptSource:
    """One concept as a file has it."""

    key: str
    parent: str | None
    labels: dict[str, list[str]]
    codes: dict[str, str] = field(default_factory=dict)


def read_concepts(paths: Iterable[Path]) -> list[ConceptSource]:
    """The concepts of some files, parents before children.

    Raises TaxonomyError for a file that is not TOML, a concept without an English label, a key given twice, or a parent nobody has.
    """
    found: dict[str, ConceptSource] = {}
    for path in sorted(paths):
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TaxonomyError(f"{path.name}: not a TOML file: {error}") from error
        for key, table in tables.items():
            if key in found:
                raise TaxonomyError(f"{path.name}: [{key}] is there twice; give one of them another key.")
            found[key] = _concept(path, key, table)
    for source in found.values():
        if source.parent is not None and source.parent not in found:
            raise TaxonomyError(f"[{source.key}]: no concept has the key of its parent, {source.parent!r}.")
    return _parents_first(found)


def _concept(path: Path, key: str, table: dict) -> ConceptSource:
    labels = {code: [t.strip() for t in table[code].split("|") if t.strip()] for code in LANGUAGES if code in table}
    if not labels.get("en"):
        raise TaxonomyError(f"{path.name}: [{key}] has no English label; write one as en = \"…\".")
    return ConceptSource(key, table.get("parent"), labels, dict(table.get("codes", {})))


def _parents_first(found: dict[str, ConceptSource]) -> list[ConceptSource]:
    ordered: dict[str, ConceptSource] = {}

    def visit(source: ConceptSource, below: tuple[str, ...]) -> None:
        if source.key in below:
            raise TaxonomyError(f"[{source.key}] is its own ancestor: {' → '.join((*below, source.key))}.")
        if source.parent is not None and source.parent not in ordered:
            visit(found[source.parent], (*below, source.key))
        ordered[source.key] = source

    for source in found.values():
        if source.key not in ordered:
            visit(source, ())
    return list(ordered.values())


@transaction.atomic
def import_concepts(sources: list[ConceptSource]) -> tuple[int, int]:
    """Writes concepts, and their labels anew.  Returns (added, changed); a second import of the same changes nothing."""
    existing = {concept.key: concept for concept in Concept.objects.select_related("parent")}
    added = changed = 0
    for source in sources:
        parent = existing[source.parent] if source.parent else None
        general = GENERAL_ROOT in (source.key, source.parent)
        wanted = {"parent": parent, "labels": source.labels, "codes": source.codes, "is_general": general}
        concept = existing.get(source.key)
        if concept is None:
            existing[source.key] = Concept.objects.create(key=source.key, **wanted)
            added += 1
        elif any(getattr(concept, name) != value for name, value in wanted.items()):
            for name, value in wanted.items():
                setattr(concept, name, value)
            concept.save()
            changed += 1
    if added or changed:
        relabel(existing[source.key] for source in sources)
        resolve_pending_terms()
    return added, changed


def relabel(concepts: Iterable[Concept]) -> None:
    """Makes the look-up rows of concepts again."""
    concepts = list(concepts)
    Label.objects.filter(concept__in=concepts).delete()
    Label.objects.bulk_create([row for concept in concepts for row in lexicon.labels_of(concept)], batch_size=1000)
    lexicon.forget()
    tree.forget()


def resolve_pending_terms() -> None:
    """Gives pending terms the concept that now has their label."""
    words = lexicon.lexicon()
    for term in Term.objects.filter(status=Term.Status.PENDING):
        concept_id = words.find(term.name)
        suggestion_id = None if concept_id else words.suggest(term.name)
        if concept_id or suggestion_id != term.suggestion_id:
            term.concept_id, term.suggestion_id = concept_id, suggestion_id
            term.status = Term.Status.RESOLVED if concept_id else Term.Status.PENDING
            term.save()


def doubled_labels(sources: Iterable[ConceptSource]) -> list[tuple[str, str, str, str]]:
    """(language, label, first key, second key) of labels that two concepts have: one of them is never found by it."""
    seen: dict[tuple[str, str], str] = {}
    doubled = []
    for source in sources:
        for language, texts in source.labels.items():
            for text in texts:
                first = seen.setdefault((language, fold(text)), source.key)
                if first != source.key:
                    doubled.append((language, text, first, source.key))
    return doubled
