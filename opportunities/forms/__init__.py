"""The forms of the board: of those who post, and of those around a tender; forms.applications has those who apply."""

from opportunities.forms.deadline import DeadlineForm
from opportunities.forms.posts import KindForm, OpportunityForm, ReachForm, browser_zone, zone_choices
from opportunities.forms.tender import AnswerForm, AwardForm, BidForm, DocumentForm, LotForm, QuestionForm

__all__ = [
    "AnswerForm",
    "AwardForm",
    "BidForm",
    "DeadlineForm",
    "DocumentForm",
    "KindForm",
    "LotForm",
    "OpportunityForm",
    "QuestionForm",
    "ReachForm",
    "browser_zone",
    "zone_choices",
]
