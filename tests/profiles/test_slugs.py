"""Addresses that no two things share."""

from typing import Any

import pytest
from django.db import IntegrityError

from profiles import slugs
from profiles.models import Organization
from profiles.slugs import free_slug, save_with_free_slug
from tests.profiles.factories import make_organization

pytestmark = pytest.mark.django_db


def test_are_numbered_and_cut() -> None:
    make_organization("Welders")
    assert free_slug(Organization, "Welders") == "welders-2"
    assert free_slug(Organization, "Ала-Тоо") == "ала-тоо"
    assert free_slug(Organization, "a" * 500) == "a" * 100
    assert free_slug(Organization, "Mine", reserved=["mine", "mine-2"]) == "mine-3"


def test_where_a_text_gives_none_there_is_a_word() -> None:
    assert free_slug(Organization, "***") == "organization"
    assert free_slug(Organization, "***", word="member").startswith("member-")
    assert free_slug(Organization, "New", word="member", reserved=["new"]).startswith("member-")


def test_one_that_was_taken_in_the_same_instant_is_not_taken_again(monkeypatch: pytest.MonkeyPatch) -> None:
    make_organization("Welders")
    seen = iter(["welders"])  # what looked free a moment ago
    monkeypatch.setattr(slugs, "free_slug", lambda *args, **how: next(seen, None) or free_slug(*args, **how))
    later = Organization(name="Welders", type="association")
    save_with_free_slug(later, later.name, later.save)
    assert sorted(Organization.objects.values_list("slug", flat=True)) == ["welders", "welders-2"]


def test_another_fault_is_not_tried_again() -> None:
    saved: list[str] = []

    def save(obj: Any) -> None:
        saved.append(obj.slug)
        raise IntegrityError("something else")

    later = Organization(name="Welders", type="association")
    with pytest.raises(IntegrityError, match="something else"):
        save_with_free_slug(later, later.name, lambda: save(later))
    assert saved == ["welders"]
