"""What a poster asks of those who apply: written in the form, versioned with the post, robust against any record."""

from typing import Any

import pytest

from opportunities.forms import OpportunityForm
from opportunities.kinds import KINDS
from opportunities.questions import Question, answers_to, given_to, questions_of, takes_applications, words_of
from opportunities.services import create_draft, save_draft
from profiles.models import Organization
from tests.opportunities.factories import HERE, make_opportunity

FACTS = {"title": "Engineer", "description": "In Osh.", "language": "en", "remote": "no"}
ASKED = {
    "question_1_text": "Do you drive?", "question_1_kind": "yes-no", "question_1_required": "on",
    "question_3_text": "Which shift?", "question_3_kind": "choice", "question_3_choices": "Day\n\nNight\nDay",
}  # fmt: skip
KEPT = [
    {"text": "Do you drive?", "kind": "yes-no", "required": True},
    {"text": "Which shift?", "kind": "choice", "required": False, "choices": ["Day", "Night"]},
]


def form(kind: str = "vacancy", opportunity: Any = None, **given: Any) -> OpportunityForm:
    return OpportunityForm({**FACTS, **given}, kind=KINDS[kind], opportunity=opportunity)


def test_questions_are_kept_with_the_facts_of_the_post(db: None) -> None:
    written = form(details_apply_here="here", **ASKED)
    assert written.is_valid(), written.errors
    assert written.values()["details"] == {"apply": {"here": True}, "questions": KEPT}


def test_they_come_back_into_the_form_and_go_when_they_are_emptied(verified: Organization) -> None:
    post = make_opportunity(organization=verified, details={**HERE, "questions": KEPT})
    shown = OpportunityForm(kind=post.kind_class, opportunity=post)
    rows = shown.question_rows()
    assert [row["is_open"] for row in rows] == [True, True] + 6 * [False]
    assert rows[1]["fields"][2].value() == "Day\nNight"
    emptied = form(opportunity=post, details_apply_here="elsewhere")
    assert emptied.is_valid(), emptied.errors
    assert emptied.values()["details"] == {}


def test_a_choice_needs_answers_to_choose_from(db: None) -> None:
    written = form(question_2_text="Which?", question_2_kind="choice", question_2_choices="One")
    assert not written.is_valid()
    assert written.errors == {"question_2_choices": ["Write from 2 to 12 answers, one a line."]}


def test_a_new_post_is_answered_here_but_a_tender_has_sealed_proposals(db: None, verified: Organization) -> None:
    assert OpportunityForm(kind=KINDS["vacancy"])["details_apply_here"].value() == "here"
    tender = OpportunityForm(kind=KINDS["tender"])
    assert ("details_apply_here" in tender.fields, tender.question_rows()) == (False, [])
    assert not takes_applications(make_opportunity(organization=verified, kind="tender", details=HERE))


def test_an_earlier_post_stays_answered_elsewhere(verified: Organization) -> None:
    post = make_opportunity(organization=verified, details={"apply": {"url": "https://example.org/"}})
    assert OpportunityForm(kind=post.kind_class, opportunity=post)["details_apply_here"].value() == "elsewhere"


def test_changed_questions_are_not_public_before_the_post_is(verified: Organization, author: Any) -> None:
    post = make_opportunity(organization=verified, details={**HERE, "questions": KEPT})
    save_draft(opportunity=post, author=author, details={**HERE, "questions": KEPT[:1]})
    post.refresh_from_db()
    assert len(questions_of(post.details)) == 2
    assert len(questions_of(post.get_latest_revision_as_object().details)) == 1


def test_they_are_no_facts_of_the_post(verified: Organization, author: Any) -> None:
    post = create_draft(
        organization=verified, author=author, kind="vacancy", title="X", details={"questions": KEPT, **HERE}
    )
    assert (post.kind_class.show(post), post.kind_class.ways(post)) == ([], {"url": "", "email": "", "notes": []})


@pytest.mark.parametrize(
    "raw",
    [None, "text", 7, {}, {"text": "Why?"}, [None, 7, [], {"kind": "short"}, {"text": " "}, {"text": 7}]],
)
def test_what_is_no_question_is_left_out(raw: Any) -> None:
    assert questions_of({"questions": raw}) == []


def test_what_is_nearly_one_is_made_one() -> None:
    raw = [
        {"text": "a" * 999, "kind": "essay", "required": "yes"},
        {"text": "Which?", "kind": "choice", "choices": "Day"},
        {"text": "Which?", "kind": "choice", "choices": ["Day", 7, "Night"]},
        *({"text": f"Question {number}"} for number in range(9)),
    ]
    found = questions_of({"questions": raw})
    assert found[:3] == [
        Question("q1", "a" * 300), Question("q2", "Which?"), Question("q3", "Which?", "choice", False, ("Day", "Night"))
    ]  # fmt: skip
    assert len(found) == 8


def test_an_answer_stays_with_the_words_that_were_asked() -> None:
    before = [Question("q1", "Years?"), Question("q2", "Do you drive?", "yes-no")]
    answers = answers_to(before, {"q1": "7", "q2": "yes"})
    after = [Question("q1", "Do you drive?", "yes-no"), Question("q2", "How many years?")]
    assert given_to(after, answers) == {"q1": "yes", "q2": ""}
    assert [words_of(each) for each in answers] == ["7", "Yes"]
