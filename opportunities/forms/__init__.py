"""The forms of the board: of those who post, of those who apply, of the team that answers."""

from opportunities.forms.posts import KindForm, OpportunityForm, ReachForm, browser_zone

__all__ = ["KindForm", "OpportunityForm", "ReachForm", "browser_zone"]
