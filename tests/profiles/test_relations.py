"""Who sees whom: connections see more, a blocked pair nothing, anywhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from profiles import services
from profiles.budgets import CONTACTS
from profiles.models import Audience, Connection, Profile
from profiles.presets import PRESETS
from profiles.relations import Relations, forget_relations, relations_of
from profiles.ties import Tie, tie_of
from profiles.viewing import audience_for, view_profile
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def connect(one: Profile, other: Profile) -> Connection:
    asked = services.ask_to_connect(asker=one.user, asked=other.user, note="We met in Osh.")
    return services.accept_connection(connection=asked, by=other.user)


def visible_to(viewer: Profile, whom: Profile) -> bool:
    forget_relations(viewer.user)
    return Profile.objects.visible_to(viewer.user).filter(pk=whom.pk).exists()


class TestAsking:
    def test_yes(self, owner: Profile, colleague: Profile, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            asked = services.ask_to_connect(asker=owner.user, asked=colleague.user, note="  We met in Osh.  ")
        assert [(each.to, each.subject) for each in mail.outbox] == [
            (["azamat@example.org"], "Nurgul Asanova would like to connect with you")
        ]
        assert "We met in Osh." in mail.outbox[0].body
        assert "nurgul@example.org" not in str(mail.outbox[0].message())
        assert list(Connection.objects.waiting_for(colleague.user)) == [asked]
        with django_capture_on_commit_callbacks(execute=True):
            services.accept_connection(connection=asked, by=colleague.user)
        assert mail.outbox[1].to == ["nurgul@example.org"]
        assert relations_of(owner.user) == Relations(frozenset({colleague.user_id}), frozenset())
        assert relations_of(colleague.user) == Relations(frozenset({owner.user_id}), frozenset())

    def test_no_is_not_told(self, owner: Profile, colleague: Profile) -> None:
        asked = services.ask_to_connect(asker=owner.user, asked=colleague.user)
        services.decline_connection(connection=asked)
        assert list(Connection.objects.asked_by(owner.user)) == [asked]
        assert list(Connection.objects.waiting_for(colleague.user)) == []
        assert services.ask_to_connect(asker=owner.user, asked=colleague.user) == asked  # nothing new, no mail
        assert list(Connection.objects.waiting_for(colleague.user)) == []

    def test_whoever_declined_may_ask_later(self, owner: Profile, colleague: Profile) -> None:
        services.decline_connection(connection=services.ask_to_connect(asker=owner.user, asked=colleague.user))
        assert services.ask_to_connect(asker=colleague.user, asked=owner.user).status == "accepted"

    def test_what_was_taken_back_is_no_yes(self, owner: Profile, colleague: Profile) -> None:
        asked = services.ask_to_connect(asker=owner.user, asked=colleague.user)
        services.decline_connection(connection=asked)
        services.withdraw_connection(connection=asked)
        made = services.ask_to_connect(asker=colleague.user, asked=owner.user)
        assert (made.status, made.asker) == ("asked", colleague.user)

    def test_taking_back_looks_the_same_whether_it_was_declined(
        self, owner: Profile, colleague: Profile, stranger: Profile
    ) -> None:
        asked = [services.ask_to_connect(asker=owner.user, asked=each.user) for each in (colleague, stranger)]
        services.decline_connection(connection=asked[0])
        for each in asked:
            services.withdraw_connection(connection=each)
        assert list(Connection.objects.asked_by(owner.user)) == []
        assert [tie_of(owner.user, each) for each in (colleague, stranger)] == [Tie(), Tie()]

    def test_ninety_days_begin_with_the_answer(self, owner: Profile, colleague: Profile) -> None:
        services.decline_connection(connection=services.ask_to_connect(asker=owner.user, asked=colleague.user))
        Connection.objects.update(created=timezone.now() - timedelta(days=91))
        assert services.ask_to_connect(asker=owner.user, asked=colleague.user).status == "declined"
        Connection.objects.update(answered=timezone.now() - timedelta(days=91))
        assert services.ask_to_connect(asker=owner.user, asked=colleague.user).status == "asked"

    def test_nobody_is_asked_again_and_again(
        self, owner: Profile, colleague: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(3):
                made = services.ask_to_connect(asker=owner.user, asked=colleague.user)
                services.withdraw_connection(connection=made)
            services.ask_to_connect(asker=owner.user, asked=colleague.user)
            services.decline_connection(connection=Connection.objects.get())
            services.block_member(blocker=owner.user, blocked=colleague.user)
            services.unblock_member(blocker=owner.user, blocked=colleague.user)
            services.ask_to_connect(asker=owner.user, asked=colleague.user)
        assert [each.to for each in mail.outbox] == [["azamat@example.org"]]
        assert Connection.objects.get().status == "declined"

    def test_both_ask(self, owner: Profile, colleague: Profile) -> None:
        services.ask_to_connect(asker=owner.user, asked=colleague.user)
        assert services.ask_to_connect(asker=colleague.user, asked=owner.user).status == "accepted"
        assert Connection.objects.count() == 1

    def test_withdrawn_meanwhile(self, owner: Profile, colleague: Profile) -> None:
        asked = services.ask_to_connect(asker=owner.user, asked=colleague.user)
        services.withdraw_connection(connection=asked)
        with pytest.raises(ValidationError, match="withdrawn or answered meanwhile"):
            services.accept_connection(connection=asked, by=colleague.user)
        assert services.ask_to_connect(asker=owner.user, asked=colleague.user).status == "asked"

    def test_a_newcomer_turns_to_few_people_a_day(self, owner: Profile) -> None:
        for _ in range(CONTACTS.of_newcomers):
            made = services.ask_to_connect(asker=owner.user, asked=make_member().user)
            services.withdraw_connection(connection=made)  # what is withdrawn counts all the same
        with pytest.raises(ValidationError, match="Go on tomorrow"):
            services.ask_to_connect(asker=owner.user, asked=make_member().user)
        Connection.objects.update(created=timezone.now() - timedelta(days=2))
        assert services.ask_to_connect(asker=owner.user, asked=make_member().user).status == "asked"


class TestSeeing:
    def test_a_connection_sees_what_is_for_connections(
        self, owner: Profile, colleague: Profile, stranger: Profile
    ) -> None:
        connect(owner, colleague)
        services.save_section(profile=owner, values={}, audiences={"about": Audience.CONNECTIONS})
        views = [view_profile(owner, viewer.user) for viewer in (colleague, stranger)]
        assert [(view.about, view.links) for view in views if view] == [
            ("I grew up beside a canal.", ("https://example.org/nurgul",)),
            ("", ()),
        ]

    def test_a_profile_for_connections_alone(self, owner: Profile, colleague: Profile, stranger: Profile) -> None:
        services.choose_audiences(profile=owner, audiences=PRESETS["hidden"].audiences)
        assert not visible_to(colleague, owner)
        connection = connect(owner, colleague)
        assert (visible_to(colleague, owner), visible_to(stranger, owner)) == (True, False)
        services.remove_connection(connection=connection, by=colleague.user)
        assert not visible_to(colleague, owner)

    def test_a_block_goes_both_ways_and_ends_a_connection(self, owner: Profile, colleague: Profile) -> None:
        connect(owner, colleague)
        services.block_member(blocker=owner.user, blocked=colleague.user)
        assert (visible_to(owner, colleague), visible_to(colleague, owner)) == (False, False)
        assert list(Connection.objects.accepted(owner.user)) == []
        assert audience_for(owner, colleague.user) == Audience.MEMBERS
        with pytest.raises(ValidationError, match="can't connect"):
            services.ask_to_connect(asker=colleague.user, asked=owner.user)
        services.unblock_member(blocker=owner.user, blocked=colleague.user)
        assert (visible_to(owner, colleague), visible_to(colleague, owner)) == (True, True)
        assert relations_of(owner.user).connected == frozenset()

    def test_only_who_blocked_can_take_it_back(self, owner: Profile, colleague: Profile, browser_of: Any) -> None:
        services.block_member(blocker=owner.user, blocked=colleague.user)
        browser = browser_of(colleague)
        assert browser.post(f"/people/{owner.slug}/connection/unblock/").status_code == 404
        assert not visible_to(colleague, owner)

    @pytest.mark.parametrize("page", ["/connect/", "/connect/?q=irrigation", "/search/?q=irrigation", "/for-you/"])
    def test_blocked_people_are_in_no_list_and_no_count(
        self, page: str, owner: Profile, browser_of: Any, search_index: SearchIndex
    ) -> None:
        other = make_member(name="Ulan Irrigator", expertise=["irrigation"])
        search_index.drain()
        browser: Client = browser_of(owner)
        before = browser.get(page).content.decode()
        services.block_member(blocker=other.user, blocked=owner.user)
        after = browser.get(page).content.decode()
        assert ("Ulan Irrigator" in before, "Ulan Irrigator" in after) == (True, False)
        if page.startswith("/connect/"):
            found = browser.get(page).context["listing"].page
            assert found.total == len(found.hits)


class TestPresets:
    def test_chosen_and_undone(self, owner: Profile, browser_of: Any) -> None:
        before = dict(owner.audiences)
        browser = browser_of(owner)
        browser.post("/profile/preset/hidden/")
        owner.refresh_from_db()
        assert owner.audiences == PRESETS["hidden"].audiences
        browser.post("/profile/preset/undo/")
        owner.refresh_from_db()
        assert owner.audiences == before
        assert browser.post("/profile/preset/nonsense/").status_code == 404

    def test_no_preset_makes_roots_public(self) -> None:
        assert {name: preset.audiences["roots"] for name, preset in PRESETS.items()} == {
            "findable": "members",
            "quiet": "private",
            "hidden": "private",
        }

    @pytest.mark.parametrize(("seen_by", "shown"), [("public", False), ("members", False), ("connections", True)])
    def test_seen_as(self, seen_by: str, shown: bool, owner: Profile, browser_of: Any) -> None:
        services.choose_audiences(profile=owner, audiences=PRESETS["hidden"].audiences)
        page = browser_of(owner).get(f"/profile/preview/?as={seen_by}").content.decode()
        assert ("Irrigation engineer" in page) == shown
