"""What a member did with posts, in one list that is theirs alone."""

from datetime import timedelta
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opportunities.models import Choice, Opportunity
from opportunities.services import give_reason, make_choice
from profiles.models import Organization
from tests.opportunities.factories import HERE, apply_to, make_opportunity
from tests.profiles.factories import make_member


def told(client: Any, query: str = "") -> list[tuple[str, str]]:
    answer = client.get(f"/contribute/history/{query}")
    assert answer.status_code == 200
    return [(str(row["entry"].what), getattr(row["opportunity"], "title", "")) for row in answer.context["rows"]]


def test_the_last_first_with_the_reason_and_an_undo(verified: Organization, stranger: Any, as_user: Any) -> None:
    saved, aside = (make_opportunity(organization=verified, title=title) for title in ("Canals", "Dentist"))
    make_choice(user=stranger, opportunity=saved, decision="saved")
    make_choice(user=stranger, opportunity=aside, decision="dismissed")
    give_reason(user=stranger, opportunity=aside, reason="far")
    client = as_user(stranger)
    assert told(client) == [("Not for me", "Dentist"), ("Saved", "Canals")]
    assert "Too far" in client.get("/contribute/history/").content.decode()
    for post, action in ((saved, "unsave"), (aside, "restore")):
        page = client.get("/contribute/history/").content.decode()
        assert f'action="/contribute/{post.slug}/{action}/"' in page
        answer = client.post(f"/contribute/{post.slug}/{action}/", {"next": "/contribute/history/"})
        assert answer.url.startswith("/contribute/history/")
    assert (told(client), Choice.objects.count()) == ([], 0)


def test_is_ones_own_alone(verified: Organization, stranger: Any, author: Any, as_user: Any) -> None:
    make_choice(user=stranger, opportunity=make_opportunity(organization=verified), decision="saved")
    assert told(as_user(author)) == []
    assert as_user().get("/contribute/history/").status_code == 302


def test_a_post_that_went_is_told_of_without_its_title(verified: Organization, stranger: Any, as_user: Any) -> None:
    post = make_opportunity(organization=verified, title="Secret by now")
    make_choice(user=stranger, opportunity=post, decision="saved")
    Opportunity.objects.update(live=False)
    assert told(as_user(stranger)) == [("Saved", "")]
    page = as_user(stranger).get("/contribute/history/").content.decode()
    assert ("no longer public" in page, "Secret by now" in page) == (True, False)


def test_what_one_applied_to_stands_among_the_rest(verified: Organization, as_user: Any) -> None:
    posts = [make_opportunity(organization=verified, title=f"Post {i}", details=HERE) for i in range(2)]
    member = make_member()
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        apply_to(posts[1], member)
    make_choice(user=member.user, opportunity=posts[0], decision="saved")
    assert told(as_user(member.user)) == [("Saved", "Post 0"), ("Application", "Post 1")]


def test_pages_and_statements(verified: Organization, stranger: Any, as_user: Any) -> None:
    client = as_user(stranger)

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/contribute/history/")
        return len(captured)

    make_choice(user=stranger, opportunity=make_opportunity(organization=verified), decision="saved")
    client.get("/contribute/history/")
    one = statements()
    for _number in range(20):
        make_choice(user=stranger, opportunity=make_opportunity(organization=verified), decision="saved")
    assert (statements(), one <= 12) == (one, True)
    pages = ("", "?page=2", "?page=3", "?page=0", "?page=x", "?page=99999999999", "?page=%00")
    assert [len(told(client, page)) for page in pages] == [20, 1, 0, 20, 20, 20, 20]
