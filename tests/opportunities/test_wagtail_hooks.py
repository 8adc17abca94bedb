"""The moderators' side of a review, through the admin's own pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from opportunities.models import Opportunity
from opportunities.services import create_draft, submit_opportunity
from profiles.models import Organization
from profiles.reviewing import WORKFLOW_NAME
from tests.opportunities.factories import DECLARED, make_opportunity


@pytest.fixture
def waiting(unverified: Organization, author: Any) -> Opportunity:
    opportunity = create_draft(
        organization=unverified,
        author=author,
        kind="vacancy",
        title="Welder",
        description="In Osh.",
        closes=timezone.now() + timedelta(days=9),
        expertise=["welding"],
        details={"apply": {"email": "jobs@example.org"}},
    )
    submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
    mail.outbox.clear()
    return Opportunity.objects.get()


def url(name: str, opportunity: Opportunity, *args: Any) -> str:
    return reverse(f"wagtailsnippets_opportunities_opportunity:{name}", args=[opportunity.pk, *args])


def act(client: Any, opportunity: Opportunity, action: str, **data: str) -> int:
    address = url("workflow_action", opportunity, action, opportunity.current_workflow_task_state.pk)
    return client.post(address, data).status_code


@pytest.mark.django_db
def test_one_step_by_the_moderators_for_both_models() -> None:
    workflow = Workflow.objects.get(name=WORKFLOW_NAME)
    bound = sorted(row.content_type.model for row in workflow.workflow_content_types.all())
    assert bound == ["opportunity", "resource"]
    assert [[group.name for group in task.specific.groups.all()] for task in workflow.tasks] == [["Moderators"]]


def test_a_moderator_finds_reads_and_approves_it(waiting: Opportunity, moderator: Any, as_user: Any) -> None:
    client = as_user(moderator)
    assert "Welder" in client.get("/admin/reports/workflow/").content.decode()
    assert (
        "Welder"
        in client.get(
            reverse("wagtailsnippets_opportunities_opportunity:list"), {"kind": "vacancy", "q": "weld"}
        ).content.decode()
    )
    assert client.get(url("edit", waiting)).status_code == 200
    preview = client.get(url("workflow_preview", waiting, waiting.current_workflow_task.pk))
    assert (preview.status_code, "jobs@example.org" in preview.content.decode()) == (200, True)
    assert act(client, waiting, "approve") == 302
    assert list(Opportunity.objects.published().values_list("title", flat=True)) == ["Welder"]
    assert [letter.to for letter in mail.outbox] == [["author@example.org"]]


def test_a_moderator_returns_it_and_the_author_reads_why(
    waiting: Opportunity, moderator: Any, author: Any, as_user: Any
) -> None:
    assert act(as_user(moderator), waiting, "reject", comment="Say what it pays & when.") == 302
    assert not Opportunity.objects.published().exists()
    page = as_user(author).get("/contribute/mine/").content.decode()
    assert ("Returned to you" in page, "Say what it pays &amp; when." in page) == (True, True)
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["author@example.org"], "«Welder» needs a change")
    assert ("Say what it pays & when." in letter.body, "http://127.0.0.1:8000/contribute/mine/" in letter.body) == (
        True,
        True,
    )


@pytest.mark.parametrize("who", ["author", "stranger", "editor"])
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_nobody_else_decides(
    waiting: Opportunity, author: Any, stranger: Any, as_user: Any, who: str, action: str
) -> None:
    editor = get_user_model().objects.create_user("editor@example.org")
    editor.groups.add(Group.objects.get(name="Editors"))
    user = {"author": author, "stranger": stranger, "editor": editor}[who]
    act(as_user(user), waiting, action, comment="x")
    assert Opportunity.objects.get().current_workflow_state.status == "in_progress"
    assert not Opportunity.objects.published().exists()


def test_members_do_not_enter_the_admin(waiting: Opportunity, author: Any, as_user: Any) -> None:
    assert as_user(author).get(url("edit", waiting)).status_code == 302
    assert as_user().get(url("edit", waiting)).status_code == 302


def test_a_moderator_corrects_what_is_public(verified: Organization, moderator: Any, as_user: Any) -> None:
    opportunity = make_opportunity(
        organization=verified, places=[("Osh", "KG")], expertise=["welding"], details={"grade": "G3"}, languages=["ru"]
    )
    client = as_user(moderator)
    form = client.get(url("edit", opportunity)).context["form"]
    data: dict[str, Any] = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    data |= {"expertise": "welding", "useful": "", "closes": "2099-01-01 12:00", "opens": ""}
    formset = form.formsets["places"]
    data |= {
        f"{formset.prefix}-TOTAL_FORMS": "1",
        f"{formset.prefix}-INITIAL_FORMS": "1",
        f"{formset.prefix}-MIN_NUM_FORMS": "0",
        f"{formset.prefix}-MAX_NUM_FORMS": "1000",
    }
    place = opportunity.places.get()
    data |= {
        f"{formset.prefix}-0-id": str(place.pk),
        f"{formset.prefix}-0-city": "Osh",
        f"{formset.prefix}-0-country": "KG",
        f"{formset.prefix}-0-ORDER": "1",
    }
    answer = client.post(url("edit", opportunity), {**data, "title": "Corrected", "action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    public = Opportunity.objects.published().get()
    assert (public.title, public.details, public.languages, public.zone) == (
        "Corrected",
        {"grade": "G3"},
        ["ru"],
        "UTC",
    )
    assert ([str(place) for place in public.places.all()], [term.name for term in public.expertise.all()]) == (
        ["Osh, Kyrgyzstan"],
        ["welding"],
    )


def test_the_list_takes_as_many_queries_for_thirty(
    verified: Organization, moderator: Any, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    for _number in range(30):
        make_opportunity(organization=verified)
    client = as_user(moderator)
    address = reverse("wagtailsnippets_opportunities_opportunity:list")
    client.get(address)
    with django_assert_max_num_queries(40):
        assert client.get(address).status_code == 200
