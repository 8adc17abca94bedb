"""Mails that can be switched off by one click, without a log-in: the link in them and what it does (RFC 8058).

The link is signed and has no end: whoever finds an old mail can still switch it off.  It has a number, and no name or
address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "profiles.switching-off"


@dataclass(frozen=True)
class Switch:
    """A kind of mail; `off` ends it for an account, and may be called twice."""

    name: str
    label: Any  # as in «You no longer get these mails: …»
    off: Callable[[Any], None]
    again: str  # the route where it is switched on


_switches: dict[str, Switch] = {}


def register(switch: Switch) -> None:
    _switches[switch.name] = switch


def off_path(user: Any, name: str) -> str:
    return reverse("profiles:mail-off", args=[Signer(salt=SALT).sign_object([name, user.pk])])


def read_token(token: str) -> tuple[Switch, Any] | None:
    """The mails and the account that a link stands for; None when it is forged, or one of them is gone."""
    try:
        name, pk = Signer(salt=SALT).unsign_object(token)
    except BadSignature:
        return None
    user = get_user_model()._default_manager.filter(pk=pk).first()
    return (_switches[name], user) if user is not None and name in _switches else None


def headers_for(address: str) -> dict[str, str]:
    """What mail programs need to offer «unsubscribe» themselves; `address` is whole."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
