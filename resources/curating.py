"""The editors' forms of a collection and of a resource."""

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from resources.goals import GCM, SDGS, choices_of


class CollectionForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """The same resource twice would be a slip."""
        cleaned: dict[str, Any] = super().clean()
        items = self.formsets["items"]
        kept = [each.cleaned_data for each in items.forms if each.is_valid() and not each.cleaned_data.get("DELETE")]
        counted = Counter(each["resource"] for each in kept if each.get("resource"))
        for resource, times in counted.items():
            if times > 1:
                self.add_error(None, _("«%(title)s» is in it twice. Take one out.") % {"title": resource.title})
        return cleaned


class GoalsField(forms.TypedMultipleChoiceField):
    """Checkboxes for the numbers of goals; cleans to a list of them, ascending."""

    def __init__(self, names: dict[int, Any], **kwargs: Any) -> None:
        options = {"choices": lambda: choices_of(names), "widget": forms.CheckboxSelectMultiple, "required": False}
        super().__init__(coerce=int, **{**options, **kwargs})

    def clean(self, value: Any) -> list[int]:
        return sorted(super().clean(value))


class ResourceAdminForm(WagtailAdminModelForm):
    sdgs = GoalsField(SDGS, label=gettext_lazy("Sustainable Development Goals"))
    gcm = GoalsField(GCM, label=gettext_lazy("Objectives of the Global Compact for Migration"))
