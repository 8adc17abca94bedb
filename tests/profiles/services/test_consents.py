"""A consent is on record from a yes to the no that ends it."""

from typing import Any

from django.utils import translation

from profiles.models import Consent, Profile
from profiles.presets import PRESETS
from profiles.services import choose_audiences, save_section


def on_record(profile: Profile) -> list[tuple[str, bool]]:
    """(matter, still given) of each, the oldest first."""
    rows = Consent.objects.filter(user=profile.user).order_by("pk")
    return [(row.matter, row.withdrawn is None) for row in rows]


def test_the_use_of_roots(owner: Profile) -> None:
    assert on_record(owner) == []
    save_section(profile=owner, values={"roots_consent": True}, audiences={})
    save_section(profile=owner, values={"roots_consent": True, "roots": ["KG"]}, audiences={})
    assert on_record(owner) == [("roots", True)]
    save_section(profile=owner, values={"roots_consent": False}, audiences={})
    assert on_record(owner) == [("roots", False)]
    save_section(profile=owner, values={"roots_consent": True}, audiences={})
    assert on_record(owner) == [("roots", False), ("roots", True)]


def test_a_profile_open_to_everyone(owner: Profile) -> None:
    save_section(profile=owner, values={}, audiences={"profile": "public"})
    assert on_record(owner) == [("public", True)]
    choose_audiences(profile=owner, audiences=PRESETS["quiet"].audiences)
    assert on_record(owner) == [("public", False)]
    choose_audiences(profile=owner, audiences=PRESETS["findable"].audiences)
    assert on_record(owner) == [("public", False), ("public", True)]


def test_undoing_takes_it_back(owner: Profile, client: Any) -> None:
    client.force_login(owner.user)
    client.post("/profile/preset/findable/")
    assert on_record(owner) == [("public", True)]
    client.post("/profile/preset/undo/")
    owner.refresh_from_db()
    assert (owner.audiences, on_record(owner)) == ({}, [("public", False)])


def test_what_was_agreed_to_before_there_were_records_is_not_denied(owner: Profile, client: Any) -> None:
    client.force_login(owner.user)
    assert "Nothing that needs your consent is in use" in client.get("/profile/data/").content.decode()
    Profile.objects.update(roots_consent=True)
    page = client.get("/profile/data/").content.decode()
    assert "When you agreed is not on record" in page
    assert "Nothing that needs your consent is in use" not in page
    save_section(profile=owner, values={"roots_consent": True}, audiences={})
    assert "When you agreed is not on record" not in client.get("/profile/data/").content.decode()


def test_other_sections_say_nothing_of_it(owner: Profile) -> None:
    save_section(profile=owner, values={"about": "New"}, audiences={"about": "public"})
    assert on_record(owner) == []


def test_the_words_are_kept_as_they_were_read(owner: Profile, client: Any) -> None:
    client.force_login(owner.user)
    with translation.override("ru"):
        save_section(profile=owner, values={"roots_consent": True}, audiences={})
    words = Consent.objects.get().words
    client.cookies["django_language"] = "ru"
    assert words in client.get("/profile/").content.decode()
    assert words in client.get("/profile/data/").content.decode()
