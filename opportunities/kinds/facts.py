"""Facts that a kind of opportunity asks for: how each is typed, kept in `details`, and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from opportunities.moments import format_moment, parse_moment


@dataclass(frozen=True)
class Shown:
    """One fact as a reader sees it: a label, and a text or several items."""

    label: str
    text: str = ""
    items: tuple[str, ...] = ()
    at: datetime | None = None  # facts that are moments are shown in the order of time


@dataclass(frozen=True)
class Fact:
    """A short text.  `name` is its key in `details`; a dot goes one level down (`apply.email`)."""

    name: str
    label: Any
    help: Any = ""
    max_length: int = 200

    @property
    def field_name(self) -> str:
        return "details_" + self.name.replace(".", "_")

    def form_field(self) -> forms.Field:
        return forms.CharField(label=self.label, help_text=self.help, required=False, max_length=self.max_length)

    def to_json(self, cleaned: Any) -> Any:
        """What `details` keeps of a cleaned form value; None to keep nothing."""
        return cleaned or None

    def to_initial(self, kept: Any) -> Any:
        """What the form begins with."""
        return kept if isinstance(kept, str | int | float) else None

    def show(self, kept: Any, zone: ZoneInfo) -> Shown | None:
        """The fact in the reader's language, or None when there is nothing to show."""
        return show_anything(str(self.label), kept, zone)


@dataclass(frozen=True)
class LongFact(Fact):
    max_length: int = 2000

    def form_field(self) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(
            label=self.label, help_text=self.help, required=False, max_length=self.max_length, widget=widget
        )


@dataclass(frozen=True)
class EmailFact(Fact):
    def form_field(self) -> forms.Field:
        return forms.EmailField(label=self.label, help_text=self.help, required=False)


@dataclass(frozen=True)
class LinkFact(Fact):
    def form_field(self) -> forms.Field:
        return forms.URLField(
            label=self.label, help_text=self.help, required=False, max_length=500, assume_scheme="https"
        )


@dataclass(frozen=True)
class NumberFact(Fact):
    maximum: int = 100_000

    def form_field(self) -> forms.Field:
        return forms.IntegerField(
            label=self.label, help_text=self.help, required=False, min_value=1, max_value=self.maximum
        )


@dataclass(frozen=True)
class ChoiceFact(Fact):
    choices: tuple[tuple[str, Any], ...] = ()

    def form_field(self) -> forms.Field:
        choices = [("", _("Not said")), *self.choices]
        return forms.ChoiceField(label=self.label, help_text=self.help, required=False, choices=choices)

    def show(self, kept: Any, zone: ZoneInfo) -> Shown | None:
        words = dict(self.choices).get(kept, kept) if isinstance(kept, str) else kept
        return show_anything(str(self.label), str(words) if isinstance(kept, str) else words, zone)


HERE, ELSEWHERE = "here", "elsewhere"


@dataclass(frozen=True)
class WayFact(Fact):
    """Whether people answer on this site, kept as true, or elsewhere, kept as nothing."""

    def form_field(self) -> forms.Field:
        choices = [(HERE, _("On this site, in a form")), (ELSEWHERE, _("Elsewhere: as you say below"))]
        widget = forms.RadioSelect
        return forms.ChoiceField(label=self.label, required=False, choices=choices, widget=widget)

    def to_json(self, cleaned: str) -> Any:
        return True if cleaned == HERE else None

    def to_initial(self, kept: Any) -> Any:
        return HERE if kept is True else ELSEWHERE


@dataclass(frozen=True)
class MomentFact(Fact):
    """A date and time in the post's zone, kept as «2018-05-20T23:59»."""

    def form_field(self) -> forms.Field:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(
            label=self.label, help_text=self.help, required=False, widget=widget, input_formats=MOMENT_FORMATS,
            error_messages={"invalid": _("We couldn't read that date. Write it like 2026-07-05 18:00.")},
        )  # fmt: skip

    def to_json(self, cleaned: datetime | None) -> Any:
        return cleaned.strftime("%Y-%m-%dT%H:%M") if cleaned else None

    def to_initial(self, kept: Any) -> Any:
        return parse_moment(kept)


MOMENT_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M"]
MAX_LINES = 40


@dataclass(frozen=True)
class LinesFact(Fact):
    """Several short texts, one a line; kept as a list."""

    def form_field(self) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(label=self.label, help_text=self.help, required=False, max_length=4000, widget=widget)

    def to_json(self, cleaned: str) -> Any:
        return [line.strip() for line in cleaned.splitlines() if line.strip()][:MAX_LINES] or None

    def to_initial(self, kept: Any) -> Any:
        return "\n".join(items_of(kept)) if isinstance(kept, list) else kept


@dataclass(frozen=True)
class LotsFact(LinesFact):
    """The lots of a tender, one a line; kept as [{"number": 1, "title": …}]."""

    def to_json(self, cleaned: str) -> Any:
        titles = super().to_json(cleaned)
        return [{"number": number, "title": title} for number, title in enumerate(titles, 1)] if titles else None

    def to_initial(self, kept: Any) -> Any:
        if not isinstance(kept, list):
            return None
        return "\n".join(str(lot.get("title", "")) if isinstance(lot, dict) else str(lot) for lot in kept)

    def show(self, kept: Any, zone: ZoneInfo) -> Shown | None:
        if not isinstance(kept, list):
            return super().show(kept, zone)
        items = tuple(self._show_lot(lot) for lot in kept)
        label = ngettext_lazy("%(count)d lot", "%(count)d lots", len(items)) % {"count": len(items)}
        return Shown(str(label), items=items) if items else None

    @staticmethod
    def _show_lot(lot: Any) -> str:
        if isinstance(lot, dict) and "number" in lot and "title" in lot:
            return str(_("Lot %(number)s: %(title)s") % {"number": lot["number"], "title": lot["title"]})
        return ", ".join(items_of(lot)) if isinstance(lot, dict | list) else str(lot)


def words_of_key(key: str) -> str:
    """`duty_station` → «Duty station»: how a key that no fact declares is shown."""
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def items_of(value: Any) -> tuple[str, ...]:
    """A nested value, flat: «Key: value» for what has a key."""
    if isinstance(value, Mapping):
        return tuple(
            f"{words_of_key(str(key))}: {', '.join(items_of(inner))}"
            for key, inner in value.items()
            if inner not in (None, "", [], {})
        )
    if isinstance(value, list | tuple):
        return tuple(", ".join(items_of(inner)) for inner in value if inner not in (None, "", [], {}))
    return (_scalar(value),)


def show_anything(label: str, kept: Any, zone: ZoneInfo) -> Shown | None:
    """Any JSON value readably: texts, numbers, moments, lists, nested keys.  None when it is empty."""
    if kept in (None, "", [], {}):
        return None
    if isinstance(kept, Mapping | list | tuple):
        items = items_of(kept)
        return Shown(label, items[0]) if len(items) == 1 and isinstance(kept, list) else Shown(label, items=items)
    moment = parse_moment(kept)
    if moment is not None:
        at = moment.replace(tzinfo=zone)
        return Shown(label, format_moment(at, zone), at=at)
    return Shown(label, _scalar(kept))


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    return str(value)
