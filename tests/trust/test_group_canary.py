"""Canaries in groups: what is written in one is on no page, list, completion, search or mail of whom it isn't for.

A canary is two invented words: one to search for, and one that nobody types; see test_canary.py.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from profiles import services
from profiles.community_documents import CommunityDocument, PostDocument
from profiles.models import Community, CommunityMembership, Discussion, Profile
from profiles.services import belonging, discussions
from profiles.services.communities import update_community
from tests.profiles.factories import make_community, make_discussion, make_member
from tests.search.plugin import SearchIndex
from tests.trust.test_canary import LEFT_ALONE, text_of
from tests.trust.world import World, addresses, make_world, routes

ASKED = {"name": "zqaskname", "about": "zqaskabout", "title": "zqasktitle", "text": "zqasktext"}
SECRET = {"name": "vjsecretname", "about": "vjsecretabout", "title": "vjsecrettitle", "text": "vjsecrettext"}
WORDS = {field: f"{ASKED[field]} {SECRET[field]}" for field in ASKED}
WRITTEN, ALL = {"title", "text"}, set(ASKED)
# Who must not see, by entry, which of the canaries; who belongs sees all.
OUTSIDERS = ("visitor", "stranger", "refused", "left", "shut out")
HIDDEN = {
    ("request", "visitor"): ALL, ("request", "stranger"): WRITTEN, ("request", "refused"): WRITTEN,
    ("request", "left"): WRITTEN, ("request", "shut out"): ALL,
    **{("invited", who): ALL for who in OUTSIDERS},
    ("open", "visitor"): ALL, ("open", "shut out"): ALL,
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return make_world(name="Nurgul Planted")


@pytest.fixture
def people(world: World) -> dict[str, Profile]:
    return {"stranger": world.stranger, **{who: make_member() for who in ("refused", "left", "shut out", "blocked")}}


@pytest.fixture
def plant(world: World, people: dict[str, Profile], search_index: SearchIndex) -> Callable[[str], Discussion]:
    """A group of the world's own, with a canary in all that holds words, and everybody as they stand to it."""

    def plant(entry: str) -> Discussion:
        owner = world.planted.user
        community = make_community(
            WORDS["name"], moderator=owner, members=[people["left"].user, people["blocked"].user],
            entry=entry, about=WORDS["about"],
        )  # fmt: skip
        Community.objects.filter(pk=community.pk).update(slug="planted")
        community.refresh_from_db()
        discussion = make_discussion(community, owner, WORDS["title"], WORDS["text"])
        for who in ("left", "blocked"):
            discussions.choose_wish(discussion=discussion, user=people[who].user, wish="follow")
        for who, status in (("refused", "refused"), ("shut out", "banned")):
            CommunityMembership.objects.create(community=community, user=people[who].user, status=status)
        belonging.leave_community(membership=community.memberships.get(user=people["left"].user))
        services.block_member(blocker=people["blocked"].user, blocked=owner)
        world.community, world.discussion = community, discussion
        world.post = discussion.posts.get()
        world.__post_init__()
        search_index.drain()
        return discussion

    return plant


def browser_of(people: dict[str, Profile], who: str) -> Client:
    browser = Client()
    if who != "visitor":
        browser.force_login(people[who].user)
    return browser


def is_asked(name: str, address: str) -> bool:
    """Whether a search may find groups there: in their own lists and pages, and wherever anything is completed or
    found.  test_canary.py asks the other lists."""
    if name == "profiles:community":
        return True
    return address.startswith(("/connect/groups/", "/search/", "/taxonomy/")) and not routes()[name]


def shown(world: World, browser: Client) -> set[str]:
    """The canaries whose secret word is on any page, or that find the group or its discussion by the other."""
    found: set[str] = set()
    for name, address in addresses(world).items():
        if name in LEFT_ALONE:
            continue
        asked = [f"{address}?q={word}" for word in ASKED.values()] if is_asked(name, address) else []
        for each in [address, *asked]:
            text = text_of(browser.get(each))
            found |= {field for field in ALL if SECRET[field] in text}
            is_led = str(world.discussion.uuid) in text and str(world.discussion.uuid) not in each
            found |= {field for field in ALL if each.endswith(f"={ASKED[field]}") and is_led}
    return found


@pytest.mark.parametrize(("entry", "who"), HIDDEN)
def test_nobody_sees_what_is_not_for_them(
    entry: str, who: str, world: World, people: dict[str, Profile], plant: Callable[[str], Discussion]
) -> None:
    plant(entry)
    assert shown(world, browser_of(people, who)) & HIDDEN[entry, who] == set()


@pytest.mark.parametrize("entry", Community.Entry.values)
def test_who_belongs_sees_it_all(
    entry: str, world: World, people: dict[str, Profile], plant: Callable[[str], Discussion]
) -> None:
    plant(entry)
    assert shown(world, browser_of({"planted": world.planted}, "planted")) == ALL


@pytest.mark.parametrize("entry", Community.Entry.values)
def test_blocked_members_see_the_group_but_not_the_words(
    entry: str, world: World, people: dict[str, Profile], plant: Callable[[str], Discussion]
) -> None:
    plant(entry)
    assert shown(world, browser_of(people, "blocked")) == {"name", "about"}


def documents_of(discussion: Discussion, document: Any, index: SearchIndex) -> list[Any]:
    """What the index holds of a group, or of the posts of a discussion."""
    posts = set(discussion.posts.values_list("pk", flat=True))
    numbers = {discussion.community_id} if document is CommunityDocument else posts
    held = index.engine.documents(document.Django.kind, -1, None).values()
    return [fields for fields in held if fields["object_id"] in numbers]


def test_a_group_made_narrower_is_forgotten_everywhere(
    world: World, people: dict[str, Profile], plant: Callable[[str], Discussion], search_index: SearchIndex
) -> None:
    discussion = plant("open")
    opened = {who: browser_of(people, who) for who in OUTSIDERS}
    assert shown(world, opened["stranger"]) == ALL  # what a cache could keep is kept now
    update_community(community=discussion.community, entry="invited")
    search_index.drain()
    for who, browser in opened.items():
        assert shown(world, browser) == set(), who
    for document in (CommunityDocument, PostDocument):
        held = documents_of(discussion, document, search_index)
        assert {name for fields in held for name in fields["audience"]} == {f"community-{discussion.community_id}"}


def test_a_hidden_group_is_in_no_index(
    world: World, people: dict[str, Profile], plant: Callable[[str], Discussion], search_index: SearchIndex
) -> None:
    discussion = plant("open")
    update_community(community=discussion.community, is_hidden=True)
    search_index.drain()
    assert [documents_of(discussion, each, search_index) for each in (CommunityDocument, PostDocument)] == [[], []]
    assert shown(world, browser_of(people, "stranger")) == set()


@pytest.mark.parametrize("entry", Community.Entry.values)
def test_mails_quote_nothing_and_go_to_nobody_outside(
    entry: str, world: World, people: dict[str, Profile], plant: Callable[[str], Discussion],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    discussion = plant(entry)
    friend = world.connection
    belonging._write(discussion.community, friend.user, None, "active", role="member")
    discussions.choose_wish(discussion=discussion, user=friend.user, wish="follow")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        discussions.reply(discussion=discussion, author=world.planted.user, text=WORDS["text"])
    assert [each.to for each in mail.outbox] == [[friend.user.email]]
    told = str(mail.outbox[0].message())
    assert [word for word in (SECRET["text"], world.planted.name, world.planted.user.email) if word in told] == []
    assert discussion.posts.count() == 2
