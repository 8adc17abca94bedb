"""The editors' form of a collection."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm


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
