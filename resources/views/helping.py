"""Whether a resource helped a member, and why not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from resources import reading_services as services
from resources.forms import WhyNotForm
from resources.models import Resource

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """Says that it helped, or takes back what was said."""
    resource = _of_another(request, slug)
    if request.method == "POST" and "take_back" in request.POST:
        services.take_back_answer(user=request.user, resource=resource)
    elif request.method == "POST":
        services.say_whether_helpful(user=request.user, resource=resource, is_helpful=True)
    return _back(resource)


@get_and_post
def not_helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks why; nothing is said before it is answered."""
    resource = _of_another(request, slug)
    form = WhyNotForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        services.say_whether_helpful(user=request.user, resource=resource, is_helpful=False, **form.cleaned_data)
        return _back(resource)
    return render(request, "resources/not_helpful.html", {"resource": resource, "form": form})


def _of_another(request: HttpRequest, slug: str) -> Resource:
    """One's own contributions are for others to judge."""
    return get_object_or_404(Resource.objects.published().exclude(contributor=request.user), slug=slug)


def _back(resource: Resource) -> HttpResponse:
    return redirect(f"{resource.get_absolute_url()}#helpful")
