"""search/results.py"""

import pytest
from django.contrib.auth.models import AnonymousUser

from search.results import Hit, ResultPage, hydrate
from tests.search.documents import KIND


@pytest.mark.parametrize(
    ("total", "page", "pages", "previous", "following"),
    [(0, 1, 0, False, False), (20, 1, 1, False, False), (21, 1, 2, False, True), (21, 2, 2, True, False)],
)
def test_pages(total, page, pages, previous, following):
    found = ResultPage((), total, page, 20)
    assert (found.pages, found.has_previous, found.has_next) == (pages, previous, following)


def test_hits_come_with_their_objects_in_order_and_without_what_is_no_longer_visible(make, django_assert_num_queries):
    one, hidden, two = make(), make(is_hidden=True), make()
    hits = [Hit(KIND, pk, 1.0, {}) for pk in (two.pk, hidden.pk, 10**9, one.pk)]
    with django_assert_num_queries(1):
        assert [(hit.object_id, obj) for hit, obj in hydrate(hits, AnonymousUser())] == [(two.pk, two), (one.pk, one)]
