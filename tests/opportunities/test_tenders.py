"""A tender from its documents to the award: what its team, a bidder, a competitor and a visitor see at each moment."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from opportunities.models import AwardNotice, Bid, BidFile, Lot, Opportunity, TenderDocument, TenderQuestion
from opportunities.services import (
    add_document,
    answer_question,
    ask_question,
    decide_lot,
    extend_deadline,
    make_choice,
    open_bids,
    publish_award,
    remove_document,
    send_bid,
    withdraw_bid,
)
from opportunities.tendering import lots_of
from profiles.models import Membership, Organization
from profiles.services import delete_account
from profiles.uploads import Checked, check_upload
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
CLOSES = datetime(2026, 7, 10, 12, tzinfo=UTC)
LAST = CLOSES - timedelta(microseconds=1)
DETAILS = {
    "reference_number": "RFP-1",
    "lots": [{"number": 1, "title": "Gates"}, {"number": 2, "title": "Meters"}],
    "proposals": "here",
    "questions_until": "2026-07-05T12:00",
}
PDF = b"%PDF-1.4\nthe whole offer: 48,200 euros\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock(settings: Any, tmp_path: Path) -> Iterator[Any]:
    settings.PRIVATE_ROOT = tmp_path / "private"
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def tender(verified: Organization) -> Opportunity:
    return make_opportunity(
        organization=verified, kind="tender", title="Water gates", closes=CLOSES, details=DETAILS, zone="UTC"
    )


@pytest.fixture
def bidder(stranger: Any) -> Any:
    return stranger


@pytest.fixture
def rival(db: None) -> Any:
    return make_member("rival@example.org", name="Rita Rival").user


def upload(name: str = "offer.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def checked(name: str = "offer.pdf", content: bytes = PDF) -> Checked:
    return check_upload(upload(name, content))


def bid_of(user: Any, tender: Opportunity, lot: int = 1, **values: Any) -> Bid:
    return send_bid(
        opportunity=tender, bidder=user, **{"name": "Gate Works", "lot": lot, "files": [checked()], **values}
    )


def kept_files(settings: Any) -> list[bytes]:
    return [path.read_bytes() for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()]


def text_of(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


class TestLots:
    def test_are_announced_in_the_post_and_decided_beside_it(self, tender: Opportunity) -> None:
        decide_lot(opportunity=tender, number=2, status="cancelled", description="No money.")
        assert [(str(lot), lot.status, lot.description) for lot in lots_of(tender)] == [
            ("Lot 1: Gates", "open", ""),
            ("Lot 2: Meters", "cancelled", "No money."),
        ]

    def test_without_any_the_tender_is_one(self, verified: Organization) -> None:
        tender = make_opportunity(organization=verified, kind="tender", title="Trees")
        assert [(lot.number, str(lot)) for lot in lots_of(tender)] == [(0, "Trees")]

    @pytest.mark.parametrize("lots", ["one", [None, 5], [{"number": "x"}], [{"number": -1, "title": ["a"]}], {"a": 1}])
    def test_of_any_shape_are_read(self, verified: Organization, lots: Any) -> None:
        tender = make_opportunity(organization=verified, kind="tender", details={"lots": lots})
        assert [str(lot) for lot in lots_of(tender)]

    def test_have_no_result_before_the_deadline_or_before_the_opening(
        self, tender: Opportunity, bidder: Any, author: Any, clock: Any
    ) -> None:
        bid_of(bidder, tender)
        for status in ("awarded", "failed"):
            with pytest.raises(ValidationError, match="before the tender has closed"):
                decide_lot(opportunity=tender, number=1, status=status, awarded_to="Gate Works")
        clock.move_to(CLOSES)
        with pytest.raises(ValidationError, match="Open the proposals first"):
            decide_lot(opportunity=tender, number=1, status="awarded", awarded_to="Gate Works")
        open_bids(opportunity=tender, by=author)
        with pytest.raises(ValidationError, match="to whom"):
            decide_lot(opportunity=tender, number=1, status="awarded", awarded_to=" ")
        decide_lot(opportunity=tender, number=1, status="awarded", awarded_to="Gate Works", award_value="48,200 euros")
        assert (lots_of(tender)[0].awarded_to, lots_of(tender)[0].award_value) == ("Gate Works", "48,200 euros")
        decide_lot(opportunity=tender, number=1, status="open", awarded_to="Gate Works")
        assert lots_of(tender)[0].awarded_to == ""


class TestDocuments:
    def test_versions_stay_and_the_newest_stands_first(
        self, tender: Opportunity, bidder: Any, as_user: Any, settings: Any
    ) -> None:
        first = add_document(opportunity=tender, title="Terms", file=checked(content=PDF + b"1\n%%EOF"))
        second = add_document(opportunity=tender, title="Terms", file=checked(content=PDF), supersedes=first)
        assert (second.version, second.digest) == (2, sha256(PDF).hexdigest())
        page = text_of(as_user(), tender.get_absolute_url())
        assert [first.digest in page, second.digest in page, "Version 2" in page] == [True, True, True]
        with pytest.raises(ValidationError, match="newer version has taken its place"):
            add_document(opportunity=tender, title="Terms", file=checked(), supersedes=first)
        assert len(kept_files(settings)) == 2

    def test_are_downloads_for_whoever_reads_the_post(
        self, tender: Opportunity, verified: Organization, author: Any, stranger: Any, as_user: Any
    ) -> None:
        document = add_document(opportunity=tender, title="Terms", file=checked("../../Terms <b>.pdf"))
        answer = as_user().get(document.get_absolute_url())
        assert (b"".join(answer.streaming_content), answer["X-Content-Type-Options"]) == (PDF, "nosniff")
        assert answer["Content-Disposition"].startswith("attachment;")
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        Opportunity.objects.filter(pk=tender.pk).update(live=False)
        statuses = [as_user(who).get(document.get_absolute_url()).status_code for who in (author, stranger, None)]
        assert statuses == [200, 404, 404]
        other = make_opportunity(organization=verified, kind="tender")
        assert as_user(author).get(f"/contribute/{other.slug}/documents/{document.digest}/").status_code == 404

    def test_an_addendum_is_told_to_whoever_counts_on_it(
        self, tender: Opportunity, bidder: Any, rival: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        make_choice(user=rival, opportunity=tender, decision="saved")
        bid_of(bidder, tender)
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            add_document(opportunity=tender, title="Addendum 1", file=checked(), is_addendum=True)
        assert sorted((letter.to[0], letter.subject) for letter in mail.outbox) == [
            ("rival@example.org", "New document: «Water gates»"),
            ("stranger@example.org", "New document: «Water gates»"),
        ]

    def test_stay_once_they_were_public(self, tender: Opportunity, verified: Organization, settings: Any, clock: Any,
                                        django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
        draft = make_opportunity(organization=verified, kind="tender", live=False)
        documents = [add_document(opportunity=each, title="Terms", file=checked()) for each in (tender, draft)]
        with pytest.raises(ValidationError, match="so it stays"):
            remove_document(document=documents[0])
        with django_capture_on_commit_callbacks(execute=True):
            remove_document(document=documents[1])
        assert (TenderDocument.objects.get(), len(kept_files(settings))) == (documents[0], 1)
        clock.move_to(CLOSES)
        with pytest.raises(ValidationError, match="has closed"):
            add_document(opportunity=tender, title="Late", file=checked())
        assert len(kept_files(settings)) == 1

    def test_what_is_no_document_is_refused_by_name(self, tender: Opportunity, author: Any, as_user: Any) -> None:
        path = f"/contribute/{tender.slug}/tender/documents/"
        for name, content in [("terms.pdf", b"<html><script>"), ("picture.svg", b"<svg onload=x>"), ("a.pdf", b"")]:
            page = as_user(author).post(path, {"title": "Terms", "file": upload(name, content)}).content.decode()
            assert (name in page or "empty" in page, TenderDocument.objects.count()) == (True, 0)
        assert as_user(author).post(path, {"title": "Terms", "file": upload()}).status_code == 302


class TestQuestions:
    def test_are_answered_for_all_and_nobody_learns_who_asked(
        self, tender: Opportunity, author: Any, bidder: Any, rival: Any, as_user: Any
    ) -> None:
        path = f"/contribute/{tender.slug}/ask/"
        as_user(bidder).post(path, {"text": "Which steel?"})
        question = TenderQuestion.objects.get()
        own, others = (text_of(as_user(who), tender.get_absolute_url()) for who in (bidder, rival))
        assert ("Which steel?" in own, "Which steel?" in others) == (True, False)
        desk = text_of(as_user(author), f"/contribute/{tender.slug}/tender/")
        answering = text_of(as_user(author), f"/contribute/{tender.slug}/tender/questions/{question.pk}/")
        assert [("Which steel?" in page, "Pierre" in page) for page in (desk, answering)] == [(True, False)] * 2
        as_user(author).post(f"/contribute/{tender.slug}/tender/questions/{question.pk}/", {"text": "S355."})
        pages = [text_of(as_user(who), tender.get_absolute_url()) for who in (author, rival, None)]
        assert [("Which steel?" in page, "S355." in page, "Pierre" in page) for page in pages] == [
            (True, True, False)
        ] * 3

    def test_mails_name_nobody(
        self, tender: Opportunity, author: Any, bidder: Any, rival: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        make_choice(user=rival, opportunity=tender, decision="saved")
        with django_capture_on_commit_callbacks(execute=True):
            question = ask_question(opportunity=tender, asker=bidder, text="Which steel?")
            ask_question(opportunity=tender, asker=rival, text="And when?")
        assert [(letter.to, letter.subject) for letter in mail.outbox] == [
            (["author@example.org"], "Somebody asks about «Water gates»")
        ]
        with django_capture_on_commit_callbacks(execute=True):
            answer_question(question=question, text="S355.")
            answer_question(question=question, text="S355, of course.")  # a correction is told to nobody
        assert sorted(letter.to[0] for letter in mail.outbox[1:]) == ["rival@example.org", "stranger@example.org"]
        assert [word for letter in mail.outbox for word in ("Pierre", "Rita", "@") if word in letter.body] == []

    def test_until_the_second_that_was_said(self, tender: Opportunity, bidder: Any, clock: Any) -> None:
        until = datetime(2026, 7, 5, 12, tzinfo=UTC)
        clock.move_to(until - timedelta(microseconds=1))
        ask_question(opportunity=tender, asker=bidder, text="In time?")
        clock.move_to(until)
        with pytest.raises(ValidationError, match="time for questions is over"):
            ask_question(opportunity=tender, asker=bidder, text="Late?")
        assert [question.text for question in TenderQuestion.objects.all()] == ["In time?"]

    def test_not_of_ones_own_tender_nor_without_end(self, tender: Opportunity, colleague: Any, bidder: Any) -> None:
        with pytest.raises(ValidationError, match="your own"):
            ask_question(opportunity=tender, asker=colleague, text="?")
        for number in range(10):
            ask_question(opportunity=tender, asker=bidder, text=str(number))
        with pytest.raises(ValidationError, match="many questions"):
            ask_question(opportunity=tender, asker=bidder, text="11")

    def test_of_an_erased_account_the_answer_alone_stays(self, tender: Opportunity, bidder: Any, as_user: Any) -> None:
        answered = ask_question(opportunity=tender, asker=bidder, text="I am Pierre. Which steel?")
        ask_question(opportunity=tender, asker=bidder, text="Unanswered")
        answer_question(question=answered, text="S355.")
        delete_account(user=bidder)
        kept = TenderQuestion.objects.get()
        assert (kept.text, kept.answer, kept.asker) == ("", "S355.", None)
        assert "their words with them" in text_of(as_user(), tender.get_absolute_url())


class TestSealing:
    def test_a_receipt_says_when_and_what(
        self, tender: Opportunity, bidder: Any, as_user: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            answer = as_user(bidder).post(
                f"/contribute/{tender.slug}/bid/",
                {
                    "name": "Gate Works",
                    "lot": "2",
                    "message": "Ours",
                    "attachments": [upload(), upload("b.pdf", PDF + b"%%EOF")],
                },
            )
        bid = Bid.objects.get()
        assert answer.url == bid.get_absolute_url()
        assert (bid.received, bid.sealed_until, bid.lot, bid.lot_title) == (NOW, CLOSES, 2, "Meters")
        digests = [sha256(PDF).hexdigest(), sha256(PDF + b"%%EOF").hexdigest()]
        words = "\n".join(["Gate Works", "2", "Ours", f"{digests[0]}  offer.pdf", f"{digests[1]}  b.pdf"])
        assert bid.digest == sha256(words.encode()).hexdigest()
        assert re.fullmatch(r"B-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", bid.receipt)
        page = text_of(as_user(bidder), bid.get_absolute_url())
        [letter] = mail.outbox
        for text in (page, letter.body):
            assert [each in text for each in (bid.receipt, *digests, bid.digest, "1 July 2026, 12:00:00 UTC")] == [
                True
            ] * 5
        own = as_user(bidder).get(f"/contribute/bids/{bid.uuid}/files/1/")
        assert b"".join(own.streaming_content) == PDF
        past_the_last = [as_user(bidder).get(f"/contribute/bids/{bid.uuid}/files/{n}/").status_code for n in (0, 3)]
        assert past_the_last == [404, 404]

    def test_before_the_deadline_nobody_learns_that_it_is_there(
        self, tender: Opportunity, verified: Organization, author: Any, colleague: Any, bidder: Any, rival: Any,
        moderator: Any, as_user: Any, clock: Any, tmp_path: Path,
    ) -> None:  # fmt: skip
        twin = make_opportunity(organization=verified, kind="tender", title="Water gates", closes=CLOSES, details=DETAILS, zone="UTC")  # fmt: skip
        bid = bid_of(bidder, tender, name="Gate Works", message="Secret words")
        clock.move_to(LAST)
        file = f"/contribute/bids/{bid.uuid}/files/1/"
        for who in (author, colleague, rival, moderator, None):
            refused = [as_user(who).get(path).status_code for path in (bid.get_absolute_url(), file)]
            assert refused == ([302, 302] if who is None else [404, 404])
        for path in ("", "tender/"):
            with_bid, without = (text_of(as_user(author), f"/contribute/{each.slug}/{path}") for each in (tender, twin))
            strip = re.compile(r"opportunity-\d+|choice-\d+|save-\d+|/\d+/|csrf\w+\" value=\"\w+|nonce=\"[^\"]+")
            assert strip.sub("", with_bid) == strip.sub("", without)
        with pytest.raises(ValidationError, match="sealed until the deadline"):
            open_bids(opportunity=tender, by=author)
        assert (
            "sealed until the deadline"
            in as_user(author).post(f"/contribute/{tender.slug}/tender/open/").content.decode()
        )
        for admin_page in ("/admin/", f"/admin/snippets/opportunities/opportunity/edit/{tender.pk}/", f"/admin/snippets/opportunities/opportunity/usage/{tender.pk}/", f"/admin/snippets/opportunities/opportunity/history/{tender.pk}/"):  # fmt: skip
            page = as_user(moderator).get(admin_page).content.decode()
            assert [word for word in ("Gate Works", "Secret words", bid.receipt) if word in page] == []
        call_command("export_records", str(tmp_path / "all.jsonl"))
        exported = (tmp_path / "all.jsonl").read_text()
        assert [word for word in ("Gate Works", "Secret words", bid.receipt) if word in exported] == []

    def test_the_last_microsecond_is_in_and_the_next_is_late(
        self, tender: Opportunity, bidder: Any, rival: Any, clock: Any, settings: Any
    ) -> None:
        clock.move_to(LAST)
        assert bid_of(bidder, tender).received == LAST
        clock.move_to(CLOSES)
        with pytest.raises(ValidationError, match="Late proposals are not taken"):
            bid_of(rival, tender)
        assert (Bid.objects.count(), BidFile.objects.count(), len(kept_files(settings))) == (1, 1, 1)

    def test_a_page_that_was_opened_in_time_takes_nothing_late(
        self, tender: Opportunity, bidder: Any, as_user: Any, clock: Any, settings: Any
    ) -> None:
        path, data = f"/contribute/{tender.slug}/bid/", {"name": "Gate Works", "lot": "1"}
        assert "Seal and send" in text_of(as_user(bidder), path)
        clock.move_to(CLOSES)
        page = as_user(bidder).post(path, {**data, "attachments": [upload()]}).content.decode()
        assert ("Late proposals are not taken" in page, Bid.objects.count(), kept_files(settings)) == (True, 0, [])
        assert "takes no proposals here now" in text_of(as_user(bidder), path)

    def test_an_extension_seals_longer_and_a_deadline_moved_back_opens_nothing(
        self, tender: Opportunity, bidder: Any, author: Any, clock: Any
    ) -> None:
        bid_of(bidder, tender)
        extend_deadline(opportunity=tender, by=author, closes=CLOSES + timedelta(days=1), zone="UTC")
        Opportunity.objects.filter(pk=tender.pk).update(closes=NOW)  # by an import, or in the database
        clock.move_to(CLOSES)
        with pytest.raises(ValidationError, match="sealed"):
            open_bids(opportunity=tender, by=author)
        Bid.objects.update(opened=CLOSES)  # whoever writes into the table
        assert Bid.objects.for_team(author).count() == 0
        clock.move_to(CLOSES + timedelta(days=1))
        assert Bid.objects.for_team(author).count() == 1

    def test_opened_it_is_read_by_the_team_and_that_is_written_down(
        self, tender: Opportunity, author: Any, colleague: Any, bidder: Any, rival: Any, as_user: Any, clock: Any
    ) -> None:
        bid = bid_of(bidder, tender, message="Our words")
        withdrawn = bid_of(rival, tender)
        withdraw_bid(bid=withdrawn)
        clock.move_to(CLOSES)
        desk, file = f"/contribute/{tender.slug}/tender/", f"/contribute/bids/{bid.uuid}/files/1/"
        assert ("1 proposal waits" in text_of(as_user(author), desk), as_user(author).get(file).status_code) == (
            True,
            404,
        )
        as_user(author).post(f"{desk}open/")
        page = text_of(as_user(colleague), desk)
        assert [word in page for word in ("Gate Works", "Our words", bid.receipt, withdrawn.receipt)] == [
            True,
            True,
            True,
            False,
        ]
        statuses = [as_user(who).get(file).status_code for who in (author, colleague, bidder, rival, None)]
        assert statuses == [200, 200, 200, 404, 302]
        [entry] = ModelLogEntry.objects.filter(action="opportunities.open_bids")
        assert (entry.user, entry.data, entry.timestamp) == (author, {"number": 1}, CLOSES)
        assert open_bids(opportunity=tender, by=author) == 0
        assert ModelLogEntry.objects.filter(action="opportunities.open_bids").count() == 1

    def test_withdrawn_its_files_are_gone_and_another_may_come(
        self,
        tender: Opportunity,
        bidder: Any,
        as_user: Any,
        clock: Any,
        settings: Any,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        bid = bid_of(bidder, tender, message="Words")
        with pytest.raises(ValidationError, match="sent a proposal already"):
            bid_of(bidder, tender)
        with django_capture_on_commit_callbacks(execute=True):
            as_user(bidder).post(f"{bid.get_absolute_url()}withdraw/")
        bid.refresh_from_db()
        assert (bid.withdrawn, bid.message, kept_files(settings)) == (NOW, "", [])
        assert "Withdrawn" in text_of(as_user(bidder), bid.get_absolute_url())
        again = bid_of(bidder, tender)
        clock.move_to(CLOSES)
        with pytest.raises(ValidationError, match="so the proposal stays"):
            withdraw_bid(bid=again)

    def test_who_may_send_one(
        self, tender: Opportunity, verified: Organization, author: Any, bidder: Any, as_user: Any
    ) -> None:
        elsewhere = make_opportunity(organization=verified, kind="tender", closes=CLOSES)
        vacancy = make_opportunity(organization=verified, closes=CLOSES)
        paths = [f"/contribute/{each.slug}/bid/" for each in (tender, elsewhere, vacancy)]
        assert [[as_user(who).get(path).status_code for path in paths] for who in (author, bidder, None)] == [
            [404, 404, 404],
            [200, 200, 404],
            [302, 302, 302],
        ]
        assert "takes no proposals here now" in text_of(as_user(bidder), paths[1])
        for wrong in ({"opportunity": elsewhere}, {"lot": 7}, {"files": []}):
            with pytest.raises(ValidationError):
                send_bid(
                    **{"opportunity": tender, "bidder": bidder, "name": "X", "lot": 1, "files": [checked()], **wrong}
                )
        with pytest.raises(ValidationError):
            bid_of(author, tender)
        assert Bid.objects.count() == 0

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.pdf", b"MZ\x90\x00 program"),
            ("a.jpg", b"\xff\xd8\xff\xe0 picture"),
            ("a.pdf", b"%PDF-1.4 breaks off"),
            ("a.svg", b"<svg/>"),
        ],
    )
    def test_what_is_no_document_is_refused(
        self, tender: Opportunity, bidder: Any, as_user: Any, settings: Any, name: str, content: bytes
    ) -> None:
        data = {"name": "X", "lot": "1", "attachments": [upload(), upload(name, content)]}
        page = as_user(bidder).post(f"/contribute/{tender.slug}/bid/", data).content.decode()
        assert (name in page, Bid.objects.count(), kept_files(settings)) == (True, 0, [])

    def test_of_an_erased_account_nothing_stays(
        self, tender: Opportunity, bidder: Any, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        bid_of(bidder, tender)
        with django_capture_on_commit_callbacks(execute=True):
            delete_account(user=bidder)
        assert (Bid.objects.count(), kept_files(settings)) == (0, [])


class TestAward:
    @pytest.fixture
    def decided(self, tender: Opportunity, bidder: Any, author: Any, clock: Any) -> Opportunity:
        bid_of(bidder, tender)
        clock.move_to(CLOSES)
        open_bids(opportunity=tender, by=author)
        decide_lot(opportunity=tender, number=1, status="awarded", awarded_to="Gate Works", award_value="48,200 euros")
        return tender

    def test_is_public_and_told_to_those_who_bid(
        self, decided: Opportunity, author: Any, as_user: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        path = f"/contribute/{decided.slug}/tender/award/"
        assert "Decide about each lot first" in text_of(as_user(author), path)
        decide_lot(opportunity=decided, number=2, status="failed", description="Nobody bid.")
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            as_user(author).post(path, {"text": "The best of one."})
        page = text_of(as_user(), decided.get_absolute_url())
        assert [word in page for word in ("The award", "The best of one.", "Awarded to Gate Works", "48,200 euros", "Nobody bid.", "Without result")] == [True] * 6  # fmt: skip
        [letter] = mail.outbox
        assert (letter.to, letter.subject) == (["stranger@example.org"], "The award is published: «Water gates»")
        assert "Lot 1: Gates: Awarded, Gate Works" in letter.body

    def test_is_published_once_and_then_stands(self, decided: Opportunity, author: Any) -> None:
        with pytest.raises(ValidationError, match="each lot first"):
            publish_award(opportunity=decided, by=author, text="Too early")
        decide_lot(opportunity=decided, number=2, status="cancelled")
        publish_award(opportunity=decided, by=author, text="Done")
        with pytest.raises(ValidationError, match="nothing of it changes"):
            publish_award(opportunity=decided, by=author, text="Again")
        with pytest.raises(ValidationError, match="nothing of it changes"):
            decide_lot(opportunity=decided, number=1, status="cancelled")
        assert [notice.text for notice in AwardNotice.objects.all()] == ["Done"]


@pytest.mark.parametrize("path", ["", "documents/", "lots/1/", "open/", "award/"])
def test_the_desk_is_for_its_team_and_for_tenders(
    path: str, tender: Opportunity, verified: Organization, author: Any, colleague: Any, stranger: Any, as_user: Any
) -> None:
    vacancy = make_opportunity(organization=verified)
    people = {"author": author, "colleague": colleague, "stranger": stranger, "visitor": None}
    asked = {
        who: [as_user(user).get(f"/contribute/{each.slug}/tender/{path}").status_code for each in (tender, vacancy)]
        for who, user in people.items()
    }
    assert asked == {"author": [200, 404], "colleague": [200, 404], "stranger": [404, 404], "visitor": [302, 302]}


def test_as_many_queries_for_thirty_as_for_one(
    tender: Opportunity, author: Any, bidder: Any, as_user: Any, clock: Any
) -> None:
    def fill(number: int) -> None:
        document = add_document(opportunity=tender, title=f"Terms {number}", file=checked())
        add_document(opportunity=tender, title="Terms", file=checked(), supersedes=document)
        question = TenderQuestion.objects.create(opportunity=tender, asker=bidder, text="?", answer="!", published=NOW)
        TenderQuestion.objects.create(opportunity=tender, asker=bidder, text=f"{question.pk}?")
        bid_of(make_member(f"m{number}@example.org").user, tender)

    def count(client: Any, path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    pages = [(as_user(bidder), tender.get_absolute_url()), (as_user(author), f"/contribute/{tender.slug}/tender/")]
    fill(0)
    Bid.objects.update(sealed_until=NOW)
    used = [count(*page) for page in pages]
    for number in range(1, 30):
        fill(number)
    assert [count(*page) for page in pages] == used
    clock.move_to(CLOSES)
    open_bids(opportunity=tender, by=author)
    with_one_bid_more = count(*pages[1])
    Bid.objects.exclude(pk=Bid.objects.order_by("pk").first().pk).update(opened=None)
    assert count(*pages[1]) == with_one_bid_more


def test_my_proposals_are_mine(tender: Opportunity, bidder: Any, rival: Any, as_user: Any) -> None:
    bid_of(bidder, tender)
    assert "Water gates" in text_of(as_user(bidder), "/contribute/bids/")
    assert "No proposals yet" in text_of(as_user(rival), "/contribute/bids/")


def test_nobody_else_changes_anything(
    tender: Opportunity, verified: Organization, bidder: Any, rival: Any, as_user: Any, clock: Any
) -> None:
    """A plain member of the organization, a rival and a visitor, on every page of the desk."""
    Membership.objects.create(organization=verified, user=rival, role=Membership.Role.MEMBER)
    document = add_document(opportunity=tender, title="Terms", file=checked())
    question = ask_question(opportunity=tender, asker=bidder, text="Which steel?")
    bid_of(bidder, tender)
    clock.move_to(CLOSES)
    paths = ["documents/", f"documents/{document.pk}/", f"documents/{document.pk}/remove/", f"questions/{question.pk}/"]
    data = {"text": "x", "title": "x", "status": "cancelled", "file": upload()}
    for path in [*paths, "lots/1/", "open/", "award/"]:
        told = [
            as_user(who).post(f"/contribute/{tender.slug}/tender/{path}", data).status_code
            for who in (rival, bidder, None)
        ]
        assert (path, told) == (path, [404, 404, 302])
    assert (TenderDocument.objects.count(), Lot.objects.count(), AwardNotice.objects.count()) == (1, 0, 0)
    assert (TenderQuestion.objects.get().answer, Bid.objects.get().opened) == ("", None)


@pytest.mark.parametrize("hostile", ["\x00", "'\"><script>", "x" * 10_000, "-1", "99999999999999999999", "%00", "١"])
def test_hostile_input_breaks_nothing(
    hostile: str, tender: Opportunity, author: Any, bidder: Any, as_user: Any
) -> None:
    question = ask_question(opportunity=tender, asker=bidder, text="Which steel?")
    slug = tender.slug
    sent = dict.fromkeys(("name", "message", "lot", "text", "title", "status", "awarded_to", "date", "time"), hostile)
    answers = [
        as_user(bidder).post(
            f"/contribute/{slug}/bid/", {**sent, "attachments": [upload(hostile)], "organization": hostile}
        ),
        as_user(bidder).post(f"/contribute/{slug}/ask/", sent),
        as_user(author).post(f"/contribute/{slug}/tender/documents/", {**sent, "file": upload(hostile)}),
        as_user(author).post(f"/contribute/{slug}/tender/lots/1/", sent),
        as_user(author).post(f"/contribute/{slug}/tender/questions/{question.pk}/", sent),
        as_user(author).post(f"/contribute/{slug}/deadline/", sent),
        as_user(author).get(f"/contribute/{slug}/tender/lots/99999999999999999999/"),
        as_user(author).get(f"/contribute/{slug}/documents/99999999999999999999/"),
    ]
    assert [answer.status_code for answer in answers if answer.status_code not in (200, 302, 404)] == []
    assert Bid.objects.count() == 0
