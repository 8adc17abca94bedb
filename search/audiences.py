"""Who is looking, in the words that documents are marked with."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

PUBLIC = "public"
MEMBERS = "members"


def audiences_of(viewer: Any) -> tuple[str, ...]:
    """The audiences of a visitor or an account: ("public",), or ("members", "group-3", …), never both."""
    if viewer is None or not viewer.is_authenticated:
        return (PUBLIC,)
    return (MEMBERS, *(f"group-{pk}" for pk in _groups(viewer)))


def is_in_a_group(viewer: Any) -> bool:
    return bool(_groups(viewer))


def has_editors_permission(viewer: Any, permission: str) -> bool:
    """Whether an editor has a permission of Django's.  Editors are in a group; of others no permissions are read."""
    is_one = viewer.is_authenticated and (viewer.is_superuser or is_in_a_group(viewer))
    return is_one and viewer.has_perm(permission)


def _groups(viewer: Any) -> list[int]:
    """Read once for an instance, which is once for a request; Django forgets them when they change."""
    prefetch_related_objects([viewer], "groups")
    return sorted(group.pk for group in viewer.groups.all())


def audience_clauses(audiences: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The `filter` and `must_not` that every query must carry: each object is seen once, in the viewer's own view."""
    if not audiences:
        raise ValueError("A search needs the audiences of its viewer: audiences_of(viewer)")
    clauses = {"filter": [{"terms": {"audience": list(audiences)}}], "must_not": []}
    if len(audiences) > 1:
        clauses["must_not"].append({"terms": {"unless": list(audiences)}})
    return clauses
