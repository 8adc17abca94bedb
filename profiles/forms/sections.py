"""The sections of the profile editor: small forms that save by themselves, with who sees what beside the fields."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.models import Audience, Consent, OpenTo, Profile
from profiles.photos import encode_photo
from profiles.services import save_section, set_photo
from profiles.services.consents import WORDS
from taxonomy.fields import CountriesField, LanguagesField, PlaceField, TermsField, WrittenPlaceField
from taxonomy.names import country_name

MAX_LINKS = 8


class SectionForm(forms.Form):
    """A part of a profile.  `audience_of` says which field's audience control stands below which field."""

    key: ClassVar[str]
    title: ClassVar[Promise | str]
    lead: ClassVar[Promise | str] = ""
    audience_of: ClassVar[Mapping[str, str]] = {}  # form field -> key of AUDIENCE_FIELDS

    def __init__(self, data: Any = None, files: Any = None, *, profile: Profile) -> None:
        self.profile = profile
        super().__init__(data, files, initial=self.read(profile), label_suffix="")
        for key in dict.fromkeys(self.audience_of.values()):
            self.fields[f"audience_{key}"] = forms.ChoiceField(
                label=_("Who sees this"),
                choices=Audience.choices,
                initial=profile.audience_of(key),
            )

    def read(self, profile: Profile) -> dict[str, Any]:
        """The form's initial values."""
        return {name: getattr(profile, name) for name in self.base_fields if hasattr(profile, name)}

    def values(self) -> dict[str, Any]:
        """The model fields that the cleaned form writes."""
        return {name: self.cleaned_data[name] for name in self.base_fields}

    def save(self) -> Profile:
        audiences = {key: self.cleaned_data[f"audience_{key}"] for key in self.audience_of.values()}
        return save_section(profile=self.profile, values=self.values(), audiences=audiences)

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each field with the control of who sees it."""
        for name in self.base_fields:
            key = self.audience_of.get(name)
            yield self[name], self[f"audience_{key}"] if key else None


class WholeForm(SectionForm):
    key = "whole"
    title = _("Who sees your profile")
    lead = _("Nothing in your profile is shown more widely than this.")
    audience_of: ClassVar = {"": "profile"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience_profile"].label = _("Your profile is seen by")
        self.fields["audience_profile"].help_text = WORDS[Consent.Matter.PUBLIC]

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        yield self["audience_profile"], None


class YouForm(SectionForm):
    key = "you"
    title = _("You")
    audience_of: ClassVar = {"photo": "photo", "headline": "headline", "about": "about"}

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As you want people here to call you."))
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, up to 8 MB. We crop it square and remove what the camera noted, such as the place."
        ),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    headline = forms.CharField(
        label=_("Headline"),
        max_length=160,
        required=False,
        help_text=_("One line, such as «Irrigation engineer, ten years in the field»."),
    )
    about = forms.CharField(
        label=_("About you"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def read(self, profile: Profile) -> dict[str, Any]:
        return {name: getattr(profile, name) for name in ("name", "headline", "about")}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("Write a name with letters, such as «Nurgul»."))
        return name

    def clean_photo(self) -> ContentFile | None:
        upload = self.cleaned_data["photo"]
        return encode_photo(upload) if upload else None

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "headline", "about")}

    @transaction.atomic
    def save(self) -> Profile:
        profile = super().save()
        if self.cleaned_data["photo"]:
            set_photo(profile=profile, photo=self.cleaned_data["photo"])
        return profile


AS_WRITTEN: Any = object()


def _written_place(profile: Profile) -> str | None:
    """«Kök-Art, Kyrgyzstan» of a profile with a city that no place is known for."""
    if not profile.city:
        return None
    country = country_name(profile.country, get_language() or "en") if profile.country else ""
    return ", ".join(filter(None, [profile.city, country]))


class WhereForm(SectionForm):
    key = "where"
    title = _("Where")
    lead = _("Nobody sees more than your city, and nothing closer than that is kept.")
    audience_of: ClassVar = {"place": "place", "roots_place": "roots"}

    place = WrittenPlaceField(label=_("City where you live"), required=False, kept=AS_WRITTEN)
    roots = CountriesField(label=_("Countries your roots are in"), required=False)
    roots_place = PlaceField(label=_("City or town your roots are in"), required=False)
    roots_consent = forms.BooleanField(
        label=_("Use my roots to find what fits me"),
        required=False,
        help_text=WORDS[Consent.Matter.ROOTS],
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, profile=profile, **kwargs)
        self.fields["place"].written = self.initial["place"] if isinstance(self.initial["place"], str) else ""  # type: ignore[attr-defined]

    def read(self, profile: Profile) -> dict[str, Any]:
        return {**super().read(profile), "place": profile.place or _written_place(profile)}

    def values(self) -> dict[str, Any]:
        """Without the place when it stays: a city that we don't know as it was written, or a country alone."""
        values = super().values()
        is_country_alone = self.profile.place_id is None and not self.profile.city
        if values["place"] is AS_WRITTEN or (values["place"] is None and is_country_alone):
            del values["place"]
        return values


class SkillsForm(SectionForm):
    key = "skills"
    title = _("What you can do")
    lead = _("This is what opportunities and people are matched with. Write in any language.")
    audience_of: ClassVar = {"expertise": "expertise", "interests": "interests"}

    expertise = TermsField(
        label=_("Expertise"),
        required=False,
        help_text=_("Part them with commas: accounting, irrigation, teaching."),
    )
    interests = TermsField(
        label=_("Interests"), required=False, help_text=_("What you would like to learn or to help with.")
    )

    def read(self, profile: Profile) -> dict[str, Any]:
        return {
            "expertise": [row.tag.name for row in profile.tagged_expertise.select_related("tag")],
            "interests": [row.tag.name for row in profile.tagged_interests.select_related("tag")],
        }


class LanguagesForm(SectionForm):
    key = "languages"
    title = _("Languages")
    audience_of: ClassVar = {"languages": "languages"}

    languages = LanguagesField(label=_("Languages you speak"), required=False)


class OpenToForm(SectionForm):
    key = "open-to"
    title = _("Open to")
    audience_of: ClassVar = {"open_to": "open_to"}

    open_to = forms.MultipleChoiceField(
        label=_("What you are open to"), choices=OpenTo.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class LinksForm(SectionForm):
    key = "links"
    title = _("Links")
    audience_of: ClassVar = {"links": "links"}

    links = forms.CharField(
        label=_("Your pages elsewhere"),
        required=False,
        max_length=2000,
        help_text=_("One address a line, such as https://example.org/me."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )

    def read(self, profile: Profile) -> dict[str, Any]:
        return {"links": "\n".join(profile.links)}

    def clean_links(self) -> list[str]:
        links = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(links) > MAX_LINKS:
            raise ValidationError(
                _("You wrote %(count)d links; keep %(max)d at most."), params={"count": len(links), "max": MAX_LINKS}
            )
        for number, link in enumerate(links):
            link = link if "://" in link else f"https://{link}"
            try:
                URLValidator(schemes=["https"])(link)
            except ValidationError as error:
                raise ValidationError(
                    _("«%(link)s» is not a web address that begins with https://."), params={"link": link[:80]}
                ) from error
            links[number] = link
        return list(dict.fromkeys(links))


SECTIONS: dict[str, type[SectionForm]] = {
    form.key: form for form in (YouForm, SkillsForm, WhereForm, LanguagesForm, OpenToForm, LinksForm, WholeForm)
}
