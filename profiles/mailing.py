"""Mail to members: in the language they last chose, as text and as HTML, sent by a task once the change is certain.

A mail is two templates, NAME_subject.txt and NAME_message.txt, in plain text; the HTML is made of the same words, so
the two can't disagree.  What is more than words, a digest, has a NAME_message.html besides.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string, select_template
from django.utils import translation
from django.utils.translation import get_language_info

from profiles.models import Profile
from profiles.switching_off import headers_for, off_path
from profiles.tasks import deliver, enqueue
from taxonomy.names import site_language


def absolute(path: str) -> str:
    """The whole address of a path of this site, for mails, which have no request to take it from."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def locale_of(user: Any) -> str:
    """The language that somebody last used the site in, or the site's own; one statement."""
    return site_language(Profile.objects.filter(user=user).values_list("locale", flat=True).first())


def mailable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of rows that have a `user`, those whose account may be mailed what nobody asked for in this minute: its address
    is confirmed, it is open, and somebody uses it."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("user"), email__iexact=OuterRef("user__email"), verified=True)
    return rows.filter(Exists(confirmed), user__is_active=True, user__departure=None, user__profile__is_dormant=False)


def send_to_member(user: Any, template: str, *, link: str = "", **context: Any) -> None:
    """Tells a member something, after the commit.  `link` is a path of the site, absolute in the mail."""
    send_to_address(user.email, template, language=locale_of(user), link=link, **context)


def send_switchable(user: Any, template: str, *, off: str, language: str, link: str = "", **context: Any) -> None:
    """The same for mail that one click ends: `off` names its kind in profiles.switching_off, `off_link` in the
    template is where; mail programs are told, too."""
    off_link = absolute(off_path(user, off))
    send_to_address(user.email, template, language=language, link=link, off_link=off_link, **context)


def send_to_address(address: str, template: str, *, language: str, link: str = "", **context: Any) -> None:
    """The same for an address that need not have an account."""
    with translation.override(language):
        mail = _written(template, {**context, "link": absolute(link) if link else ""}, language)
    headers = headers_for(context["off_link"]) if "off_link" in context else {}
    enqueue(deliver, to=address, headers=headers, **mail)


def _written(template: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    text = render_to_string(f"{template}_message.txt", context).strip() + "\n"
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    frame = {**context, "subject": subject, "text": text, "language": language, "direction": direction}
    # Few mails have an HTML of their own; it is made of the same context.
    html = select_template([f"{template}_message.html", "profiles/email/frame.html"]).render(frame)
    return {"subject": subject, "text": text, "html": html}
