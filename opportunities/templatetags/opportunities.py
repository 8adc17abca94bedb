"""What templates ask of opportunities."""

import json
from datetime import UTC
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.choices import applied_to, buttons_for
from opportunities.models import Application, Opportunity, OpportunityPlace
from opportunities.moments import format_date_only, format_moment, get_zone
from opportunities.questions import takes_applications
from profiles.mailing import absolute
from taxonomy.names import language_name

register = template.Library()
# As django.utils.html.json_script: nothing in the data can end the script element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def json_ld(context: Any, opportunity: Opportunity) -> SafeString | str:
    """The post in schema.org's words for search engines; nothing for kinds that have none and for drafts."""
    request = context["request"]
    document = opportunity.kind_class.json_ld(opportunity, request.build_absolute_uri(opportunity.get_absolute_url()))
    if document is None or not opportunity.live:
        return ""
    words = json.dumps(document, ensure_ascii=False, default=str).translate(ESCAPES)
    return format_html('<script type="application/ld+json" nonce="{}">{}</script>', request.csp_nonce, mark_safe(words))  # noqa: S308 - escaped above


@register.filter
def facts(opportunity: Opportunity) -> list[Any]:
    """The facts of its kind, for a definition list."""
    kind = opportunity.kind_class
    return kind.show(opportunity, without=kind.in_detail)


@register.filter
def card_facts(opportunity: Opportunity) -> list[Any]:
    """The few facts of its kind that a card shows."""
    return opportunity.kind_class.show_on_card(opportunity)


@register.simple_tag(takes_context=True)
def kind_detail(context: Any, opportunity: Opportunity) -> SafeString | str:
    """What the page of its kind shows below the facts, in a template of the kind's own."""
    kind = opportunity.kind_class
    request = context.get("request")
    if not kind.detail_template or request is None:
        return ""
    told = {"opportunity": opportunity, "preview": context.get("preview", False)}
    return render_to_string(
        kind.detail_template,
        told | kind.detail_context(opportunity, getattr(request, "user", AnonymousUser())),
        request,
    )


@register.filter
def ways(opportunity: Opportunity) -> dict[str, Any]:
    """How to answer: url, email, notes."""
    return opportunity.kind_class.ways(opportunity)


@register.filter
def where(opportunity: Opportunity) -> str:
    """«Osh, Kyrgyzstan · Bishkek, Kyrgyzstan» in the reader's language."""
    language = get_language() or "en"
    places: list[OpportunityPlace] = list(opportunity.places.all())
    return " · ".join(dict.fromkeys(words for place in places if (words := place.words(language))))


@register.filter
def labels(tagged: Any) -> list[str]:
    """The labels of tagged expertise in the reader's language."""
    language = get_language() or "en"
    return list(dict.fromkeys(item.tag.label(language) for item in tagged.all()))


@register.filter
def language_names(codes: list[str]) -> str:
    return ", ".join(language_name(code, get_language() or "en") for code in codes)


@register.filter
def language_in_words(code: str) -> str:
    """The name of a language in the reader's."""
    return language_name(code, get_language() or "en")


@register.filter
def language_in_itself(code: str) -> str:
    """The name of a language as those who speak it say it."""
    return language_name(code, code)


@register.inclusion_tag("opportunities/_choice.html", takes_context=True)
def choice_buttons(context: Any, opportunity: Opportunity, dismissible: bool = False) -> dict[str, Any]:
    """[Save] or [Saved], and [Not for me] where `dismissible`, for who is signed in."""
    return buttons_for(context.get("request"), opportunity, dismissible=bool(dismissible), back=context.get("back", ""))


@register.filter
def is_answered_here(opportunity: Opportunity) -> bool:
    """Whether people apply in a form of this site."""
    return takes_applications(opportunity)


@register.simple_tag(takes_context=True)
def own_application(context: Any, opportunity: Opportunity) -> dict[str, Any] | None:
    """What a card says of the reader's own application: `status`, its words, the day; None when there is none, and in a
    preview, for nobody applies to their own post."""
    applied = None if context.get("preview") else applied_to(context.get("request"), opportunity)
    if applied is None:
        return None
    day = format_date_only(applied.sent.astimezone(get_zone(opportunity.zone))) if applied.sent else ""
    return {"status": applied.status, "words": Application.Status(applied.status).label, "day": day}


@register.filter
def sent_moment(application: Application) -> str:
    """When it arrived, in the post's zone and the reader's."""
    return format_moment(application.sent, get_zone(application.opportunity.zone)) if application.sent else ""


@register.filter
def sent_exactly(application: Application) -> str:
    """«2026-07-05 17:59:58 UTC»: the instant that counts."""
    return application.sent.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if application.sent else ""


@register.filter
def facts_to_send(opportunity: Opportunity) -> list[Any]:
    """What its author asks people to send, to stand beside the place for files."""
    zone = get_zone(opportunity.zone)
    asked = [fact for fact in opportunity.kind_class.facts if fact.name == "documents"]
    shown = [fact.show(opportunity.details.get(fact.name), zone) for fact in asked]
    return [fact for fact in shown if fact]


@register.inclusion_tag("opportunities/_share.html")
def share(opportunity: Opportunity) -> dict[str, Any]:
    """Ways to pass a post on; the addresses are made here, and nobody learns of it but who is written to."""
    address = absolute(opportunity.get_absolute_url())
    title = opportunity.shown.title
    words = f"{title} {address}"
    telegram = urlencode({"url": address, "text": title}, quote_via=quote)
    mail = urlencode({"subject": title, "body": words}, quote_via=quote)
    return {
        "opportunity": opportunity,
        "address": address,
        "ways": [
            {"href": f"mailto:?{mail}", "label": _("By e-mail"), "icon": "mail", "is_elsewhere": False},
            {
                "href": f"https://wa.me/?{urlencode({'text': words}, quote_via=quote)}",
                "label": "WhatsApp",
                "icon": "people",
                "is_elsewhere": True,
            },
            {"href": f"https://t.me/share/url?{telegram}", "label": "Telegram", "icon": "people", "is_elsewhere": True},
        ],
    }


@register.inclusion_tag("opportunities/_of_organization.html", takes_context=True)
def opportunities_of(context: Any, organization: Any, limit: int = 20) -> dict[str, Any]:
    """The published posts of an organization, open ones first; for the organization's page."""
    return {
        "opportunities": list(Opportunity.objects.of_organization(organization)[:limit]),
        "organization": organization,
        "request": context.get("request"),
    }
