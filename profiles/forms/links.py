"""Tying one organization to another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from profiles.models import Organization, OrganizationLink
from profiles.slugs import slug_in
from taxonomy.folding import fold

Kind = OrganizationLink.Kind


class LinkForm(forms.Form):
    """Which organization, and how the two belong together; cleans `other` to the organization."""

    other = forms.CharField(
        label=_("The other organization"),
        help_text=_("Its name as it stands on its page, or the address of that page."),
        max_length=400,
    )
    how = forms.ChoiceField(
        label=_("How you belong together"),
        choices=[
            ("chapter-under", _("It is a local chapter of ours")),
            ("member-under", _("It is a member of ours")),
            ("chapter-over", _("We are a local chapter of it")),
            ("member-over", _("We are a member of it")),
        ],
    )

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        self.viewer = viewer
        super().__init__(*args, **kwargs)

    def clean_other(self) -> Organization:
        typed = self.cleaned_data["other"].strip()
        visible = Organization.objects.visible_to(self.viewer)
        slug = slug_in(typed, "profiles:organization")
        found = list(visible.filter(slug=slug)[:1]) if slug else []
        if not found:
            found = list(visible.filter(name__iexact=typed)[:2]) or self._folded(visible, typed)
        if not found:
            raise ValidationError(_("We don't know an organization of this name. Copy the address of its page."))
        if len(found) > 1:
            raise ValidationError(_("Several organizations have this name. Copy the address of the right one's page."))
        return found[0]

    @staticmethod
    def _folded(visible: Any, typed: str) -> list[Organization]:
        """In any case and with any diacritics; SQLite compares only ASCII without regard to case."""
        wanted = fold(typed)
        pks = [pk for pk, name in visible.values_list("pk", "name") if wanted and fold(name) == wanted]
        return list(Organization.objects.filter(pk__in=pks[:2]))

    @property
    def asked(self) -> dict[str, Any]:
        """What ask_for_link() takes."""
        kind, _dash, side = self.cleaned_data["how"].partition("-")
        return {"other": self.cleaned_data["other"], "kind": Kind(kind), "is_parent": side == "under"}
