"""How a viewer stands to the member whose page they look at."""

from typing import Any, NamedTuple

from profiles.models import Connection, Profile


class Tie(NamedTuple):
    is_connected: bool = False
    is_asked_of_viewer: bool = False
    is_asked_by_viewer: bool = False
    note: str = ""


def tie_of(viewer: Any, profile: Profile) -> Tie | None:
    """None for a visitor, and for oneself.  One who was declined sees that they asked, and no more; one statement."""
    if not viewer.is_authenticated or viewer.pk == profile.user_id:
        return None
    found = Connection.objects.between(viewer.pk, profile.user_id).first()
    if found is None or found.status == Connection.Status.WITHDRAWN:
        return Tie()
    if found.status == Connection.Status.ACCEPTED:
        return Tie(is_connected=True)
    if found.asker_id == viewer.pk:
        return Tie(is_asked_by_viewer=not found.is_taken_back)
    return Tie(is_asked_of_viewer=found.status == Connection.Status.ASKED, note=found.note)
