"""Posts on paper, in frames of other sites, and the page from which a team gets them there."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.models import Membership, Organization
from tests.opportunities.factories import make_opportunity


class TestPaper:
    def test_is_for_everybody_once_the_post_is_public(
        self, verified: Organization, author: Any, stranger: Any, as_user: Any
    ) -> None:
        public = make_opportunity(organization=verified)
        draft = make_opportunity(organization=verified, live=False)
        for browser in (as_user(author), as_user(stranger), as_user()):
            assert browser.get(f"/contribute/{public.slug}/print/").status_code == 200
            assert browser.get(f"/contribute/{draft.slug}/print/").status_code == 404

    def test_has_what_counts_and_a_code_of_its_address(self, verified: Organization, client: Client) -> None:
        post = make_opportunity(
            organization=verified, title="Welder", zone="Asia/Bishkek", places=[("Osh", "KG")], expertise=["welding"]
        )
        client.cookies["timezone"] = "America/New_York"
        page = client.get(f"/contribute/{post.slug}/print/").content.decode()
        assert f"http://testserver/contribute/{post.slug}/" in page
        assert "<svg" in page
        assert ("Bishkek" in page, "your time" in page) == (True, False)
        assert page.count("</svg><bdi>Welder</bdi></li>") == 7
        assert " style=" not in page

    def test_of_a_closed_post_says_so(self, verified: Organization, client: Client) -> None:
        post = make_opportunity(organization=verified, closes=timezone.now() - timedelta(days=1))
        assert "This post is closed" in client.get(f"/contribute/{post.slug}/print/").content.decode()

    def test_runs_from_the_right_in_arabic(self, verified: Organization, client: Client) -> None:
        post = make_opportunity(organization=verified, title="مهندس ري", language="ar")
        page = client.get(f"/contribute/{post.slug}/print/", headers={"Accept-Language": "ar"}).content.decode()
        assert '<html lang="ar" dir="rtl">' in page

    def test_any_words_stay_words(self, verified: Organization, client: Client) -> None:
        post = make_opportunity(organization=verified, title="<script>x</script>", description="<b>" * 4000)
        assert "<script>x" not in client.get(f"/contribute/{post.slug}/print/").content.decode()


class TestFrame:
    def address(self, organization: Organization) -> str:
        return f"/embed/organizations/{organization.slug}/"

    def test_is_the_one_page_that_may_stand_in_any_frame(self, verified: Organization, client: Client) -> None:
        response = client.get(self.address(verified))
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
        other = client.get(verified.get_absolute_url())
        assert "frame-ancestors 'self'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "SAMEORIGIN"

    def test_knows_nobody_and_sets_nothing(
        self, verified: Organization, author: Any, as_user: Any, client: Client
    ) -> None:
        make_opportunity(organization=verified, title="Welder")
        make_opportunity(organization=verified, title="A draft", live=False)
        answers = [browser.get(self.address(verified)) for browser in (client, as_user(author))]
        assert [response.cookies.output() for response in answers] == ["", ""]
        assert ["Cookie" in response["Vary"] for response in answers] == [False, False]
        assert answers[0]["Cache-Control"] == "public, max-age=300"
        pages = [response.content.decode() for response in answers]
        assert [("Welder" in page, "A draft" in page, "<script" in page) for page in pages] == [
            (True, False, False)
        ] * 2

    def test_has_ten_open_posts_whose_links_leave_the_frame(self, verified: Organization, client: Client) -> None:
        make_opportunity(organization=verified, closes=timezone.now() - timedelta(days=1), title="Closed")
        for _number in range(12):
            make_opportunity(organization=verified)
        page = client.get(self.address(verified)).content.decode()
        assert (page.count('class="embedded-post"'), page.count('target="_top"'), "Closed" in page) == (10, 11, False)

    def test_speaks_the_language_in_its_address(self, verified: Organization, client: Client) -> None:
        page = client.get(f"{self.address(verified)}?lang=ar", headers={"Accept-Language": "fr"}).content.decode()
        assert '<html lang="ar" dir="rtl">' in page
        assert '<html lang="en"' in client.get(f"{self.address(verified)}?lang=%00").content.decode()

    def test_of_a_hidden_organization_is_gone(
        self, verified: Organization, author: Any, as_user: Any, client: Client
    ) -> None:
        Organization.objects.update(is_hidden=True)
        assert [browser.get(self.address(verified)).status_code for browser in (client, as_user(author))] == [404, 404]

    def test_takes_as_many_statements_for_ten_as_for_one(self, verified: Organization, client: Client) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(self.address(verified))
            return len(captured)

        make_opportunity(organization=verified, places=[("Osh", "KG")])
        count()
        used = count()
        for _number in range(9):
            make_opportunity(organization=verified, places=[("Osh", "KG")])
        assert (count(), used <= 8) == (used, True)


class TestSharePage:
    @pytest.mark.parametrize(
        ("who", "expected"), [("author", 200), ("colleague", 200), ("member", 404), ("stranger", 404), ("visitor", 302)]
    )
    def test_is_for_those_who_post(
        self, who: str, expected: int, verified: Organization, author: Any, colleague: Any, stranger: Any, as_user: Any
    ) -> None:
        if who == "member":
            Membership.objects.create(organization=verified, user=stranger, role=Membership.Role.MEMBER)
        account = {"author": author, "colleague": colleague, "stranger": stranger, "member": stranger}.get(who)
        assert as_user(account).get(f"/connect/organizations/{verified.slug}/share/").status_code == expected

    def test_has_lines_to_copy_that_work(
        self, verified: Organization, author: Any, as_user: Any, client: Client
    ) -> None:
        Organization.objects.update(name='The "Osh" <b>')
        page = as_user(author).get(f"/connect/organizations/{verified.slug}/share/").content.decode()
        address = f"http://testserver/embed/organizations/{verified.slug}/?lang=en"
        assert f'&lt;iframe src="{address}" title="The &amp;quot;Osh&amp;quot; &amp;lt;b&amp;gt;"' in page
        assert client.get(address).status_code == 200

    def test_its_organization_leads_there(
        self, verified: Organization, author: Any, stranger: Any, as_user: Any
    ) -> None:
        pages = [as_user(who).get(verified.get_absolute_url()).content.decode() for who in (author, stranger, None)]
        assert [f"/connect/organizations/{verified.slug}/share/" in page for page in pages] == [True, False, False]
