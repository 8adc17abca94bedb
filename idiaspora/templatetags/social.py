"""What a page says of itself to networks where it is shared."""

from typing import Any

from django import template
from django.utils.translation import get_language

register = template.Library()
# Networks want a country with each language; these are the ones that they know.
LOCALES = {"en": "en_GB", "ru": "ru_RU", "fr": "fr_FR", "es": "es_ES", "ar": "ar_AR"}


@register.simple_tag(takes_context=True)
def whole_address(context: Any, path: str) -> str:
    """The address of a path with the site before it; networks read no others.  "" where there is no request."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request is not None else ""


@register.simple_tag
def network_locale() -> str:
    language = (get_language() or "en").split("-")[0]
    return LOCALES.get(language, language)
