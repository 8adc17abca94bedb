"""Where the icons are."""

from functools import cache

from django import template
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
@cache
def icons_address() -> str:
    """The address of the file with all icons.

    A page has a hundred and more of them, and the name of the file is the same as long as the process lives.
    """
    return static("idiaspora/icons.svg")
