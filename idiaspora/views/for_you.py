"""The page a member lands on: what fits, each with the reasons why."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from idiaspora.for_you import page_for
from profiles.completeness import completeness_of
from profiles.models import Profile
from profiles.subjects import subject_of


@require_GET
def for_you(request: HttpRequest) -> HttpResponse:
    profile = Profile.objects.select_related("place", "roots_place").filter(user_id=request.user.pk or 0).first()
    if profile is None or not profile.name:
        return redirect(f"{reverse('profiles:edit')}?welcome=1")
    subject = subject_of(profile)
    completeness = completeness_of(profile, subject)
    context = {
        "greeting": greeting(timezone.localtime().hour),
        "first_name": profile.name.split()[0],
        "completeness": completeness,
        "missing": completeness.missing[:3],
        "found": page_for(subject, request.user),
    }
    return render(request, "idiaspora/for_you.html", context)


def greeting(hour: int) -> str:
    """A greeting for an hour (0 to 23) of the reader's day."""
    if 5 <= hour < 12:
        return _("Good morning")
    return _("Good afternoon") if 12 <= hour < 18 else _("Good evening")
