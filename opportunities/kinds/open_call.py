from django.utils.translation import gettext_lazy as _

from opportunities.kinds.base import Kind
from opportunities.kinds.facts import Fact, LinesFact, MomentFact


class OpenCall(Kind):
    name = "open_call"
    label = _("Open call")
    description = _("A call for ideas, projects, papers or grants.")
    icon = "bell"
    verb = _("Answer the call")
    declarations = ()
    facts = (
        Fact("for_whom", _("Who can answer")),
        Fact("award", _("What is awarded"), _("For example: up to 5 grants of 3,000 euros.")),
        LinesFact("documents", _("What to send"), _("One a line.")),
        MomentFact("results_on", _("Results on"), _("In the time zone of the post.")),
    )
    message_label = _("Your answer to the call")
    message_help = _("What you propose, in a few paragraphs. Longer papers go into files.")
