"""Inputs that complete as one types; without JavaScript they are plain text fields and lists."""

from typing import Any

from django import forms
from django.urls import reverse_lazy


class CompletionInput(forms.TextInput):
    """One place, completed.  An ARIA combobox when taxonomy/completion.js runs."""

    template_name = "taxonomy/widgets/completion.html"
    source: Any = reverse_lazy("taxonomy:complete-places")
    many = False

    class Media:
        js = (forms.Script("taxonomy/completion.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"source": self.source, "many": self.many}
        return context


class ManyCompletionInput(CompletionInput):
    """Several expertise labels, completed and shown as chips; a comma parts them."""

    source = reverse_lazy("taxonomy:complete-expertise")
    many = True


class ManyFromList(forms.SelectMultiple):
    """Several of a long list: chips and a filter box with JavaScript, a list box without."""

    template_name = "taxonomy/widgets/many_from_list.html"

    class Media:
        js = CompletionInput.Media.js
