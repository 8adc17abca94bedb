"""What the search asks of a request as a whole."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from search import waiting


class SearchMiddleware:
    """Has a page wait only so long for all its searches together, and nobody keep one that had to do without them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with waiting.page() as page:
            response = self.get_response(request)
        if page.did_without:
            add_never_cache_headers(response)
        return response
