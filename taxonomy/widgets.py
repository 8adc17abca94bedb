"""Inputs that complete as one types; without JavaScript they are plain text fields and lists."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

places_source = reverse_lazy("taxonomy:complete-places")
expertise_source = reverse_lazy("taxonomy:complete-expertise")


class CompletionInput(forms.TextInput):
    """One place, completed.  An ARIA combobox when taxonomy/completion.js runs."""

    template_name = "taxonomy/widgets/completion.html"
    source: Any = places_source
    many = False

    def __init__(self, *args: Any, source: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if source is not None:  # a lazy address is not to be looked at before the addresses are known
            self.source = source

    class Media:
        js = (forms.Script("taxonomy/completion.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"source": self.source, "many": self.many}
        return context


class ManyCompletionInput(CompletionInput):
    """Several expertise labels, completed and shown as chips; a comma parts them."""

    source = expertise_source
    many = True


class ManyFromList(forms.SelectMultiple):
    """Several of a long list: chips and a filter box with JavaScript, a list box without."""

    template_name = "taxonomy/widgets/many_from_list.html"

    class Media:
        js = CompletionInput.Media.js
