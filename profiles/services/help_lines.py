"""Writes of help-lines."""

from django.db import transaction

from profiles.help_lines import read_shipped
from profiles.models import HelpLine


@transaction.atomic
def add_shipped_help_lines() -> int:
    """Adds the lines that come with the project; returns how many.

    One with the telephone number of a line that is there, for the same country, is left out: what moderators have
    written of it stays.
    """
    known = set(HelpLine.objects.values_list("country", "phone"))
    return len(HelpLine.objects.bulk_create(line for line in read_shipped() if (line.country, line.phone) not in known))
