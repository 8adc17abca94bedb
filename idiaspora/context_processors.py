"""What every page of the site knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from idiaspora.frame import frame_for
from idiaspora.traps import trap_slug
from profiles.waiting import waiting_for
from search.audiences import has_editors_permission


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
    return user is not None and user.is_authenticated and has_editors_permission(user, "wagtailadmin.access_admin")
