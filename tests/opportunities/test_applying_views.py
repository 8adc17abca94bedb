"""The pages of those who apply, as the applicant, the team, a stranger and a visitor find them."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opportunities.models import AddressShown, Application, Opportunity
from opportunities.services import save_application, withdraw_application
from profiles.models import Organization, Profile
from tests.opportunities.factories import HERE, PDF, a_file, apply_to, make_opportunity
from tests.profiles.factories import make_member

QUESTIONS = [
    {"text": "How many years?", "kind": "short", "required": True},
    {"text": "Tell us more", "kind": "long"},
    {"text": "Do you drive?", "kind": "yes-no"},
    {"text": "Which <shift>?", "kind": "choice", "choices": ["Day", "Night"]},
]
TEXT = {"name": "Aida A.", "message": "Take me.", "q1": "7", "q3": "yes", "q4": "Night"}


@pytest.fixture
def applicant(db: None) -> Profile:
    return make_member("aida@example.org", name="Aida Applicant")


@pytest.fixture
def post(verified: Organization) -> Opportunity:
    details = {**HERE, "questions": QUESTIONS, "documents": ["CV in <English>"]}
    return make_opportunity(organization=verified, title="Engineer", details=details)


@pytest.fixture
def people(author: Any, applicant: Profile, stranger: Any, as_user: Any) -> dict[str, Client]:
    return {
        "applicant": as_user(applicant.user),
        "team": as_user(author),
        "stranger": as_user(stranger),
        "visitor": as_user(),
    }


def upload(name: str = "cv.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class TestTheForm:
    def test_it_asks_what_the_poster_asks(self, post: Opportunity, people: dict[str, Client]) -> None:
        page = people["applicant"].get(f"/contribute/{post.slug}/apply/").content.decode()
        asked = ["How many years?", "Tell us more", "Do you drive?", "Which &lt;shift&gt;?", "CV in &lt;English&gt;"]
        assert [words for words in asked if words not in page] == []
        assert 'value="Aida Applicant"' in page
        assert Application.objects.count() == 0  # looking is not writing

    def test_from_a_draft_to_the_receipt(self, post: Opportunity, people: dict[str, Client]) -> None:
        client, address = people["applicant"], f"/contribute/{post.slug}/apply/"
        assert client.post(address, {"message": "Half a", "save": "1"}).status_code == 302
        page = client.get(address).content.decode()
        assert "Half a" in page
        answer = client.post(address, {**TEXT, "uploads": [upload()], "send": "1"})
        sent = Application.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, f"/contribute/applications/{sent.uuid}/")
        assert sent.answers == [
            {"text": "How many years?", "kind": "short", "answer": "7"},
            {"text": "Tell us more", "kind": "long", "answer": ""},
            {"text": "Do you drive?", "kind": "yes-no", "answer": "yes"},
            {"text": "Which <shift>?", "kind": "choice", "answer": "Night"},
        ]
        receipt = client.get(answer["Location"]).content.decode()
        shown = [sent.receipt, sent.files.get().digest, "Take me.", "Which &lt;shift&gt;?", "Night"]
        assert [words for words in shown if words not in receipt] == []
        for again in (client.get(address), client.post(address, {**TEXT, "send": "1"})):
            assert (again.status_code, again["Location"]) == (302, f"/contribute/applications/{sent.uuid}/")

    def test_a_change_is_kept_at_once(self, post: Opportunity, people: dict[str, Client]) -> None:
        answer = people["applicant"].post(
            f"/contribute/{post.slug}/apply/", {"name": "Aida", "message": "So far"}, headers={"hx-request": "true"}
        )
        assert (answer.status_code, "Draft kept at" in answer.content.decode()) == (200, True)
        assert Application.objects.values_list("status", "message").get() == ("draft", "So far")

    def test_what_is_missing_is_said_and_the_rest_kept(self, post: Opportunity, people: dict[str, Client]) -> None:
        answer = people["applicant"].post(f"/contribute/{post.slug}/apply/", {"message": "Take me.", "send": "1"})
        page = answer.content.decode()
        assert (answer.status_code, "How many years?: This field is required." in page) == (422, True)
        assert Application.objects.values_list("status", "message").get() == ("draft", "Take me.")

    def test_a_bad_file_is_named_and_the_good_one_kept(self, post: Opportunity, people: dict[str, Client]) -> None:
        files = [upload("photo.jpg", b"<svg onload='alert(1)'/>"), upload("cv.pdf")]
        answer = people["applicant"].post(f"/contribute/{post.slug}/apply/", {**TEXT, "uploads": files, "send": "1"})
        page = answer.content.decode()
        assert (answer.status_code, "photo.jpg is a file of the kind SVG" in page) == (422, True)
        kept = Application.objects.get()
        assert (kept.status, [file.name for file in kept.files.all()]) == ("draft", ["cv.pdf"])

    def test_too_late_is_said_and_the_text_kept(
        self, post: Opportunity, applicant: Profile, people: dict[str, Client]
    ) -> None:
        Opportunity.objects.update(closes=timezone.now() - timedelta(seconds=1), zone="Asia/Bishkek")
        address = f"/contribute/{post.slug}/apply/"
        assert people["applicant"].get(address).status_code == 302  # nobody begins
        answer = people["applicant"].post(address, {**TEXT, "send": "1"})
        page = answer.content.decode()
        assert (answer.status_code, "Your text is kept as a draft." in page, "Bishkek" in page) == (422, True, True)
        assert Application.objects.values_list("status", "message").get() == ("draft", "Take me.")
        assert people["applicant"].get(address).status_code == 200

    @pytest.mark.parametrize("hostile", ['"', "\x00", "a" * 10_000, "<script>", "\ufffd\u202e"])
    def test_hostile_words(self, post: Opportunity, people: dict[str, Client], hostile: str) -> None:
        given = {"name": hostile, "message": hostile, "q1": hostile, "q4": hostile, "send": "1"}
        answer = people["applicant"].post(f"/contribute/{post.slug}/apply/", given)
        assert answer.status_code in (302, 400, 422)
        assert (
            "<script>" not in people["applicant"].get(f"/contribute/{post.slug}/apply/", follow=True).content.decode()
        )

    def test_each_kind_asks_in_its_own_words(self, verified: Organization, people: dict[str, Client]) -> None:
        pages = {}
        for kind in ("vacancy", "event"):
            slug = make_opportunity(organization=verified, kind=kind, details=HERE).slug
            pages[kind] = people["applicant"].get(f"/contribute/{slug}/apply/").content.decode()
        assert ("Why you" in pages["vacancy"], 'type="file"' in pages["vacancy"]) == (True, True)
        assert ("A word to the organizers" in pages["event"], 'type="file"' in pages["event"]) == (True, False)


class TestWhoOpensWhat:
    def answers(self, people: dict[str, Client], address: str, method: str = "get") -> dict[str, int]:
        return {name: getattr(client, method)(address).status_code for name, client in people.items()}

    def test_an_application_is_its_writers(
        self, post: Opportunity, applicant: Profile, people: dict[str, Client]
    ) -> None:
        sent = apply_to(post, applicant)
        for page, for_applicant in (("", 200), ("withdraw/", 200), ("delete/", 302)):
            address = f"/contribute/applications/{sent.uuid}/{page}"
            assert self.answers(people, address) == {
                "applicant": for_applicant, "team": 404, "stranger": 404, "visitor": 302
            }  # fmt: skip
        others = {name: people[name] for name in ("team", "stranger")}
        for page in ("withdraw", "delete", "reopen"):
            address = f"/contribute/applications/{sent.uuid}/{page}/"
            assert self.answers(others, address, "post") == {"team": 404, "stranger": 404}
        sent.refresh_from_db()
        assert sent.status == "sent"

    def test_a_file_is_for_its_sender_and_the_team(
        self, post: Opportunity, applicant: Profile, people: dict[str, Client]
    ) -> None:
        sent = apply_to(post, applicant)
        address = f"/contribute/applications/files/{sent.files.get().uuid}/"
        assert self.answers(people, address) == {"applicant": 200, "team": 200, "stranger": 404, "visitor": 302}
        response = people["team"].get(address)
        assert b"".join(response.streaming_content) == PDF
        headers = ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy")
        assert {name: response[name] for name in headers} == {
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="cv.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        assert "no-store" in response["Cache-Control"]
        withdraw_application(application=sent)
        assert self.answers(people, address) == {"applicant": 200, "team": 404, "stranger": 404, "visitor": 302}

    def test_a_draft_and_its_files_are_nobody_elses(
        self, post: Opportunity, applicant: Profile, people: dict[str, Client]
    ) -> None:
        kept = save_application(opportunity=post, applicant=applicant.user, values={}, files=[a_file()])
        file = kept.files.get()
        only_theirs = {"applicant": 200, "team": 404, "stranger": 404, "visitor": 302}
        assert self.answers(people, f"/contribute/applications/files/{file.uuid}/") == only_theirs
        address = f"/contribute/applications/files/{file.uuid}/remove/"
        assert self.answers({name: people[name] for name in ("team", "stranger")}, address, "post") == {
            "team": 404, "stranger": 404
        }  # fmt: skip
        assert people["applicant"].post(address).status_code == 302
        assert kept.files.count() == 0

    def test_who_posts_for_the_organization_does_not_apply(self, post: Opportunity, people: dict[str, Client]) -> None:
        address = f"/contribute/{post.slug}/apply/"
        assert self.answers(people, address) == {"applicant": 200, "team": 302, "stranger": 200, "visitor": 302}
        people["team"].post(address, {**TEXT, "send": "1"})
        assert Application.objects.count() == 0

    def test_mine_lists_what_is_mine_in_so_many_statements(
        self, verified: Organization, applicant: Profile, people: dict[str, Client]
    ) -> None:
        counts = []
        for many in (1, 19):
            for _number in range(many):
                apply_to(make_opportunity(organization=verified, details=HERE), applicant)
            people["applicant"].get("/contribute/applications/")  # what a process keeps is kept from now on
            with CaptureQueriesContext(connection) as statements:
                page = people["applicant"].get("/contribute/applications/").content.decode()
            counts.append(len(statements))
        assert (page.count('class="card"'), counts[0] == counts[1], counts[0] <= 12) == (20, True, True), counts
        assert "No applications yet" in people["stranger"].get("/contribute/applications/").content.decode()
        for hostile in ("0", "-1", "x", "9" * 30, "\x00"):
            assert people["applicant"].get("/contribute/applications/", {"page": hostile}).status_code in (200, 400)


class TestWithdrawing:
    def test_it_asks_then_does_it(self, post: Opportunity, applicant: Profile, people: dict[str, Client]) -> None:
        sent = apply_to(post, applicant)
        client, address = people["applicant"], f"/contribute/applications/{sent.uuid}/"
        client.post(f"{address}withdraw/")
        page = client.get(address).content.decode()
        assert ("The organization sees it no more" in page, "Take me." in page, "Begin it anew" in page) == (True,) * 3
        client.post(f"{address}reopen/")
        assert client.get(f"/contribute/{post.slug}/apply/").status_code == 200
        client.post(f"{address}delete/")
        assert Application.objects.count() == 0

    def test_words_are_erased_when_ticked(
        self, post: Opportunity, applicant: Profile, people: dict[str, Client]
    ) -> None:
        sent = apply_to(post, applicant)
        people["applicant"].post(f"/contribute/applications/{sent.uuid}/withdraw/", {"erase": "1"})
        assert Application.objects.values_list("status", "message").get() == ("withdrawn", "")


class TestElsewhere:
    @pytest.fixture
    def elsewhere(self, verified: Organization) -> Opportunity:
        ways = {"apply": {"url": "https://example.org/jobs/7", "email": "jobs@example.org"}}
        return make_opportunity(organization=verified, details=ways)

    def test_the_address_is_shown_after_a_click_and_counted(
        self, elsewhere: Opportunity, people: dict[str, Client]
    ) -> None:
        page, address = f"/contribute/{elsewhere.slug}/", f"/contribute/{elsewhere.slug}/address/"
        secrets = ("example.org/jobs/7", "jobs@example.org")
        for client in people.values():
            for where in (page, address):
                text = client.get(where).content.decode()
                assert [secret for secret in secrets if secret in text] == []
        assert AddressShown.objects.count() == 0
        for name in ("stranger", "visitor"):
            text = people[name].post(address).content.decode()
            assert [secret for secret in secrets if secret not in text] == []
        assert AddressShown.objects.values_list("opportunity", "times").get() == (elsewhere.pk, 2)
        assert "asked for 2 times" in people["team"].get(page).content.decode()
        assert "asked for" not in people["stranger"].get(page).content.decode()

    def test_not_of_a_closed_post_nor_of_one_that_is_answered_here(
        self, elsewhere: Opportunity, post: Opportunity, people: dict[str, Client]
    ) -> None:
        Opportunity.objects.filter(pk=elsewhere.pk).update(closes=timezone.now())
        for slug in (elsewhere.slug, post.slug):
            answer = people["stranger"].post(f"/contribute/{slug}/address/")
            assert (answer.status_code, answer["Location"]) == (302, f"/contribute/{slug}/")


class TestCards:
    def test_who_applied_reads_it_on_the_card_and_the_page(
        self, post: Opportunity, applicant: Profile, people: dict[str, Client]
    ) -> None:
        apply_to(post, applicant)
        for where in (f"/contribute/{post.slug}/", post.organization.get_absolute_url()):
            told = {name: "You applied on" in client.get(where).content.decode() for name, client in people.items()}
            assert told == {"applicant": True, "team": False, "stranger": False, "visitor": False}
