"""After an account is erased nothing holds its owner: no row of any table, no file, document, session or cache entry.

Whatever a member can put into the site is planted with words that are nowhere else; then every store is read.
"""

import json
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings as site_settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import Comment, ModelLogEntry, Page, ReferenceIndex, Revision
from wagtail.users.models import UserProfile

from idiaspora.models import EmailChange
from opportunities.models import ApplicationFile, CalendarLink, Choice, ImportedTable, Reminder
from opportunities.services import add_note, answer_question, ask_question, send_bid, set_reminder
from profiles.evidence import check_evidence
from profiles.models import CaseEvent, Digest, Invitation, Profile, Report
from profiles.services import (
    ask_for_verification,
    choose_digest,
    claim_organization,
    delete_account,
    leave,
    save_search,
    set_photo,
    write_message,
)
from profiles.services.discussions import reply
from profiles.services.reports import report_thing
from profiles.uploads import check_upload
from resources.comment_services import write_comment
from resources.models import ImportedFile, Resource
from resources.reading_services import create_list, say_whether_helpful, write_note
from resources.request_services import ask_for_file
from resources.review_services import answer_editors, ask_contributor
from resources.services import create_draft, save_draft
from search import documents, engines
from taxonomy.models import Term
from tests.opportunities.factories import HERE, apply_to, make_opportunity
from tests.profiles.factories import make_discussion, make_organization
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex
from tests.trust.world import World, make_world

WORD = "Vjplanted"  # the beginning of all that is planted, in any case


@pytest.fixture
def world(db: None) -> World:
    return make_world(
        email="vjplanted-mail@example.org",
        name="Vjplanted-name Asanova",
        headline="Vjplanted-headline",
        about="Vjplanted-about",
        expertise=["vjplanted-expertise"],
        interests=["vjplanted-interest"],
        links=["https://vjplanted-link.example/"],
        roots_consent=True,
        audiences={"profile": "public"},
    )


def plant(world: World) -> None:
    """Puts a word into everything that a member, or somebody about her, can write."""
    user, friend = world.planted.user, world.connection.user
    Profile.objects.filter(pk=world.planted.pk).update(city="Vjplanted-city", ref="vjplanted-ref")
    user.last_name = "Vjplanted-last"
    user.save()
    set_photo(profile=Profile.objects.get(pk=world.planted.pk), photo=ContentFile(b"vjplanted-photo"))
    user.emailaddress_set.create(email="vjplanted-second@example.org", verified=True)
    EmailChange.objects.create(user=user, email="vjplanted-change@example.org")
    social = SocialAccount.objects.create(user=user, provider="x", uid="vjplanted-uid", extra_data={"n": "vjplanted-x"})
    app = SocialApp.objects.create(provider="x", name="X", client_id="x")
    SocialToken.objects.create(account=social, app=app, token="vjplanted-token")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "vjplanted-secret"})
    UserProfile.objects.create(user=user, avatar=ContentFile(b"vjplanted-avatar", name="vjplanted.png"))
    write_message(conversation=world.conversation, author=user, text="vjplanted-message")
    write_message(conversation=world.conversation, author=friend, text="vjplanted-answer to her")
    begun = make_discussion(world.community, user, "vjplanted-title", "vjplanted-opening")
    reply(discussion=begun, author=friend, text="An answer")
    reply(discussion=begun, author=user, text="vjplanted-reply")
    make_discussion(world.community, user, "vjplanted-alone", "vjplanted-monologue")
    save_search(user=user, kind="profile", query="q=vjplanted-search")
    CalendarLink.objects.filter(user=user).update(token="vjplanted-calendar")
    ImportedFile.objects.create(user=user, name="vjplanted-file", records=[{"title": "vjplanted-record"}])
    ImportedTable.objects.filter(user=user).update(name="vjplanted-table", rows=[["vjplanted-cell"]])
    report_thing(thing=world.stranger, reporter=user, reason="spam", words="vjplanted-report")
    about_her = report_thing(
        thing=world.planted, reporter=world.stranger.user, reason="scam", words="vjplanted-accused"
    )
    CaseEvent.objects.create(case=about_her.case, action="warn", words="vjplanted-warned", by=friend)
    Invitation.objects.create(organization=world.organization, email="vjplanted-second@example.org", invited_by=friend)
    Invitation.objects.create(organization=world.organization, email="someone@example.org", invited_by=user)
    claim_organization(organization=make_organization(), by=user, why="vjplanted-why", proof="vjplanted-proof")
    scan = SimpleUploadedFile(
        "vjplanted-scan.pdf", b"%PDF-1.7\n%vjplanted\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf"
    )
    statement = "vjplanted-statement"
    ask_for_verification(organization=world.organization, by=user, statement=statement, files=[check_evidence(scan)])
    set_reminder(user=user, opportunity=world.opportunity, days=1)
    choose_digest(user=user, frequency="daily")
    plant_in_a_tender(user)
    elsewhere = make_opportunity(organization=make_organization(owner=friend), details=HERE)
    hers = apply_to(elsewhere, world.planted, "vjplanted-applied", answers=[{"text": "?", "answer": "vjplanted-no"}])
    add_note(application=hers, author=friend, text="vjplanted-noted")
    ApplicationFile.objects.filter(application=hers).update(name="vjplanted-cv.pdf")
    file = hers.files.get()
    file.file.save("vjplanted.pdf", ContentFile(b"vjplanted-file"))
    file.save()
    add_note(application=world.application, author=user, text="vjplanted-note by her")
    why_not = {"is_helpful": False, "reason": "else", "words": "vjplanted-why not"}
    say_whether_helpful(user=user, resource=world.collection.items.get().resource, **why_not)
    write_comment(resource=world.resource, author=user, text="vjplanted-comment")
    ask_contributor(resource=world.resource, editor=friend, words="vjplanted-asked")
    answer_editors(resource=world.resource, contributor=user, words="vjplanted-answered")
    create_list(owner=user, title="vjplanted-list")
    asked_for = make_resource(keep=check_upload(SimpleUploadedFile("a.pdf", make_pdf("a"))), access="request")
    ask_for_file(asker=user, resource=asked_for, reason="vjplanted-asked")
    write_note(user=user, resource=world.resource, note="vjplanted-noted")
    paper = check_upload(SimpleUploadedFile("vjplanted-paper.pdf", make_pdf("vjplanted-page")))
    draft = {"title": "Vjplanted-draft", "topics": ["vjplanted-topic"]}
    create_draft(contributor=user, file=paper, **draft)
    published = make_resource(contributor=user, title="What stays", authors=["Vjplanted-name Asanova", "Somebody Else"])
    save_draft(resource=published, contributor=user, file=paper)
    world.opportunity.save_revision(user=user)
    log(Profile.objects.get(pk=world.planted.pk), "wagtail.edit", user=friend, data={"note": "vjplanted-log"})
    log(world.organization, "wagtail.edit", user=user)
    page = Page.objects.filter(depth=2).first()
    Comment.objects.create(page=page, user=user, text="vjplanted-comment", contentpath="title")


def plant_in_a_tender(user: Any) -> None:
    """Questions and a sealed proposal to a tender of somebody else's."""
    tender = make_opportunity(organization=make_organization("Others"), kind="tender", details={"proposals": "here"})
    ask_question(opportunity=tender, asker=user, text="vjplanted-question")
    answered = ask_question(opportunity=tender, asker=user, text="vjplanted-question that is answered")
    answer_question(question=answered, text="What stays.")
    offer = SimpleUploadedFile("vjplanted-offer.pdf", b"%PDF-1.4\nvjplanted-content\n%%EOF\n")
    told = {"name": "Vjplanted-bidder", "message": "vjplanted-proposal", "files": [check_upload(offer)]}
    send_bid(opportunity=tender, bidder=user, **told)


def log_in_and_look(world: World) -> None:
    """Sessions and caches as visits leave them, hers and those of others who look at her."""
    hers = Client(headers={"user-agent": "Vjplanted-browser"})
    hers.force_login(world.planted.user)
    UserSession.objects.create(
        user=world.planted.user, ip="127.0.0.1", session_key=hers.session.session_key, user_agent="Vjplanted-browser"
    )
    session = hers.session
    session["words"] = "vjplanted-session"
    session.save()
    for viewer in (world.planted, world.connection, world.stranger):
        browser = Client()
        browser.force_login(viewer.user)
        for page in ("/", "/for-you/", "/connect/", "/messages/", world.planted.get_absolute_url(), "/connect/map/"):
            browser.get(page)


def rows_with(word: str) -> Iterator[str]:
    """«app.Model.field: value» wherever any table has the word, whatever the type of its column."""
    for model in apps.get_models(include_auto_created=True):
        names = [field.attname for field in model._meta.concrete_fields]
        for row in model._default_manager.values(*names):
            for name, value in row.items():
                if word.lower() in json.dumps(value, default=str, ensure_ascii=False).lower():
                    yield f"{model._meta.label}.{name}: {value}"


def sessions_with(word: str) -> list[str]:
    return [str(row.get_decoded()) for row in Session.objects.all() if word.lower() in str(row.get_decoded()).lower()]


def files_with(word: str) -> list[str]:
    roots = (site_settings.MEDIA_ROOT, site_settings.PRIVATE_ROOT)
    files = [path for root in roots for path in Path(root).rglob("*") if path.is_file()]
    return [
        str(path) for path in files if word.lower().encode() in str(path).lower().encode() + path.read_bytes().lower()
    ]


def documents_with(word: str) -> list[str]:
    """Documents that a search for everything finds, as the index has them."""
    engine = engines.get_engine()
    everything = {"query": {"match_all": {}}, "size": 1000}
    found = [hit for kind in documents.kinds() for hit in engine.search(kind, everything).hits]
    return [str(hit.fields) for hit in found if word.lower() in str(hit.fields).lower()]


def cached_with(word: str) -> list[str]:
    """What the memory of the process, or Redis, has under any key."""
    if hasattr(cache, "_cache") and hasattr(cache._cache, "get_client"):
        client = cache._cache.get_client()
        stored = {key: client.get(key) for key in client.scan_iter("*")}
    else:
        stored = {key: pickle.loads(value) for key, value in cache._cache.items()}
    return [str(key) for key, value in stored.items() if word.lower() in f"{key} {value!r}".lower()]


def test_nothing_holds_who_was_erased(
    world: World, search_index: SearchIndex, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        plant(world)
    search_index.drain()
    log_in_and_look(world)
    planted = {line.partition(":")[0] for line in rows_with(WORD)}
    assert len(planted) > 30  # the words are there: what follows can fail
    assert (len(sessions_with(WORD)), len(files_with(WORD)) > 1, len(documents_with(WORD)) > 0) == (1, True, True)
    number = world.planted.user.pk

    with django_capture_on_commit_callbacks(execute=True):
        delete_account(user=world.planted.user)
    search_index.drain()

    assert list(rows_with(WORD)) == []
    assert sessions_with(WORD) == []
    assert files_with(WORD) == []
    assert documents_with(WORD) == []
    assert cached_with(WORD) == []
    assert not ModelLogEntry.objects.filter(user_id=number).exists()
    account = ContentType.objects.get(app_label="idiaspora", model="user")
    assert not ReferenceIndex.objects.filter(to_content_type=account, to_object_id=str(number)).exists()
    signed = [
        row.pk
        for row in Revision.objects.all()
        if number in (row.content.get("author"), row.content.get("contributor"))
    ]
    assert signed == []
    assert [model.objects.count() for model in (Choice, Reminder, Digest)] == [0, 0, 0]
    # She is told, and nobody else.
    assert [message.to for message in mail.outbox if "erased" in message.subject] == [["vjplanted-mail@example.org"]]


def test_what_is_not_hers_stays(world: World, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        plant(world)
        delete_account(user=world.planted.user)
    stays = Resource.objects.get(title="What stays")
    assert (stays.authors, stays.contributor, stays.live) == (["Somebody Else"], None, True)
    world.opportunity.refresh_from_db()
    assert world.opportunity.author is None
    assert Report.objects.filter(words="").count() == 3  # that there were reports stays, for the figures
    assert not Profile.objects.filter(pk=world.planted.pk).exists()
    assert Profile.objects.filter(pk__in=[world.connection.pk, world.stranger.pk]).count() == 2
    assert not Resource.objects.filter(title="Vjplanted-draft").exists()


def test_a_label_that_others_have_as_well_stays(world: World) -> None:
    world.stranger.expertise.add(Term.objects.get(name="vjplanted-expertise"))
    delete_account(user=world.planted.user)
    assert set(Term.objects.filter(name__startswith="vjplanted").values_list("name", flat=True)) == {
        "vjplanted-expertise"
    }


def test_during_the_days_of_grace_nobody_sees_her(world: World, search_index: SearchIndex) -> None:
    plant(world)
    leave(user=world.planted.user)
    search_index.drain()
    assert [line for line in documents_with("Vjplanted-name") if "authors" not in line] == []
    for viewer in (world.connection, world.stranger):
        browser = Client()
        browser.force_login(viewer.user)
        for page in ("/for-you/", "/connect/", "/messages/", "/connect/mine/", world.organization.get_absolute_url()):
            assert WORD not in browser.get(page).content.decode(), page
