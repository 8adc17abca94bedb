"""Concepts from the reviewable files of taxonomy/data/concepts/ (or an operator's own) into the database."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from taxonomy import folding, versions
from taxonomy.folding import LANGUAGES, fold
from taxonomy.lexicon import Lexicon, labels_of, lexicon
from taxonomy.models import MAX_LABEL, Concept, Label, Term, Version
from taxonomy.signals import announce_concepts, announce_terms

Labels = dict[str, list[str]]  # language → preferred label, alternatives

CONCEPTS_DIR = Path(__file__).parent / "data" / "concepts"
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
GENERAL_ROOT = "general"  # the field whose concepts are general skills


class TaxonomyError(ValueError):
    """A file of concepts is not as it should be; the message names the file, the concept and the cure."""


@dataclass
class ConceptSource:
    """One concept as a file has it."""

    key: str
    parent: str | None
    labels: Labels
    codes: dict[str, str] = field(default_factory=dict)


def read_concepts(paths: Iterable[Path], known: Collection[str] = ()) -> list[ConceptSource]:
    """The concepts of some files, parents before children.  `known` are the keys of concepts that may be parents too.

    Raises TaxonomyError for a file that is not TOML, a concept without an English label, an unknown field, no label,
    a key given twice, or a parent nobody has.
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
            found[key] = _concept(f"{path.name}: [{key}]", key, table)
    for source in found.values():
        if source.parent is not None and source.parent not in found and source.parent not in known:
            raise TaxonomyError(f"[{source.key}]: no concept has the key of its parent, {source.parent!r}.")
    return _parents_first(found)


def _concept(where: str, key: str, table: Any) -> ConceptSource:
    if not isinstance(table, dict):
        raise TaxonomyError(f"{where} is not a table; write [{key}] and its fields below.")
    if len(key) > 100 or not _KEY.fullmatch(key):
        raise TaxonomyError(f"{where}: a key has at most 100 letters a–z, digits and hyphens.")
    for name, value in table.items():
        if name not in ("parent", "codes", *LANGUAGES):
            raise TaxonomyError(f"{where}: there is no field {name!r}; use parent, codes, {', '.join(LANGUAGES)}.")
        if not isinstance(value, dict if name == "codes" else str):
            raise TaxonomyError(f"{where}: {name} must be {'a table' if name == 'codes' else 'text in quotes'}.")
    labels = {
        code: [" ".join(t.split()) for t in table[code].split("|") if t.strip()] for code in LANGUAGES if code in table
    }
    if not labels.get("en"):
        raise TaxonomyError(f'{where} has no English label; write one as en = "…".')
    for text in (text for texts in labels.values() for text in texts):
        if len(text) > MAX_LABEL or not fold(text):
            raise TaxonomyError(f"{where}: {text[:40]!r} is no label; use words, at most {MAX_LABEL} characters.")
    return ConceptSource(key, table.get("parent"), labels, dict(table.get("codes", {})))


def _parents_first(found: dict[str, ConceptSource]) -> list[ConceptSource]:
    ordered: dict[str, ConceptSource] = {}

    def visit(source: ConceptSource, below: tuple[str, ...]) -> None:
        if source.key in below:
            raise TaxonomyError(f"[{source.key}] is its own ancestor: {' → '.join((*below, source.key))}.")
        if source.parent in found and source.parent not in ordered:
            visit(found[source.parent], (*below, source.key))
        ordered[source.key] = source

    for source in found.values():
        if source.key not in ordered:
            visit(source, ())
    return list(ordered.values())


@transaction.atomic
def import_concepts(sources: list[ConceptSource]) -> tuple[int, int]:
    """Writes concepts, parents before children.  Returns (added, changed); a second import of the same changes nothing.

    What editors have changed since the last import stays: their labels are kept beside those of the file, and a parent
    or codes that they chose are not overwritten.
    """
    existing = {concept.key: concept for concept in Concept.objects.all()}
    keys = {concept.pk: concept.key for concept in existing.values()}
    added: list[Concept] = []
    changed: list[Concept] = []
    moved: list[Concept] = []
    for level in _levels(sources):
        new: list[Concept] = []
        for source in level:
            concept = existing.setdefault(source.key, Concept(key=source.key))
            before = (concept.parent_id, concept.labels, concept.codes, concept.is_general, concept.imported)
            _update(concept, source, existing, keys)
            if concept.pk is None:
                new.append(concept)
            elif before != (concept.parent_id, concept.labels, concept.codes, concept.is_general, concept.imported):
                changed.append(concept)
                if before[0] != concept.parent_id or before[3] != concept.is_general:
                    moved.append(concept)
        for concept in Concept.objects.bulk_create(new, batch_size=500):
            keys[concept.pk] = concept.key
        added += new
    is_refolded = versions.current(versions.FOLDING) != folding.VERSION
    if added or changed or is_refolded:
        for concept in changed:
            concept.updated = timezone.now()
        Concept.objects.bulk_update(
            changed, ["parent", "labels", "codes", "is_general", "imported", "updated"], batch_size=200
        )
        relabel(existing.values() if is_refolded else [*added, *changed])
        Version.objects.update_or_create(name=versions.FOLDING, defaults={"token": folding.VERSION})
        resolve_pending_terms(lexicon())
        announce_concepts(moved)
    return len(added), len(changed)


def _levels(sources: list[ConceptSource]) -> Iterator[list[ConceptSource]]:
    """The roots, then what is just below them, and so on."""
    depths: dict[str, int] = {}
    for source in sources:
        depths[source.key] = depths.get(source.parent or "", -1) + 1
    for depth in range(max(depths.values(), default=-1) + 1):
        yield [source for source in sources if depths[source.key] == depth]


def _update(concept: Concept, source: ConceptSource, existing: dict[str, Concept], keys: dict[int, str]) -> None:
    """Gives a concept what its file says now, and keeps what editors made of what it said before."""
    said = concept.imported
    parent_key = keys.get(concept.parent_id) if concept.parent_id else None
    if concept.pk is None or parent_key == said.get("parent"):
        concept.parent = existing[source.parent] if source.parent else None
    if concept.pk is None or concept.codes == said.get("codes", {}):
        concept.codes = source.codes
    concept.labels = _merged_labels(concept.labels, said.get("labels", {}), source.labels)
    concept.is_general = concept.key == GENERAL_ROOT or (concept.parent is not None and concept.parent.is_general)
    concept.imported = {"parent": source.parent, "labels": source.labels, "codes": source.codes}


def _merged_labels(now: Labels, before: Labels, wanted: Labels) -> Labels:
    """The wanted labels without those that editors took out since `before`, and with those that they put in.

    Where they have put another label first, theirs stays first.
    """
    merged = {}
    for language in dict.fromkeys([*wanted, *now]):
        ours, theirs, old = wanted.get(language, []), now.get(language, []), before.get(language, [])
        removed = set(old) - set(theirs)
        put_in = [text for text in theirs if text not in old]
        kept = [text for text in ours if text not in removed]
        is_renamed = bool(old and theirs and theirs[0] != old[0])
        labels = [*theirs[:1], *kept, *put_in] if is_renamed else [*kept, *put_in]
        if labels:
            merged[language] = list(dict.fromkeys(labels))
    return merged


def relabel(concepts: Iterable[Concept]) -> None:
    """Makes the look-up rows of concepts again, and has every process notice."""
    concepts = list(concepts)
    Label.objects.filter(concept__in=concepts).delete()
    Label.objects.bulk_create((row for concept in concepts for row in labels_of(concept)), batch_size=1000)
    versions.bump()


def resolve_pending_terms(candidates: Lexicon) -> None:
    """Gives pending terms the concept that now has their label.  `candidates`: the labels that may, all or a few."""
    words = lexicon()
    is_all = candidates is words
    resolved = []
    for term in Term.objects.filter(status=Term.Status.PENDING).iterator():
        if not is_all and candidates.find(term.name) is None:
            continue
        concept_id = words.find(term.name)
        suggestion_id = None if concept_id else words.suggest(term.name)
        if concept_id or suggestion_id != term.suggestion_id:
            term.concept_id, term.suggestion_id = concept_id, suggestion_id
            term.status = Term.Status.RESOLVED if concept_id else Term.Status.PENDING
            resolved.append(term)
    Term.objects.bulk_update(resolved, ["concept", "suggestion", "status"], batch_size=500)
    announce_terms(term.pk for term in resolved)


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
