"""What a member decided about posts, and what follows from it: history, what is left out, reminders."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opportunities import services
from opportunities.history import history_of
from opportunities.leaving_out import left_out_of
from opportunities.models import Opportunity, Reminder
from opportunities.views.choosing import visible_post
from profiles.views.paging import asked_page, rows_of
from taxonomy.tree import concept_tree

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


class ReminderForm(forms.Form):
    days = forms.TypedChoiceField(label=gettext_lazy("When"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, ahead: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: Any = self.fields["days"]
        days.choices = [choice for choice in Reminder.Days.choices if choice[0] in ahead]


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """What this member saved, put aside and answered, the last first, each with its undo."""
    entries = history_of(request.user)
    page = asked_page(request, len(entries))
    shown = entries[rows_of(page)]
    posts = Opportunity.objects.visible_to(request.user).select_related("organization")
    found = posts.in_bulk([entry.opportunity_id for entry in shown])
    context = {
        "rows": [{"entry": entry, "opportunity": found.get(entry.opportunity_id)} for entry in shown],
        "page": page,
    }
    return render(request, "opportunities/history.html", context)


@get_and_post
def left_out(request: HttpRequest) -> HttpResponse:
    """The rules that follow from why posts were put aside; a POST ends one."""
    if request.method == "POST":
        if "far" in request.POST:
            services.suggest_far_again(user=request.user)
        else:
            services.suggest_concept_again(user=request.user, concept=request.POST.get("concept", ""))
        messages.success(request, _("They are suggested again from now on."))
        return redirect("opportunities:left-out")
    found, language = left_out_of(request.user), get_language() or "en"
    rules = [
        {"key": key, "label": concept_tree().label(key, language), "number": found.concepts[key]} for key in found.keys
    ]
    return render(request, "opportunities/left_out.html", {"rules": rules, "far": found.far if found.is_far else 0})


@get_and_post
def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """When the member wants to be reminded of a deadline, or that they don't."""
    opportunity = visible_post(request, slug)
    reminder = Reminder.objects.filter(user=request.user.pk, opportunity=opportunity).first()
    if request.method == "POST" and "off" in request.POST:
        services.clear_reminder(user=request.user, opportunity=opportunity)
        messages.success(request, _("You are not reminded of it."))
        return redirect(opportunity)
    ahead = services.days_ahead(opportunity) if opportunity.live else []
    initial = {"days": reminder.days if reminder else max(ahead[:2], default=None)}
    form = ReminderForm(request.POST or None, ahead=ahead, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.set_reminder(user=request.user, opportunity=opportunity, days=form.cleaned_data["days"])
        except ValidationError as error:
            form.add_error("days", error)
        else:
            messages.success(request, _("Saved. You are reminded by mail."))
            return redirect(opportunity)
    context = {"opportunity": opportunity, "form": form, "reminder": reminder}
    return render(request, "opportunities/remind.html", context, status=422 if form.errors else 200)
