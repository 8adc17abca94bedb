from django.utils.translation import gettext_lazy as _

from opportunities.kinds.base import Kind
from opportunities.kinds.facts import ChoiceFact, Fact, NumberFact


class Mentoring(Kind):
    name = "mentoring"
    label = _("Mentoring")
    description = _("Mentors for people who learn, start or return.")
    icon = "people"
    verb = _("Offer to mentor")
    wish = "mentoring"
    facts = (
        Fact("for_whom", _("For whom"), _("For example: nursing students in their last year.")),
        ChoiceFact(
            "how",
            _("How you meet"),
            choices=(("online", _("Online")), ("in_person", _("In person")), ("both", _("Both"))),
        ),
        Fact("time", _("How much time"), _("For example: two hours a month for half a year.")),
        NumberFact("people", _("How many mentors"), maximum=10_000),
    )
    message_label = _("What you offer")
    message_help = _("What you know well, whom you would like to help, and how much time you have.")
