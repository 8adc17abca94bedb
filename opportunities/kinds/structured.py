"""The parts of a post that schema.org's types share."""

from typing import TYPE_CHECKING, Any

from opportunities.moments import get_zone, parse_moment

if TYPE_CHECKING:
    from opportunities.models import Opportunity


def job_posting(opportunity: "Opportunity", url: str, employment_type: str) -> dict[str, Any]:
    """A JobPosting; `employment_type` is one of schema.org's."""
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": opportunity.title,
        "description": opportunity.description,
        "url": url,
        "employmentType": employment_type,
        "hiringOrganization": _organization(opportunity),
        "jobLocation": _locations(opportunity),
        "inLanguage": opportunity.language,
    }
    if opportunity.first_published_at:
        posting["datePosted"] = opportunity.first_published_at.date().isoformat()
    if opportunity.closes_local:
        posting["validThrough"] = opportunity.closes_local.isoformat()
    if opportunity.remote == opportunity.Remote.YES:
        posting["jobLocationType"] = "TELECOMMUTE"
    return posting


def event(opportunity: "Opportunity", url: str, schema_type: str = "Event") -> dict[str, Any] | None:
    """An Event or one of its subtypes; None when it isn't known when it begins."""
    zone = get_zone(opportunity.zone)
    starts, ends = (parse_moment(opportunity.details.get(key)) for key in ("starts", "ends"))
    if starts is None:
        return None
    document = {
        "@context": "https://schema.org",
        "@type": schema_type,
        "name": opportunity.title,
        "description": opportunity.description,
        "url": url,
        "startDate": starts.replace(tzinfo=zone).isoformat(),
        "location": _locations(opportunity, venue=opportunity.details.get("venue")),
        "organizer": _organization(opportunity),
        "inLanguage": opportunity.language,
    }
    if ends is not None:
        document["endDate"] = ends.replace(tzinfo=zone).isoformat()
    return document


def _organization(opportunity: "Opportunity") -> dict[str, Any]:
    organization = {"@type": "Organization", "name": opportunity.organization.name}
    if opportunity.organization.website:
        organization["sameAs"] = opportunity.organization.website
    return organization


def _locations(opportunity: "Opportunity", venue: Any = None) -> list[dict[str, Any]]:
    return [
        {
            "@type": "Place",
            **({"name": venue} if isinstance(venue, str) and venue else {}),
            "address": {"@type": "PostalAddress", "addressLocality": place.city, "addressCountry": place.country},
        }
        for place in opportunity.places.all()
    ]


def offer(opportunity: "Opportunity", url: str, schema_type: str, *, by: str) -> dict[str, Any]:
    """What an organization gives or seeks money for; `by` is the property in which the type names it."""
    document = {
        "@context": "https://schema.org",
        "@type": schema_type,
        "name": opportunity.title,
        "description": opportunity.description,
        "url": url,
        by: _organization(opportunity),
    }
    if areas := [place.country for place in opportunity.places.all() if place.country]:
        document["areaServed"] = list(dict.fromkeys(areas))
    return document
