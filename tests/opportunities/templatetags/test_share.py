"""Passing a post on: plain links that work without scripts and tell nobody else."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from opportunities.templatetags.opportunities import share
from profiles.models import Organization
from tests.opportunities.factories import make_opportunity

ADDRESS = "http://127.0.0.1:8000/contribute/canals/"
TITLE = 'Canals & «weirs» "of" Osh #1'


def test_the_links_carry_title_and_address_whole(verified: Organization) -> None:
    post = make_opportunity(organization=verified, title=TITLE, slug="canals")
    mail, whatsapp, telegram = (urlsplit(way["href"]) for way in share(post)["ways"])
    assert (mail.scheme, parse_qs(mail.query)) == ("mailto", {"subject": [TITLE], "body": [f"{TITLE} {ADDRESS}"]})
    assert (whatsapp.netloc, parse_qs(whatsapp.query)) == ("wa.me", {"text": [f"{TITLE} {ADDRESS}"]})
    assert (telegram.netloc, parse_qs(telegram.query)) == ("t.me", {"url": [ADDRESS], "text": [TITLE]})


def test_it_is_on_the_page_of_a_public_post_alone(verified: Organization, author: Any, as_user: Any) -> None:
    public = make_opportunity(organization=verified)
    draft = make_opportunity(organization=verified, live=False)
    assert 'id="share-link"' in as_user().get(public.get_absolute_url()).content.decode()
    assert 'id="share-link"' not in as_user(author).get(draft.get_absolute_url()).content.decode()
