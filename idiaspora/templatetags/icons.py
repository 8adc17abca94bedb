"""Icons, which all are in one file."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str) -> SafeString:
    """`{% icon "mail" %}`, known to every template: a picture beside words, which says nothing by itself.

    A page has a hundred and more of them: none is a template of its own, and the file is looked up once in a process.
    """
    sheet = static("idiaspora/icons.svg")
    return format_html('<svg class="icon icon-{}" aria-hidden="true"><use href="{}#{}"/></svg>', name, sheet, name)
