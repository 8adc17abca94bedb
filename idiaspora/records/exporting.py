"""Objects as records: what `export_records` writes, and what an import compares with to change nothing twice."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from resources.models import Resource


def ref_of(obj: Any) -> str:
    """The id in the system it came from, or one made of our own."""
    return obj.ref or f"{obj._meta.model_name}-{obj.pk}"


def export_organization(organization: Organization) -> dict[str, Any]:
    return {
        "kind": "organization",
        "ref": ref_of(organization),
        "name": organization.name,
        "type": organization.type,
        "level": organization.level,
        "countries": organization.countries,
        "website": organization.website,
        "description": organization.description,
        "verified": organization.is_verified,
    }


def export_profile(profile: Profile) -> dict[str, Any]:
    """A profile with everything in it, the address too: for the operator alone."""
    return {
        "kind": "profile",
        "ref": ref_of(profile),
        "email": profile.user.email,
        "name": profile.name,
        "headline": profile.headline,
        "about": profile.about,
        "city": profile.city,
        "country": profile.country,
        "roots": profile.roots,
        "roots_consent": profile.roots_consent,
        "expertise": _labels(profile.tagged_expertise),
        "interests": _labels(profile.tagged_interests),
        "languages": profile.languages,
        "open_to": profile.open_to,
        "audiences": profile.audiences,
        "joined": profile.joined.date().isoformat(),
    }


def export_opportunity(opportunity: Opportunity) -> dict[str, Any]:
    return {
        "kind": "opportunity",
        "ref": ref_of(opportunity),
        "organization": ref_of(opportunity.organization),
        "type": opportunity.kind,
        "title": opportunity.title,
        "description": opportunity.description,
        "language": opportunity.language,
        "expertise": _labels(opportunity.required_expertise),
        "useful": _labels(opportunity.useful_expertise),
        "languages": opportunity.languages,
        "places": [{"city": place.city, "country": place.country} for place in opportunity.places.all()],
        "remote": opportunity.remote,
        "opens": _local(opportunity.opens, opportunity.zone),
        "closes": _local(opportunity.closes, opportunity.zone),
        "zone": opportunity.zone,
        "deadline_text": opportunity.deadline_text,
        "details": opportunity.details,
    }


def export_resource(resource: Resource) -> dict[str, Any]:
    return {
        "kind": "resource",
        "ref": ref_of(resource),
        "type": resource.type,
        "title": resource.title,
        "summary": resource.summary,
        "language": resource.language,
        "countries": resource.countries,
        "topics": _labels(resource.tagged_topics),
        "url": resource.url,
        "authors": resource.authors,
        "year": resource.year,
        "doi": resource.doi,
        "isbn": resource.isbn,
        "sdgs": resource.sdgs,
        "gcm": resource.gcm,
        "uuid": str(resource.uuid),
        "licence": resource.licence,
        "organization": ref_of(resource.organization) if resource.organization else None,
    }


def _labels(tagged: Any) -> list[str]:
    return [row.tag.name for row in sorted(tagged.all(), key=lambda row: row.pk or 0)]


def _local(moment: datetime | None, zone: str) -> str | None:
    if moment is None:
        return None
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(tzinfo=None).isoformat(timespec="seconds" if local.second else "minutes")


def all_records() -> Iterator[dict[str, Any]]:
    """Everything as records, organizations first; published opportunities and resources only.  Flat in memory."""
    for organization in Organization.objects.order_by("pk").iterator():
        yield export_organization(organization)
    # Who has not said a name yet has said nothing.
    profiles = (
        Profile.objects.exclude(name="")
        .select_related("user")
        .prefetch_related("tagged_expertise__tag", "tagged_interests__tag")
    )
    for profile in profiles.order_by("pk").iterator(chunk_size=500):
        yield export_profile(profile)
    opportunities = Opportunity.objects.filter(live=True).select_related("organization")
    related = ("required_expertise__tag", "useful_expertise__tag", "places")
    for opportunity in opportunities.prefetch_related(*related).order_by("pk").iterator(chunk_size=500):
        yield export_opportunity(opportunity)
    resources = Resource.objects.filter(live=True).select_related("organization").prefetch_related("tagged_topics__tag")
    for resource in resources.order_by("pk").iterator(chunk_size=500):
        yield export_resource(resource)
