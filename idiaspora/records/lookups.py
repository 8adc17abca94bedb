"""What an import looks up, once or for many records at a time: objects by references, places, terms, free slugs."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

import opportunities.services
import resources.services
from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from profiles.slugs import RESERVED, numbered, slug_base
from resources.models import Resource
from taxonomy.models import Place, Term
from taxonomy.places import find_place
from taxonomy.services import clean_label, terms_for

MODELS: dict[str, type[Model]] = {
    "organization": Organization,
    "profile": Profile,
    "opportunity": Opportunity,
    "resource": Resource,
}
# What exporting reads of each, so that comparing with a record asks nothing more.
RELATIONS: dict[str, tuple[str, ...]] = {
    "organization": (),
    "profile": ("user", "tagged_expertise__tag", "tagged_interests__tag"),
    "opportunity": ("organization", "required_expertise__tag", "useful_expertise__tag", "places"),
    "resource": ("organization", "tagged_topics__tag"),
}
RESERVED_SLUGS: dict[type[Model], Iterable[str]] = {
    Organization: RESERVED,
    Opportunity: opportunities.services.RESERVED_SLUGS,
    Resource: resources.services.RESERVED_SLUGS,
}


def by_ref(kind: str, refs: Iterable[str]) -> dict[str, Any]:
    """The objects that have some references: those they came with, or those that an export made (`profile-12`)."""
    refs = list(refs)
    rows = MODELS[kind]._default_manager.prefetch_related(*RELATIONS[kind])
    found: dict[str, Any] = {obj.ref: obj for obj in rows.filter(ref__in=refs)}  # type: ignore[attr-defined]
    numbers = [ref.removeprefix(f"{kind}-") for ref in refs if ref not in found and ref.startswith(f"{kind}-")]
    pks = [int(number) for number in numbers if number.isascii() and number.isdecimal() and len(number) < 18]
    if pks:
        found |= {f"{kind}-{obj.pk}": obj for obj in rows.filter(pk__in=pks, ref=None)}
    return found


class Places:
    """find_place(), once for each city; `warn` is told of cities that no place is known for."""

    def __init__(self, warn: Callable[[int, str], None]) -> None:
        self._warn = warn
        self._known: dict[tuple[str, str], Place | None] = {}

    def find(self, line: int, city: str, country: str) -> Place | None:
        if not city:
            return None
        if (city, country) not in self._known:
            self._known[city, country] = find_place(city, country)
            if self._known[city, country] is None:
                where = f"{city}, {country}" if country else city
                self._warn(line, f"city {where!r} is not among the known places; kept as written")
        return self._known[city, country]


class Terms:
    """The terms of labels; `warn` is told of labels that no concept has."""

    def __init__(self, warn: Callable[[int, str], None]) -> None:
        self._warn = warn
        self._known: dict[str, Term] = {}

    def learn(self, labels: Sequence[tuple[int, str]]) -> None:
        """Looks up, or makes, the terms of (line, label) pairs together."""
        unknown = [
            (line, name)
            for line, name in ((line, clean_label(label)) for line, label in labels)
            if name not in self._known
        ]
        self._known |= {term.name: term for term in terms_for(name for _line, name in unknown)}
        told: set[str] = set()
        for line, name in unknown:
            if name in self._known and self._known[name].concept_id is None and name not in told:
                told.add(name)
                self._warn(line, f"no concept has the label {name!r}; kept as a pending term")

    def of(self, labels: Iterable[str]) -> list[Term]:
        """The terms of labels that were learnt, each once, in their order."""
        names = dict.fromkeys(map(clean_label, labels))
        return [self._known[name] for name in names if name in self._known]


class Slugs:
    """Slugs that no object has and that are no addresses of the site; the taken ones are read once."""

    def __init__(self) -> None:
        self._taken: dict[type[Model], set[str]] = {}
        self._numbers: dict[tuple[type[Model], str], int] = {}

    def free(self, model: type[Model], name: str) -> str:
        if model not in self._taken:
            there = model._default_manager.values_list("slug", flat=True)
            self._taken[model] = {*RESERVED_SLUGS.get(model, ()), *there}
        base = slug_base(name) or str(model._meta.model_name)
        slug, self._numbers[model, base] = numbered(base, self._taken[model], self._numbers.get((model, base), 1))
        self._taken[model].add(slug)
        return slug
