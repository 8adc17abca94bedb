"""What becomes of a post after it was written: copied for the next time, filled."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from opportunities.models import Filling, Opportunity, OpportunityPlace
from opportunities.services.deadlines import close_early, lock
from opportunities.services.posts import create_draft

COPIED = ("description", "language", "translations", "languages", "remote", "zone", "details")


@transaction.atomic
def duplicate_opportunity(*, opportunity: Opportunity, author: Any) -> Opportunity:
    """A new draft with what a post says, without its opening and closing: they are another time's."""
    latest = opportunity.get_latest_revision_as_object()
    return create_draft(
        organization=opportunity.organization,
        author=author,
        kind=opportunity.kind,
        title=latest.title,
        expertise=[item.tag.name for item in latest.required_expertise.all()],
        useful=[item.tag.name for item in latest.useful_expertise.all()],
        places=[OpportunityPlace(place=at.place, city=at.city, country=at.country) for at in latest.places.all()],
        **{name: getattr(latest, name) for name in COPIED},
    )


@transaction.atomic
def fill_opportunity(*, opportunity: Opportunity, by: Any) -> None:
    """Somebody was found: the post stays readable, says so, and takes no more answers from this second on.

    Raises ValidationError of one that isn't public, and of one whose proposals are sealed until its deadline.
    """
    row = lock(opportunity)
    if not row.live:
        raise ValidationError(_("Only a public post can be filled."))
    if not row.is_closed():
        close_early(opportunity=row, by=by)
    Filling.objects.get_or_create(opportunity=row, defaults={"by": by})
