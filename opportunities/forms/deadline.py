"""The form that gives people more time."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opportunities.forms.dates import day_field, time_field
from opportunities.forms.posts import (
    END_OF_DAY,
    FIRST_YEAR,
    LAST_YEAR,
    skipped_time,
    zone_choices,
)
from opportunities.forms.selects import LongSelect
from opportunities.models import Opportunity
from opportunities.moments import SkippedTimeError, get_zone, instant_of


class DeadlineForm(forms.Form):
    """A later deadline of a post that is public; `closes` is its instant after cleaning."""

    date = day_field(_("New last day"), required=True)
    time = time_field(_("Until what time"), help_text=_("Leave it empty for the end of that day."))
    zone = forms.ChoiceField(label=_("Time zone"), widget=LongSelect)
    words = forms.CharField(
        label=_("The deadline in your own words"), max_length=200, required=False,
        help_text=_("As you announced it elsewhere. It is shown beside the date."),
    )  # fmt: skip

    def __init__(self, *args: Any, opportunity: Opportunity, **kwargs: Any) -> None:
        closes = opportunity.closes_local
        kwargs["initial"] = {
            "date": closes and closes.date(),
            "time": closes and closes.time(),
            "zone": opportunity.zone,
        }
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, zone = cleaned.get("date"), get_zone(cleaned.get("zone") or "")
        if day is None:
            return cleaned
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.add_error("date", _("We can't use that date. Set one in the next years."))
            return cleaned
        at = cleaned.get("time") or END_OF_DAY
        try:
            cleaned["closes"] = instant_of(datetime.combine(day, at), zone, closes=True)
        except SkippedTimeError:
            self.add_error("time", skipped_time(at, zone))
        return cleaned
