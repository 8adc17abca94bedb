"""Groups and what is written in them are found by those for whom they are, at once and no longer."""

from typing import Any

import pytest

from profiles import services
from profiles.community_documents import CommunityDocument, PostDocument
from profiles.models import Community, Discussion, Post, Profile
from profiles.relations import forget_relations
from profiles.services import belonging, discussions
from profiles.services.communities import update_community
from search.documents import newest_key
from search.transliteration import variants
from tests.profiles.factories import make_community, make_discussion
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def community(owner: Profile, colleague: Profile) -> Community:
    return make_community("Canal menders", moderator=owner.user, members=[colleague.user], about="Lining and gates.")


@pytest.fixture
def discussion(community: Community, owner: Profile, colleague: Profile) -> Discussion:
    made = make_discussion(community, owner.user, "Frozen sluices", "The hinges squeak.")
    discussions.reply(discussion=made, author=colleague.user, text="Goose grease helps.")
    return made


def found(browser: Any, words: str, where: str = "/connect/groups/search/") -> list[str]:
    """The texts of the posts that a search shows."""
    return sorted(each.post.text for each in browser.get(where, {"q": words}).context["found"].posts)


def groups(browser: Any, **asked: str) -> list[str]:
    return [each.name for each in browser.get("/connect/groups/", asked).context["listing"].objects]


def test_the_documents_entire(community: Community, discussion: Discussion) -> None:
    assert CommunityDocument.build(community) == [
        {
            "object_id": community.pk,
            "audience": ["members"],
            "newest": newest_key(community.created, community.pk),
            "name": variants("Canal menders"),
            "kind": "profession",
            "entry": "request",
            "about": "Lining and gates.",
        }
    ]
    opening, answer = discussion.posts.all()
    shared = {"audience": [f"community-{community.pk}"], "community": str(community.pk)}
    assert PostDocument.read([opening.pk, answer.pk]) == [
        {**shared, "object_id": opening.pk, "newest": newest_key(opening.created, opening.pk),
         "text": "The hinges squeak.", "title": "Frozen sluices"},
        {**shared, "object_id": answer.pk, "newest": newest_key(answer.created, answer.pk),
         "text": "Goose grease helps."},
    ]  # fmt: skip


@pytest.mark.parametrize(("entry", "community_for", "posts_for"), [
    ("open", "members", "members"), ("request", "members", "own"), ("invited", "own", "own"),
])  # fmt: skip
def test_each_audience(
    entry: str, community_for: str, posts_for: str, community: Community, discussion: Discussion
) -> None:
    update_community(community=community, entry=entry)
    own = f"community-{community.pk}"
    assert CommunityDocument.build(community)[0]["audience"] == [own if community_for == "own" else "members"]
    views = PostDocument.read(list(discussion.posts.values_list("pk", flat=True)))
    assert {name for view in views for name in view["audience"]} == {own if posts_for == "own" else "members"}


def test_who_belongs_finds_words_and_titles(
    discussion: Discussion, colleague: Profile, stranger: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    search_index.drain()
    browser = browser_of(colleague)
    assert found(browser, "grease") == ["Goose grease helps."]
    assert found(browser, "sluices") == ["The hinges squeak."]
    assert found(browser, "grease", discussion.community.get_absolute_url()) == ["Goose grease helps."]
    assert found(browser_of(stranger), "grease") == []


def test_a_group_searches_its_own_words_alone(
    discussion: Discussion, colleague: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    other = make_community("Others", moderator=colleague.user)
    make_discussion(other, colleague.user, "Grease", "Goose again.")
    search_index.drain()
    browser = browser_of(colleague)
    assert found(browser, "goose", other.get_absolute_url()) == ["Goose again."]
    assert found(browser, "goose") == ["Goose again.", "Goose grease helps."]


def test_the_list_is_searched_and_filtered(
    community: Community, stranger: Profile, owner: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    make_community("Berliners", moderator=stranger.user, kind="place", country="DE", entry="invited")
    search_index.drain()
    browser = browser_of(owner)
    assert groups(browser) == ["Canal menders"]
    assert groups(browser, q="gates") == ["Canal menders"]
    assert groups(browser, kind="place") == []
    assert groups(browser_of(stranger), country="DE") == ["Berliners"]


def test_what_changes_is_found_anew(
    discussion: Discussion, owner: Profile, colleague: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    browser = browser_of(colleague)
    opening, answer = discussion.posts.all()
    discussions.edit_post(post=opening, text="They are silent.", title="Thawed locks")
    search_index.drain()
    assert (found(browser, "squeak"), found(browser, "sluices")) == ([], [])
    assert found(browser, "locks") == ["They are silent."]
    discussions.set_removed(thing=answer, is_removed=True)
    search_index.drain()
    assert found(browser, "grease") == []
    discussions.set_removed(thing=answer, is_removed=False)
    discussions.set_removed(thing=discussion, is_removed=True)
    search_index.drain()
    assert (found(browser, "grease"), found(browser, "locks")) == ([], [])


def test_who_leaves_or_is_shut_out_finds_nothing_from_then_on(
    discussion: Discussion, colleague: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    update_community(community=discussion.community, entry="open")
    search_index.drain()
    row = discussion.community.memberships.get(user=colleague.user)
    browser = browser_of(colleague)
    assert found(browser, "grease") == ["Goose grease helps."]
    belonging.ban_from_community(membership=row)
    assert (found(browser, "grease"), groups(browser)) == ([], [])  # nothing was indexed again


def test_a_narrower_group_is_forgotten_by_the_index(
    discussion: Discussion, stranger: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    update_community(community=discussion.community, entry="open")
    search_index.drain()
    browser = browser_of(stranger)
    assert found(browser, "grease") == ["Goose grease helps."]
    update_community(community=discussion.community, entry="invited")
    search_index.drain()
    assert (found(browser, "grease"), groups(browser)) == ([], [])


def test_blocked_members_words_find_nothing(
    discussion: Discussion, owner: Profile, colleague: Profile, stranger: Profile, browser_of: Any,
    search_index: SearchIndex,
) -> None:  # fmt: skip
    belonging._write(discussion.community, stranger.user, None, "active", role="member")
    services.block_member(blocker=colleague.user, blocked=stranger.user)
    forget_relations(stranger.user)
    search_index.drain()
    response = browser_of(stranger).get("/connect/groups/search/", {"q": "grease"})
    assert (response.context["found"].page.total, response.context["found"].posts) == (0, [])
    services.block_member(blocker=owner.user, blocked=stranger.user)
    assert found(browser_of(stranger), "sluices") == []


def test_deleted_accounts_leave_no_words(
    discussion: Discussion, owner: Profile, colleague: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    search_index.drain()
    services.delete_account(user=owner.user)
    search_index.drain()
    held = search_index.engine.documents("post", -1, None).values()
    assert [fields["text"] for fields in held] == ["Goose grease helps."]
    assert Post.objects.count() == 2


HOSTILE = ('"', "\x00", "a" * 10_000, "*:*", "((((", "<script>alert(1)</script>", "-1", "9" * 30, "\u202e", "😀" * 500)


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_stands_in_the_address_the_answer_is_a_page(
    value: str, discussion: Discussion, colleague: Profile, browser_of: Any, search_index: SearchIndex
) -> None:
    search_index.drain()
    browser, base = browser_of(colleague), discussion.community.get_absolute_url()
    pages = ("/connect/groups/", "/connect/groups/search/", "/connect/groups/mine/", base, f"{base}members/")
    for page in (*pages, discussion.get_absolute_url()):
        response = browser.get(page, dict.fromkeys(("q", "page", "kind", "country", "post", "sort"), value))
        assert (response.status_code, b"<script>alert" in response.content) == (200, False), page
