"""The forms of the board."""

from opportunities.forms.posts import KindForm, OpportunityForm, ReachForm, browser_zone, zone_choices

__all__ = ["KindForm", "OpportunityForm", "ReachForm", "browser_zone", "zone_choices"]
