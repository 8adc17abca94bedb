"""What a member keeps of the library, and what they note on it: theirs alone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.middleware import HtmxDetails

from profiles.views.paging import asked_page, rows_of
from resources import reading_services as services
from resources.forms import NoteForm
from resources.models import Kept, Resource
from resources.translations import add_translations

# Who had to log in again comes back here by GET: then the resource itself is shown, with its buttons.
get_and_post = require_http_methods(["GET", "HEAD", "POST"])


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What this member keeps, the last kept first; what is out of the library by now with its note alone."""
    own = Kept.objects.of(request.user)
    page = asked_page(request, own.count())
    rows = list(own.for_cards()[rows_of(page)])
    add_translations(row.resource for row in rows)
    return render(request, "resources/kept.html", {"rows": rows, "page": page})


@get_and_post
def keep(request: HtmxRequest, slug: str) -> HttpResponse:
    resource = get_object_or_404(Resource.objects.published(), slug=slug)
    form = NoteForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect(resource)
    services.keep(user=request.user, resource=resource, note=form.cleaned_data["note"])
    return _buttons(request, resource)


@get_and_post
def give_up(request: HtmxRequest, slug: str) -> HttpResponse:
    """It can be undone, with the note, from what is shown next."""
    resource = get_object_or_404(Resource.objects.published_or_kept_by(request.user), slug=slug)
    if request.method != "POST":
        return redirect(resource)
    note = services.give_up(user=request.user, resource=resource)
    if not request.htmx and resource.live:
        undo = {"resource": resource, "note": note, "place": request.POST.get("place", "")}
        messages.info(request, render_to_string("resources/_given_up.html", undo, request))
    return _buttons(request, resource, note)


@get_and_post
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Writing a note on a resource, which keeps it."""
    resource = get_object_or_404(Resource.objects.published(), slug=slug)
    own = Kept.objects.of(request.user).filter(resource=resource).first()
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": own.note if own else ""})
    if form.is_bound and form.is_valid():
        services.write_note(user=request.user, resource=resource, note=form.cleaned_data["note"])
        return redirect(f"{resource.get_absolute_url()}#keep-{resource.pk}")
    return render(request, "resources/note.html", {"resource": resource, "form": form})


def _buttons(request: HtmxRequest, resource: Resource, note: str = "") -> HttpResponse:
    """The buttons as they stand now; without scripts the page that they are on.  `note` was on what is given up."""
    place = request.POST.get("place", "")
    if request.htmx:
        own = Kept.objects.of(request.user).filter(resource=resource).first()
        return render(
            request, "resources/_keep.html", {"resource": resource, "kept": own, "note": note, "place": place}
        )
    return redirect("resources:kept" if place == "kept" else f"{resource.get_absolute_url()}#keep-{resource.pk}")
