"""Writes of an import: a table is kept until its posts are drafts, or it is discarded."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.importing.columns import TARGETS
from opportunities.importing.rows import CheckedRow
from opportunities.models import ImportedTable, Opportunity
from opportunities.services import create_draft
from profiles.models import Organization
from profiles.table_columns import guess_columns
from profiles.tables import Table

TABLES_AT_A_TIME = 5
AT_ONCE = 50  # drafts that one request makes
FORGOTTEN_AFTER = timedelta(days=2)


@transaction.atomic
def keep_table(*, user: Any, organization: Organization, name: str, table: Table) -> ImportedTable:
    """Keeps an uploaded table, with a guess of what its columns are.

    Raises ValidationError when this account has too many unfinished ones.
    """
    if ImportedTable.objects.filter(user=user).count() >= TABLES_AT_A_TIME:
        raise ValidationError(_("You have several unfinished imports. Finish or discard one of them first."))
    return ImportedTable.objects.create(
        user=user,
        organization=organization,
        name=name[:120],
        columns=list(table.columns),
        rows=[list(row) for row in table.rows],
        mapping=guess_columns(TARGETS, table.columns),
    )


@transaction.atomic
def settle_columns(*, table: ImportedTable, mapping: Mapping[str, int], defaults: Mapping[str, str]) -> None:
    """What the columns are, and what holds for rows that don't say it."""
    table.mapping, table.defaults = dict(mapping), dict(defaults)
    table.save(update_fields=["mapping", "defaults"])


@transaction.atomic
def make_drafts(*, organization: Organization, author: Any, rows: Sequence[CheckedRow]) -> int:
    """Drafts of rows without problems whose reference is new; returns how many.  Nothing is published."""
    wanted = [row for row in rows if row.is_new]
    known = set(Opportunity.objects.filter(ref__in=[row.ref for row in wanted]).values_list("ref", flat=True))
    made = [row for row in wanted if row.ref not in known]
    for row in made:
        create_draft(organization=organization, author=author, kind=row.kind, ref=row.ref, **row.values)
    return len(made)


@transaction.atomic
def discard_table(*, table: ImportedTable) -> None:
    table.delete()


def forget_tables() -> int:
    """Deletes tables that nobody went on with; for the daily clearing away."""
    deleted, _by_model = ImportedTable.objects.filter(created__lte=timezone.now() - FORGOTTEN_AFTER).delete()
    return deleted
