"""The discussion under a resource: among members, in each other's sight, and never before visitors."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from profiles.models import Profile
from profiles.reportable import named
from profiles.services import block_member
from profiles.services.reports import report_thing
from resources import comment_services as services
from resources.merging import merge_resources
from resources.models import Comment, CommentMail, Resource
from search.audiences import audiences_of
from search.queries import SearchRequest, search
from tests.profiles.factories import make_member
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
PAGE, DISCUSSION = "/learn/wells/", "/learn/wells/discussion/"


@pytest.fixture
def wells(contributor: Any) -> Resource:
    return make_resource(title="Wells", slug="wells", contributor=contributor)


@pytest.fixture
def reader(db: None) -> Any:
    return make_member("reader@example.org", name="Aigul Reader").user


def texts(browser: Client, address: str = PAGE) -> list[Any]:
    """What somebody reads: each with the answers to it."""
    discussion = browser.get(address).context["discussion"]
    return [(row.comment.text, [each.comment.text for each in row.answers]) for row in discussion.rows]


def say(resource: Resource, author: Any, text: str, parent: Comment | None = None) -> Comment:
    return services.write_comment(resource=resource, author=author, text=text, parent=parent)


def test_members_write_and_answer_and_visitors_read_nothing(
    wells: Resource, stranger: Any, reader: Any, as_user: Any
) -> None:
    browser = as_user(stranger)
    sent = browser.post(DISCUSSION, {"text": "  Read page 4 <b>first</b>: https://example.org/x?a=1&b=2 "})
    comment = Comment.objects.get()
    assert sent["Location"] == f"{PAGE}?comment={comment.uuid}#comment-{comment.uuid}"
    page = as_user(reader).get(PAGE).content.decode()
    assert "Read page 4 &lt;b&gt;first&lt;/b&gt;" in page
    assert '<a href="https://example.org/x?a=1&amp;b=2" rel="noopener nofollow ugc">' in page
    as_user(reader).post(f"{DISCUSSION}{comment.uuid}/answer/", {"text": "And page 9"})
    as_user(reader).post(DISCUSSION, {"text": "Newer"})
    assert texts(browser) == [("Newer", []), (comment.text, ["And page 9"])]

    visitor = Client()
    seen = visitor.get(PAGE).content.decode()
    assert [words in seen for words in ("Members discuss resources here", "page 4", "Pierre", "Aigul")] == [
        True, False, False, False,
    ]  # fmt: skip
    for path in (DISCUSSION, f"{DISCUSSION}{comment.uuid}/answer/"):
        assert visitor.post(path, {"text": "x"}).status_code == 302
    assert Comment.objects.count() == 3
    # The page says the same whether there is anything or not.
    Comment.objects.all().delete()
    assert "Members discuss resources here" in visitor.get(PAGE).content.decode()


def test_what_cannot_be_written(wells: Resource, stranger: Any, reader: Any, as_user: Any) -> None:
    browser = as_user(stranger)
    for text, said in (
        ("", "This field is required."),
        ("  ", "This field is required."),
        ("x" * 4001, "at most 4000"),
    ):
        refused = browser.post(DISCUSSION, {"text": text})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    answer = say(wells, reader, "An answer", say(wells, stranger, "Top"))
    assert browser.post(f"{DISCUSSION}{answer.uuid}/answer/", {"text": "x"}).status_code == 404
    draft = make_resource(slug="draft", live=False, contributor=stranger)
    assert browser.post("/learn/draft/discussion/", {"text": "x"}).status_code == 404
    assert "discussion" not in browser.get("/learn/draft/").context
    assert browser.post(f"/learn/{draft.slug}/discussion/{answer.uuid}/answer/", {"text": "x"}).status_code == 404
    for number in range(14):
        say(wells, stranger, f"Comment {number}")
    refused = browser.post(DISCUSSION, {"text": "One too many"})
    assert "You wrote a lot today. Go on tomorrow." in refused.content.decode()


def test_ones_own_is_corrected_for_a_while_and_deleted_at_any_time(
    wells: Resource, stranger: Any, reader: Any, as_user: Any
) -> None:
    comment = say(wells, stranger, "Tpyo")
    answer = say(wells, reader, "An answer", comment)
    edit, delete = (f"{DISCUSSION}{comment.uuid}/{name}/" for name in ("edit", "delete"))
    for browser in (as_user(reader), as_user(wells.contributor)):
        assert [browser.post(path, {"text": "x"}).status_code for path in (edit, delete)] == [404, 404]
    assert as_user(stranger).post(edit, {"text": "Typo"}).status_code == 302
    assert "edited" in as_user(reader).get(PAGE).content.decode()
    Comment.objects.filter(pk=comment.pk).update(created=timezone.now() - timedelta(minutes=16))
    assert as_user(stranger).post(edit, {"text": "Too late"}).status_code == 404
    assert texts(as_user(reader)) == [("Typo", ["An answer"])]
    assert as_user(stranger).get(delete).status_code == 200
    as_user(stranger).post(delete)
    assert (texts(as_user(reader)), Comment.objects.get().pk) == ([("An answer", [])], answer.pk)
    reader.delete()
    assert Comment.objects.count() == 0


def test_who_is_out_of_sight_is_so_with_the_answers_to_them(
    wells: Resource, stranger: Any, reader: Any, contributor: Any, as_user: Any
) -> None:
    comment = say(wells, stranger, "From Pierre")
    say(wells, contributor, "To Pierre", comment)
    say(wells, stranger, "Pierre answers", say(wells, contributor, "From the contributor"))
    block_member(blocker=reader, blocked=stranger)
    assert texts(as_user(reader)) == [("From the contributor", [])]
    say(wells, reader, "From Aigul")
    assert "From Aigul" not in as_user(stranger).get(PAGE).content.decode()
    assert as_user(reader).get(f"{PAGE}?comment={comment.uuid}").status_code == 200
    for path in ("answer", "moderate"):
        assert as_user(reader).post(f"{DISCUSSION}{comment.uuid}/{path}/", {"text": "x"}).status_code == 404
    assert as_user(reader).get(f"/report/resource-comment/{comment.uuid}/").status_code == 404
    # An account that is suspended, or a profile that is hidden, goes with what it wrote.
    Profile.objects.filter(user=contributor).update(is_hidden=True)
    assert texts(as_user(stranger)) == [("From Pierre", [])]
    stranger.is_active = False
    stranger.save()
    assert texts(as_user(reader)) == [("From Aigul", [])]


def test_moderators_hide_and_show_and_close(
    wells: Resource, stranger: Any, reader: Any, moderator: Any, as_user: Any
) -> None:
    comment = say(wells, stranger, "Rude")
    say(wells, reader, "Answer", comment)
    act = f"{DISCUSSION}{comment.uuid}/moderate/"
    assert as_user(reader).post(act, {"hide": "1"}).status_code == 404
    as_user(moderator).post(act, {"hide": "1"})
    assert [texts(as_user(who)) for who in (reader, moderator)] == [[], [("Rude", ["Answer"])]]
    assert as_user(reader).get(f"/report/resource-comment/{comment.uuid}/").status_code == 404
    assert as_user(stranger).post(f"{DISCUSSION}{comment.uuid}/edit/", {"text": "Ruder"}).status_code == 404
    as_user(moderator).post(act, {"show": "1"})
    assert texts(as_user(reader)) == [("Rude", ["Answer"])]

    assert as_user(reader).post(f"{DISCUSSION}close/", {"close": "1"}).status_code == 404
    as_user(moderator).post(f"{DISCUSSION}close/", {"close": "1"})
    refused = as_user(reader).post(DISCUSSION, {"text": "More"})
    assert ("This discussion is closed." in refused.content.decode(), Comment.objects.count()) == (True, 2)
    page = as_user(reader).get(PAGE).content.decode()
    assert ("Our editors have closed this discussion." in page, "Rude" in page) == (True, True)
    as_user(moderator).post(f"{DISCUSSION}close/", {"open": "1"})
    assert as_user(reader).post(DISCUSSION, {"text": "More"}).status_code == 302


def test_it_can_be_reported_and_hidden_by_that(wells: Resource, stranger: Any, reader: Any, moderator: Any) -> None:
    comment = say(wells, stranger, "Rude")
    kind = named("resource-comment")
    report_thing(thing=comment, reporter=reader, reason="abuse")
    before = kind.hide(comment, moderator)
    assert list(Comment.objects.visible_to(reader)) == []
    kind.show(Comment.objects.get(), moderator, before)
    assert list(Comment.objects.visible_to(reader)) == [comment]
    assert list(kind.visible_to(stranger)) == [comment]


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Any:
    """Who is mailed when somebody writes."""

    def write(*args: Any, **kwargs: Any) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            say(*args, **kwargs)
        return sorted(address for message in mail.outbox for address in message.to)

    return write


def test_mails_go_to_those_concerned_once_a_day(
    wells: Resource, stranger: Any, reader: Any, contributor: Any, told: Any
) -> None:
    assert told(wells, stranger, "Secret words") == [contributor.email]
    (sent,) = mail.outbox
    assert sent.subject == "New in the discussion of «Wells»"
    assert [words in sent.body for words in ("Secret", "Pierre", "/learn/wells/#discussion")] == [False, False, True]
    assert told(wells, reader, "Another") == [stranger.email]  # the contributor was told today
    CommentMail.objects.update(told=timezone.now() - timedelta(days=2))
    assert told(wells, contributor, "Thank you") == sorted([stranger.email, reader.email])
    CommentMail.objects.all().delete()
    block_member(blocker=reader, blocked=stranger)
    assert told(wells, reader, "A last one") == [contributor.email]


def test_mails_end_by_one_click_and_can_be_had_again(
    wells: Resource, stranger: Any, contributor: Any, told: Any, as_user: Any
) -> None:
    told(wells, stranger, "First")
    (sent,) = mail.outbox
    address = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert address in sent.body
    path = address.removeprefix("http://127.0.0.1:8000")
    assert Client(enforce_csrf_checks=True).post(path).status_code == 200
    CommentMail.objects.all().delete()
    assert told(wells, stranger, "Second") == []
    browser = as_user(contributor)
    assert "You get no mails about comments." in browser.get("/learn/comment-mails/").content.decode()
    browser.post("/learn/comment-mails/", {"on": "1"})
    assert told(wells, stranger, "Third") == [contributor.email]
    browser.post("/learn/comment-mails/", {"off": "1"})
    CommentMail.objects.all().delete()
    assert told(wells, stranger, "Fourth") == []


def test_no_search_finds_it_and_it_goes_out_of_sight_with_its_resource(
    wells: Resource, stranger: Any, reader: Any, search_index: SearchIndex, as_user: Any
) -> None:
    comment = say(wells, stranger, "Unheardofword")
    search_index.drain()
    assert search(SearchRequest("resource", audiences_of(reader), "Unheardofword")).total == 0
    Resource.objects.update(live=False)
    assert list(Comment.objects.visible_to(reader)) == []
    assert as_user(reader).get(f"{DISCUSSION}{comment.uuid}/answer/").status_code == 404
    assert as_user(stranger).get(f"{DISCUSSION}{comment.uuid}/delete/").status_code == 404


def test_it_moves_with_what_is_merged(wells: Resource, stranger: Any, reader: Any, moderator: Any) -> None:
    twin = make_resource(title="Wells again")
    say(twin, reader, "An answer", say(twin, stranger, "From the twin"))
    merge_resources(stays=wells, goes=twin, editor=moderator)
    moved = Comment.objects.visible_to(reader).filter(resource=wells)
    assert [(each.text, each.parent and each.parent.text) for each in moved] == [
        ("From the twin", None), ("An answer", "From the twin"),
    ]  # fmt: skip


def test_pages_of_it(
    wells: Resource, stranger: Any, reader: Any, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    browser, first = as_user(reader), say(wells, reader, "The first")
    say(wells, reader, "Its answer", first)

    def statements() -> int:
        browser.get(PAGE)
        with django_assert_max_num_queries(40) as queries:
            browser.get(PAGE)
        return len(queries)

    before = statements()
    for number in range(30):
        author = make_member(f"author{number}@example.org", name=f"Author {number}").user
        say(wells, author, f"Answer {number}", say(wells, author, f"Comment {number}"))
    assert statements() == before
    Comment.objects.filter(pk=first.pk).update(created=timezone.now() - timedelta(days=1))
    assert [len(texts(browser, f"{PAGE}?discussion={page}")) for page in (1, 2, 3)] == [20, 11, 0]
    assert texts(browser, f"{PAGE}?comment={first.uuid}")[-1] == ("The first", ["Its answer"])
    for page in ("0", "-1", "x", "9999", "٣", "1" * 30):
        assert browser.get(PAGE, {"discussion": page, "comment": "x"}).status_code == 200
