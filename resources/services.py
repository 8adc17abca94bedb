"""Writes to the repository.  Views, commands and the API come through here."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from profiles import reviewing
from profiles.slugs import save_with_free_slug
from resources import permissions
from resources.models import Resource
from taxonomy.services import terms_for

# Addresses under /learn/ that are no resources.
RESERVED_SLUGS = ("collections", "contribute", "kept", "lists", "mine", "oai")


@transaction.atomic
def create_draft(*, contributor: Any, title: str, **values: Any) -> Resource:
    """A new resource that only its contributor sees.  `values` as in save_draft."""
    resource = Resource(contributor=contributor, title=title, live=False)
    save = partial(save_draft, resource=resource, contributor=contributor, title=title, **values)
    save_with_free_slug(resource, title, save, reserved=RESERVED_SLUGS)
    return resource


@transaction.atomic
def save_draft(*, resource: Resource, contributor: Any, topics: Iterable[str] | None = None, **values: Any) -> Resource:
    """Keeps changes without publishing them.  `topics` are typed labels, `values` other fields of the model."""
    for name, value in values.items():
        setattr(resource, name, value)
    if topics is not None:
        resource.topics.set(terms_for(topics))
    # A draft may be incomplete; what is missing is said when it is submitted.
    reviewing.save_draft(resource, user=contributor, clean=False)
    return resource


def problems_of(resource: Resource) -> list[str]:
    """What stands in the way of submitting it, in words for its contributor."""
    problems = []
    if not resource.type:
        problems.append(_("Say what it is: a report, a video…"))
    if not resource.summary.strip():
        problems.append(_("Say in a few sentences what it tells."))
    if not resource.url.strip():
        problems.append(_("Say where it can be found."))
    return problems


@transaction.atomic
def submit_resource(*, resource: Resource, contributor: Any) -> bool:
    """Hands the latest version to the moderators, or publishes it when this account may; says whether it is public.

    Raises ValidationError when it is incomplete.
    """
    if resource.live and not resource.has_unpublished_changes:
        return True
    if problems := problems_of(resource.get_latest_revision_as_object()):
        raise ValidationError(problems)
    if permissions.publishes_at_once(contributor):
        reviewing.publish(resource, user=contributor)
        resource.refresh_from_db()
        return True
    reviewing.start_review(resource, user=contributor)
    return False


@transaction.atomic
def withdraw_resource(*, resource: Resource, contributor: Any) -> None:
    """Takes a resource out of the library, and out of review; it stays with its contributor as a draft."""
    reviewing.withdraw(resource, user=contributor)


@transaction.atomic
def delete_draft(*, resource: Resource) -> None:
    """Deletes a resource that was never public.  Raises ValidationError of another."""
    if resource.first_published_at is not None or resource.live:
        raise ValidationError(_("This resource was public, so it can be withdrawn but not deleted."))
    resource.delete()
