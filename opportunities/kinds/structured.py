"""Posts in schema.org's words, as search engines ask for them: JobPosting, Event and Course.

What an engine requires and the post doesn't tell is never made up: then there is no document.
"""

from typing import TYPE_CHECKING, Any

from django.utils.html import linebreaks

from opportunities.moments import get_zone, parse_moment
from opportunities.questions import takes_applications

if TYPE_CHECKING:
    from opportunities.models import Opportunity, OpportunityPlace

Facts = dict[str, Any]


def job_posting(opportunity: "Opportunity", url: str, employment_type: str) -> Facts | None:
    """A JobPosting; `employment_type` is one of schema.org's.  None when nobody said where the work is."""
    is_remote = opportunity.remote == opportunity.Remote.YES
    places = list(opportunity.places.all())
    # Where it is not said, the organization's own countries: the work is for it.
    locations = [_place(place) for place in places] or _in_countries(opportunity)
    if not locations:
        return None
    posting: Facts = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": opportunity.shown.title,
        "description": str(linebreaks(opportunity.shown.description, autoescape=True)),
        "url": url,
        "identifier": {
            "@type": "PropertyValue",
            "name": opportunity.organization.name,
            "value": opportunity.ref or opportunity.slug,
        },
        "employmentType": employment_type,
        "hiringOrganization": _organization(opportunity),
        "jobLocation": locations,
        "directApply": takes_applications(opportunity),
        "inLanguage": opportunity.shown.language,
    }
    if posted := opportunity.first_published_at or opportunity.created:
        posting["datePosted"] = posted.astimezone(get_zone(opportunity.zone)).date().isoformat()
    if opportunity.closes_local:
        posting["validThrough"] = opportunity.closes_local.isoformat()
    if is_remote:
        posting["jobLocationType"] = "TELECOMMUTE"
        if countries := dict.fromkeys(place.country for place in places if place.country):
            posting["applicantLocationRequirements"] = [{"@type": "Country", "name": code} for code in countries]
    return posting


def event(opportunity: "Opportunity", url: str, schema_type: str = "Event") -> Facts | None:
    """An Event or one of its subtypes; None when it isn't known when it begins."""
    starts = _moment(opportunity, "starts")
    if starts is None:
        return None
    return {
        "@context": "https://schema.org",
        "@type": schema_type,
        "name": opportunity.shown.title,
        "description": opportunity.shown.description,
        "url": url,
        **_when_and_where(opportunity, url),
        "eventStatus": "https://schema.org/EventScheduled",
        "organizer": _organization(opportunity),
        "inLanguage": opportunity.shown.language,
    }


def course(opportunity: "Opportunity", url: str) -> Facts:
    """A Course, with the one time that it is held when that is known."""
    document: Facts = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": opportunity.shown.title,
        "description": opportunity.shown.description,
        "url": url,
        "provider": _organization(opportunity),
        "inLanguage": opportunity.shown.language,
    }
    if _moment(opportunity, "starts") is not None:
        mode = {"yes": "Online", "hybrid": "Blended"}.get(opportunity.remote, "Onsite")
        when_and_where = _when_and_where(opportunity, url)
        when_and_where.pop("eventAttendanceMode")
        document["hasCourseInstance"] = [{"@type": "CourseInstance", "courseMode": mode, **when_and_where}]
    return document


def _when_and_where(opportunity: "Opportunity", url: str) -> Facts:
    """The parts of an event: moments with their zone, in which way one attends, and where."""
    ends = _moment(opportunity, "ends")
    starts = _moment(opportunity, "starts")
    mode = {"yes": "Online", "hybrid": "Mixed"}.get(opportunity.remote, "Offline")
    facts: Facts = {
        "startDate": starts and starts.isoformat(),
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
    }
    if starts and ends and ends > starts:
        facts["endDate"] = ends.isoformat()
    if locations := _event_locations(opportunity, url):
        facts["location"] = locations
    return facts


def _event_locations(opportunity: "Opportunity", url: str) -> list[Facts]:
    venue = opportunity.details.get("venue")
    name = {"name": venue} if isinstance(venue, str) and venue else {}
    places: list[Facts] = [{**_place(place), **name} for place in opportunity.places.all()]
    if not places and name:
        places = [{"@type": "Place", **name, "address": venue}]
    if opportunity.remote == opportunity.Remote.YES:
        places = []
    if opportunity.remote != opportunity.Remote.NO:
        places.append({"@type": "VirtualLocation", "url": url})
    return places or _in_countries(opportunity)


def _moment(opportunity: "Opportunity", key: str) -> Any:
    """A moment among the facts of its kind, in the post's zone."""
    moment = parse_moment(opportunity.details.get(key))
    return moment and moment.replace(tzinfo=get_zone(opportunity.zone))


def _organization(opportunity: "Opportunity") -> Facts:
    organization = {"@type": "Organization", "name": opportunity.organization.name}
    if opportunity.organization.website:
        organization |= {"sameAs": opportunity.organization.website, "url": opportunity.organization.website}
    return organization


def _place(place: "OpportunityPlace") -> Facts:
    address = {"@type": "PostalAddress", "addressLocality": place.city, "addressCountry": place.country}
    return {"@type": "Place", "address": {key: value for key, value in address.items() if value}}


def _in_countries(opportunity: "Opportunity") -> list[Facts]:
    return [
        {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": code}}
        for code in opportunity.organization.countries
    ]


def offer(opportunity: "Opportunity", url: str, schema_type: str, *, by: str) -> dict[str, Any]:
    """What an organization gives or seeks money for; `by` is the property in which the type names it."""
    document = {
        "@context": "https://schema.org",
        "@type": schema_type,
        "name": opportunity.shown.title,
        "description": opportunity.shown.description,
        "url": url,
        by: _organization(opportunity),
    }
    if areas := [place.country for place in opportunity.places.all() if place.country]:
        document["areaServed"] = list(dict.fromkeys(areas))
    return document
