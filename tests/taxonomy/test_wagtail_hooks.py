"""The vocabulary in the editors' admin: an editor keeps it, a member gets nothing of it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taxonomy.models import Concept, Term
from taxonomy.resolving import resolve
from taxonomy.services import terms_for
from tests.profiles.factories import make_member

pytestmark = pytest.mark.django_db
TERMS, CONCEPTS = "wagtailsnippets_taxonomy_term", "wagtailsnippets_taxonomy_concept"
NEW = "yurt felting by hand"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def editor() -> Client:
    user = get_user_model().objects.create_user("editor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return signed_in(user)


@pytest.fixture
def pending() -> Term:
    return terms_for([NEW])[0]


def decide(client: Client, term: Term, **values: str) -> Any:
    return client.post(reverse("taxonomy_decide", args=[term.pk]), values)


class TestTerms:
    def test_those_that_wait_come_first_the_most_used_before_others(self, editor: Client) -> None:
        make_member(expertise=["welding", "b unknown label"])
        make_member(expertise=["a unknown label", "b unknown label"])
        rows = editor.get(reverse(f"{TERMS}:list")).context["object_list"]
        assert [(term.name, term.uses) for term in rows] == [
            ("b unknown label", 2), ("a unknown label", 1), ("welding", 1),
        ]  # fmt: skip

    def test_the_list_takes_as_many_queries_for_one_as_for_thirty(self, editor: Client) -> None:
        def queries(names: list[str]) -> int:
            terms_for(names)
            editor.get(reverse(f"{TERMS}:list"))
            with CaptureQueriesContext(
                connection,
            ) as captured:
                editor.get(reverse(f"{TERMS}:list"))
            return len(captured)

        assert queries([NEW]) == queries([f"unknown label {n}" for n in range(30)])

    def test_merging_asks_first_and_then_does_it(self, editor: Client, pending: Term) -> None:
        values = {"action": "merge", "merge-concept": "welding", "merge-language": "en"}
        asked = decide(editor, pending, **values)
        assert "gets the label «yurt felting by hand» in English" in asked.context["question"]
        assert resolve(NEW) is None
        assert decide(editor, pending, **values, confirmed="yes").url == reverse(f"{TERMS}:list")
        assert resolve(NEW) == Concept.objects.get(key="welding")

    def test_merging_with_what_is_no_concept_says_so(self, editor: Client, pending: Term) -> None:
        answer = decide(editor, pending, action="merge", **{"merge-concept": "qqqq", "merge-language": "en"})
        assert answer.context["merge"].errors["concept"] == ["No concept is called «qqqq». Choose one from the list."]

    def test_promoting_asks_first_and_then_does_it(self, editor: Client, pending: Term) -> None:
        values = {
            "action": "promote", "promote-key": "yurt-felting", "promote-parent": "сварка",
            "promote-labels_en": f"{NEW}\nyurt felter",
            "promote-labels_ru": "валяние юрт",
        }  # fmt: skip
        assert "A new concept yurt-felting is made" in decide(editor, pending, **values).context["question"]
        decide(editor, pending, **values, confirmed="yes")
        concept = Concept.objects.get(key="yurt-felting")
        assert (concept.labels, concept.parent.key) == ({"en": [NEW, "yurt felter"], "ru": ["валяние юрт"]}, "welding")
        pending.refresh_from_db()
        assert pending.concept == concept

    def test_a_label_of_another_concept_is_refused(self, editor: Client, pending: Term) -> None:
        answer = decide(
            editor, pending, action="promote", **{"promote-key": "welding", "promote-labels_en": "Welding\naccounting"}
        )
        errors = answer.context["promote"].errors
        assert errors["key"] == ["There is a concept welding already. Choose another key, or merge."]
        assert [error[:14] for error in errors["labels_en"]] == ["«Welding» is a", "«accounting» i"]

    def test_rejecting(self, editor: Client, pending: Term) -> None:
        decide(editor, pending, action="reject")
        pending.refresh_from_db()
        assert pending.status == Term.Status.REJECTED

    def test_nobody_adds_or_deletes_one_by_hand(self, editor: Client, pending: Term) -> None:
        assert editor.get(reverse(f"{TERMS}:add")).status_code == 302
        assert editor.post(reverse(f"{TERMS}:delete", args=[pending.pk])).status_code == 302
        assert Term.objects.filter(pk=pending.pk).exists()


class TestConcepts:
    def test_stand_below_the_one_they_belong_under(self, editor: Client) -> None:
        rows = [c.key for c in editor.get(reverse(f"{CONCEPTS}:list"), {"q": "welding"}).context["object_list"]]
        assert rows.index("welding") + 1 == rows.index("arc-welding")
        assert "— — " in editor.get(reverse(f"{CONCEPTS}:list"), {"q": "arc welding"}).content.decode()

    @pytest.mark.parametrize("typed", ["сварк", "'", "\x00", "x" * 10_000, "لحام"])
    def test_are_searched_by_any_label(self, editor: Client, typed: str) -> None:
        rows = [c.key for c in editor.get(reverse(f"{CONCEPTS}:list"), {"q": typed}).context["object_list"]]
        assert ("welding" in rows) == (typed in ("сварк", "لحام", "\x00")) or typed == "\x00"

    def test_labels_are_edited_one_a_line(self, editor: Client) -> None:
        welding = Concept.objects.get(key="welding")
        address = reverse(f"{CONCEPTS}:edit", args=[welding.pk])
        form = editor.get(address).context["form"]
        values = {name: form[name].value() or "" for name in form.fields}
        values = {name: value for name, value in values.items() if value is not False} | {"parent": welding.parent.key}
        assert values["labels_en"].splitlines() == welding.labels["en"]
        values["labels_en"] += "\nelectric joining of metals"
        assert editor.post(address, values).status_code == 302
        assert resolve("electric joining of metals") == welding
        assert Concept.objects.get(key="welding").labels == {
            **welding.labels,
            "en": [*welding.labels["en"], "electric joining of metals"],
        }

    def test_never_below_itself(self, editor: Client) -> None:
        welding = Concept.objects.get(key="welding")
        answer = editor.post(
            reverse(f"{CONCEPTS}:edit", args=[welding.pk]),
            {"key": "welding", "parent": "arc-welding", "labels_en": "welding"},
        )
        assert answer.context["form"].errors["parent"] == ["A concept can't be below itself. Choose another parent."]


class TestOthers:
    @pytest.mark.parametrize("who", ["member", "visitor"])
    def test_get_nothing(self, who: str, pending: Term) -> None:
        client = signed_in(make_member().user) if who == "member" else Client()
        for address in (
            reverse(f"{TERMS}:list"),
            reverse(f"{CONCEPTS}:list"),
            reverse("taxonomy_decide", args=[pending.pk]),
        ):
            assert client.get(address).status_code == 302
        decide(client, pending, action="reject")
        pending.refresh_from_db()
        assert pending.status == Term.Status.PENDING
