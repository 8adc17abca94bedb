"""Names that people take for each other: alike but for case, script, letters that look the same, or a slip of the pen.

Nobody is kept from a name by this: whoever registers or renames is asked first, and moderators are told.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from profiles.models import Organization
from search.transliteration import sounds
from taxonomy.folding import fold, transliterate

MOST = 5
# Letters of other scripts, and digits, that look like Latin letters.
_LOOK_LATIN = str.maketrans(
    "авекмнорстухгіјѕԁһԛԝьαβεζηικνορτυχ0135",
    "abekmhopctyxrijsdhqwbabeznikvoptuxolzs",
)
_SHORT, _LONG = 5, 10  # letters from which on one, or two, may differ


class _Keys(NamedTuple):
    """A name without case and spaces, as it is spelled, in Latin letters, as it looks, as it sounds."""

    spelled: str
    latin: str
    looks: str
    sounds: str


def look_alikes(name: str, *, viewer: Any, besides: Organization | None = None) -> list[Organization]:
    """Organizations that the viewer may see whose name could be taken for this one, the nearest first."""
    return _alike(name, Organization.objects.visible_to(viewer), besides)


def look_alikes_of(organization: Organization) -> list[Organization]:
    """The same of an organization, among all there are, for moderators."""
    return _alike(organization.name, Organization.objects.all(), organization)


def _alike(name: str, among: Any, besides: Organization | None) -> list[Organization]:
    if besides is not None:
        among = among.exclude(pk=besides.pk)
    rows = among.order_by("pk").values_list("pk", "name")
    found = [(far, pk) for pk, other in rows if (far := distance(name, other)) is not None]
    nearest = [pk for _far, pk in sorted(found)[:MOST]]
    by_pk = Organization.objects.with_ownerless().in_bulk(nearest)
    return [by_pk[pk] for pk in nearest if pk in by_pk]


def distance(one: str, other: str) -> int | None:
    """0 for names that read, look or sound the same, else in how many letters they differ; None for unlike ones."""
    first, second = _keys(one), _keys(other)
    if any(mine and mine == theirs for mine, theirs in zip(first, second, strict=True)):
        return 0
    allowed = _allowed(min(len(first.latin), len(second.latin)))
    letters = OSA.distance(first.latin, second.latin, score_cutoff=allowed)
    return letters if letters <= allowed and allowed else None


@lru_cache(maxsize=20_000)
def _keys(name: str) -> _Keys:
    folded = fold(name)
    keys = (folded, transliterate(folded), folded.translate(_LOOK_LATIN), sounds(name))
    return _Keys(*(key.replace(" ", "") for key in keys))


def _allowed(length: int) -> int:
    return 0 if length < _SHORT else 1 if length < _LONG else 2
