"""The link with which anything is reported."""

from typing import Any

from django import template

from profiles.reportable import kind_of

register = template.Library()


@register.inclusion_tag("profiles/_report_link.html")
def report_link(thing: Any) -> dict[str, Any]:
    """`{% report_link thing %}`; the page leaves it out for the thing's own people."""
    return {"address": kind_of(thing).report_url(thing)}
