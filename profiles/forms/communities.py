"""Founding and editing groups, asking to join, inviting, writing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.models import Community, Profile
from profiles.slugs import slug_in
from taxonomy.fields import PlaceField
from taxonomy.names import country_choices, language_choices

ENTRIES = [
    (Community.Entry.OPEN, _("Open: every member of the site reads, and joins with one click to write")),
    (Community.Entry.REQUEST, _("By request: members see what it is about; you say who joins and reads")),
    (Community.Entry.INVITED, _("By invitation: nobody but those you invite knows that it exists")),
]


class CommunityForm(forms.ModelForm):
    entry = forms.ChoiceField(label=_("Who gets in"), choices=ENTRIES, widget=forms.RadioSelect, initial="request")
    country = forms.ChoiceField(label=_("Country"), required=False, help_text=_("If it is about one."))
    place = PlaceField(label=_("City"), required=False, help_text=_("If it is about one."))
    language = forms.ChoiceField(label=_("Language"), required=False, help_text=_("In which you mostly write."))

    class Meta:
        model = Community
        fields = ("name", "about", "kind", "entry", "country", "place", "language")
        labels = {"name": _("Name"), "about": _("What it is about"), "kind": _("What holds it together")}
        help_texts = {"about": _("For whom it is, and what you talk about.")}
        widgets = {"about": forms.Textarea(attrs={"rows": 5, "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        fields: dict[str, Any] = self.fields
        fields["country"].choices = [("", _("Any")), *country_choices(reader)]
        fields["language"].choices = [("", _("Any")), *language_choices(reader)]
        fields["about"].required = True


class JoinForm(forms.Form):
    note = forms.CharField(
        label=_("A few words, if you like"),
        help_text=_("The moderators read them: who you are, and what brings you here."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class InviteForm(forms.Form):
    """Whom to invite: one of the moderator's connections, or whoever has a page that the moderator may open."""

    connection = forms.ChoiceField(label=_("One of your connections"), required=False)
    page = forms.CharField(
        label=_("Or the address of their page here"),
        help_text=_("As it stands in the browser when you look at their profile."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, viewer: Any, connections: list[Profile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        choices: Any = [("", _("Nobody chosen")), *((each.slug, each.name) for each in connections)]
        self.fields["connection"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        page = data.get("page", "")
        slug = data.get("connection") or slug_in(page, "profiles:profile") or page
        found = Profile.objects.visible_to(self.viewer).filter(slug=slug).select_related("user").first()
        if found is None and not self.errors:
            self.add_error("page", ValidationError(_("No member has this page. Copy its address from the browser.")))
        data["profile"] = found
        return data


class PostForm(forms.Form):
    text = forms.CharField(
        label=_("Your words"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    )


class DiscussionForm(PostForm):
    title = forms.CharField(label=_("Title"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    field_order = ("title", "text")
