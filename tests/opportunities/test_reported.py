"""What members send on a post can be reported by whom it reaches: applications, and questions on tenders."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Application, Bid, Opportunity, TenderQuestion
from opportunities.services import answer_question, ask_question, send_bid
from profiles.models import Case, Organization, Profile
from profiles.services.cases import decide_case
from profiles.services.reports import report_thing
from profiles.uploads import check_upload
from tests.opportunities.factories import HERE, apply_to, make_opportunity
from tests.profiles.factories import make_member


@pytest.fixture
def applicant(db: None) -> Profile:
    return make_member("anna@example.org", name="Anna Koch")


@pytest.fixture
def application(verified: Organization, applicant: Profile) -> Application:
    post = make_opportunity(organization=verified, title="Engineer", details=HERE)
    sent = apply_to(post, applicant)
    Application.objects.filter(pk=sent.pk).update(message="Buy my certificates")
    sent.refresh_from_db()
    return sent


class TestApplications:
    def test_the_team_reports_and_a_moderator_reads_words_but_no_files(
        self, application: Application, author: Any, stranger: Any, moderator: Any, applicant: Profile, as_user: Any
    ) -> None:
        address = reverse("profiles:report", args=["application", application.uuid])
        page = reverse("opportunities:arrived", args=[application.opportunity.slug, application.uuid])
        assert address in as_user(author).get(page).content.decode()
        assert f'href="{page}"' in as_user(author).get(address).content.decode()
        others = (stranger, moderator, applicant.user, None)
        assert [as_user(who).post(address, {"reason": "spam"}).status_code for who in others] == [404] * 4
        assert as_user(author).post(address, {"reason": "spam"}).status_code == 302
        case = Case.objects.get()
        assert (case.thing, case.account, case.organization) == (application, applicant.user, None)
        shown = as_user(moderator).get(reverse("profiles_case", args=[case.pk])).content.decode()
        file = application.files.get()
        read = [word in shown for word in ("Buy my certificates", file.name, "Its page", str(file.uuid))]
        assert read == [True, True, False, False]

    def test_hidden_it_is_gone_for_the_team_and_its_applicant_knows(
        self, application: Application, author: Any, moderator: Any, applicant: Profile, as_user: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        case = report_thing(thing=application, reporter=author, reason="spam").case
        with django_capture_on_commit_callbacks(execute=True):
            decide_case(case=case, action="hide", words="No offers of sale.", by=moderator)
        base = f"/contribute/{application.opportunity.slug}/applications/"
        inbox = as_user(author).get(base).content.decode()
        assert ("Anna Koch" in inbox, as_user(author).get(f"{base}{application.uuid}/").status_code) == (False, 404)
        assert "Anna Koch" not in as_user(author).get(f"{base}export/csv/").content.decode()
        own = as_user(applicant.user).get(application.get_absolute_url()).content.decode()
        assert "A moderator hid it" in own
        (told,) = [each for each in mail.outbox if each.to == ["anna@example.org"] and "/appeal/" in each.body]
        assert "No offers of sale." in told.body
        decide_case(case=case, action="show", words="A mistake.", by=moderator)
        assert "Anna Koch" in as_user(author).get(base).content.decode()


class TestQuestions:
    @pytest.fixture
    def tender(self, verified: Organization, author: Any) -> Opportunity:
        return make_opportunity(organization=verified, author=author, kind="tender", title="Water gates")

    @pytest.fixture
    def question(self, tender: Opportunity, applicant: Profile) -> TenderQuestion:
        return ask_question(opportunity=tender, asker=applicant.user, text="Whom must I bribe?")

    def test_the_team_reports_it_at_once_and_readers_once_it_is_answered(
        self, tender: Opportunity, question: TenderQuestion, author: Any, stranger: Any, applicant: Profile,
        as_user: Any,
    ) -> None:  # fmt: skip
        address = reverse("profiles:report", args=["question", question.uuid])
        desk = as_user(author).get(f"/contribute/{tender.slug}/tender/").content.decode()
        assert (address in desk, as_user(stranger).get(address).status_code) == (True, 404)
        answer_question(question=question, text="Nobody.")
        pages = [as_user(who).get(tender.get_absolute_url()) for who in (stranger, None, applicant.user)]
        assert [address in page.content.decode() for page in pages] == [True, True, False]
        assert [as_user(who).get(address).status_code for who in (stranger, None, applicant.user)] == [200, 200, 404]

    def test_hidden_it_is_gone_and_moderators_never_learn_who_asked(
        self, tender: Opportunity, question: TenderQuestion, author: Any, moderator: Any, as_user: Any
    ) -> None:
        answer_question(question=question, text="Nobody.")
        case = report_thing(thing=question, reporter=author, reason="other").case
        shown = as_user(moderator).get(reverse("profiles_case", args=[case.pk])).content.decode()
        assert (case.account, "bribe" in shown, "Anna" in shown) == (None, True, False)
        decide_case(case=case, action="hide", words="Not about the tender.", by=moderator)
        for who, page in [(author, f"/contribute/{tender.slug}/tender/"), (None, tender.get_absolute_url())]:
            assert "bribe" not in as_user(who).get(page).content.decode()
        assert as_user(author).get(f"/contribute/{tender.slug}/tender/questions/{question.pk}/").status_code == 404


class TestProposals:
    def test_the_team_reports_what_it_has_opened_and_hidden_it_is_gone(
        self, verified: Organization, author: Any, stranger: Any, moderator: Any, applicant: Profile, as_user: Any
    ) -> None:
        tender = make_opportunity(
            organization=verified, author=author, kind="tender", title="Water gates", details={"proposals": "here"}
        )
        file = check_upload(SimpleUploadedFile("offer.pdf", b"%PDF-1.4\n%%EOF\n"))
        words = {"name": "Koch Ltd", "message": "Half of it is for you"}
        bid = send_bid(opportunity=tender, bidder=applicant.user, files=[file], **words)
        address = reverse("profiles:report", args=["proposal", bid.uuid])
        assert as_user(author).get(address).status_code == 404  # sealed: nobody knows that it is there
        past = timezone.now() - timedelta(hours=1)
        Bid.objects.update(sealed_until=past, opened=past)
        Opportunity.objects.update(closes=past)
        desk = f"/contribute/{tender.slug}/tender/"
        assert address in as_user(author).get(desk).content.decode()
        others = (stranger, moderator, applicant.user, None)
        assert [as_user(who).post(address, {"reason": "scam"}).status_code for who in others] == [404] * 4
        assert as_user(author).post(address, {"reason": "scam"}).status_code == 302
        case = Case.objects.get()
        shown = as_user(moderator).get(reverse("profiles_case", args=[case.pk])).content.decode()
        assert ("Half of it is for you" in shown, "Its page" in shown) == (True, False)
        decide_case(case=case, action="hide", words="A bribe.", by=moderator)
        assert "Koch Ltd" not in as_user(author).get(desk).content.decode()
