"""How opportunities are reported and moderated."""

from opportunities.models import Opportunity
from profiles import reviewing
from profiles.reportable import Reportable, register
from profiles.reported import owners_of


def register_all() -> None:
    register(
        Reportable(
            name="opportunity",
            model=Opportunity,
            visible_to=Opportunity.objects.visible_to,
            account=lambda opportunity: opportunity.author,
            organization=lambda opportunity: opportunity.organization,
            owners=lambda opportunity: {*filter(None, [opportunity.author]), *owners_of(opportunity.organization)},
            text=lambda opportunity: [text.description for text in opportunity.texts],
            hide=lambda opportunity, moderator: reviewing.take_down(opportunity, user=moderator),
            show=lambda opportunity, moderator, before: reviewing.put_back(opportunity, before, user=moderator),
            delete=lambda opportunity: opportunity.delete(),
        )
    )
