from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.declarations import NO_FEE, NO_PASSPORT
from opportunities.kinds.base import Kind
from opportunities.kinds.facts import ChoiceFact, Fact, LinesFact, MomentFact, NumberFact
from opportunities.kinds.structured import offer

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Scholarship(Kind):
    name = "scholarship"
    label = _("Scholarship")
    description = _("Money for people who study or do research.")
    icon = "learn"
    declarations = (NO_FEE, NO_PASSPORT)
    facts = (
        ChoiceFact(
            "level",
            _("For which studies"),
            choices=(
                ("school", _("School or vocational training")),
                ("bachelor", _("Bachelor’s degree")),
                ("master", _("Master’s degree")),
                ("doctorate", _("Doctorate")),
                ("research", _("Research")),
            ),
        ),
        Fact("for_whom", _("Who can apply")),
        Fact("amount", _("How much"), _("For example: 800 euros a month.")),
        Fact("duration", _("How long"), _("For example: 2 years.")),
        NumberFact("places", _("How many are given"), maximum=10_000),
        LinesFact("covered", _("What is covered"), _("One a line: fees, travel, insurance…")),
        LinesFact("documents", _("What to send"), _("One a line.")),
        MomentFact("results_on", _("Results on"), _("In the time zone of the post.")),
        MomentFact("starts", _("Begins"), _("In the time zone of the post.")),
    )
    in_order = ("closes", "results_on", "starts")
    on_card = ("amount",)
    schema_type = "MonetaryGrant"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any]:
        return offer(opportunity, url, cls.schema_type, by="funder")
