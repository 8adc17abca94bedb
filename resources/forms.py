"""The form of a contribution, on one page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from resources.models import Resource
from taxonomy.fields import CountriesField, TermsField
from taxonomy.names import language_choices

LICENCES = (
    ("CC0-1.0", _("No rights reserved (CC0)")),
    ("CC-BY-4.0", _("Free with the author's name (CC BY 4.0)")),
    ("CC-BY-SA-4.0", _("Free with the author's name, under the same terms (CC BY-SA 4.0)")),
    ("CC-BY-NC-4.0", _("Free with the author's name, not to be sold (CC BY-NC 4.0)")),
    ("all-rights-reserved", _("All rights reserved: it can be read, not copied")),
)
MAX_AUTHORS = 30


class ResourceForm(forms.Form):
    """`draft` asks for a title only, so that a half-written contribution can be kept."""

    title = forms.CharField(label=_("Title"), max_length=250)
    type = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose")), *Resource.Type.choices])
    url = forms.URLField(
        label=_("Where it can be found"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Its address on the web, as in https://example.org/report."),
    )
    summary = forms.CharField(
        label=_("What it tells"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("A few sentences for somebody who decides whether to open it."),
    )
    language = forms.ChoiceField(label=_("Its language"))
    topics = TermsField(label=_("Topics"), required=False)
    countries = CountriesField(label=_("Countries it is about"), required=False)
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line: people or organizations."),
    )
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1500)

    ABOUT_FIELDS = ("title", "type", "url", "summary", "language")
    MORE_FIELDS = ("topics", "countries", "authors", "year", "licence")

    def __init__(self, *args: Any, resource: Resource | None = None, draft: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = {**_initial_of(resource), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        self.fields["language"].choices = language_choices(reader)  # type: ignore[attr-defined]
        self.fields["language"].initial = reader.split("-")[0]
        # A record's own words for a licence stay among the choices.
        own = resource.licence if resource else ""
        known = [("", _("I don't know")), *LICENCES]
        choices = known if own in dict(known) else [*known, (own, own)]
        self.fields["licence"] = forms.ChoiceField(label=_("Who may use it, and how"), required=False, choices=choices)
        if draft:
            for name, field in self.fields.items():
                field.required = name == "title"

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in their order on the page, under headings."""
        return [
            (_("What you contribute"), [self[name] for name in self.ABOUT_FIELDS]),
            (_("What helps to find it"), [self[name] for name in self.MORE_FIELDS]),
        ]

    def clean_year(self) -> int | None:
        year = self.cleaned_data["year"]
        if year is not None and year > timezone.now().year + 1:
            raise forms.ValidationError(
                _("%(year)s is still to come. Write the year it appeared in."), params={"year": year}
            )
        return year

    def clean_authors(self) -> list[str]:
        return [name.strip()[:200] for name in self.cleaned_data["authors"].splitlines() if name.strip()][:MAX_AUTHORS]

    def values(self) -> dict[str, Any]:
        """What services.create_draft and save_draft take."""
        return {**self.cleaned_data, "language": self.cleaned_data["language"] or "en"}


def _initial_of(resource: Resource | None) -> dict[str, Any]:
    if resource is None:
        return {}
    names = ("title", "type", "url", "summary", "language", "countries", "year", "licence")
    return {
        **{name: getattr(resource, name) for name in names},
        "topics": [item.tag.name for item in resource.tagged_topics.all()],
        "authors": "\n".join(resource.authors),
    }
