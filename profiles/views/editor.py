"""The profile editor: sections that save by themselves, and how others see what they say."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import reswap, retarget, trigger_client_event
from django_htmx.middleware import HtmxDetails

from profiles import services
from profiles.completeness import completeness_of
from profiles.forms import SECTIONS, SectionForm
from profiles.models import Audience, Profile
from profiles.presets import PRESETS
from profiles.viewing import OWNER, view_as

SAVED = "profile-saved"
UNDO = "undo"


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


def _own(request: HttpRequest) -> Profile:
    """The profile of the account; made now for an account that is older than its log-in."""
    return services.create_profile(user=request.user)


def _preview(profile: Profile, seen_by: str) -> dict[str, Any]:
    """What the side of the editor shows: the card as an audience sees it, and how complete the profile is."""
    seen_by = seen_by if seen_by in (Audience.PUBLIC, Audience.CONNECTIONS) else Audience.MEMBERS
    return {
        "view": view_as(profile, seen_by),
        "own": view_as(profile, OWNER),
        "seen_by": str(seen_by),
        "completeness": completeness_of(profile),
        "presets": PRESETS.items(),
    }


def _page(request: HttpRequest, profile: Profile, sections: list[SectionForm], status: int = 200) -> HttpResponse:
    context = {
        "sections": sections,
        "media": sum((form.media for form in sections[1:]), sections[0].media),
        "is_welcome": "welcome" in request.GET or "welcome" in request.POST,
        "can_undo": UNDO in request.session,
        **_preview(profile, request.GET.get("as", "")),
    }
    return render(request, "profiles/edit.html", context, status=status)


@require_safe
def edit(request: HttpRequest) -> HttpResponse:
    """Everything on one page."""
    profile = _own(request)
    return _page(request, profile, [form(profile=profile) for form in SECTIONS.values()])


@require_POST
def section(request: HtmxRequest, section: str) -> HttpResponse:
    """Saves one section.  Answers HTMX with its status (or the section with its errors), else with the whole page."""
    if section not in SECTIONS:
        raise Http404
    profile = _own(request)
    form = SECTIONS[section](request.POST, request.FILES, profile=profile)
    is_saved = form.is_valid()
    if is_saved:
        form.save()
    if request.htmx:
        return _answer_htmx(request, profile, form, is_saved)
    if is_saved:
        messages.success(request, _("Saved."))
        query = f"?{urlencode({'welcome': 1})}" if "welcome" in request.POST else ""
        return redirect(f"{reverse('profiles:edit')}{query}#section-{section}")
    profile.refresh_from_db()
    others = [form if key == section else other(profile=profile) for key, other in SECTIONS.items()]
    return _page(request, profile, others, status=422)


def _answer_htmx(request: HttpRequest, profile: Profile, form: SectionForm, is_saved: bool) -> HttpResponse:
    if is_saved and not request.FILES and "redraw" not in request.POST:
        return trigger_client_event(render(request, "profiles/_saved.html"), SAVED)
    context = {
        "form": SECTIONS[form.key](profile=profile) if is_saved else form,
        "own": view_as(profile, OWNER),
        "is_saved": is_saved,
        "is_welcome": "welcome" in request.POST,
    }
    response = render(request, "profiles/_section.html", context)
    response = reswap(retarget(response, f"#section-{form.key}"), "outerHTML")
    return trigger_client_event(response, SAVED, after="swap") if is_saved else response


@require_safe
def preview(request: HtmxRequest) -> HttpResponse:
    """As everyone sees you, as a member does, as a connection does."""
    context = _preview(_own(request), request.GET.get("as", ""))
    return render(request, "profiles/_preview.html" if request.htmx else "profiles/preview.html", context)


@require_POST
def preset(request: HttpRequest, name: str) -> HttpResponse:
    """Chooses who sees what all at once; what was chosen before can be had back."""
    if name not in {*PRESETS, UNDO}:
        raise Http404
    profile = _own(request)
    before = dict(profile.audiences)
    if name == UNDO:
        services.choose_audiences(profile=profile, audiences=request.session.pop(UNDO, before))
        messages.success(request, _("It is as it was before."))
    else:
        services.choose_audiences(profile=profile, audiences=PRESETS[name].audiences)
        request.session[UNDO] = before
        messages.success(request, _("Done: %(preset)s.") % {"preset": PRESETS[name].label})
    return redirect(f"{reverse('profiles:edit')}#presets")


@require_POST
def remove_photo(request: HttpRequest) -> HttpResponse:
    services.remove_photo(profile=_own(request))
    messages.success(request, _("Your photo is gone."))
    return redirect(f"{reverse('profiles:edit')}#section-you")
