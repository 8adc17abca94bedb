"""Many bidders in the seconds around a deadline, each in a thread of its own, each pressing the button twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from opportunities.models import Bid, BidFile
from opportunities.services import send_bid
from profiles.uploads import check_upload
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization

BIDDERS, THREADS = 24, 6


@pytest.mark.django_db(transaction=True)
def test_no_proposal_is_lost_doubled_or_late(full_database: None, settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"
    users = [make_member(f"bidder{number}@example.org").user for number in range(BIDDERS)]
    file = check_upload(SimpleUploadedFile("offer.pdf", b"%PDF-1.4\noffer\n%%EOF\n"))
    tender = make_opportunity(
        organization=make_organization(),
        kind="tender",
        details={"proposals": "here"},
        closes=timezone.now() + timedelta(seconds=1),
    )

    def send(user: Any) -> str:
        """The receipt, or why there is none."""
        try:
            return send_bid(opportunity=tender, bidder=user, name="X", files=[file]).receipt
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        told = list(pool.map(send, [user for user in users for _press in range(2)]))

    receipts = [words for words in told if words.startswith("B-")]
    refused = {words.partition(".")[0].partition(" on ")[0] for words in told if not words.startswith("B-")}
    bids = list(Bid.objects.all())
    assert sorted(bid.receipt for bid in bids) == sorted(receipts)
    assert len({bid.bidder_id for bid in bids}) == len(bids)
    assert [bid.received for bid in bids if bid.received >= tender.closes] == []
    assert refused <= {"You sent a proposal already", "This closed"}
    kept = [path for path in (tmp_path / "private").rglob("*") if path.is_file()]
    assert (len(kept), BidFile.objects.count()) == (len(bids), len(bids))
