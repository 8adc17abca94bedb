from django.utils.translation import gettext_lazy as _

from opportunities.kinds.base import Kind
from opportunities.kinds.facts import Fact, LinesFact, LotsFact, MomentFact


class Tender(Kind):
    name = "tender"
    label = _("Tender")
    description = _("A purchase that companies and organizations send proposals for.")
    icon = "file"
    verb = _("Send a proposal")
    facts = (
        Fact("reference_number", _("Reference number")),
        Fact("procedure", _("Procedure"), _("For example: quality- and cost-based selection.")),
        LotsFact("lots", _("Lots"), _("One a line; leave empty when there is only one.")),
        LinesFact("documents", _("What to send"), _("One a line: technical proposal, financial proposal…")),
        MomentFact("questions_until", _("Questions until"), _("In the time zone of the post.")),
        MomentFact("answers_on", _("Answers on"), _("In the time zone of the post.")),
    )
    is_answered_here = False
