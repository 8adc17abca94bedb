"""The pages of the library that everybody reads."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from profiles.reviewing import review_states
from profiles.visitors import same_for_all
from resources import citing, describing, permissions, requesting, usage
from resources.discussing import discussion_of
from resources.forms import AnswerEditorsForm, CommentForm
from resources.library import SORTS, find_resources, years_of
from resources.models import Answer, Collection, Downloads, Kept, Resource, ResourceVersion, ReviewNote, Tombstone
from resources.suggesting import for_expertise, similar_resources
from resources.translations import add_translations
from resources.versions import read_version

ENOUGH = 5  # fewer are not told of, for one may know who they were
MOST_VERSIONS = 2**31 - 1  # what the database can ask for
LED_IN = 3  # collections above the list


@login_not_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    listing = find_resources(request)
    # Without words there is nothing that could match better or worse.
    sorts = [(name, words) for name, words in SORTS.items() if name != "relevance" or listing.asked.text]
    # Whoever looks for something has no need to be led in.
    is_asked = listing.asked.text or listing.chosen or listing.asked.page > 1
    led_in = [] if is_asked else list(Collection.objects.leading_in()[:LED_IN])
    context = {"listing": listing, "sorts": sorts, "collections": led_in, "years": years_of(request.GET)}
    fitting = for_expertise(request.user) if request.user.is_authenticated and not is_asked else []
    add_translations([*listing.objects, *(each.resource for each in fitting)])
    context["fitting"] = fitting
    return same_for_all(render(request, "resources/library.html", context))


@login_not_required
@require_safe
def collections(request: HttpRequest) -> HttpResponse:
    """All of them, those first that lead somebody in."""
    return same_for_all(render(request, "resources/collections.html", {"collections": Collection.objects.for_cards()}))


@login_not_required
@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Collection.objects.published().select_related("cover"), slug=slug)
    context = {"collection": found, "items": found.shown_items()}
    return same_for_all(render(request, "resources/collection.html", context))


@login_not_required
@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Resource.objects.visible_to(request.user).for_page().with_version_number().saying_whether_closed()
    found = rows.filter(slug=slug).first()
    if found is None or not found.live:
        other = Resource.objects.standing_for(slug).first()
        if other is not None:
            return redirect(other, permanent=True)
    if found is None:
        return _gone(request, slug)
    usage.note_view(request, found)
    versions = list(found.versions.select_related("resource")) if (found.version_number or 0) > 1 else []
    similar = similar_resources(found, request.user) if found.live else []
    add_translations([found, *(each.resource for each in similar or ())])
    page = request.build_absolute_uri(found.get_absolute_url())
    may_edit = permissions.may_edit(request.user, found)
    context = {
        "resource": found,
        "may_edit": may_edit,
        "views": usage.views_of(found) if may_edit and found.live else None,
        "citation": citing.in_words(found, page),
        "formats": [(name, format.name) for name, format in citing.FORMATS.items()],
        "highwire": describing.highwire(found, page),
        "json_ld": describing.json_ld(found, page),
        "collections": Collection.objects.holding(found),
        "answers": Answer.objects.summed_up(found, request.user),
        "enough": ENOUGH,
        "kept": Kept.objects.of(request.user).filter(resource=found).first(),
        **_conversation(request, found),
        "similar": similar,
        "versions": versions,
        **_discussion(request, found),
        **requesting.own_request(request.user, found),
        "downloads": Downloads.objects.of(found) if found.file else 0,
    }
    response = render(request, "resources/resource.html", context)
    if found.live:
        response["Link"] = describing.signposts(found, page)
    return response


def _discussion(request: HttpRequest, resource: Resource) -> dict[str, Any]:
    """What members write under it; a visitor is told that there is such a thing, and nothing of it."""
    if not resource.live:
        return {}
    asked = {name: request.GET.get(key, "") for name, key in (("page", "discussion"), ("comment", "comment"))}
    return {"discussion": discussion_of(resource, request.user, **asked), "comment_form": CommentForm()}


def _conversation(request: HttpRequest, resource: Resource) -> dict[str, Any]:
    """What its contributor and editors read of the review; the contributor sends it again from here."""
    is_own = request.user.is_authenticated and resource.contributor_id == request.user.pk
    if not is_own and not permissions.reads_drafts(request.user):
        return {}
    notes = list(ReviewNote.objects.of(resource, request.user))
    if not notes or not is_own:
        return {"conversation": notes}
    state = review_states([resource])[resource.pk]
    return {"conversation": notes, "state": state, "answer_form": AnswerEditorsForm()}


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    """What was public leaves a page that says so, and nothing else of it; 404 for what never was."""
    if not Resource.objects.withdrawn().filter(slug=slug).exists() and not Tombstone.objects.at(slug).exists():
        raise Http404
    return render(request, "resources/gone.html", status=410)


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an earlier version said, for everybody who may read the present one."""
    versions = ResourceVersion.objects.readable().select_related("resource", "revision")
    found = get_object_or_404(versions, resource__slug=slug, number=min(number, MOST_VERSIONS))
    present = ResourceVersion.objects.filter(resource=found.resource).first()
    if present == found:
        return redirect(found.resource)
    context = {"version": found, "present": found.resource, "resource": read_version(found)}
    return render(request, "resources/version.html", context)


@login_not_required
@require_safe
def cite(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """A file for a reference manager."""
    if format not in citing.FORMATS:
        raise Http404
    found = Resource.objects.published().for_page().with_version_number().filter(slug=slug).first()
    if found is None:
        return _gone(request, slug)
    wanted = citing.FORMATS[format]
    written = wanted.write(found, request.build_absolute_uri(found.get_absolute_url()))
    response = HttpResponse(written, content_type=f"{wanted.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.uuid}.{format}"'
    return response
