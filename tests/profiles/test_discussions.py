"""Discussions: writing, reading, following, moderating, and what becomes of the words of those who go."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from profiles import services
from profiles.budgets import POSTS
from profiles.communities import own_communities
from profiles.models import Community, Discussion, DiscussionFollow, Post, Profile
from profiles.services import belonging, discussions
from tests.profiles.factories import make_community, make_discussion, make_member
from tests.profiles.test_archive import archive_of, data

pytestmark = pytest.mark.django_db


def texts(discussion: Discussion) -> list[str]:
    return list(discussion.posts.values_list("text", flat=True))


def page(browser: Any, thing: Any) -> str:
    response = browser.get(thing.get_absolute_url())
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def unread(profile: Profile) -> list[int]:
    return [row.unread for row in own_communities(profile.user)]


class TestWriting:
    def test_from_the_form_to_an_answer(
        self, community: Community, owner: Profile, colleague: Profile, browser_of: Any
    ) -> None:
        base = community.get_absolute_url()
        made = browser_of(owner).post(
            f"{base}discussions/new/", {"title": " Cracks \n in winter ", "text": "Why? https://example.org"}
        )
        discussion = Discussion.objects.get()
        assert (made["Location"], discussion.title) == (discussion.get_absolute_url(), "Cracks in winter")
        read = page(browser_of(colleague), discussion)
        assert '<a href="https://example.org" rel="nofollow">' in read
        sent = browser_of(colleague).post(discussion.get_absolute_url(), {"text": "<b>Frost</b>"})
        assert sent["Location"] == discussion.posts.latest("pk").get_absolute_url()
        assert "&lt;b&gt;Frost&lt;/b&gt;" in page(browser_of(owner), discussion)
        assert texts(discussion) == ["Why? https://example.org", "<b>Frost</b>"]

    def test_who_does_not_belong_neither_reads_nor_writes(
        self, community: Community, discussion: Discussion, stranger: Profile, browser_of: Any
    ) -> None:
        browser = browser_of(stranger)
        assert page(browser, discussion) == "404"
        assert browser.post(discussion.get_absolute_url(), {"text": "Me too"}).status_code == 404
        assert browser.get(f"{community.get_absolute_url()}discussions/new/").status_code == 404
        assert "Cracks" not in page(browser, community)

    def test_in_an_open_group_everybody_reads_and_members_write(
        self, community: Community, discussion: Discussion, stranger: Profile, browser_of: Any
    ) -> None:
        Community.objects.update(entry="open")
        browser = browser_of(stranger)
        assert "Who knows why?" in page(browser, discussion)
        refused = browser.post(discussion.get_absolute_url(), {"text": "Me too"})
        assert refused.context["form"].non_field_errors() == ["Join the group to write in it."]
        browser.post(f"{community.get_absolute_url()}own/join/")
        assert browser.post(discussion.get_absolute_url(), {"text": "Me too"}).status_code == 302

    @pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
    def test_nothing_and_too_much_are_refused(
        self, text: str, discussion: Discussion, owner: Profile, browser_of: Any
    ) -> None:
        assert browser_of(owner).post(discussion.get_absolute_url(), {"text": text}).status_code == 422
        assert texts(discussion) == ["Who knows why?"]

    def test_nobody_writes_without_end(self, discussion: Discussion, owner: Profile) -> None:
        Post.objects.bulk_create(
            Post(discussion=discussion, author=owner.user, text="!") for _n in range(POSTS.of_newcomers - 1)
        )
        with pytest.raises(ValidationError, match="Go on tomorrow"):
            discussions.reply(discussion=discussion, author=owner.user, text="One more")

    def test_editing_is_told(self, discussion: Discussion, owner: Profile, colleague: Profile, browser_of: Any) -> None:
        post = discussion.posts.get()
        edit = f"{discussion.community.get_absolute_url()}posts/{post.uuid}/edit/"
        assert browser_of(colleague).get(edit).status_code == 404
        browser_of(owner).post(edit, {"title": "Cracks", "text": "Who knows?"})
        discussion.refresh_from_db()
        read = page(browser_of(colleague), discussion)
        assert (discussion.title, "Who knows?" in read, "· edited" in read) == ("Cracks", True, True)

    def test_taking_back_leaves_a_note_where_others_have_answered(
        self, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        last = answer(discussion, colleague)
        base = f"{discussion.community.get_absolute_url()}posts/"
        opening = discussion.posts.get(is_opening=True)
        assert "a note stays" in browser_of(owner).get(f"{base}{opening.uuid}/take-back/").content.decode()
        browser_of(owner).post(f"{base}{opening.uuid}/take-back/")
        assert texts(discussion) == ["", "I do."]
        assert "This was taken back." in page(browser_of(colleague), discussion)
        browser_of(colleague).post(f"{base}{last.uuid}/take-back/")
        assert texts(discussion) == [""]

    def test_a_discussion_of_which_nothing_is_left_goes(
        self, discussion: Discussion, owner: Profile, browser_of: Any
    ) -> None:
        post = discussion.posts.get()
        gone = browser_of(owner).post(f"{discussion.community.get_absolute_url()}posts/{post.uuid}/take-back/")
        assert (gone["Location"], Discussion.objects.count()) == (discussion.community.get_absolute_url(), 0)


class TestReading:
    def test_what_is_new_is_marked_until_it_is_seen(
        self, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        assert (unread(owner), unread(colleague)) == ([0], [1])
        page(browser_of(colleague), discussion)
        assert unread(colleague) == [0]
        answer(discussion, colleague)
        assert (unread(owner), unread(colleague)) == ([1], [0])
        assert "1 discussion with news" in browser_of(owner).get("/connect/groups/mine/").content.decode()

    def test_pinned_first_then_the_newest(
        self, community: Community, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        first, second, third = (make_discussion(community, owner.user, title) for title in ("One", "Two", "Three"))
        answer(first, colleague)
        browser_of(owner).post(f"{second.get_absolute_url()}pin/")
        rows = browser_of(colleague).get(community.get_absolute_url()).context["rows"]
        assert [(str(row.discussion), row.number) for row in rows] == [("Two", 0), ("One", 1), ("Three", 0)]

    def test_the_address_of_a_post_leads_to_its_page(
        self, discussion: Discussion, owner: Profile, browser_of: Any
    ) -> None:
        Post.objects.bulk_create(Post(discussion=discussion, author=owner.user, text=f"No. {n}") for n in range(50))
        post = discussion.posts.get(text="No. 45")
        response = browser_of(owner).get(post.get_absolute_url().partition("#")[0])
        assert (response.context["page"].page, "No. 45" in response.content.decode()) == (3, True)
        for hostile in ("x", "%00", "1" * 500):
            assert browser_of(owner).get(f"{discussion.get_absolute_url()}?post={hostile}&page=999").status_code == 200

    @pytest.mark.parametrize("which", ["list", "community", "discussion", "members", "mine"])
    def test_as_many_statements_for_one_as_for_thirty(
        self, which: str, owner: Profile, colleague: Profile, browser_of: Any, search_index: Any
    ) -> None:
        browser = browser_of(colleague)
        taken = []
        community = make_community("Canals", moderator=owner.user, members=[colleague.user])
        discussion = make_discussion(community, owner.user)
        address = {
            "list": "/connect/groups/",
            "community": community.get_absolute_url(),
            "discussion": discussion.get_absolute_url(),
            "members": f"{community.get_absolute_url()}members/",
            "mine": "/connect/groups/mine/",
        }[which]
        for many in (1, 29):
            for _number in range(many):
                other = make_member().user
                belonging.join_community(
                    community=make_community(moderator=other, members=[colleague.user], entry="open"), user=owner.user
                )
                belonging._write(community, other, None, "active", role="member")
                Post.objects.create(discussion=make_discussion(community, other), author=other, text="Hello")
                Post.objects.create(discussion=discussion, author=other, text="Hello")
            search_index.drain()
            browser.get(address)
            with CaptureQueriesContext(database) as statements:
                assert browser.get(address).status_code == 200
            taken.append(len(statements))
        assert taken[0] == taken[1]
        assert taken[1] <= 14


class TestFollowing:
    def test_one_mail_until_one_looks_that_names_nobody(
        self, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        answer(discussion, colleague, "The frost does it.")
        answer(discussion, colleague, "Or the salt.")
        assert [(each.to, each.subject) for each in mail.outbox] == [
            (["nurgul@example.org"], "There is something new in «Cracks in winter»")
        ]
        told = str(mail.outbox[0].message())
        assert [word for word in ("Azamat", "azamat@", "frost", "salt") if word in told] == []
        page(browser_of(owner), discussion)
        answer(discussion, colleague)
        assert len(mail.outbox) == 2

    def test_who_answers_follows_and_who_mutes_does_not(
        self, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        answer(discussion, colleague)
        browser_of(owner).post(f"{discussion.get_absolute_url()}mute/")
        answer(discussion, owner)
        assert mail.outbox[-1].to == ["azamat@example.org"]
        assert DiscussionFollow.objects.get(user=owner.user).wish == "mute"  # answering doesn't change it
        page(browser_of(colleague), discussion)
        answer(discussion, colleague)
        assert [each.to[0] for each in mail.outbox] == ["nurgul@example.org", "azamat@example.org"]

    @pytest.mark.parametrize("how", ["mutes the group", "left", "is shut out", "blocks", "is suspended"])
    def test_no_mail_for_who(
        self, how: str, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any
    ) -> None:
        answer(discussion, colleague)
        mail.outbox.clear()
        row = discussion.community.memberships.get(user=colleague.user)
        if how == "mutes the group":
            belonging.set_community_muted(membership=row, is_muted=True)
        elif how == "left":
            belonging.leave_community(membership=row)
        elif how == "is shut out":
            belonging.ban_from_community(membership=row)
        elif how == "blocks":
            services.block_member(blocker=colleague.user, blocked=owner.user)
        else:
            colleague.user.is_active = False
            colleague.user.save()
        answer(discussion, owner)
        assert mail.outbox == []


def test_a_copy_of_ones_data_has_ones_own_words(discussion: Discussion, owner: Profile, colleague: Profile) -> None:
    discussions.reply(discussion=discussion, author=colleague.user, text="I do.")
    hers, his = archive_of(owner.user), archive_of(colleague.user)
    assert data(hers, "posts", "group", "title", "text") == [["Canals", "Cracks in winter", "Who knows why?"]]
    assert data(his, "posts", "group", "title", "text") == [["Canals", "", "I do."]]
    assert data(his, "groups", "group", "status", "role") == [["Canals", "active", "member"]]
    belonging.ban_from_community(membership=discussion.community.memberships.get(user=colleague.user))
    assert data(archive_of(colleague.user), "groups", "group") == []
