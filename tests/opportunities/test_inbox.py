"""What the team finds of applications: in the order of arrival, for itself alone."""

import csv
from functools import partial
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from opportunities import services
from opportunities.models import Application, ApplicationNote, Opportunity
from opportunities.services import answer_applications, change_status, withdraw_application
from profiles.models import Conversation, Membership, Message, Organization, Profile
from profiles.services import block_member
from profiles.spreadsheets import defused
from tests.opportunities.factories import HERE, apply_to, make_opportunity
from tests.profiles.factories import make_member, make_organization


@pytest.fixture
def post(verified: Organization) -> Opportunity:
    return make_opportunity(organization=verified, title="Engineer", details=HERE)


@pytest.fixture
def applicants(db: None) -> list[Profile]:
    return [make_member(f"a{number}@example.org", name=f"Applicant {number}") for number in (1, 2, 3)]


@pytest.fixture
def sent(post: Opportunity, applicants: list[Profile]) -> list[Application]:
    return [apply_to(post, each) for each in applicants]


def answers(people: dict[str, Client], address: str, method: str = "get") -> dict[str, int]:
    return {name: getattr(client, method)(address).status_code for name, client in people.items()}


class TestWhoReads:
    @pytest.fixture
    def people(
        self, author: Any, colleague: Any, stranger: Any, moderator: Any, applicants: list[Profile],
        verified: Organization, as_user: Any,
    ) -> dict[str, Client]:  # fmt: skip
        member, other = make_member().user, make_member().user
        Membership.objects.create(organization=verified, user=member, role=Membership.Role.MEMBER)
        make_organization(owner=other)
        return {
            "author": as_user(author), "colleague": as_user(colleague), "plain member": as_user(member),
            "applicant": as_user(applicants[0].user), "stranger": as_user(stranger), "moderator": as_user(moderator),
            "owner of another": as_user(other), "visitor": as_user(),
        }  # fmt: skip

    def test_the_team_alone(
        self, people: dict[str, Client], post: Opportunity, sent: list[Application], author: Any
    ) -> None:
        note = ApplicationNote.objects.create(application=sent[0], author=author, text="Secret note")
        base = f"/contribute/{post.slug}/applications/"
        one = f"{base}{sent[0].uuid}/"
        hidden = dict.fromkeys(("plain member", "applicant", "stranger", "moderator", "owner of another"), 404)
        for address in (base, one, f"{base}export/csv/", f"{base}export/xlsx/"):
            assert answers(people, address) == {"author": 200, "colleague": 200, **hidden, "visitor": 302}
        others = {name: client for name, client in people.items() if name not in ("author", "colleague")}
        for address in (f"{base}answer/", f"{one}status/", f"{one}note/", f"{one}note/{note.pk}/delete/"):
            assert answers(others, address, "post") == {**hidden, "visitor": 302}
        assert people["colleague"].post(f"{one}note/{note.pk}/delete/").status_code == 404  # it is the author's own
        assert ApplicationNote.objects.count() == 1

    def test_nobody_while_a_moderator_has_it_locked(
        self, people: dict[str, Client], post: Opportunity, sent: list[Application]
    ) -> None:
        Opportunity.objects.update(locked=True)
        assert people["author"].get(f"/contribute/{post.slug}/applications/").status_code == 404
        file = sent[0].files.get()
        assert people["author"].get(f"/contribute/applications/files/{file.uuid}/").status_code == 404

    def test_an_application_to_another_post_is_not_found_here(
        self, people: dict[str, Client], verified: Organization, sent: list[Application]
    ) -> None:
        other = make_opportunity(organization=verified, details=HERE)
        assert people["author"].get(f"/contribute/{other.slug}/applications/{sent[0].uuid}/").status_code == 404

    def test_the_applicant_sees_no_note_and_no_number(
        self, people: dict[str, Client], sent: list[Application], author: Any
    ) -> None:
        ApplicationNote.objects.create(application=sent[0], author=author, text="Secret note")
        page = people["applicant"].get(sent[0].get_absolute_url()).content.decode()
        assert ("Secret note" in page, "Nurgul" in page) == (False, False)


class TestTheList:
    def test_in_the_order_of_arrival(
        self, post: Opportunity, sent: list[Application], author: Any, as_user: Any
    ) -> None:
        change_status(application=sent[2], by=author, status="accepted")
        page = as_user(author).get(f"/contribute/{post.slug}/applications/").content.decode()
        assert [page.index(f"Applicant {number}") for number in (1, 2, 3)] == sorted(
            page.index(f"Applicant {number}") for number in (1, 2, 3)
        )
        page = as_user(author).get(f"/contribute/{post.slug}/applications/?status=accepted").content.decode()
        assert ["Applicant 1" in page, "Applicant 3" in page] == [False, True]
        for hostile in ("?status=draft", "?status=%00", "?page=99999", "?page=" + "9" * 40, "?sort=name"):
            assert as_user(author).get(f"/contribute/{post.slug}/applications/{hostile}").status_code in (200, 400)

    def test_takes_so_many_statements(self, post: Opportunity, author: Any, as_user: Any) -> None:
        counts, client = [], as_user(author)
        for many in (1, 19):
            for _number in range(many):
                apply_to(post, make_member())
            client.get(f"/contribute/{post.slug}/applications/")  # what a process keeps is kept from now on
            with CaptureQueriesContext(connection) as statements:
                assert client.get(f"/contribute/{post.slug}/applications/").status_code == 200
            counts.append(len(statements))
        assert (counts[0] == counts[1], counts[0] <= 13) == (True, True), counts

    def test_a_profile_is_linked_where_this_reader_may_see_it(
        self, post: Opportunity, sent: list[Application], applicants: list[Profile], author: Any, colleague: Any,
        as_user: Any,
    ) -> None:  # fmt: skip
        block_member(blocker=applicants[0].user, blocked=author)
        address = f"/contribute/{post.slug}/applications/{sent[0].uuid}/"
        pages = [as_user(who).get(address).content.decode() for who in (author, colleague)]
        # The organization has the application, whoever blocks whom; the profile is out of sight.
        assert ["Take me." in page for page in pages] == [True, True]
        assert [applicants[0].get_absolute_url() in page for page in pages] == [False, True]
        assert "a1@example.org" not in "".join(pages)

    def test_an_empty_one(self, post: Opportunity, author: Any, as_user: Any) -> None:
        assert "No applications yet" in as_user(author).get(f"/contribute/{post.slug}/applications/").content.decode()


class TestDeciding:
    def test_the_applicant_is_told_what_settles_something(
        self, post: Opportunity, sent: list[Application], author: Any, as_user: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        mail.outbox.clear()
        address = f"/contribute/{post.slug}/applications/{sent[0].uuid}/status/"
        for status in ("shortlisted", "invited", "invited", "withdrawn", "nonsense"):
            with django_capture_on_commit_callbacks(execute=True):
                as_user(author).post(address, {"status": status})
        sent[0].refresh_from_db()
        assert sent[0].status == "invited"
        assert list(sent[0].events.values_list("status", "by")) == [
            ("sent", None), ("shortlisted", author.pk), ("invited", author.pk)
        ]  # fmt: skip
        assert [(message.to, "Nurgul" in message.body) for message in mail.outbox] == [(["a1@example.org"], False)]

    def test_notes(self, post: Opportunity, sent: list[Application], author: Any, as_user: Any) -> None:
        one = f"/contribute/{post.slug}/applications/{sent[0].uuid}/"
        client = as_user(author)
        assert client.post(f"{one}note/", {"text": " "}).status_code == 422
        client.post(f"{one}note/", {"text": "<b>Promising</b>"})
        assert "&lt;b&gt;Promising&lt;/b&gt;" in client.get(one).content.decode()
        client.post(f"{one}note/{ApplicationNote.objects.get().pk}/delete/")
        assert ApplicationNote.objects.count() == 0

    @pytest.mark.parametrize(("action", "given"), [("status", {"status": "invited"}), ("note", {"text": "Promising"})])
    def test_of_one_that_is_withdrawn_in_this_second(
        self, action: str, given: dict[str, str], post: Opportunity, sent: list[Application], author: Any,
        as_user: Any, monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        """Between the page that finds it and the service that holds it."""

        def meanwhile(service: Any, **told: Any) -> Any:
            withdraw_application(application=sent[0])
            return service(**told)

        for service in (services.change_status, services.add_note):
            monkeypatch.setattr(services, service.__name__, partial(meanwhile, service))
        answer = as_user(author).post(
            f"/contribute/{post.slug}/applications/{sent[0].uuid}/{action}/", given, follow=True
        )
        assert answer.redirect_chain == [(f"/contribute/{post.slug}/applications/", 302)]
        assert "This application has been withdrawn." in answer.content.decode()


class TestAnswering:
    def test_the_text_then_a_look_at_it_then_it_is_sent(
        self, post: Opportunity, sent: list[Application], author: Any, as_user: Any
    ) -> None:
        client, address = as_user(author), f"/contribute/{post.slug}/applications/answer/"
        chosen = [str(sent[0].uuid), str(sent[2].uuid), "nonsense", str(uuid4())]
        form = client.post(address, {"chosen": chosen})
        batch = form.context["form"]["batch"].value()
        given = {"chosen": chosen, "text": "Not this time.", "status": "declined", "batch": batch}
        page = client.post(address, given).content.decode()
        assert ("Is everything right?" in page, "Applicant 1" in page, "Applicant 2" in page) == (True, True, False)
        assert (Message.objects.count(), Application.objects.filter(status="declined").count()) == (0, 0)
        assert 'name="text"' in client.post(address, {**given, "edit": "1"}).content.decode()
        for _click in range(2):
            assert client.post(address, {**given, "send": "1"}).status_code == 302
        assert list(Application.objects.order_by("number").values_list("status", flat=True)) == [
            "declined", "sent", "declined"
        ]  # fmt: skip
        written = Message.objects.values_list(
            "text", "is_of_team", "conversation__member", "conversation__organization"
        )
        assert sorted(written) == sorted(
            ("Not this time.", True, sent[number].applicant_id, post.organization_id) for number in (0, 2)
        )

    def test_nothing_without_somebody_or_words(
        self, post: Opportunity, sent: list[Application], author: Any, as_user: Any
    ) -> None:
        client, address = as_user(author), f"/contribute/{post.slug}/applications/answer/"
        assert (client.get(address).status_code, client.post(address).status_code) == (302, 302)
        given = {"chosen": [str(sent[0].uuid)], "text": "", "status": "declined", "batch": str(uuid4()), "send": "1"}
        assert client.post(address, given).status_code == 422
        assert client.post(address, {**given, "text": "x", "batch": "nonsense"}).status_code == 422
        assert Message.objects.count() == 0

    def test_a_block_is_not_told_to_who_answers(
        self, post: Opportunity, sent: list[Application], applicants: list[Profile], author: Any
    ) -> None:
        block_member(blocker=applicants[0].user, blocked=author)
        answered = answer_applications(
            opportunity=post, applications=sent, by=author, status="declined", text="Not this time.", batch=uuid4()
        )
        assert len(answered) == 3
        conversation = Conversation.objects.visible_to(applicants[0].user).get()
        assert conversation.messages.get().text == "Not this time."

    def test_takes_so_many_statements(
        self, post: Opportunity, author: Any, colleague: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        counts = []
        for many in (1, 1, 30):  # what is read once for an account is read the first time
            sent = [apply_to(post, make_member()) for _number in range(many)]
            mail.outbox.clear()
            with django_capture_on_commit_callbacks(execute=True), CaptureQueriesContext(connection) as statements:
                answer_applications(
                    opportunity=post, applications=sent, by=author, status="declined", text="No.", batch=uuid4()
                )
                counts.append(len(statements))
            told = {address for message in mail.outbox for address in message.to}
            assert {each.applicant.email for each in sent} <= told
        assert (counts[1] == counts[2], counts[0] <= 20) == (True, True), counts


LINES = [
    ["Number", "Name", "Status", "Message", "Files", "'=HYPERLINK(1)", "Why?"],
    ["1", "Aida", "Received", '\'=cmd|" /C calc"!A0', "cv.pdf", "'+7 999", ""],
    ["2", "'@Bolot", "Received", "Two\nlines, «»", "cv.pdf", "", "Yes"],
]


class TestExport:
    @pytest.fixture
    def hostile(self, post: Opportunity) -> None:
        first = [{"text": "=HYPERLINK(1)", "kind": "short", "answer": "+7 999"}]
        second = [{"text": "Why?", "kind": "yes-no", "answer": "yes"}]
        apply_to(post, make_member(name="Aida"), '=cmd|" /C calc"!A0', answers=first)
        apply_to(post, make_member(name="@Bolot"), "\x0bTwo\nlines, «»", answers=second)

    def test_csv(self, post: Opportunity, hostile: None, author: Any, as_user: Any) -> None:
        response = as_user(author).get(f"/contribute/{post.slug}/applications/export/csv/")
        lines = list(csv.reader(StringIO(response.content.decode("utf-8-sig"), newline="")))
        assert [[*line[:2], *line[3:6], *line[7:]] for line in lines] == LINES
        assert response["Content-Disposition"].startswith("attachment;")
        assert [(entry.action, entry.user_id) for entry in ModelLogEntry.objects.filter(object_id=str(post.pk))] == [
            ("opportunities.export_applications", author.pk)
        ]

    def test_xlsx(self, post: Opportunity, hostile: None, author: Any, as_user: Any) -> None:
        response = as_user(author).get(f"/contribute/{post.slug}/applications/export/xlsx/")
        sheet = load_workbook(BytesIO(response.content)).active
        assert sheet is not None
        lines = [[cell.value or "" for cell in row] for row in sheet.rows]
        assert [[*line[:2], *line[3:6], *line[7:]] for line in lines] == LINES
        assert {cell.data_type for row in sheet.rows for cell in row if cell.value} == {"s"}

    def test_no_other_format(self, post: Opportunity, author: Any, as_user: Any) -> None:
        assert as_user(author).get(f"/contribute/{post.slug}/applications/export/pdf/").status_code == 404

    @pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", " =", "\n=", "\uff1d", "\uff20"])
    def test_formulas_are_defused(self, begin: str) -> None:
        assert defused(f"{begin}1+1") == f"'{begin}1+1"

    @pytest.mark.parametrize("text", ["", "1-1", "a=b", "Iskra", "'=", "«=»"])
    def test_other_text_is_left_alone(self, text: str) -> None:
        assert defused(text) == text
