"""What templates ask of resources."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from profiles.models import Organization
from resources import goals, licences, media, permissions
from resources.models import Resource
from resources.translations import add_translations
from taxonomy.names import country_name
from taxonomy.names import language_name as name_of_language

register = template.Library()


@register.inclusion_tag("resources/_of_organization.html", takes_context=True)
def resources_of(context: Any, organization: Organization, limit: int = 20) -> dict[str, Any]:
    """The published resources of an organization, the newest first; for the organization's page."""
    found = Resource.objects.published().filter(organization=organization)
    shown = list(found.order_by("-first_published_at", "-pk").for_cards()[:limit])
    add_translations(shown)
    return {"resources": shown, "request": context["request"]}


@register.filter
def topics(tagged: Any) -> list[dict[str, str]]:
    """The topics in the reader's language; `key` (of the concept) is there when one can search by it."""
    language = get_language() or "en"
    shown = {item.tag.label(language): item.tag.concept.key if item.tag.concept else "" for item in tagged.all()}
    return [{"label": label, "key": key} for label, key in shown.items()]


@register.filter
def may_be_opened_by(resource: Resource, reader: Any) -> bool:
    """Whether this reader may have its file now."""
    return permissions.may_open_file(reader, resource)


@register.filter
def first_page_for(resource: Resource, reader: Any) -> str:
    """The address of a picture of its file's first page, if there is one and this reader may open the file."""
    address = resource.file.picture_address(resource.slug) if resource.file else ""
    return address if address and permissions.may_open_file(reader, resource) else ""


@register.filter
def medium(resource: Resource) -> str:
    """«audio» or «video» where its address leads to that; else ""."""
    return media.medium_of(resource)


@register.filter
def as_clock(seconds: int | None) -> str:
    return media.as_clock(seconds)


@register.filter
def country_names(codes: list[str]) -> str:
    return ", ".join(country_name(code, get_language() or "en") for code in codes)


@register.filter
def language_name(code: str) -> str:
    return name_of_language(code, get_language() or "en")


@register.filter
def languages_of(resources: list[Resource]) -> str:
    """«Russian, Arabic»: each language once."""
    return ", ".join(dict.fromkeys(language_name(each.language) for each in resources))


@register.filter
def ugc_links(text: str) -> SafeString:
    """What a member wrote, escaped, with its addresses as links that search engines are told not to follow."""
    return mark_safe(  # noqa: S308 - urlize has escaped it: no quotation mark of the text is left
        urlize(text, nofollow=True, autoescape=True).replace('rel="nofollow"', 'rel="noopener nofollow ugc"')
    )


@register.filter
def sdg_name(number: int) -> str:
    return goals.sdg_name(str(number))


@register.filter
def gcm_name(number: int) -> str:
    return goals.gcm_name(str(number))


@register.filter
def licence_name(licence: str) -> str:
    return licences.licence_name(licence)


@register.filter
def site_of(url: str) -> str:
    """`example.org` of https://www.example.org/report."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
