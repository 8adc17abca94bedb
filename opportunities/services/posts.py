"""A post from its draft to the board and back, and what members decide about it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.models import Opportunity, OpportunityPlace
from profiles import reviewing
from profiles.models import Organization
from profiles.slugs import save_with_free_slug
from taxonomy.names import language_name
from taxonomy.services import terms_for

# Addresses under /contribute/ that are no posts.
RESERVED_SLUGS = (
    "applications", "bids", "post", "mine", "saved", "history", "left-out", "reach", "suggest", "import", "calendar",
    "feed.atom", "feed.rss", "calendar.ics",
)  # fmt: skip


@transaction.atomic
def create_draft(*, organization: Organization, author: Any, kind: str, title: str, **values: Any) -> Opportunity:
    """A new post that only its organization sees.  `values` as in save_draft."""
    opportunity = Opportunity(
        organization=organization,
        author=author,
        kind=kind,
        title=title,
        live=False,
    )
    save = partial(save_draft, opportunity=opportunity, author=author, title=title, **values)
    save_with_free_slug(opportunity, title, save, reserved=RESERVED_SLUGS)
    return opportunity


@transaction.atomic
def save_draft(
    *,
    opportunity: Opportunity,
    author: Any,
    expertise: Iterable[str] | None = None,
    useful: Iterable[str] | None = None,
    places: Iterable[OpportunityPlace] | None = None,
    overwrite: bool = False,
    **values: Any,
) -> Opportunity:
    """Keeps changes without publishing them; `overwrite` as in profiles.reviewing.save_draft.

    `expertise` and `useful` are typed labels, `places` unsaved places, `values` other fields of the model.
    What is left out stays as it is.  A published post stays as others see it until the changes are submitted.
    """
    for name, value in values.items():
        setattr(opportunity, name, value)
    if expertise is not None:
        opportunity.expertise.set(terms_for(expertise))
    if useful is not None:
        opportunity.useful.set(terms_for(useful))
    if places is not None:
        opportunity.places = list(places)
    # A draft may be incomplete; what is missing is said when it is submitted.
    reviewing.save_draft(opportunity, user=author, clean=False, overwrite=overwrite)
    return opportunity


def problems_of(opportunity: Opportunity) -> list[str]:
    """What stands in the way of submitting a post, in words for its author; empty when nothing does."""
    problems = []
    if not opportunity.title.strip():
        problems.append(_("Give it a title."))
    if not opportunity.description.strip():
        problems.append(_("Write what it is about."))
    for text in opportunity.texts[1:]:
        if not text.title.strip() or not text.description.strip():
            language = language_name(text.language, get_language() or "en")
            problems.append(
                _("Finish title and text in this language, or remove it: %(language)s.") % {"language": language}
            )
    if opportunity.is_closed():
        problems.append(_("The closing time has passed. Set a later one."))
    return problems


@transaction.atomic
def withdraw_opportunity(*, opportunity: Opportunity, author: Any) -> None:
    """Takes a post off the board, and out of review; it stays with the organization as a draft."""
    reviewing.withdraw(opportunity, user=author)


@transaction.atomic
def delete_draft(*, opportunity: Opportunity) -> None:
    """Deletes a post that was never public.  Raises ValidationError of another: its address must stay."""
    if opportunity.first_published_at is not None or opportunity.live:
        raise ValidationError(_("This post was public, so it can be withdrawn but not deleted."))
    opportunity.delete()
