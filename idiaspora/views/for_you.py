"""The page a member lands on: what fits, each with the reasons why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from idiaspora.for_you import suggestions
from profiles.models import Profile
from profiles.subjects import subject_of


@require_GET
def for_you(request: HttpRequest) -> HttpResponse:
    profile = Profile.objects.select_related("place", "roots_place").filter(user_id=request.user.pk).first()
    if profile is None:
        return redirect("profiles:edit")
    subject = subject_of(profile)
    context = {
        "profile": profile,
        "opportunities": suggestions(subject, "opportunity", request.user, limit=10, spread=True),
        "people": suggestions(subject, "profile", request.user, limit=4),
        "resources": suggestions(subject, "resource", request.user, limit=4),
    }
    return render(request, "idiaspora/for_you.html", context)
