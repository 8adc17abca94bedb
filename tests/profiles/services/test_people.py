"""profiles/services/people.py: what two do to one profile at once."""

import pytest
from django.core.files.base import ContentFile

from profiles.models import Profile
from profiles.services import remove_photo, save_section, set_photo, set_profile_hidden
from tests.profiles.factories import make_member

pytestmark = pytest.mark.django_db


def test_what_a_moderator_has_hidden_meanwhile_stays_hidden() -> None:
    pk = make_member(name="Aigul").pk
    owners, moderators = Profile.objects.get(pk=pk), Profile.objects.get(pk=pk)
    set_profile_hidden(profile=moderators, is_hidden=True)
    save_section(profile=owners, values={"headline": "Engineer"}, audiences={})
    photographed = Profile.objects.get(pk=pk)
    Profile.objects.filter(pk=pk).update(headline="Architect")
    set_photo(profile=photographed, photo=ContentFile(b"webp"))
    remove_photo(profile=photographed)
    now = Profile.objects.get(pk=pk)
    assert (now.is_hidden, now.headline, now.photo.name) == (True, "Architect", "")


def test_two_sections_that_are_saved_at_once_both_stay() -> None:
    pk = make_member(name="Aigul", audiences={"headline": "public"}).pk
    one, other = Profile.objects.get(pk=pk), Profile.objects.get(pk=pk)
    save_section(profile=one, values={"headline": "Engineer"}, audiences={"headline": "private"})
    save_section(profile=other, values={"about": "Bridges"}, audiences={"about": "members"})
    now = Profile.objects.get(pk=pk)
    assert (now.headline, now.about) == ("Engineer", "Bridges")
    assert (now.audiences["headline"], now.audiences["about"]) == ("private", "members")
