"""Telling somebody that their account was entered from a browser that never was in it.

The browser carries a signed cookie with a mark for each account that was in it; nothing is kept on the server, nobody
else is asked, and a mark doesn't tell whose it is.
"""

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from profiles.mailing import send_to_member

COOKIE, SALT = "devices", "idiaspora.devices"
LONGEST = 400 * 86_400  # as long as browsers keep any cookie
MOST = 5  # accounts that a shared browser remembers


def mark_of(user: Any) -> str:
    return salted_hmac(SALT, str(user.pk)).hexdigest()[:20]


def known_in(request: HttpRequest) -> list[str]:
    """The marks that this browser carries; none when the cookie is missing, old or forged."""
    try:
        marks = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LONGEST)
    except signing.BadSignature:
        return []
    return [str(mark) for mark in marks]


def note_device(request: HttpRequest, response: HttpResponseBase, user: Any, *, is_first: bool) -> None:
    """Remembers the browser; tells the member of one that is new, but not at their first log-in of all."""
    marks, mark = known_in(request), mark_of(user)
    if mark not in marks and not is_first:
        browser = request.META.get("HTTP_USER_AGENT", "")[:200]
        send_to_member(user, "idiaspora/email/new_device", link="/account/", browser=browser, time=timezone.now())
    kept = [mark, *(each for each in marks if each != mark)][:MOST]
    response.set_cookie(
        COOKIE, signing.dumps(kept, salt=SALT), max_age=LONGEST,
        secure=settings.SECURE_COOKIES, httponly=True, samesite="Lax",
    )  # fmt: skip
