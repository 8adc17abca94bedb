"""The copy of one's data: whole, one's own alone, and readable."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation

from profiles.archive import write_archive
from profiles.data_sections import sections
from profiles.models import Organization, Profile
from profiles.services import (
    accept_connection,
    ask_to_connect,
    block_member,
    converse_with_member,
    decline_connection,
    invite_member,
    save_search,
    set_photo,
    write_message,
)
from tests.accounts.helpers import confirm_it_is_me, log_in
from tests.profiles.factories import PASSWORD, make_member


def archive_of(user: Any) -> ZipFile:
    file = BytesIO()
    write_archive(user=user, file=file)
    return ZipFile(file)


def data(archive: ZipFile, name: str, *keys: str) -> list[Any]:
    """Rows of a section; of each the values of some keys."""
    return [[row[key] for key in keys] for row in json.loads(archive.read(f"data/{name}.json"))]


def test_it_has_a_page_a_file_for_each_section_and_the_pictures(owner: Profile) -> None:
    set_photo(profile=owner, photo=ContentFile(b"a picture"))
    archive = archive_of(owner.user)
    expected = ["index.html", "files/photo.webp", *(f"data/{section.name}.json" for section in sections())]
    assert sorted(archive.namelist()) == sorted(expected)
    assert archive.read("files/photo.webp") == b"a picture"


def test_the_profile_is_whole(owner: Profile) -> None:
    archive = archive_of(owner.user)
    assert data(archive, "profile", "name", "about", "roots", "expertise", "interests", "links", "audiences") == [
        [
            "Nurgul Asanova", "I grew up beside a canal.", ["KG"], ["irrigation"], ["beekeeping"],
            ["https://example.org/nurgul"], {},
        ]
    ]  # fmt: skip
    assert data(archive, "account", "email", "groups") == [["nurgul@example.org", []]]
    assert data(archive, "addresses", "email", "verified") == [["nurgul@example.org", True]]


def test_a_photo_that_is_lost_doesn_t_keep_the_rest_back(owner: Profile) -> None:
    set_photo(profile=owner, photo=ContentFile(b"a picture"))
    owner.photo.storage.delete(str(owner.photo.name))
    assert "files/photo.webp" not in archive_of(owner.user).namelist()


def test_what_was_said_between_two_is_in_both_copies(owner: Profile, colleague: Profile) -> None:
    asked = ask_to_connect(asker=owner.user, asked=colleague.user, note="We met in Osh.")
    accept_connection(connection=asked, by=colleague.user)
    conversation = converse_with_member(user=owner.user, other=colleague.user)
    write_message(conversation=conversation, author=owner.user, text="Hello")
    write_message(conversation=conversation, author=colleague.user, text="Good evening")
    hers, his = archive_of(owner.user), archive_of(colleague.user)
    keys = ("with", "written_by_me", "text")
    assert data(hers, "messages", *keys) == [
        ["Azamat Toktosunov", True, "Hello"],
        ["Azamat Toktosunov", False, "Good evening"],
    ]
    assert data(his, "messages", *keys) == [
        ["Nurgul Asanova", False, "Hello"],
        ["Nurgul Asanova", True, "Good evening"],
    ]
    assert data(hers, "connections", "with", "asked_by_me", "status") == [["Azamat Toktosunov", True, "accepted"]]
    assert data(his, "connections", "with", "note") == [["Nurgul Asanova", "We met in Osh."]]


def test_a_no_and_a_block_are_told_to_nobody(owner: Profile, colleague: Profile, stranger: Profile) -> None:
    """The copy tells no more than the pages do: who was declined sees that they asked, who is blocked nothing."""
    decline_connection(connection=ask_to_connect(asker=stranger.user, asked=owner.user))
    block_member(blocker=owner.user, blocked=colleague.user)
    assert data(archive_of(stranger.user), "connections", "with", "status") == [["Nurgul Asanova", "asked"]]
    assert data(archive_of(owner.user), "connections", "with", "status") == [["Pierre Martin", "declined"]]
    assert data(archive_of(owner.user), "blocks", "name") == [["Azamat Toktosunov"]]
    his = archive_of(colleague.user)
    assert [name for name in his.namelist() if b"Nurgul" in his.read(name)] == []


def test_a_block_of_somebody_without_a_profile_keeps_nothing_back(owner: Profile, stranger: Profile) -> None:
    block_member(blocker=owner.user, blocked=stranger.user)
    stranger.delete()
    assert data(archive_of(owner.user), "blocks", "name") == [[""]]


def test_an_invitation_is_there_however_the_address_is_written(owner: Profile, organization: Organization) -> None:
    invited = make_member(name="Aibek")
    invited.user.emailaddress_set.update(email="Aibek.Asanov@example.org")
    invite_member(organization=organization, email="aibek.asanov@example.org", role="editor", by=owner.user)
    expected = [["Osh Water Users", "aibek.asanov@example.org"]]
    for account in (invited.user, owner.user):
        assert data(archive_of(account), "invitations", "organization", "email") == expected


def test_nothing_of_others_is_in_it(owner: Profile, stranger: Profile, organization: Organization) -> None:
    save_search(user=owner.user, kind="profile", query="q=irrigation")
    archive = archive_of(stranger.user)
    filled = {section.name for section in sections() if json.loads(archive.read(f"data/{section.name}.json"))}
    assert filled == {"account", "addresses", "profile"}
    assert [name for name in archive.namelist() if b"Nurgul" in archive.read(name)] == []


def test_the_page_is_in_the_reader_s_language_and_direction_and_shows_words_not_code(owner: Profile) -> None:
    owner.about = "<script>alert(1)</script>"
    owner.save()
    with translation.override("ar"):
        page = archive_of(owner.user).read("index.html").decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_it_is_downloaded_after_the_password(db: None) -> None:
    make_member("nurgul@example.org", name="Nurgul", password=PASSWORD)
    client = Client()
    log_in(client)
    asked = client.get("/profile/data/download/")["Location"]
    assert client.post(asked, {"password": PASSWORD, "next": "/profile/data/download/"})["Location"] == (
        "/profile/data/download/"
    )
    assert client.get("/profile/data/download/").status_code == 200
    response = client.post("/profile/data/download/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "profile.json" in str(ZipFile(BytesIO(b"".join(response))).namelist())


def test_somebody_at_an_open_browser_gets_nothing_without_it(owner: Profile) -> None:
    client = Client()
    owner.user.set_password(PASSWORD)
    owner.user.save()
    client.force_login(owner.user)
    response = client.post("/profile/data/download/")
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/accounts/reauthenticate/")
    confirm_it_is_me(client)
    assert client.post("/profile/data/download/").status_code == 200


def test_more_copies_than_anybody_needs_are_for_tomorrow(db: None) -> None:
    profile = make_member("nurgul@example.org", name="Nurgul", password=PASSWORD)
    cache.set(f"copies:{profile.user.pk}", 10, 60)
    client = Client()
    log_in(client)
    confirm_it_is_me(client)
    assert client.post("/profile/data/download/")["Location"] == "/profile/data/"
