"""Opportunities for tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from opportunities.declarations import DECLARATIONS
from opportunities.models import Application, Opportunity, OpportunityPlace
from opportunities.services import save_application, send_application
from profiles.models import Organization, Profile
from profiles.uploads import Checked, check_upload
from taxonomy.models import Place
from taxonomy.services import terms_for

DECLARED = tuple(DECLARATIONS)  # what an author ticks before a post becomes public
_numbers = count(1)
IN_TEN_DAYS: Any = object()


HERE = {"apply": {"here": True}}  # details of a post that people answer on this site


def make_opportunity(
    *,
    organization: Organization,
    title: str = "",
    kind: str = "vacancy",
    live: bool = True,
    closes: datetime | None = IN_TEN_DAYS,
    expertise: Iterable[str] = (),
    useful: Iterable[str] = (),
    places: Iterable[Place | tuple[str, str]] = (),
    author: Any = None,
    **fields: Any,
) -> Opportunity:
    """A post, published unless `live=False`.  `places` has places or (city, country) as written."""
    number = next(_numbers)
    closes = timezone.now() + timedelta(days=10) if closes is IN_TEN_DAYS else closes
    opportunity = Opportunity(
        organization=organization,
        author=author
        or get_user_model().objects.filter(memberships__organization=organization).order_by("memberships__pk").first(),
        **{
            "title": title or f"Opportunity {number}",
            "slug": f"opportunity-{number}",
            "description": "What you will do.",
            "kind": kind,
            "live": live,
            "closes": closes,
            "first_published_at": timezone.now() if live else None,
            "last_published_at": timezone.now() if live else None,
            **fields,
        },
    )
    opportunity.expertise.set(terms_for(expertise))
    opportunity.useful.set(terms_for(useful))
    opportunity.places = [
        OpportunityPlace(place=place, city=place.name, country=place.country)
        if isinstance(place, Place)
        else OpportunityPlace(city=place[0], country=place[1])
        for place in places
    ]
    opportunity.save()
    return opportunity


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def a_file(name: str = "cv.pdf", content: bytes = PDF) -> Checked:
    """A PDF file as a form hands it on."""
    return check_upload(SimpleUploadedFile(name, content))


def apply_to(opportunity: Opportunity, profile: Profile, message: str = "Take me.", **values: Any) -> Application:
    """An application that a member has sent, with a file."""
    values = {"name": profile.name, "message": message, **values}
    draft = save_application(opportunity=opportunity, applicant=profile.user, values=values, files=[a_file()])
    return send_application(application=draft)
