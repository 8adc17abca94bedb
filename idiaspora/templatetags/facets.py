"""The values of filters, of which a list has a hundred: none is a template of its own."""

from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
CHECKED, UNCHECKED = mark_safe(" checked"), ""


@register.simple_tag
def facet_value(facet: Any, value: Any) -> SafeString:
    """A box to tick for a value (search.listing.FilterValue) of a filter (FilterGroup), with its count."""
    count = "" if value.count is None else format_html('<span class="facet-count">{}</span>', intcomma(value.count))
    return format_html(
        '<label class="facet-value"><input type="checkbox" name="{}" value="{}"{}><span>{}</span>{}</label>',
        facet.field,
        value.value,
        CHECKED if value.chosen else UNCHECKED,
        value.label or value.value,
        count,
    )
