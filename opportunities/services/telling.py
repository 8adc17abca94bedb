"""What the team of a post is told by mail: that something came in, and nothing of it."""

from datetime import timedelta

from django.urls import reverse

from opportunities.followers import team_of
from opportunities.models import Opportunity
from profiles.mailing import send_to_member

TELL_TEAM_EVERY = timedelta(hours=1)


def tell_team(opportunity: Opportunity, mail: str, *, page: str) -> None:
    """Mails everybody who posts for the organization; `page` is the route, with the post's slug, of what came in."""
    link = reverse(f"opportunities:{page}", args=[opportunity.slug])
    for user in team_of(opportunity):
        send_to_member(user, f"opportunities/email/{mail}", link=link, opportunity=opportunity)
