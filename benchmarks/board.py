"""What the pages of Contribute take, whole, through all middleware: python -m benchmarks.board (after benchmarks.data)

Measured as the pages of Connect are by benchmarks.directory.  The member posts for the organization of the newest post,
to which --applications others have applied.  Fill the index first.
"""

import argparse
from typing import Any

from benchmarks import measuring, pages

# What the names of the data are in benchmarks/data.py: kinds, countries, languages.
ADDRESSES = {
    "the board": "/contribute/",
    "words": "/contribute/?q=bada",
    "kind and country": "/contribute/?type=vacancy&country=KG",
    "closing soon": "/contribute/?sort=closing",
    "page 20": "/contribute/?page=20",
    "for you": "/for-you/",
    "a search over everything": "/search/?q=bada",
    "my posts": "/contribute/mine/",
    "a new post": "/contribute/post/vacancy/",
}


def make_team(applications: int) -> tuple[Any, Any]:
    """(a member who posts for an organization, its newest post, with so many applications that have arrived)."""
    from django.utils import timezone

    from opportunities.models import Application, Opportunity
    from profiles.models import Membership, Profile

    post = Opportunity.objects.order_by("-first_published_at", "-pk")[0]
    Opportunity.objects.filter(pk=post.pk).update(details={"apply": {"here": True}})
    member, *applicants = Profile.objects.order_by("pk").select_related("user")[: applications + 1]
    Membership.objects.get_or_create(user=member.user, organization=post.organization, role=Membership.Role.OWNER)
    Application.objects.filter(opportunity=post).delete()
    Application.objects.bulk_create(
        Application(
            opportunity=post, applicant=profile.user, status="sent", number=number, sent=timezone.now(),
            name=profile.name, message=profile.about, receipt=f"R-{number}",
        )
        for number, profile in enumerate(applicants, 1)
    )  # fmt: skip
    return member.user, post


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--applications", type=int, default=500)
    options = parser.parse_args()
    measuring.set_up()

    from opportunities.models import Opportunity

    member, post = make_team(options.applications)
    other = Opportunity.objects.exclude(organization=post.organization).order_by("pk")[0]
    own = post.get_absolute_url()
    addresses = ADDRESSES | {
        "a post": other.get_absolute_url(),
        "a post of one's own": own,
        "its form": f"{own}edit/",
        "its check": f"{own}check/",
        "its inbox": f"{own}applications/",
        "its inbox, page 5": f"{own}applications/?page=5",
    }
    print(f"{Opportunity.objects.count():,} opportunities, {pages.database()}")
    pages.measure(pages.browser_of(member), addresses, options.times, kept=("the board", "a post"))


if __name__ == "__main__":
    main()
