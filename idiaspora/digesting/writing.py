"""A digest as it is mailed: what its reader may see in this moment, in their language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from idiaspora.cards import pairs_for_cards
from idiaspora.digesting.finding import SHOWN, Found
from idiaspora.digesting.readers import Reader
from opportunities.models import Opportunity
from opportunities.moments import format_moment, get_zone
from opportunities.templatetags.opportunities import where
from profiles.mailing import absolute
from profiles.saved_searches import address_of, list_of
from profiles.viewing import ProfileView
from resources.models import Resource
from search.results import Hit


@dataclass(frozen=True)
class Item:
    """One thing on a line or a card; `reasons` say why it fits."""

    title: str
    link: str
    meta: str = ""
    closes: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What a saved search has found: some items, and how many more there are."""

    name: str
    label: Any
    link: str
    items: tuple[Item, ...]
    more: int


@dataclass(frozen=True)
class Written:
    """`told` {kind: numbers} has all that is shown, and what was counted besides; nothing when it is empty."""

    matches: tuple[Item, ...]
    parts: tuple[Part, ...]
    told: Mapping[str, Sequence[int]]

    @property
    def number(self) -> int:
        return len(self.matches) + sum(len(part.items) + part.more for part in self.parts)

    @property
    def first(self) -> Item:
        """The best of it."""
        return next(iter([*self.matches, *(item for part in self.parts for item in part.items)]))


def write(reader: Reader, found: Found) -> Written:
    """The digest of one reader; nothing stands in it twice."""
    hits = [match.hit for match in found.matches]
    seen = _visible([*hits, *(hit for _saved, answer in found.searches for hit in answer.hits)], reader.user)
    told: dict[tuple[str, int], None] = {}
    matches: list[Item] = []
    for match in found.matches:
        key = (match.hit.kind, match.hit.object_id)
        if key in seen and len(matches) < SHOWN:
            matches.append(_item(seen[key], tuple(reason.text for reason in match.said)))
            told[key] = None
    parts = []
    for saved, answer in found.searches:
        keys = [(hit.kind, hit.object_id) for hit in answer.hits]
        fresh = [key for key in keys if key in seen and key not in told]
        of = list_of(saved.kind)
        if fresh and of is not None:
            told.update(dict.fromkeys(fresh))
            known = len(keys) - len(fresh)  # told above, or out of sight by now
            items = tuple(_item(seen[key]) for key in fresh[:SHOWN])
            more = answer.total - known - len(items)
            parts.append(Part(saved.name, of.label, absolute(address_of(saved)), items, more))
    numbers: dict[str, list[int]] = {}
    for kind, number in told:
        numbers.setdefault(kind, []).append(number)
    return Written(tuple(matches), tuple(parts), numbers)


def _visible(hits: Iterable[Hit], viewer: Any) -> Mapping[tuple[str, int], Any]:
    """{(kind, number): object or view} of what a viewer may see now; a constant number of statements a kind."""
    by_kind: dict[str, dict[int, Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, {})[hit.object_id] = hit
    return {
        (kind, hit.object_id): obj
        for kind, each in by_kind.items()
        for hit, obj in pairs_for_cards(each.values(), viewer)
    }


def _item(obj: Any, reasons: tuple[str, ...] = ()) -> Item:
    """`obj` is a model's object, of a profile the view that the reader has of it."""
    if isinstance(obj, ProfileView):
        return Item(obj.name, absolute(obj.url), obj.headline)
    link = absolute(obj.get_absolute_url())
    if isinstance(obj, Opportunity):
        meta = " · ".join(filter(None, [obj.organization.name, where(obj)]))
        return Item(obj.shown.title, link, meta, _closes(obj), reasons)
    if isinstance(obj, Resource):
        parts = [str(obj.get_type_display()), str(obj.year or ""), ", ".join(obj.authors)]
        return Item(obj.title, link, " · ".join(filter(None, parts)))
    return Item(str(obj), link)


def _closes(opportunity: Opportunity) -> str:
    """Days pass until a mail is read, so it names the moment, not what is left."""
    if opportunity.closes is None:
        return ""
    return _("Closes %(moment)s") % {"moment": format_moment(opportunity.closes, get_zone(opportunity.zone))}
