"""What becomes of words in groups: moderated, out of sight, taken along by those who go."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from profiles import services
from profiles.models import Case, Community, Discussion, DiscussionFollow, Post, Profile
from profiles.relations import forget_relations
from profiles.services import belonging
from profiles.services.cases import decide_case
from profiles.services.leaving import delete_account
from profiles.services.reports import report_thing
from tests.profiles.factories import make_discussion
from tests.profiles.test_discussions import page, texts, unread

pytestmark = pytest.mark.django_db


class TestModerating:
    def test_a_closed_discussion(
        self, discussion: Discussion, owner: Profile, colleague: Profile, browser_of: Any
    ) -> None:
        assert browser_of(colleague).post(f"{discussion.get_absolute_url()}lock/").status_code == 404
        browser_of(owner).post(f"{discussion.get_absolute_url()}lock/")
        assert browser_of(colleague).post(discussion.get_absolute_url(), {"text": "But"}).status_code == 422
        assert browser_of(owner).post(discussion.get_absolute_url(), {"text": "The end."}).status_code == 302

    def test_a_post_is_removed_and_put_back(
        self, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        post = answer(discussion, colleague, "Buy my pipes")
        base = f"{discussion.community.get_absolute_url()}posts/{post.uuid}/"
        assert browser_of(colleague).post(f"{base}remove/").status_code == 404
        browser_of(owner).post(f"{base}remove/")
        read = page(browser_of(colleague), discussion)
        assert ("Buy my pipes" in read, "A moderator of the group has removed this." in read) == (False, True)
        assert browser_of(colleague).get(f"{base}edit/").status_code == 404
        assert "Buy my pipes" in page(browser_of(owner), discussion)
        browser_of(owner).post(f"{base}restore/")
        assert "Buy my pipes" in page(browser_of(colleague), discussion)

    def test_a_removed_discussion_is_seen_by_moderators(
        self, discussion: Discussion, owner: Profile, colleague: Profile, browser_of: Any
    ) -> None:
        browser_of(owner).post(f"{discussion.get_absolute_url()}remove/")
        assert page(browser_of(colleague), discussion) == "404"
        assert "Only the moderators of the group" in page(browser_of(owner), discussion)

    def test_the_sites_moderators_hide_what_is_reported(
        self, discussion: Discussion, owner: Profile, colleague: Profile, moderator: Any, answer: Any, browser_of: Any
    ) -> None:
        post = answer(discussion, colleague, "Send me your passport")
        report = browser_of(owner).post(f"/report/post/{post.uuid}/", {"reason": "scam"})
        assert report.status_code == 302
        case = Case.objects.get()
        assert case.account == colleague.user
        assert (
            "Send me your passport"
            in browser_of(moderator).get(reverse("profiles_case", args=[case.pk])).content.decode()
        )
        decide_case(case=case, action="hide", words="A scam.", by=moderator)
        assert "A moderator of the site has hidden this." in page(browser_of(owner), discussion)
        decide_case(case=Case.objects.get(), action="show", words="Sorry.", by=moderator)
        assert "Send me your passport" in page(browser_of(owner), discussion)

    @pytest.mark.parametrize("kind", ["group", "discussion", "post"])
    def test_what_one_may_not_read_can_not_be_reported(
        self, kind: str, discussion: Discussion, stranger: Profile, browser_of: Any
    ) -> None:
        Community.objects.update(entry="invited")
        keys = {"group": discussion.community.slug, "discussion": discussion.uuid, "post": discussion.posts.get().uuid}
        assert browser_of(stranger).get(f"/report/{kind}/{keys[kind]}/").status_code == 404
        assert browser_of(None).get(f"/report/{kind}/{keys[kind]}/").status_code == 404
        assert browser_of(stranger).get(f"/report/{kind}/not-a-key/").status_code == 404

    @pytest.mark.parametrize("kind", ["group", "discussion", "post"])
    def test_what_moderators_delete_is_gone(
        self, kind: str, discussion: Discussion, owner: Profile, colleague: Profile, moderator: Any, answer: Any
    ) -> None:
        thing = {"group": discussion.community, "discussion": discussion, "post": discussion.posts.get()}[kind]
        moderator.is_superuser = True
        moderator.save()
        case = report_thing(thing=thing, reporter=colleague.user, reason="scam").case
        decide_case(case=case, action="delete", words="A scam.", by=moderator)
        assert (Post.objects.count(), Discussion.objects.count()) == (0, 0)
        assert Community.objects.count() == (0 if kind == "group" else 1)


class TestOutOfSight:
    @pytest.fixture
    def three(self, discussion: Discussion, colleague: Profile, stranger: Profile, answer: Any) -> Discussion:
        """The stranger belongs too; colleague and stranger are out of each other's sight; both have answered."""
        belonging._write(discussion.community, stranger.user, None, "active", role="member")
        answer(discussion, colleague, "Words of Azamat")
        answer(discussion, stranger, "Words of Pierre")
        services.block_member(blocker=colleague.user, blocked=stranger.user)
        mail.outbox.clear()
        return discussion

    def test_their_posts_are_not_there(
        self, three: Discussion, colleague: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        for reader, other in ((colleague, "Pierre"), (stranger, "Azamat")):
            read = page(browser_of(reader), three)
            assert (other in read, "Who knows why?" in read) == (False, True)
        rows = browser_of(stranger).get(three.community.get_absolute_url()).context["rows"]
        assert [row.number for row in rows] == [1]

    def test_they_are_not_new_and_nobody_is_mailed(
        self, three: Discussion, owner: Profile, colleague: Profile, stranger: Profile, answer: Any, browser_of: Any
    ) -> None:
        for reader in (owner, colleague):
            page(browser_of(reader), three)
        answer(three, stranger, "More of Pierre")
        assert unread(colleague) == [0]
        assert [each.to[0] for each in mail.outbox] == ["nurgul@example.org"]

    def test_they_bring_nothing_up(
        self, three: Discussion, colleague: Profile, stranger: Profile, owner: Profile, answer: Any, browser_of: Any
    ) -> None:
        quiet = make_discussion(three.community, owner.user, "Quiet")
        answer(three, stranger, "More of Pierre")

        def shown(reader: Profile) -> list[str]:
            rows = browser_of(reader).get(three.community.get_absolute_url()).context["rows"]
            return [str(row.discussion) for row in rows]

        assert shown(colleague) == [str(quiet), str(three)]
        assert shown(owner) == [str(three), str(quiet)]

    def test_what_they_began_is_not_there(
        self, three: Discussion, colleague: Profile, stranger: Profile, owner: Profile, answer: Any, browser_of: Any
    ) -> None:
        begun = make_discussion(three.community, stranger.user, "Pierre asks")
        answer(begun, owner, "An answer")
        assert page(browser_of(colleague), begun) == "404"
        assert "Pierre asks" not in page(browser_of(colleague), three.community)
        assert not Post.objects.visible_to(colleague.user).filter(discussion=begun).exists()
        assert unread(colleague) == [0]

    def test_a_moderator_reads_the_words_without_the_name(
        self, three: Discussion, owner: Profile, stranger: Profile, browser_of: Any
    ) -> None:
        """Else who blocks the moderators could write what they like."""
        services.block_member(blocker=stranger.user, blocked=owner.user)
        forget_relations(owner.user)
        read = page(browser_of(owner), three)
        assert ("Words of Pierre" in read, "Pierre Martin" in read) == (True, False)
        post = three.posts.get(text="Words of Pierre")
        browser_of(owner).post(f"{three.community.get_absolute_url()}posts/{post.uuid}/remove/")
        post.refresh_from_db()
        assert post.is_removed
        assert not Post.objects.visible_to(owner.user).filter(pk=post.pk).exists()

    def test_what_suspended_members_wrote_is_out_of_sight(
        self, discussion: Discussion, colleague: Profile, stranger: Profile, answer: Any, browser_of: Any
    ) -> None:
        belonging._write(discussion.community, stranger.user, None, "active", role="member")
        answer(discussion, colleague, "Words of Azamat")
        colleague.user.is_active = False
        colleague.user.save()
        assert "Azamat" not in page(browser_of(stranger), discussion)


class TestGoing:
    def test_who_leaves_the_group_reads_nothing_more(
        self, discussion: Discussion, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        answer(discussion, colleague)
        browser_of(colleague).post(f"{discussion.community.get_absolute_url()}leave/")
        assert page(browser_of(colleague), discussion) == "404"
        assert DiscussionFollow.objects.filter(user=colleague.user).count() == 0
        assert texts(discussion) == ["Who knows why?", "I do."]

    def test_the_words_go_with_the_account(
        self, discussion: Discussion, owner: Profile, colleague: Profile, answer: Any, browser_of: Any
    ) -> None:
        answer(discussion, colleague, "Answered")
        answer(discussion, owner, "Thanks")
        alone = make_discussion(discussion.community, owner.user, "Alone", "One", "Two")
        delete_account(user=owner.user)
        discussion.refresh_from_db()
        assert (texts(discussion), discussion.title, discussion.author) == (["", "Answered"], "", None)
        assert not Discussion.objects.filter(pk=alone.pk).exists()
        read = page(browser_of(colleague), discussion)
        assert ("A discussion whose author has left" in read, "This was taken back." in read) == (True, True)

    def test_reports_of_them_are_over(self, discussion: Discussion, owner: Profile, colleague: Profile) -> None:
        report_thing(thing=discussion.posts.get(), reporter=colleague.user, reason="spam", words="Advertising")
        delete_account(user=owner.user)
        case = Case.objects.get()
        assert (case.is_open, case.account, case.reports.get().words) == (False, None, "")
