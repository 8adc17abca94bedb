"""Choosing one of hundreds: languages, time zones."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CHOSEN, OTHER = mark_safe(" selected"), ""


class LongSelect(forms.Select):
    """A select that writes its options itself: Django renders a template for each, and a form has 1,400 of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((each, CHOSEN if str(each) in chosen else OTHER, label) for each, label in self.choices),
        )
        written = flatatt(self.build_attrs({**self.attrs, "name": name}, attrs))
        return format_html("<select{}>{}</select>", written, options)
