"""What was found, loaded as the cards need it: in a constant number of queries, and only what the viewer may see."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from opportunities.querysets import card_relations
from profiles.communities import add_members
from profiles.viewing import view_profiles
from resources.snippets import add_snippets
from resources.translations import add_translations
from search.results import Hit, hydrate

# What a card of each kind reads besides the object's own columns and what hydrate() joins.
CARD_RELATIONS: dict[str, Callable[[], Sequence[Prefetch]]] = {
    "opportunity": card_relations,
    "organization": tuple,
    "resource": tuple,
    "community": tuple,
}


def pairs_for_cards(hits: Iterable[Hit], viewer: Any) -> list[tuple[Hit, Any]]:
    """Hits of one kind with what their cards show, in order; a person comes as the view that the viewer has of them."""
    pairs = hydrate(hits, viewer)
    if not pairs:
        return []
    kind = pairs[0][0].kind
    objects: list[Any] = [obj for _hit, obj in pairs]
    if kind == "profile":
        views = view_profiles(objects, viewer)
        return [(hit, view) for (hit, _profile), view in zip(pairs, views, strict=True) if view is not None]
    prefetch_related_objects(objects, *CARD_RELATIONS[kind]())
    if kind == "community":
        add_members(objects, viewer)
    if kind == "resource":
        add_snippets(pairs, viewer)
        add_translations(objects)
    return list(pairs)


def objects_for_cards(hits: Iterable[Hit], viewer: Any) -> list[Any]:
    return [obj for _hit, obj in pairs_for_cards(hits, viewer)]
