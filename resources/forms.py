"""The form of a contribution, on one page."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.encoding import uri_to_iri
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from profiles.forms.files import OneFileField
from profiles.uploads import PUBLICATIONS, kinds_in_words
from resources.curating import GoalsField
from resources.goals import GCM, SDGS
from resources.identifiers import doi_in, isbn_in
from resources.licences import LICENCES
from resources.media import as_clock, read_length
from resources.models import Answer, ReadingList, Resource
from resources.request_services import DECISIONS
from resources.translations import find_original, problem_of
from taxonomy.fields import CountriesField, TermsField
from taxonomy.names import language_choices
from taxonomy.suggesting import ticked_labels

MAX_AUTHORS = 30


def _file_help() -> str:
    kinds = kinds_in_words(PUBLICATIONS)
    return gettext("Instead of an address, or besides: %(kinds)s, up to 10 MB.") % {"kinds": kinds}


class ResourceForm(forms.Form):
    """`draft` asks for a title only, so that a half-written contribution can be kept."""

    title = forms.CharField(label=_("Title"), max_length=250)
    type = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose")), *Resource.Type.choices])
    url = forms.URLField(
        label=_("Where it can be found"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Its address on the web, as in https://example.org/report."),
    )
    duration = forms.CharField(
        label=_("How long it runs"),
        required=False,
        max_length=10,
        help_text=_("Of audio and video: minutes and seconds as 12:30, with hours as 1:05:00."),
    )
    file = OneFileField(
        label=_("Its file"),
        required=False,
        accept=PUBLICATIONS,
        help_text=lazy(_file_help, str)(),  # in the language of the reader, not in that of the start
    )
    without_file = forms.BooleanField(label=_("Take the file away"), required=False)
    access = forms.ChoiceField(label=_("Who may open the file"), required=False, choices=Resource.Access.choices)
    opens = forms.DateField(
        label=_("From which day on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("If everybody may open it from a day on. Until then only you and our editors can."),
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

    identifier = forms.CharField(
        label=_("DOI or ISBN"),
        required=False,
        max_length=200,
        help_text=_("If it has one, as 10.1000/182 or 978-3-16-148410-0. A DOI in the address is found by itself."),
    )

    changes = forms.CharField(
        label=_("What changed"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("In a few words, for those who know the version before, as in «with the figures of 2025»."),
    )
    sdgs = GoalsField(SDGS, label=_("Sustainable Development Goals"))
    gcm = GoalsField(GCM, label=_("Objectives of the Global Compact for Migration"))
    translation_of = forms.CharField(
        label=_("It is a translation of"),
        required=False,
        max_length=600,
        help_text=_(
            "If it is in the library in another language too: the address of that page, or its whole title. "
            "The pages then lead to each other."
        ),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    ABOUT_FIELDS = ("title", "type", "url", "duration", "summary", "language")
    FILE_FIELDS = ("file", "without_file", "access", "opens")
    MORE_FIELDS = ("topics", "countries", "authors", "year", "identifier", "licence", "translation_of")
    GOAL_FIELDS = ("sdgs", "gcm")

    def __init__(
        self, *args: Any, resource: Resource | None = None, draft: bool = False, contributor: Any, **kwargs: Any
    ) -> None:
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
        self.is_draft, self.resource, self.contributor = draft, resource, contributor
        self.file_before = resource.file if resource else None
        if self.file_before is None:
            del self.fields["without_file"]
        if resource is None or resource.first_published_at is None:
            del self.fields["changes"]
        if draft:
            for name, field in self.fields.items():
                field.required = name == "title"

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields in their order on the page, under headings."""
        return [
            (_("What you contribute"), [self[name] for name in self.ABOUT_FIELDS]),
            (_("A file of it"), [self[name] for name in self.FILE_FIELDS if name in self.fields]),
            (_("What helps to find it"), [self[name] for name in self.MORE_FIELDS]),
            (_("Goals that it serves"), [self[name] for name in self.GOAL_FIELDS]),
            *([(_("This version"), [self["changes"]])] if "changes" in self.fields else []),
        ]

    def clean(self) -> None:
        given = self.cleaned_data
        keeps_file = self.file_before is not None and not given.get("without_file")
        has_file = keeps_file or given.get("file") or "file" in self.errors
        if not self.is_draft and not given.get("url") and "url" not in self.errors and not has_file:
            self.add_error("url", _("Say where it can be found, or add a file."))
        is_embargo = given.get("access") == Resource.Access.EMBARGO
        if is_embargo and not self.is_draft and not given.get("opens") and "opens" not in self.errors:
            self.add_error("opens", _("Say from which day on everybody may open the file."))
        if not is_embargo:
            given["opens"] = None
        if original := given.get("translation_of"):
            version = Resource(pk=self.resource.pk if self.resource else None, language=given.get("language") or "en")
            if why := problem_of(version, original):
                self.add_error("translation_of", why)

    def clean_translation_of(self) -> Resource | None:
        written: str = self.cleaned_data["translation_of"]
        if not written:
            return None
        before = self.resource.translation_of if self.resource else None
        if before is not None and written == iri_of(before):
            return before  # it may be out of the library by now
        try:
            return find_original(written, self.contributor)
        except LookupError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_duration(self) -> int | None:
        written: str = self.cleaned_data["duration"]
        try:
            return read_length(written) if written.strip() else None
        except ValueError:
            raise forms.ValidationError(
                _("We couldn't read «%(written)s». Write how long it runs like 12:30 or 1:05:00."),
                params={"written": written},
            ) from None

    def clean_year(self) -> int | None:
        year = self.cleaned_data["year"]
        if year is not None and year > timezone.now().year + 1:
            raise forms.ValidationError(
                _("%(year)s is still to come. Write the year it appeared in."), params={"year": year}
            )
        return year

    def clean_authors(self) -> list[str]:
        return [name.strip()[:200] for name in self.cleaned_data["authors"].splitlines() if name.strip()][:MAX_AUTHORS]

    def clean_identifier(self) -> str:
        written: str = self.cleaned_data["identifier"]
        if written and not (doi_in(written) or isbn_in(written)):
            raise forms.ValidationError(
                _("«%(written)s» is neither a DOI nor an ISBN. Copy it as it is printed, or leave this empty."),
                params={"written": written[:60]},
            )
        return written

    def values(self) -> dict[str, Any]:
        """What services.create_draft and save_draft take."""
        given = dict(self.cleaned_data)
        written = given.pop("identifier")
        return {
            **given,
            "language": given["language"] or "en",
            "topics": list(dict.fromkeys([*given["topics"], *ticked_labels(self.data)])),
            "access": given["access"] or Resource.Access.PUBLIC,
            "doi": doi_in(written) or doi_in(given["url"]),
            "isbn": "" if doi_in(written) else isbn_in(written),
        }


def iri_of(resource: Resource) -> str:
    """The address of its page as people read it."""
    return uri_to_iri(resource.get_absolute_url())


def _initial_of(resource: Resource | None) -> dict[str, Any]:
    if resource is None:
        return {}
    names = (
        "title",
        "type",
        "url",
        "summary",
        "language",
        "countries",
        "year",
        "licence",
        "access",
        "opens",
        "sdgs",
        "gcm",
    )
    is_public = resource.latest_revision_id == resource.live_revision_id
    return {
        **{name: getattr(resource, name) for name in names},
        "duration": as_clock(resource.duration),
        "changes": "" if is_public else resource.changes,
        "identifier": resource.doi or resource.isbn,
        "topics": [item.tag.name for item in resource.tagged_topics.all()],
        "authors": "\n".join(resource.authors),
        "translation_of": iri_of(resource.translation_of) if resource.translation_of else "",
    }


class RightsForm(forms.Form):
    """Asked when a file is sent, not while it is a draft."""

    rights = forms.ChoiceField(
        label=_("Why may the file stand here?"),
        choices=[choice for choice in Resource.Rights.choices if choice[0] != Resource.Rights.LINK],
        widget=forms.RadioSelect,
        help_text=_(
            "Our editors read it with this version. If none of these holds, take the file away and add a link."
        ),
    )


class AnswerEditorsForm(forms.Form):
    words = forms.CharField(
        label=_("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Our editors read it, nobody else."),
    )


class MergeForm(forms.Form):
    other = forms.CharField(
        label=_("The other one"),
        max_length=600,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("The address of its page here, or its whole title."),
    )

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean_other(self) -> Resource:
        try:
            return find_original(self.cleaned_data["other"], self.viewer)
        except LookupError as error:
            raise forms.ValidationError(str(error)) from None


class AskContributorForm(forms.Form):
    words = forms.CharField(
        label=_("Your question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("The contributor reads it without your name, and is told by e-mail."),
    )


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Your note"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Nobody else ever sees it."),
    )


class ReadingListForm(forms.ModelForm):
    class Meta:
        model = ReadingList
        fields: ClassVar = ["title"]
        labels: ClassVar = {"title": _("Name of the list")}
        widgets: ClassVar = {"title": forms.TextInput(attrs={"dir": "auto"})}


class SharedListForm(ReadingListForm):
    class Meta(ReadingListForm.Meta):
        fields: ClassVar = ["title", "is_shared"]
        labels: ClassVar = {**ReadingListForm.Meta.labels, "is_shared": _("Share it")}
        help_texts: ClassVar = {
            "is_shared": _(
                "Members who have its address see the published resources in it, and your name as far as "
                "they may see your profile; never your notes."
            )
        }


class AskForm(forms.Form):
    reason = forms.CharField(
        label=_("What you need it for"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_(
            "Its contributor and our editors read it, with your name as far as they may see your profile. "
            "You are told by e-mail what they say."
        ),
    )


class DecisionForm(forms.Form):
    """Without words nobody is refused: who asks is told why."""

    decision = forms.ChoiceField(choices=[(name, name) for name in DECISIONS])
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Who asks reads it. You need not write any when you give the file."),
    )

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("decision") in ("refuse", "end") and not given.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Say why in a sentence; who asks reads it."))


class WhyNotForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why did it not help you?"), choices=Answer.Reason, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Optional. Editors read it without your name."),
    )


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("What do you want to say about it?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Every member of the site can read this, with your name."),
    )
