"""Groups: who knows of them, who gets in, who looks after them."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from profiles import services
from profiles.budgets import COMMUNITIES
from profiles.models import Community, CommunityMembership, Discussion, Post, Profile
from profiles.relations import forget_relations
from profiles.rounding import rounded
from profiles.services import belonging
from profiles.services.communities import found_community
from profiles.services.leaving import delete_account
from tests.profiles.factories import make_community, make_discussion, make_member
from tests.profiles.test_relations import connect

pytestmark = pytest.mark.django_db
FACTS = {"about": "Canals.", "kind": "profession"}
Status = CommunityMembership.Status


def known_to(profile: Profile) -> list[str]:
    return sorted(Community.objects.visible_to(profile.user).values_list("name", flat=True))


def read_by(profile: Profile) -> list[str]:
    return sorted(Community.objects.read_by(profile.user).values_list("name", flat=True))


def people_of(community: Community, status: str = "active") -> list[tuple[str, str]]:
    rows = community.memberships.filter(status=status).order_by("pk")
    return [(row.user.profile.name, row.role) for row in rows]


@pytest.fixture
def three(owner: Profile) -> dict[str, Community]:
    """A group of each entry, which the owner looks after."""
    return {entry: make_community(entry, moderator=owner.user, entry=entry) for entry in Community.Entry.values}


class TestWhoKnows:
    def test_members_know_what_is_not_by_invitation(
        self, three: dict[str, Community], owner: Profile, stranger: Profile
    ) -> None:
        assert (known_to(stranger), read_by(stranger)) == (["open", "request"], ["open"])
        assert known_to(owner) == read_by(owner) == ["invited", "open", "request"]

    def test_visitors_know_of_none(self, three: dict[str, Community], browser_of: Any) -> None:
        browser = browser_of(None)
        for address in ("/connect/groups/", three["open"].get_absolute_url()):
            assert browser.get(address)["Location"].startswith("/accounts/login/")

    def test_who_is_invited_knows_but_does_not_read(self, three: dict[str, Community], stranger: Profile) -> None:
        CommunityMembership.objects.create(community=three["invited"], user=stranger.user, status=Status.INVITED)
        assert (known_to(stranger), read_by(stranger)) == (["invited", "open", "request"], ["open"])

    def test_who_is_shut_out_knows_nothing(self, three: dict[str, Community], stranger: Profile) -> None:
        for community in three.values():
            CommunityMembership.objects.create(community=community, user=stranger.user, status=Status.BANNED)
        assert known_to(stranger) == []

    def test_what_a_moderator_of_the_site_hid_is_seen_by_its_own_moderators(
        self, owner: Profile, colleague: Profile
    ) -> None:
        make_community("Hidden", moderator=owner.user, members=[colleague.user], is_hidden=True)
        assert (known_to(owner), known_to(colleague)) == (["Hidden"], [])

    def test_the_address_of_one_by_invitation_tells_nothing(self, owner: Profile, stranger: Profile) -> None:
        hidden = found_community(by=owner.user, name="Secret plan", entry="invited", **FACTS)
        plain = found_community(by=stranger.user, name="Secret plan", entry="open", **FACTS)
        assert hidden.slug.startswith("group-")
        assert plain.slug == "secret-plan"  # not secret-plan-2

    @pytest.mark.parametrize("name", ["New", "mine", "Search", "Notices"])
    def test_no_group_takes_an_address_of_the_site(self, name: str, owner: Profile) -> None:
        assert found_community(by=owner.user, name=name, entry="open", **FACTS).slug.startswith("group-")

    def test_numbers_are_rounded_for_who_does_not_belong(self) -> None:
        assert [rounded(number) for number in (1, 4, 5, 9, 10, 127)] == [0, 0, 5, 5, 10, 125]

    def test_numbers_leave_out_who_is_out_of_sight(self, owner: Profile, colleague: Profile, stranger: Profile) -> None:
        community = make_community(moderator=owner.user, members=[colleague.user, stranger.user])
        services.block_member(blocker=owner.user, blocked=stranger.user)
        counted = Community.objects.filter(pk=community.pk)
        assert counted.with_members(owner.user).get().members == 2
        assert counted.with_members(colleague.user).get().members == 3


class TestFounding:
    def test_a_member_founds_one(self, owner: Profile, browser_of: Any) -> None:
        facts = {"name": "Canals", "about": "For engineers.", "kind": "profession", "entry": "request"}
        answer = browser_of(owner).post("/connect/groups/new/", {**facts, "place": "Osh, Kyrgyzstan"})
        assert (answer.status_code, answer["Location"]) == (302, "/connect/groups/canals/")
        made = Community.objects.get()
        assert (made.founder, made.place.name if made.place else "") == (owner.user, "Osh")
        assert people_of(made) == [("Nurgul Asanova", "moderator")]

    def test_what_is_missing_is_named(self, owner: Profile, browser_of: Any) -> None:
        answer = browser_of(owner).post("/connect/groups/new/", {"name": "Canals", "place": "Nowhere at all"})
        assert answer.status_code == 422
        assert sorted(answer.context["form"].errors) == ["about", "entry", "kind", "place"]

    def test_newcomers_found_few(self, owner: Profile) -> None:
        for _number in range(COMMUNITIES.of_newcomers):
            found_community(by=owner.user, name="Canals", entry="open", **FACTS)
        with pytest.raises(ValidationError, match="Go on tomorrow"):
            found_community(by=owner.user, name="Canals", entry="open", **FACTS)
        owner.user.date_joined -= timedelta(days=30)
        found_community(by=owner.user, name="Canals", entry="open", **FACTS)

    def test_moderators_alone_edit(self, owner: Profile, colleague: Profile, browser_of: Any) -> None:
        community = make_community("Canals", moderator=owner.user, members=[colleague.user])
        address = f"{community.get_absolute_url()}edit/"
        facts = {"name": "Rivers", "about": "Wider.", "kind": "roots", "entry": "open", "country": "KG"}
        assert browser_of(colleague).post(address, facts).status_code == 404
        assert browser_of(owner).post(address, facts).status_code == 302
        community.refresh_from_db()
        assert (community.name, community.entry, community.where) == ("Rivers", "open", "Kyrgyzstan")


class TestGettingIn:
    def test_an_open_one_is_joined_with_a_click(
        self, three: dict[str, Community], stranger: Profile, browser_of: Any
    ) -> None:
        browser_of(stranger).post(f"{three['open'].get_absolute_url()}own/join/")
        assert people_of(three["open"]) == [("Nurgul Asanova", "moderator"), ("Pierre Martin", "member")]
        for entry, status in (("request", 302), ("invited", 404)):
            assert browser_of(stranger).post(f"{three[entry].get_absolute_url()}own/join/").status_code == status
            assert people_of(three[entry]) == [("Nurgul Asanova", "moderator")]

    def test_asking_and_being_taken_in(
        self, three: dict[str, Community], owner: Profile, stranger: Profile, browser_of: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        base = three["request"].get_absolute_url()
        with django_capture_on_commit_callbacks(execute=True):
            browser_of(stranger).post(f"{base}own/ask/", {"note": "I dig canals."})
        assert [(each.to, each.subject) for each in mail.outbox] == [
            (["nurgul@example.org"], "Pierre Martin would like to join «request»")
        ]
        row = three["request"].memberships.get(user=stranger.user)
        page = browser_of(owner).get(f"{base}members/").content.decode()
        assert ("I dig canals." in page, row.status) == (True, "asked")
        assert browser_of(stranger).post(f"{base}members/{row.pk}/accept/").status_code == 404
        with django_capture_on_commit_callbacks(execute=True):
            browser_of(owner).post(f"{base}members/{row.pk}/accept/")
        assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (
            ["pierre@example.org"], "You belong to «request» now",
        )  # fmt: skip
        row.refresh_from_db()
        assert (row.status, row.note) == ("active", "")

    def test_who_was_refused_waits(self, three: dict[str, Community], stranger: Profile) -> None:
        asked = belonging.ask_to_join(community=three["request"], user=stranger.user)
        belonging.answer_request(membership=asked, is_accepted=False)
        with pytest.raises(ValidationError, match="Ask again in a month"):
            belonging.ask_to_join(community=three["request"], user=stranger.user)
        CommunityMembership.objects.filter(pk=asked.pk).update(created=timezone.now() - timedelta(days=31))
        assert belonging.ask_to_join(community=three["request"], user=stranger.user).status == "asked"

    def test_who_takes_it_back_and_asks_again_sends_no_second_mail(
        self, three: dict[str, Community], stranger: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for _time in range(2):
                asked = belonging.ask_to_join(community=three["request"], user=stranger.user)
                belonging.withdraw_request(membership=asked)
        assert len(mail.outbox) == 1

    def test_who_is_out_of_a_moderators_sight_is_not_told_of_to_them(
        self, three: dict[str, Community], owner: Profile, stranger: Profile, browser_of: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        services.block_member(blocker=stranger.user, blocked=owner.user)
        with django_capture_on_commit_callbacks(execute=True):
            belonging.ask_to_join(community=three["request"], user=stranger.user)
        assert mail.outbox == []
        page = browser_of(owner).get(f"{three['request'].get_absolute_url()}members/").content.decode()
        assert "Pierre" not in page

    def test_inviting_a_connection_and_by_the_address_of_a_page(
        self, three: dict[str, Community], owner: Profile, colleague: Profile, stranger: Profile, browser_of: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        connect(owner, colleague)
        invite = f"{three['invited'].get_absolute_url()}members/invite/"
        with django_capture_on_commit_callbacks(execute=True):
            browser_of(owner).post(invite, {"connection": colleague.slug})
            browser_of(owner).post(invite, {"page": f"https://example.org{stranger.get_absolute_url()}?x=1"})
        assert people_of(three["invited"], "invited") == [("Azamat Toktosunov", "member"), ("Pierre Martin", "member")]
        assert [each.subject for each in mail.outbox if "invites" in each.subject] == 2 * [
            "Nurgul Asanova invites you to «invited»"
        ]
        assert "You are invited" in browser_of(stranger).get("/connect/groups/mine/").content.decode()
        browser_of(stranger).post(f"{three['invited'].get_absolute_url()}own/join/")
        browser_of(colleague).post(f"{three['invited'].get_absolute_url()}own/decline/")
        assert people_of(three["invited"]) == [("Nurgul Asanova", "moderator"), ("Pierre Martin", "member")]
        assert known_to(colleague) == ["open", "request"]

    def test_the_address_may_be_as_the_browser_copies_it(
        self, three: dict[str, Community], owner: Profile, browser_of: Any
    ) -> None:
        invited = make_member(name="Өмүрбек")
        path = quote(unquote(invited.get_absolute_url()))
        assert "%" in path
        for page in (f"https://example.org{path}write/", unquote(path), path.removesuffix("/"), invited.slug):
            browser_of(owner).post(f"{three['invited'].get_absolute_url()}members/invite/", {"page": page})
            assert people_of(three["invited"], "invited") == [("Өмүрбек", "member")]
            CommunityMembership.objects.filter(user=invited.user).delete()

    @pytest.mark.parametrize(
        "page",
        ["pierre@example.org", "nobody", "", "/people/", "/people/%00/", "https://[", "\x00", "/people/hidden-one/"],
    )
    def test_nobody_is_invited_by_an_address_of_mail_or_unseen(
        self, page: str, three: dict[str, Community], owner: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        hidden = make_member(name="Hidden One", audiences={"profile": "private"})
        assert hidden.slug == "hidden-one"
        invite = f"{three['invited'].get_absolute_url()}members/invite/"
        assert browser_of(owner).post(invite, {"page": page}).status_code == 422
        assert people_of(three["invited"], "invited") == []

    def test_nobody_invites_who_is_out_of_sight(
        self, three: dict[str, Community], owner: Profile, stranger: Profile
    ) -> None:
        services.block_member(blocker=stranger.user, blocked=owner.user)
        with pytest.raises(ValidationError, match="can't invite"):
            belonging.invite_to_community(community=three["open"], by=owner.user, user=stranger.user)

    def test_who_said_no_is_not_invited_again_at_once(
        self, three: dict[str, Community], owner: Profile, stranger: Profile
    ) -> None:
        invited = belonging.invite_to_community(community=three["invited"], by=owner.user, user=stranger.user)
        belonging.decline_invitation(membership=invited)
        with pytest.raises(ValidationError, match="again in a month"):
            belonging.invite_to_community(community=three["invited"], by=owner.user, user=stranger.user)


class TestLookingAfter:
    @pytest.fixture
    def community(self, owner: Profile, colleague: Profile, stranger: Profile) -> Community:
        return make_community("Canals", moderator=owner.user, members=[colleague.user, stranger.user])

    def do(self, browser: Any, community: Community, whom: Profile, action: str) -> int:
        row = community.memberships.get(user=whom.user)
        return browser.post(f"{community.get_absolute_url()}members/{row.pk}/{action}/").status_code

    def test_members_decide_nothing(
        self, community: Community, colleague: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        for action in ("remove", "ban", "promote", "demote"):
            assert self.do(browser_of(colleague), community, stranger, action) == 404
        page = browser_of(colleague).get(f"{community.get_absolute_url()}members/")
        assert (page.status_code, page.context["form"]) == (200, None)
        assert len(people_of(community)) == 3

    def test_removing_and_shutting_out(
        self, community: Community, owner: Profile, colleague: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        browser = browser_of(owner)
        assert self.do(browser, community, colleague, "remove") == 302
        assert self.do(browser, community, stranger, "ban") == 302
        assert people_of(community) == [("Nurgul Asanova", "moderator")]
        assert (known_to(colleague), known_to(stranger)) == (["Canals"], [])
        assert self.do(browser, community, stranger, "unban") == 302
        assert known_to(stranger) == ["Canals"]

    def test_somebody_without_a_profile_is_removed_too(
        self, community: Community, owner: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        stranger.delete()
        browser = browser_of(owner)
        assert self.do(browser, community, stranger, "remove") == 302
        page = browser.get(f"{community.get_absolute_url()}members/").content.decode()
        assert "A member without a name yet no longer belongs to the group." in page

    def test_handing_over(
        self, community: Community, owner: Profile, colleague: Profile, browser_of: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        browser = browser_of(owner)
        assert self.do(browser, community, owner, "demote") == 302  # refused: there is no other
        assert people_of(community)[0] == ("Nurgul Asanova", "moderator")
        with django_capture_on_commit_callbacks(execute=True):
            self.do(browser, community, colleague, "promote")
        assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["azamat@example.org"], "You look after «Canals» now")
        self.do(browser, community, owner, "demote")
        assert people_of(community)[:2] == [("Nurgul Asanova", "member"), ("Azamat Toktosunov", "moderator")]

    def test_nobody_removes_themselves(self, community: Community, owner: Profile, browser_of: Any) -> None:
        assert self.do(browser_of(owner), community, owner, "ban") == 404

    def test_when_the_last_moderator_leaves_the_longest_serving_takes_over(
        self, community: Community, owner: Profile, browser_of: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        page = browser_of(owner).get(f"{community.get_absolute_url()}leave/").content.decode()
        assert "Nobody else looks after the group" in page
        with django_capture_on_commit_callbacks(execute=True):
            browser_of(owner).post(f"{community.get_absolute_url()}leave/")
        assert people_of(community) == [("Azamat Toktosunov", "moderator"), ("Pierre Martin", "member")]
        assert [each.to for each in mail.outbox] == [["azamat@example.org"]]

    def test_also_when_the_account_is_deleted(
        self, community: Community, owner: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            delete_account(user=owner.user)
        assert people_of(community) == [("Azamat Toktosunov", "moderator"), ("Pierre Martin", "member")]
        assert [each.to for each in mail.outbox if "look after" in each.subject] == [["azamat@example.org"]]

    def test_a_group_without_people_goes_with_its_words(self, owner: Profile, browser_of: Any) -> None:
        community = make_community("Canals", moderator=owner.user)
        make_discussion(community, owner.user)
        assert "deleted with all" in browser_of(owner).get(f"{community.get_absolute_url()}leave/").content.decode()
        browser_of(owner).post(f"{community.get_absolute_url()}leave/")
        assert (Community.objects.count(), Discussion.objects.count(), Post.objects.count()) == (0, 0, 0)

    def test_people_out_of_sight_are_in_no_list(
        self, community: Community, colleague: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        services.block_member(blocker=colleague.user, blocked=stranger.user)
        forget_relations(colleague.user)
        page = browser_of(colleague).get(f"{community.get_absolute_url()}members/").content.decode()
        assert ("Nurgul" in page, "Pierre" in page) == (True, False)
        page = browser_of(colleague).get(community.get_absolute_url()).content.decode()
        assert "2 members" in page
