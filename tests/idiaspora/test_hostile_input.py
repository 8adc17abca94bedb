"""Whatever stands in a search box or a parameter, the answer is a page and never an error of ours."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db

PAGES = (
    "/search/",
    "/contribute/",
    "/contribute/feed.atom",
    "/contribute/calendar.ics",
    "/learn/",
    "/connect/",
    "/connect/organizations/",
    "/taxonomy/expertise/",
    "/taxonomy/places/",
)
PARAMETERS = (
    "q",
    "page",
    "sort",
    "type",
    "expertise",
    "topics",
    "country",
    "countries",
    "language",
    "languages",
    "remote",
    "closed",
    "level",
)
HOSTILE = (
    '"', "'", "\x00", "a" * 10_000, "AND OR NOT", "*:*", "title:", "((((", "[1 TO *]", "~2^9", "\\", "/.*/", "<script>", "%s%n", "\ud83d\ude00",
    "-1", "0", "999999999999999999999", "1e400", "NaN", "😀" * 500, "\u202e\u0000\ufeff", "' OR 1=1 --", "{{7*7}}", " ", "в", "ال",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_no_value_of_any_parameter_breaks_a_page(page: str, client: Client) -> None:
    for name in PARAMETERS:
        for value in HOSTILE:
            text = value.encode("utf-8", "surrogatepass")
            status = client.get(f"{page}?{name}={quote(text)}").status_code
            assert status < 500, (name, value[:40], status)


@pytest.mark.parametrize("page", PAGES)
def test_broken_utf8_and_doubled_parameters(page: str, client: Client) -> None:
    for query in ("q=%ff%fe", "q=%c3", "q[]=1", "q=1&q=2", "page=%00", "%ff=1", "&&&=", "q=" + "%22" * 3000):
        assert client.get(f"{page}?{query}").status_code < 500, query


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_any_text_is_words(page: str, client: Client, text: str) -> None:
    assert client.get(page, {"q": text.encode("utf-8", "replace").decode()}).status_code < 500


def test_a_nul_in_the_path_is_refused(client: Client) -> None:
    assert client.get("/people/%00/").status_code == 400
