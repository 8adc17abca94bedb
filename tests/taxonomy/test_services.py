"""What becomes of labels that people type: pending, merged, promoted, rejected; and that search follows."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from search.documents import document_for
from search.models import OutboxRow
from search.queries import SearchRequest, search
from taxonomy import versions
from taxonomy.lexicon import lexicon
from taxonomy.models import Concept, Label, Term, Version
from taxonomy.resolving import resolve
from taxonomy.services import clean_label, merge_term, promote_term, reject_term, save_concept, terms_for
from taxonomy.tree import concept_tree
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
NEW = "yurt felting by hand"


@pytest.fixture
def pending() -> Term:
    (term,) = terms_for([NEW])
    assert (term.status, term.concept) == (Term.Status.PENDING, None)
    return term


@pytest.fixture
def welding() -> Concept:
    return Concept.objects.get(key="welding")


def members_with(key: str) -> list[int]:
    request = SearchRequest(kind="profile", viewer_audiences=("members",), filters={"expertise": (key,)})
    return sorted(hit.object_id for hit in search(request).hits)


class TestTyping:
    def test_known_and_unknown_labels_each_once_in_their_order(self) -> None:
        terms = terms_for(["  сварка ", NEW, "сварка", "", "\x00", "welding"])
        assert [(t.name, t.status) for t in terms] == [
            ("сварка", "resolved"),
            (NEW, "pending"),
            ("welding", "resolved"),
        ]
        assert terms[0].concept == terms[2].concept == Concept.objects.get(key="welding")
        assert terms_for([NEW])[0].pk == terms[1].pk

    def test_labels_that_differ_in_signs_alone_are_two_terms(self) -> None:
        terms = terms_for(["zz", "zz++", "zz#"])
        assert len({term.slug for term in terms}) == 3

    def test_a_label_is_cleaned_and_cut(self) -> None:
        assert clean_label(" a\x00b\n\tc  d ") == "a b c d"
        assert len(clean_label("я" * 10_000)) == 200


class TestMerging:
    def test_gives_the_concept_the_label_and_is_found_at_once(self, pending: Term, welding: Concept) -> None:
        merge_term(term=pending, concept=welding, language="en")
        pending.refresh_from_db()
        assert (pending.status, pending.concept, pending.suggestion) == (Term.Status.RESOLVED, welding, None)
        assert welding.labels["en"][-1] == NEW
        assert resolve(NEW) == resolve(NEW.upper()) == welding
        assert Label.objects.filter(concept=welding, language="en", text=NEW).count() == 1

    def test_others_who_typed_it_otherwise_are_found_too(self, pending: Term, welding: Concept) -> None:
        (other,) = terms_for(["Felting yurts by hand"])
        assert other.concept is None
        merge_term(term=pending, concept=welding, language="en")
        other.refresh_from_db()
        assert (other.concept, other.status) == (welding, Term.Status.RESOLVED)

    def test_the_members_who_typed_it_are_found_by_the_concept(
        self, welding: Concept, search_index: SearchIndex
    ) -> None:
        member = make_member(expertise=[NEW])
        stranger = make_member(expertise=["accounting"])
        search_index.drain()
        assert members_with("welding") == []
        merge_term(term=Term.objects.get(name=NEW), concept=welding, language="en")
        assert list(OutboxRow.objects.values_list("kind", "object_id")) == [("profile", member.pk)]
        search_index.drain()
        assert members_with("welding") == [member.pk]
        assert members_with("accounting") == [stranger.pk]

    def test_every_kind_that_carries_it_is_indexed_again_once(
        self, welding: Concept, search_index: SearchIndex
    ) -> None:
        asking = make_opportunity(organization=make_organization(), expertise=[NEW], useful=["accounting"])
        member = make_member(interests=[NEW], expertise=[NEW])
        search_index.drain()
        merge_term(term=Term.objects.get(name=NEW), concept=welding, language="en")
        rows = set(OutboxRow.objects.values_list("kind", "object_id"))
        assert rows == {("opportunity", asking.pk), ("profile", member.pk)}
        (document,) = document_for("opportunity").read([asking.pk])
        assert document["expertise"] == ["welding"]


class TestPromoting:
    def test_makes_a_concept_below_another(self, pending: Term) -> None:
        parent = Concept.objects.get(key="welding").parent
        labels = {"en": [NEW], "ru": ["валяние юрт"]}
        concept = promote_term(term=pending, key="yurt-felting", parent=parent, labels=labels)
        pending.refresh_from_db()
        assert (pending.concept, pending.status) == (concept, Term.Status.RESOLVED)
        assert resolve("валяния юрт") == concept
        assert concept_tree().by_key["yurt-felting"].ancestors[0] == parent.key
        assert not concept.is_general

    def test_below_a_general_skill_is_general(self, pending: Term) -> None:
        concept = promote_term(
            term=pending, key="yurt-felting", parent=Concept.objects.get(key="general"), labels={"en": [NEW]}
        )
        assert concept.is_general

    def test_without_an_english_label_nothing_is_done(self, pending: Term) -> None:
        with pytest.raises(ValidationError, match="English label"):
            promote_term(term=pending, key="yurt-felting", parent=None, labels={"ru": ["валяние"]})
        assert not Concept.objects.filter(key="yurt-felting").exists()


def test_rejecting_keeps_the_label_with_whoever_typed_it(pending: Term) -> None:
    member = make_member(expertise=[NEW])
    reject_term(term=pending)
    assert [(t.name, t.status) for t in member.expertise.all()] == [(NEW, Term.Status.REJECTED)]
    assert terms_for([NEW])[0].status == Term.Status.REJECTED


class TestChangingConcepts:
    def test_a_label_that_takes_the_place_of_another_is_noticed(self, welding: Concept) -> None:
        assert resolve("electric joining of metals") is None
        count = Label.objects.count()
        welding.labels = {**welding.labels, "en": [*welding.labels["en"][:-1], "electric joining of metals"]}
        save_concept(concept=welding)
        assert Label.objects.count() == count
        assert resolve("electric joining of metals") == welding

    def test_another_process_notices_when_it_looks_again(self, welding: Concept) -> None:
        kept = lexicon()
        Label.objects.filter(concept=welding, language="en", is_preferred=True).update(folded="changed elsewhere")
        Version.objects.filter(name=versions.CONCEPTS).update(token="elsewhere")
        assert lexicon() is kept
        versions.check()
        assert lexicon().find("changed elsewhere") == welding.pk

    def test_a_moved_concept_has_what_carries_it_indexed_again(
        self, welding: Concept, search_index: SearchIndex
    ) -> None:
        member = make_member(expertise=["welding"])
        search_index.drain()
        save_concept(concept=welding)
        assert not OutboxRow.objects.exists()
        welding.parent = Concept.objects.get(key="accounting")
        save_concept(concept=welding)
        search_index.drain()
        near = [hit.fields["near"] for hit in search(SearchRequest(kind="profile", viewer_audiences=("members",))).hits]
        assert (near[0][:2], member.pk > 0) == (["welding", "accounting"], True)

    def test_a_concept_is_never_below_itself(self, welding: Concept) -> None:
        parent = welding.parent
        assert parent is not None
        parent.parent = welding
        with pytest.raises(ValidationError, match="below itself"):
            save_concept(concept=parent)

    def test_what_is_tagged_with_a_deleted_concept_is_pending_again(self) -> None:
        gas = Concept.objects.get(key="gas-welding-cutting")
        (term,) = terms_for(["flame cutting"])
        gas.delete()
        term.refresh_from_db()
        assert (term.status, term.concept) == (Term.Status.PENDING, None)
        assert resolve("flame cutting") is None


def test_what_is_rolled_back_is_forgotten(welding: Concept) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        merge_term(term=terms_for([NEW])[0], concept=welding, language="en")
        assert resolve(NEW) == welding
        raise RuntimeError
    versions.check()
    assert resolve(NEW) is None
