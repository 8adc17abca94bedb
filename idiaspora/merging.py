"""Two accounts of one person made one: what the second has and did becomes the first's, and the second is deleted."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from profiles.models import Community, Membership, Organization
from profiles.services import delete_account
from profiles.services.holding import hold

# What stays with an account and goes with it: ways in, sessions, and what the log says of the past.
LEFT_BEHIND = {"account", "mfa", "usersessions", "wagtailcore.modellogentry", "wagtailcore.pagelogentry"}
RANK: list[str] = [Membership.Role.MEMBER, Membership.Role.EDITOR, Membership.Role.OWNER]


@transaction.atomic
def merge_accounts(*, kept: Any, other: Any, by: Any) -> dict[str, int]:
    """Moves what `other` has to `kept` and deletes `other`; returns how many rows of which model were moved.

    A row that `kept` has already (the same membership, the same saved post) is not moved and goes with `other`; of two
    roles in an organization the higher stays.  Raises ValidationError for accounts that may not be merged.
    """
    check_mergeable(kept=kept, other=other, by=by)
    hold(Organization.objects.belonged_to_by(other))
    hold(Community.objects.filter(memberships__user=other))
    _raise_roles(kept, other)
    moved: dict[str, int] = {}
    for model, field in movable_relations():
        for row in model._default_manager.filter(**{field: other}).order_by("pk"):
            if _move(row, field, kept):
                moved[model._meta.label] = moved.get(model._meta.label, 0) + 1
    number = other.pk
    delete_account(user=get_user_model().objects.get(pk=number))
    log(kept, "idiaspora.merge", user=by, data={"merged": number, "moved": moved})
    return moved


def check_mergeable(*, kept: Any, other: Any, by: Any) -> None:
    if not by.is_superuser:
        raise ValidationError(_("Only a superuser merges accounts."))
    if kept == other:
        raise ValidationError(_("Both addresses belong to one account. Name two."))
    if other.is_staff or other.is_superuser or other.groups.exists():
        raise ValidationError(_("The account that goes has rights in the editors’ desk. Take them from it first."))
    if not (kept.is_active and other.is_active):
        raise ValidationError(_("One of the accounts is closed. Open it again first, or leave them apart."))


def movable_relations() -> Iterator[tuple[type[models.Model], str]]:
    """Every (model, field) that points to an account, of whatever app, but for what stays behind."""
    for relation in get_user_model()._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.one_to_many:
            meta = relation.related_model._meta
            if not meta.auto_created and not {meta.app_label, meta.label_lower} & LEFT_BEHIND:
                yield relation.related_model, relation.field.name


def _raise_roles(kept: Any, other: Any) -> None:
    roles = dict(Membership.objects.filter(user=other).values_list("organization", "role"))
    for membership in Membership.objects.filter(user=kept, organization__in=roles):
        role = roles[membership.organization_id]
        if RANK.index(role) > RANK.index(membership.role):
            membership.role = role
            membership.save(update_fields=["role"])


def _move(row: models.Model, field: str, kept: Any) -> bool:
    """Saves one row by one, so that what listens (the search index) hears of it."""
    setattr(row, field, kept)
    try:
        with transaction.atomic():
            row.save(update_fields=[field])
    except IntegrityError:
        return False
    return True
