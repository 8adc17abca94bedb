from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opportunities.kinds.base import Kind
from opportunities.kinds.facts import ELSEWHERE, HERE, ChoiceFact, Fact, LinesFact, LotsFact, MomentFact
from opportunities.moments import SkippedTimeError, get_zone, instant_of, parse_moment

if TYPE_CHECKING:
    from opportunities.models import Opportunity


class Tender(Kind):
    name = "tender"
    label = _("Tender")
    description = _("A purchase that companies and organizations send proposals for.")
    icon = "file"
    verb = _("Send a proposal")
    declarations = ()
    wish = "consulting"
    is_sealed = True
    is_answered_here = False  # proposals have a form of their own
    facts = (
        Fact("reference_number", _("Reference number")),
        Fact("procedure", _("Procedure"), _("For example: quality- and cost-based selection.")),
        LotsFact("lots", _("Lots"), _("One a line; leave empty when there is only one.")),
        LinesFact("documents", _("What to send"), _("One a line: technical proposal, financial proposal…")),
        ChoiceFact(
            "proposals",
            _("How proposals come in"),
            _("On this site they stay sealed until the last second; nobody, you included, sees them or their number."),
            choices=((HERE, _("Sealed, on this site")), (ELSEWHERE, _("Elsewhere, as described"))),
        ),
        MomentFact("questions_until", _("Questions until"), _("In the time zone of the post.")),
        MomentFact("answers_on", _("Answers on"), _("In the time zone of the post.")),
    )
    in_order = ("questions_until", "answers_on", "closes")
    detail_template = "opportunities/tender/_detail.html"
    in_detail = ("lots",)

    @classmethod
    def takes_bids(cls, opportunity: "Opportunity") -> bool:
        """Whether sealed proposals come in here; they need a deadline until which they are sealed."""
        return opportunity.details.get("proposals") == HERE and opportunity.closes is not None

    @classmethod
    def questions_close(cls, opportunity: "Opportunity") -> datetime | None:
        """The instant from which nobody asks any more; None when that is never."""
        local, zone = parse_moment(opportunity.details.get("questions_until")), get_zone(opportunity.zone)
        if local is None:
            return opportunity.closes
        try:
            until = instant_of(local, zone, closes=True)
        except SkippedTimeError:  # of a record from elsewhere: the hour that the clocks show instead
            until = local.replace(tzinfo=zone)
        except OverflowError:
            return opportunity.closes
        return min(until, opportunity.closes) if opportunity.closes else until

    @classmethod
    def ways(cls, opportunity: "Opportunity") -> dict[str, Any]:
        """As of any kind, and `here`: the page of sealed proposals."""
        here = cls.takes_bids(opportunity) and opportunity.slug
        page = reverse("opportunities:tender-bid", args=[opportunity.slug]) if here else ""
        return {**super().ways(opportunity), "here": page}

    @classmethod
    def detail_context(cls, opportunity: "Opportunity", viewer: Any) -> dict[str, Any]:
        from opportunities.tendering import tender_page  # it reads models, which are made with the kinds

        return tender_page(opportunity, viewer)
