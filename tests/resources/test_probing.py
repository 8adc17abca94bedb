"""The words of a file can't be probed by those who may not open it, whatever its rule: not by one way of asking."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from idiaspora.digesting.sending import send_due
from idiaspora.for_you import suggestions_for_profile
from profiles import reviewing
from profiles.models import Digest, Profile, SavedSearch
from profiles.saved_searches import count_new
from profiles.services import choose_digest, save_search
from profiles.uploads import PUBLICATIONS, check_upload
from resources.library import FILTERS
from resources.models import Resource
from resources.permissions import may_open_file
from resources.services import create_draft
from resources.suggesting import for_expertise, similar_resources
from search.audiences import audiences_of
from search.queries import SearchRequest, complete, search
from tests.profiles.factories import make_member
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
WORD, TYPO, CONCEPT = "yurtmakers", "yurtmakrs", "beekeeping"
WORDS = f"Secret {WORD} and {CONCEPT} of Naryn"
DAY = timedelta(days=1)


@pytest.fixture(params=Resource.Access.values)
def guarded(
    request: pytest.FixtureRequest,
    contributor: Any,
    search_index: SearchIndex,
    django_capture_on_commit_callbacks: Any,
) -> Resource:
    """A published resource with words in its file that stand nowhere else, under each rule there is."""
    file = check_upload(SimpleUploadedFile("report.pdf", make_pdf("One", WORDS)), PUBLICATIONS)
    opens = date(2099, 1, 1) if request.param == Resource.Access.EMBARGO else None
    with django_capture_on_commit_callbacks(execute=True):
        made = create_draft(
            contributor=contributor, title="Plain", type="report", summary="Plain", file=file, access=request.param,
            opens=opens,
        )  # fmt: skip
        reviewing.publish(Resource.objects.get(pk=made.pk), user=contributor)
    search_index.drain()
    return Resource.objects.get(pk=made.pk)


@pytest.fixture(params=["visitor", "stranger"])
def viewer(request: pytest.FixtureRequest) -> Any:
    if request.param == "visitor":
        return AnonymousUser()
    return make_member("stranger@example.org", name="Pierre", expertise=[CONCEPT], interests=["welding"]).user


def ways(viewer: Any, browser: Any) -> dict[str, bool]:
    """{a way of asking: whether it tells that there is such a file}."""
    facets = tuple(each.index_field for each in FILTERS)
    asked = [
        search(SearchRequest("resource", audiences_of(viewer), word, facets=facets)) for word in (WORD, TYPO, "yur")
    ]
    told = {
        "hits": any(page.hits for page in asked),
        "totals": any(page.total for page in asked),
        "facets": any(facet.values for page in asked for facet in page.facets.values()),
        "completion": any(complete("resource", name, "yurt", audiences_of(viewer)) for name in ("text", "title")),
    }
    for path in ("/learn/", "/search/", "/learn/feed.atom", "/learn/feed.rss"):
        # A title or an excerpt would say so, and so would a count that is another than that of nonsense.
        page, nonsense = (browser.get(path, {"q": word}).content.decode() for word in (WORD, "zzzzzzzzzz"))
        told[path] = "Plain" in page or "Secret" in page
        if path.startswith("/learn/feed"):
            told[f"{path}, its items"] = page.count("<entry>") != nonsense.count("<entry>")
    for path in ("/learn/", "/learn/?type=report", "/learn/feed.atom"):
        told[f"{path}, in the open"] = WORD in browser.get(path).content.decode()
    return told


def test_by_asking(guarded: Resource, viewer: Any, as_user: Any) -> None:
    may = may_open_file(viewer, guarded)
    told = ways(viewer, as_user(viewer if viewer.is_authenticated else None))
    if not may:
        assert {way: said for way, said in told.items() if said} == {}
    elif guarded.access in (Resource.Access.PUBLIC, Resource.Access.MEMBERS):
        # The very same questions find it where it is open, so they would tell.
        assert (told["hits"], told["totals"], told["facets"], told["/learn/"], told["/search/"]) == (True,) * 5


def test_by_its_page(guarded: Resource, viewer: Any, as_user: Any) -> None:
    browser = as_user(viewer if viewer.is_authenticated else None)
    page = browser.get(guarded.get_absolute_url())
    told = [page.content.decode(), page["Link"]]
    told += [
        browser.get(f"{guarded.get_absolute_url()}cite.{name}").content.decode() for name in ("bib", "ris", "json")
    ]
    assert [WORD in each for each in told] == [False] * 5
    opened = browser.get(guarded.file_address).status_code == 200
    assert opened == may_open_file(viewer, guarded)


def test_by_what_is_similar_and_what_fits(guarded: Resource, viewer: Any, search_index: SearchIndex) -> None:
    """A concept that only its file names brings it nowhere."""
    about = make_resource(title="Bees", topics=[CONCEPT])
    search_index.drain()
    similar = similar_resources(about, viewer)
    assert similar == []
    if viewer.is_authenticated:
        assert [each.resource.title for each in for_expertise(viewer)] == ["Bees"]
        found = suggestions_for_profile(Profile.objects.get(user=viewer), "resource")
        assert [each.object.title for each in found] == ["Bees"]


def test_by_saved_searches_and_the_digest(
    guarded: Resource, stranger: Any, search_index: SearchIndex, django_capture_on_commit_callbacks: Any
) -> None:
    saved = save_search(user=stranger, kind="resource", query=f"q={WORD}")
    SavedSearch.objects.update(seen=timezone.now() - DAY)
    saved.refresh_from_db()
    digest = choose_digest(user=stranger, frequency="daily")
    Digest.objects.filter(pk=digest.pk).update(looked=timezone.now() - DAY, due=timezone.now() - DAY)
    may = guarded.access in (Resource.Access.PUBLIC, Resource.Access.MEMBERS)
    assert may == may_open_file(stranger, guarded)
    assert count_new([saved], stranger) == {saved.pk: int(may)}
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send_due()
    assert [message.subject for message in mail.outbox] == (["1 new for you: Plain"] if may else [])
    assert not any("Secret" in message.body for message in mail.outbox)


def test_one_that_is_closed_again_is_found_no_more(
    guarded: Resource, viewer: Any, contributor: Any, as_user: Any, search_index: SearchIndex
) -> None:
    """Before the index knows it, too: an excerpt is asked for once more."""
    Resource.objects.filter(pk=guarded.pk).update(access=Resource.Access.EMBARGO, opens=date(2099, 1, 1))
    browser = as_user(viewer if viewer.is_authenticated else None)
    assert "Secret" not in browser.get("/learn/", {"q": WORD}).content.decode()
    assert "Secret" not in browser.get("/search/", {"q": WORD}).content.decode()
    Resource.objects.get(pk=guarded.pk).save()
    search_index.drain()
    told = ways(viewer, browser)
    assert {way: said for way, said in told.items() if said} == {}
