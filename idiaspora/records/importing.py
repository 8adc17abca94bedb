"""Writing records: all of a file in one transaction, or nothing."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from idiaspora.records import exporting
from idiaspora.records.reading import Fault, NumberedRecord
from opportunities.models import Opportunity, OpportunityPlace
from profiles.models import Organization, Profile
from resources.models import Resource
from taxonomy.models import Term
from taxonomy.places import find_place
from taxonomy.services import terms_for

# Organizations first, for the others name them.
ORDER = {"organization": 0, "profile": 1, "opportunity": 2, "resource": 3}


class BadRecords(Exception):
    """Some records can't be written; `faults` says which and why.  Nothing of the file has been."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass
class Report:
    """What an import did: counts of (kind, "added" | "changed" | "unchanged"), and what it could not place."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)


class Importer:
    """Writes records; the places and labels it meets twice are looked up once."""

    def __init__(self) -> None:
        self.report = Report()
        self._places: dict[tuple[str, str], Any] = {}
        self._terms: dict[str, Term] = {}
        self._organizations: dict[str, Organization] = {}

    def write(self, line: int, record: Any) -> None:
        """Adds or changes the object of one record, or leaves it when nothing differs.  Raises BadRecords."""
        outcome = getattr(self, f"_write_{record.kind}")(line, record)
        self.report.counts[record.kind, outcome] += 1

    def _write_organization(self, line: int, record: Any) -> str:
        existing = Organization.objects.filter(ref=record.ref).first()
        if existing and exporting.export_organization(existing) == record.model_dump():
            return "unchanged"
        organization = existing or Organization(ref=record.ref, slug=free_slug(Organization, record.name))
        for name in ("name", "type", "level", "countries", "website", "description"):
            setattr(organization, name, getattr(record, name))
        if record.verified != organization.is_verified:
            organization.verified_at = timezone.now() if record.verified else None
        organization.save()
        return "changed" if existing else "added"

    def _write_profile(self, line: int, record: Any) -> str:
        existing = Profile.objects.select_related("user").filter(ref=record.ref).first()
        self._place(line, record.city, record.country)
        terms = self._terms_for(line, [*record.expertise, *record.interests])
        if existing and exporting.export_profile(existing) == self._as_kept(record):
            return "unchanged"
        profile = existing or Profile(ref=record.ref, slug=free_slug(Profile, record.name))
        profile.user = self._user(line, record.email, existing)
        copied = ("name", "headline", "about", "city", "country", "roots", "roots_consent", "languages", "open_to", "audiences")
        for name in copied:
            setattr(profile, name, getattr(record, name))
        profile.place = self._place(line, record.city, record.country)
        profile.joined = datetime.fromisoformat(record.joined).replace(tzinfo=UTC)
        profile.save()
        set_tags(profile.tagged_expertise, terms, record.expertise)
        set_tags(profile.tagged_interests, terms, record.interests)
        return "changed" if existing else "added"

    def _user(self, line: int, email: str, profile: Profile | None) -> Any:
        """The account of a profile: made without a password, so that only whoever reads that mailbox can take it."""
        accounts = get_user_model().objects
        other = accounts.filter(email=email).first()
        if other is None:
            if profile is not None:
                profile.user.email = email
                profile.user.save(update_fields=["email"])
                return profile.user
            return accounts.create(email=email, password="!")  # noqa: S106  «!» is Django's mark for «no password»
        if profile is None or other.pk != profile.user_id:
            raise BadRecords([Fault(line, "email", email, "an account has this address already; it is never taken over by an import")])
        return other

    def _write_opportunity(self, line: int, record: Any) -> str:
        existing = Opportunity.objects.select_related("organization").filter(ref=record.ref).first()
        for place in record.places:
            self._place(line, place.city, place.country)
        terms = self._terms_for(line, [*record.expertise, *record.useful])
        if existing and exporting.export_opportunity(existing) == self._as_kept(record):
            return "unchanged"
        opportunity = existing or Opportunity(ref=record.ref, slug=free_slug(Opportunity, record.title))
        opportunity.organization = self._organization(record.organization)
        opportunity.kind = record.type
        copied = ("title", "description", "language", "languages", "remote", "zone", "deadline_text", "details")
        for name in copied:
            setattr(opportunity, name, getattr(record, name))
        opportunity.opens, opportunity.closes = (_instant(m, record.zone) for m in (record.opens, record.closes))
        if existing is None:
            opportunity.first_published_at = opportunity.last_published_at = min(opportunity.opens or timezone.now(), timezone.now())
            opportunity.live = True
        opportunity.save()
        set_tags(opportunity.required_expertise, terms, record.expertise)
        set_tags(opportunity.useful_expertise, terms, record.useful)
        OpportunityPlace.objects.filter(opportunity=opportunity).delete()
        OpportunityPlace.objects.bulk_create(
            OpportunityPlace(opportunity=opportunity, place=self._place(line, p.city, p.country), city=p.city, country=p.country)
            for p in record.places
        )
        return "changed" if existing else "added"

    def _write_resource(self, line: int, record: Any) -> str:
        existing = Resource.objects.select_related("organization").filter(ref=record.ref).first()
        terms = self._terms_for(line, record.topics)
        if existing and exporting.export_resource(existing) == self._as_kept(record):
            return "unchanged"
        resource = existing or Resource(ref=record.ref, slug=free_slug(Resource, record.title))
        resource.organization = self._organization(record.organization) if record.organization else None
        for name in ("type", "title", "summary", "language", "countries", "url", "authors", "year", "licence"):
            setattr(resource, name, getattr(record, name))
        if existing is None:
            resource.live = True
            resource.first_published_at = resource.last_published_at = timezone.now()
        resource.save()
        set_tags(resource.tagged_topics, terms, record.topics)
        return "changed" if existing else "added"

    def _as_kept(self, record: Any) -> dict[str, Any]:
        """The record as an export would give it back: labels cleaned, each once."""
        kept = record.model_dump()
        for name in ("expertise", "useful", "interests", "topics"):
            if name in kept:
                kept[name] = list(dict.fromkeys(self._terms[label].name for label in kept[name] if label in self._terms))
        return kept

    def _organization(self, ref: str) -> Organization:
        if ref not in self._organizations:
            self._organizations[ref] = Organization.objects.get(ref=ref)
        return self._organizations[ref]

    def _place(self, line: int, city: str, country: str) -> Any:
        if not city:
            return None
        if (city, country) not in self._places:
            place = self._places[city, country] = find_place(city, country)
            if place is None:
                where = f"{city}, {country}" if country else city
                self.report.warnings.append(f"line {line}: city {where!r} is not among the known places; kept as written")
        return self._places[city, country]

    def _terms_for(self, line: int, labels: list[str]) -> dict[str, Term]:
        for label in dict.fromkeys(labels):
            if label in self._terms:
                continue
            for term in terms_for([label]):
                self._terms[label] = term
                if term.concept_id is None:
                    self.report.warnings.append(f"line {line}: no concept has the label {label!r}; kept as a pending term")
        return self._terms


def set_tags(tagged: Any, terms: dict[str, Term], labels: Iterable[str]) -> None:
    """Makes the tags of an object exactly these labels, in their order."""
    wanted = list(dict.fromkeys(terms[label].pk for label in labels if label in terms))
    if list(tagged.order_by("pk").values_list("tag_id", flat=True)) == wanted:
        return
    tagged.all().delete()
    tagged.model.objects.bulk_create(tagged.model(content_object=tagged.instance, tag_id=pk) for pk in wanted)


def free_slug(model: Any, name: str) -> str:
    """A slug of a name that no other object of the model has."""
    base = slugify(name, allow_unicode=True)[:90].strip("-") or model._meta.model_name
    slug, number = base, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _instant(local: str | None, zone: str) -> datetime | None:
    if local is None:
        return None
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


class _DryRun(Exception):
    """Rolls a dry run back."""


def import_records(records: list[NumberedRecord], *, dry_run: bool = False, progress: Callable[[Any], Any] = iter) -> Report:
    """Writes records in one transaction and tells what it did; a dry run does the same and takes it back.

    `progress` may wrap the list, as tqdm does.  Raises BadRecords, and then nothing has been written.
    """
    importer = Importer()
    ordered = sorted(records, key=lambda r: ORDER[r.record.kind])
    try:
        with transaction.atomic():
            for numbered in progress(ordered):
                importer.write(numbered.line, numbered.record)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return importer.report
