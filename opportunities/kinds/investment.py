from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from opportunities.kinds.base import Kind
from opportunities.kinds.facts import ChoiceFact, Fact, LinesFact, MomentFact
from opportunities.kinds.structured import offer
from opportunities.red_flags import Flag, promised_returns

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Investment(Kind):
    name = "investment"
    label = _("Investment")
    description = _("A business or project that looks for money or partners.")
    icon = "give"
    verb = _("Get in touch")
    wish = "investing"
    declarations = ()
    facts = (
        Fact("sought", _("What is sought"), _("For example: 40,000 euros, from 1,000 each.")),
        ChoiceFact(
            "instrument",
            _("In what form"),
            choices=(
                ("equity", _("Share in the business")),
                ("loan", _("Loan")),
                ("grant", _("Gift or grant")),
                ("partnership", _("Partnership")),
            ),
        ),
        Fact("stage", _("How far it is"), _("For example: two years in business, 14 people.")),
        Fact("purpose", _("What the money is for")),
        LinesFact("risks", _("What can go wrong"), _("One a line. People trust a post that says it.")),
        LinesFact("papers", _("Papers one can ask for"), _("One a line: business plan, accounts…")),
        MomentFact("decided_on", _("Decided on"), _("In the time zone of the post.")),
    )
    on_card = ("sought",)
    schema_type = "InvestmentOrDeposit"

    @classmethod
    def json_ld(cls, opportunity: "Opportunity", url: str) -> dict[str, Any]:
        return offer(opportunity, url, cls.schema_type, by="provider")

    @classmethod
    def red_flags(cls, opportunity: "Opportunity") -> list[Flag]:
        """Besides what holds for all: nobody can promise what an investment will yield."""
        return [*super().red_flags(opportunity), *promised_returns(cls.text_of(opportunity))]
