"""What every page of the site knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from idiaspora.frame import frame_for
from idiaspora.traps import trap_slug
from profiles.waiting import waiting_for
from search.audiences import is_in_a_group


def site(request: HttpRequest) -> dict[str, Any]:
    """The operator's name, logo and colours, the pages of the footer, whether the visitor is an editor, and the
    trap for robots."""
    frame = SimpleLazyObject(lambda: frame_for(request))
    return {
        "appearance": SimpleLazyObject(lambda: frame.appearance),
        "footer_pages": SimpleLazyObject(lambda: frame.footer_pages),
        "waiting": SimpleLazyObject(lambda: _waiting(getattr(request, "user", None))),
        "trap_slug": SimpleLazyObject(lambda: trap_slug(getattr(request, "user", None))),
        "is_editor": SimpleLazyObject(lambda: _is_editor(getattr(request, "user", None))),
    }


def _waiting(user: Any) -> int:
    """How many messages and requests to connect wait for a member."""
    return waiting_for(user) if user is not None and user.is_authenticated else 0


def _is_editor(user: Any) -> bool:
    """Editors are in a group; of all others nothing more is read than that they are in none."""
    if user is None or not user.is_authenticated:
        return False
    return (user.is_superuser or is_in_a_group(user)) and user.has_perm("wagtailadmin.access_admin")
