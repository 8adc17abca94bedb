"""Mail to members: in the language they last chose, as text and as HTML, sent by a task once the change is certain.

A mail is two templates, NAME_subject.txt and NAME_message.txt, in plain text; the HTML is made of the same words, so
the two can't disagree.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_info

from profiles.models import Profile
from profiles.tasks import deliver, enqueue


def absolute(path: str) -> str:
    """The whole address of a path of this site, for mails, which have no request to take it from."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def locale_of(user: Any) -> str:
    """The language that somebody last used the site in, or the site's own; one statement."""
    chosen = Profile.objects.filter(user=user).values_list("locale", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def send_to_member(user: Any, template: str, *, link: str = "", **context: Any) -> None:
    """Tells a member something, after the commit.  `link` is a path of the site, absolute in the mail."""
    send_to_address(user.email, template, language=locale_of(user), link=link, **context)


def send_to_address(address: str, template: str, *, language: str, link: str = "", **context: Any) -> None:
    """The same for an address that need not have an account."""
    with translation.override(language):
        mail = _written(template, {**context, "link": absolute(link) if link else ""}, language)
    enqueue(deliver, to=address, **mail)


def _written(template: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    text = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    frame = {"subject": subject, "text": text, "language": language, "direction": direction}
    return {"subject": subject, "text": text, "html": render_to_string("profiles/email/frame.html", frame)}
