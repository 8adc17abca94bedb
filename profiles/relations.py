"""Who is connected with a viewer, and who is out of their sight.  Pages, lists, matching and search all ask here."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Value

from profiles.models.connection import Block, Connection
from profiles.models.profile import Profile

CONNECTED, BLOCKED = 1, 2


class Relations(NamedTuple):
    """Numbers of accounts.  `blocked` goes both ways: who blocked the viewer and whom the viewer blocked."""

    connected: frozenset[int] = frozenset()
    blocked: frozenset[int] = frozenset()


def relations_of(viewer: Any) -> Relations:
    """Read once for an instance, which is once for a request, by one statement; forget_relations() when they change."""
    if not viewer.is_authenticated:
        return Relations()
    if not hasattr(viewer, "_relations"):
        viewer._relations = _read(viewer.pk)
    relations: Relations = viewer._relations
    return relations


def read_relations(viewers: Sequence[Any]) -> None:
    """Has relations_of() know of many accounts, such as the readers of a digest; one statement."""
    found: dict[int, set[tuple[int, int]]] = {viewer.pk: set() for viewer in viewers}
    for own, what, other in _rows(list(found)):
        found[own].add((what, other))
    for viewer in viewers:
        viewer._relations = _relations(found[viewer.pk])


def blocked_profiles(viewer: Any) -> tuple[int, ...]:
    """The numbers of the profiles that are out of a viewer's sight, for queries to leave out; they are rarely any."""
    blocked = relations_of(viewer).blocked
    return (
        tuple(Profile.objects.filter(user__in=blocked).order_by("pk").values_list("pk", flat=True)) if blocked else ()
    )


def forget_relations(viewer: Any) -> None:
    vars(viewer).pop("_relations", None)


def _read(pk: int) -> Relations:
    return _relations({(what, other) for _own, what, other in _rows([pk])})


def _rows(pks: Sequence[int]) -> list[tuple[int, int, int]]:
    """(account, CONNECTED or BLOCKED, the other account)."""
    accepted = Connection.objects.filter(status=Connection.Status.ACCEPTED)
    rows = [
        accepted.filter(asker__in=pks).values_list("asker", Value(CONNECTED), "asked"),
        accepted.filter(asked__in=pks).values_list("asked", Value(CONNECTED), "asker"),
        Block.objects.filter(blocker__in=pks).values_list("blocker", Value(BLOCKED), "blocked"),
        Block.objects.filter(blocked__in=pks).values_list("blocked", Value(BLOCKED), "blocker"),
    ]
    return list(rows[0].order_by().union(*(each.order_by() for each in rows[1:]), all=True))


def _relations(found: set[tuple[int, int]]) -> Relations:
    blocked = frozenset(other for what, other in found if what == BLOCKED)
    return Relations(frozenset(other for what, other in found if what == CONNECTED) - blocked, blocked)
