"""A post on its way to the public: declared, looked at for red flags, published or handed to the moderators."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities import permissions
from opportunities.declarations import DECLARATIONS, asked_of
from opportunities.models import Declaration, Hold, Opportunity, PostingRight
from opportunities.red_flags import Flag
from opportunities.services.posts import problems_of
from opportunities.vetting import material_changes, new_flags
from profiles import reviewing
from profiles.mailing import send_to_member


@transaction.atomic
def submit_opportunity(*, opportunity: Opportunity, author: Any, declared: Collection[str] = ()) -> bool:
    """Publishes the latest version at once, or hands it to the moderators.  Returns whether it is public now.

    It waits for a moderator when its author's posts do, when its words warn of fraud, or when a post that a moderator
    has read becomes another.  Raises ValidationError when it is incomplete, its closing time has passed, something
    that its kind asks for is not declared, or its author may not post this kind.
    """
    if opportunity.live and not opportunity.has_unpublished_changes:
        return True
    latest = opportunity.get_latest_revision_as_object()
    if problems := problems_of(latest):
        raise ValidationError(problems)
    mode = permissions.posting_mode(author, opportunity.organization, opportunity.kind)
    if mode == PostingRight.Mode.NEVER:
        raise ValidationError(_("Your organization doesn’t post this kind here. Ask the people who run this site."))
    _declare(opportunity, author, declared)
    flags = [] if permissions.may_publish(author) else new_flags(latest)
    if flags:
        _hold(opportunity, author, flags)
    elif mode == PostingRight.Mode.AT_ONCE or _is_small_change(opportunity, latest):
        reviewing.publish(opportunity, user=author)
        opportunity.refresh_from_db()
        return opportunity.live
    reviewing.start_review(opportunity, user=author)
    return False


def release_hold(*, opportunity: Opportunity) -> None:
    """A moderator has read a held post and published it."""
    Hold.objects.filter(opportunity=opportunity, released=None).update(released=timezone.now())


def _is_small_change(opportunity: Opportunity, latest: Opportunity) -> bool:
    """Whether a post that is public has changed in nothing that a moderator has looked at."""
    return opportunity.live and not material_changes(opportunity, latest)


def _declare(opportunity: Opportunity, author: Any, declared: Collection[str]) -> None:
    made = set(Declaration.objects.filter(opportunity=opportunity).values_list("name", flat=True))
    asked = asked_of(opportunity.kind_class.declarations, made)
    if missing := [name for name, _words in asked if name not in declared]:
        raise ValidationError({name: _("Tick this to go on: without it the post can't be public.") for name in missing})
    Declaration.objects.bulk_create(
        Declaration(opportunity=opportunity, user=author, name=name, words=str(DECLARATIONS[name]))
        for name, _words in asked
    )


def _hold(opportunity: Opportunity, author: Any, flags: Iterable[Flag]) -> None:
    Hold.objects.filter(opportunity=opportunity, released=None).delete()
    Hold.objects.create(opportunity=opportunity, flags=[{"code": flag.code, "excerpt": flag.excerpt} for flag in flags])
    link = reverse("opportunities:edit", args=[opportunity.slug])
    send_to_member(author, "opportunities/email/held", link=link, flags=list(flags), title=opportunity.title)
