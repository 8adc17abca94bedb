"""The forms of a post: what kind it is, and the facts of that kind."""

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from opportunities.forms.dates import day_field, time_field
from opportunities.forms.questions import clean_questions, question_fields, question_rows
from opportunities.forms.selects import LongSelect
from opportunities.forms.translations import clean_translations, translation_fields, translation_rows
from opportunities.kinds import KINDS, Kind
from opportunities.kinds.facts import HERE, MomentFact
from opportunities.models import Opportunity, OpportunityPlace
from opportunities.moments import ANYWHERE, SkippedTimeError, get_zone, instant_of, zone_city
from opportunities.questions import questions_of
from profiles.models import Organization
from taxonomy.fields import LanguagesField, TermsField, WrittenPlaceField
from taxonomy.models import Place
from taxonomy.names import language_choices
from taxonomy.suggesting import ticked_labels

REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
START_OF_DAY, END_OF_DAY = time(0, 0), time(23, 59)
PLACES = 3
FIRST_YEAR, LAST_YEAR = 2000, 2200


class KindForm(forms.Form):
    """Step 1: for which organization, and what kind."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=_("For which organization"), to_field_name="slug", empty_label=None
    )
    kind = forms.ChoiceField(label=_("What kind of opportunity is it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = organizations  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.name, f"{kind.label} — {kind.description}") for kind in KINDS.values()]  # type: ignore[attr-defined]


class ReachForm(forms.Form):
    """Of the facts, those that decide how many members a post could reach."""

    expertise = TermsField(required=False)
    languages = LanguagesField(required=False)


class OpportunityForm(forms.Form):
    """Step 2: the facts.  `draft` asks for a title only, so that a half-written post can be kept."""

    title = forms.CharField(
        label=_("Title"), max_length=250, help_text=_("What and for whom, in a few words."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    description = forms.CharField(
        label=_("What it is about"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )
    language = forms.ChoiceField(label=_("Language of this post"), widget=LongSelect)
    remote = forms.ChoiceField(
        label=_("Where it is done"), choices=Opportunity.Remote, widget=forms.RadioSelect, initial=Opportunity.Remote.NO
    )
    opens_date = day_field(_("First day"), help_text=_("Leave it empty when it is open from the start."))
    opens_time = time_field(_("From what time"), help_text=_("Leave it empty for the beginning of that day."))
    closes_date = day_field(_("Last day"), help_text=_("Leave it empty when there is no closing date."))
    closes_time = time_field(_("Until what time"), help_text=_("Leave it empty for the end of that day."))
    public_date = day_field(_("Public from"), help_text=_("Leave it empty to publish it as soon as it is ready."))
    zone = forms.ChoiceField(
        label=_("Time zone"), required=False, widget=LongSelect,
        help_text=_("Leave it as it is to use the time of the first place."),
    )  # fmt: skip
    deadline_text = forms.CharField(
        label=_("The deadline in your own words"), max_length=200, required=False,
        help_text=_("As you announced it elsewhere. It is shown beside the date."),
    )  # fmt: skip
    expertise = TermsField(
        label=_("Expertise asked for"),
        required=False,
        help_text=_("What one must be able to do. It decides who sees this post first."),
    )
    useful = TermsField(label=_("Also welcome"), required=False, help_text=_("What helps, but isn't asked for."))
    languages = LanguagesField(
        label=_("Languages"), required=False, help_text=_("At least one of them must be spoken.")
    )

    POST_FIELDS = ("title", "description", "language")
    WHERE_FIELDS = ("remote", "place_1", "place_2", "place_3")
    WHEN_FIELDS = ("public_date", "opens_date", "opens_time", "closes_date", "closes_time", "zone", "deadline_text")
    CLOSING_FIELDS = ("closes_date", "closes_time", "zone", "deadline_text")
    WHO_FIELDS = ("expertise", "useful", "languages")

    def __init__(
        self,
        *args: Any,
        kind: type[Kind],
        opportunity: Opportunity | None = None,
        draft: bool = False,
        browser_zone: str = "",
        **kwargs: Any,
    ) -> None:
        self.kind, self.opportunity, self.browser_zone = kind, opportunity, browser_zone
        kwargs["initial"] = {**_initial_of(opportunity, kind), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        reader = get_language() or "en"
        self.fields["language"].choices = language_choices(reader)  # type: ignore[attr-defined]
        self.fields["language"].initial = reader.split("-")[0]
        self.fields["zone"].choices = [("", _("The time of the place")), *zone_choices()]  # type: ignore[attr-defined]
        kept = list(opportunity.places.all()) if opportunity else []
        labels = (_("Place"), _("Another place"), _("A third place"))
        for number in range(PLACES):
            known = kept[number] if number < len(kept) else None
            self.fields[f"place_{number + 1}"] = WrittenPlaceField(
                written=str(known or ""), kept=known, required=False, label=labels[number],
                initial=str(known) if known else None,
                help_text=_("A city, as in «Osh, Kyrgyzstan».") if number == 0 else "",
            )  # fmt: skip
        self.fields.update(translation_fields(opportunity))
        for fact in kind.fields():
            self.fields[fact.field_name] = fact.form_field()
        if kind.is_answered_here:
            self.fields.update(question_fields(questions_of(opportunity.details) if opportunity else []))
        if self.is_public:
            for name in self.CLOSING_FIELDS:  # a promise to readers, moved on a page of its own: views/deadlines.py
                del self.fields[name]
        self.is_draft = draft
        if draft:
            for name, field in self.fields.items():
                field.required = name == "title"

    @property
    def is_public(self) -> bool:
        """Whether others read the post while it is being changed."""
        return self.opportunity is not None and self.opportunity.live

    def text_fields(self) -> list[forms.BoundField]:
        """The text of the post in the language in which it was written first."""
        return [self[name] for name in self.POST_FIELDS]

    def translation_rows(self) -> list[dict[str, Any]]:
        """The text in other languages, as the page shows it beside the original."""
        return translation_rows(self)

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The other fields in their order on the page, under headings."""
        how = [fact.field_name for fact in self.kind.fields() if fact not in self.kind.facts]
        names: list[tuple[Any, Any]] = [
            (self.kind.label, [fact.field_name for fact in self.kind.facts]),
            (_("Where"), self.WHERE_FIELDS),
            (_("When it is open"), self.WHEN_FIELDS),
            (_("Who fits"), self.WHO_FIELDS),
            (_("How people answer"), how),
        ]
        asked = [(heading, [self[name] for name in fields if name in self.fields]) for heading, fields in names]
        return [(heading, fields) for heading, fields in asked if fields]

    def question_rows(self) -> list[dict[str, Any]]:
        """The questions to those who apply, as the page shows them."""
        return question_rows(self) if self.kind.is_answered_here else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["places"] = self._places(cleaned)
        zone = self._zone(cleaned)
        cleaned["zone"] = zone.key
        opens = cleaned["opens"] = self._instant(cleaned, "opens", START_OF_DAY, zone)
        closes = cleaned["closes"] = self._closes(cleaned, zone)
        public = cleaned["go_live_at"] = self._instant(cleaned, "public", START_OF_DAY, zone)
        if public and closes and closes <= public:
            self.add_error("public_date", _("It would close before it is public."))
        if closes and opens and closes <= opens:
            self.add_error("closes_date", _("It would close before it opens."))
        written = clean_questions(self) if self.kind.is_answered_here else []
        cleaned["translations"] = clean_translations(self, draft=self.is_draft)
        cleaned["questions"] = [question.to_json() for question in written]
        self._check_order(self._moments(cleaned, zone) | ({"closes": closes} if closes else {}))
        return cleaned

    def _expertise(self) -> list[str]:
        """What was typed, and what was ticked of what the text speaks of."""
        return list(dict.fromkeys([*self.cleaned_data["expertise"], *ticked_labels(self.data)]))

    def _moments(self, cleaned: Mapping[str, Any], zone: ZoneInfo) -> dict[str, datetime]:
        """{name of a fact: its instant}, with an error at each that the calendar or the clocks don't have."""
        found = {}
        for fact in self.kind.facts:
            local = cleaned.get(fact.field_name) if isinstance(fact, MomentFact) else None
            if local is None:
                continue
            if not FIRST_YEAR <= local.year <= LAST_YEAR:
                self.add_error(fact.field_name, _("We can't use that date. Set one in the next years."))
                continue
            try:
                found[fact.name] = instant_of(local.replace(tzinfo=None), zone, closes=True)
            except SkippedTimeError:
                self.add_error(fact.field_name, skipped_time(local.time(), zone))
        return found

    def _check_order(self, instants: Mapping[str, datetime]) -> None:
        """What follows each other in the kind must do so in the post."""
        fields = {fact.name: (fact.field_name, fact.label) for fact in self.kind.facts}
        fields["closes"] = ("closes_date", _("Last day"))
        known = [name for name in self.kind.in_order if name in instants]
        for earlier, later in pairwise(known):
            if instants[earlier] >= instants[later]:
                at = fields[earlier if later == "closes" else later][0]
                words = {"earlier": fields[earlier][1], "later": fields[later][1]}
                self.add_error(at, ValidationError(_("%(earlier)s must come before %(later)s."), params=words))

    def _places(self, cleaned: Mapping[str, Any]) -> list[OpportunityPlace]:
        given = [cleaned.get(f"place_{number + 1}") for number in range(PLACES)]
        places = [_as_opportunity_place(place) for place in given if place]
        # The form shows the first three; a record with more keeps the others.
        rest = list(self.opportunity.places.all())[PLACES:] if self.opportunity else []
        return places + [_as_opportunity_place(place) for place in rest]

    def _zone(self, cleaned: Mapping[str, Any]) -> ZoneInfo:
        """The chosen one, else that of the first known place, else the browser's; of a public post its own."""
        if self.opportunity is not None and self.opportunity.live:
            return get_zone(self.opportunity.zone)
        if cleaned.get("zone"):
            return get_zone(cleaned["zone"])
        known = next((place.place for place in cleaned["places"] if place.place), None)
        return get_zone(known.timezone if known else self.browser_zone)

    def _closes(self, cleaned: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
        if self.opportunity is not None and self.opportunity.live:
            return self.opportunity.closes
        return self._instant(cleaned, "closes", END_OF_DAY, zone)

    def _instant(self, cleaned: Mapping[str, Any], name: str, default: time, zone: ZoneInfo) -> datetime | None:
        """The instant of `opens` or `closes`, from its day and time in a zone; None when it has none."""
        day: date | None = cleaned.get(f"{name}_date")
        at: time | None = cleaned.get(f"{name}_time")
        if day is None:
            if at is not None and f"{name}_date" not in self.errors:
                self.add_error(f"{name}_date", _("Say on which day, too."))
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.add_error(f"{name}_date", _("We can't use that date. Set one in the next years."))
            return None
        at = at or default
        try:
            return instant_of(datetime.combine(day, at), zone, closes=name == "closes")
        except SkippedTimeError:
            self.add_error(f"{name}_time", skipped_time(at, zone))
            return None

    def values(self) -> dict[str, Any]:
        """What services.create_draft and save_draft take."""
        cleaned = self.cleaned_data
        details = self.kind.details_from(cleaned, self.opportunity.details if self.opportunity else {})
        details.pop("questions", None)
        if cleaned["questions"]:
            details["questions"] = cleaned["questions"]
        names = (
            "title",
            "description",
            "deadline_text",
            "expertise",
            "useful",
            "languages",
            "places",
            "translations",
            "zone",
            "opens",
            "closes",
            "go_live_at",
        )
        return {
            **{name: cleaned[name] for name in names if name in cleaned},
            "expertise": self._expertise(),
            "language": cleaned["language"] or "en",
            "remote": cleaned["remote"] or Opportunity.Remote.NO,
            "details": details,
        }


def skipped_time(at: time, zone: ZoneInfo) -> ValidationError:
    """What is said of a time that the clocks of a zone jump over."""
    message = _("There is no %(time)s on that day in %(city)s: the clocks go forward. Set an hour later.")
    return ValidationError(message, params={"time": at.strftime("%H:%M"), "city": zone_city(zone)})


def _as_opportunity_place(place: Place | OpportunityPlace) -> OpportunityPlace:
    if isinstance(place, Place):
        return OpportunityPlace(place=place, city=place.name, country=place.country)
    return OpportunityPlace(place=place.place, city=place.city, country=place.country)


def _initial_of(opportunity: Opportunity | None, kind: type[Kind]) -> dict[str, Any]:
    if opportunity is None:
        return {"details_apply_here": HERE}
    opens, closes = opportunity.opens_local, opportunity.closes_local
    return {
        "title": opportunity.title,
        "description": opportunity.description,
        "language": opportunity.language,
        "remote": opportunity.remote,
        "opens_date": opens and opens.date(),
        "opens_time": opens and opens.time(),
        "public_date": opportunity.go_live_at and opportunity.go_live_at.astimezone(get_zone(opportunity.zone)).date(),
        "closes_date": closes and closes.date(),
        "closes_time": closes and closes.time(),
        "zone": opportunity.zone,
        "deadline_text": opportunity.deadline_text,
        "expertise": [item.tag.name for item in opportunity.required_expertise.all()],
        "useful": [item.tag.name for item in opportunity.useful_expertise.all()],
        "languages": opportunity.languages,
        **kind.initial_from(opportunity.details),
    }


@cache
def _zone_names() -> tuple[str, ...]:
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(REGIONS)))


@cache
def zone_choices() -> list[tuple[str, Any]]:
    """All zones by the name of their city, with the region after it; first the one in which every day ends last."""
    return [(ANYWHERE, _("Anywhere on Earth (UTC−12)")), *((name, _zone_words(name)) for name in _zone_names())]


def _zone_words(name: str) -> str:
    region, _slash, city = name.partition("/")
    return f"{city.replace('_', ' ').replace('/', ', ')} ({region})" if city else name


def browser_zone() -> str:
    """The reader's zone, as their browser told; "" when it didn't."""
    current = timezone.get_current_timezone()
    return getattr(current, "key", "") if current != timezone.get_default_timezone() else ""
