"""Choosing the mails about what is new, and switching them off without a log-in."""

from typing import Any

import pytest
from django.core.signing import Signer
from django.test import Client

from profiles.models import Digest, Profile
from profiles.services import choose_digest, save_search
from profiles.switching_off import SALT, off_path


def frequencies() -> dict[str, str]:
    return dict(Digest.objects.values_list("user__email", "frequency"))


def test_nobody_is_mailed_before_they_choose(owner: Profile, stranger: Profile, browser_of: Any) -> None:
    browser = browser_of(owner)
    page = browser.get("/saved-searches/mail/").content.decode()
    assert ('value="off"' in page, frequencies()) == (True, {})
    assert browser.post("/saved-searches/mail/", {"frequency": "weekly"}).url == "/saved-searches/mail/"
    assert frequencies() == {"nurgul@example.org": "weekly"}
    assert "The next one is due on" in browser.get("/saved-searches/mail/").content.decode()
    browser.post("/saved-searches/mail/", {"frequency": "off"})
    assert frequencies() == {"nurgul@example.org": "off"}


@pytest.mark.parametrize("frequency", ["", "hourly", '"', "\x00", "a" * 10_000])
def test_other_words_are_refused(frequency: str, owner: Profile, browser_of: Any) -> None:
    assert browser_of(owner).post("/saved-searches/mail/", {"frequency": frequency}).status_code == 422
    assert frequencies() == {}


def test_it_is_offered_once_a_search_is_saved(owner: Profile, browser_of: Any) -> None:
    browser = browser_of(owner)
    answer = browser.post("/saved-searches/", {"kind": "profile", "query": "q=<b>"}, follow=True)
    page = answer.content.decode()
    assert ("Saved as ««&lt;b&gt;»»" in page, "Get what is new by mail" in page) == (True, True)
    assert "«&lt;b&gt;»" in browser.get("/saved-searches/mail/").content.decode()


class TestOneClick:
    """RFC 8058: the mail program sends a POST of its own, without cookies or tokens of ours."""

    def test_ends_these_mails_and_no_others(self, owner: Profile, stranger: Profile) -> None:
        for profile in (owner, stranger):
            choose_digest(user=profile.user, frequency="daily")
        program = Client(enforce_csrf_checks=True)
        address = off_path(owner.user, "digest")
        for _time in range(2):
            assert program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert frequencies() == {"nurgul@example.org": "off", "pierre@example.org": "daily"}

    def test_a_look_asks_and_changes_nothing(self, owner: Profile) -> None:
        choose_digest(user=owner.user, frequency="daily")
        answer = Client().get(off_path(owner.user, "digest"))
        page = answer.content.decode()
        assert ("Switch these mails off" in page, "Nurgul" in page, "nurgul" in page) == (True, False, False)
        assert (answer["Referrer-Policy"], frequencies()) == ("no-referrer", {"nurgul@example.org": "daily"})

    def test_works_for_who_has_chosen_nothing_or_is_closed_out(self, owner: Profile) -> None:
        assert Client().post(off_path(owner.user, "digest")).status_code == 200
        owner.user.is_active = False
        owner.user.save()
        assert Client().post(off_path(owner.user, "digest")).status_code == 200

    def test_forged_and_foreign_addresses_lead_nowhere(self, owner: Profile) -> None:
        choose_digest(user=owner.user, frequency="daily")
        tokens = [
            "guessed",
            off_path(owner.user, "digest").split("/")[3][:-1],
            Signer(salt="another").sign_object(["digest", owner.user.pk]),
            Signer(salt=SALT).sign_object(["everything", owner.user.pk]),
            Signer(salt=SALT).sign_object(["digest", 10**9]),
            "a" * 5000,
        ]
        assert [Client().post(f"/mail/off/{token}/").status_code for token in tokens] == [404] * len(tokens)
        assert frequencies() == {"nurgul@example.org": "daily"}


def test_the_page_lists_what_it_goes_by(owner: Profile, browser_of: Any) -> None:
    save_search(user=owner.user, kind="profile", query="q=welding")
    assert "«welding»" in browser_of(owner).get("/saved-searches/mail/").content.decode()
