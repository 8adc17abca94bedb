"""Two accounts of one person become one, by a superuser's hand."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from idiaspora.merging import merge_accounts
from opportunities.models import Opportunity
from profiles import services
from profiles.models import Connection, Membership, Profile
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser() -> Any:
    return get_user_model().objects.create_superuser("root@example.org", "correct horse battery")


def test_what_the_second_has_becomes_the_firsts(superuser: Any) -> None:
    kept, other, friend = make_member(name="Nurgul"), make_member(name="Nurgul A."), make_member(name="Azamat")
    union = make_organization("Union", owner=other.user, member=kept.user)
    post = make_opportunity(organization=union, author=other.user)
    services.ask_to_connect(asker=other.user, asked=friend.user)
    merge_accounts(kept=kept.user, other=other.user, by=superuser)
    assert list(Membership.objects.values_list("user", "role")) == [(kept.user_id, "owner")]
    assert Opportunity.objects.get(pk=post.pk).author == kept.user
    assert list(Connection.objects.values_list("asker", "asked")) == [(kept.user_id, friend.user_id)]
    assert set(Profile.objects.values_list("pk", flat=True)) == {kept.pk, friend.pk}


def test_conversations_go_on_under_the_first(superuser: Any) -> None:
    kept, other, friend = make_member(), make_member(), make_member()
    for one in (kept, other):
        asked = services.ask_to_connect(asker=one.user, asked=friend.user)
        services.accept_connection(connection=asked, by=friend.user)
    conversation = services.converse_with_member(user=other.user, other=friend.user)
    services.write_message(conversation=conversation, author=other.user, text="Hello")
    merge_accounts(kept=kept.user, other=other.user, by=superuser)
    assert services.converse_with_member(user=kept.user, other=friend.user) == conversation
    assert [message.author for message in conversation.messages.all()] == [kept.user]


def test_two_who_were_connected_with_each_other(superuser: Any) -> None:
    kept, other = make_member(), make_member()
    services.ask_to_connect(asker=other.user, asked=kept.user)
    merge_accounts(kept=kept.user, other=other.user, by=superuser)
    assert Connection.objects.count() == 0


def test_not_without_the_right(superuser: Any) -> None:
    kept, other = make_member(), make_member()
    for wrong in ({"by": kept.user}, {"other": kept.user}, {"other": superuser}):
        with pytest.raises(ValidationError):
            merge_accounts(**{"kept": kept.user, "other": other.user, "by": superuser, **wrong})
    assert Profile.objects.count() == 2


def test_it_asks_before_it_does(superuser: Any, client: Client) -> None:
    kept, other = make_member("kept@example.org"), make_member("other@example.org")
    client.force_login(superuser)
    two = {"kept": "kept@example.org", "other": "other@example.org"}
    assert client.post("/admin/accounts/merge/", two).status_code == 200
    assert Profile.objects.filter(pk=other.pk).exists()
    assert client.post("/admin/accounts/merge/", {**two, "confirmed": "1"}).status_code == 302
    assert not Profile.objects.filter(pk=other.pk).exists()
    client.force_login(kept.user)
    assert client.get("/admin/accounts/merge/").status_code in (302, 403)
